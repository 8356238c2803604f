import SourceText
import Testing

struct PythonTests {
  @Test func commentsEndWithTheirLine() {
    expect("x = 1  ⟪# note⟫\n⟪# a ' quote⟫\r\ny", as: .python)
  }

  @Test func stringsHaveTheirPrefixes() {
    expect("‹'a'› ‹\"b # c\"› ‹rb'\\''› ‹BR\"x\"› ‹u'y'› xx‹'z'›", as: .python)
  }

  @Test func threeQuotesReachOverLines() {
    expect("def f():\n  ‹\"\"\"Doc # no\n  'x' \"\" \\\"\"\" \"\"\"›\n  pass", as: .python)
  }

  @Test func aLineEndsAStringThatIsNotClosed() {
    expect("x = ‹'abc›\n⟪# comment⟫\n‹'a\\\nb'›", as: .python)
  }

  @Test func fieldsOfFormattedStringsAreCode() {
    expect("‹f'a›{b}‹{{c}} \\N{DASH}›{d!r:‹>›{w}}‹'›", as: .python)
    expect("‹f'›{x[‹'a'›]}‹'›", as: .python)
    expect("‹rf\"\\d›{n}‹\"›", as: .python)
  }

  @Test func fieldsMayHoldCommentsAndBrackets() {
    expect("‹f'''›{  ⟪# why: }'''⟫\n  {1: 2}[1]:‹ >3›}‹'''›", as: .python)
    expect("‹f\"›{f(lambda x: x)}‹\"›", as: .python)
  }

  @Test func templatesAreReadAlike() {
    expect("‹t'a›{b}‹'›", as: .python)
  }
}
