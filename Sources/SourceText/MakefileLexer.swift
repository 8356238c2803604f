/// Comments of makefiles, and the strings and comments of their recipes, which are shell.
struct MakefileLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0

  init(_ text: Source) { self.text = text }

  /// Reads a line, or several that a backslash joins.
  mutating func step() {
    if text[at] == Byte.tab { readRecipe() } else { readLine() }
    at = min(text.firstOffset(of: Byte.newline, from: at) + 1, text.count)
  }

  /// Reads a line of make: `#` begins a comment unless it is escaped or stands within `$( )`; a backslash at the end
  /// goes on with it.
  private mutating func readLine() {
    var brackets = 0
    while at < text.count {
      switch text[at] {
      case Byte.newline: return
      case Byte.backslash: skipEscape()
      case Byte.dollar where text[at + 1] == Byte.openParen || text[at + 1] == Byte.openBrace:
        brackets += 1
        at += 2
      case Byte.openParen, Byte.openBrace:
        if brackets > 0 { brackets += 1 }
        at += 1
      case Byte.closeParen, Byte.closeBrace:
        if brackets > 0 { brackets -= 1 }
        at += 1
      case Byte.hash where brackets == 0:
        let start = at
        at = text.endOfJoinedLine(from: at)
        list.add(.comment, start, at)
        return
      default: at += 1
      }
    }
  }

  /// Reads a line of a recipe. Its quotes and comments are the shell's.
  private mutating func readRecipe() {
    while at < text.count {
      let byte = text[at]
      let start = at
      switch byte {
      case Byte.newline: return
      case Byte.backslash: skipEscape()
      case Byte.singleQuote, Byte.doubleQuote:
        at = min(endOfQuoted(byte), text.count)
        list.add(.string, start, at)
      case Byte.hash where text[at - 1].isSpace: readLineComment()
      default: at += 1
      }
    }
  }

  /// Where a quoted word ends: on this line, unless the line goes on.
  private func endOfQuoted(_ quote: UInt8) -> Int {
    var end = at + 1
    while end < text.count {
      let byte = text[end]
      if byte == quote { return end + 1 }
      if byte == Byte.newline { return end }
      if byte == Byte.backslash, quote == Byte.doubleQuote || text[end + 1] == Byte.newline {
        end += 2
      } else {
        end += 1
      }
    }
    return end
  }
}
