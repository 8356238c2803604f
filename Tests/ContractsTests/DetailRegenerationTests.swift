import Contracts
import DriftModel
import Testing

/// A schema, the options that a generator is run with, and edits after which its output is no longer what it writes.
struct RegenerationCase: Sendable, CustomTestStringConvertible {
  typealias Edit = (text: String, replacement: String)

  let testDescription: String
  let options: [String]
  let schema: String
  /// Edits of the output; each text stands in it.
  let outputEdits: [Edit]
  /// Edits of the schema; each text stands in it.
  let schemaEdits: [Edit]

  init(_ name: String, _ options: [String], _ schema: String, output: [Edit], schema schemaEdits: [Edit]) {
    self.testDescription = name
    self.options = options
    self.schema = schema
    self.outputEdits = output
    self.schemaEdits = schemaEdits
  }
}

/// What the newest of the real generators writes, beyond records of pydantic, and edits of it.
@Suite(.enabled(if: NewestGenerator.python != nil))
struct DetailRegenerationTests {
  @Test(arguments: typedDictionaries + decorated + structures + factories + mixtures + extended)
  func isCleanAsGeneratedAndSeesEveryEdit(_ given: RegenerationCase) throws {
    let output = try NewestGenerator.output(for: given.schema, given.options)
    var files = [(output: output, schema: given.schema)]
    for (text, replacement) in given.outputEdits {
      try #require(output.contains(text), "'\(text)' is not in \(output)")
      files.append((output.replacing(text, with: replacement, maxReplacements: 1), given.schema))
    }
    for (text, replacement) in given.schemaEdits {
      try #require(given.schema.contains(text), "'\(text)' is not in the schema")
      files.append((output, given.schema.replacing(text, with: replacement, maxReplacements: 1)))
    }
    // The first is as it was generated: so it is known that the options are right.
    let judgements = try NewestGenerator.judge(files, options: given.options, version: NewestGenerator.version)
    #expect(judgements.first?.differences == [])
    #expect(judgements.first?.unverified == [])
    for (edit, judgement) in zip(given.outputEdits + given.schemaEdits, judgements.dropFirst()) {
      #expect(judgement.differences != [], "'\(edit.text)' became '\(edit.replacement)'")
    }
  }
}
