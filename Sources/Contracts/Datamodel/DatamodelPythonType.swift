/// A name that a module imports: `from module import name`.
struct PythonImport: Hashable {
  /// The module; empty for none.
  let module: String
  let name: String

  init(module: String, name: String) {
    self.module = module
    self.name = name
  }

  /// `datetime.date` as what is imported from where.
  init(path: String) {
    let parts = path.split(separator: ".").map(String.init)
    module = parts.dropLast().joined(separator: ".")
    name = parts.last ?? path
  }

  var path: String { module.isEmpty ? name : "\(module).\(name)" }
}

/// A Python type that a schema states as text, in `x-python-type`; models the generator's `_python_type_annotation.py`
/// and its strict codec.
indirect enum DatamodelPythonType: Hashable {
  case name(String)
  case qualified([String])
  /// A name that stands for what is imported.
  case bound(String, PythonImport)
  case subscripted(DatamodelPythonType, [DatamodelPythonType])
  case union([DatamodelPythonType])
  /// The parameters of a `Callable`.
  case parameters([DatamodelPythonType])
  case tuple([DatamodelPythonType])
  /// A value, as it is written.
  case literal(String)

  /// The type as it is written.
  var text: String {
    func list(_ items: [DatamodelPythonType]) -> String { items.map(\.text).joined(separator: ", ") }
    switch self {
    case .name(let name), .bound(let name, _): return name
    case .qualified(let parts): return parts.joined(separator: ".")
    case .subscripted(let base, let arguments):
      let text = if case .union = base { "(\(base.text))" } else { base.text }
      return "\(text)[\(arguments.isEmpty ? "()" : list(arguments))]"
    case .union(let items): return items.map(\.text).joined(separator: " | ")
    case .parameters(let items): return "[\(list(items))]"
    case .tuple(let items): return "(\(list(items))\(items.count == 1 ? "," : ""))"
    case .literal(let text): return text
    }
  }

  /// The type as the reader of Python takes it where a type stands; nil if it could not read it.
  var expression: TypeExpression? {
    guard let value = PythonReader.expression(text) else { return nil }
    do throws(PythonRefusal) {
      return try PythonExpressions.type(value)
    } catch {
      return nil
    }
  }

  /// The last part of the name in front of all brackets; empty for what has none.
  var baseName: String {
    switch self {
    case .name(let name), .bound(let name, _): name
    case .qualified(let parts): parts.last ?? ""
    case .subscripted(let base, _): base.baseName
    case .union, .parameters, .tuple, .literal: ""
    }
  }

  /// The last parts of all names, in order.
  var names: [String] {
    switch self {
    case .name(let name), .bound(let name, _): [name]
    case .qualified(let parts): Array(parts.suffix(1))
    case .subscripted(let base, let arguments): base.names + arguments.flatMap(\.names)
    case .union(let items), .parameters(let items), .tuple(let items): items.flatMap(\.names)
    case .literal: []
    }
  }

  /// What is imported for it, and as what, in order and once each.
  var imports: [(import: PythonImport, name: String)] {
    var seen: Set<PythonImport> = []
    return leaves.compactMap { leaf in
      if case .bound(let name, let source) = leaf, seen.insert(source).inserted { (source, name) } else { nil }
    }
  }

  /// All that holds no other type, in order.
  var leaves: [DatamodelPythonType] {
    switch self {
    case .name, .qualified, .bound, .literal: [self]
    case .subscripted(let base, let arguments): base.leaves + arguments.flatMap(\.leaves)
    case .union(let items), .parameters(let items), .tuple(let items): items.flatMap(\.leaves)
    }
  }

  var isUnion: Bool {
    switch self {
    case .union: true
    case .subscripted(let base, _): ["Union", "Optional"].contains(base.baseName)
    default: false
    }
  }

  /// What stands in the outermost brackets, or between the outermost bars.
  var arguments: [DatamodelPythonType] {
    switch self {
    case .subscripted(_, let arguments): arguments
    case .union(let items): items
    default: []
    }
  }

  /// The type with each leaf replaced, in order.
  func rewritten<Failure: Error>(
    _ leaf: (DatamodelPythonType) throws(Failure) -> DatamodelPythonType
  ) throws(Failure) -> DatamodelPythonType {
    func all(_ items: [DatamodelPythonType]) throws(Failure) -> [DatamodelPythonType] {
      var result: [DatamodelPythonType] = []
      for item in items { result.append(try item.rewritten(leaf)) }
      return result
    }
    switch self {
    case .name, .qualified, .bound, .literal: return try leaf(self)
    case .subscripted(let base, let arguments):
      let base = try base.rewritten(leaf)
      return .subscripted(base, try all(arguments))
    case .union(let items): return .union(try all(items))
    case .parameters(let items): return .parameters(try all(items))
    case .tuple(let items): return .tuple(try all(items))
    }
  }
}

