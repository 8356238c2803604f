/// The versions that a requirement on semantic versions allows, in any of the languages that have them.
struct SemanticRange: Sendable, Hashable {
  /// Which pre-releases of a range are allowed.
  enum Prereleases: Sendable, Hashable {
    /// Those with the same three numbers as a bound that is a pre-release itself (npm, Cargo).
    case ofBounds
    /// All, if a bound is a pre-release (SwiftPM); never those of an upper bound that is none.
    case ofRanges
    /// All (Go).
    case all
  }

  /// What all bounds of an alternative allow.
  private struct Alternative: Sendable, Hashable {
    var versions = VersionSet<SemanticVersion>.all
    /// The bounds that are pre-releases.
    var prereleases: [SemanticVersion] = []

    mutating func narrow(_ other: VersionSet<SemanticVersion>) { versions = versions.intersection(other) }
  }

  private var alternatives: [Alternative]
  private let rule: Prereleases
  /// What is allowed, the rule for pre-releases aside.
  let versions: VersionSet<SemanticVersion>
  /// The one version that is allowed, as written without any prefix; nil if others are.
  let exactVersion: String?

  private init(_ alternatives: [Alternative], _ rule: Prereleases, exact: String? = nil) {
    self.alternatives = alternatives
    self.rule = rule
    self.versions = alternatives.reduce(VersionSet.none) { $0.union($1.versions) }
    self.exactVersion = exact
  }

  /// Any version.
  static let any = SemanticRange([Alternative()], .ofBounds)

  /// From a version to just below another, as SwiftPM and Go mean it.
  init(from lower: SemanticVersion, to upper: SemanticVersion? = nil, prereleases: Prereleases) {
    // SwiftPM: 2.0.0-alpha is not below 2.0.0.
    let end = upper.map { prereleases == .ofRanges && $0.prerelease.isEmpty ? $0.least : $0 }
    let alternative = Alternative(
      versions: VersionSet(from: .before(lower), to: end.map { .before($0) } ?? .highest),
      prereleases: [lower, upper].compactMap(\.self).filter { !$0.prerelease.isEmpty })
    self.init([alternative], prereleases)
  }

  /// Exactly one version.
  init(exactly version: SemanticVersion, as text: String) {
    self.init([Alternative(versions: VersionSet(only: version))], .all, exact: text)
  }

  /// Whether a version is allowed.
  func allows(_ version: SemanticVersion) -> Bool {
    alternatives.contains { alternative in
      guard alternative.versions.contains(version) else { return false }
      guard !version.prerelease.isEmpty else { return true }
      return switch rule {
      case .all: true
      case .ofRanges: !alternative.prereleases.isEmpty
      case .ofBounds: alternative.prereleases.contains { $0.numbers == version.numbers }
      }
    }
  }

  /// Equal ranges allow the same versions, whatever they are written like.
  static func == (left: SemanticRange, right: SemanticRange) -> Bool {
    left.rule == right.rule && left.allowed == right.allowed && left.bounds == right.bounds
  }

  func hash(into hasher: inout Hasher) { hasher.combine(allowed) }

  /// The bounds that let in pre-releases.
  private var bounds: Set<SemanticVersion> { Set(alternatives.flatMap(\.prereleases).filter(versions.contains)) }

  /// ``versions`` in one spelling: below 2.0.0 is below 2.0.0-0 where no pre-release of 2.0.0 is let in.
  private var allowed: VersionSet<SemanticVersion> {
    guard rule == .ofBounds else { return versions }
    let bounds = bounds
    return versions.mappingEnds { end in
      guard case .before(let version) = end, version.prerelease.isEmpty,
        !bounds.contains(where: { $0.numbers == version })
      else { return end }
      return .before(version.least)
    }
  }
}

// MARK: npm

extension SemanticRange {
  /// Reads a range of npm: `^1.2`, `~1.2.3`, `1.x`, `>=1 <2`, `1 - 2`, `||` between alternatives, and an empty text for
  /// any version.
  ///
  /// - Returns: nil if the text is none: a tag, a URL.
  init?(npm text: String) {
    guard text.utf8.count <= 4096 else { return nil }
    var alternatives: [Alternative] = []
    var rest = text[...]
    while let bars = rest.firstRange(of: "||") {
      guard let alternative = SemanticRange.alternative(npm: rest[..<bars.lowerBound]) else { return nil }
      alternatives.append(alternative)
      rest = rest[bars.upperBound...]
    }
    guard let last = SemanticRange.alternative(npm: rest) else { return nil }
    alternatives.append(last)
    var exact: String?
    let bare = text.drop { $0 == "=" || $0 == "v" || $0 == " " }
    if SemanticVersion(bare) != nil { exact = bare.filter { $0 != " " } }
    self.init(alternatives, .ofBounds, exact: exact)
  }

  private static func alternative(npm text: Substring) -> Alternative? {
    var cursor = TextCursor(text)
    cursor.skipBlanks()
    if let hyphened = hyphenRange(cursor) { return hyphened }
    var alternative = Alternative()
    while !cursor.isAtEnd {
      guard narrow(&alternative, byComparatorAt: &cursor) else { return nil }
      let before = cursor.offset
      cursor.skipBlanks()
      guard cursor.isAtEnd || cursor.offset > before else { return nil }
    }
    return alternative
  }

