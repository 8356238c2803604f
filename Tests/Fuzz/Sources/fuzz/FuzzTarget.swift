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

  /// The generators' options that change what is written, as words of a command line.
  private static let pythonOptions: [String] = [
    "--collapse-root-models", "--collapse-root-models-name-strategy parent", "--reuse-model", "--collapse-reuse-models",
    "--enable-faux-immutability", "--keep-model-order", "--use-generic-base-class", "--use-serialize-as-any",
    "--use-generic-container-types", "--use-tuple-for-fixed-items", "--use-object-type", "--use-unique-items-as-set",
    "--use-total-false-for-typed-dict", "--use-type-alias", "--use-root-model-type-alias", "--field-include-all-keys",
    "--remove-special-field-name-prefix", "--use-missing-sentinel", "--no-alias", "--parent-scoped-naming",
    "--use-default-factory-for-optional-nested-models", "--alias-generator to_camel", "--naming-strategy full-path",
    "--naming-strategy parent-prefixed", "--allof-class-hierarchy always",
    "--field-type-collision-strategy rename-type",
    "--strict-types str int", "--field-constraints", "--use-schema-description", "--use-field-description",
    "--keyword-only", "--frozen-dataclasses", "--use-subclass-enum", "--use-title-as-name", "--use-default",
    "--force-optional", "--strict-nullable", "--use-default-kwarg", "--capitalise-enum-members",
    "--set-default-enum-member", "--use-one-literal-as-default", "--strip-default-none", "--use-annotated",
    "--use-standard-collections", "--use-union-operator", "--snake-case-field", "--allow-population-by-field-name",
    "--output-model-type pydantic_v2.BaseModel", "--output-model-type dataclasses.dataclass",
    "--output-model-type typing.TypedDict", "--output-model-type msgspec.Struct",
    "--output-model-type pydantic_v2.dataclass", "--enum-field-as-literal all", "--enum-field-as-literal one",
    "--extra-fields forbid", "--base-class a.B", "--class-name Thing", "--target-python-version 3.9",
  ]
  private static let typeScriptOptions: [String] = [
    "--no-additionalProperties", "--declareExternallyReferenced=false", "--enableConstEnums=false",
    "--ignoreMinAndMaxItems", "--strictIndexSignatures", "--unknownAny=false", "--unreachableDefinitions",
    "--maxItems=3", "--maxItems=-1", "--inferStringEnumKeysFromValues",
  ]

  /// The first byte chooses the version and how many bytes behind it choose an option each; a zero byte parts the
  /// schema from the output.
  private static func judge(
    _ bytes: [UInt8], _ schema: RepositoryPath, _ output: RepositoryPath, as generator: any ContractGenerator.Type,
    _ versions: [String?]
  ) {
    guard let first = bytes.first else { return }
    let count = Int(first) / versions.count % 5
    let known = generator == DatamodelGenerator.self ? pythonOptions : typeScriptOptions
    let options = bytes.dropFirst().prefix(count).flatMap { byte in
      known[Int(byte) % known.count].split(separator: " ").map { String($0) }
    }
    let rest = bytes.dropFirst(1 + count)
    let parts = rest.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    var library = SchemaLibrary()
    library.add(Array(parts[0]), at: schema)
    let version = versions[Int(first) % versions.count]
    let subject = ContractSubject(output: output, bytes: parts.count > 1 ? Array(parts[1]) : [], inputs: [schema])
    // With neither a version nor options a style is searched for, which is slower and reaches no other code.
    _ = generator.judge(
      [subject], schemas: library, options: version == nil && options.isEmpty ? nil : options, version: version)
  }
}
