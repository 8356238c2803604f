internal import DriftModel

extension FileAnswer {
  /// The answer as bytes; none for a file in which there is nothing.
  var encoded: [UInt8] {
    if self == FileAnswer() { return [] }
    var writer = AnswerWriter()
    writer.put(isBinary ? 1 : 0)
    writer.put(marks.count)
    for mark in marks {
      writer.put(mark.rule)
      writer.put(mark.range.lowerBound)
      writer.put(mark.range.count)
      writer.put(mark.region)
      writer.put(mark.texts.count)
      for text in mark.texts { writer.put(text) }
    }
    writer.put(doubts.count)
    for doubt in doubts {
      writer.put(Array(doubt.reason.utf8))
      writer.put(doubt.region == nil ? 0 : 1)
      if let region = doubt.region { writer.put(region) }
    }
    return writer.bytes
  }

  /// Reads an answer; nil for anything that ``encoded`` does not write.
  ///
  /// - Parameter size: the size of the file that it is about; nil if that is not known.
  init?(encoded bytes: UnsafeRawBufferPointer, size: Int?) {
    self.init()
    if bytes.isEmpty { return }
    var reader = AnswerReader(bytes)
    guard let binary = reader.number(), binary <= 1, let count = reader.number(), count <= bytes.count else {
      return nil
    }
    isBinary = binary == 1
    for _ in 0..<count {
      guard let mark = reader.mark(size: size) else { return nil }
      marks.append(mark)
    }
    guard let count = reader.number(), count <= bytes.count else { return nil }
    for _ in 0..<count {
      guard let reason = reader.text(), let hasRegion = reader.number(), hasRegion <= 1 else { return nil }
      var region: Region?
      if hasRegion == 1 {
        region = reader.region()
        if region == nil { return nil }
      }
      doubts.append(FileDoubt(String(decoding: reason, as: UTF8.self), at: region))
    }
    guard reader.isAtEnd else { return nil }
  }
}

/// Numbers as seven bits a byte, lowest first.
private struct AnswerWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func put(_ text: [UInt8]) {
    put(text.count)
    bytes += text
  }

  mutating func put(_ region: Region) {
    put(region.line)
    put(region.column)
    put(region.endLine)
    put(region.endColumn)
  }
}

/// Believes nothing: every number is held against what can be.
private struct AnswerReader {
  /// No file has more bytes, lines or columns.
  private static let largest = 1 << 40

  private let bytes: UnsafeRawBufferPointer
  private var at = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  mutating func number() -> Int? {
    var number = 0
    var shift = 0
    while at < bytes.count, shift < 42 {
      let byte = Int(bytes[at])
      at += 1
      number |= (byte & 0x7F) << shift
      if byte & 0x80 == 0 { return number <= AnswerReader.largest ? number : nil }
      shift += 7
    }
    return nil
  }

  mutating func text() -> [UInt8]? {
    guard let count = number(), count <= bytes.count - at else { return nil }
    defer { at += count }
    return Array(bytes[at..<(at + count)])
  }

  mutating func region() -> Region? {
    guard let line = number(), let column = number(), let endLine = number(), let endColumn = number() else {
      return nil
    }
    guard line >= 1, column >= 1, endColumn >= 1, (endLine, endColumn) >= (line, column) else { return nil }
    return Region(line: line, column: column, endLine: endLine, endColumn: endColumn)
  }

  mutating func mark(size: Int?) -> FileMark? {
    guard let rule = number(), let start = number(), let count = number(), let region = region(),
      let texts = number(), texts <= bytes.count - at
    else { return nil }
    if let size, start + count > size { return nil }
    var all: [[UInt8]] = []
    for _ in 0..<texts {
      guard let text = text() else { return nil }
      all.append(text)
    }
    return FileMark(rule: rule, range: start..<(start + count), region: region, texts: all)
  }
}
