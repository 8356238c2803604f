import DriftModel

/// How newer versions of the generator put two schemas together.
extension SchemaObject {
  /// What is kept of a schema under names that are no keywords, once it was merged.
  private static let extrasKey = "#extras"
  private static let extrasMarks = DocumentNode.Marks(extrasKey)

  /// The keywords and whatever else is there, in order.
  var members: [DocumentNode.Member] {
    if case .mapping(let members) = node.content { members } else { [] }
  }

  /// Metadata and whatever is no keyword, in order; what a merge has kept included.
  var extras: [DocumentNode.Member] {
    var found: [DocumentNode.Member] = []
    if case .mapping(let kept)? = node[Self.extrasKey]?.content { found = kept }
    let kept = found.count
    guard case .mapping(let members) = node.content else { return found }
    for position in members.indices where SchemaKeyword(members[position].key).contains(.isExtra) {
      let member = members[position]
      if member.key == Self.extrasKey { continue }
      if let index = found[..<kept].firstIndex(where: { $0.key == member.key }) {
        if member.key != "const" { found[index] = member }
      } else {
        found.append(member)
      }
    }
    return found
  }

  /// The value of one of the extras.
  func extra(_ name: String) -> DocumentNode? {
    let kept = node.mayHave(Self.extrasMarks) ? node[Self.extrasKey]?[name] : nil
    guard kept == nil || name != "const" else { return kept }
    guard let own = node[name], name != Self.extrasKey, SchemaKeyword(name).contains(.isExtra) else { return kept }
    return own
  }

  /// Whether an extra is `true`.
  func says(_ name: String) -> Bool { extra(name).map { Value(yaml: $0) == .boolean(true) } ?? false }

  /// Whether a keyword stands here that says something of values.
  var saysAnything: Bool {
    members.contains { SchemaKeyword($0.key).contains(.merges) || $0.key == "$ref" || $0.key == "const" }
  }

  func isKeyword(_ name: String) -> Bool {
    SchemaKeyword(name).contains(.isRead) || name == "definitions" || name == "$defs"
  }

  private var isMerging: Bool {
    ref != nil
      && (members.contains { SchemaKeyword($0.key).contains(.merges) } || extra("const") != nil)
  }

  /// `$ref` and `nullable: true`, and nothing else that matters.
  var isNullableReference: Bool {
    ref != nil && isNullable && extra("const") == nil
      && !members.contains { $0.key != "nullable" && SchemaKeyword($0.key).contains(.merges) }
  }

  /// Whether keywords beside `$ref` must be merged into what it leads to.
  var mergesReference: Bool { isMerging && !isNullableReference }

  /// The schema without what the generator does not know.
  func dumped(without excluded: Set<String> = []) -> DocumentNode {
    var kept = members.filter { SchemaKeyword($0.key).contains(.isRead) && !excluded.contains($0.key) }
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

  var isArrayNow: Bool { hasItemsNow || node.has("prefixItems") || singleType == "array" }

  private static let itemMarks = DocumentNode.Marks(
    "items", "prefixItems", "additionalItems", "unevaluatedItems", "contains", extrasKey)

  /// Whether anything is said here of which items there are.
  var saysWhichItems: Bool {
    guard node.mayHave(Self.itemMarks) else { return false }
    return node.has("items") || node.has("prefixItems") || node.has("additionalItems") || node.has("unevaluatedItems")
      || extra("contains") != nil
  }

  /// `items`, unless it is an empty schema.
  var hasItemsNow: Bool {
    switch node.content(of: "items") {
    case .mapping(let members)?: !members.isEmpty
    case .sequence?: true
    case .scalar(let text, _)?: text == "true" || text == "false"
    case nil: false
    }
  }

  /// Whether `items` is a list of schemas.
  var itemList: [SchemaObject]? {
    guard case .sequence(let nodes)? = node.content(of: "items") else { return nil }
    return nodes.map { SchemaObject($0) }
  }

  /// `items` as one schema that is not empty; it may be `true` or `false`.
  var itemSchema: SchemaObject? {
    guard let items = node["items"] else { return nil }
    switch items.content {
    case .mapping(let members): return members.isEmpty ? nil : SchemaObject(items)
    case .sequence: return nil
    case .scalar(let text, _): return text == "true" || text == "false" ? SchemaObject(items) : nil
    }
  }

  var prefixItems: [SchemaObject]? {
    guard case .sequence(let nodes)? = node.content(of: "prefixItems") else { return nil }
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
    guard case .scalar(let text, .plain)? = node.content(of: keyword) else { return nil }
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
  var propertyCounts: NamedValues {
    var counts: NamedValues = [:]
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
