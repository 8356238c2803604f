/// Many literals and regular expressions searched for in one pass.
///
/// Every line is searched by itself, as ``RegularExpression/lineMatches(in:limit:)`` does: `^` and `$` are its ends, and
/// no match holds a line's end. What is found is the same as if each were searched for alone; only the time is not: the
/// literals that an expression cannot do without are looked for all at once, and the expression is asked only of the
/// lines that hold them.
public struct TextSearch: Sendable {
  /// What is searched for.
  public enum Needle: Sendable, Hashable {
    /// These very bytes, of which none may be a line's end; not empty.
    case literal([UInt8])
    /// What the expression matches; where it matches nothing but a place between two bytes, that is left out.
    case expression(RegularExpression)
  }

  private let engine: SearchEngine

  /// Prepares the search.
  public init(_ needles: [Needle]) { engine = SearchEngine(needles) }

  /// Everything that is found, sorted by place: of those that begin together the longest first, of equal ones the one
  /// that was named first. Matches of different needles may overlap; see ``TextMatches/apart``.
  ///
  /// - Parameter limit: how many matches to look for; the search ends there. On a line of megabytes it ends earlier, for
  ///   one match takes time linear in the rest of its line.
  public func matches(in text: UnsafeBufferPointer<UInt8>, limit: Int = .max) -> TextMatches {
    engine.matches(in: text, limit: limit)
  }
}

/// What a search found.
public struct TextMatches: Sendable, Hashable {
  /// The matches, sorted by place.
  public let all: [TextMatch]
  /// Whether there are no more; false if the search ended at its limit.
  public let isComplete: Bool

  /// The matches without those that overlap an earlier one.
  public var apart: [TextMatch] {
    var end = 0
    return all.filter { match in
      guard match.range.lowerBound >= end else { return false }
      end = match.range.upperBound
      return true
    }
  }
}

/// One match of a search.
public struct TextMatch: Sendable, Hashable {
  /// The position of what was searched for.
  public let needle: Int
  /// The match's byte offsets in the text.
  public let range: Range<Int>
  /// The line's number, 1-based.
  public let line: Int
  /// The byte offset at which the line begins.
  public let lineStart: Int

  /// The 1-based column of the match's first byte.
  public var column: Int { range.lowerBound - lineStart + 1 }
}
