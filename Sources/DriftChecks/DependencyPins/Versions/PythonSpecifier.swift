/// The versions that a requirement of a Python package allows: PEP 440's specifiers, and what Poetry writes besides.
struct PythonSpecifier: Sendable, Hashable {
  /// One clause: `>=1.2`.
  struct Clause: Sendable, Hashable {
    enum Comparison: String, Sendable, Hashable {
      case compatible = "~="
      case equal = "=="
      case unequal = "!="
      case atMost = "<="
      case atLeast = ">="
      case below = "<"
      case above = ">"
      case arbitrary = "==="
    }

    let comparison: Comparison
    /// The version as written, without `.*`.
    let text: String
    /// Nil for an arbitrary text behind `===`.
    let version: PythonVersion?
    let isPrefix: Bool

    /// The versions that the clause allows.
    var versions: VersionSet<PythonVersion>? {
      guard let version else { return nil }
      switch comparison {
      case .atLeast: return VersionSet(from: .before(version))
      case .atMost: return VersionSet(from: .before(Clause.least), to: .before(version.leastAboveLocals))
      case .above: return VersionSet(from: Clause.cut(above: version))
      case .below:
        let end = version.isPrerelease ? version : version.with(dev: 0)
        return VersionSet(from: .before(Clause.least), to: .before(end))
      case .equal: return equal(version)
      case .unequal: return equal(version).complement
      case .compatible:
        var prefix = version.release.dropLast()
        guard let last = prefix.popLast() else { return nil }
        let next = PythonVersion(epoch: version.epoch, release: prefix + [last + 1], dev: 0)
        return VersionSet(from: .before(version), to: .before(next))
      case .arbitrary: return VersionSet(only: version)
      }
    }

    /// Nothing is below this.
    private static let least = PythonVersion(epoch: 0, release: [0], dev: 0)

    private func equal(_ version: PythonVersion) -> VersionSet<PythonVersion> {
      if isPrefix {
        var release = version.release
        release[release.count - 1] += 1
        return VersionSet(
          from: .before(PythonVersion(epoch: version.epoch, release: version.release, dev: 0)),
          to: .before(PythonVersion(epoch: version.epoch, release: release, dev: 0)))
      }
      guard version.local.isEmpty else { return VersionSet(only: version) }
      return VersionSet(from: .before(version), to: .before(version.leastAboveLocals))
    }

    /// `>1.0` leaves out the post-releases and local versions of 1.0, and `>1.0a1` those of 1.0a1.
    private static func cut(above version: PythonVersion) -> VersionCut<PythonVersion> {
      if version.dev != nil || version.post != nil { return .before(version.leastAboveLocals) }
      if let phase = version.phase {
        let next = PythonVersion(
          epoch: version.epoch, release: version.release, phase: (phase.phase, phase.number + 1), dev: 0)
        return .before(next)
      }
      // Above every post-release: no version stands there, so no other text means the same place.
      return .after(
        PythonVersion(epoch: version.epoch, release: version.release, post: Int.max, local: [.number(Int.max)]))
    }
  }

  /// What is allowed is what all clauses of any alternative allow; PEP 440 has one alternative.
  let alternatives: [[Clause]]

  /// What the clauses allow; nil if one of them is an arbitrary text that is no version.
  let versions: VersionSet<PythonVersion>?

  private init(alternatives: [[Clause]]) {
    self.alternatives = alternatives
    var sum: VersionSet<PythonVersion>? = VersionSet.none
    for clauses in alternatives {
      var product: VersionSet<PythonVersion>? = .all
      for clause in clauses { product = clause.versions.flatMap { product?.intersection($0) } }
      sum = product.flatMap { sum?.union($0) }
    }
    versions = sum
  }

  /// A longer text is no requirement that a person wrote.
  private static let lengthLimit = 4096

  /// Any version.
  static let any = PythonSpecifier(alternatives: [[]])

  /// Reads PEP 440's specifiers, separated by commas; an empty text allows all.
  ///
  /// - Returns: nil if the text is none.
  init?(_ text: some StringProtocol) {
    guard text.utf8.count <= PythonSpecifier.lengthLimit,
      let clauses = PythonSpecifier.clauses(text, { PythonSpecifier.clause(&$0) })
    else { return nil }
    self.init(alternatives: [clauses])
  }

  /// Reads Poetry's constraints: PEP 440's, `^1.2`, `~1.2`, `1.2.*`, a bare version for exactly that one, blanks for
  /// commas, and `||` for either.
  init?(poetry text: some StringProtocol) {
    guard text.utf8.count <= PythonSpecifier.lengthLimit else { return nil }
    var alternatives: [[Clause]] = []
    for alternative in text.split(separator: "|", omittingEmptySubsequences: true) {
      let clauses = PythonSpecifier.clauses(alternative) { cursor in
        if cursor.take("^") { return PythonSpecifier.caret(&cursor) }
        if cursor.next == UInt8(ascii: "~"), cursor.peek(1) != UInt8(ascii: "=") {
          cursor.advance()
          return PythonSpecifier.tilde(&cursor)
        }
        if cursor.take("*") { return [] }
        if let byte = cursor.next, TextCursor.isDigit(byte) || TextCursor.lowercase(byte) == UInt8(ascii: "v") {
          return PythonSpecifier.version(&cursor, .equal).map { [$0] }
        }
        if cursor.next == UInt8(ascii: "="), cursor.peek(1) != UInt8(ascii: "=") {
          cursor.advance()
          return PythonSpecifier.version(&cursor, .equal).map { [$0] }
        }
        return PythonSpecifier.clause(&cursor)
      }
      guard let clauses else { return nil }
      alternatives.append(clauses)
    }
    guard !alternatives.isEmpty else { return nil }
    self.init(alternatives: alternatives)
  }

