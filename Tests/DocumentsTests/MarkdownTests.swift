import Documents
import DriftModel
import Testing

/// What is found in a Markdown document, and where.
struct MarkdownTests {
  private func read(_ text: String) throws -> (document: MarkdownDocument, bytes: [UInt8]) {
    let bytes = Array(text.utf8)
    return (try Documents.markdown(bytes, file: .external("a.md")), bytes)
  }

  private func destinations(_ text: String) throws -> [String] {
    let (document, bytes) = try read(text)
    return document.links.map { link in
      let written = link.range.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "-"
      return "\(link.isImage ? "!" : "")\(String(decoding: link.destination, as: UTF8.self)) [\(written)]"
    }
  }

  @Test func linksSayWhereTheirDestinationStands() throws {
    #expect(
      try destinations("See [a](b.md#c 'title') and ![i](<x y.png>).\n\n> - [q](deep/er.md)\n") == [
        "b.md#c [b.md#c]", "!x y.png [x y.png]", "deep/er.md [deep/er.md]",
      ])
  }

  @Test func aLinkByReferenceStandsAtItsDefinition() throws {
    let (document, bytes) = try read("[one][a] and [a]\n\n[a]: ./x.md\n[unused]: y.md\n")
    #expect(document.links.map(\.range) == [23..<29, 23..<29])
    #expect(String(decoding: bytes[23..<29], as: UTF8.self) == "./x.md")
  }

  @Test func escapesAndEntitiesAreResolved() throws {
    #expect(
      try destinations("[a](x\\_y.md) [b](x&amp;y.md) [c](&#97;.md)") == ["x_y.md [-]", "x&y.md [-]", "a.md [-]"])
  }

  @Test func codeIsNotSearchedForLinks() throws {
    #expect(try destinations("`[a](b)`\n\n    [c](d)\n\n```\n[e](f)\n```\n<!-- [g](h) -->\n") == [])
  }

  @Test func frontMatterIsPassedOver() throws {
    let (document, _) = try read("---\ntitle: a\n---\n# b\n")
    #expect(document.headings.map(\.text) == ["b"])
    #expect(document.headings.map(\.offset) == [19])
  }

  @Test func codeSaysWhereItStands() throws {
    let (document, bytes) = try read("`` a`b `` and\n\n1. ```Sh extra\n   cd x\n\n     ls\n   ```\n")
    #expect(document.codeSpans.map { String(decoding: bytes[$0.range], as: UTF8.self) } == ["a`b"])
    #expect(document.codeBlocks.map(\.language) == ["sh"])
    #expect(
      document.codeBlocks.first?.lines.map { String(decoding: bytes[$0], as: UTF8.self) } == ["cd x", "ls"])
  }

  @Test func headingsHaveTheirText() throws {
    let (document, _) = try read("# A `b` *c* [d](e) ![f](g) &amp;\n\nTwo\nlines\n---\n")
    #expect(document.headings.map(\.text) == ["A b c d  &", "Two\nlines"])
    #expect(document.headings.map(\.level) == [1, 2])
  }

  @Test(arguments: [
    "!!! note\n    ```py\n    a\n\n    b\n    ```\n\n# V\n", "a\n    ```\n\n# V\n",
    "a\nb\n\t~~~\n    c\n    ~~~\n\n# V\n",
    "```\na\n    ```\n# no\n```\n# V\n", "- a\n    ```\n    # no\n    ```\n\n# V\n",
  ])
  func anIndentedFenceInAParagraphHidesNothing(text: String) throws {
    #expect(try read(text).document.headings.map(\.text) == ["V"])
  }

  @Test func rawHTMLIsKeptWhole() throws {
    let (document, bytes) = try read("<p>\n  <img\n    src='a.png'>\n</p>\n\nx <a href=b>c</a>\n")
    #expect(
      document.html.map { String(decoding: bytes[$0], as: UTF8.self) } == [
        "<p>\n  <img\n    src='a.png'>\n</p>", "<a href=b>", "</a>",
      ])
  }

  @Test func aDefinitionThatIsReadOutWithoutEndIsALimit() throws {
    let text = "[a]: " + String(repeating: "u", count: 200_000) + "\n\n" + String(repeating: "[a]", count: 200_000)
    #expect(throws: DocumentProblem.self) { _ = try read(text).document.links.count }
  }

  @Test(arguments: [
    "[", "[a](<b", "![[]()", "*a_ ", "`a", "<a href='x'", "> ", "- ", "|x\n|-\n", "&", "\\", "\0", "\u{FFFD}[",
  ])
  func hostileTextIsReadInTime(piece: String) throws {
    let start = ContinuousClock.now
    _ = try? read(String(repeating: piece, count: 100_000))
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
