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
  private(set) var mistake: String?
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

  /// How many of a file count. A person writes few, and each is held against every finding of its file.
  static let limit = 1000

  /// The directives in a file's comments, in order. In a file of no known language, a comment is `<!-- … -->`.
  ///
  /// Takes time in proportion to the file's length. Beyond ``limit`` the first stands for all others, as a mistake.
  static func read(_ bytes: [UInt8], in path: RepositoryPath) -> [InlineDirective] {
    let starts = offsets(of: word, in: bytes)
    guard !starts.isEmpty else { return [] }
    let lines = LineIndex(bytes)
    var comments = CommentFinder(bytes, Language(fileName: path.lastSegment, firstBytes: bytes.prefix(256)))
    var directives: [InlineDirective] = []
    for (index, start) in starts.enumerated() {
      guard let comment = comments.comment(around: start) else { continue }
      // One ends where the next begins.
      let next = index + 1 < starts.count ? starts[index + 1] : bytes.count
      var directive = directive(start, upTo: min(next, comment.upperBound), in: bytes, comment, lines)
      if directives.count == limit {
        directive.mistake = "more than \(limit) of them stand in this file, and those from here on do not count"
        return directives + [directive]
      }
      directives.append(directive)
    }
    return directives
  }

  /// Where a word stands, found by Horspool's method: a look at one byte of many tells how far it is to the next place
  /// where it can end.
  private static func offsets(of word: [UInt8], in bytes: [UInt8]) -> [Int] {
    var steps = [Int](repeating: word.count, count: 256)
    for (offset, byte) in word.dropLast().enumerated() { steps[Int(byte)] = word.count - 1 - offset }
    var found: [Int] = []
    bytes.withUnsafeBufferPointer { text in
      steps.withUnsafeBufferPointer { steps in
        var end = word.count - 1
        while end < text.count {
          let start = end - (word.count - 1)
          let isThere = text[end] == word.last && text[start...end].elementsEqual(word)
          if isThere { found.append(start) }
          end += isThere ? word.count : steps[Int(text[end])]
        }
      }
    }
    return found
  }

  private static func directive(
    _ start: Int, upTo limit: Int, in bytes: [UInt8], _ comment: Range<Int>, _ lines: LineIndex
  ) -> InlineDirective {
    var end = bytes[start..<limit].firstIndex { $0 == UInt8(ascii: "\n") } ?? limit
    for closing in ["*/", "-->"]
    where end == comment.upperBound && bytes[start..<end].suffix(closing.utf8.count).elementsEqual(closing.utf8) {
      end -= closing.utf8.count
    }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    let text = Array(bytes[start..<end])
    let fields = Fields(String(decoding: text.dropFirst(word.count), as: UTF8.self))
    let lineStart = comment.lowerBound - (lines.position(of: comment.lowerBound).column - 1)
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

/// Finds the comments around offsets of a file, which are asked for in ascending order.
private struct CommentFinder {
  private let bytes: [UInt8]
  /// The comments of a known language.
  private let map: SourceMap?
  /// How far ``opening`` was looked for.
  private var at = 0
  /// Where the comment begins that is open before ``at``; nil if none is that begins on the line.
  private var opening: Int?
  /// Where the search for a `-->` ended: behind it, or at the end of a line that has none.
  private var closing: (end: Int, isFound: Bool) = (0, false)

  init(_ bytes: [UInt8], _ language: Language?) {
    self.bytes = bytes
    map = language.map { SourceMap(bytes, as: $0) }
  }

  /// The comment that holds an offset; nil if none does.
  mutating func comment(around offset: Int) -> Range<Int>? {
    if let map {
      guard let span = map.span(at: offset), span.kind == .comment else { return nil }
      return span.range
    }
    while at < offset {
      if bytes[at] == UInt8(ascii: "\n") {
        opening = nil
      } else if bytes[at] == UInt8(ascii: "<"), bytes[at...].starts(with: "<!--".utf8) {
        opening = at
      } else if bytes[at] == UInt8(ascii: "-"), bytes[at...].starts(with: "-->".utf8) {
        opening = nil
      }
      at += 1
    }
    // What ends behind the offset was looked for from before it.
    if closing.end <= offset { findClosing(from: offset) }
    guard let opening, closing.isFound else { return nil }
    return opening..<closing.end
  }

  private mutating func findClosing(from offset: Int) {
    var end = offset
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
      if bytes[end] == UInt8(ascii: "-"), bytes[end...].starts(with: "-->".utf8) {
        closing = (end + 3, true)
        return
      }
      end += 1
    }
    closing = (end, false)
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
