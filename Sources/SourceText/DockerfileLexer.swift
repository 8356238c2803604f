/// Comments of Dockerfiles: lines whose first byte is `#`. Nothing there is told to be a string.
struct DockerfileLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0

  init(_ text: Source) { self.text = text }

  /// Reads a line.
  mutating func step() {
    while text[at].isBlank { at += 1 }
    if text[at] == Byte.hash { readLineComment() }
    at = text.firstOffset(of: Byte.newline, from: at) + 1
  }
}
