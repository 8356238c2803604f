import Contracts
import DriftModel
import Testing

/// Options that decide which module a declaration stands in, and whether it stands anywhere, followed over several files:
/// written by real generators while the test runs; see ``Generators``. Only new generators have these options.
@Suite(.enabled(if: Generators.areNamed))
struct ModuleRegenerationTests {
  /// What a generator is given, with an edit of a schema and one of an output that both are drift.
  struct Case: Sendable, CustomTestStringConvertible {
    typealias Edit = (file: String, old: String, new: String)

    let name: String
    let files: [String: String]
    var main: String?
    /// Whether a single file is written.
    var isFile = false
    var options: [String] = []
    /// What must be found where the output is of another schema.
    let schema: Edit
    /// What must be found where the output was edited.
    let output: Edit

    var testDescription: String { "\(name) \(options.joined(separator: " "))" }

    func with(_ options: String...) -> Case {
      var copy = self
      copy.options = options
      return copy
    }
  }

  /// A record that is large enough to show that the options are right.
  private static let filler = """
    {"title": "Filler", "type": "object", "required": ["a"], "properties": {"a": {"type": "string"},
     "b": {"type": "integer"}, "c": {"type": "boolean"}, "d": {"type": "number"}, "e": {"type": "string"},
     "f": {"type": "array", "items": {"type": "string"}}}}
    """

