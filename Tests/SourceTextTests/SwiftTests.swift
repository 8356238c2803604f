import SourceText
import Testing

struct SwiftTests {
  @Test func commentsNest() {
    expect("a ⟪/* b /* c */ */⟫ d ⟪// e⟫\nf", as: .swift)
  }

  @Test func interpolationIsCode() {
    expect("‹\"a ›\\(f(‹\"b›\\(c)‹\"›))‹ // d\"› ⟪// e⟫", as: .swift)
  }

  @Test func hashesMakeLiteralsRaw() {
    expect("‹#\"\\(a) \"b\" \\n›\\#(c)‹\"#› ‹#\"\"\"#› x", as: .swift)
    expect("‹##\"a\"#b\"##›", as: .swift)
  }

  @Test func linesInThreeQuotes() {
    expect("‹\"\"\"\n// a \"b\" \\\"\"\"\n›\\(c ⟪/* d */⟫)‹\n\"\"\"›", as: .swift)
  }

  @Test func regularExpressionsAreStrings() {
    expect("let r = ‹/a\"b\\/c/›; x / y / ‹\"z\"›", as: .swift)
    expect("f(‹/\"/›, 2) ⟪// c⟫\n‹#/ \" //a /#›\n‹#/\n \" # no comment\n/#›", as: .swift)
    expect("reduce(1, /) ‹\"a\"›; static func /(a: Int) -> Int { a/‹\"b\"› }", as: .swift)
  }

  @Test func rawIdentifiersHoldQuotes() {
    expect("func `it's \"x\" // y`() {} ⟪// z⟫", as: .swift)
  }
}
