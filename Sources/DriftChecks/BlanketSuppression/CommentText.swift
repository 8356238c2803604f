/// A comment of a file, read by the file's offsets.
struct CommentText {
  /// The file.
  let bytes: UnsafeBufferPointer<UInt8>
  /// The comment, delimiters included.
  let range: Range<Int>

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  var start: Int { range.lowerBound }
  var end: Int { range.upperBound }

  /// The byte at an offset of the file; 0 outside of the comment.
  subscript(offset: Int) -> UInt8 { range.contains(offset) ? bytes[offset] : 0 }

  /// The first offset from `start` on that holds no white space; ``end`` if there is none.
  func skipSpace(from start: Int) -> Int {
    var at = start
    while at < end {
      let length = spaceLength(at: at)
      if length == 0 { break }
      at += length
    }
    return min(at, end)
  }

  /// How many bytes of white space stand at an offset, as one character; 0 if none. Unicode's counts: tools take a
  /// no-break space, which editors put there unasked, for a space.
  func spaceLength(at offset: Int) -> Int {
    let first = self[offset]
    if CommentText.isSpace(first) { return 1 }
    let (second, third) = (self[offset + 1], self[offset + 2])
    switch (first, second) {
    case (0xC2, 0xA0), (0xC2, 0x85): return 2
    case (0xE2, 0x80) where (0x80...0x8A).contains(third) || [0xA8, 0xA9, 0xAF].contains(third): return 3
    case (0xE2, 0x81) where third == 0x9F, (0xE3, 0x80) where third == 0x80: return 3
    default: return 0
    }
  }

  /// Whether some text stands at an offset, within the comment.
  func has(_ text: StaticString, at offset: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard offset >= start, offset + count <= end else { return false }
    return text.withUTF8Buffer { buffer in
      for index in 0..<count where bytes[offset + index] != buffer[index] { return false }
      return true
    }
  }

  /// The offset behind some text if it stands at an offset.
  func passing(_ text: StaticString, at offset: Int) -> Int? {
    has(text, at: offset) ? offset + text.utf8CodeUnitCount : nil
  }

  /// The first offset from `start` on at which some text stands.
  func find(_ text: StaticString, from start: Int) -> Int? {
    var at = start
    while at < end {
      if has(text, at: at) { return at }
      at += 1
    }
    return nil
  }

  /// Where its line begins. Takes time in proportion to what stands before the comment there: not for one of many.
  var lineStart: Int {
    var first = start
    while first > 0, bytes[first - 1] != UInt8(ascii: "\n"), bytes[first - 1] != UInt8(ascii: "\r") { first -= 1 }
    return first
  }

  /// Whether something besides white space stands before the comment on its line.
  var isTrailing: Bool {
    var at = start
    while at > 0, bytes[at - 1] != UInt8(ascii: "\n"), bytes[at - 1] != UInt8(ascii: "\r") {
      guard CommentText.isSpace(bytes[at - 1]) else { return true }
      at -= 1
    }
    return false
  }

  /// The offset behind the last byte from `start` on that is not white space.
  func trimmedEnd(from start: Int, to end: Int) -> Int {
    var last = end
    while last > start, CommentText.isSpace(bytes[last - 1]) { last -= 1 }
    return last
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) }
}
