/// Comments and strings of C and the languages that write them as C does.
struct CLexer: Lexer {
  /// Where the languages differ.
  struct Dialect {
    /// `R"x(…)x"`, and the prefixes of literals.
    let hasRawStrings: Bool
    /// A backslash at the end of a line goes on with it, in comments too.
    let joinsLines: Bool
    /// `"""` begins a text of several lines.
    let hasTextBlocks: Bool

    init(_ language: Language) {
      hasRawStrings = language == .c || language == .cpp || language == .objectiveC
      joinsLines = hasRawStrings
      hasTextBlocks = language == .java
    }
  }

  let text: Source
  private let dialect: Dialect
  var list = SpanList()
  var at = 0
  /// Quotes before this offset mean nothing: they stand in the message of `#error`.
  private var quietUntil = 0

  init(_ text: Source, dialect: Dialect) {
    self.text = text
    self.dialect = dialect
  }

  mutating func step() {
    let start = at
    let byte = text[at]
    if byte.isIdentifier {
      readWord()
      return
    }
    switch byte {
    case Byte.slash where text[at + 1] == Byte.slash:
      at = dialect.joinsLines ? text.endOfJoinedLine(from: at) : text.endOfLine(from: at)
      list.add(.comment, start, at)
    case Byte.slash where text[at + 1] == Byte.star: readBlockComment(nests: false)
    case Byte.doubleQuote, Byte.singleQuote: readLiteral(from: start)
    case Byte.hash:
      at += 1
      if dialect.joinsLines { readDirective() }
    default: at += 1
    }
  }

  private mutating func readLiteral(from start: Int) {
    if at < quietUntil {
      at += 1
      return
    }
    if dialect.hasTextBlocks, text.has("\"\"\"", at: at) {
      at += 3
      while at < text.count, !text.has("\"\"\"", at: at) { at += text[at] == Byte.backslash ? 2 : 1 }
      at = min(at + 3, text.count)
      list.add(.string, start, at)
    } else {
      readQuoted(from: start)
    }
  }

  private mutating func readWord() {
    let start = at
    at = text.endOfIdentifier(from: at)
    guard dialect.hasRawStrings else { return }
    if text[start].isDigit {
      // Digits may be grouped by quotes: `1'000`.
      while text[at] == Byte.singleQuote, text[at + 1].isIdentifier { at = text.endOfIdentifier(from: at + 1) }
      return
    }
    guard at - start <= 3, at >= quietUntil else { return }
    let word = start..<at
    let isRaw = text[at - 1] == UInt8(ascii: "R")
    let encoding = start..<(isRaw ? at - 1 : at)
    guard
      encoding.isEmpty || text.equals(encoding, "L") || text.equals(encoding, "u") || text.equals(encoding, "U")
        || text.equals(encoding, "u8")
    else { return }
    if isRaw, text[at] == Byte.doubleQuote {
      readRawString(from: word.lowerBound)
    } else if !isRaw, text[at] == Byte.doubleQuote || text[at] == Byte.singleQuote {
      readLiteral(from: word.lowerBound)
    }
  }

  /// Reads `"x(…)x"`; the delimiter has at most 16 bytes.
  private mutating func readRawString(from start: Int) {
    var open = at + 1
    while open - at <= 16, open < text.count, text[open] != Byte.openParen, !text[open].isSpace { open += 1 }
    guard text[open] == Byte.openParen else {
      readLiteral(from: start)
      return
    }
    let delimiter = at + 1..<open
    var end = open + 1
    while end < text.count {
      if text[end] == Byte.closeParen {
        var length = 0
        while length < delimiter.count, text[end + 1 + length] == text[delimiter.lowerBound + length] { length += 1 }
        if length == delimiter.count, text[end + 1 + length] == Byte.doubleQuote {
          at = end + length + 2
          list.add(.string, start, at)
          return
        }
      }
      end += 1
    }
    at = text.count
    list.add(.string, start, at)
  }

  /// Goes on behind a `#`. What `#error` and its like say need not be made of tokens: an apostrophe opens nothing.
  private mutating func readDirective() {
    var first = at
    while text[first].isBlank { first += 1 }
    let word = first..<text.endOfIdentifier(from: first)
    if text.equals(word, "error") || text.equals(word, "warning") { quietUntil = text.endOfLine(from: at) }
  }
}
