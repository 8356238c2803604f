import Documents
import DriftModel
import Testing

struct FrontmatterTests {
  private func frontmatter(_ bytes: [UInt8]) throws -> DocumentNode? {
    try Documents.frontmatter(of: bytes, file: file)
  }

  private func frontmatter(_ text: String) throws -> DocumentNode? { try frontmatter(Array(text.utf8)) }

  @Test(arguments: [
    ("---\nversion: 1.10\n---\n# Text\n", "{version: 1.10}"), ("---\na: 1\n...\nb: 2\n", "{a: 1}"),
    ("\u{FEFF}--- \r\na: 1\r\n---\t\r\n", "{a: 1}"), ("---\n---\n", "~"), ("---\n# c\n---\n", "~"),
    ("---\na: 1\n---", "{a: 1}"), ("---\na: 1\n---\n---\nb: 2\n---\n", "{a: 1}"),
    ("---\na: |\n  x\n  ---\n---\n", "{a: \"x\n---\n\"}"), ("---\na: 1\n-----------\n# Text\n\n---\n", "{a: 1}"),
  ])
  func readsTheFirstBlock(text: String, meaning: String) throws {
    #expect(try frontmatter(text)?.meaning == meaning)
  }

  @Test(arguments: [
    "", "---", "---\n", "---\na: 1\n", "\n---\na: 1\n---\n", " ---\na: 1\n---\n", "--- a\nb: 1\n---\n",
    "----\na: 1\n---\n",
    "...\na: 1\n---\n", "text\n---\na: 1\n---\n", "\u{FEFF}\u{FEFF}---\na: 1\n---\n",
  ])
  func seesNoneWhereNoneBegins(text: String) throws {
    #expect(try frontmatter(text) == nil)
  }

  @Test func linesAreThoseOfTheFile() throws {
    #expect(
      try frontmatter("\u{FEFF}---\né: 1\n---\n")?.places == ["{} 2:1-3", "é: 2:1-3", "1 2:5-6 @11..<12"])
    #expect { try frontmatter("---\na: 1\na: 2\n---\n") } throws: { error in
      (error as? DocumentProblem).map(described)
        == "3:1-2 the key 'a' stands here twice | it was first given on line 2, column 1"
    }
  }

  @Test func theTextBelowIsNotLookedAt() throws {
    #expect(try frontmatter(Array("---\na: 1\n---\n".utf8) + [0xFF, 0, 0xFE])?.meaning == "{a: 1}")
  }
}
