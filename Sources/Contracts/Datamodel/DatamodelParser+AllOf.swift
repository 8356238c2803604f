import DriftModel

/// `allOf` in newer versions of the generator.
extension DatamodelParser {
  mutating func currentAllOfItem(
    _ name: String, _ item: SchemaObject, _ path: [String], _ isSingular: Bool, _ parent: SchemaObject?
  ) throws(DatamodelRefusal) -> GeneratedType {
    guard !item.allOf.contains(where: { $0.boolean == false }) else { throw refusal("'allOf' with false", item) }
    let schemas = item.allOf.filter { $0.boolean == nil }
    let hasProperties = item.hasProperties
    if schemas.count == 1, schemas.count != item.allOf.count, !hasProperties {
      return try currentItem(name, schemas[0], path, isSingular: isSingular, parent: parent)
    }
    let path = [GeneratedRegistry.join(Self.special("allOf", path))]
    if !(try needsModel(item, follows: false)), !(try needsModel(anyOf: item.allOf, follows: false, depth: 0)) {
      let own = registry.add(path, name, isSingular: isSingular).name
      return try currentRoot(own, item, path)
    }
    if item.allOf.count == 1, !hasProperties, let ref = schemas.first?.ref { return try currentType(for: ref, item) }
    return try currentAllOf(
      registry.add(path, name, isSingular: isSingular).name, item, path, ignoresDuplicate: true)
  }

  private func needsModel(_ item: SchemaObject, follows: Bool, depth: Int = 0) throws(DatamodelRefusal) -> Bool {
    if let ref = item.ref {
      guard follows, depth < 50, let target = try target(of: ref), target.boolean == nil else { return true }
      return try needsModel(target, follows: true, depth: depth + 1)
    }
    return [
      "properties", "patternProperties", "propertyNames", "additionalProperties", "unevaluatedProperties",
      "minProperties", "maxProperties",
    ].contains { item.node.has($0) } || !item.required.isEmpty || item.types.contains("object")
  }

  private func needsModel(
    anyOf items: [SchemaObject], follows: Bool, depth: Int
  ) throws(DatamodelRefusal) -> Bool {
    guard depth < 50 else { return true }
    for item in items where item.boolean == nil {
      if try needsModel(item, follows: follows) { return true }
      for inner in [item.allOf, item.anyOf, item.oneOf] {
        if try needsModel(anyOf: inner, follows: true, depth: depth + 1) { return true }
      }
    }
    return false
  }

  mutating func currentAllOf(
    _ name: String, _ object: SchemaObject, _ path: [String], ignoresDuplicate: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    guard !object.allOf.contains(where: { $0.boolean == false }) else { throw refusal("'allOf' with false", object) }
    if let type = try singleReference(name, object, path) { return type }
    if let mapping = try mergedMappings(object) { return try currentRoot(name, mapping, path) }
    if let merged = try mergedConflicts(object) {
      return try currentCommon(
        name, merged, path, ignoresDuplicate: ignoresDuplicate, fields: [], bases: [], required: [])
    }
    if let type = try constrainedRoot(name, object, path) { return type }
    var parts = AllOfParts()
    try collect(name, object, path, &parts, depth: 0)
    if parts.unions.isEmpty {
      return try currentCommon(
        name, object, path, ignoresDuplicate: ignoresDuplicate, fields: parts.fields, bases: parts.bases,
        required: parts.required)
    }
    let reference = registry.add(path, name, isLoaded: true)
    let whole = try currentCommon(
      name, object, Self.special("allOf", path), ignoresDuplicate: ignoresDuplicate, fields: parts.fields,
      bases: parts.bases, required: parts.required)
    guard let wholeReference = whole.reference else { throw refusal("alternatives within 'allOf'", object) }
    var types: [GeneratedType] = []
    for (index, union) in parts.unions.enumerated() {
      types.append(
        try currentCommon(
          name, object, Self.special("union_model-\(index)", path), ignoresDuplicate: ignoresDuplicate, fields: [],
          bases: [union, wholeReference], required: []))
    }
    let field = currentField(
      nil, object, original: nil, alias: nil, type: GeneratedType(parts: types), isRequired: true, at: object.location)
    currentAppendRoot(reference, field, object, isDescribed: true)
    return GeneratedType(reference: reference)
  }

  private struct AllOfParts {
    var fields: [GeneratedField] = []
    var bases: [GeneratedReference] = []
    var required: [String] = []
    var unions: [GeneratedReference] = []
  }