  /// Whether a version is allowed; a pre-release is, if it lies in the ranges. Nil if that cannot be said.
  func allows(_ version: String) -> Bool? {
    var isKnown = true
    for clauses in alternatives {
      let answers = clauses.map { clause -> Bool? in
        if clause.comparison == .arbitrary {
          return clause.text.lowercased() == version.lowercased()
        }
        guard let point = PythonVersion(version) else { return nil }
        return clause.versions?.contains(point)
      }
      if answers.allSatisfy({ $0 == true }) { return true }
      if answers.contains(nil) && !answers.contains(false) { isKnown = false }
    }
    return isKnown ? false : nil
  }

  /// The one version that is allowed, as written; nil if others are, or might be.
  var exactVersion: String? {
    guard alternatives.count == 1, let clause = alternatives[0].first, alternatives[0].count == 1, !clause.isPrefix,
      clause.comparison == .equal || clause.comparison == .arbitrary
    else { return nil }
    return clause.text
  }

  // MARK: Reading

  /// Clauses with commas between them, or blanks where Poetry writes them.
  private static func clauses(
    _ text: some StringProtocol, _ read: (inout TextCursor) -> [Clause]?
  ) -> [Clause]? {
    var cursor = TextCursor(text)
    var clauses: [Clause] = []
    cursor.skipBlanks()
    while !cursor.isAtEnd {
      guard clauses.count < 100, let next = read(&cursor) else { return nil }
      clauses += next
      cursor.skipBlanks()
      while cursor.take(",") { cursor.skipBlanks() }
    }
    return clauses
  }

  private static func clause(_ cursor: inout TextCursor) -> [Clause]? {
    let comparison: Clause.Comparison
    if cursor.take("===") {
      cursor.skipBlanks()
      let text = cursor.take { $0 > 0x20 && $0 != UInt8(ascii: ",") }
      guard !text.isEmpty else { return nil }
      return [Clause(comparison: .arbitrary, text: text, version: PythonVersion(text), isPrefix: false)]
    } else if cursor.take("~=") {
      comparison = .compatible
    } else if cursor.take("==") {
      comparison = .equal
    } else if cursor.take("!=") {
      comparison = .unequal
    } else if cursor.take("<=") {
      comparison = .atMost
    } else if cursor.take(">=") {
      comparison = .atLeast
    } else if cursor.take("<") {
      comparison = .below
    } else if cursor.take(">") {
      comparison = .above
    } else {
      return nil
    }
    return version(&cursor, comparison).map { [$0] }
  }

  private static func version(_ cursor: inout TextCursor, _ comparison: Clause.Comparison) -> Clause? {
    cursor.skipBlanks()
    let text = cursor.take { $0 > 0x20 && !",|".utf8.contains($0) }
    let isPrefix = text.hasSuffix(".*")
    guard let version = PythonVersion(isPrefix ? text.dropLast(2) : text[...]) else { return nil }
    if isPrefix {
      guard comparison == .equal || comparison == .unequal, version.post == nil, version.local.isEmpty,
        !version.isPrerelease
      else { return nil }
    }
    switch comparison {
    case .compatible where version.release.count < 2: return nil
    case .compatible, .atLeast, .atMost, .above, .below: guard version.local.isEmpty else { return nil }
    default: break
    }
    return Clause(
      comparison: comparison, text: isPrefix ? String(text.dropLast(2)) : text, version: version, isPrefix: isPrefix)
  }

  /// `^1.2.3`: what keeps the leftmost number that is not zero.
  private static func caret(_ cursor: inout TextCursor) -> [Clause]? {
    guard let lower = version(&cursor, .atLeast), let version = lower.version else { return nil }
    let kept = version.release.firstIndex { $0 != 0 } ?? version.release.count - 1
    return range(from: lower, version, keeping: kept)
  }

  /// `~1.2.3` and `~1.2` keep the second number, `~1` the first.
  private static func tilde(_ cursor: inout TextCursor) -> [Clause]? {
    guard let lower = version(&cursor, .atLeast), let version = lower.version else { return nil }
    return range(from: lower, version, keeping: min(1, version.release.count - 1))
  }

  private static func range(from lower: Clause, _ version: PythonVersion, keeping index: Int) -> [Clause] {
    var release = Array(version.release[...index])
    release[index] += 1
    while release.count < 3 { release.append(0) }
    let text = release.map(String.init).joined(separator: ".")
    let upper = PythonVersion(epoch: version.epoch, release: release)
    return [lower, Clause(comparison: .below, text: text, version: upper, isPrefix: false)]
  }
}
