/// TOML's comments and strings; quoted keys are strings.
struct TOMLLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0

  init(_ text: Source) { self.text = text }

  mutating func step() {
    let byte = text[at]
    switch byte {
    case Byte.hash: readLineComment()
    case Byte.doubleQuote, Byte.singleQuote: readString(byte)
    default: at += 1
    }
  }

  private mutating func readString(_ quote: UInt8) {
    let start = at
    let hasEscapes = quote == Byte.doubleQuote
    if closes(quote, at: at) {
      at += 3
      while at < text.count {
        if closes(quote, at: at) {
          at += 3
          // Up to two quotes may stand before the closing three.
          if text[at] == quote { at += text[at + 1] == quote ? 2 : 1 }
          break
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

  private func closes(_ quote: UInt8, at offset: Int) -> Bool {
    text[offset] == quote && text[offset + 1] == quote && text[offset + 2] == quote
  }
}
