import Contracts
import DriftModel
import Testing

/// A lone output is judged where no option explains what differs. The outputs were written by the generator 0.25.8.
@Suite struct DatamodelCertaintyTests {
  private static let schema = """
    {"title": "Dial", "type": "object", "properties": {
      "mode": {"type": "string", "enum": ["on", "off"]},
      "level": {"type": "integer", "minimum": 1, "default": 3}}}
    """

  private static let output = """
    from __future__ import annotations

    from enum import Enum
    from typing import Optional

    from pydantic import BaseModel, conint


    class Mode(Enum):
        on = 'on'
        off = 'off'


    class Dial(BaseModel):
        mode: Optional[Mode] = None
        level: Optional[conint(ge=1)] = 3
    """

  private func judge(_ schema: String, _ output: String) throws -> ContractJudgement {
    var library = SchemaLibrary()
    let input = try #require(RepositoryPath("dial.json"))
    library.add(Array(schema.utf8), at: input)
    let subject = ContractSubject(
      output: try #require(RepositoryPath("dial.py")), bytes: Array(output.utf8), inputs: [input])
    let (judgements, _) = DatamodelGenerator.judge([subject], schemas: library, options: nil, version: nil)
    return try #require(judgements.first)
  }

  @Test(arguments: [
    (#""minimum": 1"#, #""minimum": 2"#, ["constraint-differs Dial.level"]),
    (#""default": 3"#, #""default": 4"#, ["default-differs Dial.level"]),
    (#""off"]"#, #""idle"]"#, ["enum-differs Mode.idle", "enum-differs Mode.off"]),
  ])
  func judgesValuesOfALoneOutput(_ old: String, _ new: String, _ expected: [String]) throws {
    let judgement = try judge(Self.schema.replacing(old, with: new), Self.output)
    #expect(judgement.differences.map { "\($0.problem.rawValue) \($0.subject)" } == expected)
    #expect(judgement.unverified == [])
  }

  @Test(arguments: [
    (#""level": {"#, #""depth": {"#), (#", "default": 3"#, ""), (#""minimum": 1, "#, ""),
  ])
  func leavesOpenWhatAnOptionMayExplain(_ old: String, _ new: String) throws {
    let judgement = try judge(Self.schema.replacing(old, with: new), Self.output)
    #expect(judgement.differences == [])
    #expect(judgement.unverified.count == 1)
    #expect(judgement.unverified.first?.remedies.isEmpty == false)
  }

  @Test func tellsBothWhatDiffersAndWhatIsOpen() throws {
    let schema = Self.schema.replacing(#""minimum": 1"#, with: #""minimum": 2"#)
      .replacing(#""mode": {"#, with: #""mode": {"title": "Mode", "#)
    let judgement = try judge(schema, Self.output)
    #expect(judgement.differences.map(\.subject) == ["Dial.level"])
    #expect(judgement.doubtful.map(\.subject).allSatisfy { $0 == "Dial.mode" })
    #expect(judgement.unverified.count == 1)
  }

  /// What would be written in place of one of them would hold itself; the generator ends with an error.
  @Test func refusesToLeaveOutRootModelsThatReferToEachOther() throws {
    let schema =
      ##"{"title": "T", "type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"##
      + ##""A": {"type": "array", "items": {"$ref": "#/$defs/B"}}, "B": {"type": "array", "items": {"$ref": "#/$defs/A"}}}}"##
    var library = SchemaLibrary()
    let input = try #require(RepositoryPath("t.json"))
    library.add(Array(schema.utf8), at: input)
    let output = "from pydantic import BaseModel\n\n\nclass T(BaseModel):\n    a: list[list] | None = None\n"
    let subject = ContractSubject(
      output: try #require(RepositoryPath("t.py")), bytes: Array(output.utf8), inputs: [input])
    let (judgements, _) = DatamodelGenerator.judge(
      [subject], schemas: library,
      options: ["--output-model-type", "pydantic_v2.BaseModel", "--collapse-root-models"], version: nil)
    #expect(judgements.first?.unverified.first?.reason.hasSuffix("are to be left out") == true)
  }
}
