import Documents
import DriftChecks
import DriftModel
import DriftTestSupport
import Foundation
import Testing

@testable import CheckDrift

/// The configuration's JSON Schema: what is published is what the declarations say, and it judges as the decoder does.
struct SchemaDocumentTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "schemas/check-drift.schema.json")

  @Test func thePublishedSchemaIsTheDeclarations() throws {
    let environment = ProcessInfo.processInfo.environment
    let text = SchemaDocument.text()
    if environment["RECORD"] == "1", (environment["CI"] ?? "").isEmpty {
      try Data(text).write(to: SchemaDocumentTests.file)
    }
    let published = try Data(contentsOf: SchemaDocumentTests.file)
    #expect([UInt8](published) == text, "run: check-drift schema > schemas/check-drift.schema.json")
  }

  /// Configurations as JSON, which YAML is as well, and whether they are right.
  private static let examples: [(text: String, isRight: Bool)] = [
    (#"{"version": 1, "checks": [{"kind": "submodule-pin", "path": "libs/*"}]}"#, true),
    (#"{"version": 1, "checks": [{"kind": "submodule-pin", "path": ["a", "b"], "max-behind": 3}]}"#, true),
    (#"{"version": 1, "checks": [{"kind": "submodule-pin"}]}"#, false),
    (#"{"version": 1, "checks": [{"kind": "submodule-pin", "path": "a", "max-behind": -1}]}"#, false),
    (#"{"version": 1, "checks": [{"kind": "submodule-pin", "path": "a", "pth": "b"}]}"#, false),
    (#"{"version": 1, "checks": [{"kind": "submodule-pin", "path": "a", "levels": {"behind": "off"}}]}"#, true),
    (#"{"version": 1, "checks": [{"kind": "submodule-pin", "path": "a", "levels": {"behnd": "off"}}]}"#, false),
    (#"{"version": 1, "checks": [{"kind": "submodule-pin", "path": "a", "levels": {"unverified": "off"}}]}"#, false),
    (#"{"version": 1, "checks": [{"kind": "nonsense"}]}"#, false),
    (#"{"version": 2, "checks": [{"kind": "submodule-pin", "path": "a"}]}"#, false),
    (#"{"version": 1, "checks": []}"#, false),
    (#"{"version": 1}"#, false),
    (#"{"version": 1, "checks": [{"kind": "submodule-pin", "path": ""}]}"#, false),
    (#"{"version": 1, "checks": [{"kind": "submodule-pin", "path": "a", "because": null}]}"#, false),
    (
      #"{"version": 1, "checks": [{"kind": "version-agreement", "truth": {"file": "v.json", "key": "/v"}, "#
        + #""consumers": [{"frontmatter": "README.md", "key": "/version"}, {"text": "a", "pattern": "v=(.*)"}]}]}"#,
      true
    ),
    (
      #"{"version": 1, "checks": [{"kind": "version-agreement", "truth": {"file": "VERSION.json", "key": ""}, "#
        + #""normalize": "strip-v", "format": "[0-9.]+", "consumers": [{"path": "docs/{v}/*", "capture": "v", "#
        + #""required": false, "allow-empty": true, "except": ["docs/old/*"]}]}]}"#,
      true
    ),
    (
      #"{"version": 1, "checks": [{"kind": "generated-code", "inputs": "s/{n}.json", "outputs": "o/{n:snake}.py", "#
        + #""evidence": ["stamp"], "generator": {"name": "datamodel-code-generator", "version": 1.5}}]}"#, true
    ),
    (#"{"version": 1, "checks": [{"kind": "generated-code", "inputs": "s", "outputs": "o"}]}"#, false),
    (
      #"{"version": 1, "checks": [{"kind": "generated-code", "inputs": "s", "outputs": "o", "evidence": ["faith"]}]}"#,
      false
    ),
    (
      #"{"version": 1, "checks": [{"kind": "tool-findings", "tool": "ruff", "report": "r.json", "files": "src/*", "#
        + #""at-most": {"F401": 3}, "root": "/src", "levels": {"ratchet-slack": "error"}, "regenerate": "x"}]}"#, true
    ),
    (
      #"{"version": 1, "checks": [{"kind": "tool-findings", "tool": "x", "run": ["x", "", "-v", 1], "format": "gcc", "#
        + #""at-most": 3, "statuses": [0, 7], "timeout": 5, "folder": "a"}]}"#, true
    ),
    (#"{"version": 1, "checks": [{"kind": "tool-findings", "tool": "x", "run": "x"}]}"#, false),
    (#"{"version": 1, "checks": [{"kind": "tool-findings", "report": "r.sarif", "at-most": "few"}]}"#, false),
    (#"{"version": 1, "checks": [{"kind": "tool-findings", "report": "r.sarif", "allow-tools": true}]}"#, false),
  ]

  @Test func theSchemaJudgesAsTheDecoderDoes() throws {
    let texts = SchemaDocumentTests.examples.map(\.text)
    #expect(try judgedBySchema(texts) == SchemaDocumentTests.examples.map(\.isRight))
    #expect(texts.map(isDecoded) == SchemaDocumentTests.examples.map(\.isRight))
  }

  /// Meaning is beyond a schema, so it may pass what the decoder refuses; an editor must never complain about what the
  /// decoder takes.
  @Test func theSchemaNeverRefusesWhatIsDecoded() throws {
    var mutants: [String] = []
    for example in SchemaDocumentTests.examples where example.isRight { mutants += try mutate(example.text) }
    let judged = try judgedBySchema(mutants)
    let wronged = zip(mutants, judged).filter { mutant, isValid in !isValid && isDecoded(mutant) }.map(\.0)
    #expect(wronged == [])
    // Both answers must occur often, or the comparison says nothing.
    #expect(judged.count { $0 } > 100)
    #expect(judged.count { !$0 } > 100)
  }

  /// The text with each scalar replaced by other values, and each key misspelled.
  private func mutate(_ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    let values = [
      "null", "\"\"", "\"1\"", "\"x\"", "\"a/b\"", "\"/v\"", "\"off\"", "1", "1.10", "-1", "0", "true", "false", "[]",
      "[\"x\"]",
      "[\"\"]", "[null]", "{}", "{\"a\": 1}",
    ]
    var mutants: [String] = []
    func replace(_ range: Range<Int>, by value: String) {
      mutants.append(
        String(decoding: bytes[..<range.lowerBound] + value.utf8 + bytes[range.upperBound...], as: UTF8.self))
    }
    var open = [try Documents.read(bytes, as: .json, file: .external("c.json"))]
    while let node = open.popLast() {
      switch node.content {
      case .scalar:
        let range = try #require(node.byteRange)
        for value in values { replace(range, by: value) }
      case .sequence(let items): open += items
      case .mapping(let members):
        open += members.map(\.value)
        for member in members {
          // The text is one line, so columns are offsets.
          let start = try #require(member.keyLocation.region).column - 1
          replace(start..<(start + member.key.utf8.count + 2), by: "\"\(member.key)x\"")
        }
      }
    }
    return mutants
  }

  private func isDecoded(_ text: String) -> Bool {
    (try? Configuration(Array(text.utf8), file: .external("c.yml"), kinds: Registry.kinds)) != nil
  }

  private func judgedBySchema(_ texts: [String]) throws -> [Bool] {
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      print(" ".join("yes" if validator.is_valid(json.loads(text)) else "no" for text in sys.argv[2:]))
      """
    let python = ProcessInfo.processInfo.environment["CHECK_DRIFT_PYTHON"] ?? "python3"
    let outcome = try TemporaryRepository().run(
      "/usr/bin/env", [python, "-c", script, SchemaDocumentTests.file.path] + texts)
    try #require(outcome.status == 0, "\(outcome.standardError)")
    return outcome.standardOutput.split(whereSeparator: \.isWhitespace).map { $0 == "yes" }
  }
}
