import DriftModel

/// Reads one TOML string of any of the four kinds, and resolves its escapes.
struct TOMLStringReader {
  /// Stands at the opening quote; after ``read()`` behind the closing one.
  private(set) var scanner: TOMLScanner

  /// The string's text.
  mutating func read() throws(DocumentProblem) -> String {
    let start = scanner.offset
    guard let quote = scanner.peek() else { throw scanner.unexpected("a string") }
    let isMultiline = scanner.peek(1) == quote && scanner.peek(2) == quote
    scanner.offset += isMultiline ? 3 : 1
    if isMultiline, let length = scanner.lineEndLength() { scanner.offset += length }
    var text: [UInt8] = []
    while let byte = scanner.peek() {
      if byte == quote {
        guard isMultiline else {
          scanner.offset += 1
          return String(decoding: text, as: UTF8.self)
        }
        if let quotes = closingQuotes(quote) {
          text += [UInt8](repeating: quote, count: quotes)
          return String(decoding: text, as: UTF8.self)
        }
        text.append(byte)
        scanner.offset += 1
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try readEscape(into: &text, isMultiline: isMultiline)
      } else if let length = scanner.lineEndLength() {
        guard isMultiline else {
          throw scanner.problem("the string that opens here does not end on its line", start..<(start + 1))
        }
        // A line end is one, however the file was checked out.
        text.append(UInt8(ascii: "\n"))
        scanner.offset += length
      } else {
        guard !TOMLScanner.isControl(byte) else { throw scanner.controlCharacter() }
        text.append(byte)
        scanner.offset += 1
      }
    }
    throw scanner.problem("the string that opens here never ends", start..<(start + (isMultiline ? 3 : 1)))
  }

  /// Passes the three quotes that end a multi-line string; one or two more before them belong to its text.
  ///
  /// - Returns: how many do; nil if the string does not end here.
  private mutating func closingQuotes(_ quote: UInt8) -> Int? {
    var count = 0
    while count < 5, scanner.peek(count) == quote { count += 1 }
    guard count >= 3 else { return nil }
    scanner.offset += count
    return count - 3
  }

  private mutating func readEscape(into text: inout [UInt8], isMultiline: Bool) throws(DocumentProblem) {
    let start = scanner.offset
    scanner.offset += 1
    let letter = scanner.peek() ?? 0
    scanner.offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(letter)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "e"): text.append(27)
    case UInt8(ascii: "x"): try readScalar(digits: 2, from: start, into: &text)
    case UInt8(ascii: "u"): try readScalar(digits: 4, from: start, into: &text)
    case UInt8(ascii: "U"): try readScalar(digits: 8, from: start, into: &text)
    default:
      scanner.offset = start + 1
      guard isMultiline, skipLineContinuation() else {
        throw scanner.problem(
          "'\\' begins no escape here", start..<(start + 2),
          help: ["write patterns and regular expressions in single quotes"])
      }
    }
  }

  /// Passes a line end that a backslash takes away, and all blanks behind it.
  private mutating func skipLineContinuation() -> Bool {
    scanner.skipBlanks()
    guard scanner.lineEndLength() != nil else { return false }
    while let length = scanner.lineEndLength() {
      scanner.offset += length
      scanner.skipBlanks()
    }
    return true
  }

  private mutating func readScalar(
    digits: Int, from start: Int, into text: inout [UInt8]
  ) throws(DocumentProblem) {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let byte = scanner.peek(), let digit = JSONStringReader.value(of: byte) else {
        throw scanner.problem("the escape takes \(digits) hexadecimal digits", start..<max(scanner.offset, start + 1))
      }
      value = value << 4 | digit
      scanner.offset += 1
    }
    guard let encoded = Unicode.Scalar(value).flatMap(UTF8.encode) else {
      throw scanner.problem("the escape stands for no character", start..<scanner.offset)
    }
    text += encoded
  }
}
