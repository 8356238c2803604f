import DriftModel

/// How newer versions of the generator put two schemas together.
extension SchemaObject {
  /// The keywords that the generator reads; the value says whether one beside `$ref` makes the two be merged.
  private static let keywords: [String: Bool] = {
    var keywords: [String: Bool] = [:]
    for keyword in [
      "items", "additionalItems", "prefixItems", "uniqueItems", "type", "format", "pattern", "minLength", "maxLength",
      "minimum", "maximum", "minItems", "maxItems", "minProperties", "maxProperties", "multipleOf", "exclusiveMaximum",
      "exclusiveMinimum", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "patternProperties",
      "propertyNames", "oneOf", "anyOf", "allOf", "enum", "properties", "required", "nullable", "x-enumNames",
      "$anchor", "customTypePath", "customBasePath", "discriminator",
    ] { keywords[keyword] = true }
    for keyword in [
      "$ref", "title", "description", "example", "examples", "default", "$id", "readOnly", "writeOnly",
      "x-enum-varnames", "x-enum-descriptions", "x-enum-field-as-literal", "$recursiveRef", "$recursiveAnchor",
      "$dynamicRef", "$dynamicAnchor",
    ] { keywords[keyword] = false }
    return keywords
  }()

  /// What is kept of a schema under names that are no keywords, once it was merged.
  private static let extrasKey = "#extras"

  /// Keywords that are extras as well.
  private static let alsoExtras: Set<String> = [
    "title", "description", "example", "examples", "discriminator", "readOnly", "writeOnly", "x-enum-varnames",
    "x-enum-descriptions", "x-enumNames", "x-enum-field-as-literal", "$anchor", "customTypePath", "customBasePath",
  ]

  private var members: [DocumentNode.Member] {
    if case .mapping(let members) = node.content { members } else { [] }
  }

  /// Metadata and whatever is no keyword, in order; what a merge has kept included.
  var extras: [DocumentNode.Member] {
    var found: [DocumentNode.Member] = []
    if case .mapping(let kept)? = node[Self.extrasKey]?.content { found = kept }
    for member in members where member.key != Self.extrasKey {
      guard Self.keywords[member.key] == nil || Self.alsoExtras.contains(member.key) else { continue }
      if let index = found.firstIndex(where: { $0.key == member.key }) {
        if member.key != "const" { found[index] = member }
      } else {
        found.append(member)
      }
    }
    return found
  }

  /// The value of one of the extras.
  func extra(_ name: String) -> DocumentNode? {
    let kept = node[Self.extrasKey]?[name]
    guard kept == nil || name != "const" else { return kept }
    let isExtra = name != Self.extrasKey && (Self.keywords[name] == nil || Self.alsoExtras.contains(name))
    return isExtra ? node[name] ?? kept : kept
  }

  /// Whether an extra is `true`.
  func says(_ name: String) -> Bool { extra(name).map { Value(yaml: $0) == .boolean(true) } ?? false }

  /// Whether a keyword stands here that says something of values.
  var saysAnything: Bool {
    members.contains { Self.keywords[$0.key] == true || $0.key == "$ref" || $0.key == "const" }
  }

  func isKeyword(_ name: String) -> Bool {
    Self.keywords[name] != nil || name == "definitions" || name == "$defs"
  }

  private var isMerging: Bool {
    ref != nil
      && (members.contains { Self.keywords[$0.key] == true } || extra("const") != nil)
  }

  /// `$ref` and `nullable: true`, and nothing else that matters.
  var isNullableReference: Bool {
    ref != nil && isNullable && extra("const") == nil
      && !members.contains { $0.key != "nullable" && Self.keywords[$0.key] == true }
  }

  /// Whether keywords beside `$ref` must be merged into what it leads to.
  var mergesReference: Bool { isMerging && !isNullableReference }

  /// The schema without what the generator does not know.
  func dumped(without excluded: Set<String> = []) -> DocumentNode {
    var kept = members.filter { Self.keywords[$0.key] != nil && !excluded.contains($0.key) }
    let extras = extras
    if !extras.isEmpty {
      kept.append(
        .init(
          key: Self.extrasKey, keyLocation: node.location, value: DocumentNode(.mapping(extras), at: node.location)))
    }
    return DocumentNode(.mapping(kept), at: node.location)
  }

