import Contracts
import DriftModel
import Foundation
import Testing

/// What the newest generator writes for options that speak of single fields, classes and methods: clean as it is
/// generated with the options declared, a finding once the output or the schema is another.
@Suite(.enabled(if: NewestGenerator.python != nil)) struct OptionRegenerationTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var schema: String
    let options: [String]
    /// Files that options name.
    var files: [String: String] = [:]
    /// Texts of the output, and what they are replaced by: each of it a finding.
    let edits: [(String, String)]
    /// A text of the schema or of a file, and what it is replaced by.
    let change: (String, String)
  }

  static let pydantic = ["--output-model-type", "pydantic_v2.BaseModel"]

  /// A schema beside the one in question, which corroborates the style.
  private static let other = """
    {"title": "Other", "type": "object", "required": ["first"], "properties": {
      "first": {"type": "string"}, "second": {"type": "integer"}, "third": {"type": "number"},
      "fourth": {"type": "boolean"}, "fifth": {"type": "array", "items": {"type": "string"}},
      "sixth": {"type": "string", "maxLength": 4}}}
    """

  @Test(arguments: Case.names + Case.values + Case.methods + Case.validators + Case.variants)
  func agreesWithTheGeneratorAndSeesEdits(_ example: Case) throws {
    let output = try NewestGenerator.output(for: example.schema, beside: example.files, example.options)
    let beside = try NewestGenerator.output(for: Self.other, beside: example.files, example.options)
    #expect(try judge(output, beside, example).differences == [], "\(output)")
    #expect(try judge(output, beside, example).unverified == [], "\(output)")
    for (found, edited) in example.edits {
      #expect(output.contains(found), "\(found) in \(output)")
      let judgement = try judge(output.replacing(found, with: edited), beside, example)
      #expect(!judgement.differences.isEmpty, "\(found) as \(edited): \(judgement.unverified)")
    }
    var changed = example
    changed.schema = example.schema.replacing(example.change.0, with: example.change.1)
    changed.files = example.files.mapValues { $0.replacing(example.change.0, with: example.change.1) }
    #expect(changed.schema != example.schema || changed.files != example.files)
    let judgement = try judge(output, beside, changed)
    #expect(!judgement.differences.isEmpty, "\(judgement.unverified)")
  }

  private func judge(_ output: String, _ beside: String, _ example: Case) throws -> ContractJudgement {
    var library = SchemaLibrary()
    let input = try #require(RepositoryPath("a.json"))
    let second = try #require(RepositoryPath("b.json"))
    library.add(Array(example.schema.utf8), at: input)
    library.add(Array(Self.other.utf8), at: second)
    for named in DatamodelGenerator.namedFiles(in: example.options) {
      let text = try #require(example.files[named.path])
      library.add(Array(text.utf8), at: try #require(RepositoryPath(named.path)), named: named)
    }
    let subjects = [
      ContractSubject(output: try #require(RepositoryPath("a.py")), bytes: Array(output.utf8), inputs: [input]),
      ContractSubject(output: try #require(RepositoryPath("b.py")), bytes: Array(beside.utf8), inputs: [second]),
    ]
    let judgements = DatamodelGenerator.judge(
      subjects, schemas: library, options: example.options, version: nil
    ).judgements
    return try #require(judgements.first)
  }
}
