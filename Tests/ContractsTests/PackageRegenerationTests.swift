import Contracts
import DriftModel
import Testing

/// Packages of several modules, and kinds of output beside pydantic's, written by real generators while the test runs;
/// see ``Generators``.
@Suite(.enabled(if: Generators.areNamed))
struct PackageRegenerationTests {
  /// What a generator was given, and the folder or file of it that it was told to read.
  private struct Input {
    let files: [String: String]
    var main: String?
  }

  private static let folder = Input(files: [
    "common.json": """
    {"title": "Common", "type": "object", "properties": {"color": {"$ref": "#/definitions/Color"}},
     "definitions": {"Color": {"type": "string", "enum": ["red", "green"]},
      "Named": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}
    """,
    "pet.json": """
    {"title": "Pet", "type": "object", "allOf": [{"$ref": "common.json#/definitions/Named"}], "required": ["kind"],
     "properties": {"kind": {"type": "string"}, "color": {"$ref": "common.json#/definitions/Color"},
      "home": {"$ref": "places/home-address.json"}}}
    """,
    "places/home-address.json": """
    {"title": "HomeAddress", "type": "object", "properties": {"common": {"type": "string"},
      "paint": {"$ref": "../common.json#/definitions/Color"}, "wall": {"$ref": "../common.json"}}}
    """,
  ])

  private static let circle = Input(files: [
    "a.json": """
    {"title": "A", "type": "object", "properties": {"b": {"$ref": "b.json"}, "part": {"$ref": "b.json#/$defs/Part"}}}
    """,
    "b.json": """
    {"title": "B", "type": "object", "properties": {"a": {"$ref": "a.json"}, "part": {"$ref": "#/$defs/Part"}},
     "$defs": {"Part": {"type": "object", "properties": {"n": {"type": "integer"}, "a": {"$ref": "a.json"}}}}}
    """,
    "c.json": """
    {"title": "C", "type": "object", "properties": {"a": {"$ref": "a.json"}, "name": {"type": "string"}}}
    """,
  ])

  private static let dotted = Input(
    files: [
      "api.json": """
      {"title": "Api", "type": "object", "properties": {"pet": {"$ref": "#/definitions/shop.Pet"}},
       "definitions": {"shop.Pet": {"type": "object", "properties": {"tag": {"$ref": "#/definitions/shop.meta.Tag"}}},
        "shop.meta.Tag": {"type": "object", "properties": {"name": {"type": "string"}}},
        "other.Cat": {"type": "object", "allOf": [{"$ref": "#/definitions/shop.Pet"}],
         "properties": {"claws": {"type": "integer"}}}}}
      """
    ], main: "api.json")

  private static let records = Input(
    files: [
      "thing.json": """
      {"title": "Thing", "type": "object", "required": ["id", "dash-name", "list"], "description": "A thing.",
       "properties": {"note": {"type": "string", "title": "Note"}, "id": {"type": "integer", "minimum": 1},
        "dash-name": {"type": "string", "maxLength": 5}, "size-x": {"type": "number", "default": 1.5},
        "maybe": {"type": ["string", "null"]}, "list": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}, "default": []},
        "part": {"$ref": "#/$defs/Part", "default": {"n": 1}}, "tag": {"type": "string", "const": "t"},
        "color": {"$ref": "#/$defs/Color", "default": "red"}, "map": {"type": "object", "default": {"k": "v"},
         "additionalProperties": {"type": "string"}}},
       "$defs": {"Part": {"type": "object", "properties": {"n": {"type": "integer"}, "me": {"$ref": "#/$defs/Part"}}},
        "Color": {"type": "string", "enum": ["red", "green"]}, "Name": {"type": "string", "minLength": 1},
        "Child": {"type": "object", "allOf": [{"$ref": "#/$defs/Part"}], "required": ["must"],
         "properties": {"must": {"type": "string"}}}}}
      """
    ], main: "thing.json")

  /// The outputs by their paths; nil if this version does not know the options.
  private func generate(_ python: String, _ input: Input, _ options: [String]) throws -> [String: [UInt8]]? {
    let isFile = input.files.count == 1 && !(input.files.values.first ?? "").contains("shop.Pet")
    return try Generators.run(
      python, on: Dictionary(uniqueKeysWithValues: input.files.map { ("schemas/\($0)", $1) }),
      input: input.main.map { "schemas/\($0)" } ?? "schemas", output: isFile ? "out.py" : "out", options)
  }

