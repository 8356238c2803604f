import Contracts
import DriftModel
import Testing

/// Schemas that are no JSON, names of parts, and what is said of fields in words, as the generator takes them.
@Suite struct DocumentTests {
  static let constructs = [
    Regenerated(
      name: "commas that JSON does not allow",
      schema: """
        {"title": "Thing", "type": "object", "properties": {
          'name': {"type": "string", "maxLength": 3,}, # a comment
          "size": {"type": "number", "default": 1.5,},},}
        """,
      options: ["--output-model-type", "pydantic_v2.BaseModel"],
      outputEdits: [("max_length=3", "max_length=4"), ("float | None = 1.5", "float | None = 2.5")],
      schemaEdits: [("\"maxLength\": 3", "\"maxLength\": 5")]),
    Regenerated(
      name: "a definition that names itself",
      schema: """
        {"title": "Order", "definitions": {"address": {"$id": "#address", "type": "object", "required": ["city"],
           "properties": {"city": {"type": "string"}}}},
         "type": "object", "properties": {"to": {"$ref": "#address"}, "id": {"type": "integer"}}}
        """,
      options: ["--output-model-type", "pydantic_v2.BaseModel"],
      outputEdits: [("to: Address | None", "to: str | None"), ("city: str", "city: int")],
      schemaEdits: [("{\"city\": {\"type\": \"string\"}}", "{\"city\": {\"type\": \"boolean\"}}")]),
    Regenerated(
      name: "examples behind fields",
      schema: """
        {"title": "Thing", "type": "object", "properties": {
          "one": {"type": "string", "description": "A word.", "examples": ["it's"]},
          "some": {"type": "number", "examples": [1, 2.5, true]},
          "single": {"type": "object", "description": "An object.", "example": {"a": [null, "\\n\\"'"]}},
          "none": {"type": "string", "description": "Nothing."}}}
        """,
      options: [
        "--output-model-type", "pydantic_v2.BaseModel", "--use-field-description", "--use-field-description-example",
      ],
      outputEdits: [("Example: \"it's\"", "Example: \"its\""), ("- 2.5", "- 3"), ("Nothing.", "Something.")],
      schemaEdits: [("it's", "it was"), ("[1, 2.5, true]", "[1, 2.5]")]),
    Regenerated(
      name: "examples alone behind fields",
      schema: """
        {"title": "Thing", "type": "object", "properties": {
          "one": {"type": "string", "description": "A word.", "examples": ["word"]}}}
        """,
      options: ["--output-model-type", "dataclasses.dataclass", "--use-field-description-example"],
      outputEdits: [("Example: 'word'", "Example: 'words'")]),
    Regenerated(
      name: "the practical preset",
      schema: """
        {"title": "Order", "type": "object", "properties": {
          "billTo": {"title": "Address", "type": "object", "properties": {
            "street": {"type": "string", "description": "A street.", "examples": ["Main Street"]}}},
          "sentTo": {"$ref": "#/definitions/Address"}},
         "definitions": {"Address": {"type": "object", "description": "Where.", "properties": {
           "city": {"type": "string"}}}}}
        """,
      options: ["--preset", "practical-py310-20260619"],
      outputEdits: [("Example: 'Main Street'", "Example: 'Street'"), ("AddressModel | None", "Address | None")],
      schemaEdits: [("Main Street", "High Street")]),
    Regenerated(
      name: "a property whose type is said twice removed",
      schema: """
        {"title": "Person", "allOf": [{"$ref": "#/$defs/Thing"}], "properties": {
          "kind": {"default": "person"}, "tags": {"default": ["a"]}},
         "$defs": {
          "Entity": {"type": "object", "properties": {
            "kind": {"type": "string", "default": "entity"}, "tags": {"type": "array", "items": {"type": "string"}}}},
          "Thing": {"type": "object", "allOf": [{"$ref": "#/$defs/Entity"}], "properties": {
            "kind": {"default": "thing"}, "tags": {"default": [], "items": {"title": "Tag"}}}}}}
        """,
      options: ["--output-model-type", "pydantic_v2.BaseModel"],
      outputEdits: [("kind: str | None = 'person'", "kind: Any = 'person'")],
      schemaEdits: [("\"type\": \"string\", \"default\"", "\"type\": \"integer\", \"default\"")]),
  ]

  @Test(.enabled(if: Regenerated.isPossible), arguments: constructs)
  func areFollowed(_ construct: Regenerated) throws { try construct.check() }

  private func judge(_ schema: String) throws -> (judgement: ContractJudgement, style: Style) {
    var library = SchemaLibrary()
    let input = try #require(RepositoryPath("thing.json"))
    library.add(Array(schema.utf8), at: input)
    let output = """
      from pydantic import BaseModel


      class Thing(BaseModel):
          name: str
      """
    let subject = ContractSubject(
      output: try #require(RepositoryPath("thing.py")), bytes: Array(output.utf8), inputs: [input])
    let (judgements, style) = DatamodelGenerator.judge(
      [subject], schemas: library, options: ["--output-model-type", "pydantic_v2.BaseModel"], version: nil)
    return (try #require(judgements.first), style)
  }

  @Test func saysThatAFileIsReadAsYAML() throws {
    let (judgement, style) = try judge(
      #"{"title": "Thing", "type": "object", "required": ["name"], "properties": {"name": {"type": "string",}}}"#)
    #expect(judgement.differences == [])
    #expect(judgement.unverified == [])
    #expect(
      style.notes.filter { $0.contains("thing.json") } == [
        "datamodel-code-generator: the format of 'thing.json' is YAML, because JSON allows no comma before '}' (inferred)"
      ])
  }

  @Test(arguments: [
    "{\"title\": \"Thing\",\t}", "{\"title\": Thing,}", "{\"title\": \"Thing\", \"maximum\": 010,}", "{",
  ])
  func doesNotReadAsYAMLWhatReadersOfItTakeInSeveralWays(_ schema: String) throws {
    let (judgement, style) = try judge(schema)
    #expect(judgement.differences == [])
    #expect(judgement.unverified.count == 1)
    #expect(!style.notes.contains { $0.contains("thing.json") })
  }
}
