/// Simplifies unions and intersections: one that holds `unknown` is `unknown`, equal members are written once.
///
/// Works through the writer, as the generator does: members are equal if they are written alike, and what is written
/// once stays as it was.
struct TypeSimplifier {
  private let style: TypeScriptStyle
  private var seen: Set<Int> = []
  private var depth = 0

  /// Simplifies everything below `root`.
  /// - Returns: the number of the type that stands for the root now.
  static func simplify(
    _ root: Int, in writer: inout TypeWriter, style: TypeScriptStyle
  ) throws(ExpectationProblem) -> Int {
    var simplifier = TypeSimplifier(style: style)
    return try simplifier.simplify(root, &writer)
  }

  private init(style: TypeScriptStyle) {
    self.style = style
  }

  private mutating func simplify(_ type: Int, _ writer: inout TypeWriter) throws(ExpectationProblem) -> Int {
    guard seen.insert(type).inserted else { return type }
    depth += 1
    defer { depth -= 1 }
    guard depth <= 2 * SchemaInliner.deepest else {
      throw ExpectationProblem("types nest more than \(2 * SchemaInliner.deepest) deep")
    }
    switch writer.plan.entries[type].shape {
    case .array(let item) where style.release >= .v14:
      writer.plan.entries[type].shape = .array(try simplify(item, &writer))
      return type
    case .interface(let members, let extended):
      var members = members
      for position in members.indices { members[position].type = try simplify(members[position].type, &writer) }
      writer.plan.entries[type].shape = .interface(members, extends: extended)
      return type
    case .union(let members): return try simplify(type, members, isUnion: true, &writer)
    case .intersection(let members): return try simplify(type, members, isUnion: false, &writer)
    default: return type
    }
  }

  private mutating func simplify(
    _ type: Int, _ members: [Int], isUnion: Bool, _ writer: inout TypeWriter
  ) throws(ExpectationProblem) -> Int {
    var members = members
    func store(_ members: [Int]) {
      writer.plan.entries[type].shape = isUnion ? .union(members) : .intersection(members)
    }
    if style.release >= .v11 {
      for position in members.indices { members[position] = try simplify(members[position], &writer) }
      store(members)
    }
    for member in members {
      switch writer.plan.entries[member].shape {
      case .any, .unknown: return writer.plan.shared
      default: continue
      }
    }
    if style.release >= .v11, try areAllAlike(members, &writer),
      members.contains(where: { writer.plan.entries[$0].name != nil })
    {
      members = members.filter { writer.plan.entries[$0].name != nil }
    }
    members = try withoutRepetition(members, &writer)
    store(members)
    for position in members.indices { members[position] = try simplify(members[position], &writer) }
    store(members)
    return type
  }

  /// Whether all members are written alike, their names aside.
  private func areAllAlike(_ members: [Int], _ writer: inout TypeWriter) throws(ExpectationProblem) -> Bool {
    guard let first = members.first else { return true }
    guard members.contains(where: { writer.plan.entries[$0].name != nil }) else { return false }
    let text = try unnamed(first, &writer)
    for member in members.dropFirst() where try unnamed(member, &writer) != text { return false }
    return true
  }

  /// A type as it is written without its name; an enumeration cannot be, and keeps it.
  private func unnamed(_ type: Int, _ writer: inout TypeWriter) throws(ExpectationProblem) -> [UInt8] {
    guard case .enumeration(let cases) = writer.plan.entries[type].shape else { return try writer.body(of: type).text }
    guard style.release < .v11 else { return try writer.type(type).text }
    var text = Array("enum".utf8)
    for one in cases {
      text += Array(JavaScriptText.quoted(one.name).utf8)
      text += try writer.type(one.literal).text
    }
    return text
  }

  private func withoutRepetition(_ members: [Int], _ writer: inout TypeWriter) throws(ExpectationProblem) -> [Int] {
    guard members.count > 1 else { return members }
    // Before release 11 the name counted only if several members had one, before release 9 never.
    let ignoresNames =
      style.release < .v11 && members.filter { writer.plan.entries[$0].name != nil }.count <= 1
      || style.release < .v9
    var written: Set<[UInt8]> = []
    var kept: [Int] = []
    for member in members {
      let text = try ignoresNames ? unnamed(member, &writer) : writer.type(member).text
      if written.insert(text).inserted { kept.append(member) }
    }
    return kept
  }
}
