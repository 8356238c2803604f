import Contracts
import DriftModel
import Testing

/// Schemas and what datamodel-code-generator 0.25.8 and 0.72.3 really wrote for them.
@Suite struct DatamodelTests {
  private static let schema = """
    {"title": "thing", "type": "object", "required": ["id", "kind"], "additionalProperties": false,
     "properties": {
      "id": {"type": "integer", "minimum": 0, "title": "Id", "description": "the id"},
      "kind": {"enum": ["a", "b"]},
      "weird-name": {"type": "string", "pattern": "^a"},
      "parts": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {"x": {"type": "number"}}}},
      "other": {"anyOf": [{"$ref": "#/$defs/Other"}, {"type": "null"}], "default": null},
      "class": {"type": "boolean", "default": true}},
     "$defs": {"Other": {"type": "object", "properties": {"when": {"type": "string", "format": "date"}}}}}
    """

  private static let output = """
    from __future__ import annotations

    from datetime import date
    from enum import Enum
    from typing import List, Optional

    from pydantic import BaseModel, Extra, Field, conint, constr


    class Kind(Enum):
        a = 'a'
        b = 'b'


    class Part(BaseModel):
        x: Optional[float] = None


    class Other(BaseModel):
        when: Optional[date] = None


    class Thing(BaseModel):
        class Config:
            extra = Extra.forbid

        id: conint(ge=0) = Field(..., description='the id', title='Id')
        kind: Kind
        weird_name: Optional[constr(regex=r'^a')] = Field(None, alias='weird-name')
        parts: Optional[List[Part]] = Field(None, min_items=1)
        other: Optional[Other] = None
        class_: Optional[bool] = Field(True, alias='class')
    """

