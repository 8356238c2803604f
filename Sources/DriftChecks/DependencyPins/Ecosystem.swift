internal import DriftModel

/// Where packages come from. Names are compared within one ecosystem only.
enum Ecosystem: String, Sendable, Hashable, CaseIterable {
  case cargo, go, npm, python, swift

  /// A name as this ecosystem compares names.
  func identity(of name: String) -> String {
    switch self {
    // `serde-json` and `serde_json` cannot both be published.
    case .cargo: name.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "_")
    case .python: PythonName.normalized(name)
    case .swift: Ecosystem.swiftIdentity(of: name)
    case .go, .npm: name
    }
  }

  /// SwiftPM's name for a package: the last part of its URL without `.git`, in lower case. A registry's `scope.name` is
  /// its own identity.
  static func swiftIdentity(of url: String) -> String {
    var rest = url[...]
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    if rest.hasSuffix(".git") { rest = rest.dropLast(4) }
    let last = rest.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init) ?? String(rest)
    return last.lowercased()
  }
}

/// A package of an ecosystem, by the name that counts.
struct PackageName: Sendable, Hashable {
  let ecosystem: Ecosystem
  let identity: String

  init(_ name: String, in ecosystem: Ecosystem) {
    self.ecosystem = ecosystem
    self.identity = ecosystem.identity(of: name)
  }
}

/// A name, or a pattern with `*` for any text, of packages: in every ecosystem, or in the one before its colon.
struct PackagePattern: Sendable {
  /// As written, without the `!`.
  let text: String
  /// Whether a `!` before it leaves out what it means.
  let isNegative: Bool
  /// Nil for all.
  let ecosystem: Ecosystem?
  /// The name without its ecosystem.
  let name: String

  /// - Returns: nil if nothing stands behind the colon.
  init?(_ written: String) {
    isNegative = written.hasPrefix("!")
    let text = isNegative ? String(written.dropFirst()) : written
    self.text = text
    let named = Ecosystem.allCases.first { text.hasPrefix($0.rawValue + ":") }
    ecosystem = named
    name = named.map { String(text.dropFirst($0.rawValue.count + 1)) } ?? text
    if name.isEmpty { return nil }
  }

  /// Whether it means a package.
  func matches(_ package: PackageName) -> Bool {
    if let ecosystem, ecosystem != package.ecosystem { return false }
    let pieces = name.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    guard pieces.count > 1 else { return package.ecosystem.identity(of: name) == package.identity }
    return PackagePattern.matches(
      pieces.map { package.ecosystem == .swift ? $0.lowercased() : PackagePattern.spelled($0, in: package.ecosystem) },
      package.identity)
  }

  /// A part of a name in the spelling of an identity.
  private static func spelled(_ piece: String, in ecosystem: Ecosystem) -> String {
    piece.isEmpty ? "" : ecosystem.identity(of: piece)
  }

  /// Whether a text is the pieces in order, with anything between them.
  private static func matches(_ pieces: [String], _ text: String) -> Bool {
    guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else { return false }
    var rest = text.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let found = rest.firstRange(of: piece) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
