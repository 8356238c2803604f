import Contracts
import DriftModel
import Foundation
import Testing

/// What a real generator writes for a schema, and how it is judged: as it was written, and after edits.
///
/// Beside the output stands another that agrees, so that what differs is no matter of options.
struct Regenerated: Sendable, CustomTestStringConvertible {
  let name: String
  let schema: String
  let options: [String]
  /// Edits of the output, each a text and what stands in its place.
  var outputEdits: [(String, String)] = []
  /// Edits of the schema.
  var schemaEdits: [(String, String)] = []
  /// The name of the schema's file.
  var file = "input.json"

  var testDescription: String { name }

  static var isPossible: Bool { NewestGenerator.python != nil }

  private static let companion = """
    {"title": "Companion", "type": "object", "required": ["id"], "properties": {
      "id": {"type": "integer"}, "name": {"type": "string"}, "size": {"type": "number"}, "on": {"type": "boolean"},
      "tags": {"type": "array", "items": {"type": "string"}}, "counts": {"type": "array", "items": {"type": "integer"}}}}
    """

  private func judge(_ schema: String, _ output: String, _ companion: String) throws -> ContractJudgement {
    var library = SchemaLibrary()
    var subjects: [ContractSubject] = []
    for (path, schema, output) in [(file, schema, output), ("companion.json", Self.companion, companion)] {
      let input = try #require(RepositoryPath(path))
      library.add(Array(schema.utf8), at: input)
      let written = try #require(RepositoryPath(path + ".py"))
      subjects.append(ContractSubject(output: written, bytes: Array(output.utf8), inputs: [input]))
    }
    let found = DatamodelGenerator.judge(subjects, schemas: library, options: options, version: NewestGenerator.version)
    return try #require(found.judgements.first)
  }

  /// Expects the output to be clean as it was generated, and each edit to be a difference.
  func check() throws {
    let output = try NewestGenerator.output(for: schema, named: file, options)
    let companion = try NewestGenerator.output(for: Self.companion, named: "companion.json", options)
    let clean = try judge(schema, output, companion)
    #expect(clean.differences == [], "\(output)")
    #expect(clean.unverified == [], "\(output)")
    for (text, other) in outputEdits {
      try #require(output.contains(text), "'\(text)' does not stand in \(output)")
      let edited = try judge(schema, output.replacing(text, with: other), companion)
      #expect(!edited.differences.isEmpty, "'\(text)' became '\(other)': \(edited.unverified)")
    }
    for (text, other) in schemaEdits {
      try #require(schema.contains(text), "'\(text)' does not stand in the schema")
      let edited = try judge(schema.replacing(text, with: other), output, companion)
      #expect(!edited.differences.isEmpty, "'\(text)' became '\(other)': \(edited.unverified)")
    }
  }
}
