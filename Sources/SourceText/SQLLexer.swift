/// Comments and strings of SQL: `'…'`, `E'…'`, `$tag$…$tag$`, and the rows of `COPY … FROM stdin`. Quoted names are code.
struct SQLLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0
  /// Whether `FROM stdin` stands in this statement: rows follow it.
  private var readsRows = false
  /// Whether MySQL's `DELIMITER` was seen, after which `$$` ends a statement.
  private var hasDelimiters = false
  /// Whether a backslash escapes in every string, as in MySQL; nil until it matters.
  private var escapesEverywhere: Bool?

  init(_ text: Source) { self.text = text }

  mutating func step() {
    let start = at
    let byte = text[at]
    if byte.startsIdentifier {
      at = text.endOfIdentifier(from: at)
      readWord(start..<at)
      return
    }
    switch byte {
    case Byte.minus where text[at + 1] == Byte.minus: readLineComment()
    case Byte.slash where text[at + 1] == Byte.star: readBlockComment(nests: true)
    case Byte.singleQuote: readString(from: start, hasEscapes: false)
    case Byte.doubleQuote, Byte.backtick: at = min(text.firstOffset(of: byte, from: at + 1) + 1, text.count)
    case Byte.dollar: readDollar()
    case Byte.semicolon:
      at += 1
      if readsRows { readRows() }
    default:
      at = byte.isIdentifier ? text.endOfIdentifier(from: at) : at + 1
    }
  }

  private mutating func readWord(_ word: Range<Int>) {
    switch word.count {
    case 1 where text[word.lowerBound] | 0x20 == UInt8(ascii: "e") && text[at] == Byte.singleQuote:
      readString(from: word.lowerBound, hasEscapes: true)
    case 5 where text.equalsIgnoringCase(word, "stdin"): readsRows = true
    case 9 where text.equalsIgnoringCase(word, "delimiter"): hasDelimiters = true
    default: break
    }
  }

  private mutating func readString(from start: Int, hasEscapes: Bool) {
    at += 1
    while at < text.count {
      let byte = text[at]
      if byte == Byte.singleQuote {
        at += 1
        if text[at] == Byte.singleQuote { at += 1 } else { break }
      } else if byte == Byte.backslash, text[at + 1] == Byte.singleQuote || hasEscapes {
        at += hasEscapes || escapes() ? 2 : 1
      } else {
        at += 1
      }
    }
    at = min(at, text.count)
    list.add(.string, start, at)
  }

  private mutating func escapes() -> Bool {
    if let escapesEverywhere { return escapesEverywhere }
    var found = false
    var offset = 0
    while offset < text.count, !found {
      switch text[offset] {
      case UInt8(ascii: "A"): found = text.has("AUTO_INCREMENT", at: offset)
      case UInt8(ascii: "E"): found = text.has("ENGINE=", at: offset)
      case UInt8(ascii: "M"): found = text.has("MySQL", at: offset) || text.has("MariaDB", at: offset)
      default: break
      }
      offset += 1
    }
    escapesEverywhere = found
    return found
  }

  /// Reads `$tag$…$tag$`, or passes a dollar.
  private mutating func readDollar() {
    let start = at
    at += 1
    // Within a word it is part of it, and a parameter is `$1`.
    guard !text[start - 1].isIdentifier || start == 0, !hasDelimiters, !text[at].isDigit else { return }
    let end = text.endOfIdentifier(from: at)
    guard text[end] == Byte.dollar else { return }
    let tag = at..<end
    at = end + 1
    while at < text.count {
      guard text[at] == Byte.dollar else {
        at += 1
        continue
      }
      var length = 0
      while length < tag.count, text[at + 1 + length] == text[tag.lowerBound + length] { length += 1 }
      if length == tag.count, text[at + 1 + length] == Byte.dollar {
        at += length + 2
        break
      }
      // What was compared holds no dollar, for the tag holds none.
      at += 1 + length
    }
    at = min(at, text.count)
    list.add(.string, start, at)
  }

  /// Reads the rows of `COPY`, which a line `\.` ends.
  private mutating func readRows() {
    readsRows = false
    var next = at
    while text[next].isBlank || text[next] == Byte.carriageReturn { next += 1 }
    // Something else follows on the line: it was no COPY.
    guard text[next] == Byte.newline else { return }
    at = next + 1
    let start = at
    while at < text.count, !text.has("\\.", at: at) {
      at = min(text.firstOffset(of: Byte.newline, from: at) + 1, text.count)
    }
    list.add(.string, start, at)
  }
}

extension Source {
  /// Whether a range holds some text in lower case, whatever the case there.
  fileprivate func equalsIgnoringCase(_ range: Range<Int>, _ lowercase: StaticString) -> Bool {
    lowercase.withUTF8Buffer { buffer in
      for index in 0..<buffer.count where self[range.lowerBound + index] | 0x20 != buffer[index] { return false }
      return true
    }
  }
}
