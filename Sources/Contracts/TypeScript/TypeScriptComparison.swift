internal import DriftModel

/// Compares what a file declares with what a schema asks for.
struct TypeScriptComparison {
  typealias Problem = ContractDifference.Problem

  let expectation: TypeScriptExpectation
  let found: TypeScriptTree
  private let output: RepositoryPath
  private let lines: LineIndex
  /// The names that declarations have in the output instead of the expected ones.
  private var renamed: [String: String] = [:]
  private(set) var differences: [ContractDifference] = []

  var expected: TypeScriptTree { expectation.tree }

  /// Every difference, in the order of the schema's declarations; empty if there is none.
  static func differences(
    _ expectation: TypeScriptExpectation, _ found: TypeScriptTree, output: RepositoryPath, lines: LineIndex
  ) -> [ContractDifference] {
    var comparison = TypeScriptComparison(expectation, found, output: output, lines: lines)
    comparison.compare()
    return comparison.differences
  }

  private init(
    _ expectation: TypeScriptExpectation, _ found: TypeScriptTree, output: RepositoryPath, lines: LineIndex
  ) {
    self.expectation = expectation
    self.found = found
    self.output = output
    self.lines = lines
  }

  // MARK: Declarations

  private mutating func compare() {
    let numbers = Dictionary(
      found.declarations.enumerated().map { (found.name(of: $1), $0) }, uniquingKeysWith: { first, _ in first })
    var missing: [Int] = []
    var pairs: [(expected: Int, found: Int)] = []
    for (number, declaration) in expected.declarations.enumerated() {
      if let counterpart = numbers[expected.name(of: declaration)] {
        pairs.append((number, counterpart))
      } else {
        missing.append(number)
      }
    }
    var extra = Set(found.declarations.indices).subtracting(pairs.map(\.found))
    let renamings = pairRenamed(missing, &extra)
    for (number, counterpart) in renamings {
      renamed[expected.name(of: expected.declarations[number])] = found.name(of: found.declarations[counterpart])
    }
    pairs = (pairs + renamings).sorted { $0.expected < $1.expected }
    for (number, counterpart) in pairs { compareDeclarations(number, counterpart) }
    let unmatched = missing.filter { number in !renamings.contains { $0.expected == number } }
    for number in unmatched {
      let declaration = expected.declarations[number]
      let name = expected.name(of: declaration)
      add(
        .typeMissing, name, shortened(expected, declaration.start, declaration.end), at: declaration.nameStart, nil,
        region: nil)
    }
    for number in extra.sorted() {
      let declaration = found.declarations[number]
      add(
        .typeExtra, found.name(of: declaration), nil, at: 0, shortened(found, declaration.start, declaration.end),
        region: (declaration.nameStart, declaration.nameEnd))
    }
    let (schema, code) = (expected, found)
    compareOrder(
      pairs, subject: "",
      { (schema.name(of: schema.declarations[$0]), schema.declarations[$0].nameStart) },
      {
        let declaration = code.declarations[$0]
        return (code.name(of: declaration), declaration.nameStart, declaration.nameEnd)
      })
  }

  /// Declarations that are the same but for their name, each paired once and only if there is no doubt.
  private func pairRenamed(_ missing: [Int], _ extra: inout Set<Int>) -> [(expected: Int, found: Int)] {
    guard !missing.isEmpty, !extra.isEmpty, missing.count * extra.count <= 10_000 else { return [] }
    var pairs: [(expected: Int, found: Int)] = []
    for number in missing {
      let declaration = expected.declarations[number]
      let alike = extra.filter { isAlike(declaration, found.declarations[$0]) }
      guard alike.count == 1, let counterpart = alike.first else { continue }
      let rivals = missing.filter { isAlike(expected.declarations[$0], found.declarations[counterpart]) }
      guard rivals.count == 1 else { continue }
      pairs.append((number, counterpart))
    }
    for pair in pairs { extra.remove(pair.found) }
    return pairs
  }

  private func isAlike(_ left: TypeScriptTree.Declaration, _ right: TypeScriptTree.Declaration) -> Bool {
    guard left.kind == right.kind, left.extended.count == right.extended.count else { return false }
    if left.type >= 0, right.type >= 0 { return isSame(left.type, right.type) }
    return left.enumMembers.count == right.enumMembers.count
      && zip(left.enumMembers, right.enumMembers).allSatisfy { isSameCase($0, $1) }
  }

