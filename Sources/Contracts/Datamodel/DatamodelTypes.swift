/// Which Python types the generator writes for JSON's types and formats.
final class DatamodelTypes: Sendable {
  /// Large, and asked for everywhere: all who need it share this one.
  let style: DatamodelStyle

  init(style: DatamodelStyle) { self.style = style }

  enum Kind {
    case integer, number, decimal, string, bytes, plain
  }

  private static let strings: [String: (type: String, kind: Kind)] = [
    "default": ("str", .string), "byte": ("str", .plain), "binary": ("bytes", .bytes), "date": ("date", .plain),
    "date-time": ("AwareDatetime", .plain), "time": ("time", .number), "password": ("SecretStr", .plain),
    "path": ("Path", .plain), "email": ("EmailStr", .plain), "idn-email": ("EmailStr", .plain),
    "uuid": ("UUID", .plain), "uuid1": ("UUID1", .plain), "uuid2": ("UUID2", .plain), "uuid3": ("UUID3", .plain),
    "uuid4": ("UUID4", .plain), "uuid5": ("UUID5", .plain), "uri": ("AnyUrl", .plain),
    "uri-reference": ("str", .string), "ipv4": ("IPv4Address", .plain), "ipv4-network": ("IPv4Network", .plain),
    "ipv6": ("IPv6Address", .plain), "ipv6-network": ("IPv6Network", .plain), "decimal": ("Decimal", .decimal),
    "integer": ("int", .integer), "hostname": ("constr", .plain),
  ]

  /// Formats that newer versions know, or know better.
  private static let newerStrings = [
    "uuid2": "UUID", "ulid": "ULID", "date-time-local": "NaiveDatetime", "time-local": "time", "unixtime": "int",
    "timestamp with time zone": "AwareDatetime",
  ]

  private static let argumentNames = [
    "exclusiveMinimum": "gt", "minimum": "ge", "exclusiveMaximum": "lt", "maximum": "le", "multipleOf": "multiple_of",
    "minItems": "min_items", "maxItems": "max_items", "minLength": "min_length", "maxLength": "max_length",
  ]

  var patternKeyword: String { style.model == .pydantic1 ? "regex" : "pattern" }

  /// The name of a constraint in `Field(...)`.
  func fieldArgument(_ keyword: String) -> String {
    switch keyword {
    case "pattern": return patternKeyword
    case "uniqueItems": return "unique_items"
    case "minItems" where style.model == .pydantic2 || style.model == .pydanticDataclass || style.model == .msgspec:
      return "min_length"
    case "maxItems" where style.model == .pydantic2 || style.model == .pydanticDataclass || style.model == .msgspec:
      return "max_length"
    default: return Self.argumentNames[keyword] ?? keyword
    }
  }

  /// The type for a JSON type and format.
  ///
  /// - Returns: nil if the generator's type is not known here.
  func type(_ name: String, format: String?, constraints object: SchemaObject?) -> GeneratedType? {
    var (name, format) = (name, format)
    if !style.typeMappings.isEmpty, let target = style.typeMappings["\(name)+\(format ?? "")"] {
      (name, format) = Self.mapped(target) ?? (name, format)
    }
    if !style.model.usesPydantic { return plain(name, format: format) }
    switch name {
    case "integer":
      if format == "date-time" { return dateTime() }
      return number("int", object, isInteger: true)
    case "number":
      switch format {
      case "decimal": return decimal(object)
      case "date-time": return dateTime()
      case "time": return timed(object)
      case "time-delta" where style.rules == .v72: return GeneratedType("timedelta")
      case "unixtime" where style.rules == .v72: return number("int", object, isInteger: true)
      default: return number("float", object, isInteger: false)
      }
    case "string": return string(format, object)
    case "boolean": return GeneratedType(style.strictTypes.contains("bool") ? "StrictBool" : "bool")
    case "object": return GeneratedType(parts: [GeneratedType(anyName)], isDict: true)
    case "null": return GeneratedType("None")
    case "array": return GeneratedType(parts: [GeneratedType(anyName)], isList: true)
    default: return GeneratedType("Any")
    }
  }

  /// What stands for any value in a container.
  var anyName: String { style.objectType ? "object" : "Any" }

  /// The type and format that a mapping's target names: a format of any type, or a type.
  private static func mapped(_ target: String) -> (String, String?)? {
    if ["int32", "int64", "date-time", "unix-time"].contains(target) { return ("integer", target) }
    if ["float", "double", "decimal", "time", "time-delta"].contains(target) { return ("number", target) }
    if strings[target] != nil, target != "default" { return ("string", target) }
    if ["string", "integer", "number", "boolean", "object", "null", "array"].contains(target) { return (target, nil) }
    return nil
  }

