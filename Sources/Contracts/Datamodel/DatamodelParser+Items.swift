import DriftModel

/// The types that newer versions of the generator write for schemas in place.
extension DatamodelParser {
  mutating func currentItem(
    _ name: String, _ given: SchemaObject, _ path: [String], isSingular: Bool = false, parent: SchemaObject? = nil
  ) throws(DatamodelRefusal) -> GeneratedType {
    try enter(given)
    defer { depth -= 1 }
    var item = given
    guard item.boolean == nil else { return GeneratedType("Any") }
    if let type = try pythonType(item) { return type }
    var name = name
    var isSingular = isSingular
    if style.titleAsName, let title = item.title, !title.isEmpty {
      name = title
      isSingular = false
    }
    guard !style.titleAsName || !name.contains(".") else { throw refusal("the title '\(name)'", item) }
    if try makesAlias(item, name) { return try currentRoot(name, item, path) }
    if item.mergesReference { item = try mergedReference(item) }
    if let parent, item.enumValues.isEmpty, item.hasConstraint, parent.hasConstraint || style.fieldConstraints {
      let path = Self.special("array", path)
      let name = registry.add(path, name, isSingular: isSingular).name
      return try currentRoot(name, item, path)
    }
    if item.ref == nil, item.node.has("$recursiveRef") || item.node.has("$dynamicRef") {
      return try type(for: try dynamicReference(item, path), item)
    }
    if item.isNullableReference, let ref = item.ref {
      let type = try currentType(for: ref, item)
      return style.strictNullable ? GeneratedType(parts: [type], isOptional: true) : type
    }
    if let ref = item.ref { return try currentType(for: ref, item) }
    if let type = try customType(item) { return type }
    if item.isArrayNow { return try currentArrayField(name, item, Self.special("array", path)).type }
    if item.node.has("discriminator"), let parent, parent.isArrayNow, !item.oneOf.isEmpty || !item.anyOf.isEmpty {
      return try currentRoot(name, item, path)
    }
    if try isRecordForRules(item) {
      return try currentRecord(name, item, Self.special("object", path), isSingular: isSingular)
    }
    for keyword in ["anyOf", "oneOf"] where !item.list(keyword).isEmpty {
      if let constants = constantEnum(item, item.list(keyword)) {
        if isLiteral(constants, of: item, name: name) { return literalType(constants) }
        return try currentEnum(name, constants, Self.special("enum", path), isSingular: isSingular)
      }
      return GeneratedType(parts: try currentCombined(name, item, Self.special(keyword, path), keyword))
    }
    if !item.allOf.isEmpty { return try currentAllOfItem(name, item, path, isSingular, parent) }
    if item.isObject || !item.patternProperties.isEmpty || item.propertyNames != nil {
      return try currentObjectItem(name, item, Self.special("object", path), isSingular)
    }
    if !item.enumValues.isEmpty {
      if isLiteral(item, of: item, name: name) { return literalType(item) }
      return try currentEnum(name, item, Self.special("enum", path), isSingular: isSingular)
    }
    return try currentDataType(item)
  }