  private mutating func compareDeclarations(_ number: Int, _ counterpart: Int) {
    let left = expected.declarations[number]
    let right = found.declarations[counterpart]
    let name = expected.name(of: left)
    let region = (right.nameStart, right.nameEnd)
    if found.name(of: right) != name {
      add(.typeMissing, name, name, at: left.nameStart, found.name(of: right), region: region)
    }
    compareDocumentation(left.documentation, ownDocumentation(of: counterpart), name, at: left.start, region: region)
    guard left.kind == right.kind, left.isConstant == right.isConstant, left.isExported == right.isExported else {
      add(.typeDiffers, name, head(expected, left), at: left.nameStart, head(found, right), region: region)
      return
    }
    compareBases(left, right, name)
    switch left.kind {
    case .interface: compareMembers(left.type, right.type, name, region: region)
    case .alias: compareTypes(left.type, right.type, name)
    case .enumeration: compareCases(left, right, name)
    }
  }

  private func head(_ tree: TypeScriptTree, _ declaration: TypeScriptTree.Declaration) -> String {
    let words =
      switch declaration.kind {
      case .interface: "interface"
      case .alias: "type"
      case .enumeration: declaration.isConstant ? "const enum" : "enum"
      }
    return (declaration.isExported ? "export " : "") + words + " " + tree.name(of: declaration)
  }

  private mutating func compareBases(
    _ left: TypeScriptTree.Declaration, _ right: TypeScriptTree.Declaration, _ name: String
  ) {
    let ours = left.extended.map { expected.children[Int($0)] }
    let theirs = right.extended.map { found.children[Int($0)] }
    guard ours.count != theirs.count || !zip(ours, theirs).allSatisfy({ isSame($0, $1) }) else { return }
    let texts = ours.map { expected.text(of: expected.nodes[Int($0)]) }.joined(separator: ", ")
    let others = theirs.map { found.text(of: found.nodes[Int($0)]) }.joined(separator: ", ")
    add(
      .referenceDiffers, name, texts.isEmpty ? nil : "extends \(texts)", at: left.nameStart,
      others.isEmpty ? nil : "extends \(others)", region: (right.nameStart, right.nameEnd))
  }

  private mutating func compareCases(
    _ left: TypeScriptTree.Declaration, _ right: TypeScriptTree.Declaration, _ name: String
  ) {
    let same =
      left.enumMembers.count == right.enumMembers.count
      && zip(left.enumMembers, right.enumMembers).allSatisfy { isSameCase($0, $1) }
    guard !same else { return }
    add(
      .enumDiffers, name, shortened(expected, left.start, left.end), at: left.nameStart,
      shortened(found, right.start, right.end), region: (right.nameStart, right.nameEnd))
  }

  private func isSameCase(_ left: Int32, _ right: Int32) -> Bool {
    let ours = expected.enumMembers[Int(left)]
    let theirs = found.enumMembers[Int(right)]
    guard expected.name(of: ours) == found.name(of: theirs), (ours.value < 0) == (theirs.value < 0) else {
      return false
    }
    return ours.value < 0 || isSame(ours.value, theirs.value)
  }

  // MARK: Members

