/// Expressions that no literal announces, searched for in every byte of a text.
struct EverywhereSearch: Sendable {
  private let expressions: [(needle: Int, expression: RegularExpression)]
  /// One expression for all of them over many lines, to find the lines; nil where there is none that means the same.
  private let finder: Finder?

  private final class Finder: Sendable {
    let compiled: CompiledPattern

    init?(_ pattern: String) {
      guard let compiled = try? CompiledPattern(pattern, over: .utf8, lines: true) else { return nil }
      self.compiled = compiled
    }
  }

  init(_ expressions: [(needle: Int, expression: RegularExpression)]) {
    self.expressions = expressions
    let patterns = expressions.map(\.expression.pattern)
    finder =
      expressions.isEmpty || patterns.contains(where: EverywhereSearch.knowsTheText)
      ? nil : Finder(patterns.map { "(?:\($0))" }.joined(separator: "|"))
  }

  /// Whether a pattern speaks of the ends of the text, or has flags that may change what `^` and `$` mean.
  private static func knowsTheText(_ pattern: String) -> Bool {
    ["\\A", "\\z", "\\Q", "(?-", "m)", "m:", "m-"].contains { pattern.contains($0) }
  }

  /// Adds what is found to the matches, until they are full.
  func search(_ text: UnsafeBufferPointer<UInt8>, _ found: inout FoundMatches) {
    guard !expressions.isEmpty else { return }
    var counter = LineCounter(text)
    // A return before a line's end is no part of the line, which only line by line can be said.
    if let finder, !text.contains(UInt8(ascii: "\r")), text.isUTF8 {
      var at = 0
      while at < text.count, !found.isFull, let range = finder.compiled.firstRange(in: text, from: at) {
        let line = text.line(around: range.lowerBound)
        search(text, line: line, &counter, &found)
        at = line.upperBound + 1
      }
    } else {
      var at = 0
      while at < text.count, !found.isFull {
        let line = text.line(around: at)
        search(text, line: line, &counter, &found)
        at = line.upperBound + 1
      }
    }
  }

  private func search(
    _ text: UnsafeBufferPointer<UInt8>, line: Range<Int>, _ counter: inout LineCounter, _ found: inout FoundMatches
  ) {
    for (needle, expression) in expressions {
      expression.search(text, line: line, needle: needle, &counter, &found)
    }
  }
}

/// Matches while they are being found, and whether all were.
struct FoundMatches {
  let limit: Int
  private(set) var all: [TextMatch] = []
  var isComplete = true

  init(limit: Int) { self.limit = limit }

  var isFull: Bool { all.count >= limit }

  mutating func append(_ match: TextMatch) {
    all.append(match)
    if isFull { isComplete = false }
  }
}

extension RegularExpression {
  /// How many bytes may be looked at for one line, however many matches are on it.
  private static var lineWork: Int { 256 << 20 }

  /// Adds the matches on one line, which ends before its `\n`, until they are full.
  func search(
    _ text: UnsafeBufferPointer<UInt8>, line: Range<Int>, needle: Int, _ counter: inout LineCounter,
    _ found: inout FoundMatches
  ) {
    var end = line.upperBound
    if end < text.count, end > line.lowerBound, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let bytes = UnsafeBufferPointer(rebasing: text[line.lowerBound..<end])
    let isUTF8 = bytes.isUTF8
    var next = 0
    // Each search may look at all that is left of the line.
    var searches = max(4, RegularExpression.lineWork / max(1, bytes.count))
    while next < bytes.count, !found.isFull {
      guard searches > 0 else {
        found.isComplete = false
        return
      }
      searches -= 1
      let range =
        isUTF8
        ? compiled.overUTF8.firstRange(in: bytes, from: next) : compiled.overBytes.firstRange(in: bytes, from: next)
      guard let range else { return }
      next = range.upperBound
      guard range.isEmpty else {
        let start = line.lowerBound
        found.append(
          TextMatch(
            needle: needle, range: (start + range.lowerBound)..<(start + range.upperBound),
            line: counter.line(of: start), lineStart: start))
        continue
      }
      next += 1
      while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The line around an offset, without its `\n`.
  func line(around offset: Int) -> Range<Int> {
    var start = offset
    while start > 0, self[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    var end = offset
    while end < count, self[end] != UInt8(ascii: "\n") { end += 1 }
    return start..<end
  }
}
