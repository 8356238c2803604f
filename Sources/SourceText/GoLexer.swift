/// Go's comments and strings; runes are strings.
struct GoLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0

  init(_ text: Source) { self.text = text }

  // Nothing but this runs for each byte: as a call of its own it would take as long again.
  @inline(__always)
  mutating func step() {
    let start = at
    switch text[at] {
    case Byte.slash where text[at + 1] == Byte.slash: readLineComment()
    case Byte.slash where text[at + 1] == Byte.star: readBlockComment(nests: false)
    case Byte.doubleQuote, Byte.singleQuote: readQuoted(from: start)
    case Byte.backtick:
      at = min(text.firstOffset(of: Byte.backtick, from: at + 1) + 1, text.count)
      list.add(.string, start, at)
    default: at += 1
    }
  }
}
