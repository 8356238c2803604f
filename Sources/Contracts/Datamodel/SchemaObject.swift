import DriftModel

/// A schema as the generator sees it: its keywords, after those of an enclosing schema were merged into it.
struct SchemaObject {
  let node: DocumentNode

  init(_ node: DocumentNode) { self.node = node }

  var location: Location { node.location }

  /// What the generator keeps of a schema when it merges it into another; all else is lost.
  private static let kept: Set<String> = [
    "items", "uniqueItems", "type", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems",
    "maxItems", "multipleOf", "exclusiveMaximum", "exclusiveMinimum", "additionalProperties", "patternProperties",
    "oneOf", "anyOf", "allOf", "enum", "writeOnly", "readOnly", "properties", "required", "$ref", "nullable",
    "x-enum-varnames", "description", "title", "example", "examples", "default", "$id", "customTypePath",
    "customBasePath", "discriminator", "const",
  ]

  static let constraints = [
    "exclusiveMinimum", "minimum", "exclusiveMaximum", "maximum", "multipleOf", "minItems", "maxItems", "minLength",
    "maxLength", "pattern", "uniqueItems",
  ]

  var types: [String] { node.types }
  var singleType: String? { node.scalar(of: "type") }
  var hasTypeList: Bool { if case .sequence? = node.content(of: "type") { true } else { false } }
  var typeHasNull: Bool { hasTypeList && types.contains("null") }
  /// The `$ref`, as the generator's `validate_ref` puts it right: `a.json#definitions/B` is `a.json#/definitions/B`.
  var ref: String? {
    guard let text = node.scalar(of: "$ref") else { return nil }
    guard text.utf8.contains(UInt8(ascii: "#")) else { return text }
    if text.utf8.first == UInt8(ascii: "#"), text.utf8.last != UInt8(ascii: "/") { return text }
    if text.hasSuffix("#/") { return String(text.dropLast()) }
    if text.hasPrefix("#") || text.hasSuffix("#") || text.range(of: "#/") != nil { return text }
    return text.replacing("#", with: "#/")
  }
  var format: String? { node.scalar(of: "format") }
  var title: String? { node.scalar(of: "title") }
  var description: String? { node.scalar(of: "description") }
  var hasDefault: Bool { node.has("default") }
  var defaultValue: Value? { node["default"].map { Value(yaml: $0) } }
  var isNullable: Bool { flag("nullable") ?? false }
  var required: [String] { node.strings("required") }
  var enumValues: [DocumentNode] {
    if case .sequence(let items)? = node.content(of: "enum") { items } else { [] }
  }
  var variableNames: [String] { node.strings("x-enum-varnames") }
  var anyOf: [SchemaObject] { list("anyOf") }
  var oneOf: [SchemaObject] { list("oneOf") }
  var allOf: [SchemaObject] { list("allOf") }
  var constant: Value? { node["const"].map { Value(yaml: $0) } }
  var hasConstraint: Bool { mayHaveConstraint && Self.constraints.contains { node.has($0) } }

  private static let constraintMarks = DocumentNode.Marks(
    "exclusiveMinimum", "minimum", "exclusiveMaximum", "maximum", "multipleOf", "minItems", "maxItems", "minLength",
    "maxLength", "pattern", "uniqueItems")

  /// Whether a bound may stand here; that none does is certain.
  var mayHaveConstraint: Bool { node.mayHave(Self.constraintMarks) }

  private static let innerMarks = DocumentNode.Marks(
    "$ref", "items", "additionalProperties", "patternProperties", "anyOf", "allOf", "oneOf", "if", "then", "else",
    "properties")

  /// Whether a reference or another schema may stand within; that none does is certain.
  var mayHoldSchemas: Bool { node.mayHave(Self.innerMarks) }

  /// A Boolean keyword; nil if it is missing or no Boolean.
  func flag(_ keyword: String) -> Bool? { node.flag(keyword) }

  func list(_ keyword: String) -> [SchemaObject] {
    if case .sequence(let items)? = node.content(of: keyword) { items.map { SchemaObject($0) } } else { [] }
  }

  /// The properties in order; nil if the keyword is missing.
  var properties: [(name: String, location: Location, object: SchemaObject)]? {
    guard case .mapping(let members)? = node.content(of: "properties") else { return nil }
    return members.map { ($0.key, $0.keyLocation, SchemaObject($0.value)) }
  }

  /// Whether the keyword for properties is there, of which there may be none.
  var statesProperties: Bool { if case .mapping? = node.content(of: "properties") { true } else { false } }

  /// Whether there are properties.
  var hasProperties: Bool {
    if case .mapping(let members)? = node.content(of: "properties") { !members.isEmpty } else { false }
  }

  var patternProperties: [(pattern: String, object: SchemaObject)] {
    guard case .mapping(let members)? = node.content(of: "patternProperties") else { return [] }
    return members.map { ($0.key, SchemaObject($0.value)) }
  }