  /// Compares the members of two object types; both are numbers of nodes.
  private mutating func compareMembers(_ left: Int32, _ right: Int32, _ subject: String, region: (Int32, Int32)) {
    let ours = Array(expected.members(of: expected.nodes[Int(left)]))
    let theirs = Array(found.members(of: found.nodes[Int(right)]))
    let numbers = Dictionary(
      theirs.enumerated().map { (Self.key(found, $1), $0) }, uniquingKeysWith: { first, _ in first })
    var pairs: [(expected: Int, found: Int)] = []
    var missing: [Int] = []
    for (number, member) in ours.enumerated() {
      if let counterpart = numbers[Self.key(expected, member)] {
        pairs.append((number, counterpart))
      } else {
        missing.append(number)
      }
    }
    let matched = Set(pairs.map(\.found))
    var extra = theirs.indices.filter { !matched.contains($0) }
    for (number, counterpart) in pairs { compareMembers(ours[number], theirs[counterpart], subject) }
    for number in missing {
      let member = ours[number]
      let text = shortened(expected, member.nameStart, member.end)
      let counterpart = extra.first { other in
        missing.count == 1 && extra.count == 1 && member.kind == .property && theirs[other].kind == .property
          && member.isOptional == theirs[other].isOptional && isSame(member.type, theirs[other].type)
      }
      if let counterpart {
        extra.removeAll { $0 == counterpart }
        let other = theirs[counterpart]
        add(
          .fieldRenamed, "\(subject).\(expected.name(of: member))", text, at: member.nameStart,
          shortened(found, other.nameStart, other.end), region: (other.nameStart, other.nameEnd))
      } else {
        add(
          member.kind == .index ? .extraPolicyDiffers : .fieldMissing, memberSubject(of: member, in: expected, subject),
          text,
          at: member.nameStart, nil, region: region)
      }
    }
    for number in extra {
      let member = theirs[number]
      add(
        member.kind == .index ? .extraPolicyDiffers : .fieldExtra, memberSubject(of: member, in: found, subject), nil,
        at: expected.nodes[Int(left)].start, shortened(found, member.nameStart, member.end),
        region: (member.nameStart, member.nameEnd))
    }
    let (schema, code) = (expected, found)
    compareOrder(
      pairs, subject: subject, { (schema.name(of: ours[$0]), ours[$0].nameStart) },
      { (code.name(of: theirs[$0]), theirs[$0].nameStart, theirs[$0].nameEnd) })
  }

  private static func key(_ tree: TypeScriptTree, _ member: TypeScriptTree.Member) -> String {
    member.kind == .index ? "[" + tree.text(of: tree.nodes[Int(member.key)]) + "]" : "." + tree.name(of: member)
  }

  private func memberSubject(of member: TypeScriptTree.Member, in tree: TypeScriptTree, _ subject: String) -> String {
    member.kind == .index ? subject : "\(subject).\(tree.name(of: member))"
  }

  private mutating func compareMembers(
    _ left: TypeScriptTree.Member, _ right: TypeScriptTree.Member, _ parent: String
  ) {
    let subject = memberSubject(of: left, in: expected, parent)
    let region = (right.nameStart, right.nameEnd)
    compareDocumentation(left.documentation, right.documentation, subject, at: left.nameStart, region: region)
    if left.kind == .index {
      guard !isSame(left.type, right.type) || left.isReadonly != right.isReadonly else { return }
      add(
        .extraPolicyDiffers, subject, shortened(expected, left.nameStart, left.end), at: left.nameStart,
        shortened(found, right.nameStart, right.end), region: region)
      return
    }
    if left.isOptional != right.isOptional {
      add(
        .requiredDiffers, subject, left.isOptional ? "optional" : "required", at: left.nameStart,
        right.isOptional ? "optional" : "required", region: region)
    }
    if left.isReadonly != right.isReadonly {
      add(
        .typeDiffers, subject, left.isReadonly ? "readonly" : "not readonly", at: left.nameStart,
        right.isReadonly ? "readonly" : "not readonly", region: region)
    }
    compareTypes(left.type, right.type, subject)
  }

  // MARK: Types

  private mutating func compareTypes(_ left: Int32, _ right: Int32, _ subject: String) {
    guard !isSame(left, right) || hasDocumentedMembers(left) || hasDocumentedMembers(right, in: found) else { return }
    let ours = expected.nodes[Int(left)]
    let theirs = found.nodes[Int(right)]
    switch (ours.kind, theirs.kind) {
    case (.object, .object):
      return compareMembers(left, right, subject, region: (theirs.start, theirs.start + 1))
    case (.array, .array): return compareChildren(ours, theirs, subject)
    case (.union, .union) where ours.count == theirs.count && differsAtOnePlace(ours, theirs),
      (.intersection, .intersection) where ours.count == theirs.count && differsAtOnePlace(ours, theirs),
      (.tuple, .tuple) where ours.count == theirs.count && differsAtOnePlace(ours, theirs):
      return compareChildren(ours, theirs, subject)
    default: break
    }
    guard !isSame(left, right) else { return }
    add(
      problem(left, right), subject, shortened(expected, ours.start, ours.end), at: ours.start,
      shortened(found, theirs.start, theirs.end), region: (theirs.start, theirs.end))
  }

