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

  @Test func refusesWhatIsNoSchema() throws {
    let library = try library(["a.json": #"{"properties": {"x": {"required": ["a"], "properties": 3}}}"#])
    #expect(library.problems.values.map(\.reason) == ["'properties' must be an object, found a scalar"])
  }
}
