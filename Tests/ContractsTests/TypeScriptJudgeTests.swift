import DriftModel
import Testing

@testable import Contracts

@Suite struct TypeScriptJudgeTests {
  private struct Failure: Error {}

  private func judge(
    _ schemas: [String: String], _ outputs: [String: String], options: [String]? = nil, version: String? = nil
  ) throws -> (judgements: [ContractJudgement], style: Style) {
    var library = SchemaLibrary()
    for (name, text) in schemas { library.add(Array(text.utf8), at: try path("\(name).schema.json")) }
    let subjects = try outputs.sorted { $0.key < $1.key }.map { name, text in
      ContractSubject(
        output: try path("\(name).d.ts"), bytes: Array(text.utf8), inputs: [try path("\(name).schema.json")])
    }
    return JSONSchemaToTypeScript.judge(subjects, schemas: library, options: options, version: version)
  }

  private func path(_ text: String) throws -> RepositoryPath {
    guard let path = RepositoryPath(text) else { throw Failure() }
    return path
  }

  private func schema(_ name: String) throws -> String {
    guard let schema = GeneratedTypeScript.schemas[name] else { throw Failure() }
    return schema
  }

  @Test(arguments: GeneratedTypeScript.cases) func agreesWithTheGenerator(one: GeneratedTypeScript.Case) throws {
    let judgements = try judge(
      [one.schema: schema(one.schema)], [one.schema: one.output], options: one.options, version: one.version
    ).judgements
    #expect(judgements.flatMap(\.differences) == [])
    #expect(judgements.flatMap(\.unverified) == [])
  }

  @Test(arguments: GeneratedTypeScript.cases) func infersHowTheGeneratorWasRun(one: GeneratedTypeScript.Case) throws {
    let judgements = try judge([one.schema: schema(one.schema)], [one.schema: one.output]).judgements
    #expect(judgements.flatMap(\.differences) == [])
    #expect(judgements.flatMap(\.unverified) == [])
  }

  private static let schema = """
    {"title": "Thing", "type": "object", "additionalProperties": false, "required": ["a"],
     "properties": {"a": {"type": "string", "description": "First."}, "b": {"enum": ["x", "y"]},
                    "c": {"type": ["number", "null"]}, "d": {"type": "array", "items": {"type": "number"}}}}
    """

  private static let output = """
    export interface Thing {
      /**
       * First.
       */
      a: string;
      b?: 'x' | 'y';
      c?: number | null;
      d?: number[];
    }
    """

  /// What is edited by hand, what it becomes, and which problem that is, about what, on which line.
  @Test(arguments: [
    ("a: string", "a?: string", "required-differs", "Thing.a", 5), ("b?", "bb?", "field-renamed", "Thing.b", 6),
    ("'x' | 'y'", "'x'", "enum-differs", "Thing.b", 6), (" | null", "", "nullability-differs", "Thing.c", 7),
    ("  d?: number[];\n", "", "field-missing", "Thing.d", 1), ("number[]", "string[]", "type-differs", "Thing.d", 8),
    ("First", "Second", "description-differs", "Thing.a", 2),
    ("number[];", "number[]; e: any", "field-extra", "Thing.e", 8),
    ("'x' | 'y'", "'y' | 'x'", "order-differs", "Thing.b", 6), ("Thing", "Other", "type-missing", "Thing", 1),
    ("number[];", "number[]; [k: string]: any", "extra-policy-differs", "Thing", 8),
    ("number[];\n}", "number[];\n}\ntype X = 1", "type-extra", "X", 10),
  ]) func locatesAnEdit(before: String, after: String, problem: String, subject: String, line: Int) throws {
    let edited = Self.output.replacing(before, with: after, maxReplacements: 1)
    let differences = try judge(["thing": Self.schema], ["thing": edited]).judgements.flatMap(\.differences)
    #expect(differences.map(\.problem.rawValue) == [problem])
    #expect(differences.map(\.subject) == [subject])
    #expect(differences.map { $0.foundLocation.region?.line } == [line])
    #expect(differences.allSatisfy { $0.expectedLocation.region != nil })
  }

