import DriftModel
import Testing

struct PathPatternTests {
  @Test(arguments: [
    ("*.md", "README.md", true), ("*.md", "docs/README.md", false), ("docs/**/*.md", "docs/a.md", true),
    ("docs/**/*.md", "docs/x/y/a.md", true), ("**/Version.swift", "Version.swift", true),
    ("**/Version.swift", "a/b/Version.swift", true), ("a/**", "a/b/c", true), ("a/**", "a", false),
    ("a?c", "abc", true), ("a?c", "a/c", false), ("a?c", "aéc", true), ("[!a]b", "cb", true), ("[!a]b", "ab", false),
    ("[a-c]1", "b1", true), ("{a,b*}.txt", "bcd.txt", true), ("{a,b*}.txt", "c.txt", false),
    ("a\\*", "a*", true), ("a\\*", "ab", false), ("é", "e\u{301}", false), ("{n}.py", ".py", false),
    ("src/{p...}/x.py", "src/x.py", true), ("src/{p...}", "src/a/b", true), ("src/{p...}", "src", false),
  ])
  func matchesWholePaths(pattern: String, path: String, expected: Bool) throws {
    let path = try #require(RepositoryPath(path))
    #expect(try PathPattern(pattern).matches(path) == expected)
  }

  @Test func capturesGreedilyFromTheLeft() throws {
    let path = try #require(RepositoryPath("schemas/a.b.schema.json"))
    let captures = try PathPattern("schemas/{x}.{y}.json").captures(in: path)
    #expect(captures?["x"] == Array("a.b".utf8))
    #expect(captures?["y"] == Array("schema".utf8))
  }

  @Test func capturesWholeSegmentsAndNone() throws {
    let pattern = try PathPattern("src/{p...}/{n}.proto")
    let deep = try #require(RepositoryPath("src/a/b/c.proto"))
    let flat = try #require(RepositoryPath("src/c.proto"))
    #expect(pattern.captures(in: deep)?["p"] == Array("a/b".utf8))
    #expect(pattern.captures(in: flat)?["p"] == [])
    let output = try PathPattern("gen/{p...}/{n:snake}_pb.go")
    #expect(
      output.path(for: ["p": Array("a/b".utf8), "n": Array("FooBar".utf8)])?.description == "gen/a/b/foo_bar_pb.go")
    #expect(output.path(for: ["p": [], "n": Array("x-y.z".utf8)])?.description == "gen/x_y_z_pb.go")
  }

  @Test(arguments: [
    ("snake", "foo-barBaz.qux", "foo_bar_baz_qux"), ("kebab", "FooBar", "foo-bar"),
    ("camel", "foo-bar baz", "fooBarBaz"),
    ("pascal", "foo_bar", "FooBar"), ("lower", "FooBar", "foobar"), ("upper", "Foo-bar", "FOO-BAR"),
  ])
  func transformsNames(name: String, input: String, expected: String) throws {
    let transform = try #require(CaptureTransform(rawValue: name))
    #expect(String(decoding: transform.apply(to: Array(input.utf8)), as: UTF8.self) == expected)
  }

  @Test(arguments: [
    ("", "a pattern cannot be empty"), ("/a", "patterns are relative to the repository's root; remove the leading '/'"),
    ("a/../b", "'..' is not allowed; paths start at the root"), ("a//b", "'//' holds an empty segment"),
    ("a/", "a pattern names files; to match everything below a folder end it with '/**'"),
    ("a**b", "'**' stands for whole segments; write it between slashes"),
    ("{n}{n}", "the capture '{n}' stands here twice, which only a pattern that captures are put into can take"),
    ("{n:snak}", "':snak' is not a transform (snake, kebab, camel, pascal, lower, upper); did you mean ':snake'?"),
    ("{a,{b}}", "braces with a comma cannot hold captures or further braces"),
    ("[a", "'[' without ']'; write '\\[' for the character itself"),
    (".git/config", "'.git' cannot be part of a path in a repository"),
  ])
  func refusesWhatCannotBeMeant(pattern: String, message: String) {
    #expect { try PathPattern(pattern) } throws: { ($0 as? PathPatternProblem)?.message == message }
  }

  @Test func namesTheFoldersThatAreLiteral() throws {
    #expect(try PathPattern("libs/x/*.json").literalHead.description == "libs/x")
    #expect(try PathPattern("**/x").literalHead == .root)
    #expect(try PathPattern("a/b.txt").isLiteral)
  }

  @Test func staysCheapOnPatternsThatBacktrack() throws {
    let path = try #require(RepositoryPath(String(repeating: "a", count: 2000)))
    #expect(try !PathPattern(String(repeating: "*a", count: 30) + "b").matches(path))
  }
}
