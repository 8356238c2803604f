import Contracts
import DriftModel
import Foundation
import Testing

/// What the newest generator writes for options that speak of single fields, classes and methods: clean as it is
/// generated with the options declared, a finding once the output or the schema is another.
@Suite(.enabled(if: newestGenerator != nil)) struct OptionRegenerationTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var schema: String
    let options: [String]
    /// Files that options name.
    var files: [String: String] = [:]
    /// Texts of the output, and what they are replaced by: each of it a finding.
    let edits: [(String, String)]
    /// A text of the schema or of a file, and what it is replaced by.
    let change: (String, String)
  }

  static let pydantic = ["--output-model-type", "pydantic_v2.BaseModel"]

  /// A schema beside the one in question, which corroborates the style.
  private static let other = """
    {"title": "Other", "type": "object", "required": ["first"], "properties": {
      "first": {"type": "string"}, "second": {"type": "integer"}, "third": {"type": "number"},
      "fourth": {"type": "boolean"}, "fifth": {"type": "array", "items": {"type": "string"}},
      "sixth": {"type": "string", "maxLength": 4}}}
    """

  @Test(arguments: Case.names + Case.values + Case.methods)
  func agreesWithTheGeneratorAndSeesEdits(_ example: Case) throws {
    let python = try #require(newestGenerator)
    let output = try generate(python, example.schema, example)
    let beside = try generate(python, Self.other, example)
    #expect(try judge(output, beside, example).differences == [], "\(output)")
    #expect(try judge(output, beside, example).unverified == [], "\(output)")
    for (found, edited) in example.edits {
      #expect(output.contains(found), "\(found) in \(output)")
      let judgement = try judge(output.replacing(found, with: edited), beside, example)
      #expect(!judgement.differences.isEmpty, "\(found) as \(edited): \(judgement.unverified)")
    }
    var changed = example
    changed.schema = example.schema.replacing(example.change.0, with: example.change.1)
    changed.files = example.files.mapValues { $0.replacing(example.change.0, with: example.change.1) }
    #expect(changed.schema != example.schema || changed.files != example.files)
    let judgement = try judge(output, beside, changed)
    #expect(!judgement.differences.isEmpty, "\(judgement.unverified)")
  }

  private func generate(_ python: String, _ schema: String, _ example: Case) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "options-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in example.files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    try Data(schema.utf8).write(to: folder.appending(path: "input.json"))
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.currentDirectoryURL = folder
    process.arguments =
      [
        "-m", "datamodel_code_generator", "--input", "input.json", "--input-file-type", "jsonschema", "--output",
        "output.py",
      ] + example.options
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: try Data(contentsOf: folder.appending(path: "output.py")), as: UTF8.self)
  }

  private func judge(_ output: String, _ beside: String, _ example: Case) throws -> ContractJudgement {
    var library = SchemaLibrary()
    let input = try #require(RepositoryPath("a.json"))
    let second = try #require(RepositoryPath("b.json"))
    library.add(Array(example.schema.utf8), at: input)
    library.add(Array(Self.other.utf8), at: second)
    for named in DatamodelGenerator.namedFiles(in: example.options) {
      let text = try #require(example.files[named.path])
      library.add(Array(text.utf8), at: try #require(RepositoryPath(named.path)), named: named)
    }
    let subjects = [
      ContractSubject(output: try #require(RepositoryPath("a.py")), bytes: Array(output.utf8), inputs: [input]),
      ContractSubject(output: try #require(RepositoryPath("b.py")), bytes: Array(beside.utf8), inputs: [second]),
    ]
    let judgements = DatamodelGenerator.judge(
      subjects, schemas: library, options: example.options, version: nil
    ).judgements
    return try #require(judgements.first)
  }
}

/// The interpreter of the newest generator that `CHECK_DRIFT_GENERATORS` names.
private var newestGenerator: String? {
  ProcessInfo.processInfo.environment["CHECK_DRIFT_GENERATORS"]?.split(separator: ":").map(String.init)
    .first { $0.contains("/0.72") }
}

extension OptionRegenerationTests.Case {
  private static let people = """
    {"title": "Person", "type": "object", "required": ["name", "e-mail"], "properties": {
      "name": {"type": "string"}, "e-mail": {"type": "string"}, "age": {"type": "integer", "default": 3},
      "pet": {"$ref": "#/$defs/Pet"}, "any": true},
     "$defs": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}, "kind": {"type": "string"}}}}}
    """

  private static let heirs = """
    {"title": "Family", "type": "object", "properties": {"heir": {"$ref": "#/$defs/Heir"}, "n": {"type": "integer"}},
     "$defs": {"Named": {"type": "object", "properties": {"full-name": {"type": "string"}}},
       "Heir": {"allOf": [{"$ref": "#/$defs/Named"}], "properties": {"share": {"type": "number"}},
         "required": ["full-name", "un-known"]}}}
    """

  /// Options that change what fields are called.
  static let names = [
    Self(
      testDescription: "aliases", schema: people,
      options: OptionRegenerationTests.pydantic + ["--aliases", "names.json"],
      files: ["names.json": #"{"Person.name": "full_name", "kind": ["sort", "type"], "e-mail": "mail"}"#],
      edits: [
        ("full_name", "name"), ("alias='name'", "alias='names'"),
        ("AliasChoices('kind', 'sort'", "AliasChoices('sort'"),
        ("mail:", "email:"),
      ], change: ("full_name", "whole_name")),
    Self(
      testDescription: "aliases in place", schema: people,
      options: ["--output-model-type", "msgspec.Struct", "--aliases", #"{"name": "title"}"#],
      edits: [("field(name='name'", "field(name='title'")], change: ("e-mail", "mail")),
    Self(
      testDescription: "serialization aliases", schema: heirs,
      options: OptionRegenerationTests.pydantic + [
        "--aliases", "in.json", "--serialization-aliases", "out.json", "--use-serialization-alias",
      ],
      files: [
        "in.json": #"{"Heir.full-name": ["label", "name"], "share": "part"}"#,
        "out.json": #"{"Heir.full-name": "fullName", "un-known": "unKnown"}"#,
      ],
      edits: [
        ("serialization_alias='fullName',", ""), ("serialization_alias='unKnown'", "serialization_alias='unknown'"),
        ("serialization_alias='share'", "alias='share'"),
        ("AliasChoices('full-name', 'label', 'name')", "AliasChoices('full-name', 'label')"),
      ], change: ("unKnown", "un_known")),
    Self(
      testDescription: "written names without the flag", schema: people,
      options: OptionRegenerationTests.pydantic + ["--serialization-aliases", #"{"e-mail": "eMail", "age": "age"}"#],
      edits: [(", serialization_alias='eMail'", "")], change: ("\"e-mail\"", "\"e-mails\"")),
    Self(
      testDescription: "original field name delimiter",
      schema: people.replacingOccurrences(of: "\"kind\"", with: "\"the-fullKind-of\""),
      options: OptionRegenerationTests.pydantic + ["--snake-case-field", "--original-field-name-delimiter", "-"],
      edits: [("the_full_kind_of", "the_fullkind_of")], change: ("the-fullKind", "the-full")),
  ]

  private static let lists = """
    {"title": "Pets", "type": "array", "items": {"$ref": "#/$defs/Pet"}, "$defs": {
      "Pet": {"type": "object", "properties": {"name": {"type": "string"}, "tags": {"$ref": "#/$defs/Tags"}}},
      "Tags": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"enum": ["it's", 1]}]}},
      "Any": {"type": "array"}, "Maybe": {"type": ["array", "null"], "items": {"type": "string"}}}}
    """

  /// Options that make the generator write methods.
  static let methods = [
    Self(
      testDescription: "sequence interface", schema: lists,
      options: OptionRegenerationTests.pydantic + ["--use-root-model-sequence-interface"],
      edits: [
        ("Sequence[Pet]", "Sequence[Any]"), ("    @overload\n", ""),
        ("        return len(self.root)", "        return 1"),
        ("index: slice) -> list[Pet]", "index: slice) -> list[Any]"),
        ("        return iter(self.root)", "        root = self.root\n        return iter(root)"),
      ], change: (##""$ref": "#/$defs/Pet"}, "$defs""##, #""type": "string"}, "$defs""#)),
    Self(
      testDescription: "validators", schema: people,
      options: OptionRegenerationTests.pydantic + ["--validators", "validators.json"],
      files: [
        "validators.json": """
        {"Person": {"validators": [
           {"fields": ["name", "age"], "function": "app.checks.tidy"},
           {"field": "name", "function": "app.checks.wrapped", "mode": "wrap"},
           {"field": "age", "function": "app.checks.plain", "mode": "plain"}]},
         "Pet": {"validators": [{"field": "kind", "function": "app.checks.kinds", "mode": "before"}]}}
        """
      ],
      edits: [
        ("@field_validator('name', 'age', mode='after')", "@field_validator('name', mode='after')"),
        ("mode='wrap'", "mode='after'"), ("        return tidy(v, info)", "        return v"),
        ("wrapped(v, handler, info)", "wrapped(v, info, handler)"), ("    def plain_validator", "    def plain_check"),
        ("    @classmethod\n", ""), ("from app.checks import", "from app.other import"),
        ("        return kinds(v, info)\n", "        return kinds(v, info)\n\n    def more(self):\n        pass\n"),
      ], change: ("app.checks.kinds", "app.checks.sorts")),
  ]

  /// Options that change values.
  static let values = [
    Self(
      testDescription: "default values", schema: people,
      options: OptionRegenerationTests.pydantic + ["--default-values", "defaults.json"],
      files: ["defaults.json": #"{"Person.age": 7, "Pet.name": null, "kind": "dog", "name": "Ada"}"#],
      edits: [("= 7", "= 3"), ("'dog'", "'cat'")], change: (#""dog""#, #""cat""#)),
    Self(
      testDescription: "default values of required fields", schema: people,
      options: OptionRegenerationTests.pydantic + ["--use-default", "--default-values", #"{"name": "Ada"}"#],
      edits: [("name: str = 'Ada'", "name: str")], change: (#""e-mail": {"type": "string"}"#, #""e-mail": {}"#)),
    Self(
      testDescription: "keywords of a class", schema: people,
      options: ["--output-model-type", "msgspec.Struct", "--extra-template-data", "data.json"],
      files: ["data.json": #"{"Pet": {"base_class_kwargs": {"omit_defaults": true, "tag": "'pet'", "rename": null}}}"#],
      edits: [
        ("omit_defaults=True, ", ""), ("omit_defaults=True", "omit_defaults=False"), ("rename=None", "frozen=True"),
      ],
      change: ("\"omit_defaults\": true", "\"omit_defaults\": false")),
    Self(
      testDescription: "nothing but null",
      schema: people.replacingOccurrences(of: "\"any\": true", with: #""no": {"type": "null"}"#),
      options: OptionRegenerationTests.pydantic + ["--use-annotated"],
      edits: [("Field(None)", "Field(title='no')")], change: (#""no": {"type": "null"}"#, #""no": {"type": "string"}"#)),
  ]
}
