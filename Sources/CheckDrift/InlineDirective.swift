internal import DriftModel
internal import SourceText

/// A comment that accepts findings where it stands: `check-drift:allow PROBLEM until=2026-12-31: why`.
struct InlineDirective: Sendable, Hashable {
  /// What it accepts: a problem, a kind, or `kind/problem`.
  let target: String
  /// Why.
  let reason: String
  /// The last day on which it does.
  let until: Day?
  /// Its stretch of the file.
  let region: Region
  /// Whether it stands on a line of its own, and so is about the next line as well.
  let coversNextLine: Bool
  /// Why it accepts nothing although it means to; nil if it is well formed.
  let mistake: String?
  /// As written, from the word on.
  let text: [UInt8]

  /// The word that it begins with.
  static let word = Array("check-drift:allow".utf8)

  /// Whether it accepts findings of a line.
  func covers(_ line: Int) -> Bool {
    line == region.line || (coversNextLine && line == region.endLine + 1)
  }

  /// Whether it accepts a problem of a kind.
  func accepts(_ problem: String, of kind: String) -> Bool {
    target == problem || target == kind || target == "\(kind)/\(problem)"
  }

  // MARK: Reading

  /// The directives in a file's comments, in order. In a file of no known language, a comment is `<!-- … -->`.
  static func read(_ bytes: [UInt8], in path: RepositoryPath) -> [InlineDirective] {
    let starts = offsets(of: word, in: bytes)
    guard !starts.isEmpty else { return [] }
    let lines = LineIndex(bytes)
    var map: SourceMap?
    if let language = Language(fileName: path.lastSegment, firstBytes: bytes.prefix(256)) {
      map = SourceMap(bytes, as: language)
    }
    return starts.compactMap { start in
      guard let comment = comment(around: start, in: bytes, map) else { return nil }
      return directive(start, in: bytes, comment, lines)
    }
  }

  private static func offsets(of word: [UInt8], in bytes: [UInt8]) -> [Int] {
    guard bytes.count >= word.count else { return [] }
    var found: [Int] = []
    bytes.withUnsafeBufferPointer { text in
      var at = 0
      while at <= text.count - word.count {
        // Of the word's bytes the colon is the rarest.
        guard text[at + 11] == UInt8(ascii: ":"), text[at..<(at + word.count)].elementsEqual(word) else {
          at += 1
          continue
        }
        found.append(at)
        at += word.count
      }
    }
    return found
  }

  /// The comment that holds an offset; nil if none does.
  private static func comment(around offset: Int, in bytes: [UInt8], _ map: SourceMap?) -> Range<Int>? {
    if let map {
      guard let span = map.span(at: offset), span.kind == .comment else { return nil }
      return span.range
    }
    let begin = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let opening = Array("<!--".utf8)
    let start = (begin..<offset).last { bytes[$0...].starts(with: opening) }
    guard let start, let close = (offset..<end).first(where: { bytes[$0...].starts(with: "-->".utf8) }) else {
      return nil
    }
    return start..<close + 3
  }

  private static func directive(
    _ start: Int, in bytes: [UInt8], _ comment: Range<Int>, _ lines: LineIndex
  ) -> InlineDirective {
    var end = bytes[start..<comment.upperBound].firstIndex { $0 == UInt8(ascii: "\n") } ?? comment.upperBound
    for closing in ["*/", "-->"]
    where end == comment.upperBound && bytes[start..<end].suffix(closing.utf8.count).elementsEqual(closing.utf8) {
      end -= closing.utf8.count
    }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    let text = Array(bytes[start..<end])
    let fields = Fields(String(decoding: text.dropFirst(word.count), as: UTF8.self))
    let lineStart = bytes[..<comment.lowerBound].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return InlineDirective(
      target: fields.target, reason: fields.reason, until: fields.until, region: lines.region(of: start..<end),
      coversNextLine: bytes[lineStart..<comment.lowerBound].allSatisfy(isSpace), mistake: fields.mistake, text: text)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) }

  /// What stands behind the word: ` PROBLEM until=DATE: why`.
  private struct Fields {
    var target = ""
    var reason = ""
    var until: Day?
    var mistake: String?

    init(_ text: String) {
      guard text.first.map({ $0 == " " || $0 == "\t" }) ?? true else {
        mistake = "something stands right behind 'allow'"
        return
      }
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let words = parts.first?.split(whereSeparator: \.isWhitespace) ?? []
      target = words.first.map(String.init) ?? ""
      reason = parts.count > 1 ? parts[1].trimmed : ""
      for word in words.dropFirst() {
        guard word.hasPrefix("until=") else {
          mistake = "'\(word)' is neither a date as 'until=2026-12-31' nor behind a colon"
          return
        }
        until = Day(String(word.dropFirst(6)))
        if until == nil { mistake = "'\(word.dropFirst(6))' is no date; write it as 2026-12-31" }
      }
      if mistake != nil { return }
      if target.isEmpty {
        mistake = "it names no problem"
      } else if reason.isEmpty {
        mistake = "it gives no reason, which stands behind a colon"
      }
    }
  }
}

extension Substring {
  /// The text without white space around it.
  fileprivate var trimmed: String {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
