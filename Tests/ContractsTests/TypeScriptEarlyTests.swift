import DriftModel
import Testing

@testable import Contracts

/// Releases of json-schema-to-typescript before 10, and what later ones do otherwise. The outputs follow from the
/// generator's sources at each release; its own end-to-end tests from 6.1.2 to 11.0.1 were compared by hand.
@Suite struct TypeScriptEarlyTests {
  private struct Failure: Error {}

  private func judgement(
    _ schema: String, _ output: String, version: String? = nil, options: [String]? = nil
  ) throws -> ContractJudgement {
    guard let input = RepositoryPath("thing.json"), let file = RepositoryPath("thing.d.ts") else { throw Failure() }
    var library = SchemaLibrary()
    library.add(Array(schema.utf8), at: input)
    let subject = ContractSubject(output: file, bytes: Array(output.utf8), inputs: [input])
    return JSONSchemaToTypeScript.judge([subject], schemas: library, options: options, version: version).judgements[0]
  }

  private static let schema = ##"""
    {"title": "Thing", "type": "object",
     "properties": {
       "a": {"type": ["object", "null"], "properties": {"x": {"type": "string"}}},
       "b": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2},
       "c": {"$ref": "#/definitions/part", "description": "Mine."},
       "d": {"oneOf": [{"type": "integer", "enum": [1], "title": "Kind", "tsEnumNames": ["One"]}, {"type": "string"}]},
       "e": {}},
     "definitions": {"part": {"description": "A part.", "required": ["n"], "properties": {"n": {"const": 1}}}}}
    """##

  private static func output(a: String, b: String, any: String, withKind: Bool) -> String {
    """
    /* tslint:disable */
    export interface Thing {
      a?: \(a) | null;
      b?: \(b);
      /**
       * Mine.
       */
      c?: { n: { [k: string]: \(any) }; [k: string]: \(any) };
      d?: Kind | string;
      e?: \(any);
      [k: string]: \(any);
    }
    \(withKind ? "export const enum Kind { One = 1 }" : "")
    """
  }

  private static let outputs = [
    "6.1.3": output(a: "{ [k: string]: any }", b: "string[]", any: "any", withKind: false),
    "7.1.0": output(a: "{ [k: string]: any }", b: "[string] | [string, string]", any: "any", withKind: false),
    "8.2.0": output(
      a: "{ x?: string; [k: string]: any }", b: "[string] | [string, string]", any: "any", withKind: true),
    "9.1.1": output(
      a: "{ x?: string; [k: string]: unknown }", b: "[string] | [string, string]", any: "unknown", withKind: true),
  ]

  @Test(arguments: ["6.1.3", "7.1.0", "8.2.0", "9.1.1"]) func knowsEachEarlyRelease(version: String) throws {
    let output = try #require(Self.outputs[version])
    for declared in [version, nil] {
      let judgement = try judgement(Self.schema, output, version: declared)
      #expect(judgement.differences == [])
      #expect(judgement.unverified == [])
    }
    for other in Self.outputs.keys where other != version {
      #expect(try !judgement(Self.schema, output, version: other, options: []).differences.isEmpty)
    }
  }

  /// Two public repositories have outputs like this one: release 6 gives its defaults to the root, not to what it
  /// refers to.
  @Test func givesDefaultsBeforeReferencesAreFollowed() throws {
    let schema = ##"""
      {"$ref": "#/definitions/channel",
       "definitions": {"channel": {"type": "object", "additionalProperties": false, "required": ["muted"],
                                   "properties": {"muted": {"type": "boolean"}}}}}
      """##
    let output = "/* tslint:disable */ export interface Thing { muted?: boolean; [k: string]: any }"
    #expect(try judgement(schema, output).differences == [])
    // The banner of a later release: then it is drift.
    let later = output.replacing("tslint:", with: "eslint-")
    #expect(try !judgement(schema, later).differences.isEmpty)
  }

  @Test func comparesUnionsOfEnumerations() throws {
    let schema = #"""
      {"title": "Thing", "type": "object", "additionalProperties": false, "properties": {
        "k": {"oneOf": [{"type": "integer", "enum": [1], "title": "Kind", "tsEnumNames": ["One"]}, {"type": "string"}]}}}
      """#
    let output = "export interface Thing { k?: Kind | string } export const enum Kind { One = 1 }"
    for version in ["10.1.5", "11.0.0", "15.0.4"] {
      let judgement = try judgement(schema, output, version: version)
      #expect(judgement.differences == [])
      #expect(judgement.unverified == [])
    }
  }

  /// Which of two libraries follows references depends, for releases 9 and 10, on the day of the installation.
  @Test func allowsBothWaysToExtendAReference() throws {
    let schema = ##"""
      {"title": "Thing", "type": "object", "additionalProperties": false,
       "definitions": {"s": {"type": "string"}},
       "properties": {"a": {"$ref": "#/definitions/s"}, "b": {"$ref": "#/definitions/s", "type": ["string", "null"]}}}
      """##
    let own = "export type S = string; export interface Thing { a?: S; b?: string | null }"
    let theirs = "export type S = string; export interface Thing { a?: S; b?: string }"
    #expect(try judgement(schema, own, version: "10.1.5").differences == [])
    #expect(try judgement(schema, theirs, version: "10.1.5").differences == [])
    #expect(try judgement(schema, own, version: "15.0.4").differences.map(\.problem) == [.nullabilityDiffers])
  }

  /// Found by fuzzing: each length of each tuple is written, 166,375 of them here, once for each style that is tried.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      (#""type": "string""#, #""minItems": 1"#), (#""tyte": "string""#, #""minItems": 1"#),
      (#""type": "string""#, #""minItem{": 1"#), (#""type": "string""#, #""minI1e4001e4001e400tems": 1"#),
    ]) func doesNotWriteNestedTuplesToTheirEnd(innermost: String, bound: String) throws
  {
    var schema = "{\(innermost)}"
    for _ in 0..<3 { schema = #"{"type": "array", "items": \#(schema), \#(bound), "maxItems": 10}"# }
    let judgement = try judgement(schema, "export interface T {}")
    #expect(!judgement.unverified.isEmpty || !judgement.differences.isEmpty)
  }

  @Test func readsTypesOfOtherModules() throws {
    let schema = #"""
      {"title": "Thing", "type": "object", "additionalProperties": false,
       "properties": {"a": {"tsType": "import('a-module').Config<string>"}}}
      """#
    let output = "export interface Thing { a?: import(\"a-module\").Config<string> }"
    #expect(try judgement(schema, output).unverified == [])
    #expect(try judgement(schema, output).differences == [])
    #expect(try !judgement(schema, output.replacing("a-module", with: "b")).differences.isEmpty)
  }
}