  private static let alike = Case(
    name: "declarations that are alike",
    files: [
      "a.json": """
      {"title": "A", "type": "object", "properties": {"s": {"$ref": "#/$defs/S"}, "c": {"$ref": "#/$defs/C"},
        "p": {"$ref": "#/$defs/P"}},
       "$defs": {"S": {"type": "object", "properties": {"id": {"type": "integer"}}},
        "C": {"type": "string", "enum": ["x", "y"]},
        "P": {"type": "object", "properties": {"at": {"$ref": "#/$defs/C"}}}}}
      """,
      "b.json": """
      {"title": "B", "type": "object", "properties": {"s": {"$ref": "#/$defs/S"}, "o": {"$ref": "a.json#/$defs/S"},
        "c": {"$ref": "#/$defs/C"}},
       "$defs": {"S": {"type": "object", "properties": {"id": {"type": "integer"}}},
        "C": {"type": "string", "enum": ["x", "y"]},
        "P": {"type": "object", "properties": {"at": {"$ref": "#/$defs/C"}}}}}
      """, "z/filler.json": filler,
    ], schema: ("b.json", #""o""#, #""other""#), output: ("shared.py", "id:", "key:"))

  private static let sharing: [Case] =
    [
      "pydantic_v2.BaseModel", "dataclasses.dataclass", "pydantic_v2.dataclass", "typing.TypedDict", "msgspec.Struct",
    ].map { alike.with("--reuse-model", "--reuse-scope", "tree", "--output-model-type", $0) } + [
      alike.with("--reuse-model", "--reuse-scope", "tree", "--collapse-reuse-models"),
      alike.with("--reuse-model", "--reuse-scope", "tree", "--type-overrides", #"{"S.id": "uuid.UUID", "C": "my.C"}"#)
        .editing(output: ("_internal.py", "at:", "on:")),
    ]

  private static let roots = Case(
    name: "root models",
    files: [
      "a.json": """
      {"title": "A", "type": "object", "properties": {"n": {"$ref": "b.json#/$defs/Name"},
        "l": {"type": "array", "items": {"$ref": "b.json#/$defs/Name"}}, "s": {"$ref": "b.json#/$defs/List"},
        "u": {"$ref": "only.json"}, "d": {"$ref": "c.json#/$defs/Deep"}}}
      """,
      "b.json": """
      {"title": "B", "type": "object", "properties": {"x": {"$ref": "#/$defs/List"}},
       "$defs": {"Name": {"type": "string", "maxLength": 5}, "Part": {"type": "object"},
        "List": {"type": "array", "items": {"$ref": "#/$defs/Part"}}, "Unused": {"type": "string"}}}
      """,
      "c.json": """
      {"title": "C", "type": "object", "properties": {"k": {"type": "boolean"}},
       "$defs": {"Deep": {"type": "array", "items": {"$ref": "b.json#/$defs/Name"}}}}
      """, "only.json": #"{"type": "string", "minLength": 2}"#, "z/filler.json": filler,
    ], schema: ("only.json", "string", "integer"), output: ("a.py", "from . import b", "from . import c as b"))

  /// The same where two of the modules need each other, which leaves nothing out.
  private static let circularRoots = Case(
    name: "root models in a circle",
    files: roots.files.merging(
      ["b.json": roots.files["b.json"]?.replacing(#""x":"#, with: #""a": {"$ref": "a.json"}, "x":"#) ?? ""]
    ) { $1 }, schema: roots.schema, output: ("_internal.py", "class Unused", "class Other"))

  private static let collapsing: [Case] = [
    roots.with("--collapse-root-models"),
    roots.with("--collapse-root-models", "--use-exact-imports")
      .editing(output: ("a.py", "from .b import Part", "from .c import Part")),
    roots.with("--collapse-root-models", "--output-model-type", "dataclasses.dataclass"),
    circularRoots.with("--collapse-root-models"),
  ]

  private static let one = Case(
    name: "one module for each declaration",
    files: [
      "m.json": """
      {"title": "Main", "type": "object", "properties": {"p": {"$ref": "#/$defs/Person"},
        "s": {"$ref": "#/$defs/shop.Pet"}, "kind": {"type": "string", "enum": ["k"]}},
       "$defs": {"Person": {"type": "object", "properties": {"f": {"$ref": "#/$defs/Friend"}}},
        "Friend": {"type": "object", "properties": {"p": {"$ref": "#/$defs/Person"}}},
        "shop.Pet": {"type": "object", "allOf": [{"$ref": "#/$defs/Person"}], "properties": {"q": {"type": "integer"},
          "inner": {"type": "object", "properties": {"i": {"type": "string"}}}}},
        "Filler": \(filler)}}
      """
    ], main: "m.json", schema: ("m.json", #""q""#, #""qq""#), output: ("kind.py", "'k'", "'j'")
  )

  private static let splitting: [Case] = [
    one.with("--module-split-mode", "single"),
    one.with("--module-split-mode", "single", "--use-generic-base-class", "--extra-fields", "forbid")
      .editing(output: ("filler.py", "from ._internal import", "from .main import")),
    one.with("--module-split-mode", "single", "--output-model-type", "msgspec.Struct"),
    alike.with("--module-split-mode", "single").editing(output: ("b/b.py", "import c as", "import d as")),
  ]

  private static let dots = Case(
    name: "names with dots",
    files: [
      "api.v1.user.json": """
      {"title": "User", "type": "object", "properties": {"a": {"$ref": "common.addr.json"},
        "country": {"$ref": "sub.dir/common.country.json"}}}
      """,
      "common.addr.json": """
      {"title": "Addr", "type": "object", "properties": {"w": {"$ref": "#/$defs/a b_Tag"}},
       "$defs": {"a b_Tag": {"type": "object", "properties": {"z": {"type": "integer"}}}}}
      """,
      "sub.dir/common.country.json": """
      {"title": "Country", "type": "object", "properties": {"code": {"type": "string"},
        "addr": {"$ref": "../common.addr.json"}}}
      """, "filler.json": filler,
    ], schema: ("common.addr.json", #""z""#, #""zz""#), output: ("", "", ""))

  private static let dotted: [Case] = [
    dots.with("--treat-dot-as-module").editing(output: ("api/v1/user.py", "from ...common", "from ..common")),
    dots.with("--no-treat-dot-as-module").editing(output: ("api_v1_user.py", "from . import", "from .. import")),
    one.with("--strict-dotted-module-names").editing(output: ("_internal.py", "inner", "outer")),
    Case(
      name: "a name with a dot that is no module",
      files: one.files.mapValues { $0.replacing("shop.Pet", with: "1shop.Pet") }, main: "m.json", isFile: true,
      options: ["--strict-dotted-module-names"], schema: one.schema, output: ("out.py", "inner", "outer")),
    Case(
      name: "names without modules", files: one.files, main: "m.json", isFile: true,
      options: ["--no-treat-dot-as-module"], schema: one.schema, output: ("out.py", "q: int", "q: str")),
  ]

  private static let names: [Case] = [
    Case(
      name: "names of the document first",
      files: [
        "main.json": """
        {"title": "Main", "type": "object", "properties": {"t": {"$ref": "ext1.json#/definitions/Target"},
          "u": {"$ref": "#/definitions/Target"}, "in": {"type": "object", "properties": {
            "target": {"type": "object", "properties": {"x": {"type": "integer"}}}}}, "e": {"$ref": "ext2.json"}},
         "definitions": {"Other": {"allOf": [{"$ref": "ext2.json#/definitions/Target"}]}, "Filler": \(filler),
          "Target": {"type": "object", "properties": {"m": {"type": "string"}}}, "First": {"type": "integer"}}}
        """,
        "ext1.json": """
        {"definitions": {"Target": {"type": "object", "properties": {"one": {"type": "string"}}},
          "First": {"type": "string", "enum": ["a"]}}}
        """,
        "ext2.json": """
        {"title": "Main", "type": "object", "properties": {"f": {"$ref": "#/definitions/First"}},
         "definitions": {"Target": {"type": "object", "properties": {"two": {"type": "string"}}},
          "First": {"type": "string", "enum": ["b"]}}}
        """,
      ], main: "main.json", isFile: true, options: ["--naming-strategy", "primary-first"],
      schema: ("ext1.json", #""one""#, #""uno""#), output: ("out.py", "class Target2", "class Target9")),
    Case(
      name: "slashes in keys",
      files: [
        "s.json": """
        {"title": "S", "type": "object", "properties": {"a": {"$ref": "#/definitions/https:~1~1ex.org~1a"},
          "b": {"$ref": "#/definitions/https://ex.org/a/properties/n"}, "c": {"$ref": "#/definitions/x~1y"},
          "d": {"$ref": "e.json#/definitions/https://ex.org/b"}, "e": {"$ref": "e.json#definitions/Plain"}},
         "definitions": {"https://ex.org/a": {"type": "object", "properties": {"n": {"type": "string", "enum": ["p"]}}},
          "x/y": {"type": "integer", "minimum": 3}, "Filler": \(filler)}}
        """,
        "e.json": """
        {"definitions": {"https://ex.org/b": {"type": "object", "properties": {"k": {"type": "string"}}},
          "Plain": {"type": "object", "properties": {"k": {"type": "integer"}}}}}
        """,
      ], main: "s.json", schema: ("e.json", #""k": {"type": "integer"}"#, #""kk": {"type": "integer"}"#),
      output: ("https___ex.py", "class OrgB", "class OrgC")),
    Case(
      name: "keywords beside references to other documents",
      files: [
        "c.json": """
        {"title": "C", "$defs": {"Arr": {"type": "array", "minItems": 1}, "Str": {"type": "string", "maxLength": 4},
          "Loop": {"type": "object", "properties": {"l": {"$ref": "#/$defs/Loop"}}},
          "Plain": {"type": "object", "properties": {"p": {"type": "integer"}}}}}
        """,
        "p.json": """
        {"title": "P", "type": "object", "properties": {"a": {"$ref": "c.json#/$defs/Arr", "items": {"type": "integer"}},
          "s": {"$ref": "c.json#/$defs/Str", "minLength": 2}, "t": {"$ref": "c.json#/$defs/Str", "title": "T"},
          "l": {"$ref": "c.json#/$defs/Loop", "required": ["l"]}, "o": {"$ref": "c.json#/$defs/Plain", "required": ["p"]}}}
        """, "r.json": #"{"title": "R", "$ref": "c.json#/$defs/Plain", "properties": {"more": {"type": "boolean"}}}"#,
        "z/filler.json": filler,
      ], schema: ("c.json", #""maxLength": 4"#, #""maxLength": 5"#), output: ("r.py", "p: int", "p: str")),
    Case(
      name: "references that begin where all schemas lie",
      files: [
        "kinds/base.json": """
        {"$id": "/schemas/v1/kinds/base.json", "title": "Base", "type": "object", "properties": {
          "tags": {"type": "array", "items": {"$ref": "/schemas/v1/parts/tag.json"}},
          "uri": {"$ref": "/schemas/v1/kinds/../parts/tag.json#/properties/uri"}}}
        """,
        "parts/tag.json": """
        {"$id": "https://example.com/schemas/v1/parts/tag.json", "title": "Tag", "type": "object",
         "properties": {"uri": {"type": "string", "minLength": 1}, "of": {"$ref": "/schemas/v1/sub.json"}}}
        """, "sub.json": #"{"title": "Sub", "type": "object", "properties": {"n": {"type": "integer"}}}"#,
        "thing.json": """
        {"$id": "/schemas/v1/thing.json", "title": "Thing", "allOf": [{"$ref": "/schemas/v1/kinds/base.json"}]}
        """, "z/filler.json": filler,
      ], options: ["--output-model-type", "pydantic_v2.BaseModel"],
      schema: ("parts/tag.json", #""minLength": 1"#, #""minLength": 2"#),
      output: ("kinds/base.py", "list[tag.Tag]", "list[str]")),
    Case(
      name: "alternatives in other documents",
      files: [
        "main.json": """
        {"title": "Main", "type": "object", "required": ["pet"], "properties": {"pet": {
          "oneOf": [{"$ref": "cat.json"}, {"$ref": "z/dog.json#/$defs/Dog"}], "discriminator": {"propertyName": "kind",
           "mapping": {"CAT": "./cat.json", "DOG": "z/dog.json#/$defs/Dog"}}}}}
        """,
        "cat.json": #"{"title": "Cat", "type": "object", "properties": {"kind": {"type": "string"}}}"#,
        "z/dog.json": """
        {"title": "DogFile", "type": "object", "$defs": {"Dog": {"type": "object",
          "properties": {"kind": {"type": "string", "enum": ["a", "b"]}}}}}
        """, "z/filler.json": filler,
      ], options: ["--output-model-type", "pydantic_v2.BaseModel"], schema: ("main.json", #""CAT""#, #""KAT""#),
      output: ("cat.py", "'CAT'", "'KAT'")),
  ]

  /// The outputs by their paths; nil if this version does not know the options.
  private func generate(_ python: String, _ input: Case) throws -> [String: [UInt8]]? {
    try Generators.run(
      python, on: Dictionary(uniqueKeysWithValues: input.files.map { ("schemas/\($0)", $1) }),
      input: input.main.map { "schemas/\($0)" } ?? "schemas", output: input.isFile ? "out.py" : "out", input.options)
  }

  private func judge(_ input: Case, _ outputs: [String: [UInt8]]) throws -> [ContractJudgement] {
    var library = SchemaLibrary()
    for (name, text) in input.files {
      library.add(Array(text.utf8), at: try #require(RepositoryPath("schemas/\(name)")))
    }
    library.inputs = try input.main.map { [try #require(RepositoryPath("schemas/\($0)"))] } ?? library.paths
    let subjects = try outputs.map { path, bytes in
      ContractSubject(output: try #require(RepositoryPath(path)), bytes: bytes, inputs: library.inputs)
    }.sorted { $0.output < $1.output }
    let options = input.options.isEmpty ? ["--disable-timestamp"] : input.options
    return DatamodelGenerator.judge(subjects, schemas: library, options: options, version: nil).judgements
  }

  @Test(arguments: sharing + collapsing + splitting + dotted + names) func follows(_ input: Case) throws {
    let python = try #require(Generators.pythons.last)
    var outputs = try #require(try generate(python, input))
    for judgement in try judge(input, outputs) {
      #expect(judgement.differences == [], "\(judgement.output)")
      #expect(judgement.unverified == [], "\(judgement.output)")
      #expect(judgement.missingFiles.isEmpty, "\(judgement.output)")
    }
    var files = input.files
    files[input.schema.file] = files[input.schema.file]?.replacing(input.schema.old, with: input.schema.new)
    #expect(files != input.files)
    let changed = try judge(input.given(files), outputs)
    #expect(changed.contains { !($0.differences + $0.doubtful).isEmpty || !$0.missingFiles.isEmpty })

    let name = input.isFile ? input.output.file : "out/\(input.output.file)"
    let text = String(decoding: try #require(outputs[name]), as: UTF8.self)
    let other = text.replacing(input.output.old, with: input.output.new)
    #expect(!text.utf8.elementsEqual(other.utf8), "\(text)")
    outputs[name] = Array(other.utf8)
    let edited = try judge(input, outputs).filter { $0.output.description == name }
    #expect(edited.contains { !$0.differences.isEmpty }, "\(edited)")
  }
}

extension ModuleRegenerationTests.Case {
  func editing(output: Edit) -> Self {
    .init(name: name, files: files, main: main, isFile: isFile, options: options, schema: schema, output: output)
  }

  func given(_ files: [String: String]) -> Self {
    .init(name: name, files: files, main: main, isFile: isFile, options: options, schema: schema, output: output)
  }
}