  /// What is written where no library checks values: only Python's own types.
  private func plain(_ name: String, format: String?) -> GeneratedType? {
    if style.standardPrimitives, name == "string", let type = Self.standardPrimitives[format ?? ""] {
      return GeneratedType(type)
    }
    return switch (name, format) {
    case ("string", "binary"): GeneratedType("bytes")
    case ("string", "decimal"), ("number", "decimal"): GeneratedType("Decimal")
    case ("string", "integer"): GeneratedType("int")
    case ("string", "duration") where style.rules > .v25: GeneratedType("timedelta")
    case ("number", "time-delta") where style.rules == .v72: GeneratedType("timedelta")
    case ("string", "unixtime") where style.rules == .v72, ("number", "unixtime") where style.rules == .v72:
      GeneratedType("int")
    case ("integer", "date-time"), ("number", "date-time"), ("number", "time"), ("string", _): GeneratedType("str")
    case ("integer", _): GeneratedType("int")
    case ("number", _): GeneratedType("float")
    case ("boolean", _): GeneratedType("bool")
    case ("object", _): GeneratedType(parts: [GeneratedType(anyName)], isDict: true)
    case ("null", _): GeneratedType("None")
    case ("array", _): GeneratedType(parts: [GeneratedType(anyName)], isList: true)
    default: GeneratedType("Any")
    }
  }

  /// What `--use-standard-primitive-types` makes of texts where no library checks values.
  private static let standardPrimitives = [
    "uuid": "UUID", "uuid1": "UUID", "uuid2": "UUID", "uuid3": "UUID", "uuid4": "UUID", "uuid5": "UUID",
    "ipv4": "IPv4Address", "ipv6": "IPv6Address", "ipv4-network": "IPv4Network", "ipv6-network": "IPv6Network",
    "path": "Path",
  ]

  private func dateTime() -> GeneratedType {
    GeneratedType(
      style.awareDatetime && style.model.usesPydantic && style.model != .pydantic1 ? "AwareDatetime" : "datetime")
  }

  private func timed(_ object: SchemaObject?) -> GeneratedType {
    arguments(object, ["exclusiveMinimum", "minimum", "exclusiveMaximum", "maximum", "multipleOf"]).isEmpty
      ? GeneratedType("time") : number("float", object, isInteger: false)
  }

  private func arguments(_ object: SchemaObject?, _ keywords: [String]) -> [(name: String, value: Value)] {
    guard let object, !style.fieldConstraints, style.model.usesPydantic else { return [] }
    return keywords.compactMap { keyword in
      guard let value = object.constraint(keyword) else { return nil }
      return (fieldArgument(keyword), value)
    }
  }

  private func number(_ type: String, _ object: SchemaObject?, isInteger: Bool) -> GeneratedType {
    let found = arguments(object, ["exclusiveMinimum", "minimum", "exclusiveMaximum", "maximum", "multipleOf"])
    let isStrict = style.strictTypes.contains(isInteger ? "int" : "float")
    let strictName = isInteger ? "StrictInt" : "StrictFloat"
    guard !found.isEmpty else { return GeneratedType(isStrict ? strictName : type) }
    if !isStrict, found.count == 1, found[0].value.isZero {
      if found[0].name == "gt" { return GeneratedType(isInteger ? "PositiveInt" : "PositiveFloat") }
      if found[0].name == "lt" { return GeneratedType(isInteger ? "NegativeInt" : "NegativeFloat") }
    }
    let bounds =
      isInteger && style.rules == .v72
      ? Self.wholeBounds(found) : found.map { ($0.name, isInteger ? $0.value.truncated : $0.value.floating) }
    guard !bounds.isEmpty else { return GeneratedType(isStrict ? strictName : type) }
    let strict = isStrict ? [Attribute("strict", .boolean(true), topic: .constraint)] : []
    return GeneratedType(
      isInteger ? "conint" : "confloat",
      arguments: bounds.map { Attribute($0.0, $0.1, topic: .constraint) } + strict)
  }

  /// Bounds that whole numbers can have, which newer versions make of those with a fraction.
  static func wholeBounds(_ bounds: [(name: String, value: Value)]) -> [(String, Value)] {
    var found: [(String, Value)] = []
    for (name, value) in bounds {
      guard let (name, value) = wholeBound(name, value) else { continue }
      if let index = found.firstIndex(where: { $0.0 == name }) {
        let (first, second) = (found[index].1.double ?? 0, value.double ?? 0)
        if name == "ge" ? second > first : second < first { found[index].1 = value }
      } else {
        found.append((name, value))
      }
    }
    return found
  }

  private static func wholeBound(_ name: String, _ value: Value) -> (String, Value)? {
    func whole(_ number: Double) -> Value { Int(exactly: number).map { .integer("\($0)") } ?? .number(number) }
    if name == "multiple_of" {
      guard case .number(let number) = value else { return value == .integer("1") ? nil : (name, value) }
      // The numerator of the fraction that the digits say.
      var (top, bottom) = (abs(number), 1.0)
      while top != top.rounded(), bottom < 1e12 { (top, bottom) = ((abs(number) * bottom * 10).rounded(), bottom * 10) }
      guard var first = Int(exactly: top), var second = Int(exactly: bottom), first > 0 else { return (name, value) }
      let numerator = first
      while second != 0 { (first, second) = (second, first % second) }
      return numerator / first == 1 ? nil : (name, .integer("\(numerator / first)"))
    }
    guard case .number(let number) = value, number.isFinite else { return (name, value) }
    if number == number.rounded() { return (name, whole(number)) }
    switch name {
    case "ge": return ("ge", whole(number.rounded(.up)))
    case "gt": return ("ge", whole(number.rounded(.down) + 1))
    case "le": return ("le", whole(number.rounded(.down)))
    case "lt": return ("le", whole(number.rounded(.up) - 1))
    default: return (name, value)
    }
  }