  /// Whether the difference can be told by one child alone, and is more than which literal or name it is.
  private func differsAtOnePlace(_ ours: TypeScriptTree.Node, _ theirs: TypeScriptTree.Node) -> Bool {
    let different = zip(expected.children(of: ours), found.children(of: theirs)).filter { !isSame($0, $1) }
    guard different.count <= 1, let (left, right) = different.first else { return different.isEmpty }
    let kinds = (expected.nodes[Int(left)].kind, found.nodes[Int(right)].kind)
    return kinds == (.object, .object) || kinds == (.array, .array)
  }

  private mutating func compareChildren(
    _ ours: TypeScriptTree.Node, _ theirs: TypeScriptTree.Node, _ subject: String
  ) {
    for (left, right) in zip(expected.children(of: ours), found.children(of: theirs)) {
      compareTypes(left, right, subject)
    }
  }

  /// Whether members with comments are below: comments are no part of a type, and yet compared.
  private func hasDocumentedMembers(_ node: Int32, in tree: TypeScriptTree? = nil) -> Bool {
    let tree = tree ?? expected
    let this = tree.nodes[Int(node)]
    if this.kind == .object {
      return tree.members(of: this).contains { $0.documentation >= 0 || hasDocumentedMembers($0.type, in: tree) }
    }
    return tree.children(of: this).contains { hasDocumentedMembers($0, in: tree) }
  }

  /// Whether two types are the same, comments and the names of renamed declarations aside.
  private func isSame(_ left: Int32, _ right: Int32) -> Bool {
    let ours = expected.nodes[Int(left)]
    let theirs = found.nodes[Int(right)]
    guard ours.kind == theirs.kind, ours.count == theirs.count else { return false }
    switch ours.kind {
    case .name:
      let name = nameText(ours, in: expected)
      guard (renamed[name] ?? name) == nameText(theirs, in: found) else { return false }
    case .prefixed:
      let word = expected.source[Int(ours.start)..<Int(ours.end)].prefix { $0 > 0x20 && $0 != 0x28 }
      let other = found.source[Int(theirs.start)..<Int(theirs.end)].prefix { $0 > 0x20 && $0 != 0x28 }
      guard word.elementsEqual(other) else { return false }
    case .string:
      let one = expected.source[Int(ours.start)..<Int(ours.end)]
      let other = found.source[Int(theirs.start)..<Int(theirs.end)]
      return one.elementsEqual(other) || TypeScriptLiterals.string(one) == TypeScriptLiterals.string(other)
    case .number:
      let one = expected.source[Int(ours.start)..<Int(ours.end)]
      let other = found.source[Int(theirs.start)..<Int(theirs.end)]
      if one.elementsEqual(other) { return true }
      guard let value = TypeScriptLiterals.number(one) else { return false }
      return value == TypeScriptLiterals.number(other)
    case .template: return expected.text(of: ours) == found.text(of: theirs)
    case .object:
      return zip(expected.members(of: ours), found.members(of: theirs)).allSatisfy { isSameMember($0, $1) }
    default: break
    }
    return zip(expected.children(of: ours), found.children(of: theirs)).allSatisfy { isSame($0, $1) }
  }

  /// A reference without its arguments and without space between its parts.
  private func nameText(_ node: TypeScriptTree.Node, in tree: TypeScriptTree) -> String {
    let source = tree.source[Int(node.start)..<Int(node.end)]
    let name = source.prefix { $0 != UInt8(ascii: "<") }.filter { $0 > 0x20 }
    // A module's name may be quoted either way.
    return String(decoding: name.map { $0 == UInt8(ascii: "'") ? UInt8(ascii: "\"") : $0 }, as: UTF8.self)
  }

  private func isSameMember(_ left: TypeScriptTree.Member, _ right: TypeScriptTree.Member) -> Bool {
    left.kind == right.kind && left.isOptional == right.isOptional && left.isReadonly == right.isReadonly
      && Self.key(expected, left) == Self.key(found, right) && isSame(left.type, right.type)
  }

  /// Notes a difference. Offsets are those of the expected and of the found file; without a region it is about the file.
  mutating func add(
    _ problem: Problem, _ subject: String, _ expectedText: String?, at offset: Int32, _ foundText: String?,
    region: (Int32, Int32)?
  ) {
    let place = Location(output, region.map { lines.region(of: Int($0.0)..<Int($0.1)) })
    differences.append(
      ContractDifference(
        problem, subject, expected: expectedText, at: expectation.location(at: offset), found: foundText, at: place))
  }
}
