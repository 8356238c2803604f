/// Go's comments and strings; runes are strings.
struct GoLexer {
  private let text: Source
  private var list = SpanList()
  private var at = 0

  init(_ text: Source) { self.text = text }

  mutating func run() -> [SourceSpan] {
    while at < text.count {
      let start = at
      switch text[at] {
      case Byte.slash where text[at + 1] == Byte.slash:
        at = text.endOfLine(from: at)
        list.add(.comment, start, at)
      case Byte.slash where text[at + 1] == Byte.star:
        at = text.endOfBlockComment(from: at, nests: false)
        list.add(.comment, start, at)
      case Byte.doubleQuote, Byte.singleQuote:
        at = min(text.endOfQuoted(text[at], from: at + 1), text.count)
        list.add(.string, start, at)
      case Byte.backtick:
        at = min(text.firstOffset(of: Byte.backtick, from: at + 1) + 1, text.count)
        list.add(.string, start, at)
      default: at += 1
      }
    }
    return list.spans
  }
}