// MARK: reading

extension DatamodelPythonType {
  /// Reads what a schema says; nil for what the generator refuses, and for unpacked types.
  init?(reading text: String) {
    let found = Array(text.utf8).withUnsafeBufferPointer { bytes -> DatamodelPythonType? in
      var reader = DatamodelPythonTypeReader(bytes)
      do throws(PythonRefusal) {
        return try reader.read()
      } catch {
        return nil
      }
    }
    guard let found else { return nil }
    self = found
  }
}

/// Reads the subset of Python's expressions that the generator takes for types.
private struct DatamodelPythonTypeReader {
  private var scanner: PythonScanner
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { scanner = PythonScanner(bytes) }

  mutating func read() throws(PythonRefusal) -> DatamodelPythonType {
    try scanner.advance()
    let type = try readUnion(allowsLiteral: false)
    guard scanner.token == .newline || scanner.token == .end else { throw refusal }
    return type
  }

  private var refusal: PythonRefusal { scanner.refusal("no type") }

  /// - Parameter allowsLiteral: whether values may stand here: within brackets, but not between bars.
  private mutating func readUnion(allowsLiteral: Bool) throws(PythonRefusal) -> DatamodelPythonType {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 50 else { throw refusal }
    let first = try readOperand()
    guard scanner.isOperator("|") else {
      if !allowsLiteral, !first.isType { throw refusal }
      return first
    }
    var items = [first]
    while scanner.isOperator("|") {
      try scanner.advance()
      items.append(try readOperand())
    }
    guard items.allSatisfy(\.isType) else { throw refusal }
    return .union(items.flatMap { if case .union(let inner) = $0 { inner } else { [$0] } })
  }

  private mutating func readOperand() throws(PythonRefusal) -> DatamodelPythonType {
    var type = try readAtom()
    while true {
      if scanner.isOperator(".") {
        try scanner.advance()
        guard scanner.token == .name else { throw refusal }
        switch type {
        case .name(let name): type = .qualified([name, scanner.text])
        case .qualified(let parts): type = .qualified(parts + [scanner.text])
        default: throw refusal
        }
        try scanner.advance()
      } else if scanner.isOperator("[") {
        guard type.isType else { throw refusal }
        try scanner.advance()
        let (items, _) = try readItems(until: "]")
        guard !items.isEmpty else { throw refusal }
        // A tuple in parentheses is what the brackets hold, as it is without them.
        if items.count == 1, case .tuple(let inner) = items[0] {
          type = .subscripted(type, inner)
        } else {
          type = .subscripted(type, items)
        }
      } else {
        return type
      }
    }
  }

  private mutating func readItems(
    until closing: StaticString
  ) throws(PythonRefusal) -> (items: [DatamodelPythonType], hasComma: Bool) {
    var items: [DatamodelPythonType] = []
    var hasComma = false
    while !scanner.isOperator(closing) {
      items.append(try readUnion(allowsLiteral: true))
      guard scanner.isOperator(",") else { break }
      hasComma = true
      try scanner.advance()
    }
    guard scanner.isOperator(closing) else { throw refusal }
    try scanner.advance()
    return (items, hasComma)
  }

  private mutating func readAtom() throws(PythonRefusal) -> DatamodelPythonType {
    let text = scanner.text
    switch scanner.token {
    case .name:
      try scanner.advance()
      if text == "True" || text == "False" { return .literal(text) }
      guard text == "None" || !GeneratedNames.keywords.contains(text) else { throw refusal }
      return .name(text)
    case .string, .number:
      try scanner.advance()
      // Strings side by side are one, which only the reader of the output knows to join.
      guard scanner.token != .string else { throw refusal }
      return .literal(text)
    case .operator: break
    case .newline, .indent, .dedent, .end: throw refusal
    }
    try scanner.advance()
    switch text {
    case "...": return .literal(text)
    case "-", "+":
      guard scanner.token == .number else { throw refusal }
      let number = scanner.text
      try scanner.advance()
      return .literal(text == "-" ? "-\(number)" : number)
    case "[": return .parameters(try readItems(until: "]").items)
    case "(":
      let (items, hasComma) = try readItems(until: ")")
      return items.count == 1 && !hasComma ? items[0] : .tuple(items)
    default: throw refusal
    }
  }
}

extension DatamodelPythonType {
  /// Whether it can stand alone, or between bars.
  fileprivate var isType: Bool {
    switch self {
    case .name, .qualified, .bound, .subscripted, .union: true
    case .parameters, .tuple, .literal: false
    }
  }
}
