import Contracts
import DriftModel
import Testing

/// What is said where nobody tells which version of the generator wrote outputs, or how it was run.
@Suite(.enabled(if: NewestGenerator.python != nil))
struct VersionDoubtTests {
  private static let part = """
    {"title": "Part", "type": "object", "required": ["a"], "properties": {
      "a": {"type": "string"}, "b": {"type": "integer", "minimum": 1}, "c": {"type": ["string", "null"]},
      "d": {"type": "array", "items": {"type": "string", "const": "d"}}, "e": {"$ref": "#/$defs/Name"}},
      "$defs": {"Name": {"type": "string", "maxLength": 9}, "Size": {"type": "object", "properties": {
        "x": {"type": "number"}, "name": {"$ref": "#/$defs/Name"}}}}}
    """

  private static let events = """
    {"title": "Events", "oneOf": [
      {"type": "array", "items": {"type": "string", "enum": ["push", "pull"]}},
      {"type": "array", "items": {"type": "string", "const": "*"}, "maxItems": 1}]}
    """

  /// The outputs of both schemas, the second as versions up to 0.46 write it, or with a slip that none makes.
  @Test(arguments: [
    (nil, "str", false), ("0.42.2", "str", false), ("0.72.3", "str", true), (nil, "int", true), ("0.72.3", "int", true),
  ])
  func tellsFindingsFromWhatVersionsDiffer(version: String?, type: String, isFinding: Bool) throws {
    let options = ["--output-model-type", "pydantic_v2.BaseModel"]
    let part = try NewestGenerator.output(for: Self.part, options)
    let events = try NewestGenerator.output(for: Self.events, options)
    try #require(events.contains("Literal['*']"))
    let judgements = try NewestGenerator.judge(
      [(part, Self.part), (part, Self.part), (events.replacing("Literal['*']", with: type), Self.events)],
      options: nil, version: version)
    #expect(judgements.prefix(2).allSatisfy { $0.differences.isEmpty && $0.unverified.isEmpty })
    #expect(judgements.last?.differences.isEmpty == !isFinding)
    #expect(judgements.last?.unverified.isEmpty == isFinding)
    #expect(judgements.last?.doubtful.isEmpty == isFinding)
  }

  /// An option that shows in a single output is inferred if it explains more than one statement.
  @Test func infersThatRootModelsAreLeftOut() throws {
    let options = ["--output-model-type", "pydantic_v2.BaseModel", "--collapse-root-models"]
    let plain =
      #"{"title": "Plain", "type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "boolean"}}}"#
    let files = try [Self.part, plain, plain].map { (try NewestGenerator.output(for: $0, options), $0) }
    try #require(!files[0].0.contains("RootModel"))
    let judgements = try NewestGenerator.judge(files, options: nil, version: nil)
    #expect(judgements.allSatisfy { $0.differences.isEmpty && $0.unverified.isEmpty })
  }
}