  private mutating func collect(
    _ name: String, _ object: SchemaObject, _ path: [String], _ parts: inout AllOfParts, depth: Int
  ) throws(DatamodelRefusal) {
    try enter(object)
    defer { self.depth -= 1 }
    var parents: [GeneratedReference] = []
    for item in object.allOf { if let ref = item.ref { parents.append(try resolve(ref, item)) } }
    for item in object.allOf where item.boolean == nil {
      if let ref = item.ref {
        if let target = try target(of: ref), target.boolean == nil, !target.anyOf.isEmpty || !target.oneOf.isEmpty {
          _ = registry.add(path, name, isLoaded: true)
          for keyword in ["anyOf", "oneOf"] where !target.list(keyword).isEmpty {
            parts.unions += try currentCombined(name, target, Self.special(keyword, path), keyword)
              .compactMap(\.reference)
          }
        } else {
          let reference = try resolve(ref, item)
          if !parts.bases.contains(where: { $0 === reference }) {
            parts.bases.append(reference)
            extended.insert(reference.path)
          }
        }
        continue
      }
      let found = try currentFields(try withInherited(item, parents), path, of: name)
      parts.fields += found
      if !item.required.isEmpty {
        parts.required += item.required
        if !found.isEmpty, !style.forceOptional {
          let declared = declaredNames(object)
          for required in item.required
          where !declared.contains(required)
            && !parts.fields.contains(where: { ($0.originalName ?? $0.name) == required })
          {
            if let field = try missingField(required, parents, parts.fields, item, in: name) {
              parts.fields.append(field)
            }
          }
        }
      }
      try collect(name, item, path, &parts, depth: depth + 1)
      for keyword in ["anyOf", "oneOf"] where !item.list(keyword).isEmpty {
        _ = registry.add(path, name, isLoaded: true)
        parts.unions += try currentCombined(name, item, Self.special(keyword, path), keyword).compactMap(\.reference)
      }
    }
  }

  private func declaredNames(_ object: SchemaObject) -> Set<String> {
    var names: Set<String> = []
    var pending = [object]
    while let next = pending.popLast() {
      names.formUnion((next.properties ?? []).map(\.name))
      pending += next.allOf.filter { $0.boolean == nil && $0.ref == nil }
    }
    return names
  }

