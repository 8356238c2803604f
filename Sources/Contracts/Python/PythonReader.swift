public import DriftModel

/// Reads the declarations of a Python module that a code generator wrote.
///
/// What it returns states each declaration as the code does: a field's value is what stands behind `=`, a call of
/// `Field` included; configuration stands in attributes named `Config.extra` or `model_config.extra`, decorators in
/// attributes named `@`, keywords of a class in attributes named `class.total`.
public enum PythonReader {
  /// A module.
  public struct Module: Sendable {
    /// Its declarations.
    public var contract = Contract()
    /// Names bound by imports, and what they stand for: `Any` is `typing.Any`.
    public var imports: [String: String] = [:]
    /// The names in `__all__` and other statements that declare nothing, as text.
    public var docstring: String?
    /// Calls at the end of the module: `Model.model_rebuild`.
    public var calls: [String] = []
  }

  /// Reads a module.
  ///
  /// - Returns: nil and the reason, located, if any statement of the module is not understood.
  public static func read(_ bytes: [UInt8], at path: RepositoryPath) -> (module: Module?, refusal: Unverified?) {
    bytes.withUnsafeBufferPointer { buffer in
      var statements = PythonStatements(buffer, path: path)
      do throws(PythonRefusal) {
        return (try statements.readModule(), nil)
      } catch {
        return (nil, Unverified(error.message, at: Location(path, error.region)))
      }
    }
  }
}

extension PythonReader {
  /// A type that stands in quotes where a value could, so that it is no type yet.
  static func quoted(_ type: TypeExpression) -> Value { .call("ForwardRef", [Value.Argument(nil, .type(type))]) }

  /// What stands in the brackets of a class by name.
  static func classArgument(_ name: String, _ value: Value) -> Attribute {
    var value = value
    if name == "extra_items", case .string(let text) = value, let inner = expression(text),
      let type = try? PythonExpressions.type(inner)
    {
      value = quoted(type)
    }
    return Attribute("class.\(name)", value, topic: .extraPolicy)
  }

  /// One expression; nil if the text is none.
  static func expression(_ text: String) -> Value? {
    Array(text.utf8).withUnsafeBufferPointer { buffer in
      var reader = PythonExpressions(PythonScanner(buffer))
      do throws(PythonRefusal) {
        try reader.scanner.advance()
        return try reader.readExpression()
      } catch {
        return nil
      }
    }
  }
}

/// Reads statements, those that declare something.
struct PythonStatements {
  private var reader: PythonExpressions
  private let path: RepositoryPath
  private var module = PythonReader.Module()

  init(_ bytes: UnsafeBufferPointer<UInt8>, path: RepositoryPath) {
    self.reader = PythonExpressions(PythonScanner(bytes))
    self.path = path
  }

  mutating func readModule() throws(PythonRefusal) -> PythonReader.Module {
    try reader.scanner.advance()
    if reader.scanner.token == .string {
      if case .string(let text) = try reader.readExpression() { module.docstring = text }
      try endStatement()
    }
    while reader.scanner.token != .end { try readStatement() }
    return module
  }

  private func here() -> Location { Location(path, reader.scanner.region) }

  private mutating func endStatement() throws(PythonRefusal) {
    if reader.scanner.isOperator(";") {
      try reader.scanner.advance()
      if reader.scanner.token != .newline { return }
    }
    guard reader.scanner.token == .newline else {
      throw reader.scanner.refusal("expected the end of the statement, found '\(reader.scanner.text)'")
    }
    while reader.scanner.token == .newline { try reader.scanner.advance() }
  }

  private mutating func readStatement() throws(PythonRefusal) {
    if reader.scanner.token == .newline { return try reader.scanner.advance() }
    if reader.scanner.isName("from") || reader.scanner.isName("import") { return try readImport() }
    if reader.scanner.isName("class") { return try readClass(decorators: []) }
    if reader.scanner.isOperator("@") { return try readDecorated() }
    if reader.scanner.isName("if") { return try readTypeChecking() }
    if reader.scanner.isName("type") { if try readTypeStatement() { return } }
    if reader.scanner.isName("pass") {
      try reader.scanner.advance()
      return try endStatement()
    }
    guard reader.scanner.token == .name || reader.scanner.token == .string else {
      throw reader.scanner.refusal("a statement stands here that declares nothing known")
    }
    let word = reader.scanner.text
    if PythonStatements.unknownWords.contains(word) {
      throw reader.scanner.refusal("a statement with '\(word)' stands here, which declares nothing known")
    }
    try readAssignmentOrCall()
  }

  private static let unknownWords: Set<String> = [
    "def", "async", "for", "while", "try", "with", "return", "raise", "del", "assert", "global", "nonlocal", "match",
    "else", "elif", "except", "finally", "yield", "await", "not",
  ]

