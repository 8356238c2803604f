/// What the generator's newer versions do with a keyword.
struct SchemaKeyword: OptionSet, Sendable {
  let rawValue: UInt8

  /// The generator reads it.
  static let isRead = SchemaKeyword(rawValue: 1)
  /// Beside `$ref` it has the two merged.
  static let merges = SchemaKeyword(rawValue: 2)
  /// It is kept as metadata, too.
  static let isExtra = SchemaKeyword(rawValue: 4)

  private static let merging = [
    "items", "additionalItems", "prefixItems", "uniqueItems", "type", "format", "pattern", "minLength", "maxLength",
    "minimum", "maximum", "minItems", "maxItems", "minProperties", "maxProperties", "multipleOf", "exclusiveMaximum",
    "exclusiveMinimum", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "patternProperties",
    "propertyNames", "oneOf", "anyOf", "allOf", "enum", "properties", "required", "nullable", "x-enumNames",
    "$anchor", "customTypePath", "customBasePath", "discriminator",
  ]

  private static let standingAlone = [
    "$ref", "title", "description", "example", "examples", "default", "$id", "readOnly", "writeOnly",
    "x-enum-varnames", "x-enum-descriptions", "x-enum-field-as-literal", "$recursiveRef", "$recursiveAnchor",
    "$dynamicRef", "$dynamicAnchor",
  ]

  private static let metadata: Set<String> = [
    "title", "description", "example", "examples", "discriminator", "readOnly", "writeOnly", "x-enum-varnames",
    "x-enum-descriptions", "x-enumNames", "x-enum-field-as-literal", "$anchor", "customTypePath", "customBasePath",
  ]

  private static let known: KeywordTable<SchemaKeyword> = {
    var known: [String: SchemaKeyword] = [:]
    for name in merging { known[name] = [isRead, merges] }
    for name in standingAlone { known[name] = isRead }
    for name in metadata { known[name, default: []].insert(isExtra) }
    return KeywordTable(known)
  }()

  /// What is done with a keyword; what the generator does not know is metadata.
  init(_ name: String) { self = Self.known[name] ?? .isExtra }

  init(rawValue: UInt8) { self.rawValue = rawValue }
}
