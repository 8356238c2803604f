import Testing

@testable import Contracts

/// What Python says of a description that a generator indented by four and put between quotes.
@Suite struct DocstringTests {
  @Test(arguments: [
    ("one line", "one line"),
    // The second line is further in than the first, which is no indentation of the text.
    ("first\n\n second", "first\n\n second"),
    // A backslash that was not escaped ends the line in the middle, at the margin.
    (#"new line (\n) here"#, "    new line (\n) here"),
    ("carriage\rreturn", "carriage\nreturn"),
  ])
  func ofVersionsThatDoNotEscape(text: String, read: String) {
    #expect(PythonString.docstring(text, isEscaped: false) == read)
  }

  @Test(arguments: [
    (#"new line (\n) here"#, #"new line (\n) here"#),
    // These indent at line feeds alone, and Python ends a line at a carriage return too.
    ("carriage\rreturn", "    carriage\nreturn"),
  ])
  func ofVersionsThatEscape(text: String, read: String) {
    #expect(PythonString.docstring(text, isEscaped: true) == read)
  }
}