  private mutating func readImport() throws(PythonRefusal) {
    let isFrom = reader.scanner.isName("from")
    try reader.scanner.advance()
    var source = ""
    func isPart(_ scanner: PythonScanner) -> Bool {
      scanner.isOperator(".") || scanner.isOperator("...")
        || scanner.token == .name && !scanner.isName("import") && !scanner.isName("as")
    }
    if isFrom {
      while isPart(reader.scanner) {
        source += reader.scanner.text
        try reader.scanner.advance()
      }
      guard reader.scanner.isName("import") else { throw reader.scanner.refusal("expected 'import'") }
      try reader.scanner.advance()
    }
    let isBracketed = reader.scanner.isOperator("(")
    if isBracketed { try reader.scanner.advance() }
    while reader.scanner.token == .name || reader.scanner.isOperator("*") {
      var name = reader.scanner.text
      try reader.scanner.advance()
      while reader.scanner.isOperator(".") {
        try reader.scanner.advance()
        name += "." + reader.scanner.text
        try reader.scanner.advance()
      }
      var alias = name
      if reader.scanner.isName("as") {
        try reader.scanner.advance()
        alias = reader.scanner.text
        try reader.scanner.advance()
      }
      module.imports[alias] = source.isEmpty ? name : source.hasSuffix(".") ? source + name : "\(source).\(name)"
      guard reader.scanner.isOperator(",") else { break }
      try reader.scanner.advance()
    }
    if isBracketed {
      guard reader.scanner.isOperator(")") else { throw reader.scanner.refusal("expected ')'") }
      try reader.scanner.advance()
    }
    try endStatement()
  }

  /// Reads `if TYPE_CHECKING:` with imports below it.
  private mutating func readTypeChecking() throws(PythonRefusal) {
    let start = reader.scanner
    try reader.scanner.advance()
    guard case .symbol(let name) = try reader.readExpression(), name.hasSuffix("TYPE_CHECKING"),
      reader.scanner.isOperator(":")
    else { throw start.refusal("a condition stands here that is not 'TYPE_CHECKING'") }
    try reader.scanner.advance()
    while reader.scanner.token == .newline { try reader.scanner.advance() }
    guard reader.scanner.token == .indent else { throw reader.scanner.refusal("expected an indented block") }
    try reader.scanner.advance()
    while reader.scanner.token != .dedent, reader.scanner.token != .end {
      guard reader.scanner.isName("from") || reader.scanner.isName("import") else {
        throw reader.scanner.refusal("a statement stands here that is no import")
      }
      try readImport()
    }
    if reader.scanner.token == .dedent { try reader.scanner.advance() }
  }

  private mutating func readDecorated() throws(PythonRefusal) {
    var decorators: [Value] = []
    while reader.scanner.isOperator("@") {
      try reader.scanner.advance()
      decorators.append(try reader.readExpression())
      try endStatement()
    }
    guard reader.scanner.isName("class") else {
      throw reader.scanner.refusal("a decorator stands before something that is no class")
    }
    try readClass(decorators: decorators)
  }

  /// Reads `type Name = ...`; false if `type` is a name here.
  private mutating func readTypeStatement() throws(PythonRefusal) -> Bool {
    var ahead = reader
    try ahead.scanner.advance()
    guard ahead.scanner.token == .name else { return false }
    reader = ahead
    let location = here()
    let name = reader.scanner.text
    try reader.scanner.advance()
    guard reader.scanner.isOperator("=") else { throw reader.scanner.refusal("expected '='") }
    try reader.scanner.advance()
    let type = try PythonExpressions.type(try reader.readExpression())
    module.contract.declarations.append(
      Declaration(
        .alias, name, at: location, attributes: [Attribute("form", .string("type"), topic: .other)], type: type))
    try endStatement()
    return true
  }

  private mutating func readAssignmentOrCall() throws(PythonRefusal) {
    let location = here()
    let start = reader.scanner
    let target = try reader.readExpression()
    switch target {
    case .string(let text):
      // A string below an alias describes it.
      if let last = module.contract.declarations.indices.last, module.contract.declarations[last].kind == .alias {
        module.contract.declarations[last].description = PythonString.dedented(text)
        module.contract.declarations[last].descriptionLocation = location
      }
      try endStatement()
    case .call(let name, _):
      module.calls.append(name)
      try endStatement()
    case .symbol(let name):
      var annotation: TypeExpression?
      if reader.scanner.isOperator(":") {
        try reader.scanner.advance()
        annotation = try PythonExpressions.type(try reader.readExpression())
      }
      guard reader.scanner.isOperator("=") else {
        throw start.refusal("a statement stands here that declares nothing known")
      }
      try reader.scanner.advance()
      let value = try reader.readExpression()
      if name != "__all__" {
        module.contract.declarations.append(alias(name, annotation, value, at: location))
      }
      try endStatement()
    default: throw start.refusal("a statement stands here that declares nothing known")
    }
  }

