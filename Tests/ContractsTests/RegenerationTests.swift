import Contracts
import DriftModel
import Testing

/// Real outputs of real generators, written while the test runs; see ``Generators``.
@Suite(.enabled(if: Generators.areNamed)) struct RegenerationTests {
  private static let schemas: [(name: String, text: String)] = [
    (
      "shapes",
      """
      {"title": "Drawing", "type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "minLength": 1, "title": "Name"},
        "layers": {"type": "array", "items": {"$ref": "#/$defs/Layer"}, "default": []},
        "scale": {"anyOf": [{"type": "number"}, {"type": "null"}], "default": null}},
       "$defs": {"Layer": {"type": "object", "additionalProperties": false, "required": ["kind"], "properties": {
        "kind": {"enum": ["line", "area"]}, "above": {"$ref": "#/$defs/Layer"}}}}}
      """
    ),
    (
      "people",
      """
      {"title": "people", "type": "object", "properties": {
        "members": {"type": "array", "items": {"type": "object", "required": ["id"], "properties": {
          "id": {"type": "integer", "exclusiveMinimum": 0}, "given-name": {"type": "string"},
          "born": {"type": "string", "format": "date"}}}},
        "addresses": {"type": "array", "items": {"type": "object", "properties": {"city": {"type": "string"}}}},
        "count": {"type": "integer", "default": 3, "maximum": 9}}}
      """
    ),
    (
      "base",
      """
      {"title": "Base", "type": "object", "allOf": [{"$ref": "#/definitions/Named"}], "required": ["size"],
       "properties": {"size": {"type": "number"}},
       "definitions": {"Named": {"type": "object", "properties": {"name": {"type": "string"}}},
        "Unused": {"type": "string", "enum": ["a", "b c", "1"]}}}
      """
    ),
  ]

  private static let optionSets: [[String]] = [
    ["--output-model-type", "pydantic_v2.BaseModel"],
    ["--output-model-type", "pydantic_v2.BaseModel", "--use-standard-collections", "--use-union-operator"],
    ["--output-model-type", "pydantic_v2.BaseModel", "--field-constraints", "--use-schema-description"],
    ["--output-model-type", "typing.TypedDict"],
  ]

  @Test func agreesWithWhatGeneratorsWriteAndSeesAnEdit() throws {
    for python in Generators.pythons {
      for options in Self.optionSets {
        var library = SchemaLibrary()
        var subjects: [ContractSubject] = []
        for (name, text) in Self.schemas {
          let input = try #require(RepositoryPath("\(name).json"))
          let output = try #require(RepositoryPath("\(name).py"))
          library.add(Array(text.utf8), at: input)
          subjects.append(
            ContractSubject(output: output, bytes: try Generators.module(python, for: text, options), inputs: [input]))
        }
        let judgements = DatamodelGenerator.judge(subjects, schemas: library, options: nil, version: nil).judgements
        for judgement in judgements {
          #expect(judgement.differences == [], "\(python) \(options) \(judgement.output)")
          #expect(judgement.unverified == [], "\(python) \(options) \(judgement.output)")
        }
        let first = try #require(RepositoryPath("shapes.json"))
        library.add(Array(Self.schemas[0].text.replacing(#""area""#, with: #""curve""#).utf8), at: first)
        let after = DatamodelGenerator.judge(subjects, schemas: library, options: nil, version: nil).judgements
        #expect(after.map { $0.differences.isEmpty } == [false, true, true], "\(python) \(options)")
      }
    }
  }

  @Test func tellsABaseClassAndNamesGivenToEachOutput() throws {
    for python in Generators.pythons {
      var library = SchemaLibrary()
      var subjects: [ContractSubject] = []
      for (name, text) in Self.schemas {
        let input = try #require(RepositoryPath("\(name).json"))
        library.add(Array(text.utf8), at: input)
        let bytes = try Generators.module(
          python, for: text,
          [
            "--output-model-type", "pydantic_v2.BaseModel", "--base-class", "app.models.Strict", "--class-name",
            "Own\(name.uppercased())",
          ])
        subjects.append(
          ContractSubject(output: try #require(RepositoryPath("\(name).py")), bytes: bytes, inputs: [input]))
      }
      let judgements = DatamodelGenerator.judge(subjects, schemas: library, options: nil, version: nil).judgements
      #expect(judgements.map(\.differences) == [[], [], []], "\(python)")
      #expect(judgements.map(\.unverified) == [[], [], []], "\(python)")
      // One name among several that is not the schema's is no option, and of one alone nobody can tell.
      let plain = try Generators.module(
        python, for: Self.schemas[1].text, ["--output-model-type", "pydantic_v2.BaseModel"])
      let renamed = try Generators.module(
        python, for: Self.schemas[0].text, ["--output-model-type", "pydantic_v2.BaseModel", "--class-name", "Sketch"])
      let mixed = [
        ContractSubject(output: subjects[0].output, bytes: renamed, inputs: subjects[0].inputs),
        ContractSubject(output: subjects[1].output, bytes: plain, inputs: subjects[1].inputs),
      ]
      let found = DatamodelGenerator.judge(mixed, schemas: library, options: nil, version: nil).judgements
      #expect(found.map { $0.differences.isEmpty } == [false, true], "\(python)")
      let alone = DatamodelGenerator.judge([mixed[0]], schemas: library, options: nil, version: nil).judgements
      #expect(alone.map { $0.unverified.count } == [1], "\(python)")
    }
  }
}
