/// Swift's comments and strings; regular expressions are strings, the inside of `\( )` is code.
struct SwiftLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0
  /// The literals whose interpolation encloses the place read, outermost first.
  private var open: [Literal] = []
  /// No `/…/` begins before this offset: a search for its end failed on this line.
  private var noRegexBefore = 0

  private struct Literal {
    let hashes: Int
    let isMultiline: Bool
    /// How many parentheses are open within the interpolation.
    var parens = 0
  }

  init(_ text: Source) { self.text = text }

  mutating func begin() { readInterpreterLine() }

  mutating func step() {
    let byte = text[at]
    if byte.isIdentifier {
      at = text.endOfIdentifier(from: at)
      return
    }
    switch byte {
    case Byte.slash: readSlash()
    case Byte.doubleQuote: readString(from: at, hashes: 0)
    case Byte.hash:
      let hashes = text.run(of: Byte.hash, at: at)
      if text[at + hashes] == Byte.doubleQuote {
        let start = at
        at += hashes
        readString(from: start, hashes: hashes)
      } else if text[at + hashes] == Byte.slash {
        readExtendedRegex(hashes)
      } else {
        at += hashes
      }
    case Byte.backtick: skipBacktickName()
    case Byte.openParen:
      if !open.isEmpty { open[open.count - 1].parens += 1 }
      at += 1
    case Byte.closeParen:
      at += 1
      guard let innermost = open.last else { return }
      if innermost.parens > 0 {
        open[open.count - 1].parens -= 1
      } else {
        readLiteral(from: at)
      }
    default: at += 1
    }
  }

  // MARK: Strings

  /// Reads a literal whose quote stands at the place read.
  private mutating func readString(from start: Int, hashes: Int) {
    let looksMultiline = text[at + 1] == Byte.doubleQuote && text[at + 2] == Byte.doubleQuote
    // `#"""#` is one line that holds a quote.
    let isMultiline = looksMultiline && (hashes == 0 || !closesOnLine(from: at + 1, hashes: hashes))
    at += isMultiline ? 3 : 1
    open.append(Literal(hashes: hashes, isMultiline: isMultiline))
    readLiteral(from: start)
  }

  private func closesOnLine(from start: Int, hashes: Int) -> Bool {
    var at = start
    while at < text.count, text[at] != Byte.newline, text[at] != Byte.carriageReturn {
      if text[at] == Byte.doubleQuote, text.run(of: Byte.hash, at: at + 1) >= hashes { return true }
      at += 1
    }
    return false
  }

  /// Reads the text of the innermost literal, up to its next interpolation or its end.
  private mutating func readLiteral(from start: Int) {
    guard let literal = open.last else { return }
    while at < text.count {
      let byte = text[at]
      if byte == Byte.doubleQuote {
        let quotes = literal.isMultiline ? 3 : 1
        let isClosed = quotes == 1 || (text[at + 1] == byte && text[at + 2] == byte)
        if isClosed, hasHashes(literal.hashes, at: at + quotes) {
          at += quotes + literal.hashes
          break
        }
        at += 1
      } else if byte == Byte.backslash {
        at += 1
        guard hasHashes(literal.hashes, at: at) else { continue }
        at += literal.hashes
        if text[at] == Byte.openParen {
          list.add(.string, start, at - literal.hashes - 1)
          at += 1
          open[open.count - 1].parens = 0
          return
        }
        if literal.isMultiline || !text[at].endsLine { at += 1 }
      } else if !literal.isMultiline, byte.endsLine {
        break
      } else {
        at += 1
      }
    }
    at = min(at, text.count)
    list.add(.string, start, at)
    open.removeLast()
  }

  private func hasHashes(_ count: Int, at offset: Int) -> Bool {
    var index = 0
    while index < count {
      guard text[offset + index] == Byte.hash else { return false }
      index += 1
    }
    return true
  }

  // MARK: Slashes

  private mutating func readSlash() {
    switch text[at + 1] {
    case Byte.slash: readAnyLineComment()
    case Byte.star: readBlockComment(nests: true)
    default:
      let end = endOfRegex()
      if let end { list.add(.string, at, end) }
      at = end ?? at + 1
    }
  }

  /// Where the `/…/` ends that begins at the place read; nil if the slash is an operator.
  ///
  /// The rules are those of the compiler (SE-0354): it stands where a prefix operator would, does not begin or end with
  /// a blank, closes on its line, and does not close a parenthesis that it did not open.
  private mutating func endOfRegex() -> Int? {
    guard at >= noRegexBefore, !isLeftBound, !text[at + 1].isSpace, !declaresOperator else { return nil }
    var end = at + 1
    var parens = 0
    while end < text.count {
      switch text[end] {
      case Byte.newline, Byte.carriageReturn:
        noRegexBefore = end
        return nil
      case Byte.backslash where !text[end + 1].endsLine: end += 2
      case Byte.openParen:
        parens += 1
        end += 1
      case Byte.closeParen:
        guard parens > 0 else {
          noRegexBefore = end
          return nil
        }
        parens -= 1
        end += 1
      case Byte.slash:
        return text[end - 1].isBlank ? nil : end + 1
      default: end += 1
      }
    }
    noRegexBefore = text.count
    return nil
  }

  private var isLeftBound: Bool {
    let before = text[at - 1]
    if at == 0 || before.isSpace { return false }
    switch before {
    case Byte.openParen, Byte.openBracket, Byte.openBrace, Byte.comma, Byte.semicolon, Byte.colon: return false
    case Byte.slash: return text[at - 2] != Byte.star
    default: return true
    }
  }

  private var declaresOperator: Bool {
    var end = at
    while end > 0, text[end - 1].isBlank { end -= 1 }
    return text.has("func", at: end - 4) || text.has("operator", at: end - 8)
  }

  /// Reads `#/…/#`, on one line or, if nothing follows the opening delimiter on its line, on several.
  private mutating func readExtendedRegex(_ hashes: Int) {
    let start = at
    at += hashes + 1
    var first = at
    while text[first].isBlank { first += 1 }
    let isMultiline = text[first].endsLine
    var end = at
    while end < text.count {
      let byte = text[end]
      if byte == Byte.slash, hasHashes(hashes, at: end + 1) {
        at = end + 1 + hashes
        list.add(.string, start, at)
        return
      }
      if byte.endsLine, !isMultiline { break }
      end += byte == Byte.backslash && !text[end + 1].endsLine ? 2 : 1
    }
    at = min(end, text.count)
    if isMultiline { list.add(.string, start, at) }
  }
}

extension UInt8 {
  @inline(__always)
  fileprivate var endsLine: Bool { self == Byte.newline || self == Byte.carriageReturn }
}
