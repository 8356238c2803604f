internal import DriftModel

/// Reads `Package.swift` as it is written: every call `.package(...)`, wherever it stands.
///
/// A manifest is a program. What it computes (a URL or a version that is no literal) is `unverified` at its place.
struct SwiftManifest {
  private let text: ManifestText
  private let tokens: [SwiftTokens.Token]
  /// The dependencies of `Package@swift-5.9.swift` are for one version of Swift, beside those of others.
  private let group: String
  /// A call of more words, and a file of more calls, is nothing that a person wrote.
  private static let limits = (words: 2_000, calls: 2_000)
  private var manifest: Manifest

  static func read(_ text: ManifestText) -> Manifest {
    let name = String(decoding: text.path.lastSegment, as: UTF8.self)
    var reader = SwiftManifest(
      text: text, tokens: SwiftTokens(text.bytes).tokens,
      group: name == "Package.swift" ? "dependencies" : name, manifest: Manifest(path: text.path, ecosystem: .swift))
    reader.read()
    return reader.manifest
  }

  /// One argument of a call.
  private struct Argument {
    let label: String?
    let tokens: ArraySlice<SwiftTokens.Token>
    /// From the label on.
    let range: Range<Int>

    /// The text, if it is one plain literal.
    var literal: String? {
      guard tokens.count == 1, case .string(let text)? = tokens.first?.kind else { return nil }
      return text
    }
  }

  private mutating func read() {
    var braces = 0
    var calls = 0
    var conditions = 0
    for (index, token) in tokens.enumerated() {
      if token.isSymbol("{") { braces += 1 }
      if token.isSymbol("}") { braces -= 1 }
      if token.kind == .directive {
        if token.text == "#if" { conditions += 1 }
        if token.text == "#endif" { conditions -= 1 }
      }
      guard token.isWord("package"), index > 0, tokens[index - 1].isSymbol("."), index + 1 < tokens.count,
        tokens[index + 1].isSymbol("(")
      else { continue }
      calls += 1
      guard calls <= Self.limits.calls else {
        manifest.obstacles.append(
          Unverified("'\(text.path)' has more than \(Self.limits.calls) dependencies", at: Location(text.path)))
        return
      }
      readCall(at: index, isConditional: braces > 0 || conditions > 0)
    }
  }

  // MARK: Calls

  private mutating func readCall(at index: Int, isConditional: Bool) {
    let call = tokens[index].range.lowerBound - 1
    guard let (arguments, end) = arguments(from: index + 1) else {
      return obstacle("what this asks for", in: text.location(of: call..<tokens[index].range.upperBound))
    }
    let labels = arguments.compactMap(\.label)
    if labels.contains("path") { return }
    guard let place = arguments.first(where: { $0.label == "url" || $0.label == "id" }) else {
      // Some other function of that name.
      return
    }
    guard let url = place.literal else {
      obstacle("which package this is", in: text.location(of: call..<end))
      return
    }
    let rest = arguments.filter { !["name", "url", "id", "traits"].contains($0.label) }
    guard let first = rest.first, let last = rest.last else {
      obstacle(
        "which version of '\(Ecosystem.swiftIdentity(of: url))' this asks for", in: text.location(of: call..<end))
      return
    }
    let range = first.range.lowerBound..<last.range.upperBound
    let written = String(decoding: text.bytes[range], as: UTF8.self)
    guard rest.count == 1, let meaning = SwiftManifest.meaning(of: first, url) else {
      obstacle(
        "which version of '\(Ecosystem.swiftIdentity(of: url))' this asks for", in: text.location(of: range))
      return
    }
    manifest.dependencies.append(
      Dependency(
        Ecosystem.swiftIdentity(of: url), in: .swift, DependencyRequirement(text: written, meaning: meaning),
        role: isConditional ? .optional : .needed, group: group, at: text.location(of: range),
        site: text.site(at: range, .swift)))
  }

  private mutating func obstacle(_ what: String, in place: Location) {
    manifest.obstacles.append(
      Unverified("'\(text.path)' computes \(what): it is no literal, and nothing is executed", at: place))
  }

  /// The arguments of a call and the offset at which it ends; nil if it does not, or is too long.
  private func arguments(from open: Int) -> (arguments: [Argument], end: Int)? {
    var arguments: [Argument] = []
    var depth = 0
    var start = open + 1
    var index = open
    while index < min(tokens.count, open + Self.limits.words) {
      let token = tokens[index]
      if ["(", "[", "{"].contains(where: token.isSymbol) { depth += 1 }
      let closes = [")", "]", "}"].contains(where: token.isSymbol)
      if closes { depth -= 1 }
      if depth == 0 || (depth == 1 && token.isSymbol(",")) {
        if let argument = argument(start..<index) { arguments.append(argument) }
        start = index + 1
      }
      if depth == 0 { return (arguments, token.range.upperBound) }
      index += 1
    }
    return nil
  }

