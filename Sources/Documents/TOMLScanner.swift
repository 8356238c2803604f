import DriftModel

/// The tokens of a TOML document.
struct TOMLScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  private let file: FileName
  private let lines: LineIndex
  /// The next byte.
  var offset: Int

  /// Begins at the start of some well-formed UTF-8, behind a byte order mark.
  init(_ bytes: UnsafeBufferPointer<UInt8>, file: FileName) {
    self.bytes = bytes
    self.file = file
    self.lines = LineIndex(bytes)
    self.offset = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
  }

  /// The next byte, or the one after it; nil at the end.
  func peek(_ distance: Int = 0) -> UInt8? { offset + distance < bytes.count ? bytes[offset + distance] : nil }

  /// The place of some bytes.
  func location(_ range: Range<Int>) -> Location { Location(file: file, region: lines.region(of: range)) }

  /// The text of some bytes.
  func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  // MARK: blanks

  /// Passes blanks on this line.
  mutating func skipBlanks() {
    while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { offset += 1 }
  }

  /// Passes blanks, comments and line ends.
  mutating func skipBlankLines() throws(DocumentProblem) {
    while true {
      skipBlanks()
      try skipComment()
      guard let length = lineEndLength() else { return }
      offset += length
    }
  }

  /// Passes what may stand behind a value or a header, and the end of the line.
  mutating func finishLine() throws(DocumentProblem) {
    skipBlanks()
    try skipComment()
    guard offset < bytes.count else { return }
    guard let length = lineEndLength() else { throw unexpected("the end of the line") }
    offset += length
  }

  /// The length of the line end that stands here; nil if none does.
  func lineEndLength() -> Int? {
    switch peek() {
    case UInt8(ascii: "\n"): 1
    case UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"): 2
    default: nil
    }
  }

  private mutating func skipComment() throws(DocumentProblem) {
    guard peek() == UInt8(ascii: "#") else { return }
    while let byte = peek(), lineEndLength() == nil {
      guard !TOMLScanner.isControl(byte) else { throw controlCharacter() }
      offset += 1
    }
  }

  /// Whether a byte may stand neither in a comment nor in a string.
  static func isControl(_ byte: UInt8) -> Bool { (byte < 0x20 && byte != 9) || byte == 0x7F }

  /// Passes one character that must stand here.
  mutating func expect(_ character: Unicode.Scalar, afterBlanks: Bool = true) throws(DocumentProblem) {
    if afterBlanks { skipBlanks() }
    guard peek() == UInt8(ascii: character) else { throw unexpected("'\(character)'") }
    offset += 1
  }

  // MARK: keys

  /// Reads a key of one or more parts.
  mutating func readPath() throws(DocumentProblem) -> [TOMLKey] {
    var path: [TOMLKey] = []
    while true {
      skipBlanks()
      path.append(try readKey())
      skipBlanks()
      guard peek() == UInt8(ascii: ".") else { return path }
      offset += 1
    }
  }

  private mutating func readKey() throws(DocumentProblem) -> TOMLKey {
    let start = offset
    if let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      guard peek(1) != quote || peek(2) != quote else {
        throw problem("a key cannot be a multi-line string", start..<(start + 3))
      }
      let text = try readString()
      return TOMLKey(text: text, location: location(start..<offset))
    }
    while let byte = peek(), TOMLScanner.isBareKey(byte) { offset += 1 }
    guard offset > start else { throw unexpected("a key") }
    return TOMLKey(text: text(start..<offset), location: location(start..<offset))
  }

  private static func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  // MARK: scalars

  /// Reads a string, a number, a Boolean, a date or a time.
  mutating func readScalar() throws(DocumentProblem) -> DocumentNode {
    let start = offset
    if let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let text = try readString()
      return DocumentNode(.scalar(text, style: .quoted), at: location(start..<offset), byteRange: start..<offset)
    }
    skipWord()
    // A date and a time may have a blank between them.
    if offset - start == 10, peek() == UInt8(ascii: " "), let next = peek(1), TOMLScalar.isDigit(next),
      TOMLScalar.isDate(bytes[start..<offset])
    {
      offset += 1
      skipWord()
    }
    guard offset > start else { throw unexpected("a value") }
    let text = text(start..<offset)
    guard TOMLScalar.isValid(bytes[start..<offset]) else {
      throw problem(
        "'\(text)' is no number, Boolean, date or time", start..<offset, help: ["strings stand in quotes in TOML"])
    }
    return DocumentNode(.scalar(text, style: .plain), at: location(start..<offset), byteRange: start..<offset)
  }

  private mutating func skipWord() {
    while let byte = peek(),
      TOMLScanner.isBareKey(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: ":")
    {
      offset += 1
    }
  }

  private mutating func readString() throws(DocumentProblem) -> String {
    var strings = TOMLStringReader(scanner: self)
    let text = try strings.read()
    offset = strings.scanner.offset
    return text
  }

  // MARK: problems

  /// A problem with some bytes.
  func problem(_ message: String, _ range: Range<Int>, help: [String] = []) -> DocumentProblem {
    DocumentProblem(message, at: location(range.clamped(to: 0..<bytes.count)), help: help)
  }

  /// A control character is the next byte.
  func controlCharacter() -> DocumentProblem {
    problem("\(JSONReader.name(of: bytes, at: offset)) is not allowed in TOML", offset..<(offset + 1))
  }

  /// A problem with the next character.
  func unexpected(_ expected: String) -> DocumentProblem {
    guard offset < bytes.count else {
      return DocumentProblem("expected \(expected), found the end of the file", at: location(bytes.count..<bytes.count))
    }
    if lineEndLength() != nil {
      return DocumentProblem("expected \(expected), found the end of the line", at: location(offset..<offset))
    }
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let found = JSONReader.name(of: bytes, at: offset)
    return DocumentProblem("expected \(expected), found \(found)", at: location(offset..<end))
  }
}
