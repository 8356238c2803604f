/// Reads the inside of one JSON string and resolves its escapes.
struct JSONStringReader {
  /// What is wrong with the string, and the byte offsets of it.
  struct Mistake: Error {
    let message: String
    let range: Range<Int>
    var help: [String] = []
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  /// The next byte; after ``read()`` the one behind the closing quote.
  private(set) var offset: Int

  /// Begins behind the opening quote, in text that is well-formed UTF-8.
  init(bytes: UnsafeBufferPointer<UInt8>, offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  /// The text up to the closing quote.
  mutating func read() throws(Mistake) -> String {
    let opening = offset - 1
    let start = offset
    skipOrdinary()
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
      offset += 1
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<(offset - 1)]), as: UTF8.self)
    }
    var text = Array(bytes[start..<offset])
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try readEscape(into: &text)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        throw Mistake(
          message: "the string that opens here does not end on its line", range: opening..<(opening + 1),
          help: ["a line break within a string is written '\\n'"])
      default:
        throw Mistake(
          message: "\(JSONReader.name(of: bytes, at: offset)) must be written as an escape in a string",
          range: offset..<(offset + 1))
      }
      let more = offset
      skipOrdinary()
      text += bytes[more..<offset]
    }
    throw Mistake(message: "the string that opens here never ends", range: opening..<(opening + 1))
  }

  private mutating func skipOrdinary() {
    var index = offset
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      index += 1
    }
    offset = index
  }

  /// Reads an escape; its backslash is the next byte.
  private mutating func readEscape(into text: inout [UInt8]) throws(Mistake) {
    let start = offset
    let letter = start + 1 < bytes.count ? bytes[start + 1] : 0
    offset += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      text += UTF8.encode(try readScalar(from: start)).map(Array.init) ?? []
    default:
      throw Mistake(
        message: "'\\' stands before one of '\"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u' in a string",
        range: start..<min(start + 2, bytes.count))
    }
  }

  /// Reads the digits of `\uXXXX`, and of the second half of a surrogate pair.
  private mutating func readScalar(from start: Int) throws(Mistake) -> Unicode.Scalar {
    let first = try readHexadecimal(from: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    if (0xD800...0xDBFF).contains(first), offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    {
      let half = offset
      offset += 2
      let second = try readHexadecimal(from: half)
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw Mistake(
      message: "the escape is half of a surrogate pair, which is no character", range: start..<(start + 6),
      help: ["characters above U+FFFF take two escapes, the first from '\\ud800' to '\\udbff'"])
  }

  private mutating func readHexadecimal(from start: Int) throws(Mistake) -> UInt32 {
    var value: UInt32 = 0
    for index in offset..<(offset + 4) {
      guard index < bytes.count, let digit = JSONStringReader.value(of: bytes[index]) else {
        throw Mistake(message: "'\\u' takes four hexadecimal digits", range: start..<min(index, bytes.count))
      }
      value = value << 4 | digit
    }
    offset += 4
    return value
  }

  /// What a hexadecimal digit stands for; nil for any other byte.
  static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