  private func argument(_ range: Range<Int>) -> Argument? {
    guard let first = tokens[range].first, let last = tokens[range].last else { return nil }
    let hasLabel = first.kind == .word && range.count > 1 && tokens[range.lowerBound + 1].isSymbol(":")
    return Argument(
      label: hasLabel ? first.text : nil, tokens: tokens[range].dropFirst(hasLabel ? 2 : 0),
      range: first.range.lowerBound..<last.range.upperBound)
  }

  // MARK: Requirements

  /// What a requirement asks for; nil if it is computed.
  private static func meaning(of argument: Argument, _ url: String) -> DependencyRequirement.Meaning? {
    let tokens = Array(argument.tokens)
    switch argument.label {
    case "from": return version(tokens).flatMap(upToNextMajor)
    case "exact": return version(tokens).flatMap { exactly($0) }
    case "branch", "revision":
      return argument.literal.map { .source(url: url, reference: $0) }
    case nil: return unlabelled(tokens, url)
    default: return nil
    }
  }

  private static func unlabelled(_ tokens: [SwiftTokens.Token], _ url: String) -> DependencyRequirement.Meaning? {
    // `.upToNextMajor(from: "1.0.0")`, `.exact("1.0.0")`, with or without the types' names before them.
    if let open = tokens.firstIndex(where: { $0.isSymbol("(") }), open > 1, tokens[open - 2].isSymbol("."),
      tokens.last?.isSymbol(")") == true
    {
      var inner = Array(tokens[(open + 1)..<(tokens.count - 1)])
      if inner.count > 2, inner[0].isWord("from"), inner[1].isSymbol(":") { inner.removeFirst(2) }
      switch tokens[open - 1].text {
      case "upToNextMajor": return version(inner).flatMap(upToNextMajor)
      case "upToNextMinor":
        return version(inner).flatMap { text in
          SemanticVersion(text).map { range($0, SemanticVersion($0.major, $0.minor + 1, 0)) }
        }
      case "exact", "exactItem": return version(inner).flatMap { exactly($0) }
      case "branch", "revision", "branchItem", "revisionItem":
        guard inner.count == 1, case .string(let text?) = inner[0].kind else { return nil }
        return .source(url: url, reference: text)
      default: return nil
      }
    }
    // `"1.0.0"..<"2.0.0"`, `"1.0.0"..."1.9.9"`.
    guard let dot = tokens.firstIndex(where: { $0.isSymbol(".") }) else { return nil }
    let operation = tokens[dot...].prefix { $0.kind == .symbol }.map(\.text).joined()
    guard let lower = version(Array(tokens[..<dot])).flatMap({ SemanticVersion($0) }),
      let upper = version(Array(tokens.dropFirst(dot + 3))).flatMap({ SemanticVersion($0) }), lower <= upper
    else { return nil }
    switch operation {
    case "..<": return range(lower, upper)
    case "...": return range(lower, SemanticVersion(upper.major, upper.minor, upper.patch + 1))
    default: return nil
    }
  }

  /// `"1.2.3"` or `Version(1, 2, 3)`.
  private static func version(_ tokens: [SwiftTokens.Token]) -> String? {
    if tokens.count == 1, case .string(let text?) = tokens[0].kind { return text }
    guard tokens.count == 8, tokens[0].isWord("Version"), tokens[1].isSymbol("("), tokens[3].isSymbol(","),
      tokens[5].isSymbol(","), tokens[7].isSymbol(")")
    else { return nil }
    return [tokens[2], tokens[4], tokens[6]].map(\.text).joined(separator: ".")
  }

  private static func upToNextMajor(_ text: String) -> DependencyRequirement.Meaning? {
    SemanticVersion(text).map { range($0, SemanticVersion($0.major + 1, 0, 0)) }
  }

  private static func range(_ lower: SemanticVersion, _ upper: SemanticVersion) -> DependencyRequirement.Meaning {
    .semantic(SemanticRange(from: lower, to: upper, prereleases: .ofRanges))
  }

  private static func exactly(_ text: String) -> DependencyRequirement.Meaning? {
    SemanticVersion(text).map { .semantic(SemanticRange(exactly: $0, as: text)) }
  }
}
