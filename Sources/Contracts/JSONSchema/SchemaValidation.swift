import DriftModel

/// Whether a document is a JSON Schema that can be relied on: every known keyword has the shape it must have.
enum SchemaValidation {
  private enum Shape {
    case schema, schemas, named, string, strings, boolean, number, count, booleanOrNumber, type, items, dependencies
    case list, any
  }

  private static let shapes = KeywordTable<Shape>([
    "$ref": .string, "$id": .string, "$schema": .string, "$anchor": .string, "$dynamicAnchor": .string,
    "title": .string, "description": .string, "format": .string, "pattern": .string,
    "type": .type, "required": .any, "enum": .list, "properties": .named, "patternProperties": .named,
    "$defs": .named, "definitions": .named, "additionalProperties": .schema, "propertyNames": .schema,
    "allOf": .schemas, "anyOf": .schemas, "oneOf": .schemas, "not": .schema, "if": .schema, "then": .schema,
    "else": .schema, "items": .items, "prefixItems": .schemas, "additionalItems": .schema, "contains": .schema,
    "unevaluatedProperties": .schema, "unevaluatedItems": .schema, "minimum": .number, "maximum": .number,
    "exclusiveMinimum": .booleanOrNumber, "exclusiveMaximum": .booleanOrNumber, "multipleOf": .number,
    "minLength": .count, "maxLength": .count, "minItems": .count, "maxItems": .count, "minProperties": .count,
    "maxProperties": .count, "uniqueItems": .boolean, "nullable": .boolean, "readOnly": .boolean,
    "writeOnly": .boolean, "deprecated": .boolean, "dependentSchemas": .named, "dependencies": .dependencies,
  ])

  /// The first keyword that is not what the specification says, as a reason to look no further; nil if all are.
  static func refusal(of root: DocumentNode) -> Unverified? {
    var pending = [root]
    while let node = pending.popLast() {
      if case .scalar(let text, .plain) = node.content, text == "true" || text == "false" { continue }
      guard case .mapping(let members) = node.content else {
        return Unverified("expected a schema, found \(node.shapeName)", at: node.location)
      }
      for member in members {
        guard let shape = shapes[member.key] else { continue }
        if let expected = expectation(shape, member.value) {
          return Unverified(
            "'\(member.key)' must be \(expected), found \(member.value.shapeName)", at: member.value.location)
        }
        switch (shape, member.value.content) {
        case (.named, .mapping(let named)): pending += named.map(\.value)
        case (.schemas, .sequence(let items)), (.items, .sequence(let items)): pending += items
        case (.schema, _), (.items, _): pending.append(member.value)
        default: continue
        }
      }
    }
    return nil
  }

  /// What a keyword should have been; nil if it is.
  private static func expectation(_ shape: Shape, _ node: DocumentNode) -> String? {
    let isMapping = if case .mapping = node.content { true } else { false }
    let isSequence = if case .sequence = node.content { true } else { false }
    let isString = if case .scalar(_, .quoted) = node.content { true } else { false }
    let isPlain = if case .scalar(_, .plain) = node.content { true } else { false }
    let isBoolean = isPlain && (node.scalar == "true" || node.scalar == "false")
    let isNumber = isPlain && node.scalar.flatMap { Value(number: $0) } != nil
    switch shape {
    case .schema: return isMapping || isBoolean ? nil : "a schema"
    case .schemas: return isSequence ? nil : "a list of schemas"
    case .named: return isMapping ? nil : "an object"
    // YAML writes strings without quotes.
    case .string: return isString || (isPlain && !node.isNull) ? nil : "a string"
    case .strings: return isSequence ? nil : "a list of strings"
    case .boolean: return isBoolean ? nil : "true or false"
    case .number: return isNumber ? nil : "a number"
    case .count: return isNumber ? nil : "a whole number"
    case .booleanOrNumber: return isBoolean || isNumber ? nil : "a number"
    case .type: return isString || isSequence || isPlain && !node.isNull ? nil : "a type or a list of types"
    case .items: return isMapping || isSequence || isBoolean ? nil : "a schema or a list of schemas"
    case .dependencies: return isMapping ? nil : "an object"
    case .list: return isSequence ? nil : "a list"
    case .any: return nil
    }
  }
}

/// Where keywords hold schemas.
enum SchemaChildren: Sendable {
  /// A schema under each name.
  case named
  /// A list of schemas.
  case listed
  /// A schema.
  case single
  /// A schema or a list of them.
  case items

  private static let keywords = KeywordTable<SchemaChildren>([
    "properties": .named, "patternProperties": .named, "$defs": .named, "definitions": .named,
    "dependentSchemas": .named, "allOf": .listed, "anyOf": .listed, "oneOf": .listed, "prefixItems": .listed,
    "items": .items, "additionalProperties": .single, "propertyNames": .single, "not": .single, "if": .single,
    "then": .single, "else": .single, "additionalItems": .single, "contains": .single,
    "unevaluatedProperties": .single, "unevaluatedItems": .single,
  ])

  /// What a keyword holds; nil if it holds no schemas.
  init?(_ keyword: String) {
    guard let found = Self.keywords[keyword] else { return nil }
    self = found
  }
}

extension Schema {
  /// The schemas directly inside this one, in order.
  var children: [Schema] {
    guard case .mapping(let members) = node.content else { return [] }
    var children: [Schema] = []
    for member in members {
      guard let kind = SchemaChildren(member.key) else { continue }
      switch (kind, member.value.content) {
      case (.named, _): children += named(member.key).map(\.schema)
      case (.listed, _), (.items, .sequence): children += schemas(member.key)
      case (.single, _), (.items, _): if let schema = schema(member.key) { children.append(schema) }
      }
    }
    return children
  }
}