  private mutating func readClass(decorators: [Value]) throws(PythonRefusal) {
    try reader.scanner.advance()
    guard reader.scanner.token == .name else { throw reader.scanner.refusal("expected the name of a class") }
    var declaration = Declaration(.record, reader.scanner.text, at: here())
    declaration.attributes = decorators.map { Attribute("@", $0, topic: .other) }
    try reader.scanner.advance()
    if reader.scanner.isOperator("(") {
      for argument in try reader.readArguments() {
        if let name = argument.name {
          declaration.attributes.append(PythonReader.classArgument(name, argument.value))
        } else {
          declaration.bases.append(try PythonExpressions.type(argument.value))
        }
      }
    }
    guard reader.scanner.isOperator(":") else { throw reader.scanner.refusal("expected ':'") }
    try reader.scanner.advance()
    if reader.scanner.token != .newline {
      guard reader.scanner.isName("pass") || reader.scanner.isOperator("...") else {
        throw reader.scanner.refusal("expected the end of the line")
      }
      try reader.scanner.advance()
      try endStatement()
    } else {
      while reader.scanner.token == .newline { try reader.scanner.advance() }
      guard reader.scanner.token == .indent else { throw reader.scanner.refusal("expected an indented block") }
      try reader.scanner.advance()
      try readBody(&declaration)
    }
    if declaration.bases.contains(where: { PythonStatements.isEnumeration($0) }) { declaration.kind = .enumeration }
    module.contract.declarations.append(declaration)
  }

  private static func isEnumeration(_ base: TypeExpression) -> Bool {
    guard case .named(let name) = base else { return false }
    return ["Enum", "StrEnum", "IntEnum", "IntFlag", "Flag"].contains(
      name.behindLastDot)
  }

  private mutating func readBody(_ declaration: inout Declaration) throws(PythonRefusal) {
    var isFirst = true
    while reader.scanner.token != .dedent {
      guard reader.scanner.token != .end else { return }
      let location = here()
      let start = reader.scanner
      if reader.scanner.token == .newline {
        try reader.scanner.advance()
      } else if reader.scanner.token == .string {
        guard case .string(let text) = try reader.readExpression() else {
          throw start.refusal("a value stands here alone")
        }
        if isFirst {
          declaration.description = PythonString.dedented(text)
          declaration.descriptionLocation = location
        } else if let last = declaration.members.indices.last, declaration.members[last].description == nil {
          declaration.members[last].description = PythonString.dedented(text)
        } else {
          throw start.refusal("a string stands here that describes nothing")
        }
        try endStatement()
      } else if reader.scanner.isName("pass") || reader.scanner.isOperator("...") {
        try reader.scanner.advance()
        try endStatement()
      } else if reader.scanner.isName("class") {
        try readConfiguration(&declaration)
      } else if PythonMethods.begins(reader.scanner) {
        var methods = PythonMethods(reader.scanner, path: path)
        declaration.methods.append(try methods.readMethod())
        reader.scanner = methods.scanner
      } else {
        try readMember(&declaration, at: location)
      }
      isFirst = false
    }
    try reader.scanner.advance()
  }

  private mutating func readConfiguration(_ declaration: inout Declaration) throws(PythonRefusal) {
    try reader.scanner.advance()
    let name = reader.scanner.text
    guard name == "Config" || name == "Meta" else { throw reader.scanner.refusal("a class within a class stands here") }
    try reader.scanner.advance()
    guard reader.scanner.isOperator(":") else { throw reader.scanner.refusal("expected ':'") }
    try reader.scanner.advance()
    while reader.scanner.token == .newline { try reader.scanner.advance() }
    guard reader.scanner.token == .indent else { throw reader.scanner.refusal("expected an indented block") }
    try reader.scanner.advance()
    while reader.scanner.token != .dedent, reader.scanner.token != .end {
      guard reader.scanner.token == .name else { throw reader.scanner.refusal("expected a name") }
      let key = reader.scanner.text
      try reader.scanner.advance()
      if key != "pass" {
        guard reader.scanner.isOperator("=") else { throw reader.scanner.refusal("expected '='") }
        try reader.scanner.advance()
        declaration.attributes.append(
          Attribute("\(name).\(key)", try reader.readExpression(), topic: key == "extra" ? .extraPolicy : .other))
      }
      try endStatement()
    }
    if reader.scanner.token == .dedent { try reader.scanner.advance() }
  }

  private mutating func readMember(_ declaration: inout Declaration, at location: Location) throws(PythonRefusal) {
    guard reader.scanner.token == .name else { throw reader.scanner.refusal("expected a member") }
    let name = reader.scanner.text
    try reader.scanner.advance()
    var member = Member(name, at: location)
    if reader.scanner.isOperator(":") {
      try reader.scanner.advance()
      member.type = try PythonExpressions.type(try reader.readExpression())
    }
    if reader.scanner.isOperator("=") {
      try reader.scanner.advance()
      member.value = try reader.readExpression()
    }
    guard member.type != nil || member.value != nil else {
      throw reader.scanner.refusal("a name stands here that declares nothing")
    }
    try endStatement()
    if name == "model_config", case .call(_, let arguments)? = member.value {
      declaration.attributes += arguments.map {
        Attribute("model_config.\($0.name ?? "")", $0.value, topic: $0.name == "extra" ? .extraPolicy : .other)
      }
    } else {
      // Members are large to move when the list grows.
      if declaration.members.isEmpty { declaration.members.reserveCapacity(8) }
      declaration.members.append(member)
    }
  }
}
