/// A place between versions: where a range begins or ends.
enum VersionCut<Point: Comparable & Hashable & Sendable>: Comparable, Hashable, Sendable {
  /// Below every version.
  case lowest
  /// Just below a version.
  case before(Point)
  /// Just above a version.
  case after(Point)
  /// Above every version.
  case highest

  static func < (left: VersionCut, right: VersionCut) -> Bool {
    switch (left, right) {
    case (.lowest, .lowest), (.highest, _), (_, .lowest): false
    case (.lowest, _), (_, .highest): true
    case (.before(let one), .before(let other)), (.after(let one), .after(let other)): one < other
    case (.before(let one), .after(let other)): one <= other
    case (.after(let one), .before(let other)): one < other
    }
  }
}

/// The versions that a requirement allows: ranges that do not touch, in order.
///
/// Versions count as lying close together, so that there is always one between two others: a set that holds only
/// versions which nobody could publish is not empty. A conflict that is told is one.
struct VersionSet<Point: Comparable & Hashable & Sendable>: Hashable, Sendable {
  /// From a cut up to another, which is above it.
  struct Range: Hashable, Sendable {
    let lower: VersionCut<Point>
    let upper: VersionCut<Point>
  }

  /// The ranges, in order.
  private(set) var ranges: [Range]

  private init(ranges: [Range]) { self.ranges = ranges }

  /// What lies between two cuts; nothing if they are the wrong way round.
  init(from lower: VersionCut<Point> = .lowest, to upper: VersionCut<Point> = .highest) {
    ranges = lower < upper ? [Range(lower: lower, upper: upper)] : []
  }

  /// One version.
  init(only point: Point) { self.init(from: .before(point), to: .after(point)) }

  /// Every version.
  static var all: VersionSet { VersionSet() }

  /// No version.
  static var none: VersionSet { VersionSet(ranges: []) }

  var isEmpty: Bool { ranges.isEmpty }

  /// The versions that are not in this set.
  var complement: VersionSet {
    var gaps: [Range] = []
    var lower = VersionCut<Point>.lowest
    for range in ranges {
      if lower < range.lower { gaps.append(Range(lower: lower, upper: range.lower)) }
      lower = range.upper
    }
    if lower < .highest { gaps.append(Range(lower: lower, upper: .highest)) }
    return VersionSet(ranges: gaps)
  }

  /// The versions that are in both.
  func intersection(_ other: VersionSet) -> VersionSet {
    var common: [Range] = []
    var (mine, theirs) = (0, 0)
    while mine < ranges.count, theirs < other.ranges.count {
      let (one, two) = (ranges[mine], other.ranges[theirs])
      let (lower, upper) = (max(one.lower, two.lower), min(one.upper, two.upper))
      if lower < upper { common.append(Range(lower: lower, upper: upper)) }
      if one.upper < two.upper { mine += 1 } else { theirs += 1 }
    }
    return VersionSet(ranges: common)
  }

  /// The versions that are in either.
  func union(_ other: VersionSet) -> VersionSet {
    var joined: [Range] = []
    for range in (ranges + other.ranges).sorted(by: { $0.lower < $1.lower }) {
      if let last = joined.last, range.lower <= last.upper {
        joined[joined.count - 1] = Range(lower: last.lower, upper: max(last.upper, range.upper))
      } else {
        joined.append(range)
      }
    }
    return VersionSet(ranges: joined)
  }

  /// The same ranges with other ends, each of which must lie within its range.
  func mappingEnds(_ transform: (VersionCut<Point>) -> VersionCut<Point>) -> VersionSet {
    VersionSet(
      ranges: ranges.compactMap { range in
        let end = transform(range.upper)
        return range.lower < end ? Range(lower: range.lower, upper: end) : nil
      })
  }

  /// Whether a version is in it.
  func contains(_ point: Point) -> Bool {
    ranges.contains { $0.lower < .after(point) && .before(point) < $0.upper }
  }
}
