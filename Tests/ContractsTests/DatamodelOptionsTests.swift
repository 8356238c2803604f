import Contracts
import DriftModel
import Testing

/// What the declared command line of datamodel-code-generator decides. The output is what 0.25.8 wrote for the schema.
@Suite struct DatamodelOptionsTests {
  private static let schema = """
    {"title": "Thing", "description": "A thing.", "type": "object", "required": ["id"], "properties": {
      "id": {"type": "integer", "description": "the id"}, "name": {"type": "string", "maxLength": 3},
      "size": {"type": "number"}, "tags": {"type": "array", "items": {"type": "string"}}, "on": {"type": "boolean"}}}
    """

  private static let output = """
    from __future__ import annotations

    from typing import List, Optional

    from pydantic import BaseModel, Field, constr


    class Thing(BaseModel):
        id: int = Field(..., description='the id')
        name: Optional[constr(max_length=3)] = None
        size: Optional[float] = None
        tags: Optional[List[str]] = None
        on: Optional[bool] = None
    """

  private func judge(_ options: [String], output: String = Self.output) throws -> (
    judgement: ContractJudgement, style: Style
  ) {
    var library = SchemaLibrary()
    let input = try #require(RepositoryPath("thing.json"))
    library.add(Array(Self.schema.utf8), at: input)
    let subject = ContractSubject(
      output: try #require(RepositoryPath("thing.py")), bytes: Array(output.utf8), inputs: [input])
    let (judgements, style) = DatamodelGenerator.judge([subject], schemas: library, options: options, version: nil)
    return (try #require(judgements.first), style)
  }

  private static let model = "--output-model-type=pydantic.BaseModel"

  @Test(arguments: [
    [model], ["--output-model-type", "pydantic.BaseModel"], ["--output-model-type pydantic.BaseModel"],
    ["--output-model", "pydantic.BaseModel"], [model, "--input", "a.json", "--output=b.py", "--disable-timestamp"],
    [model, "--formatters", "black", "isort", "--encoding", "utf-8"], [],
  ])
  func isCleanUnderTheOptionsItWasWrittenWith(_ options: [String]) throws {
    let judgement = try judge(options).judgement
    #expect(judgement.differences == [])
    #expect(judgement.unverified == [])
  }

  @Test func saysWhichSettingsAreDeclared() throws {
    let settings = try judge([Self.model]).style.settings
    #expect(settings.filter { $0.origin == .declared }.map(\.name) == ["output-model-type"])
  }

  @Test(arguments: [
    (
      ["--use-schema-descriptoin"],
      "'--use-schema-descriptoin' in 'generator.options' is no option of datamodel-code-generator; "
        + "did you mean '--use-schema-description'?"
    ),
    (
      ["--custom-formatters", "a.b"],
      "what datamodel-code-generator writes with '--custom-formatters' is not known here"
    ),
    (["--output-model-type"], "'--output-model-type' in 'generator.options' needs a value"),
    (
      ["--extra-fields", "some"],
      "what datamodel-code-generator writes with '--extra-fields some' is not known here"
    ),
    (["thing"], "'thing' in 'generator.options' is no option of datamodel-code-generator"),
  ])
  func isUnverifiedWhereAnOptionIsNotUnderstood(_ options: [String], _ reason: String) throws {
    let judgement = try judge(options).judgement
    #expect(judgement.differences == [])
    #expect(judgement.unverified.map(\.reason) == [reason])
  }

  @Test(arguments: [
    (["--use-schema-description"], ["description-differs Thing"]),
    (["--field-constraints"], ["type-differs Thing.name", "constraint-differs Thing.name"]),
    (["--use-default-kwarg", "--extra-fields=forbid"], ["extra-policy-differs Thing"]),
  ])
  func isDriftWhereTheOutputContradictsAnOption(_ options: [String], _ expected: [String]) throws {
    let judgement = try judge([Self.model] + options).judgement
    #expect(judgement.differences.map { "\($0.problem.rawValue) \($0.subject)" } == expected)
  }

  @Test func isUnverifiedWhereTheOutputShowsAnOptionThatIsNotDeclared() throws {
    let output = Self.output.replacing("BaseModel):\n", with: "BaseModel):\n    \"\"\"\n    A thing.\n    \"\"\"\n\n")
    let judgement = try judge([Self.model], output: output).judgement
    #expect(judgement.differences == [])
    #expect(judgement.unverified.count == 1)
    #expect(judgement.unverified.first?.reason.contains("'use-schema-description'") == true)
  }
}
