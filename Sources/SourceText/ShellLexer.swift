/// Comments and strings of shell scripts; here-documents are strings, the inside of `$( )` is code.
struct ShellLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0
  private var open: [Frame] = []
  /// Where the stretch of string begins that is being read, while the innermost frame is a string.
  private var stretch = 0
  /// The here-documents that begin behind the end of this line.
  private var pending: [HereDocument] = []
  /// How many backticks are open: within one, the next one closes it, however quoted.
  private var backticks = 0
  /// Whether a command may begin here, so that `case` is a keyword.
  private var expectsCommand = true

  private enum Frame: Equatable {
    case doubleQuote
    /// `${…}`; within double quotes it is part of the string.
    case parameter(inString: Bool)
    /// `(…)`, `$(…)`, `<(…)`, with the number of `case` that are open in it.
    case parens(cases: Int)
    /// Each parenthesis of `((…))`.
    case arithmetic
    case backtick

    var isString: Bool { self == .doubleQuote || self == .parameter(inString: true) }
  }

  private struct HereDocument {
    let delimiter: [UInt8]
    let ignoresTabs: Bool
  }

  init(_ text: Source) { self.text = text }

  mutating func step() {
    if let frame = open.last, frame.isString { stepInString(frame) } else { stepInCode() }
  }

  mutating func finish() {
    if open.last?.isString == true { list.add(.string, stretch, text.count) }
  }

  // MARK: Code

  private mutating func stepInCode() {
    let byte = text[at]
    if byte.isIdentifier {
      readWord()
      return
    }
    switch byte {
    case Byte.space, Byte.tab: at += 1
    case Byte.newline:
      at += 1
      expectsCommand = true
      readHereDocuments()
    case Byte.hash:
      if startsComment {
        readLineComment()
      } else {
        at += 1
        expectsCommand = false
      }
    case Byte.backslash: at += 2
    case Byte.singleQuote:
      let end = min(text.firstOffset(of: byte, from: at + 1) + 1, text.count)
      list.add(.string, at, end)
      at = end
      expectsCommand = false
    case Byte.doubleQuote:
      begin(.doubleQuote, from: at, length: 1)
    case Byte.dollar: readDollar()
    case Byte.backtick: readBacktick()
    case Byte.openParen:
      // `((` is arithmetic, where `<<` shifts and `#` gives a base.
      if text[at + 1] == Byte.openParen {
        open += [.arithmetic, .arithmetic]
        at += 2
      } else {
        open.append(open.last == .arithmetic ? .arithmetic : .parens(cases: 0))
        at += 1
      }
      expectsCommand = true
    case Byte.closeParen: closeParen()
    case Byte.closeBrace:
      at += 1
      if open.last == .parameter(inString: false) { open.removeLast() }
    case Byte.less where text[at + 1] == byte: readRedirection()
    case Byte.semicolon, Byte.ampersand, Byte.bar, Byte.openBrace, Byte.bang:
      at += 1
      expectsCommand = true
    default:
      at += 1
      expectsCommand = false
    }
  }

  /// Whether a `#` at the place read stands where a word would begin.
  private var startsComment: Bool {
    switch open.last {
    case .arithmetic, .parameter: return false
    default: break
    }
    guard at > 0 else { return true }
    let before = text[at - 1]
    switch before {
    case Byte.semicolon, Byte.ampersand, Byte.bar, Byte.openParen, Byte.closeParen, Byte.backtick, Byte.less,
      Byte.greater:
      return !isEscaped(at - 1)
    default: return before.isSpace && !isEscaped(at - 1)
    }
  }

  /// Whether the byte at an offset stands behind a single backslash. Enough for what stands before a comment.
  private func isEscaped(_ offset: Int) -> Bool {
    text[offset - 1] == Byte.backslash && text[offset - 2] != Byte.backslash && text[offset] != Byte.newline
  }

  private mutating func readWord() {
    let start = at
    at = text.endOfIdentifier(from: at)
    guard expectsCommand else { return }
    expectsCommand = false
    let word = start..<at
    switch word.count {
    case 4 where text.equals(word, "case") && text[at].isSpace: countCases(by: 1)
    case 4 where text.equals(word, "esac"): countCases(by: -1)
    case 2 where text.equals(word, "do") || text.equals(word, "if"),
      4
    where text.equals(word, "then") || text.equals(word, "else") || text.equals(word, "elif")
      || text.equals(word, "time"),
      5 where text.equals(word, "while") || text.equals(word, "until"):
      expectsCommand = true
    default: break
    }
  }

  private mutating func countCases(by change: Int) {
    guard case .parens(let cases) = open.last else { return }
    open[open.count - 1] = .parens(cases: max(cases + change, 0))
  }

  private mutating func closeParen() {
    at += 1
    expectsCommand = true
    switch open.last {
    case .parens(let cases) where cases == 0: endFrame()
    case .arithmetic: endFrame()
    default: break
    }
  }

  /// Leaves the innermost frame of code; if a string is around it, the string goes on.
  private mutating func endFrame() {
    open.removeLast()
    if open.last?.isString == true { stretch = at }
    if open.last != nil { expectsCommand = false }
  }

  private mutating func readBacktick() {
    at += 1
    if open.last == .backtick {
      backticks -= 1
      endFrame()
    } else {
      backticks += 1
      open.append(.backtick)
      expectsCommand = true
    }
  }

  private mutating func readDollar() {
    expectsCommand = false
    switch text[at + 1] {
    case Byte.singleQuote:
      let end = min(text.endOfQuotedLines(Byte.singleQuote, from: at + 2), text.count)
      list.add(.string, at, end)
      at = end
    case Byte.doubleQuote: begin(.doubleQuote, from: at, length: 2)
    case Byte.openParen: openSubstitution()
    case Byte.openBrace:
      open.append(.parameter(inString: false))
      at += 2
    default:
      // `$#`, `$$`, `$name`.
      at += text[at + 1] == Byte.hash || text[at + 1] == Byte.dollar || text[at + 1] == Byte.bang ? 2 : 1
    }
  }

  /// Goes on at a `$(`.
  private mutating func openSubstitution() {
    if text[at + 2] == Byte.openParen {
      open += [.arithmetic, .arithmetic]
      at += 3
    } else {
      open.append(.parens(cases: 0))
      at += 2
    }
    expectsCommand = true
  }

  // MARK: Strings

  private mutating func begin(_ frame: Frame, from start: Int, length: Int) {
    stretch = start
    open.append(frame)
    at += length
    expectsCommand = false
  }

  private mutating func stepInString(_ frame: Frame) {
    switch text[at] {
    case Byte.backslash: at += 2
    case Byte.doubleQuote:
      at += 1
      if frame == .doubleQuote { endString() } else { open.append(.doubleQuote) }
    case Byte.closeBrace:
      at += 1
      if frame != .doubleQuote { open.removeLast() }
    case Byte.dollar where text[at + 1] == Byte.openParen:
      list.add(.string, stretch, at)
      openSubstitution()
    case Byte.dollar where text[at + 1] == Byte.openBrace:
      at += 2
      open.append(.parameter(inString: true))
    case Byte.backtick where backticks == 0:
      list.add(.string, stretch, at)
      readBacktick()
    default: at += 1
    }
  }

  private mutating func endString() {
    open.removeLast()
    // A string within a parameter of a string is the same stretch.
    if open.last?.isString != true { list.add(.string, stretch, min(at, text.count)) }
  }

  // MARK: Here-documents

  private mutating func readRedirection() {
    at += 2
    if text[at] == Byte.less {
      at += 1
      return
    }
    if open.last == .arithmetic { return }
    if case .parameter = open.last { return }
    let ignoresTabs = text[at] == Byte.minus
    if ignoresTabs { at += 1 }
    while text[at].isBlank { at += 1 }
    var delimiter: [UInt8] = []
    var quote: UInt8 = 0
    let start = at
    while at < text.count {
      let byte = text[at]
      if byte == Byte.newline { break }
      if quote != 0 {
        if byte == quote { quote = 0 } else { delimiter.append(byte) }
      } else if byte == Byte.singleQuote || byte == Byte.doubleQuote {
        quote = byte
      } else if byte == Byte.backslash {
        at += 1
        if at < text.count { delimiter.append(text[at]) }
      } else if byte.isSpace || ";|&<>()`".utf8.contains(byte) {
        break
      } else {
        delimiter.append(byte)
      }
      at += 1
    }
    at = min(at, text.count)
    if at > start { pending.append(HereDocument(delimiter: delimiter, ignoresTabs: ignoresTabs)) }
  }

  /// Reads the here-documents that begin at the place read, which is the beginning of a line.
  private mutating func readHereDocuments() {
    guard !pending.isEmpty else { return }
    for (index, document) in pending.enumerated() {
      if index > 0, at < text.count { at += text[at] == Byte.carriageReturn ? 2 : 1 }
      let start = min(at, text.count)
      while at < text.count {
        let end = text.endOfLine(from: at)
        var first = at
        while document.ignoresTabs, text[first] == Byte.tab { first += 1 }
        if matches(document.delimiter, first..<max(first, end)) { break }
        at = min(text.firstOffset(of: Byte.newline, from: end) + 1, text.count)
      }
      list.add(.string, start, at)
      at = text.endOfLine(from: at)
    }
    pending = []
  }

  private func matches(_ delimiter: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count == delimiter.count else { return false }
    for (offset, byte) in delimiter.enumerated() where text[range.lowerBound + offset] != byte { return false }
    return true
  }
}