  private func decimal(_ object: SchemaObject?) -> GeneratedType? {
    arguments(object, ["exclusiveMinimum", "minimum", "exclusiveMaximum", "maximum", "multipleOf"]).isEmpty
      ? GeneratedType("Decimal") : nil
  }

  private func string(_ format: String?, _ object: SchemaObject?) -> GeneratedType? {
    if style.rules == .v72, let newer = Self.newerStrings[format ?? ""] {
      return newer == "AwareDatetime" ? dateTime() : GeneratedType(newer)
    }
    let known = Self.strings[format ?? "default"]
    if format == "duration", style.rules > .v25 { return GeneratedType("timedelta") }
    let (type, kind) = known ?? ("str", .string)
    switch kind {
    case .string:
      let found = arguments(object, ["minItems", "maxItems", "minLength", "maxLength", "pattern"])
      let isStrict = style.strictTypes.contains("str") && type == "str"
      guard !found.isEmpty else { return GeneratedType(isStrict ? "StrictStr" : type) }
      let strict = isStrict ? [Attribute("strict", .boolean(true), topic: .constraint)] : []
      return GeneratedType(
        "constr",
        arguments: strict
          + found.map { name, value in
            if name == patternKeyword, case .string(let pattern) = value {
              return Attribute(name, .string(Self.escaped(pattern)), topic: .constraint)
            }
            return Attribute(name, value, topic: .constraint)
          })
    case .bytes:
      if style.strictTypes.contains("bytes") { return GeneratedType("StrictBytes") }
      let found = arguments(object, ["minLength", "maxLength"])
      guard !found.isEmpty else { return GeneratedType(type) }
      return GeneratedType("conbytes", arguments: found.map { Attribute($0.name, $0.value, topic: .constraint) })
    case .number: return timed(object)
    case .decimal: return decimal(object)
    case .integer: return number("int", object, isInteger: true)
    case .plain:
      if type == "AwareDatetime" { return dateTime() }
      if format == "byte", style.rules == .v72, style.base64 { return GeneratedType("Base64Str") }
      if type == "constr" { return hostname() }
      return GeneratedType(type)
    }
  }

  private func hostname() -> GeneratedType {
    guard style.model.usesPydantic, !(style.rules == .v72 && style.fieldConstraints) else {
      return GeneratedType("str")
    }
    return GeneratedType("constr", arguments: [Attribute(patternKeyword, .string(hostnamePattern), topic: .constraint)])
  }

  var hostnamePattern: String {
    "^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])\\.)*"
      + "([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\\-]{0,61}[A-Za-z0-9])" + (style.model == .pydantic1 ? "\\Z" : "$")
  }

  /// The type of a dictionary's keys, whose bounds are always written on the type.
  func keyType(_ object: SchemaObject) -> GeneratedType {
    guard style.model.usesPydantic else { return GeneratedType("str") }
    var style = style
    style.fieldConstraints = false
    return DatamodelTypes(style: style).type("string", format: nil, constraints: object) ?? GeneratedType("str")
  }

  /// The generator writes patterns as raw strings, where an escaped quote keeps its backslash.
  private static func escaped(_ pattern: String) -> String {
    var result = ""
    for scalar in pattern.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Value {
  /// A number, whole or not.
  var double: Double? {
    switch self {
    case .integer(let digits): Double(digits)
    case .number(let number): number
    default: nil
    }
  }

  var isZero: Bool {
    switch self {
    case .integer(let digits): digits == "0"
    case .number(let number): number == 0
    default: false
    }
  }

  /// The number without its fraction, as Python's `int` gives it.
  var truncated: Value {
    if case .number(let number) = self, let whole = Int(exactly: number.rounded(.towardZero)) {
      return .integer("\(whole)")
    }
    return self
  }

  /// A number without a fraction as a whole one.
  var wholeIfExact: Value {
    if case .number(let number) = self, let whole = Int(exactly: number) { return .integer("\(whole)") }
    return self
  }

  /// The number as Python's `float` gives it.
  var floating: Value {
    if case .integer(let digits) = self, let number = Double(digits) { return .number(number) }
    return self
  }

  /// Whether Python takes the value for true.
  var isTruthy: Bool {
    switch self {
    case .null: false
    case .boolean(let value): value
    case .integer, .number: !isZero
    case .string(let text): !text.isEmpty
    case .list(let items): !items.isEmpty
    case .object(let entries): !entries.isEmpty
    case .symbol, .call, .function, .type: true
    }
  }
}
