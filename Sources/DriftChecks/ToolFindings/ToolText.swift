internal import DriftModel

/// A file's text, to count in it as tools do.
struct ToolText: Sendable {
  private let bytes: [UInt8]
  private let lines: LineIndex
  private var marks: [ColumnUnit: [CharacterMark]] = [:]
  /// The first line that holds what some tools take for a line's end and we do not; nil if none does.
  let firstOddLine: Int?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lines = LineIndex(bytes)
    firstOddLine = ToolText.firstOddEnd(in: bytes).map(lines.position)?.line
  }

  /// Where a carriage return stands alone, U+2028 or U+2029.
  private static func firstOddEnd(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      bytes.indices.first { at in
        switch bytes[at] {
        case UInt8(ascii: "\r"): at + 1 == bytes.count || bytes[at + 1] != UInt8(ascii: "\n")
        case 0xE2: at + 2 < bytes.count && bytes[at + 1] == 0x80 && bytes[at + 2] & 0xFE == 0xA8
        default: false
        }
      }
    }
  }

  /// A stretch in our way of counting; nil if the file has no such line, or the line no such column.
  func region(line: Int, column: Int?, endLine: Int?, endColumn: Int?, _ unit: ColumnUnit) -> Region? {
    guard let first = self.line(line) else { return nil }
    guard let column, let start = offset(of: column, in: first, unit) else {
      // Without a column, or with one that cannot be trusted, the line is what is known. One that is beyond the line
      // however it is counted is another matter.
      guard column == nil || unit == .ascii || unit == .uncertain || column ?? 0 <= first.count + 3 else { return nil }
      let indentation = bytes[first].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
      return Region(line: line, column: indentation + 1, length: first.count - indentation)
    }
    let startColumn = start - first.lowerBound + 1
    let last = max(line, endLine ?? line)
    // Where a tool gives no end, what it means is the character that it points at.
    let single = Region(line: line, column: startColumn, length: characterLength(at: start, in: first))
    guard endLine != nil || endColumn != nil, let end = self.line(last) else { return single }
    guard let endColumn else { return Region(line: line, column: startColumn, endLine: last, endColumn: end.count + 1) }
    // The end may lie behind the line's own end: it is exclusive, and the line's end may count.
    let endOffset = offset(of: endColumn, in: end, unit) ?? end.upperBound
    guard last > line || endOffset > start else { return Region(line: line, column: startColumn, length: 0) }
    return Region(line: line, column: startColumn, endLine: last, endColumn: endOffset - end.lowerBound + 1)
  }

  /// A stretch by offsets from the start of the file; nil if it leads out of it.
  mutating func region(offset: Int, length: Int, _ unit: ColumnUnit) -> Region? {
    let (end, overflow) = offset.addingReportingOverflow(length)
    guard !overflow else { return nil }
    guard unit != .ascii, unit != .uncertain else { return nil }
    guard unit != .bytes else { return end <= bytes.count ? lines.region(of: offset..<end) : nil }
    guard let start = byteOffset(ofCharacter: offset, unit), let stop = byteOffset(ofCharacter: end, unit) else {
      return nil
    }
    return lines.region(of: start..<stop)
  }

  /// The byte that a character from 0 begins at, counted from the nearest mark before it.
  private mutating func byteOffset(ofCharacter number: Int, _ unit: ColumnUnit) -> Int? {
    let marks = self.marks[unit] ?? characterMarks(unit)
    self.marks[unit] = marks
    var (low, high) = (0, marks.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if marks[middle].number <= number { low = middle } else { high = middle }
    }
    let mark = marks[low]
    return self.offset(past: number - mark.number, from: mark.offset, in: 0..<bytes.count, unit)
  }

  /// Where some of the characters begin.
  private struct CharacterMark: Sendable {
    /// How many characters stand before it.
    var number: Int
    var offset: Int
  }

  private func characterMarks(_ unit: ColumnUnit) -> [CharacterMark] {
    var at = firstOffset(unit)
    var number = 0
    var marks = [CharacterMark(number: 0, offset: at)]
    while at < bytes.count {
      let length = characterLength(at: at, in: 0..<bytes.count)
      number += unit == .utf16 && length == 4 ? 2 : 1
      at += length
      if number - (marks.last?.number ?? 0) >= 1024 { marks.append(CharacterMark(number: number, offset: at)) }
    }
    return marks
  }

  /// A byte order mark is no part of the text to those who count characters.
  private func firstOffset(_ unit: ColumnUnit) -> Int {
    unit != .bytes && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The offsets of a line's bytes, without what ends it. The line behind a last `\n` counts: tools point there.
  private func line(_ number: Int) -> Range<Int>? {
    number >= 1 && number <= lines.count ? lines.range(ofLine: number, in: bytes) : nil
  }

  /// The offset that a column from 1 stands for; nil if it lies more than its end behind the line, or if columns that
  /// are counted in different ways would differ there.
  private func offset(of column: Int, in line: Range<Int>, _ unit: ColumnUnit) -> Int? {
    guard column >= 1 else { return nil }
    let start = line.lowerBound == 0 ? min(firstOffset(unit), line.upperBound) : line.lowerBound
    return offset(past: column - 1, from: start, in: line, unit)
  }

  /// The offset behind a number of characters; as ``offset(of:in:_:)``.
  private func offset(past count: Int, from start: Int, in line: Range<Int>, _ unit: ColumnUnit) -> Int? {
    guard count >= 0 else { return nil }
    var at = start
    var left = count
    while left > 0, at < line.upperBound {
      let byte = bytes[at]
      switch unit {
      case .bytes:
        let step = min(left, line.upperBound - at)
        at += step
        left -= step
      case .ascii, .uncertain:
        guard byte < 0x80, unit == .ascii || byte != UInt8(ascii: "\t") else { return nil }
        at += 1
        left -= 1
      case .codePoints, .utf16:
        let length = characterLength(at: at, in: line)
        let width = unit == .utf16 && length == 4 ? 2 : 1
        // Inside a surrogate pair: the character that it belongs to.
        guard left >= width else { return at }
        at += length
        left -= width
      }
    }
    // What ends the line is one or two characters more.
    return left <= 2 ? at : nil
  }

  /// The length of the character at an offset: 0 at the line's end.
  private func characterLength(at offset: Int, in line: Range<Int>) -> Int {
    guard offset < line.upperBound else { return 0 }
    let length =
      switch bytes[offset] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    guard length > 1, offset + length <= line.upperBound,
      bytes[(offset + 1)..<(offset + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
    else { return 1 }
    return length
  }
}