  func currentType(for ref: String, _ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedType {
    guard let target = try target(of: ref, at: object) else {
      _ = try resolve(ref, object)
      return try type(for: ref, object)
    }
    if let type = try importedType(target) { return type }
    let isOptional = target.singleType == "null" || style.strictNullable && target.isNullable
    return GeneratedType(reference: try resolve(ref, object), isOptional: isOptional)
  }

  private mutating func currentObjectItem(
    _ name: String, _ item: SchemaObject, _ path: [String], _ isSingular: Bool
  ) throws(DatamodelRefusal) -> GeneratedType {
    if item.hasProperties {
      let record = try currentRecord(name, item, path, isSingular: isSingular)
      return item.hasMultipleTypes ? GeneratedType(parts: [record] + (try otherTypes(item))) : record
    }
    if !item.patternProperties.isEmpty { return try currentPatterns(name, item, path) }
    if item.propertyNames != nil { return try currentNames(name, item, path) }
    if let schema = item.additionalSchema {
      let value = try additionalValue(name, schema, Self.special("additionalProperties", path), parent: item)
      return GeneratedType(try container(item, .dict), of: [value])
    }
    return objectType
  }

  var objectType: GeneratedType { GeneratedType(parts: [GeneratedType(types.anyName)], isDict: true) }

  func currentDataType(_ object: SchemaObject) throws(DatamodelRefusal) -> GeneratedType {
    if let type = try pythonType(object) { return type }
    if let constant = object.extra("const") { return constantType(Value(yaml: constant)) }
    guard object.node.has("type") else { return GeneratedType("Any") }
    var parts: [GeneratedType] = []
    for name in object.types where !object.hasTypeList || name != "null" {
      guard let type = types.type(name, format: object.format, constraints: object) else {
        throw refusal("format '\(object.format ?? "")' with bounds", object)
      }
      parts.append(type)
    }
    if object.hasTypeList {
      return parts.isEmpty ? GeneratedType("None") : GeneratedType(parts: parts, isOptional: object.typeHasNull)
    }
    guard let type = parts.first else { return GeneratedType(object.node["type"]?.isNull == true ? "None" : "Any") }
    if style.strictNullable, object.isNullable { return GeneratedType(parts: [type], isOptional: true) }
    return type
  }

  func constantType(_ value: Value) -> GeneratedType {
    switch value {
    // A structure knows no truth values as types.
    case .boolean where style.model == .msgspec: GeneratedType("bool")
    case .boolean, .integer, .string: GeneratedType(literals: [value])
    default: jsonType(value)
    }
  }

  /// The type of a value of a schema.
  func jsonType(_ value: Value) -> GeneratedType {
    switch value {
    case .null: GeneratedType("None")
    case .boolean: GeneratedType("bool")
    case .integer: GeneratedType("int")
    case .number: GeneratedType("float")
    case .string: GeneratedType("str")
    case .list(let items):
      GeneratedType(parts: items.isEmpty ? [GeneratedType("Any")] : items.map { jsonType($0) }, isList: true)
    case .object(let entries):
      GeneratedType(
        parts: entries.isEmpty ? [GeneratedType("Any")] : entries.map { jsonType($0.value) }, isDict: true)
    default: GeneratedType("Any")
    }
  }

  // MARK: alternatives

  mutating func currentCombined(
    _ name: String, _ object: SchemaObject, _ path: [String], _ keyword: String
  ) throws(DatamodelRefusal) -> [GeneratedType] {
    let (schemas, references) = try alternatives(object, keyword)
    var parsed: [GeneratedType] = []
    for (index, schema) in schemas.enumerated() {
      parsed.append(try currentItem(name, schema, path + ["\(index)"], parent: object))
    }
    guard !parsed.isEmpty else { throw refusal("alternatives that nothing satisfies", object) }
    let common = Self.special("\(keyword)Common", path)
    for index in parsed.indices where references.contains(index) {
      guard let reference = parsed[index].reference else { continue }
      parsed[index] = try currentCommon(
        name, object, common + ["\(index)"], ignoresDuplicate: true, fields: [], bases: [reference], required: [])
    }
    return parsed
  }

  /// The alternatives with what is said beside them, and the places of those that are references.
  func alternatives(
    _ object: SchemaObject, _ keyword: String
  ) throws(DatamodelRefusal) -> (schemas: [SchemaObject], references: Set<Int>) {
    let base = object.dumped(without: [keyword, "title"])
    var schemas: [SchemaObject] = []
    var references: Set<Int> = []
    for (index, schema) in object.list(keyword).enumerated() {
      if let flag = schema.boolean {
        if flag { schemas.append(SchemaObject(base)) }
        continue
      }
      if let ref = schema.ref, try target(of: ref)?.boolean == false { continue }
      var merged = schema
      if schema.mergesReference { merged = try mergedReference(schema) }
      if merged.ref != nil {
        schemas.append(merged)
        references.insert(index)
      } else {
        schemas.append(SchemaObject(SchemaObject.merged(base, merged.dumped())))
      }
    }
    return (schemas, references)
  }

  /// Whether a schema in place gets a name of its own because it has a title.
  func makesAlias(_ item: SchemaObject, _ name: String) throws(DatamodelRefusal) -> Bool {
    guard style.titleAsName, let title = item.title, !title.isEmpty else { return false }
    if item.isArrayNow { return true }
    let combined = item.anyOf.isEmpty ? item.oneOf : item.anyOf
    if !combined.isEmpty {
      guard let constants = constantEnum(item, combined) else { return true }
      if isLiteral(constants, of: item, name: name) { return true }
    }
    let hasProperties = item.hasProperties
    if item.isObject, !hasProperties, item.patternProperties.isEmpty, item.propertyNames == nil,
      item.additionalSchema != nil
    {
      return true
    }
    if !item.patternProperties.isEmpty || item.propertyNames != nil { return true }
    if !item.enumValues.isEmpty, isLiteral(item, of: item, name: name) { return true }
    return item.node.has("type") && !item.isObject && combined.isEmpty && item.allOf.isEmpty && item.ref == nil
      && item.enumValues.isEmpty
  }

  // MARK: dictionaries

  mutating func currentPatterns(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedType {
    var groups: [(text: TypeExpression?, patterns: [String], type: GeneratedType)] = []
    let hints = DatamodelHints(style: style)
    for (index, (pattern, schema)) in object.patternProperties.enumerated() where schema.boolean != false {
      let value =
        schema.boolean == true
        ? GeneratedType("Any") : try currentItem(name, schema, Self.special("patternProperties/\(index)", path))
      let text = hints.hint(value)
      if let known = groups.firstIndex(where: { $0.text == text }) {
        groups[known].patterns.append(pattern)
      } else {
        groups.append((text, [pattern], value))
      }
    }
    guard !groups.isEmpty else { return objectType }
    var parts: [GeneratedType] = []
    for (_, patterns, value) in groups {
      let pattern = patterns.joined(separator: "|")
      var key = Self.stringSchema(pattern, object.location)
      if let names = object.propertyNames, names.boolean == nil {
        var merged = names.setting([("type", Self.text("string", names.location))])
        let own = names.node.scalar(of: "pattern")
        let both = own.map { $0 == pattern ? $0 : "(?=\($0))(?=\(pattern))" } ?? pattern
        merged = merged.setting([("pattern", Self.text(both, names.location))])
        key = merged.ref == nil ? merged : try mergedReference(merged)
        parts.append(GeneratedType(parts: [value], isDict: true, dictKey: try keyType(key)))
        continue
      }
      parts.append(
        GeneratedType(
          parts: [value], isDict: true, dictKey: types.keyType(key)))
    }
    return GeneratedType(parts: parts)
  }

  static func text(_ text: String, _ location: Location) -> DocumentNode {
    DocumentNode(.scalar(text, style: .quoted), at: location)
  }

  static func stringSchema(_ pattern: String, _ location: Location) -> SchemaObject {
    SchemaObject(node(["pattern": text(pattern, location)], location))
  }

  func keyType(_ names: SchemaObject) throws(DatamodelRefusal) -> GeneratedType {
    if names.boolean != nil { return GeneratedType("str") }
    if let ref = names.ref { return try currentType(for: ref, names) }
    let strings = names.enumValues.map { Value(yaml: $0) }.filter { if case .string = $0 { true } else { false } }
    if !names.enumValues.isEmpty {
      return strings.isEmpty ? GeneratedType("str") : GeneratedType(literals: strings)
    }
    if let constant = names.extra("const"), case .string(let text) = Value(yaml: constant) {
      return GeneratedType(literals: [.string(text)])
    }
    var kept: [String: DocumentNode] = [:]
    for keyword in ["pattern", "minLength", "maxLength"] { kept[keyword] = names.node[keyword] }
    if kept["pattern"]?.scalar?.isEmpty == true { kept["pattern"] = nil }
    return types.keyType(SchemaObject(Self.node(kept, names.location)))
  }

  mutating func currentNames(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedType {
    guard var names = object.propertyNames else { return objectType }
    if names.boolean == nil, names.mergesReference { names = try mergedReference(names) }
    var value = GeneratedType("Any")
    if let schema = object.additionalSchema {
      value = try additionalValue(name, schema, Self.special("propertyNames/value", path), parent: object)
    }
    let key: GeneratedType
    if names.boolean == nil, !names.anyOf.isEmpty || !names.oneOf.isEmpty || !names.allOf.isEmpty {
      key = try currentItem(name, names, Self.special("propertyNames/key", path))
    } else {
      key = try keyType(names)
    }
    return GeneratedType(try container(object, .dict), of: [value], dictKey: key)
  }

  /// The type of properties that have no names.
  mutating func additionalValue(
    _ name: String, _ schema: SchemaObject, _ path: [String], parent: SchemaObject, constrainedName: String? = nil
  ) throws(DatamodelRefusal) -> GeneratedType {
    let canAnnotate = style.model == .pydantic2 || style.model == .pydanticDataclass || style.model == .msgspec
    guard style.annotated, canAnnotate else {
      return try currentItem(name, schema, path, parent: style.fieldConstraints && canAnnotate ? parent : nil)
    }
    if try makesAlias(schema, name) || !schema.enumValues.isEmpty || !schema.anyOf.isEmpty || !schema.oneOf.isEmpty {
      return try currentItem(name, schema, path)
    }
    var value = schema
    let isAllOf = !schema.allOf.isEmpty
    if isAllOf {
      guard let merged = try mergedPrimitives(schema) else { return try currentItem(name, schema, path) }
      value = merged
    } else if schema.mergesReference {
      value = try mergedReference(schema)
      value = schema.title == nil ? value.withoutTitle : value.setting([("title", nil)])
    }
    guard hasEffectiveConstraints(value) else { return try currentItem(name, schema, path) }
    var own = constrainedName ?? (isAllOf ? name : "\(name)AdditionalProperty")
    if let type = try pythonType(value) { return type }
    if !value.enumValues.isEmpty { return try currentItem(own, value, path, parent: parent) }
    if style.titleAsName, let title = value.title, !title.isEmpty { own = title }
    let form = isAllOf || style.model != .pydantic2 ? nil : "TypeAliasType"
    if try makesAlias(value, own) { return try currentRoot(own, value, path, aliasForm: form, keepsConstraints: true) }
    let special = Self.special("array", path)
    let reserved = registry.add(special, own).name
    return try currentRoot(reserved, value, special, aliasForm: form, keepsConstraints: true)
  }

  func hasEffectiveConstraints(_ object: SchemaObject) -> Bool {
    if object.hasProperties || !object.patternProperties.isEmpty || !object.required.isEmpty {
      return false
    }
    if object.isObject || object.propertyNames != nil { return !object.propertyCounts.isEmpty }
    if object.isArrayNow {
      return object.count("minItems") != nil || object.count("maxItems") != nil || !arrayCounts(object).isEmpty
    }
    let distinct = Set(object.types.filter { $0 != "null" })
    guard distinct.count == 1, let type = distinct.first else { return false }
    let keywords: [String]
    switch type {
    case "integer", "number":
      keywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
    case "string": keywords = ["pattern", "minLength", "maxLength"]
    default: return false
    }
    return keywords.contains { object.node.has($0) }
  }
}