  private func judge(_ schema: String, _ output: String) throws -> ContractJudgement {
    var library = SchemaLibrary()
    let input = try #require(RepositoryPath("thing.json"))
    library.add(Array(schema.utf8), at: input)
    let subject = ContractSubject(
      output: try #require(RepositoryPath("thing.py")), bytes: Array(output.utf8), inputs: [input])
    let (judgements, _) = DatamodelGenerator.judge([subject], schemas: library, options: nil, version: nil)
    return try #require(judgements.first)
  }

  private func problems(_ schema: String, _ output: String) throws -> [String] {
    let judgement = try judge(schema, output)
    return (judgement.differences + judgement.doubtful).map { "\($0.problem.rawValue) \($0.subject)" }
  }

  @Test func agreesWithWhatTheGeneratorWrote() throws {
    let judgement = try judge(Self.schema, Self.output)
    #expect(judgement.differences == [])
    #expect(judgement.unverified == [])
  }

  @Test(arguments: [
    (#""minimum": 0"#, #""minimum": 1"#, ["constraint-differs Thing.id"]),
    (#""description": "the id""#, #""description": "its id""#, ["description-differs Thing.id"]),
    (#"["a", "b"]"#, #"["a", "c"]"#, ["enum-differs Kind.c", "enum-differs Kind.b"]),
    (#""^a""#, #""^b""#, ["constraint-differs Thing.weird_name"]),
    (#""minItems": 1"#, #""minItems": 2"#, ["constraint-differs Thing.parts"]),
    (#""x": {"type": "number"}"#, #""x": {"type": "integer"}"#, ["type-differs Part.x"]),
    (#""default": true"#, #""default": false"#, ["default-differs Thing.class_"]),
    (#""additionalProperties": false"#, #""additionalProperties": true"#, ["extra-policy-differs Thing"]),
    (#"["id", "kind"]"#, #"["id"]"#, ["nullability-differs Thing.kind", "required-differs Thing.kind"]),
    (#""format": "date""#, #""format": "time""#, ["type-differs Other.when"]),
    (#""class": {"#, #""klass": {"#, ["field-renamed Thing.klass"]),
  ])
  func findsWhatMoved(_ old: String, _ new: String, _ expected: [String]) throws {
    let edited = Self.schema.replacing(old, with: new)
    #expect(edited != Self.schema)
    #expect(try problems(edited, Self.output) == expected)
  }

  @Test func locatesBothSides() throws {
    let judgement = try judge(Self.schema.replacing(#""minimum": 0"#, with: #""minimum": 1"#), Self.output)
    let difference = try #require((judgement.differences + judgement.doubtful).first)
    #expect(difference.expected == "conint(ge=1)")
    #expect(difference.found == "conint(ge=0)")
    #expect(difference.expectedLocation.path?.description == "thing.json")
    #expect(difference.expectedLocation.region?.line == 3)
    #expect(difference.foundLocation.path?.description == "thing.py")
    #expect(difference.foundLocation.region?.line == 27)
  }

  @Test func saysThatAFewDifferencesInASmallOutputMayBeOptions() throws {
    let judgement = try judge(Self.schema.replacing(#""^a""#, with: #""^b""#), Self.output)
    #expect(judgement.differences.isEmpty != judgement.unverified.isEmpty)
  }

  @Test func isUnverifiedWhereTheSchemaOrTheOutputIsNotUnderstood() throws {
    #expect(try judge("{", Self.output).unverified.count == 1)
    #expect(try judge(Self.schema, "def f(): pass").unverified.count == 1)
    #expect(try judge(#"{"title": "a", "properties": {"x": {"$ref": "b.json"}}}"#, Self.output).unverified.count == 1)
    #expect(try judge(#"{"title": "thing", "allOf": [true]}"#, Self.output).unverified.count == 1)
  }

  @Test func neverTakesAnEmptyOutputForAnyOther() throws {
    #expect(try !judge(Self.schema, "").unverified.isEmpty)
  }

  @Test func endsOnSchemasThatReferToThemselves() throws {
    _ = try judge(##"{"title": "a", "$ref": "#"}"##, Self.output)
    _ = try judge(
      ##"{"title": "a", "allOf": [{"$ref": "#"}], "properties": {"x": {}}, "required": ["y"]}"##, Self.output)
    _ = try judge(
      ##"{"title": "a", "anyOf": [{"$ref": "#/$defs/b"}], "$defs": {"b": {"$ref": "#/$defs/b"}}}"##, Self.output)
    _ = try judge(##"{"title": "a", "items": {"$ref": "#"}}"##, Self.output)
  }

  /// What 0.25.8 wrote: only a root model whose schema is called like the class says what else it may hold.
  @Test func keepsThePolicyOfARootModelByTheNameOfItsSchema() throws {
    let schema = """
      {"title": "Thing", "type": "object", "additionalProperties": false, "properties": {
        "text": {"$ref": "#/$defs/textByKey"}, "number": {"$ref": "#/$defs/NumberByKey"}, "id": {"type": "integer"}},
       "$defs": {
        "textByKey": {"type": "object", "additionalProperties": false, "patternProperties": {"^a$": {"type": "string"}}},
        "NumberByKey": {"type": "object", "additionalProperties": false,
         "patternProperties": {"^b$": {"type": "number"}}}}}
      """
    let output = """
      from __future__ import annotations

      from typing import Dict, Optional

      from pydantic import BaseModel, Extra, constr


      class TextByKey(BaseModel):
          __root__: Dict[constr(regex=r'^a$'), str]


      class NumberByKey(BaseModel):
          class Config:
              extra = Extra.forbid

          __root__: Dict[constr(regex=r'^b$'), float]


      class Thing(BaseModel):
          class Config:
              extra = Extra.forbid

          text: Optional[TextByKey] = None
          number: Optional[NumberByKey] = None
          id: Optional[int] = None
      """
    let judgement = try judge(schema, output)
    #expect(judgement.differences == [])
    #expect(judgement.unverified == [])
    let edited = output.replacing(
      "class NumberByKey(BaseModel):\n    class Config:\n        extra = Extra.forbid\n\n",
      with: "class NumberByKey(BaseModel):\n")
    #expect(edited != output)
    #expect(try problems(schema, edited) == ["extra-policy-differs NumberByKey"])
  }
}
