import DriftModel

/// U+FEFF in UTF-8, which some editors put at the start of a file.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// Checks that bytes are the text that a reader may take them for.
enum Encoding {
  /// Complains about UTF-16 and about bytes that are not UTF-8, at the first of them.
  ///
  /// - Parameter lines: where the lines of the whole file begin.
  static func check(
    _ bytes: UnsafeBufferPointer<UInt8>, as format: DocumentFormat, file: FileName
  ) throws(DocumentProblem) {
    if bytes.count >= 2, (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF) {
      throw DocumentProblem(
        "the file is UTF-16, only UTF-8 is read", at: Location(file: file, region: nil),
        help: ["save the file as UTF-8"])
    }
    guard let offset = firstInvalidByte(in: bytes) else { return }
    let byte = String(bytes[offset], radix: 16, uppercase: true)
    throw DocumentProblem(
      "the byte 0x\(bytes[offset] < 16 ? "0" : "")\(byte) is not UTF-8", at: place(of: offset, in: bytes, file: file),
      help: ["\(format.name) files are UTF-8; save the file in that encoding"])
  }

  /// The offset of the first byte that does not belong to a well-formed UTF-8 sequence; nil if there is none.
  static func firstInvalidByte(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var offset = 0
    let end = bytes.count
    while offset < end {
      // Eight ASCII bytes at a time: most files are nothing else.
      while end - offset >= 8 {
        let word = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + offset).loadUnaligned(as: UInt64.self)
        if word & 0x8080_8080_8080_8080 != 0 { break }
        offset += 8
      }
      guard offset < end else { return nil }
      let length = sequenceLength(at: offset, in: bytes)
      guard length > 0 else { return offset }
      offset += length
    }
    return nil
  }

  /// The length of the well-formed sequence that begins at an offset; 0 if none does (Unicode, table 3-7).
  private static func sequenceLength(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let lead = bytes[offset]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard bytes.count - offset >= length, second.contains(bytes[offset + 1]) else { return 0 }
    for index in 2..<max(length, 2) where bytes[offset + index] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// The place of one byte. Reads the file up to there: for problems, of which there is one.
  static func place(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>, file: FileName, length: Int = 1) -> Location {
    var line = 1
    var start = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
      line += 1
      start = index + 1
    }
    return Location(file: file, region: Region(line: line, column: offset - start + 1, length: length))
  }
}
