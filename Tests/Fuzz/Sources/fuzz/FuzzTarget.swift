import DriftModel

@testable import Contracts

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What can be fuzzed.
enum FuzzTarget: String, CaseIterable {
  case schema, python, typescript
  case judgePython = "judge-python"
  case judgeTypeScript = "judge-typescript"

  /// The one that the environment names.
  static let chosen = FuzzTarget(rawValue: getenv("FUZZ_TARGET").map { String(cString: $0) } ?? "") ?? .schema

  /// Hands bytes to the reader or the judge.
  func run(_ bytes: [UInt8]) {
    guard let schema = RepositoryPath("thing.schema.json"), let module = RepositoryPath("thing.py"),
      let declarations = RepositoryPath("thing.d.ts")
    else { return }
    switch self {
    case .schema:
      var library = SchemaLibrary()
      library.add(bytes, at: schema)
      _ = library.document(schema)
      _ = library.missingReferences(of: schema)
    case .python: _ = PythonReader.read(bytes, at: module)
    case .typescript: _ = try? TypeScriptReader.read(bytes)
    case .judgePython: Self.judge(bytes, schema, module, as: DatamodelGenerator.self, Self.pythonVersions)
    case .judgeTypeScript:
      Self.judge(bytes, schema, declarations, as: JSONSchemaToTypeScript.self, Self.typeScriptVersions)
    }
  }

  private static let pythonVersions: [String?] = [nil, "0.25.8", "0.33.0", "0.72.3"]
  private static let typeScriptVersions: [String?] = [
    nil, "6.1.3", "7.1.0", "8.2.0", "9.1.1", "10.1.5", "11.0.0", "12.0.0", "13.1.1", "14.1.0", "15.0.4",
  ]

  /// The first byte chooses the version, a zero byte parts the schema from the output.
  private static func judge(
    _ bytes: [UInt8], _ schema: RepositoryPath, _ output: RepositoryPath, as generator: any ContractGenerator.Type,
    _ versions: [String?]
  ) {
    guard let first = bytes.first else { return }
    let parts = bytes.dropFirst().split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    var library = SchemaLibrary()
    library.add(Array(parts[0]), at: schema)
    let version = versions[Int(first) % versions.count]
    let subject = ContractSubject(output: output, bytes: parts.count > 1 ? Array(parts[1]) : [], inputs: [schema])
    // Without a version a style is searched for, which is slower and reaches no other code.
    _ = generator.judge([subject], schemas: library, options: version == nil ? nil : [], version: version)
  }
}
