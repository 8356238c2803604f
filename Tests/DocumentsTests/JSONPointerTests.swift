import Documents
import DriftModel
import Testing

struct JSONPointerTests {
  private let document = """
    {"foo": ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8, "01": 2, "é": {"$id": 3}}
    """

  @Test(arguments: [
    ("/foo", #"["bar", "baz"]"#), ("/foo/0", #""bar""#), ("/foo/1", #""baz""#), ("/", "0"), ("/a~1b", "1"),
    ("/m~0n", "8"), ("/01", "2"), ("/é/$id", "3"),
  ])
  func resolves(pointer: String, meaning: String) throws {
    #expect(try JSONPointer(pointer).resolve(in: read(document, as: .json))?.meaning == meaning)
  }

  @Test func emptyPointerIsTheDocument() throws {
    let node = try read(document, as: .json)
    #expect(try JSONPointer("").resolve(in: node) == node)
  }

  @Test(arguments: [
    ("/foo/2", #"["bar", "baz"]"#, ["2"]), ("/foo/-", #"["bar", "baz"]"#, ["-"]),
    ("/foo/00", #"["bar", "baz"]"#, ["00"]),
    ("/foo/0/x/y", #""bar""#, ["x", "y"]), ("/foo/+1", #"["bar", "baz"]"#, ["+1"]),
    ("/foo/99999999999999999999", #"["bar", "baz"]"#, ["99999999999999999999"]), ("/é/x~1y", "{$id: 3}", ["x/y"]),
  ])
  func nearestIsTheDeepestThatExists(pointer: String, meaning: String, unresolved: [String]) throws {
    let node = try read(document, as: .json)
    let pointer = try JSONPointer(pointer)
    #expect(pointer.resolve(in: node) == nil)
    #expect(pointer.nearest(in: node).node.meaning == meaning)
    #expect(pointer.nearest(in: node).unresolved == unresolved)
  }

  @Test func unescapesInOrder() throws {
    #expect(try JSONPointer("/~01").tokens == ["~1"])
    #expect(try JSONPointer("/a//b").tokens == ["a", "", "b"])
    #expect(try JSONPointer("/~01").description == "/~01")
  }

  @Test(arguments: [
    ("version", "'version': a JSON pointer begins with '/'", ["did you mean '/version'?"]),
    ("/a~2", "'/a~2': '~' stands before '0' or '1' in a JSON pointer: '~0' is '~' itself, '~1' is '/'", []),
    ("/a~", "'/a~': '~' stands before '0' or '1' in a JSON pointer: '~0' is '~' itself, '~1' is '/'", []),
  ])
  func refuses(text: String, message: String, help: [String]) {
    let location = Location(file: file, region: Region(line: 1, column: 1, length: 3))
    var problems: [ConfigProblem] = []
    let value = Codec<JSONPointer>.jsonPointer.decode(
      DocumentNode(.scalar(text, style: .plain), at: location), &problems)
    #expect(value == nil)
    #expect(problems == [ConfigProblem(message, at: location, help: help)])
  }

  @Test func refusesWhatIsNoText() throws {
    var problems: [ConfigProblem] = []
    _ = Codec<JSONPointer>.jsonPointer.decode(try read("{}", as: .json), &problems)
    _ = Codec<JSONPointer>.jsonPointer.decode(try read("---\n", as: .yaml), &problems)
    #expect(
      problems.map(\.message) == [
        "expected a JSON pointer, found a mapping", "expected a JSON pointer, found an empty value",
      ])
    problems = []
    #expect(Codec<JSONPointer>.jsonPointer.decode(try read("''", as: .yaml), &problems)?.tokens == [])
  }
}

struct DocumentFormatTests {
  @Test(arguments: [
    ("a.yml", DocumentFormat.yaml), ("x/b.YAML", .yaml), ("c.Json", .json), ("poetry.lock.toml", .toml),
    (".yml", .yaml),
    ("a.txt", nil), ("json", nil), ("a.json/b", nil), ("a.jsonc", nil), ("a.", nil),
  ])
  func isKnownByTheEnding(path: String, format: DocumentFormat?) throws {
    #expect(DocumentFormat(endingOf: try #require(RepositoryPath(path))) == format)
  }
}