  private mutating func singleReference(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedType? {
    guard object.allOf.count == 1, !object.hasProperties, let ref = object.allOf.first?.ref,
      ref.hasPrefix("#"), let target = try target(of: ref)
    else { return nil }
    if target.boolean == false { throw refusal("'allOf' with false", object) }
    let type = try currentType(for: ref, object)
    let known = registry[GeneratedRegistry.join(path)]
    guard target.boolean == true || !target.enumValues.isEmpty else { return nil }
    if target.boolean == nil, !(known.map { !$0.isLoaded } ?? false) { return type }
    let reference = registry.add(path, name, isLoaded: true)
    let field = GeneratedField(name: nil, type: type, isRequired: true, at: object.location)
    currentAppendRoot(reference, field, object, isDescribed: true)
    return GeneratedType(reference: reference)
  }

  /// Dictionaries that are all required become one.
  private func mergedMappings(_ object: SchemaObject) throws(DatamodelRefusal) -> SchemaObject? {
    guard !object.hasProperties, object.patternProperties.isEmpty, object.propertyNames == nil else {
      return nil
    }
    var merged = Self.node([:], object.location)
    for item in object.allOf {
      guard item.boolean == nil else { return nil }
      let schema = try item.ref.flatMap { ref throws(DatamodelRefusal) in try target(of: ref) } ?? item
      guard schema.boolean == nil, !schema.hasProperties, schema.patternProperties.isEmpty,
        schema.propertyNames == nil, !schema.node.has("type") || schema.singleType == "object",
        schema.additionalSchema != nil
      else { return nil }
      merged = Self.inheriting(merged, schema.dumped())
    }
    guard !object.allOf.isEmpty else { return nil }
    merged = Self.inheriting(merged, object.dumped(without: ["allOf"]))
    if merged["type"] != nil { return SchemaObject(merged) }
    return SchemaObject(merged).setting([("type", Self.text("object", object.location))])
  }

  /// Records that say different things of one property are merged rather than extended.
  private func mergedConflicts(_ object: SchemaObject) throws(DatamodelRefusal) -> SchemaObject? {
    if style.allOfHierarchy { return nil }
    guard object.allOf.count(where: { $0.ref != nil }) != 1 else { return nil }
    var resolved: [SchemaObject] = []
    var signatures: [String: Set<Value>] = [:]
    for item in object.allOf where item.boolean == nil {
      let schema = try item.ref.flatMap { ref throws(DatamodelRefusal) in try target(of: ref) } ?? item
      guard schema.boolean == nil else { continue }
      resolved.append(schema)
      for property in schema.properties ?? [] {
        signatures[property.name, default: []].insert(Self.canonical(Value(yaml: property.object.node)))
      }
    }
    guard signatures.values.contains(where: { $0.count > 1 }) else { return nil }
    var merged = object.dumped(without: ["allOf"])
    for schema in resolved { merged = SchemaObject.merged(merged, schema.dumped()) }
    var result = SchemaObject(merged).setting([("allOf", nil)])
    if case .sequence(let names)? = merged["required"]?.content {
      var seen: Set<String> = []
      let unique = names.filter { seen.insert($0.scalar ?? "").inserted }
      result = result.setting([("required", DocumentNode(.sequence(unique), at: object.location))])
    }
    return result
  }

  /// A value with its keys sorted, so that the order of keys says nothing.
  private static func canonical(_ value: Value) -> Value {
    switch value {
    case .object(let entries):
      .object(
        entries.map { Value.Entry($0.key, canonical($0.value)) }.sorted { $0.key.shortText < $1.key.shortText })
    case .list(let items): .list(items.map { canonical($0) })
    default: value
    }
  }

  private func isPlainRoot(_ object: SchemaObject) -> Bool {
    !object.isArrayNow && object.allOf.isEmpty && object.oneOf.isEmpty && object.anyOf.isEmpty
      && !object.hasProperties && object.patternProperties.isEmpty && object.propertyNames == nil
      && object.singleType != "object" && object.enumValues.isEmpty
  }

  /// A named value with further bounds.
  private mutating func constrainedRoot(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedType? {
    guard !path.contains(where: { $0.contains("#-datamodel-code-generator-#-") }) else { return nil }
    let references = object.allOf.filter { $0.ref != nil }
    guard references.count == 1, let ref = references[0].ref else { return nil }
    let schema: SchemaObject
    if references[0].mergesReference {
      schema = try mergedReference(references[0])
    } else {
      guard let target = try target(of: ref), target.boolean == nil else { return nil }
      schema = target
    }
    guard isPlainRoot(schema) else { return nil }
    var constraints: [SchemaObject] = []
    for item in object.allOf where item.boolean == nil && item.ref == nil {
      if item.hasProperties || item.hasItemsNow { return nil }
      guard item.hasConstraint || item.node.has("type") || item.format != nil else { continue }
      if let own = item.singleType, let other = schema.singleType, own != other,
        Set([own, other]) != ["integer", "number"]
      {
        return nil
      }
      constraints.append(item)
    }
    guard !constraints.isEmpty, var merged = mergedPrimitives([schema] + constraints) else { return nil }
    if let description = object.node["description"] { merged = merged.setting([("description", description)]) }
    return try currentRoot(name, merged, path)
  }

  // MARK: bounds of several schemas

  /// The plain schemas of an `allOf` as one; nil if they are no plain values.
  func mergedPrimitives(_ object: SchemaObject) throws(DatamodelRefusal) -> SchemaObject? {
    var schemas: [SchemaObject] = []
    var pending = [object]
    var count = 0
    while var schema = pending.popLast() {
      count += 1
      guard count < 1_000 else { return nil }
      if let ref = schema.ref {
        if try target(of: ref)?.boolean == false { return nil }
        schema = try mergedReference(schema)
        if schema.ref != nil { return nil }
      }
      schema = schema.setting([("title", nil)])
      if !schema.allOf.isEmpty {
        let own = schema.setting([("allOf", nil)])
        let items = schema.allOf
        if items.contains(where: { $0.boolean == false }) { return nil }
        if hasOwnValue(own) { pending.append(own) }
        pending += items.reversed().filter { $0.boolean == nil }
        continue
      }
      if try needsModel(schema, follows: false) || !schema.anyOf.isEmpty || !schema.oneOf.isEmpty
        || !schema.enumValues.isEmpty || schema.extra("const") != nil || schema.hasTypeList
      {
        return nil
      }
      schemas.append(schema)
    }
    let types = Set(schemas.compactMap(\.singleType))
    guard !types.isEmpty, types.isSubset(of: ["integer", "number", "string"]),
      types.count == 1 || types == ["integer", "number"], let merged = mergedPrimitives(schemas)
    else { return nil }
    return merged.setting(
      ["title", "nullable", "description", "default", "examples", "example"].compactMap { key in
        object.node[key].map { (key, $0) }
      })
  }

  private func hasOwnValue(_ object: SchemaObject) -> Bool {
    object.node.has("type") || object.format != nil || !object.enumValues.isEmpty || object.hasConstraint
      || object.extra("const") != nil
  }

  func mergedPrimitives(_ items: [SchemaObject]) -> SchemaObject? {
    if items.count == 1 { return items[0] }
    let formats = Set(items.compactMap(\.format))
    guard formats.count <= 1 else { return nil }
    var base = items.first { $0.node.has("type") }.map { SchemaObject($0.dumped()) }
    if base == nil { base = items.first.map { SchemaObject(Self.node([:], $0.location)) } }
    guard var merged = base else { return nil }
    for item in items {
      for keyword in SchemaObject.constraints {
        guard let value = item.node[keyword] else { continue }
        let own = merged.node[keyword]
        merged = merged.setting([(keyword, own.map { Self.intersected(keyword, $0, value) } ?? value)])
      }
    }
    if let format = formats.first { merged = merged.setting([("format", Self.text(format, merged.location))]) }
    return merged
  }

  private static func intersected(_ keyword: String, _ left: DocumentNode, _ right: DocumentNode) -> DocumentNode {
    func number(_ node: DocumentNode) -> Double? {
      switch Value(node) {
      case .integer(let digits): Double(digits)
      case .number(let number): number
      default: nil
      }
    }
    switch keyword {
    case "minLength", "minimum", "exclusiveMinimum", "minItems":
      if let first = number(left), let second = number(right) { return first >= second ? left : right }
    case "maxLength", "maximum", "exclusiveMaximum", "maxItems":
      if let first = number(left), let second = number(right) { return first <= second ? left : right }
    case "pattern":
      if let first = left.scalar, let second = right.scalar, first != second {
        return text("(?=\(first))(?=\(second))", right.location)
      }
    case "uniqueItems": return left.scalar == "true" ? left : right
    default: break
    }
    return left
  }

  // MARK: types without declarations

  /// The type of an `allOf` that is no record.
  func lightweightType(_ object: SchemaObject, depth: Int = 0) throws(DatamodelRefusal) -> GeneratedType {
    guard depth < 4 else { return GeneratedType("Any") }
    if let ref = object.ref { return try currentType(for: ref, object) }
    if let constant = object.extra("const") { return constantType(Value(yaml: constant)) }
    if !object.enumValues.isEmpty { return literalType(object) }
    if object.isArrayNow {
      var parts: [GeneratedType] = []
      for item in object.prefixItems ?? object.itemList ?? object.itemSchema.map({ [$0] }) ?? []
      where item.boolean != false {
        parts.append(item.boolean == true ? GeneratedType("Any") : try lightweightType(item, depth: depth + 1))
      }
      if parts.isEmpty { parts = [GeneratedType("Any")] }
      return GeneratedType(parts: parts, isList: true)
    }
    if !object.allOf.isEmpty {
      var items = object.allOf.filter { $0.boolean == nil }
      if hasOwnValue(object) { items.insert(object.setting([("allOf", nil)]), at: 0) }
      if items.isEmpty { return GeneratedType("Any") }
      if items.count == 1 { return try lightweightType(items[0], depth: depth + 1) }
      if let reference = items.first(where: { $0.ref != nil }), let ref = reference.ref {
        return try currentType(for: ref, object)
      }
      if items.contains(where: { $0.singleType == "object" || $0.statesProperties || $0.additionalSchema != nil }) {
        return objectType
      }
      guard items.allSatisfy({ $0.allOf.isEmpty && $0.anyOf.isEmpty && $0.oneOf.isEmpty }),
        let merged = mergedPrimitives(items)
      else { throw refusal("alternatives within 'allOf'", object) }
      return try lightweightType(merged, depth: depth + 1)
    }
    if object.node.has("type"), object.singleType != "object" { return try currentDataType(object) }
    let combined = object.anyOf.isEmpty ? object.oneOf : object.anyOf
    if !combined.isEmpty {
      var parts: [GeneratedType] = []
      for item in combined where item.boolean != false {
        parts.append(item.boolean == true ? GeneratedType("Any") : try lightweightType(item, depth: depth + 1))
      }
      return parts.count == 1 ? parts[0] : GeneratedType(parts: parts)
    }
    if let schema = object.additionalSchema {
      return GeneratedType(parts: [try lightweightType(schema, depth: depth + 1)], isDict: true)
    }
    return object.singleType == "object" || object.statesProperties ? objectType : GeneratedType("Any")
  }
}
