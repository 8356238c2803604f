import Contracts
import DriftModel
import Testing

@Suite struct SchemaLibraryTests {
  private func library(_ files: [String: String]) throws -> SchemaLibrary {
    var library = SchemaLibrary()
    for (name, text) in files { library.add(Array(text.utf8), at: try #require(RepositoryPath(name))) }
    return library
  }

  private func target(_ reference: String, in files: [String: String], from name: String = "a.json") throws -> String? {
    let library = try library(files)
    let path = try #require(RepositoryPath(name))
    let root = try #require(library.document(path))
    return library.resolve(reference, from: root).map { "\($0.path)#" + $0.pointer.map { "/\($0)" }.joined() }
  }

  @Test func followsReferencesByPointerPathIdentifierAndAnchor() throws {
    let files = [
      "a.json": #"{"$id": "https://x.test/s/a.json", "$defs": {"p/q": {"$anchor": "here"}}}"#,
      "b.json": #"{"$id": "https://x.test/s/b.json"}"#,
      "sub/c.json": "{}",
    ]
    #expect(try target("#", in: files) == "a.json#")
    #expect(try target("#/$defs/p~1q", in: files) == "a.json#/$defs/p/q")
    #expect(try target("#here", in: files) == "a.json#/$defs/p/q")
    #expect(try target("b.json", in: files) == "b.json#")
    #expect(try target("https://x.test/s/b.json", in: files) == "b.json#")
    #expect(try target("sub/c.json", in: files) == "sub/c.json#")
    #expect(try target("https://x.test/s/none.json", in: files) == nil)
    #expect(try target("../../etc/passwd", in: files) == nil)
  }

  @Test(arguments: [
    (#"{"$ref": "b.json"}"#, ["b.json"]), ("{\"$ref\" \n:\t\"b.json#/x\"}", ["b.json"]),
    (#"{"\u0024ref": "b.json"}"#, ["b.json"]), (##"{"$ref": "#/x", "not": {"$ref": "b.json"}}"##, ["b.json"]),
    (##"{"$ref": "#/x"}"##, []), (#"{"properties": {"$ref": {"$ref": "b.json"}}}"#, ["b.json"]),
    (#"{"properties": {"$ref": {"description": "b.json"}}}"#, []), (#"{"description": "\"$ref\": \"b.json\""}"#, []),
  ])
  func namesTheDocumentsThatAreMissing(text: String, missing: [String]) throws {
    let path = try #require(RepositoryPath("a.json"))
    #expect(try library(["a.json": text]).missingReferences(of: path).map(\.description) == missing)
  }

  @Test func findsIdentifiersHoweverTheyAreWritten() throws {
    let files = [
      "a.json":
        #"{"$defs": {"p": {"\u0024anchor": "here"}, "q": {"$id": "https://x.test/q"}, "r": {"$anchor": "here"}}}"#,
      "b.yaml": "$defs:\n  p:\n    $id: https://x.test/p\n",
    ]
    #expect(try target("#here", in: files) == "a.json#/$defs/p")
    #expect(try target("https://x.test/q", in: files) == "a.json#/$defs/q")
    #expect(try target("https://x.test/p", in: files) == "b.yaml#/$defs/p")
  }

  @Test func refusesWhatIsNoSchema() throws {
    let library = try library(["a.json": #"{"properties": {"x": {"required": ["a"], "properties": 3}}}"#])
    #expect(library.problems.values.map(\.reason) == ["'properties' must be an object, found a scalar"])
  }
}
