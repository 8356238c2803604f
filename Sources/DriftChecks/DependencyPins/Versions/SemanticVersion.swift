/// A semantic version: `1.2.3-rc.1`. What stands behind `+` does not count.
struct SemanticVersion: Sendable, Hashable, Comparable {
  /// A part of a pre-release. Words are above numbers.
  enum Identifier: Sendable, Hashable, Comparable {
    case number(Int)
    case word(String)

    static func < (left: Identifier, right: Identifier) -> Bool {
      switch (left, right) {
      case (.number(let one), .number(let other)): one < other
      case (.number, .word): true
      case (.word, .number): false
      case (.word(let one), .word(let other)): one.utf8.lexicographicallyPrecedes(other.utf8)
      }
    }
  }

  let major: Int
  let minor: Int
  let patch: Int
  let prerelease: [Identifier]

  init(_ major: Int, _ minor: Int, _ patch: Int, _ prerelease: [Identifier] = []) {
    self.major = major
    self.minor = minor
    self.patch = patch
    self.prerelease = prerelease
  }

  /// Reads a version with all three numbers.
  ///
  /// - Parameter prefixed: whether a `v` or `=` may stand before it.
  init?(_ text: some StringProtocol, prefixed: Bool = false) {
    var cursor = TextCursor(text)
    cursor.skipBlanks()
    if prefixed {
      _ = cursor.take("=")
      cursor.skipBlanks()
      _ = cursor.take("v")
    }
    guard let major = cursor.takeNumber(leadingZeros: false), cursor.take("."),
      let minor = cursor.takeNumber(leadingZeros: false), cursor.take("."),
      let patch = cursor.takeNumber(leadingZeros: false), let suffix = SemanticVersion.takeSuffix(&cursor)
    else { return nil }
    cursor.skipBlanks()
    guard cursor.isAtEnd else { return nil }
    self.init(major, minor, patch, suffix)
  }

  /// What follows the numbers: a pre-release and build metadata, both of which may be missing. Nil if it is malformed.
  static func takeSuffix(_ cursor: inout TextCursor) -> [Identifier]? {
    var prerelease: [Identifier] = []
    if cursor.take("-") {
      repeat {
        let part = cursor.take(while: isIdentifier)
        guard !part.isEmpty else { return nil }
        guard part.utf8.allSatisfy(TextCursor.isDigit) else {
          prerelease.append(.word(part))
          continue
        }
        guard part.utf8.count <= 18, part == "0" || part.first != "0", let number = Int(part) else { return nil }
        prerelease.append(.number(number))
      } while cursor.take(".")
    }
    if cursor.take("+") {
      repeat {
        guard !cursor.take(while: isIdentifier).isEmpty else { return nil }
      } while cursor.take(".")
    }
    return prerelease
  }

  private static func isIdentifier(_ byte: UInt8) -> Bool {
    TextCursor.isDigit(byte) || TextCursor.isLetter(byte) || byte == UInt8(ascii: "-")
  }

  /// The same without its pre-release.
  var numbers: SemanticVersion { SemanticVersion(major, minor, patch) }

  /// The least version with these numbers: `1.2.3-0`.
  var least: SemanticVersion { SemanticVersion(major, minor, patch, [.number(0)]) }

  static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    let (one, other) = ([left.major, left.minor, left.patch], [right.major, right.minor, right.patch])
    if one != other { return one.lexicographicallyPrecedes(other) }
    if left.prerelease.isEmpty || right.prerelease.isEmpty {
      return !left.prerelease.isEmpty && right.prerelease.isEmpty
    }
    return left.prerelease.lexicographicallyPrecedes(right.prerelease)
  }
}

/// The start of a version: `1`, `1.2`, `1.2.x`, `1.2.3-rc.1`. What is nil may be anything.
struct PartialVersion: Sendable {
  let major: Int?
  let minor: Int?
  let patch: Int?
  let prerelease: [SemanticVersion.Identifier]

  /// Reads as much as is one.
  ///
  /// - Returns: nil if none stands here, or a number stands behind a wildcard.
  init?(_ cursor: inout TextCursor) {
    var parts: [Int?] = []
    repeat {
      if cursor.take("*") || cursor.take("x") || cursor.take("X") {
        parts.append(nil)
      } else {
        guard let number = cursor.takeNumber(leadingZeros: false) else { return nil }
        if let last = parts.last, last == nil { return nil }
        parts.append(number)
      }
    } while parts.count < 3 && cursor.take(".")
    var prerelease: [SemanticVersion.Identifier] = []
    if parts.count == 3 || cursor.next == UInt8(ascii: "+") {
      guard let suffix = SemanticVersion.takeSuffix(&cursor) else { return nil }
      prerelease = suffix
    }
    major = parts[0]
    minor = parts.count > 1 ? parts[1] : nil
    patch = parts.count > 2 ? parts[2] : nil
    self.prerelease = patch == nil ? [] : prerelease
  }

  /// With zeros for what may be anything.
  var floor: SemanticVersion { SemanticVersion(major ?? 0, minor ?? 0, patch ?? 0, prerelease) }

  /// The first version that begins otherwise: 1.3.0 for `1.2`, 2.0.0 for `1`; nil for `*`.
  var next: SemanticVersion? {
    guard let major else { return nil }
    guard let minor else { return SemanticVersion(major + 1, 0, 0) }
    guard let patch else { return SemanticVersion(major, minor + 1, 0) }
    return SemanticVersion(major, minor, patch + 1)
  }

  /// The first version that breaks with this one: the next major, below 1 the next minor, below 0.1 the next patch.
  var nextBreaking: SemanticVersion? {
    guard let major else { return nil }
    guard let minor, major == 0 else { return SemanticVersion(major + 1, 0, 0) }
    guard let patch, minor == 0 else { return SemanticVersion(0, minor + 1, 0) }
    return SemanticVersion(0, 0, patch + 1)
  }

  /// The next minor version; the next major where only that is written.
  var nextMinor: SemanticVersion? {
    guard let major else { return nil }
    guard let minor else { return SemanticVersion(major + 1, 0, 0) }
    return SemanticVersion(major, minor + 1, 0)
  }
}
