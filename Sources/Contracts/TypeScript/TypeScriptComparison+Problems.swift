internal import DriftModel

/// Which problem a difference is, where it stands, and how it is shown.
extension TypeScriptComparison {
  /// Which problem two types that differ are.
  func problem(_ left: Int32, _ right: Int32) -> Problem {
    let ours = alternatives(left, in: expected)
    let theirs = alternatives(right, in: found)
    let nulls = (ours.contains("null"), theirs.contains("null"))
    let others = (ours.filter { $0 != "null" }, theirs.filter { $0 != "null" })
    if nulls.0 != nulls.1, others.0 == others.1 { return .nullabilityDiffers }
    if ours.count > 1, ours.sorted() == theirs.sorted() { return .orderDiffers }
    if isLiteral(others.0), isLiteral(others.1) { return .enumDiffers }
    let kinds = (expected.nodes[Int(left)].kind, found.nodes[Int(right)].kind)
    if kinds.0 == .tuple || kinds.1 == .tuple { return .constraintDiffers }
    if kinds == (.name, .name), isReference(others.0), isReference(others.1) { return .referenceDiffers }
    return .typeDiffers
  }

  private func alternatives(_ node: Int32, in tree: TypeScriptTree) -> [String] {
    let this = tree.nodes[Int(node)]
    return this.kind == .union
      ? tree.children(of: this).map { plain(tree, tree.nodes[Int($0)]) } : [plain(tree, this)]
  }

  /// A type's source without layout, quotes as the generator has them.
  private func plain(_ tree: TypeScriptTree, _ node: TypeScriptTree.Node) -> String {
    if node.kind == .string {
      return JavaScriptText.quoted(TypeScriptLiterals.string(tree.source[Int(node.start)..<Int(node.end)]))
    }
    return tree.text(of: node).filter { !$0.isWhitespace && $0 != ";" }
  }

  private func isLiteral(_ alternatives: [String]) -> Bool {
    alternatives.allSatisfy { text in
      guard let first = text.utf8.first else { return false }
      return first == UInt8(ascii: "\"") || first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
        || text == "true" || text == "false"
    }
  }

  private static let builtIn: Set<String> = [
    "any", "unknown", "never", "null", "undefined", "boolean", "number", "string", "object", "void", "bigint", "symbol",
  ]

  private func isReference(_ alternatives: [String]) -> Bool {
    alternatives.allSatisfy { !Self.builtIn.contains($0) }
  }

  // MARK: Order

  /// Reports the first of the matched elements that does not stand in the expected order.
  mutating func compareOrder(
    _ pairs: [(expected: Int, found: Int)], subject: String, _ expectedName: (Int) -> (String, Int32),
    _ foundName: (Int) -> (String, Int32, Int32)
  ) {
    let places = pairs.map(\.found)
    guard
      let (position, place) = zip(places, places.sorted()).enumerated().first(where: { $1.0 != $1.1 }).map({
        ($0.offset, $0.element.1)
      })
    else { return }
    let (name, at) = expectedName(pairs[position].expected)
    let (other, start, end) = foundName(place)
    add(
      .orderDiffers, subject.isEmpty ? name : "\(subject).\(name)", "'\(name)' here", at: at, "'\(other)' here",
      region: (start, end))
  }

  // MARK: Comments

  /// The comment that belongs to a declaration. Before the first one the file's banner may stand as well.
  func ownDocumentation(of declaration: Int) -> Int32 {
    let number = found.declarations[declaration].documentation
    guard declaration == 0, number >= 0 else { return number }
    let leading = found.documentation.prefix(found.leadingDocumentation)
    if let banner = leading.lastIndex(where: { isBanner(found.source[$0]) }) {
      return Int(number) > banner ? number : -1
    }
    // Without a banner that says what it is, a comment is one unless the schema asks for a comment here.
    return expected.declarations.first { expected.name(of: $0) == found.name(of: found.declarations[0]) }
      .map { $0.documentation >= 0 } == true ? number : -1
  }

  private func isBanner(_ comment: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: comment, as: UTF8.self).lowercased()
    return text.contains("json-schema-to-typescript") || text.contains("json2ts")
      || text.contains("automatically generated") || text.contains("do not modify") || text.contains("do not edit")
  }

  mutating func compareDocumentation(
    _ left: Int32, _ right: Int32, _ subject: String, at offset: Int32, region: (Int32, Int32)
  ) {
    let ours = left < 0 ? nil : Self.lines(expected, left)
    let theirs = right < 0 ? nil : Self.lines(found, right)
    guard ours != theirs else { return }
    let isBounds = Self.withoutBounds(ours) == Self.withoutBounds(theirs)
    let place = right < 0 ? region : Self.range(found, right)
    add(
      isBounds ? .constraintDiffers : .descriptionDiffers, subject, ours.map(Self.oneLine), at: offset,
      theirs.map(Self.oneLine), region: place)
  }

  private static func range(_ tree: TypeScriptTree, _ documentation: Int32) -> (Int32, Int32) {
    let range = tree.documentation[Int(documentation)]
    return (Int32(range.lowerBound), Int32(range.upperBound))
  }

  /// A comment's lines without its frame: no stars, no space around.
  private static func lines(_ tree: TypeScriptTree, _ documentation: Int32) -> [String] {
    let range = tree.documentation[Int(documentation)]
    let body = String(decoding: tree.source[range].dropFirst(3).dropLast(2), as: UTF8.self)
    var lines = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      var text = trimmed(line)
      if text.first == "*" { text = text.dropFirst() }
      if text.first == " " { text = text.dropFirst() }
      return String(text)
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func trimmed(_ line: Substring) -> Substring {
    var text = line.drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
    return text
  }

  /// The lines that say nothing of bounds; no comment and one of bounds alone are alike.
  private static func withoutBounds(_ lines: [String]?) -> [String] {
    var rest = (lines ?? []).filter { !$0.hasPrefix("@minItems ") && !$0.hasPrefix("@maxItems ") }
    while rest.last?.isEmpty == true { rest.removeLast() }
    return rest
  }

  private static func oneLine(_ lines: [String]) -> String { cut(lines.joined(separator: " ")) }

  // MARK: Findings

  /// A stretch of a file on one line, cut if it is long.
  func shortened(_ tree: TypeScriptTree, _ start: Int32, _ end: Int32) -> String {
    let bytes = tree.source[Int(start)..<Int(end)].prefix(400)
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    return Self.cut(words.joined(separator: " "))
  }

  private static func cut(_ text: String) -> String {
    text.count > 120 ? text.prefix(117) + "..." : text
  }
}
