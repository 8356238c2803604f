/// Writes the declarations of a file in the generator's order: aliases, interfaces, enumerations, each before or after
/// what it needs as the generator has it.
struct DeclarationWriter {
  private var writer: TypeWriter
  private let style: TypeScriptStyle
  private let rootName: String?
  private var seen: Set<Int> = []
  private var depth = 0
  private var result = WrittenTypes()

  /// Everything that a file declares.
  static func write(_ root: Int, _ writer: TypeWriter) throws(ExpectationProblem) -> WrittenTypes {
    var declarations = DeclarationWriter(root, writer)
    try declarations.writeAliases(root)
    declarations.seen = []
    try declarations.writeInterfaces(root)
    declarations.seen = []
    try declarations.writeEnumerations(root)
    return declarations.result
  }

  private init(_ root: Int, _ writer: TypeWriter) {
    self.writer = writer
    style = writer.style
    rootName = writer.plan.entries[root].name
  }

  private func isNamed(_ type: Int) -> Bool { !(writer.plan.entries[type].name ?? "").isEmpty }

  /// Types that are not the root's are left out on request.
  private func isDeclared(_ type: Int) -> Bool {
    style.declareExternallyReferenced || writer.plan.entries[type].name == rootName
  }

  private mutating func enter(_ type: Int) throws(ExpectationProblem) -> Bool {
    guard seen.insert(type).inserted else { return false }
    guard depth <= 2 * SchemaInliner.deepest else {
      throw ExpectationProblem("types nest more than \(2 * SchemaInliner.deepest) deep")
    }
    return true
  }

  private mutating func writeAliases(_ type: Int) throws(ExpectationProblem) {
    depth += 1
    defer { depth -= 1 }
    guard try enter(type) else { return }
    switch writer.plan.entries[type].shape {
    case .array(let item):
      try writeAliases(item)
      if isNamed(type) { try writeAlias(type) }
    case .enumeration: return
    case .interface(let members, let extended):
      for child in members.map(\.type) + extended where isDeclared(child) { try writeAliases(child) }
    case .union(let members), .intersection(let members):
      if isNamed(type) { try writeAlias(type) }
      for member in members { try writeAliases(member) }
    case .tuple(let tuple):
      if isNamed(type) { try writeAlias(type) }
      for element in tuple.elements { try writeAliases(element) }
      if let rest = tuple.rest { try writeAliases(rest) }
    default:
      if isNamed(type) { try writeAlias(type) }
    }
  }

  private mutating func writeInterfaces(_ type: Int) throws(ExpectationProblem) {
    depth += 1
    defer { depth -= 1 }
    guard try enter(type) else { return }
    switch writer.plan.entries[type].shape {
    case .array(let item): try writeInterfaces(item)
    case .interface(let members, let extended):
      if isNamed(type), isDeclared(type) { try writeInterface(type, members, extended) }
      for child in members.map(\.type) + extended { try writeInterfaces(child) }
    case .union(let members), .intersection(let members):
      for member in members { try writeInterfaces(member) }
    case .tuple(let tuple):
      for element in tuple.elements { try writeInterfaces(element) }
      if let rest = tuple.rest { try writeInterfaces(rest) }
    default: return
    }
  }

  private mutating func writeEnumerations(_ type: Int) throws(ExpectationProblem) {
    depth += 1
    defer { depth -= 1 }
    guard try enter(type) else { return }
    switch writer.plan.entries[type].shape {
    case .enumeration(let cases): try writeEnumeration(type, cases)
    case .array(let item): try writeEnumerations(item)
    case .interface(let members, let extended):
      for child in members.map(\.type) + extended { try writeEnumerations(child) }
    case .union(let members), .intersection(let members):
      // Release 8 was the first to look for them here.
      guard style.release >= .v8 else { return }
      for member in members { try writeEnumerations(member) }
    case .tuple(let tuple):
      for element in tuple.elements { try writeEnumerations(element) }
      if let rest = tuple.rest { try writeEnumerations(rest) }
    default: return
    }
  }

  // MARK: Declarations

  private mutating func begin(_ type: Int, isDeprecatedShown: Bool) -> TypePlan.Entry {
    let entry = writer.plan.entries[type]
    result.mark(entry.place)
    if entry.hasComment {
      result += writer.comment(entry.comment, isDeprecated: entry.isDeprecated && isDeprecatedShown) + "\n"
    }
    result.mark(entry.place)
    return entry
  }

  private mutating func writeAlias(_ type: Int) throws(ExpectationProblem) {
    // The generator forgets to say that an alias is deprecated.
    let entry = begin(type, isDeprecatedShown: false)
    result += "export type \(TypeScriptNaming.safeName(entry.name ?? "")) = "
    result += try writer.body(of: type)
    if style.strictIndexSignatures, entry.key == "[k: string]" { result += " | undefined" }
    result += ";\n"
  }

  private mutating func writeInterface(
    _ type: Int, _ members: [TypePlan.Member], _ extended: [Int]
  ) throws(ExpectationProblem) {
    let entry = begin(type, isDeprecatedShown: true)
    result += "export interface \(TypeScriptNaming.safeName(entry.name ?? "")) "
    if !extended.isEmpty {
      result += "extends "
      for (position, base) in extended.enumerated() {
        guard let name = writer.plan.entries[base].name, !name.isEmpty else {
          throw ExpectationProblem(
            "the generator cannot extend a schema without a name", at: writer.graph.location(entry.place))
        }
        result.mark(writer.plan.entries[base].place)
        result += (position > 0 ? ", " : "") + TypeScriptNaming.safeName(name)
      }
      result += " "
    }
    result += try writer.body(of: type)
    result += "\n"
  }

  private mutating func writeEnumeration(_ type: Int, _ cases: [TypePlan.Case]) throws(ExpectationProblem) {
    let entry = begin(type, isDeprecatedShown: true)
    guard let name = entry.name, !name.isEmpty else {
      throw ExpectationProblem(
        "the generator cannot write an enumeration without a name", at: writer.graph.location(entry.place))
    }
    result += "export \(style.enableConstEnums ? "const " : "")enum \(TypeScriptNaming.safeName(name)) {\n"
    for one in cases {
      result.mark(one.place)
      result += JavaScriptText.quoted(one.name) + " = "
      result += try writer.type(one.literal)
      result += ",\n"
    }
    result += "}\n"
  }
}