  /// The schemas of a list's items. `items: {}` and `items: false` count as missing.
  var items: [SchemaObject] {
    switch node.content(of: "items") {
    case .mapping(let members)? where !members.isEmpty: [SchemaObject(node["items"] ?? node)]
    case .sequence(let nodes)?: nodes.map { SchemaObject($0) }
    default: []
    }
  }

  var hasItems: Bool {
    switch node.content(of: "items") {
    case .mapping(let members)?: !members.isEmpty
    case .sequence(let nodes)?: !nodes.isEmpty
    case .scalar(let text, _)?: text == "true"
    case nil: false
    }
  }

  var isArray: Bool { hasItems || singleType == "array" }

  var isObject: Bool {
    statesProperties || singleType == "object" && allOf.isEmpty && oneOf.isEmpty && anyOf.isEmpty && ref == nil
  }

  var boolean: Bool? { node.schemaBoolean }

  /// `additionalProperties` if it is a schema.
  var additionalSchema: SchemaObject? {
    guard let node = node["additionalProperties"], case .mapping = node.content else { return nil }
    return SchemaObject(node)
  }

  var additionalFlag: Bool? { flag("additionalProperties") }

  /// A number, as its keyword states it; draft 4's Boolean forms become numbers.
  func constraint(_ keyword: String) -> Value? {
    guard node.has(keyword) else { return nil }
    switch keyword {
    case "exclusiveMinimum", "exclusiveMaximum":
      if let flag = flag(keyword) {
        return flag ? node[keyword == "exclusiveMinimum" ? "minimum" : "maximum"].map { Value($0) } : nil
      }
    case "minimum": if flag("exclusiveMinimum") == true { return nil }
    case "maximum": if flag("exclusiveMaximum") == true { return nil }
    default: break
    }
    guard let value = node[keyword].map({ Value($0) }), value != .null else { return nil }
    return value
  }

  /// This schema without one keyword, as far as the generator keeps it, with another's keywords over it.
  func merged(into other: SchemaObject, without keyword: String) -> SchemaObject {
    guard case .mapping(let members) = node.content else { return other }
    let base = DocumentNode(
      .mapping(members.filter { $0.key != keyword && Self.kept.contains($0.key) }), at: node.location)
    return SchemaObject(Self.merge(base, other.node, isSchema: true))
  }

  /// This schema with the lists that another has of the same keys, at any depth, added to its own.
  func lengthened(by other: SchemaObject) -> SchemaObject { SchemaObject(Self.lengthened(node, by: other.node)) }

  private static func lengthened(_ left: DocumentNode, by right: DocumentNode) -> DocumentNode {
    guard case .mapping(var members) = left.content else { return left }
    for index in members.indices {
      guard let other = right[members[index].key] else { continue }
      let value: DocumentNode
      switch (members[index].value.content, other.content) {
      case (.mapping, .mapping): value = lengthened(members[index].value, by: other)
      case (.sequence(let first), .sequence(let second)):
        value = DocumentNode(.sequence(first + second), at: members[index].value.location)
      default: continue
      }
      members[index] = .init(key: members[index].key, keyLocation: members[index].keyLocation, value: value)
    }
    return DocumentNode(.mapping(members), at: left.location)
  }

  private static func merge(_ left: DocumentNode, _ right: DocumentNode, isSchema: Bool) -> DocumentNode {
    guard case .mapping(var members) = left.content, case .mapping(let others) = right.content else { return right }
    for other in others {
      if let index = members.firstIndex(where: { $0.key == other.key }) {
        let value: DocumentNode
        switch (members[index].value.content, other.value.content) {
        case (.mapping, .mapping): value = merge(members[index].value, other.value, isSchema: false)
        case (.sequence(let first), .sequence(let second)):
          value = DocumentNode(.sequence(first + second), at: other.value.location)
        default: value = other.value
        }
        members[index] = .init(key: other.key, keyLocation: other.keyLocation, value: value)
      } else {
        members.append(other)
      }
    }
    return DocumentNode(.mapping(members), at: right.location)
  }
}

extension Value {
  /// A value as a YAML 1.1 reader takes it, which the generator uses for JSON as well: `1e5` is a string there.
  init(yaml node: DocumentNode) {
    switch node.content {
    case .mapping(let members): self = .object(members.map { Entry(.string($0.key), Value(yaml: $0.value)) })
    case .sequence(let items): self = .list(items.map { Value(yaml: $0) })
    case .scalar(let text, .plain):
      if let mark = text.utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), Value(number: text) != nil {
        let next = text.utf8[text.utf8.index(after: mark)...].first
        let isFloat = text.utf8.contains(UInt8(ascii: ".")) && (next == UInt8(ascii: "-") || next == UInt8(ascii: "+"))
        self = isFloat ? Value(node) : .string(text)
      } else {
        self = Value(node)
      }
    case .scalar: self = Value(node)
    }
  }
}