  private func judge(
    _ files: [String: String], _ outputs: [String: [UInt8]]
  ) throws -> [ContractJudgement] {
    var library = SchemaLibrary()
    for (name, text) in files { library.add(Array(text.utf8), at: try #require(RepositoryPath("schemas/\(name)"))) }
    library.inputs = library.paths
    let subjects = try outputs.map { path, bytes in
      ContractSubject(output: try #require(RepositoryPath(path)), bytes: bytes, inputs: library.paths)
    }.sorted { $0.output < $1.output }
    return DatamodelGenerator.judge(subjects, schemas: library, options: nil, version: nil).judgements
  }

  /// Judges what was written, then what was written before `edit`; returns the outputs that then differ.
  private func expectAgreement(
    _ input: Input, _ options: [String], edit: (file: String, old: String, new: String)
  ) throws -> [Set<String>] {
    var differing: [Set<String>] = []
    for python in Generators.pythons {
      guard let outputs = try generate(python, input, options) else { continue }
      for judgement in try judge(input.files, outputs) {
        #expect(judgement.differences == [], "\(python) \(options) \(judgement.output)")
        #expect(judgement.unverified == [], "\(python) \(options) \(judgement.output)")
        #expect(judgement.missingFiles.isEmpty, "\(python) \(options) \(judgement.output)")
      }
      var files = input.files
      files[edit.file] = files[edit.file]?.replacing(edit.old, with: edit.new)
      #expect(files != input.files)
      differing.append(
        Set(try judge(files, outputs).filter { !($0.differences + $0.doubtful).isEmpty }.map(\.output.description)))
    }
    #expect(!differing.isEmpty)
    return differing
  }

  private static let models = [
    [], ["--output-model-type", "pydantic_v2.BaseModel"], ["--output-model-type", "typing.TypedDict"],
    ["--output-model-type", "dataclasses.dataclass"], ["--output-model-type", "msgspec.Struct"],
    ["--output-model-type", "pydantic_v2.dataclass"],
  ]

  @Test(arguments: models) func followsAFolder(_ options: [String]) throws {
    let differing = try expectAgreement(
      Self.folder, options, edit: ("places/home-address.json", #""paint""#, #""coat""#))
    #expect(differing.allSatisfy { $0 == ["out/places/home_address.py"] }, "\(differing)")
  }

  @Test func findsTheOutputsThatASharedTypeChanges() throws {
    let differing = try expectAgreement(Self.folder, [], edit: ("common.json", #""green""#, #""blue""#))
    #expect(differing.allSatisfy { $0 == ["out/common.py"] }, "\(differing)")
  }

  @Test(arguments: [[], ["--use-exact-imports"]]) func followsModulesThatNeedEachOther(_ options: [String]) throws {
    _ = try expectAgreement(
      Self.circle, ["--output-model-type", "pydantic_v2.BaseModel"] + options, edit: ("c.json", "string", "integer"))
  }

  @Test(arguments: models) func followsNamesWithDots(_ options: [String]) throws {
    _ = try expectAgreement(Self.dotted, options, edit: ("api.json", #""claws""#, #""paws""#))
  }

  @Test(
    arguments: models.dropFirst(2).flatMap {
      [$0, $0 + ["--use-standard-collections", "--use-union-operator"], $0 + ["--use-schema-description"]]
    })
  func followsEveryKindOfRecord(_ options: [String]) throws {
    let differing = try expectAgreement(Self.records, options, edit: ("thing.json", #""green""#, #""blue""#))
    #expect(differing.allSatisfy { $0 == ["out.py"] })
  }

  @Test func missesAModule() throws {
    for python in Generators.pythons {
      var outputs = try #require(try generate(python, Self.folder, []))
      outputs["out/pet.py"] = nil
      let missing = try judge(Self.folder.files, outputs).flatMap(\.missingFiles)
      #expect(missing.map(\.path.description) == ["out/pet.py"], "\(python)")
    }
  }
}