  /// Both schemas in one: mappings are merged, lists put behind each other, and of anything else the second counts.
  static func merged(_ left: DocumentNode, _ right: DocumentNode) -> DocumentNode {
    guard case .mapping(var members) = left.content, case .mapping(let others) = right.content else { return right }
    for other in others {
      guard let index = members.firstIndex(where: { $0.key == other.key }) else {
        members.append(other)
        continue
      }
      let value: DocumentNode
      switch (members[index].value.content, other.value.content) {
      case (.mapping, .mapping): value = merged(members[index].value, other.value)
      case (.sequence(let first), .sequence(let second)):
        value = DocumentNode(.sequence(first + second), at: other.value.location)
      default: value = other.value
      }
      members[index] = .init(key: other.key, keyLocation: other.keyLocation, value: value)
    }
    return DocumentNode(.mapping(members), at: right.location)
  }

  /// The schema with keywords set or, where the value is nil, taken away.
  func setting(_ changes: [(key: String, value: DocumentNode?)]) -> SchemaObject {
    var members = members
    for (key, value) in changes {
      let index = members.firstIndex { $0.key == key }
      switch (index, value) {
      case (let index?, let value?): members[index] = .init(key: key, keyLocation: value.location, value: value)
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(.init(key: key, keyLocation: value.location, value: value))
      case (nil, nil): break
      }
    }
    return SchemaObject(DocumentNode(.mapping(members), at: node.location))
  }

  /// The schema without its title, as a keyword and as metadata.
  var withoutTitle: SchemaObject {
    let extras = extras.filter { $0.key != "title" }
    return setting([
      ("title", nil), (Self.extrasKey, DocumentNode(.mapping(extras), at: node.location)),
    ])
  }

  // MARK: keywords of newer versions

  var isArrayNow: Bool { hasItemsNow || node.member("prefixItems") != nil || singleType == "array" }

  /// `items`, unless it is an empty schema.
  var hasItemsNow: Bool {
    switch node["items"]?.content {
    case .mapping(let members)?: !members.isEmpty
    case .sequence?: true
    case .scalar(let text, _)?: text == "true" || text == "false"
    case nil: false
    }
  }

  /// Whether `items` is a list of schemas.
  var itemList: [SchemaObject]? {
    guard case .sequence(let nodes)? = node["items"]?.content else { return nil }
    return nodes.map { SchemaObject($0) }
  }

  /// `items` as one schema that is not empty; it may be `true` or `false`.
  var itemSchema: SchemaObject? { itemList == nil && hasItemsNow ? node["items"].map { SchemaObject($0) } : nil }

  var prefixItems: [SchemaObject]? {
    guard case .sequence(let nodes)? = node["prefixItems"]?.content else { return nil }
    return nodes.map { SchemaObject($0) }
  }

  /// A keyword that holds a schema, which may be `true` or `false`.
  func child(_ keyword: String) -> SchemaObject? {
    guard let node = node[keyword] else { return nil }
    let object = SchemaObject(node)
    if case .mapping = node.content { return object }
    return object.boolean == nil ? nil : object
  }

  func count(_ keyword: String) -> Int? {
    guard case .scalar(let text, .plain)? = node[keyword]?.content else { return nil }
    return Int(text)
  }

  /// A type list with more than one type beside null.
  var hasMultipleTypes: Bool { hasTypeList && types.count { $0 != "null" } > 1 }

  /// Whether null is a type of its own here, in a list or as an alternative.
  var typeHasNullNow: Bool {
    typeHasNull || (oneOf + anyOf).contains { $0.singleType == "null" || $0.typeHasNull }
  }

  var propertyNames: SchemaObject? { child("propertyNames") ?? child("x-propertyNames") }

  /// Bounds that count as dictionary lengths.
  var propertyCounts: [String: Value] {
    var counts: [String: Value] = [:]
    if let value = count("minProperties") { counts["minItems"] = .integer("\(value)") }
    if let value = count("maxProperties") { counts["maxItems"] = .integer("\(value)") }
    if let names = propertyNames, names.forbidsAllNames { counts["maxItems"] = .integer("0") }
    if additionalFlag == false, properties?.isEmpty ?? true {
      let patterns = patternProperties
      if patterns.allSatisfy({ $0.object.boolean == false }) { counts["maxItems"] = .integer("0") }
    }
    return counts
  }

  /// Whether no string can be a name, for a schema of `propertyNames`.
  private var forbidsAllNames: Bool {
    if boolean == false { return true }
    let values = enumValues.map { Value(yaml: $0) }
    let isString = { (value: Value) in if case .string = value { true } else { false } }
    if !values.isEmpty, !values.contains(where: isString) { return true }
    if let constant = extra("const"), !isString(Value(yaml: constant)) { return true }
    if hasTypeList { return !types.contains("string") }
    if let type = singleType { return type != "string" }
    return false
  }
}
