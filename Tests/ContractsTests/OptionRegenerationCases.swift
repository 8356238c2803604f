import Contracts
import Testing

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
      schema: people.replacing("\"kind\"", with: "\"the-fullKind-of\""),
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

  private static let rules = """
    {"title": "Bag", "type": "object", "properties": {"head-name": {"type": "string"}, "on": {"type": "boolean"},
       "one": {"$ref": "#/$defs/One"}, "any": {"$ref": "#/$defs/Any"}, "when": {"$ref": "#/$defs/When"},
       "child": {"$ref": "#/$defs/Child"}, "map": {"$ref": "#/$defs/Map"}},
     "patternProperties": {"^x_": {"type": "integer"}, "it's[0-9]": {"$ref": "#/$defs/One"}, "^no": false},
     "$defs": {
      "One": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "oneOf": [{"required": ["a"]}, {"required": ["b"], "title": "B"}]},
      "Any": {"type": "object", "properties": {"a-b": {"type": "string"}, "c": {"type": "string"}},
        "anyOf": [{"required": ["a-b", "c"]}, {"required": ["d"]}]},
      "When": {"type": "object", "properties": {"kind": {"type": "string"}},
        "if": {"properties": {"kind": {"enum": ["m", 1, null]}}, "required": ["kind"]},
        "then": {"properties": {"size": {"type": "integer"}}, "required": ["size"]},
        "else": {"required": ["note"]}},
      "Parent": {"type": "object", "properties": {"p": {"type": "string"}},
        "patternProperties": {"^p_": {"type": "string"}}, "additionalProperties": false},
      "Child": {"allOf": [{"$ref": "#/$defs/Parent"}], "properties": {"q": {"type": "number"}}},
      "Map": {"type": "object", "patternProperties": {"^m": true}, "additionalProperties": {"type": "string"}}}}
    """

  /// Rules of schemas that no type says.
  static let validators = [
    Self(
      testDescription: "schema validators", schema: rules,
      options: OptionRegenerationTests.pydantic + ["--generate-schema-validators"],
      edits: [
        ("class One(_JsonSchemaRuntimeValidationBase)", "class One(BaseModel)"),
        (
          "__json_schema_one_of_required_groups__: ClassVar[tuple[Any, ...]] = (\n        ((('a',),), (('b',),)),\n    )\n",
          ""
        ),
        ("'allow_unmatched': False", "'allow_unmatched': True"), ("'^x_'", "'^y_'"), ("('^no',)", "()"),
        ("'m', 1, None", "'m', 1"), ("if matches != 1:", "if matches == 1:"),
        ("@model_validator(mode='before')", "@model_validator(mode='after')"),
        ("raise ValueError('Conditional required properties are missing')", "continue"),
      ], change: (#""required": ["b"]"#, #""required": ["c"]"#)),
    Self(
      testDescription: "schema validators by type", schema: rules,
      options: OptionRegenerationTests.pydantic + [
        "--schema-validator-type", "pydantic-v2", "--snake-case-field", "--use-annotated", "--aliases",
        #"{"b": "bee"}"#,
        "--schema-validator-base-class-name", "Checks",
      ],
      edits: [("class Checks(BaseModel)", "class Check(BaseModel)"), ("(('b', 'bee'),)", "(('b',),)")],
      change: (#""^m": true"#, #""^m": false"#)),
  ]

  private static let flags = """
    {"title": "Order", "type": "object", "required": ["id", "name"], "properties": {
       "id": {"type": "integer", "readOnly": true}, "name": {"type": "string"}, "secret": {"$ref": "#/$defs/Secret"},
       "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}}, "plain": {"$ref": "#/$defs/Plain"}},
     "$defs": {"Secret": {"type": "string", "writeOnly": true},
      "Plain": {"type": "object", "properties": {"a": {"type": "string"}}},
      "Line": {"type": "object", "description": "A line.", "required": ["sku"], "additionalProperties": false,
        "properties": {"sku": {"type": "string", "maxLength": 4}, "total": {"type": "number", "readOnly": true}}},
      "Gift": {"allOf": [{"$ref": "#/$defs/Line"}], "properties": {"note": {"type": "string"}}},
      "OrderRequest": {"type": "object", "properties": {"b": {"type": "string"}}}}}
    """

  /// Options that make several declarations of one.
  static let variants = [
    Self(
      testDescription: "read-only and write-only", schema: flags,
      options: OptionRegenerationTests.pydantic + [
        "--read-only-write-only-model-type", "all", "--use-schema-description",
      ],
      edits: [
        ("class LineRequest(BaseModel):", "class LineInput(BaseModel):"),
        ("class GiftRequest(BaseModel):", "class GiftRequest(LineRequest):"),
      ], change: (#""total": {"type": "number", "readOnly": true}"#, #""total": {"type": "number"}"#)),
    Self(
      testDescription: "read-only in data classes", schema: flags,
      options: ["--output-model-type", "dataclasses.dataclass", "--read-only-write-only-model-type", "all"],
      edits: [("class LineRequest:", "class LineInput:")],
      change: (#""total": {"type": "number", "readOnly": true}"#, #""total": {"type": "number"}"#)),
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
      schema: people.replacing("\"any\": true", with: #""no": {"type": "null"}"#),
      options: OptionRegenerationTests.pydantic + ["--use-annotated"],
      edits: [("Field(None)", "Field(title='no')")], change: (#""no": {"type": "null"}"#, #""no": {"type": "string"}"#)),
  ]
}
