import DriftModel

/// Reads the expressions that declarations hold: values, calls, types. No operators but `|`, `-` and `+`.
struct PythonExpressions {
  var scanner: PythonScanner
  private var depth = 0

  init(_ scanner: PythonScanner) { self.scanner = scanner }

  /// Reads one expression; the current token is its first.
  mutating func readExpression() throws(PythonRefusal) -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 100 else { throw scanner.refusal("the code is nested more than 100 levels deep") }
    if scanner.isName("lambda") { return try readFunction() }
    let first = try readOperand()
    guard scanner.isOperator("|") else { return first }
    var types = [try PythonExpressions.type(first)]
    while scanner.isOperator("|") {
      try scanner.advance()
      types.append(try PythonExpressions.type(try readOperand()))
    }
    return .type(.union(types))
  }

  /// An expression read as a type.
  static func type(_ value: Value) throws(PythonRefusal) -> TypeExpression {
    switch value {
    case .type(let type): return type
    case .null: return .named("None")
    case .symbol(let name): return .named(name)
    // A forward reference in quotes means the same as one without.
    case .string(let name): return .named(name)
    case .call(let name, let arguments):
      return .constrained(
        .named(name), PythonExpressions.sorted(arguments))
    case .list(let values):
      var types: [TypeExpression] = []
      for value in values { types.append(try type(value)) }
      return .tuple(types, rest: nil)
    case .boolean, .integer, .number, .object, .function: return .literal([value])
    }
  }

  /// The order of named arguments says nothing.
  private static func sorted(_ arguments: [Value.Argument]) -> [Attribute] {
    arguments.map { Attribute($0.name ?? "", $0.value, topic: .constraint) }.sorted { $0.name < $1.name }
  }

  private mutating func readFunction() throws(PythonRefusal) -> Value {
    try scanner.advance()
    guard scanner.isOperator(":") else { throw scanner.refusal("a function with parameters stands here") }
    try scanner.advance()
    return .function(try readExpression())
  }

  private mutating func readOperand() throws(PythonRefusal) -> Value {
    if scanner.isOperator("-") || scanner.isOperator("+") {
      let isNegative = scanner.isOperator("-")
      depth += 1
      defer { depth -= 1 }
      guard depth <= 100 else { throw scanner.refusal("the code is nested more than 100 levels deep") }
      try scanner.advance()
      switch try readOperand() {
      case .integer(let digits) where !digits.hasPrefix("-"):
        return .integer(isNegative && digits != "0" ? "-" + digits : digits)
      case .number(let number): return .number(isNegative ? -number : number)
      case .symbol(let name) where isNegative: return .symbol("-" + name)
      default: throw scanner.refusal("a sign stands before something that is no number")
      }
    }
    var value = try readAtom()
    while scanner.token == .operator {
      if scanner.isOperator("(") {
        let name = try name(of: value)
        let arguments = try readArguments()
        value = PythonExpressions.infinity(name, arguments) ?? .call(name, arguments)
      } else if scanner.isOperator("[") {
        value = try readSubscript(of: value)
      } else if scanner.isOperator(".") {
        try scanner.advance()
        guard scanner.token == .name else { throw scanner.refusal("expected a name") }
        value = try member(scanner.text, of: value)
        try scanner.advance()
      } else {
        break
      }
    }
    return value
  }

  /// A number that Python has no literal for: `float('inf')`; nil for any other call.
  private static func infinity(_ name: String, _ arguments: [Value.Argument]) -> Value? {
    guard name == "float", arguments.count == 1, arguments[0].name == nil, case .string(let text) = arguments[0].value
    else { return nil }
    switch text {
    case "inf": return .number(.infinity)
    case "-inf": return .number(-.infinity)
    default: return nil
    }
  }

  private func name(of value: Value) throws(PythonRefusal) -> String {
    switch value {
    case .symbol(let name): return name
    case .type(let type): return type.text
    default: throw scanner.refusal("a call of something that is no name stands here")
    }
  }

  private func member(_ member: String, of value: Value) throws(PythonRefusal) -> Value {
    switch value {
    case .symbol(let name): return .symbol("\(name).\(member)")
    case .call: return .call(".\(member)", [Value.Argument(nil, value)])
    case .type(let type): return .symbol("\(type.text).\(member)")
    default: throw scanner.refusal("a member of a literal stands here")
    }
  }

  private mutating func readSubscript(of value: Value) throws(PythonRefusal) -> Value {
    guard case .symbol(let name) = value else {
      throw scanner.refusal("a subscript of something that is no name stands here")
    }
    try scanner.advance()
    let items = try readItems(until: "]")
    try scanner.advance()
    let short = name.behindLastDot
    if short == "Literal" { return .type(.literal(items)) }
    if short == "Annotated", let first = items.first {
      return .type(
        .constrained(
          try PythonExpressions.type(first), items.dropFirst().map { Attribute("Annotated", $0, topic: .constraint) }))
    }
    var types: [TypeExpression] = []
    for item in items { types.append(try PythonExpressions.type(item)) }
    return .type(.generic(name, types))
  }

  private mutating func readItems(until closing: StaticString) throws(PythonRefusal) -> [Value] {
    var items: [Value] = []
    while !scanner.isOperator(closing) {
      items.append(try readExpression())
      guard scanner.isOperator(",") else { break }
      try scanner.advance()
    }
    guard scanner.isOperator(closing) else { throw scanner.refusal("expected ',' or '\(closing)'") }
    return items
  }

  /// Reads the arguments of a call; the current token is `(`.
  mutating func readArguments() throws(PythonRefusal) -> [Value.Argument] {
    try scanner.advance()
    var arguments: [Value.Argument] = []
    while !scanner.isOperator(")") {
      if scanner.isOperator("*") || scanner.isOperator("**") { throw scanner.refusal("unpacked arguments stand here") }
      let value = try readExpression()
      if scanner.isOperator("="), case .symbol(let name) = value {
        try scanner.advance()
        arguments.append(Value.Argument(name, try readExpression()))
      } else if scanner.isName("for") {
        arguments.append(Value.Argument(nil, try readComprehension(of: value)))
      } else {
        arguments.append(Value.Argument(nil, value))
      }
      guard scanner.isOperator(",") else { break }
      try scanner.advance()
    }
    guard scanner.isOperator(")") else { throw scanner.refusal("expected ',' or ')'") }
    try scanner.advance()
    return arguments
  }

  private mutating func readComprehension(of value: Value) throws(PythonRefusal) -> Value {
    try scanner.advance()
    guard scanner.token == .name else { throw scanner.refusal("expected a name") }
    let variable = scanner.text
    try scanner.advance()
    guard scanner.isName("in") else { throw scanner.refusal("expected 'in'") }
    try scanner.advance()
    let source = try readExpression()
    return .call(
      "for", [Value.Argument(nil, value), Value.Argument(nil, .symbol(variable)), Value.Argument(nil, source)])
  }

  private mutating func readAtom() throws(PythonRefusal) -> Value {
    switch scanner.token {
    case .name:
      let text = scanner.text
      try scanner.advance()
      switch text {
      case "None": return .null
      case "True": return .boolean(true)
      case "False": return .boolean(false)
      default: return .symbol(text)
      }
    case .number:
      let text = scanner.text
      guard let number = PythonExpressions.number(text) else {
        throw scanner.refusal("'\(text)' is a number of a form that is not known")
      }
      try scanner.advance()
      return number
    case .string: return try readStrings()
    case .operator:
      if scanner.isOperator("...") {
        try scanner.advance()
        return .symbol("...")
      }
      if scanner.isOperator("(") { return try readParentheses() }
      if scanner.isOperator("[") { return try readList() }
      if scanner.isOperator("{") { return try readBraces() }
      throw scanner.refusal("expected a value, found '\(scanner.text)'")
    case .newline, .indent, .dedent, .end: throw scanner.refusal("expected a value, found the end of the line")
    }
  }

  static func number(_ text: String) -> Value? {
    let plain = text.utf8.contains(UInt8(ascii: "_")) ? String(text.filter { $0 != "_" }) : text
    return Value(number: plain)
  }

  private mutating func readStrings() throws(PythonRefusal) -> Value {
    var result = ""
    var isBytes = false
    repeat {
      let literal = scanner.text
      if let first = literal.utf8.first, first | 0x20 == UInt8(ascii: "b") {
        isBytes = true
        result += literal
      } else {
        guard let value = PythonString.value(of: literal) else {
          throw scanner.refusal("a string of a form that is not known stands here")
        }
        result += value
      }
      try scanner.advance()
    } while scanner.token == .string
    return isBytes ? .call("bytes", [Value.Argument(nil, .string(result))]) : .string(result)
  }

  private mutating func readParentheses() throws(PythonRefusal) -> Value {
    try scanner.advance()
    if scanner.isOperator(")") {
      try scanner.advance()
      return .call("tuple", [])
    }
    let first = try readExpression()
    if scanner.isOperator(")") {
      try scanner.advance()
      return first
    }
    guard scanner.isOperator(",") else { throw scanner.refusal("expected ',' or ')'") }
    try scanner.advance()
    let items = [first] + (try readItems(until: ")"))
    try scanner.advance()
    return .call("tuple", items.map { Value.Argument(nil, $0) })
  }

  private mutating func readList() throws(PythonRefusal) -> Value {
    try scanner.advance()
    guard !scanner.isOperator("]") else {
      try scanner.advance()
      return .list([])
    }
    let first = try readExpression()
    if scanner.isName("for") {
      let value = try readComprehension(of: first)
      guard scanner.isOperator("]") else { throw scanner.refusal("expected ']'") }
      try scanner.advance()
      return .list([value])
    }
    var items = [first]
    if scanner.isOperator(",") {
      try scanner.advance()
      items += try readItems(until: "]")
    }
    guard scanner.isOperator("]") else { throw scanner.refusal("expected ',' or ']'") }
    try scanner.advance()
    return .list(items)
  }

  private mutating func readBraces() throws(PythonRefusal) -> Value {
    try scanner.advance()
    var entries: [Value.Entry] = []
    var items: [Value] = []
    while !scanner.isOperator("}") {
      if scanner.isOperator("**") { throw scanner.refusal("an unpacked dictionary stands here") }
      let key = try readExpression()
      if scanner.isOperator(":") {
        try scanner.advance()
        entries.append(Value.Entry(key, try readExpression()))
      } else {
        items.append(key)
      }
      guard scanner.isOperator(",") else { break }
      try scanner.advance()
    }
    guard scanner.isOperator("}") else { throw scanner.refusal("expected ',' or '}'") }
    guard items.isEmpty || entries.isEmpty else { throw scanner.refusal("a set and a dictionary in one stand here") }
    try scanner.advance()
    return items.isEmpty ? .object(entries) : .call("set", items.map { Value.Argument(nil, $0) })
  }
}