  @Test(arguments: [
    ("'x' | 'y'", "\"x\"\n    | \"y\""), ("b?", "'b'?"), (";", ""), (";", ","), ("number[]", "(number)[]"),
    ("export interface", "// a note\nexport interface"),
    ("export interface", "/** generated, do not edit */\nexport interface"), ("\n", "\r\n"),
  ]) func ignoresLayout(before: String, after: String) throws {
    let edited = Self.output.replacing(before, with: after)
    let judgements = try judge(["thing": Self.schema], ["thing": edited]).judgements
    #expect(judgements.flatMap(\.differences) == [])
    #expect(judgements.flatMap(\.unverified) == [])
  }

  @Test func followsReferencesBetweenFilesByIdentifier() throws {
    let outer =
      #"{"$id": "https://example.com/outer.json", "title": "Outer", "type": "object", "#
      + #""additionalProperties": false, "properties": {"i": {"$ref": "https://example.com/inner.json"}}}"#
    let inner =
      #"{"$id": "https://example.com/inner.json", "title": "Inner", "type": "object", "#
      + #""additionalProperties": false, "properties": {"n": {"type": "number"}}}"#
    let output = "export interface Outer { i?: Inner } export interface Inner { n?: number }"
    let judgements = try judge(["outer": outer, "inner": inner], ["outer": output]).judgements
    #expect(judgements.flatMap(\.differences) == [])
    #expect(judgements.flatMap(\.unverified) == [])
  }

  @Test func saysWhatItCouldNotLookAt() throws {
    let schema = #"{"title": "T", "type": "object", "properties": {"a": {"$ref": "missing.json"}}}"#
    let unverified = try judge(["t": schema], ["t": "export interface T {}"]).judgements.flatMap(\.unverified)
    #expect(unverified.map(\.reason) == ["the reference 'missing.json' leads to no schema of this check"])
    #expect(unverified.map { $0.location.region?.line } == [1])
  }

  @Test func doesNotBelieveOneOutputAgainstTheOthers() throws {
    let open = #"{"title": "T", "type": "object", "properties": {"a": {"type": "string"}}}"#
    let right = "export interface T { a?: string; [k: string]: unknown }"
    let judgements = try judge(
      ["a": open, "b": open, "c": open], ["a": right, "b": right, "c": "export interface T { a?: string }"]
    ).judgements
    #expect(judgements.map { $0.differences.map(\.problem) } == [[], [], [.extraPolicyDiffers]])
  }

  @Test func refusesOptionsAndVersionsThatItDoesNotKnow() throws {
    let reasons = try judge(
      ["thing": Self.schema], ["thing": Self.output], options: ["--fast", "--style.semi=false"], version: "99.0.0"
    ).judgements.flatMap(\.unverified).map(\.reason)
    #expect(
      reasons == [
        "what json-schema-to-typescript 99.0.0 writes is not known; known are releases 6 to 15",
        "the declared option '--fast' is not known",
      ])
  }

  /// Schemas on which a careless reader would not come to an end.
  @Test(arguments: [
    ##"{"$ref": "#"}"##, ##"{"$ref": "#/a", "a": {"$ref": "#"}}"##, ##"{"allOf": [{"$ref": "#"}]}"##,
    ##"{"properties": {"$ref": "#/properties"}}"##, ##"{"enum": [{"$ref": "#"}]}"##,
    ##"{"items": {"$ref": "#"}, "minItems": 3}"##, #"{"type": "array", "minItems": 100000000}"#,
    #"{"type": "array", "maxItems": 1e300}"#, "[]", "3", "null", ##"{"anyOf": [{"$ref": "#"}], "properties": {}}"##,
    ##"{"extends": {"$ref": "#"}}"##, ##"{"not": {"$ref": "#"}}"##,
    ##"{"type": {"$ref": "#"}, "title": 3, "required": {}, "definitions": [1], "tsType": "a b"}"##,
  ])
  func endsOnCircularAndOddSchemas(schema: String) throws {
    let judgement = try judge(["t": schema], ["t": "export interface T {}"]).judgements[0]
    #expect(!judgement.differences.isEmpty || !judgement.unverified.isEmpty)
  }
}
