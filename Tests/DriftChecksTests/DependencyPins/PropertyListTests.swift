import Testing

@testable import DriftChecks

/// Property lists in the old form, as Xcode writes its projects.
struct PropertyListTests {
  private func read(_ text: String) -> PropertyList? { PropertyList(Array(text.utf8)) }

  @Test func readsWhatXcodeWrites() {
    let text = """
      // !$*UTF8*$!
      {
        isa = PBXGroup; /* a { comment; = ) */
        "a key" = "say \\"\\U00e9\\"\\n";
        children = (9F29 /* Core */, 'x y', (), );
        hash = <0fbd 77>;
        empty = "";
      }
      """
    #expect(
      read(text)
        == .table([
          "isa": .text("PBXGroup"), "a key": .text("say \"é\"\n"),
          "children": .list([.text("9F29"), .text("x y"), .list([])]), "hash": .text("0fbd 77"), "empty": .text(""),
        ]))
    #expect(read("(a, b)") == .list([.text("a"), .text("b")]))
  }

  @Test(arguments: [
    "", "{", "{ a = b }", "{ a b; }", "{ a = ; }", "(a b)", "(, a)", "\"open", "\"\\", "<0f", "a b", "{} {}", "/* open",
    "{ a = b; }\n<<<<<<< ours", String(repeating: "(", count: 200_000),
    String(repeating: "(", count: 200) + String(repeating: ")", count: 200),
  ])
  func readsNothingElse(text: String) { #expect(read(text) == nil) }
}
