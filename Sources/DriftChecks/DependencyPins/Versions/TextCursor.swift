/// Reads ASCII text from left to right. Bytes above ASCII are read like any other.
struct TextCursor {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }
  /// How many bytes were read.
  var offset: Int { position }
  /// The next byte; nil at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The byte some places further on.
  func peek(_ distance: Int) -> UInt8? {
    let index = position + distance
    return bytes.indices.contains(index) ? bytes[index] : nil
  }

  /// Passes over a byte.
  mutating func advance() { position = min(position + 1, bytes.count) }

  /// Passes over blanks.
  mutating func skipBlanks() { while let byte = next, byte == 0x20 || (9...13).contains(byte) { position += 1 } }

  /// Passes over a text if it stands here.
  mutating func take(_ text: StaticString) -> Bool {
    let matches = text.withUTF8Buffer { wanted in bytes[position...].starts(with: wanted) }
    if matches { position += text.utf8CodeUnitCount }
    return matches
  }

  /// Passes over a text if it stands here in any ASCII case; `text` is lower case.
  mutating func takeWord(_ text: StaticString) -> Bool {
    let matches = text.withUTF8Buffer { wanted in
      bytes[position...].prefix(wanted.count).map(TextCursor.lowercase).elementsEqual(wanted)
    }
    if matches { position += text.utf8CodeUnitCount }
    return matches
  }

  /// The bytes from here on that fit; they are passed over.
  mutating func take(while fits: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = next, fits(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A number in decimal digits; nil if none stands here, or one of more than 18 digits.
  mutating func takeNumber(leadingZeros: Bool = true) -> Int? {
    let start = position
    let digits = take(while: TextCursor.isDigit)
    guard !digits.isEmpty, digits.utf8.count <= 18, leadingZeros || digits.utf8.count == 1 || digits.first != "0",
      let number = Int(digits)
    else {
      position = start
      return nil
    }
    return number
  }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercase(byte))
  }

  static func lowercase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
  }
}