  /// `1.2 - 3.4.5`; nil if the text is none.
  private static func hyphenRange(_ start: TextCursor) -> Alternative? {
    var cursor = start
    skipPrefix(&cursor)
    guard let lower = PartialVersion(&cursor), cursor.next == 0x20 || cursor.next == 9 else { return nil }
    cursor.skipBlanks()
    guard cursor.take("-"), cursor.next == 0x20 || cursor.next == 9 else { return nil }
    cursor.skipBlanks()
    skipPrefix(&cursor)
    guard let upper = PartialVersion(&cursor) else { return nil }
    cursor.skipBlanks()
    guard cursor.isAtEnd else { return nil }
    var alternative = Alternative()
    if lower.major != nil { alternative.narrow(VersionSet(from: .before(lower.floor))) }
    if upper.patch != nil {
      alternative.narrow(VersionSet(to: .after(upper.floor)))
    } else if let next = upper.next {
      alternative.narrow(VersionSet(to: .before(next.least)))
    }
    alternative.prereleases = [lower, upper].map(\.floor).filter { !$0.prerelease.isEmpty }
    return alternative
  }

  private static func skipPrefix(_ cursor: inout TextCursor) {
    while cursor.take("v") || cursor.take("=") || cursor.take(" ") || cursor.take("\t") {}
  }

  private static func narrow(_ alternative: inout Alternative, byComparatorAt cursor: inout TextCursor) -> Bool {
    let comparison = Comparison(npm: &cursor)
    skipPrefix(&cursor)
    if cursor.isAtEnd { return comparison == .equal }
    guard let version = PartialVersion(&cursor) else { return false }
    guard version.major != nil else {
      // Nothing is above or below everything.
      if comparison == .above || comparison == .below { alternative.narrow(.none) }
      return true
    }
    alternative.narrow(comparison.versions(version))
    if !version.prerelease.isEmpty { alternative.prereleases.append(version.floor) }
    return true
  }
}

// MARK: Cargo

extension SemanticRange {
  /// Reads a requirement of Cargo: `1.2` for `^1.2`, `~1.2`, `=1.2.3`, `1.*`, `>=1, <2`.
  ///
  /// - Returns: nil if the text is none.
  init?(cargo text: String) {
    guard text.utf8.count <= 4096 else { return nil }
    let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
    guard pieces.count <= 32 else { return nil }
    var alternative = Alternative()
    for piece in pieces {
      var cursor = TextCursor(piece)
      cursor.skipBlanks()
      let isBare = cursor.next.map { !"=<>~^".utf8.contains($0) } ?? true
      let comparison = isBare ? Comparison.caret : Comparison(cargo: &cursor)
      cursor.skipBlanks()
      guard let version = PartialVersion(&cursor) else { return nil }
      cursor.skipBlanks()
      guard cursor.isAtEnd, version.major != nil || (isBare && pieces.count == 1) else { return nil }
      let hasWildcard = piece.utf8.contains { "*xX".utf8.contains($0) } && version.patch == nil
      alternative.narrow((isBare && hasWildcard ? .equal : comparison).versions(version))
      if !version.prerelease.isEmpty { alternative.prereleases.append(version.floor) }
    }
    let bare = text.drop { $0 == " " }.dropFirst().filter { $0 != " " }
    let isExact = text.drop { $0 == " " }.first == "=" && pieces.count == 1 && SemanticVersion(bare) != nil
    self.init([alternative], .ofBounds, exact: isExact ? bare : nil)
  }
}

// MARK: Comparisons

/// How a version stands to the one that is written.
private enum Comparison {
  case equal, below, atMost, above, atLeast, tilde, caret

  init(npm cursor: inout TextCursor) {
    if cursor.take("^") {
      self = .caret
    } else if cursor.take("~") {
      _ = cursor.take(">")
      self = .tilde
    } else {
      self.init(cargo: &cursor)
    }
  }

  init(cargo cursor: inout TextCursor) {
    if cursor.take("^") {
      self = .caret
    } else if cursor.take("~") {
      self = .tilde
    } else if cursor.take(">=") {
      self = .atLeast
    } else if cursor.take(">") {
      self = .above
    } else if cursor.take("<=") {
      self = .atMost
    } else if cursor.take("<") {
      self = .below
    } else {
      _ = cursor.take("=")
      self = .equal
    }
  }

  /// The versions that stand so to one.
  func versions(_ version: PartialVersion) -> VersionSet<SemanticVersion> {
    guard version.major != nil else { return .all }
    let floor = version.floor
    let isWhole = version.patch != nil
    func upTo(_ end: SemanticVersion?) -> VersionSet<SemanticVersion> {
      VersionSet(from: .before(floor), to: end.map { .before($0.least) } ?? .highest)
    }
    switch self {
    case .equal: return isWhole ? VersionSet(only: floor) : upTo(version.next)
    case .caret: return upTo(version.nextBreaking)
    case .tilde: return upTo(version.nextMinor)
    case .atLeast: return VersionSet(from: .before(floor))
    case .above: return VersionSet(from: isWhole ? .after(floor) : version.next.map { .before($0) } ?? .highest)
    case .below: return VersionSet(to: .before(isWhole ? floor : floor.least))
    case .atMost: return VersionSet(to: isWhole ? .after(floor) : version.next.map { .before($0.least) } ?? .highest)
    }
  }
}
