/// JSON's strings, keys included, and the comments of the dialects that have them (`//`, `/* */`).
struct JSONLexer {
  private let text: Source
  private var list = SpanList()
  private var at = 0

  init(_ text: Source) { self.text = text }

  mutating func run() -> [SourceSpan] {
    while at < text.count {
      let start = at
      switch text[at] {
      case Byte.doubleQuote, Byte.singleQuote:
        at = min(text.endOfQuoted(text[at], from: at + 1), text.count)
        list.add(.string, start, at)
      case Byte.slash where text[at + 1] == Byte.slash:
        at = text.endOfLine(from: at)
        list.add(.comment, start, at)
      case Byte.slash where text[at + 1] == Byte.star:
        at = text.endOfBlockComment(from: at, nests: false)
        list.add(.comment, start, at)
      default: at += 1
      }
    }
    return list.spans
  }
}
