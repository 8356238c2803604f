/// The bytes of a text, read by offset; past its end there is nothing but zeros.
///
/// Reading past the end is answered, not trapped: a lexer looks ahead by a byte or two everywhere, and a text may stop
/// anywhere. Loops end at ``count``, never at a zero, which may be part of the text. Dies with the buffer that it was
/// made of.
struct Source {
  private let base: UnsafePointer<UInt8>
  let count: Int

  /// - Returns: nil for an empty text.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return nil }
    self.base = base
    self.count = bytes.count
  }

  @inline(__always)
  subscript(offset: Int) -> UInt8 {
    // As unsigned numbers, so that one comparison refuses what lies before the text too.
    UInt(bitPattern: offset) < UInt(bitPattern: count) ? base[offset] : 0
  }

  /// The first offset from `start` on that holds `byte`; ``count`` if there is none.
  @inline(__always)
  func firstOffset(of byte: UInt8, from start: Int) -> Int {
    var at = min(start, count)
    while at < count, base[at] != byte { at += 1 }
    return at
  }

  /// Where the line ends that holds `start`: the offset of its `\n` (or of the `\r` before it), or ``count``.
  @inline(__always)
  func endOfLine(from start: Int) -> Int {
    let end = firstOffset(of: Byte.newline, from: start)
    return end > start && base[end - 1] == Byte.carriageReturn ? end - 1 : end
  }

  /// Where the line ends if `\r` alone ends one too.
  @inline(__always)
  func endOfAnyLine(from start: Int) -> Int {
    var at = min(start, count)
    while at < count, base[at] != Byte.newline, base[at] != Byte.carriageReturn { at += 1 }
    return at
  }

  /// Where the line ends that holds `start`, with those that a backslash at their end joins to it.
  func endOfJoinedLine(from start: Int) -> Int {
    var end = endOfLine(from: start)
    while end < count, self[end - 1] == Byte.backslash {
      end = endOfLine(from: firstOffset(of: Byte.newline, from: end) + 1)
    }
    return end
  }

  /// How many bytes a backslash and what it escapes take; `\r\n` is one end of line.
  @inline(__always)
  func lengthOfEscape(at offset: Int) -> Int {
    self[offset + 1] == Byte.carriageReturn && self[offset + 2] == Byte.newline ? 3 : 2
  }

  /// Whether some text stands at an offset.
  func has(_ text: StaticString, at offset: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard offset >= 0, offset + length <= count else { return false }
    return text.withUTF8Buffer { buffer in
      for index in 0..<length where base[offset + index] != buffer[index] { return false }
      return true
    }
  }

  /// Whether a range holds exactly some text.
  func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    range.count == text.utf8CodeUnitCount && has(text, at: range.lowerBound)
  }

  /// Where a stretch of identifier bytes ends that begins at `start`.
  @inline(__always)
  func endOfIdentifier(from start: Int) -> Int {
    var at = start
    while at < count, base[at].isIdentifier { at += 1 }
    return at
  }

  /// Where a comment ends whose `/*` stands at `start`; ``count`` if it is not closed.
  func endOfBlockComment(from start: Int, nests: Bool) -> Int {
    var at = start + 2
    var depth = 1
    while at < count {
      let byte = base[at]
      if byte == Byte.star, self[at + 1] == Byte.slash {
        at += 2
        depth -= 1
        if depth == 0 { return at }
      } else if nests, byte == Byte.slash, self[at + 1] == Byte.star {
        at += 2
        depth += 1
      } else {
        at += 1
      }
    }
    return count
  }

  /// Where a literal ends that is closed by `quote` on its own line: past the quote, or at the end of the line.
  ///
  /// - Parameter start: the offset behind the opening quote.
  func endOfQuoted(_ quote: UInt8, from start: Int) -> Int {
    var at = start
    while at < count {
      let byte = base[at]
      if byte == quote { return at + 1 }
      if byte == Byte.backslash {
        at += lengthOfEscape(at: at)
      } else if byte == Byte.newline {
        return base[at - 1] == Byte.carriageReturn ? at - 1 : at
      } else {
        at += 1
      }
    }
    return count
  }

  /// Where a literal ends that is closed by `quote` on any line, `\` making the next byte a plain one.
  func endOfQuotedLines(_ quote: UInt8, from start: Int) -> Int {
    var at = start
    while at < count {
      let byte = base[at]
      if byte == quote { return at + 1 }
      at += byte == Byte.backslash ? 2 : 1
    }
    return count
  }

  /// How many times `byte` stands at an offset and behind it.
  @inline(__always)
  func run(of byte: UInt8, at offset: Int) -> Int {
    var at = offset
    while at < count, base[at] == byte { at += 1 }
    return at - offset
  }
}

/// The comments and strings found so far.
struct SpanList {
  private(set) var spans: [SourceSpan] = []

  /// Adds a stretch unless it is empty.
  @inline(__always)
  mutating func add(_ kind: SourceSpan.Kind, _ start: Int, _ end: Int) {
    if start < end { spans.append(SourceSpan(kind, start, end)) }
  }
}

/// Names for bytes.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let bang = UInt8(ascii: "!")
  static let doubleQuote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let dollar = UInt8(ascii: "$")
  static let ampersand = UInt8(ascii: "&")
  static let singleQuote = UInt8(ascii: "'")
  static let openParen = UInt8(ascii: "(")
  static let closeParen = UInt8(ascii: ")")
  static let star = UInt8(ascii: "*")
  static let plus = UInt8(ascii: "+")
  static let comma = UInt8(ascii: ",")
  static let minus = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let semicolon = UInt8(ascii: ";")
  static let less = UInt8(ascii: "<")
  static let equals = UInt8(ascii: "=")
  static let greater = UInt8(ascii: ">")
  static let question = UInt8(ascii: "?")
  static let at = UInt8(ascii: "@")
  static let openBracket = UInt8(ascii: "[")
  static let backslash = UInt8(ascii: "\\")
  static let closeBracket = UInt8(ascii: "]")
  static let backtick = UInt8(ascii: "`")
  static let openBrace = UInt8(ascii: "{")
  static let bar = UInt8(ascii: "|")
  static let closeBrace = UInt8(ascii: "}")
}

extension UInt8 {
  /// A letter, a digit, `_`, or part of a character beyond ASCII.
  @inline(__always)
  var isIdentifier: Bool {
    (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 || self == 0x5F || self >= 0x80
  }

  /// ``isIdentifier``, and no digit.
  @inline(__always)
  var startsIdentifier: Bool { (self | 0x20) &- 0x61 < 26 || self == 0x5F || self >= 0x80 }

  @inline(__always)
  var isDigit: Bool { self &- 0x30 < 10 }

  /// A space or a tab.
  @inline(__always)
  var isBlank: Bool { self == Byte.space || self == Byte.tab }

  /// A space, a tab or the end of a line.
  @inline(__always)
  var isSpace: Bool { self == Byte.space || self &- 0x09 < 5 }
}
