/// A stretch of a source file that is a comment or a string. What no span covers is code.
public struct SourceSpan: Sendable, Hashable {
  /// What a byte of a source file belongs to.
  public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
    /// Whatever the language executes or declares, white space included; the inside of an interpolation too.
    case code
    /// A comment with its delimiters, without the end of the line.
    case comment
    /// A literal with its quotes and prefix: text, characters, regular expressions, here-documents, the text between
    /// JSX tags. Interpolations split it.
    case string
  }

  /// `comment` or `string`.
  public let kind: Kind
  /// The offset of its first byte.
  public let start: Int
  /// The offset just past its last byte; greater than `start`.
  public let end: Int

  /// A stretch of bytes.
  public init(_ kind: Kind, _ start: Int, _ end: Int) {
    self.kind = kind
    self.start = start
    self.end = end
  }

  /// Its byte offsets.
  public var range: Range<Int> { start..<end }
}

/// Which bytes of a source file are code, comment or string.
public struct SourceMap: Sendable, Hashable {
  /// The comments and strings, in order, none empty, none overlapping.
  public let spans: [SourceSpan]

  /// Reads a text. Takes time in proportion to its length, whatever the bytes are.
  public init(_ bytes: UnsafeBufferPointer<UInt8>, as language: Language) {
    self.spans = language.spans(in: bytes)
  }

  /// Reads a text. Takes time in proportion to its length, whatever the bytes are.
  public init(_ bytes: [UInt8], as language: Language) {
    self.spans = bytes.withUnsafeBufferPointer { language.spans(in: $0) }
  }

  /// What the byte at an offset belongs to; `code` for offsets outside of the text.
  public func kind(at offset: Int) -> SourceSpan.Kind { span(at: offset)?.kind ?? .code }

  /// The comment or string that holds the byte at an offset; nil if it is code.
  public func span(at offset: Int) -> SourceSpan? {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    guard low < spans.count, spans[low].start <= offset else { return nil }
    return spans[low]
  }

  /// Whether any byte of a range is of a kind. An empty range is judged by the byte behind it.
  public func holds(_ kind: SourceSpan.Kind, in range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    var next = firstSpan(endingAfter: offset)
    repeat {
      guard next < spans.count, spans[next].start < max(range.upperBound, offset + 1) else { return kind == .code }
      if spans[next].start > offset, kind == .code { return true }
      if spans[next].kind == kind { return true }
      offset = spans[next].end
      next += 1
    } while offset < range.upperBound
    return false
  }

  private func firstSpan(endingAfter offset: Int) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
