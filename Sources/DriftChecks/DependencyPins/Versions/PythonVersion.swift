/// A version of a Python package (PEP 440): `1!2.0rc1.post2.dev3+local.4`, in any spelling that pip accepts.
///
/// Ordered as PEP 440 says; versions that differ only in zeros at the end of the release are equal.
struct PythonVersion: Sendable, Hashable, Comparable {
  /// The phases before a release, in order; the raw value is the order.
  enum Phase: Int, Sendable { case alpha, beta, candidate }

  let epoch: Int
  /// At least one number.
  let release: [Int]
  var phase: (phase: Phase, number: Int)? {
    phaseRank >= 0 ? Phase(rawValue: phaseRank).map { ($0, phaseNumber) } : nil
  }
  let post: Int?
  let dev: Int?
  let local: [LocalPart]

  private let phaseRank: Int
  private let phaseNumber: Int

  /// A part of a local version. Numbers are above words.
  enum LocalPart: Sendable, Hashable, Comparable {
    case word(String)
    case number(Int)
  }

  /// Whether it is a pre-release or a development release.
  var isPrerelease: Bool { phaseRank >= 0 || dev != nil }

  /// A version from its parts.
  init(
    epoch: Int, release: [Int], phase: (phase: Phase, number: Int)? = nil, post: Int? = nil, dev: Int? = nil,
    local: [LocalPart] = []
  ) {
    self.epoch = epoch
    self.release = release
    self.phaseRank = phase?.phase.rawValue ?? -1
    self.phaseNumber = phase?.number ?? 0
    self.post = post
    self.dev = dev
    self.local = local
  }

  /// Reads a version; nil if the text is none.
  init?(_ text: some StringProtocol) {
    var cursor = TextCursor(text)
    cursor.skipBlanks()
    guard let version = PythonVersion(&cursor) else { return nil }
    cursor.skipBlanks()
    guard cursor.isAtEnd else { return nil }
    self = version
  }

  /// Reads as much as is a version.
  init?(_ cursor: inout TextCursor) {
    _ = cursor.takeWord("v")
    guard var number = cursor.takeNumber() else { return nil }
    var epoch = 0
    if cursor.take("!") {
      epoch = number
      guard let first = cursor.takeNumber() else { return nil }
      number = first
    }
    var release = [number]
    while cursor.next == UInt8(ascii: "."), let digit = cursor.peek(1), TextCursor.isDigit(digit) {
      cursor.advance()
      guard let number = cursor.takeNumber() else { return nil }
      release.append(number)
    }
    var phase: (phase: Phase, number: Int)?
    if let found = PythonVersion.takePhase(&cursor) { phase = (found, PythonVersion.takeSuffixNumber(&cursor)) }
    var post: Int?
    if cursor.next == UInt8(ascii: "-"), let digit = cursor.peek(1), TextCursor.isDigit(digit) {
      cursor.advance()
      post = cursor.takeNumber()
    } else if PythonVersion.takeWord(&cursor, ["post", "rev", "r"]) {
      post = PythonVersion.takeSuffixNumber(&cursor)
    }
    var dev: Int?
    if PythonVersion.takeWord(&cursor, ["dev"]) { dev = PythonVersion.takeSuffixNumber(&cursor) }
    var local: [LocalPart] = []
    if cursor.take("+") {
      repeat {
        let part = cursor.take { TextCursor.isDigit($0) || TextCursor.isLetter($0) }.lowercased()
        guard !part.isEmpty, part.utf8.count <= 64 else { return nil }
        local.append(part.utf8.count <= 18 ? Int(part).map { .number($0) } ?? .word(part) : .word(part))
      } while cursor.take(".") || cursor.take("-") || cursor.take("_")
    }
    self.init(epoch: epoch, release: release, phase: phase, post: post, dev: dev, local: local)
  }

  private static func takePhase(_ cursor: inout TextCursor) -> Phase? {
    if takeWord(&cursor, ["alpha", "a"]) { return .alpha }
    if takeWord(&cursor, ["beta", "b"]) { return .beta }
    if takeWord(&cursor, ["preview", "pre", "candidate", "rc", "c"]) { return .candidate }
    return nil
  }

  /// A word, and the `.`, `-` or `_` that may stand before it.
  private static func takeWord(_ cursor: inout TextCursor, _ words: [StaticString]) -> Bool {
    var attempt = cursor
    _ = attempt.take(".") || attempt.take("-") || attempt.take("_")
    for word in words {
      var rest = attempt
      guard rest.takeWord(word) else { continue }
      cursor = rest
      return true
    }
    return false
  }

  /// The number behind a word, and the `.`, `-` or `_` that may stand before it; 0 if there is none.
  private static func takeSuffixNumber(_ cursor: inout TextCursor) -> Int {
    var attempt = cursor
    _ = attempt.take(".") || attempt.take("-") || attempt.take("_")
    guard let number = attempt.takeNumber() else { return 0 }
    cursor = attempt
    return number
  }

  // MARK: Order

  /// What the order is made of: `[phase, its number, has post, its number, is no dev, its number]`, as PEP 440 orders
  /// them: `1.0.dev1` < `1.0a1` < `1.0` < `1.0.post1`, and within each `.dev` comes first.
  private var suffix: [Int] {
    let rank =
      switch (phaseRank, post, dev) {
      case (-1, nil, .some): -1
      case (-1, _, _): 3
      default: phaseRank
      }
    return [rank, phaseNumber, post == nil ? 0 : 1, post ?? 0, dev == nil ? 1 : 0, dev ?? 0]
  }

  private var trimmedRelease: ArraySlice<Int> {
    let end = release.lastIndex { $0 != 0 } ?? 0
    return release[...end]
  }

  static func == (left: PythonVersion, right: PythonVersion) -> Bool {
    left.epoch == right.epoch && left.trimmedRelease == right.trimmedRelease && left.suffix == right.suffix
      && left.local == right.local
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(epoch)
    hasher.combine(trimmedRelease)
    hasher.combine(suffix)
    hasher.combine(local)
  }

  static func < (left: PythonVersion, right: PythonVersion) -> Bool {
    if left.epoch != right.epoch { return left.epoch < right.epoch }
    let (one, other) = (left.trimmedRelease, right.trimmedRelease)
    if one != other { return one.lexicographicallyPrecedes(other) }
    let (ours, theirs) = (left.suffix, right.suffix)
    if ours != theirs { return ours.lexicographicallyPrecedes(theirs) }
    return left.local.lexicographicallyPrecedes(right.local)
  }

  // MARK: Neighbours

  /// The same with another development number, and without a local part.
  func with(dev: Int?) -> PythonVersion {
    PythonVersion(epoch: epoch, release: release, phase: phase, post: post, dev: dev)
  }

  /// The same without a local part.
  var publicVersion: PythonVersion { with(dev: dev) }

  /// The least version above this one and its local versions, if there is one.
  var leastAboveLocals: PythonVersion {
    if let dev { return with(dev: dev + 1) }
    let next = post.map { $0 + 1 } ?? 0
    return PythonVersion(epoch: epoch, release: release, phase: phase, post: next, dev: 0)
  }
}
