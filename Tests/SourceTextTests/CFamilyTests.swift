import SourceText
import Testing

struct CFamilyTests {
  @Test func cJoinsLines() {
    expect("⟪// a \\\n b⟫\nx = ‹\"c\\\n d\"›;", as: .c)
    expect("⟪// a \\⟫\nx = ‹\"c\"›;", as: .java)
  }

  @Test func rawStringsOfCPlusPlus() {
    expect("a = ‹R\"x( \" )\" // )x\"›; b = ‹u8R\"(\")\"›; c = ‹L'd'›; n = 1'000'000; ⟪// e⟫", as: .cpp)
  }

  @Test func messagesOfDirectivesOpenNoString() {
    expect("#error don't do this\n‹'a'› ⟪// b⟫", as: .c)
    expect("#region it's\n‹'a'›", as: .csharp)
  }

  @Test func textBlocksOfJava() {
    expect("x = ‹\"\"\"\n \" // a \\\"\"\"\n \"\"\"›; ⟪// b⟫", as: .java)
  }

  @Test func templatesOfKotlin() {
    expect("‹\"a $b ›${c(‹\"}\"›)}‹\"› ‹\"\"\"\"x\" ›${y}‹ \"\"\"\"› ⟪/* /* */ */⟫ ‹'\\''›", as: .kotlin)
    expect("‹$$\"\"\"${a} ›$${b}‹\"\"\"›", as: .kotlin)
  }

  @Test func stringsOfCSharp() {
    expect("‹@\"a\\\"›; ‹$\"b ›{c:‹x2›}‹ {{d}}\"›; ‹@\"e \"\" f\"›; ‹'\"'›", as: .csharp)
    expect("‹\"\"\"a \" b\"\"\"›; ‹$$\"\"\"{a} ›{{b}}‹ \"\"\"›; ⟪// c⟫", as: .csharp)
  }

  @Test func goHasRawStringsAndRunes() {
    expect("a := ‹`b\\`› + ‹'\\''› + ‹\"//\"› ⟪// c⟫", as: .go)
  }

  @Test func rustHasLifetimes() {
    expect("fn f<'a>(x: &'a str) -> char { ‹'a'› } ⟪/* /* */ */⟫ ‹r#\"a\"b\"#› ‹b'\\''› ‹'\"'› r#type ‹'é'›", as: .rust)
    expect("‹\"a\n// b\"› ‹br##\"c\"#d\"##› 'outer: loop {}", as: .rust)
  }
}
