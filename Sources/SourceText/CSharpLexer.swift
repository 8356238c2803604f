/// The comments and strings of C#; the inside of `{ }` in an interpolated string is code.
struct CSharpLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0
  private var open: [Literal] = []
  /// Quotes before this offset mean nothing: they stand in the message of a directive.
  private var quietUntil = 0

  private struct Literal {
    /// How many quotes close it; more than one in a raw literal.
    let quotes: Int
    let isVerbatim: Bool
    /// How many braces begin an interpolation; 0 if none do.
    let dollars: Int
    /// How many brackets are open within the interpolation.
    var brackets = 0
  }

  init(_ text: Source) { self.text = text }

  mutating func step() {
    let start = at
    let byte = text[at]
    switch byte {
    case Byte.slash where text[at + 1] == Byte.slash: readAnyLineComment()
    case Byte.slash where text[at + 1] == Byte.star: readBlockComment(nests: false)
    case Byte.singleQuote where at >= quietUntil: readQuoted(from: start)
    case Byte.doubleQuote where at >= quietUntil: readString(from: start, dollars: 0, isVerbatim: false)
    case Byte.dollar, Byte.at:
      var dollars = 0
      var isVerbatim = false
      while text[at] == Byte.dollar || text[at] == Byte.at {
        if text[at] == Byte.dollar { dollars += 1 } else { isVerbatim = true }
        at += 1
      }
      if text[at] == Byte.doubleQuote { readString(from: start, dollars: dollars, isVerbatim: isVerbatim) }
    case Byte.hash:
      at += 1
      readDirective()
    default:
      at += 1
      if !open.isEmpty { stepInInterpolation(byte) }
    }
  }

  private mutating func readDirective() {
    var first = at
    while text[first].isBlank { first += 1 }
    let word = first..<text.endOfIdentifier(from: first)
    if text.equals(word, "error") || text.equals(word, "warning") || text.equals(word, "region")
      || text.equals(word, "endregion")
    {
      quietUntil = text.endOfLine(from: at)
    }
  }

  private mutating func readString(from start: Int, dollars: Int, isVerbatim: Bool) {
    let run = text.run(of: Byte.doubleQuote, at: at)
    let quotes = run >= 3 && !isVerbatim ? run : 1
    at += quotes
    open.append(Literal(quotes: quotes, isVerbatim: isVerbatim, dollars: dollars))
    readLiteral(from: start)
  }

  private mutating func readLiteral(from start: Int) {
    guard let literal = open.last else { return }
    let isRaw = literal.quotes > 1
    while at < text.count {
      let byte = text[at]
      if byte == Byte.doubleQuote {
        if isRaw {
          let run = text.run(of: byte, at: at)
          at += run
          if run >= literal.quotes { break }
        } else if literal.isVerbatim, text[at + 1] == byte {
          at += 2
        } else {
          at += 1
          break
        }
      } else if byte == Byte.openBrace, literal.dollars > 0 {
        let run = text.run(of: byte, at: at)
        // Doubled braces are braces; in a raw literal, fewer than the dollars are.
        let begins = isRaw ? run >= literal.dollars : run % 2 == 1
        at += run
        if begins {
          list.add(.string, start, at - literal.dollars.clamped(isRaw: isRaw))
          open[open.count - 1].brackets = 0
          return
        }
      } else if byte == Byte.backslash, !isRaw, !literal.isVerbatim {
        at += 2
      } else if byte == Byte.newline, !isRaw, !literal.isVerbatim {
        break
      } else {
        at += 1
      }
    }
    at = min(at, text.count)
    list.add(.string, start, at)
    open.removeLast()
  }

  /// Goes on behind a byte of code within an interpolation.
  private mutating func stepInInterpolation(_ byte: UInt8) {
    let innermost = open.count - 1
    switch byte {
    case Byte.openParen, Byte.openBracket, Byte.openBrace: open[innermost].brackets += 1
    case Byte.closeParen, Byte.closeBracket:
      if open[innermost].brackets > 0 { open[innermost].brackets -= 1 }
    case Byte.closeBrace:
      if open[innermost].brackets > 0 {
        open[innermost].brackets -= 1
      } else {
        endInterpolation(at - 1)
      }
    case Byte.colon where text[at] == Byte.colon:
      // `global::System`.
      at += 1
    case Byte.colon where open[innermost].brackets == 0:
      // The format is text up to the brace.
      let start = at
      while at < text.count, text[at] != Byte.closeBrace, text[at] != Byte.doubleQuote, text[at] != Byte.newline {
        at += 1
      }
      list.add(.string, start, at)
      if text[at] == Byte.closeBrace {
        at += 1
        endInterpolation(at - 1)
      } else {
        readLiteral(from: at)
      }
    default: break
    }
  }

  private mutating func endInterpolation(_ brace: Int) {
    if let literal = open.last, literal.quotes > 1 {
      at = brace + min(max(text.run(of: Byte.closeBrace, at: brace), 1), literal.dollars)
    }
    readLiteral(from: at)
  }
}

extension Int {
  /// How many braces of a run begin the interpolation: the dollars of a raw literal, else one.
  fileprivate func clamped(isRaw: Bool) -> Int { isRaw ? self : 1 }
}
