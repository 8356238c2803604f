import Testing

/// Types that schemas state in Python's own words, and names that hide types, as the generator writes them.
@Suite(.enabled(if: Regenerated.isPossible)) struct PythonTypesTests {
  private static let schema = """
    {"title": "Thing", "type": "object", "required": ["callback", "PurePath", "when", "PurePaths"],
     "$defs": {
      "PurePath": {"type": "object", "properties": {"value": {"type": "string"}}},
      "When": {"x-python-import": {"module": "pendulum.moment", "name": "Moment"}},
      "Bound": {"x-python-import": {"module": "collections.abc", "name": "Callable"}}},
     "properties": {
      "callback": {"type": "string", "x-python-type": "typing.Callable[[str, Moment], int | None]"},
      "bound": {"$ref": "#/$defs/Bound"},
      "when": {"$ref": "#/$defs/When"},
      "PurePath": {"type": "string", "x-python-type": "pathlib.PurePath"},
      "PurePaths": {"type": "array", "items": {"$ref": "#/$defs/PurePath"}},
      "names": {"type": "array", "items": {"type": "string"}, "x-python-type": "frozenset[str]"},
      "list": {"type": "array", "items": {"type": "string"}, "x-python-type": "Sequence[str]"},
      "table": {"type": "object", "additionalProperties": {"type": "integer"}, "x-python-type": "Mapping[str, int]"},
      "frozenset": {"type": "array", "items": {"type": "integer"}, "x-python-type": "frozenset[int]"},
      "alternatives": {"anyOf": [{"type": "string", "x-python-type": "Type[foo.Bar]"}, {"type": "null"}]},
      "letters": {"x-python-type": "Union[Literal['a', \\"b\\", 3], None]"},
      "own": {"type": "string", "x-python-type": "When | Self | tuple[()]"}}}
    """

  private static let outputEdits = [
    ("Callable_1[[str, Moment], int | None]", "Callable_1[[str], int | None]"),
    ("from typing import Callable as Callable_1", "from builtins import callable as Callable_1"),
    ("from pendulum.moment import Moment", "from pendulum import Moment"),
    ("frozenset[str]", "set[str]"), ("Sequence[str]", "list[str]"), ("Mapping[str, int]", "dict[str, int]"),
    ("Type[Bar]", "Type[str]"), ("Literal['a', 'b', 3]", "Literal['a', 'b']"),
  ]

  private static let schemaEdits = [
    ("pendulum.moment", "pendulum.time"), ("\"name\": \"Moment\"", "\"name\": \"Instant\""),
    ("Type[foo.Bar]", "Type[foo.Foo]"), ("pathlib.PurePath", "pathlib.Path"), ("Mapping[str, int]", "dict[str, int]"),
  ]

  private static let models = ["pydantic_v2.dataclass", "dataclasses.dataclass", "typing.TypedDict", "msgspec.Struct"]

  static let constructs: [Regenerated] =
    models.map { model in
      Regenerated(
        name: "words of Python in \(model)", schema: schema, options: ["--output-model-type", model],
        outputEdits: Array(outputEdits.prefix(1)))
    } + [
      Regenerated(
        name: "words of Python", schema: schema, options: ["--output-model-type", "pydantic_v2.BaseModel"],
        outputEdits: outputEdits, schemaEdits: schemaEdits),
      Regenerated(
        name: "words of Python of a new version", schema: schema,
        options: ["--output-model-type", "pydantic_v2.BaseModel", "--target-python-version", "3.13"],
        outputEdits: Array(outputEdits.suffix(1))),
      Regenerated(
        name: "words of Python with the types of older versions", schema: schema,
        options: [
          "--output-model-type", "pydantic_v2.BaseModel", "--no-use-standard-collections", "--no-use-union-operator",
        ],
        outputEdits: [("FrozenSet[str]", "Set[str]"), ("Mapping[str, int]", "Dict[str, int]")]),
      Regenerated(
        name: "types of one's own",
        schema: """
          {"title": "Thing", "type": "object", "properties": {
            "name": {"type": "string", "customTypePath": "custom.Name", "description": "a name"},
            "names": {"type": "array", "items": {"type": "string", "customTypePath": "custom.text.Line"}}},
           "definitions": {"Rooted": {"type": "string", "customTypePath": "custom.Special"}}}
          """,
        options: ["--output-model-type", "pydantic_v2.BaseModel"],
        outputEdits: [
          ("arbitrary_types_allowed=True", "arbitrary_types_allowed=False"), ("Name | None", "str | None"),
          ("from custom.text import Line", "from custom import Line"), ("RootModel[Special]", "RootModel[str]"),
        ], schemaEdits: [("custom.Name", "other.Name"), ("\"customTypePath\": \"custom.Special\"", "\"minLength\": 1")]),
      Regenerated(
        name: "names of exceptions",
        schema: """
          {"title": "Thing", "type": "object", "properties": {
            "ExceptionGroup": {"type": "string", "x-python-type": "ExceptionGroup"}, "set": {"type": "array",
            "uniqueItems": true, "items": {"type": "string"}}}}
          """,
        options: [
          "--output-model-type", "pydantic_v2.BaseModel", "--target-python-version", "3.11",
          "--use-unique-items-as-set",
        ],
        outputEdits: [
          (
            "ExceptionGroup_: ExceptionGroup | None = Field(None, alias='ExceptionGroup')",
            "ExceptionGroup: str | None = None"
          ),
          ("set_: ", "sets: "),
        ]),
    ]

  @Test(arguments: constructs) func areFollowed(_ construct: Regenerated) throws { try construct.check() }
}
