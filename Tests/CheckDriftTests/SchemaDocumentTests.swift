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
    (
      #"{"version": 1, "checks": [{"kind": "version-agreement", "truth": {"file": "v.json", "key": "/v"}, "#
        + #""consumers": [{"frontmatter": "README.md", "key": "/version"}, {"text": "a", "pattern": "v=(.*)"}]}]}"#,
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
  ]

  @Test func theSchemaJudgesAsTheDecoderDoes() throws {
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      validator = jsonschema.Draft202012Validator(schema)
      print(" ".join("yes" if validator.is_valid(json.loads(text)) else "no" for text in sys.argv[2:]))
      """
    let python = ProcessInfo.processInfo.environment["CHECK_DRIFT_PYTHON"] ?? "python3"
    let outcome = try TemporaryRepository().run(
      "/usr/bin/env", [python, "-c", script, SchemaDocumentTests.file.path] + SchemaDocumentTests.examples.map(\.text))
    try #require(outcome.status == 0, "\(outcome.standardError)")
    let judged = outcome.standardOutput.split(whereSeparator: \.isWhitespace).map { $0 == "yes" }
    #expect(judged == SchemaDocumentTests.examples.map(\.isRight))
    let decoded = SchemaDocumentTests.examples.map { example in
      (try? Configuration(Array(example.text.utf8), file: .external("c.yml"), kinds: Registry.kinds)) != nil
    }
    #expect(decoded == SchemaDocumentTests.examples.map(\.isRight))
  }
}
