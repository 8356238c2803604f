extension DetailRegenerationTests {
  private static let keys = """
    {"title": "Book", "type": "object", "required": ["id"], "properties": {
      "id": {"type": "integer", "readOnly": true}, "title": {"type": "string"},
      "cover": {"$ref": "#/$defs/Cover"}, "label": {"$ref": "#/$defs/Label"}, "shelf": {"$ref": "#/$defs/Shelf"}},
     "$defs": {
      "Cover": {"type": "object", "additionalProperties": false, "properties": {"colour": {"type": "string"}}},
      "Label": {"type": "object", "additionalProperties": {"type": "integer"}, "properties": {
        "text": {"type": "string", "readOnly": true}}},
      "Shelf": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Label"}, "required": ["by-name"],
        "properties": {"by-name": {"type": "boolean"}, "row": {"type": "integer"}}}}}
    """

  private static let named = """
    {"title": "Page", "type": "object", "required": ["lines"], "properties": {
      "lines": {"$ref": "#/definitions/Lines"}, "number": {"$ref": "#/definitions/Number"}, "size": {"type": "integer"},
      "name": {"type": "string"}, "draft": {"type": "boolean"}},
     "definitions": {"Lines": {"type": "array", "items": {"type": "string"}},
      "Number": {"anyOf": [{"type": "integer"}, {"type": "string"}], "title": "No"}}}
    """

  static let typedDictionaries: [RegenerationCase] = [
    RegenerationCase(
      "keys that need not be there, cannot be changed or have no name",
      ["--output-model-type", "typing.TypedDict", "--use-frozen-field"], keys,
      output: [
        ("id: ReadOnly[int]", "id: int"), ("NotRequired[ReadOnly[str]]", "NotRequired[str]"),
        ("NotRequired[ReadOnly[str]]", "ReadOnly[str]"), (", closed=True", ""), ("closed=True", "closed=False"),
        (", extra_items=int", ""), ("extra_items=int", "extra_items=str"),
        ("extra_items='Label'", "extra_items='Cover'"),
        ("extra_items='Label'", "extra_items=Label"),
      ],
      schema: [
        (#""type": "integer", "readOnly": true"#, #""type": "integer""#),
        (#""additionalProperties": false"#, #""additionalProperties": true"#),
        (#""additionalProperties": {"type": "integer"}"#, #""additionalProperties": {"type": "string"}"#),
        (
          ##""additionalProperties": {"$ref": "#/$defs/Label"}"##,
          ##""additionalProperties": {"$ref": "#/$defs/Cover"}"##
        ),
        (#""required": ["id"]"#, #""required": []"#),
      ]),
    RegenerationCase(
      "classes whose keys need not be there",
      ["--output-model-type", "typing.TypedDict", "--use-total-false-for-typed-dict"], keys,
      output: [
        ("total=False, closed=True", "closed=True"), ("total=False, extra_items=int", "total=True, extra_items=int"),
        ("id: Required[int]", "id: int"), ("title: str", "title: Required[str]"),
      ],
      schema: [(#""required": ["id"]"#, #""required": []"#), (#""required": ["by-name"]"#, #""required": []"#)]),
    RegenerationCase(
      "keys without a name that are not asked for",
      ["--output-model-type", "typing.TypedDict", "--no-use-closed-typed-dict"], keys,
      output: [("class Cover(TypedDict):", "class Cover(TypedDict, closed=True):")],
      schema: [(#""colour": {"type": "string"}"#, #""colour": {"type": "integer"}"#)]),
    RegenerationCase(
      "a base class, which may be extended by keys",
      ["--output-model-type", "typing.TypedDict"],
      """
      {"title": "Dog", "allOf": [{"$ref": "#/$defs/Animal"}], "properties": {
        "bark": {"type": "string"}, "age": {"type": "integer"}, "weight": {"type": "number"}},
       "additionalProperties": false,
       "$defs": {"Animal": {"type": "object", "additionalProperties": false, "properties": {"name": {"type": "string"}}}}}
      """,
      output: [("class Animal(TypedDict):", "class Animal(TypedDict, closed=True):"), (", closed=True", "")],
      schema: [(##"{"$ref": "#/$defs/Animal"}"##, ##"{"type": "object"}"##)]),
    RegenerationCase(
      "names for other types, as values",
      ["--output-model-type", "typing.TypedDict", "--use-type-alias-type"], named,
      output: [
        (#"Lines = TypeAliasType("Lines", list[str])"#, "Lines: TypeAlias = list[str]"), ("int | str", "int"),
      ],
      schema: [(#"{"type": "array", "items": {"type": "string"}}"#, #"{"type": "array", "items": {"type": "number"}}"#)]
    ),
    RegenerationCase(
      "names for other types, as statements",
      ["--output-model-type", "msgspec.Struct", "--target-python-version", "3.12"], named,
      output: [("type Lines = list[str]", "Lines: TypeAlias = list[str]"), ("Meta(title='No')", "Meta(title='Yes')")],
      schema: [(#""title": "No""#, #""title": "Yes""#)]),
  ]

  private static let old = """
    {"title": "User", "type": "object", "deprecated": true, "required": ["name"], "properties": {
      "name": {"type": "string"}, "age": {"type": "integer"}, "size": {"type": "number"}, "on": {"type": "boolean"},
      "group": {"$ref": "#/$defs/Group"}},
     "$defs": {"Group": {"type": "object", "properties": {"label": {"type": "string"}}}}}
    """

  static let decorated: [RegenerationCase] = [
    RegenerationCase(
      "a deprecated data class with decorators",
      ["--output-model-type", "dataclasses.dataclass", "--class-decorators", "@one,two(3)"],
      old,
      output: [
        ("@deprecated('User is deprecated.')\n", ""), ("User is deprecated.", "User is old."), ("@one\n", ""),
        ("@two(3)", "@two(4)"), ("@one\n@two(3)", "@two(3)\n@one"),
        ("@deprecated('User is deprecated.')\n@dataclass", "@dataclass\n@deprecated('User is deprecated.')"),
      ],
      schema: [(#""deprecated": true, "#, "")]),
    RegenerationCase(
      "a deprecated data class that pydantic checks",
      ["--output-model-type", "pydantic_v2.dataclass", "--class-decorators", "deprecated('no')"], old,
      output: [("@deprecated('no')\n", ""), ("@deprecated('no')", "@deprecated('User is deprecated.')")],
      schema: [(#""type": "integer""#, #""type": "string""#)]),
    RegenerationCase(
      "a structure with a decorator", ["--output-model-type", "msgspec.Struct", "--class-decorators", "@one, ,"], old,
      output: [("@one\n", ""), ("@one\n", "@one\n@deprecated('User is deprecated.')\n")],
      schema: [(#""type": "integer""#, #""type": "string""#)]),
  ]

  static let structures: [RegenerationCase] = [
    RegenerationCase(
      "structures that a tag tells apart", ["--output-model-type", "msgspec.Struct"],
      """
      {"title": "Post", "type": "object", "required": ["event"], "properties": {
        "event": {"oneOf": [
          {"type": "object", "required": ["kind", "id"], "properties": {"kind": {"const": "made"}, "id": {"type": "string"}}},
          {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "sent"}, "to": {"type": "string"}}}]},
        "state": {"discriminator": {"propertyName": "code"}, "oneOf": [{"$ref": "#/$defs/On"}, {"$ref": "#/$defs/Off"}]},
        "done": {"const": true}, "text": {"type": "string"}, "size": {"type": "integer"}},
       "$defs": {
        "On": {"type": "object", "required": ["code"], "properties": {"code": {"const": 1}, "since": {"type": "string"}}},
        "Off": {"type": "object", "required": ["code"], "properties": {"code": {"const": 2}, "why": {"type": "string"}}}}}
      """,
      output: [
        ("tag_field='kind', tag='made'", "tag_field='kind'"), ("tag='made'", "tag='sent'"), ("tag=1", "tag='1'"),
        ("tag_field='code', tag=2", ""), ("    id: str", "    kind: Literal['made']\n    id: str"),
      ],
      schema: [
        (#"{"const": "sent"}"#, #"{"const": "seen"}"#), (#"{"const": 2}"#, #"{"const": 3}"#),
        (#""required": ["kind"]"#, #""required": []"#),
      ]),
    RegenerationCase(
      "a base class of all structures",
      [
        "--output-model-type", "msgspec.Struct", "--use-generic-base-class", "--extra-fields", "forbid",
        "--enable-faux-immutability",
      ], old,
      output: [
        ("forbid_unknown_fields=True, ", ""), (", frozen=True", ""), ("frozen=True", "frozen=False"),
        ("class Struct(_Struct", "class Struct(_Other"),
      ],
      schema: [(#""type": "integer""#, #""type": "string""#)]),
    RegenerationCase(
      "bounds of what may be null", ["--output-model-type", "msgspec.Struct", "--no-use-union-operator"],
      """
      {"title": "Name", "type": "object", "required": ["first"], "properties": {
        "first": {"type": ["string", "null"], "maxLength": 5}, "last": {"type": ["string", "null"], "minLength": 2},
        "age": {"type": "integer"}, "size": {"type": "number"}, "on": {"type": "boolean"}}}
      """,
      output: [
        ("max_length=5", "max_length=6"), ("None, UnsetType", "UnsetType"),
        ("Union[Annotated[str, Meta(max_length=5)], None]", "Annotated[Optional[str], Meta(max_length=5)]"),
      ],
      schema: [
        (#""maxLength": 5"#, #""maxLength": 6"#), (#"["string", "null"], "minLength""#, #""string", "minLength""#),
      ]),
  ]

  private static let parts = """
    {"title": "House", "type": "object", "required": ["name"], "properties": {
      "name": {"type": "string"}, "door": {"$ref": "#/$defs/Door"}, "garden": {"$ref": "#/$defs/Garden"},
      "rooms": {"type": "array", "items": {"type": "string"}, "default_factory": "list"}, "key": {"type": "string", "format": "uuid"}},
     "$defs": {"Door": {"type": "object", "properties": {"wide": {"type": "boolean"}}},
      "Garden": {"type": "object", "properties": {"tree": {"$ref": "#/$defs/Tree"}}},
      "Tree": {"type": "object", "properties": {"garden": {"$ref": "#/$defs/Garden"}}}}}
    """

  static let factories: [RegenerationCase] = [
    ("dataclasses.dataclass", ["--use-standard-primitive-types"]),
    ("msgspec.Struct", ["--use-standard-primitive-types"]),
    ("pydantic_v2.BaseModel", []), ("pydantic_v2.BaseModel", ["--use-annotated"]),
  ].map { model, options in
    RegenerationCase(
      "defaults that are made, of \(model) \(options.joined())",
      ["--output-model-type", model, "--use-default-factory-for-optional-nested-models"] + options, parts,
      output: [
        ("default_factory=Door", "default_factory=Garden"), ("default_factory=list", "default_factory=dict"),
        ("default_factory=lambda: Garden()", "default_factory=Garden"), ("key: UUID", "key: str"),
      ],
      schema: [
        (#", "default_factory": "list""#, ""), (#""default_factory": "list""#, #""default_factory": "set""#),
        (#""format": "uuid""#, #""format": "path""#), (#""required": ["name"]"#, #""required": ["name", "door"]"#),
      ])
  }

  private static let mixed = """
    {"title": "Trip", "type": "object", "properties": {
      "took": {"type": "string", "format": "duration"}, "waits": {"type": "number", "format": "time-delta"},
      "links": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "uri"}},
      "mode": {"anyOf": [{"$ref": "#/$defs/Mode"}, {"$ref": "#/$defs/Code"}], "default": "bus"},
      "stops": {"$ref": "#/$defs/Stops"}, "nest": {"$ref": "#/$defs/Nest"}},
     "$defs": {"Mode": {"type": "string", "enum": ["bus", "car"]},
      "Code": {"type": "string", "pattern": "^(?=.*[A-Z]).+$"},
      "Stops": {"type": "array", "items": {"type": "string"}, "default": ["home"]},
      "Nest": {"type": "array", "items": {"$ref": "#/$defs/Nest"}}}}
    """

  static let mixtures: [RegenerationCase] = [
    RegenerationCase(
      "descriptions with line ends of two characters",
      ["--output-model-type", "pydantic_v2.BaseModel", "--use-schema-description", "--use-field-description"],
      #"{"title": "Rate", "description": "How fast.\r\nAnd how far.\r\n", "type": "object", "properties": {"unit": {"#
        + #""description": "The unit\r\nof it.\r\n", "type": "string", "enum": ["W", "A"]}}}"#,
      output: [("And how far", "And how long"), ("of it", "of that")], schema: [("How fast", "How slow")]),
    RegenerationCase(
      "null as a member of an enumeration and as a default", ["--output-model-type", "dataclasses.dataclass"],
      #"{"title": "Rights", "type": "object", "properties": {"by": {"type": ["string", "null"], "enum": ["us", null]}}}"#,
      output: [("= None", "= 'us'")], schema: [(#""us""#, #""them""#)]),
    RegenerationCase(
      "what a data class knows of its values", ["--output-model-type", "dataclasses.dataclass"], mixed,
      output: [
        ("= Mode.bus", "= 'bus'"), ("took: timedelta", "took: str"), ("lambda: ['home']", "lambda: ['away']"),
        ("Nest: TypeAlias = list", "Nest: TypeAlias = list[Any]"),
      ],
      schema: [(#""default": "bus""#, #""default": "car""#), (#""format": "time-delta""#, #""format": "float""#)]),
    RegenerationCase(
      "what a data class that pydantic checks knows of its values",
      ["--output-model-type", "pydantic_v2.dataclass", "--frozen-dataclasses"], mixed,
      output: [
        ("python-re", "rust-regex"), ("min_length=1", "min_length=2"), ("frozen=True, ", ""),
        ("waits: timedelta", "waits: float"),
      ],
      schema: [(#""minItems": 1"#, #""minItems": 2"#), (#"(?=.*[A-Z])"#, "[A-Z]")]),
    RegenerationCase(
      "what a structure knows of its values", ["--output-model-type", "msgspec.Struct"], mixed,
      output: [("lambda: ['home']", "lambda: ['away']"), ("took: timedelta", "took: str")],
      schema: [(#"["home"]"#, #"["away"]"#)]),
  ]

  private static let heirs = """
    {"title": "Top", "type": "object", "properties": {"heir": {"$ref": "#/$defs/Heir"}},
     "$defs": {
      "Base": {"type": "object", "properties": {
        "id": {"type": "integer", "default": 1}, "tags": {"type": "array", "items": {"type": "string"}, "default": ["a"]},
        "note": {"type": "string"}, "kept": {"type": "integer", "default": 3}}},
      "Heir": {"allOf": [{"$ref": "#/$defs/Base"}], "required": ["own", "id", "tags", "note"], "properties": {
        "own": {"type": "string"}, "size": {"type": "integer"}}}}}
    """

  static let extended: [RegenerationCase] = [
    RegenerationCase(
      "data classes that extend others", ["--output-model-type", "dataclasses.dataclass"], heirs,
      output: [
        ("own: str = field(kw_only=True)", "own: str"), ("id: int = field()", "id: int"), ("    tags: list[str]\n", ""),
      ],
      schema: [(##", "note"]"##, ##"]"##), (##""default": 1"##, ##""default": 2"##)]),
    RegenerationCase(
      "data classes that pydantic checks and that extend others",
      ["--output-model-type", "pydantic_v2.dataclass", "--use-annotated"], heirs,
      output: [
        ("own: str = Field(kw_only=True)", "own: str"), ("id: int = Field(...)", "id: int"),
        ("tags: list[str] = Field(...)", "tags: list[str]"),
      ],
      schema: [(##", "note"]"##, ##"]"##)]),
    RegenerationCase(
      "structures that extend others", ["--output-model-type", "msgspec.Struct"], heirs,
      output: [("class Heir(Base, kw_only=True):", "class Heir(Base):")],
      schema: [(##", "note"]"##, ##"]"##)]),
  ]
}
