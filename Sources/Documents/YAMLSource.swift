import DriftModel

/// The text of a YAML document: turns libyaml's character offsets into byte offsets and places.
struct YAMLSource {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Where in the file the parser's input begins: after a byte order mark.
  private let base: Int
  private let file: FileName
  private let lines: LineIndex
  /// The byte offset in the input of every 64th character; empty if every character is one byte.
  private let checkpoints: [Int]
  private static let stride = 64

  /// Takes the bytes that the parser does.
  init(_ bytes: UnsafeBufferPointer<UInt8>, base: Int, file: FileName) {
    self.bytes = bytes
    self.base = base
    self.file = file
    self.lines = LineIndex(bytes)
    self.checkpoints = bytes.allSatisfy { $0 < 0x80 } ? [] : YAMLSource.checkpoints(in: bytes)
  }

  private static func checkpoints(in bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    var checkpoints: [Int] = []
    var characters = 0
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if characters % stride == 0 { checkpoints.append(offset) }
      characters += 1
    }
    return checkpoints
  }

  /// The byte offset in the input of a character, or of the input's end.
  func offset(ofCharacter character: Int) -> Int {
    guard !checkpoints.isEmpty else { return min(max(character, 0), bytes.count) }
    let block = max(character, 0) / YAMLSource.stride
    guard block < checkpoints.count else { return bytes.count }
    var offset = checkpoints[block]
    var left = max(character, 0) % YAMLSource.stride
    while left > 0, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }

  /// The place of a range of byte offsets in the input.
  func location(_ range: Range<Int>) -> Location {
    let region = lines.region(of: range)
    // The mark before the text belongs to the first line.
    return Location(
      file: file,
      region: Region(
        line: region.line, column: region.column + (region.line == 1 ? base : 0), endLine: region.endLine,
        endColumn: region.endColumn + (region.endLine == 1 ? base : 0)))
  }

  /// The file as a whole.
  var whole: Location { Location(file: file, region: nil) }

  /// The line of a byte offset, 1-based.
  func line(of offset: Int) -> Int { lines.position(of: offset).line }

  /// The byte at an offset of the input; nil past its end.
  func byte(at offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

  /// The whole character at an offset, for a message.
  func character(at offset: Int) -> String {
    guard bytes.indices.contains(offset) else { return "" }
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return String(decoding: bytes[offset..<end], as: UTF8.self)
  }

  /// The text from an offset's line start up to its end.
  func lineText(at offset: Int) -> String {
    var start = min(offset, bytes.count)
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), end - start < 400 { end += 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Where a node's own text lies: its anchor, its tag and blanks around it left out.
  func content(from start: Int, to end: Int) -> Range<Int> {
    var start = start
    var end = end
    while start < end {
      switch bytes[start] {
      case UInt8(ascii: "&"), UInt8(ascii: "!"):
        while start < end, !YAMLSource.isBlank(bytes[start]) { start += 1 }
      case UInt8(ascii: "#"):
        while start < end, bytes[start] != UInt8(ascii: "\n") { start += 1 }
      case let byte where YAMLSource.isBlank(byte): start += 1
      default:
        while end > start, YAMLSource.isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
      }
    }
    return end..<end
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...10).contains(byte) || byte == 13 }

  /// The byte offset in the file of one in the input.
  func fileRange(_ range: Range<Int>) -> Range<Int> { (range.lowerBound + base)..<(range.upperBound + base) }
}
