/// TOML's comments and strings; quoted keys are strings.
struct TOMLLexer {
  private let text: Source
  private var list = SpanList()
  private var at = 0

  init(_ text: Source) { self.text = text }

  mutating func run() -> [SourceSpan] {
    while at < text.count {
      let byte = text[at]
      switch byte {
      case Byte.hash:
        let end = text.endOfLine(from: at)
        list.add(.comment, at, end)
        at = end
      case Byte.doubleQuote, Byte.singleQuote: readString(byte)
      default: at += 1
      }
    }
    return list.spans
  }

  private mutating func readString(_ quote: UInt8) {
    let start = at
    let run = text.run(of: quote, at: at)
    let hasEscapes = quote == Byte.doubleQuote
    if run >= 3 {
      at += 3
      while at < text.count {
        if text[at] == quote {
          // Up to two quotes may stand before the closing three.
          let quotes = text.run(of: quote, at: at)
          at += min(quotes, 5)
          if quotes >= 3 { break }
        } else {
          at += text[at] == Byte.backslash && hasEscapes ? 2 : 1
        }
      }
    } else if hasEscapes {
      at = text.endOfQuoted(quote, from: at + 1)
    } else {
      at += 1
      while at < text.count, text[at] != quote, text[at] != Byte.newline { at += 1 }
      if text[at] == quote { at += 1 }
    }
    at = min(at, text.count)
    list.add(.string, start, at)
  }
}
