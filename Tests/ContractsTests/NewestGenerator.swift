import Contracts
import DriftModel
import Testing

/// The newest of the generators that `CHECK_DRIFT_GENERATORS` names.
enum NewestGenerator {
  static let version = "0.72.3"

  /// Its interpreter; nil if it is not there.
  static var python: String? { Generators.pythons.first { $0.contains("/\(version)/") } }

  /// The module that it writes for a schema; fails the test if it fails.
  ///
  /// - Parameters:
  ///   - file: The name of the schema's file.
  ///   - files: What stands beside it, by name: files that options name.
  static func output(
    for schema: String, named file: String = "input.json", beside files: [String: String] = [:], _ options: [String]
  ) throws -> String {
    let all = files.merging([file: schema]) { _, schema in schema }
    let outputs = try Generators.run(try #require(python), on: all, input: file, output: "output.py", options)
    return String(decoding: try #require(outputs?["output.py"]), as: UTF8.self)
  }

  /// The judgements on outputs under one check, each with its schema.
  static func judge(
    _ files: [(output: String, schema: String)], options: [String]?, version: String?
  ) throws -> [ContractJudgement] {
    var library = SchemaLibrary()
    var subjects: [ContractSubject] = []
    for (index, (output, schema)) in files.enumerated() {
      let input = try #require(RepositoryPath("file\(index + 100).json"))
      library.add(Array(schema.utf8), at: input)
      subjects.append(
        ContractSubject(
          output: try #require(RepositoryPath("file\(index + 100).py")), bytes: Array(output.utf8), inputs: [input]))
    }
    return DatamodelGenerator.judge(subjects, schemas: library, options: options, version: version).judgements
  }
}
