private import CRegularExpressions

/// A regular expression in RE2's language: matched in time linear in the text, without look-around or back-references.
///
/// Offsets are bytes. Text that is not UTF-8 is searched too, byte by byte.
public struct RegularExpression: Sendable, Hashable {
  /// The pattern as written.
  public let pattern: String
  /// How many capturing groups it has; named ones count, `(?:...)` does not.
  public let groupCount: Int

  let compiled: Compiled

  /// Compiled once and shared by all copies of a value.
  final class Compiled: Sendable {
    let overUTF8: CompiledPattern
    /// For text that is not UTF-8: `.` and classes stand for one byte.
    let overBytes: CompiledPattern

    init(_ pattern: String) throws(RegularExpressionProblem) {
      let overUTF8 = try CompiledPattern(pattern, over: .utf8)
      // A character beyond U+00FF, written as '\x{2019}', is none over bytes; text that is not UTF-8 is then searched as
      // far as it is.
      let overBytes =
        if let compiled = try? CompiledPattern(pattern, over: .bytes) { compiled } else {
          try CompiledPattern(pattern, over: .utf8)
        }
      self.overUTF8 = overUTF8
      self.overBytes = overBytes
    }
  }

  /// How many groups a pattern may have. RE2's own limit on memory covers neither the copies of all groups that it
  /// keeps for every state of a search (50,000 groups take 40 GB) nor the text of the pattern.
  private static let groupLimit = 50
  private static let lengthLimit = 32_768

  /// Compiles a pattern.
  ///
  /// - Throws: what RE2 does not understand, or that the pattern is too large: more than 32,768 bytes, more than 50
  ///   groups, or more than 8 MiB when compiled.
  public init(_ pattern: String) throws(RegularExpressionProblem) {
    guard pattern.utf8.count <= RegularExpression.lengthLimit else {
      throw RegularExpressionProblem("the pattern is longer than \(RegularExpression.lengthLimit) bytes")
    }
    let compiled = try Compiled(pattern)
    guard compiled.overUTF8.groupCount <= RegularExpression.groupLimit else {
      throw RegularExpressionProblem(
        "the pattern has more than \(RegularExpression.groupLimit) groups",
        help: ["a group that only holds together is written '(?:...)'"])
    }
    self.pattern = pattern
    self.compiled = compiled
    self.groupCount = compiled.overUTF8.groupCount
  }

  /// The leftmost match within a range of a text, which must not be split within a character.
  ///
  /// `^` means the start of `bytes` and `$` the end of `range`; look with `range` at one line, or at what is left of
  /// it, in a buffer that begins with that line.
  /// - Parameter range: where to look; what lies outside `bytes` is left out.
  /// - Returns: the byte range of the match, then of each group; nil for a group that took no part. Nil if nothing
  ///   matches.
  public func firstMatch(in bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) -> [Range<Int>?]? {
    let range = range.clamped(to: 0..<bytes.count)
    let text = UnsafeBufferPointer(rebasing: bytes[..<range.upperBound])
    return text.isUTF8
      ? compiled.overUTF8.firstMatch(in: text, from: range.lowerBound)
      : compiled.overBytes.firstMatch(in: text, from: range.lowerBound)
  }

  /// Every match on every line, in order. Matches on one line do not overlap, and none crosses a line's end.
  ///
  /// A line ends before `\n` or `\r\n`; `^` and `$` mean its start and end. One match takes time linear in the rest of
  /// its line, so text from strangers, which may be one long line of matches, needs a limit.
  /// - Parameter limit: how many matches to find at most; the search ends there.
  public func lineMatches(in bytes: [UInt8], limit: Int = .max) -> [LineMatch] {
    var matches: [LineMatch] = []
    forEachMatchingLine(in: bytes) { line, number, start, compiled in
      compiled.search(line, number: number, at: start, limit: limit, into: &matches)
      return matches.count < limit
    }
    return matches
  }

  /// The numbers of the lines that match anywhere, 1-based and ascending. Takes time linear in the text.
  public func matchingLines(in bytes: [UInt8]) -> [Int] {
    var numbers: [Int] = []
    forEachMatchingLine(in: bytes) { _, number, _, _ in
      numbers.append(number)
      return true
    }
    return numbers
  }

  /// Calls `visit` with each line that matches, its number, its start, and the expression for its bytes; ends once that
  /// returns false.
  private func forEachMatchingLine(
    in bytes: [UInt8], _ visit: (UnsafeBufferPointer<UInt8>, Int, Int, borrowing CompiledPattern) -> Bool
  ) {
    bytes.withUnsafeBufferPointer { all in
      let isUTF8 = all.isUTF8
      var number = 1
      var start = 0
      while start < all.count {
        let newline = all[start...].firstIndex(of: UInt8(ascii: "\n")) ?? all.count
        let hasReturn = newline > start && newline < all.count && all[newline - 1] == UInt8(ascii: "\r")
        let line = UnsafeBufferPointer(rebasing: all[start..<(hasReturn ? newline - 1 : newline)])
        let goesOn =
          isUTF8 || line.isUTF8
          ? !compiled.overUTF8.isFound(in: line) || visit(line, number, start, compiled.overUTF8)
          : !compiled.overBytes.isFound(in: line) || visit(line, number, start, compiled.overBytes)
        guard goesOn else { return }
        number += 1
        start = newline + 1
      }
    }
  }

  /// Equal patterns are equal expressions.
  public static func == (left: RegularExpression, right: RegularExpression) -> Bool {
    left.pattern.utf8.elementsEqual(right.pattern.utf8)
  }

  /// By the pattern.
  public func hash(into hasher: inout Hasher) { hasher.combine(Array(pattern.utf8)) }
}

/// One match of an expression on a line.
public struct LineMatch: Sendable, Hashable {
  /// The line's number, 1-based.
  public let line: Int
  /// The byte offset in the text at which the line begins.
  public let lineStart: Int
  /// The byte offsets in the text of the match, then of each group; nil for a group that took no part.
  public let groups: [Range<Int>?]

  /// The byte offsets in the text of the whole match.
  public let range: Range<Int>

  /// The 1-based column, in bytes, of an offset on this line.
  public func column(of offset: Int) -> Int { offset - lineStart + 1 }
}

extension CompiledPattern {
  /// Adds the matches on a line, which begins at `start` of the text, until there are `limit`.
  fileprivate borrowing func search(
    _ line: UnsafeBufferPointer<UInt8>, number: Int, at start: Int, limit: Int, into matches: inout [LineMatch]
  ) {
    var next = 0
    while matches.count < limit, next <= line.count, let found = firstMatch(in: line, from: next),
      let whole = found.first ?? nil
    {
      let groups = found.map { range in range.map { ($0.lowerBound + start)..<($0.upperBound + start) } }
      matches.append(
        LineMatch(
          line: number, lineStart: start, groups: groups,
          range: (whole.lowerBound + start)..<(whole.upperBound + start)))
      next = whole.upperBound
      // After an empty match one character is passed over, or the search would stand still.
      guard whole.isEmpty else { continue }
      next += 1
      while next < line.count, line[next] & 0xC0 == 0x80 { next += 1 }
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes are well-formed UTF-8. Wraps `check_drift_is_ascii`, since nearly all text is.
  var isUTF8: Bool { check_drift_is_ascii(baseAddress, count) == 1 || String(validating: self, as: UTF8.self) != nil }
}
