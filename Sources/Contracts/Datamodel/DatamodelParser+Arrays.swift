import DriftModel

/// Lists, tuples and named types of newer versions of the generator.
extension DatamodelParser {
  // MARK: lengths

  private func firstFalse(_ items: [SchemaObject]?) -> Int? { items?.firstIndex { $0.boolean == false } }

  /// Lengths that follow from schemas that are only true or false.
  func arrayCounts(_ object: SchemaObject) -> NamedValues {
    guard object.saysWhichItems else { return [:] }
    var most: [Int] = []
    var least: [Int] = []
    if let index = firstFalse(object.prefixItems) { most.append(index) }
    if let index = firstFalse(object.itemList) { most.append(index) }
    let items = object.itemSchema
    if items?.boolean == false { most.append(object.prefixItems?.count ?? 0) }
    if object.child("additionalItems")?.boolean == false, let list = object.itemList { most.append(list.count) }
    if object.child("unevaluatedItems")?.boolean == false, !object.hasItemsNow {
      most.append(object.prefixItems?.count ?? 0)
    }
    if let contains = object.extra("contains") {
      let schema = SchemaObject(contains)
      let isEmpty = if case .mapping(let members) = contains.content { members.isEmpty } else { false }
      let minimum = object.extra("minContains").flatMap { Int($0.scalar ?? "") }
      if schema.boolean == true || isEmpty {
        if object.extra("minContains") == nil {
          least.append(1)
        } else if let minimum, minimum > 0 {
          least.append(minimum)
        }
        if let maximum = object.extra("maxContains").flatMap({ Int($0.scalar ?? "") }) { most.append(maximum) }
      } else if schema.boolean == false, object.extra("minContains") == nil || (minimum ?? 0) > 0 {
        least.append(1)
        most.append(0)
      }
    }
    var counts: NamedValues = [:]
    if !least.isEmpty {
      if let own = object.count("minItems") { least.append(own) }
      counts["minItems"] = .integer("\(least.max() ?? 0)")
    }
    if !most.isEmpty {
      if let own = object.count("maxItems") { most.append(own) }
      counts["maxItems"] = .integer("\(most.min() ?? 0)")
    }
    return counts
  }

  private func fixedPrefix(_ object: SchemaObject) -> [SchemaObject]? {
    guard let prefix = object.prefixItems, let count = object.count("minItems"), count == object.count("maxItems"),
      count >= 0
    else { return nil }
    var items = Array(prefix.prefix(count))
    if items.contains(where: { $0.boolean == false }) { return nil }
    if items.count == count { return items }
    let yes = SchemaObject(DocumentNode(.scalar("true", style: .plain), at: object.location))
    let tail = object.itemSchema ?? object.child("unevaluatedItems") ?? yes
    if tail.boolean == false { return nil }
    guard count - items.count <= 1_000 else { return nil }
    items += Array(repeating: tail, count: count - items.count)
    return items
  }

  private func isFixedTuple(_ object: SchemaObject) -> Bool {
    if let prefix = object.prefixItems, object.itemSchema == nil || object.itemSchema?.boolean == false,
      object.itemList == nil
    {
      return firstFalse(prefix) == nil && object.count("minItems") == prefix.count
        && object.count("maxItems") == prefix.count
    }
    if style.tupleForFixedItems, let list = object.itemList, object.prefixItems == nil {
      return firstFalse(list) == nil && object.count("minItems") == list.count && object.count("maxItems") == list.count
    }
    return false
  }

  /// The constraints without lengths that a tuple states by itself.
  func withoutLengths(_ constraints: NamedValues?, _ object: SchemaObject) -> NamedValues? {
    guard var constraints, !constraints.isEmpty, isFixedTuple(object) || fixedPrefix(object) != nil else {
      return constraints
    }
    constraints["minItems"] = nil
    constraints["maxItems"] = nil
    return constraints
  }

  private func itemSchemas(_ object: SchemaObject) -> (items: [SchemaObject], isTuple: Bool) {
    if let fixed = fixedPrefix(object) { return (fixed, true) }
    func untilFalse(_ items: [SchemaObject]) -> (items: [SchemaObject], isCut: Bool) {
      guard let index = firstFalse(items) else { return (items, false) }
      return (Array(items.prefix(index)), true)
    }
    func isSchema(_ keyword: String) -> Bool { object.child(keyword).map { $0.boolean == nil } ?? false }
    if let prefix = object.prefixItems {
      let single = object.itemSchema
      let ends =
        single?.boolean == false || single.map { $0.boolean == nil } ?? false
        || object.child("unevaluatedItems")?.boolean == false || isSchema("unevaluatedItems")
        || prefix.contains { $0.boolean != nil }
      if ends {
        var (items, isCut) = untilFalse(prefix)
        let tail = [single, object.child("unevaluatedItems")].compactMap { $0 }.first { $0.boolean == nil }
        if !isCut, let tail { items.append(tail) }
        return (items, false)
      }
    }
    if let single = object.itemSchema, single.boolean == nil { return ([single], false) }
    if let list = object.itemList {
      var (items, isCut) = untilFalse(list)
      if isFixedTuple(object) { return (items, true) }
      if !isCut, isSchema("additionalItems"), let tail = object.child("additionalItems") { items.append(tail) }
      return (items, false)
    }
    if isSchema("unevaluatedItems"), let schema = object.child("unevaluatedItems") { return ([schema], false) }
    return ([], false)
  }

  // MARK: lists

  mutating func currentArrayField(
    _ name: String, _ object: SchemaObject, _ path: [String], isSingular: Bool = true
  ) throws(DatamodelRefusal) -> GeneratedField {
    let (items, isTuple) = itemSchemas(object)
    var parts: [GeneratedType] = []
    for (index, item) in items.enumerated() where item.boolean != false {
      if item.boolean == true {
        parts.append(GeneratedType("Any"))
      } else {
        parts.append(try currentItem(name, item, path + ["\(index)"], isSingular: isSingular, parent: object))
      }
    }
    if items.isEmpty { parts = [GeneratedType(types.anyName)] }
    let list =
      isTuple ? GeneratedType(parts: parts) : GeneratedType(try container(object, .list), of: parts)
    list.isTuple = isTuple
    var all = [list]
    let others =
      object.hasTypeList && object.types.contains("array")
      ? object.types.filter { $0 != "array" && $0 != "null" } : []
    if !others.isEmpty, object.enumValues.isEmpty {
      let splits =
        (style.model == .pydantic2 || style.model == .pydanticDataclass || style.model == .msgspec)
        && (object.hasConstraint || !arrayCounts(object).isEmpty)
      if splits { all = [try branch("array", name, object, path) ?? list] }
      var types: [GeneratedType] = []
      for other in others where other != "object" || !object.isObject {
        if splits, let type = try branch(other, name, object, path) {
          types.append(type)
          continue
        }
        guard let type = self.types.type(other, format: object.format, constraints: nil) else {
          throw refusal("format '\(object.format ?? "")'", object)
        }
        types.append(type)
      }
      all = types + all
    }
    if !object.allOf.isEmpty {
      all.append(try currentAllOf(name, object, Self.special("allOf", path)))
    } else if object.isObject {
      all.append(try currentRecord(name, object, Self.special("object", path)))
    }
    if !object.enumValues.isEmpty { all.append(try currentEnum(name, object, Self.special("enum", path))) }
    let type = GeneratedType(parts: all, isOptional: object.hasTypeList && object.typeHasNullNow)
    let field = GeneratedField(name: nil, type: type, isRequired: false, at: object.location)
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault || object.extra("default_factory") != nil
    if !style.forceOptional {
      field.isRequired = !field.hasDefault
      if style.strictNullable {
        field.nullable =
          field.hasDefault || field.isRequired ? (!object.node.has("nullable") ? nil : object.isNullable) : true
      } else if object.isNullable {
        field.isRequired = false
        field.nullable = true
      } else if field.hasDefault {
        field.nullable = false
      }
    }
    var constraints = constraints(object).merging(arrayCounts(object)) { $1 }
    if !others.isEmpty { constraints = [:] }
    field.constraints = isTuple ? withoutLengths(constraints, object) : constraints
    setExtras(of: field, object)
    return constantApplied(field)
  }

  private static let branchKeywords: [String: [String]] = [
    "array": [
      "items", "prefixItems", "additionalItems", "unevaluatedItems", "minItems", "maxItems", "uniqueItems", "contains",
      "minContains", "maxContains",
    ],
    "string": ["minLength", "maxLength", "pattern"],
    "integer": ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
    "number": ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ]

  /// One of several types of a list, as a named type if it has bounds of its own; nil if it has none.
  private mutating func branch(
    _ type: String, _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedType? {
    var members = ["type": Self.text(type, object.location)]
    for keyword in (Self.branchKeywords[type] ?? []) + ["format"] { members[keyword] = object.node[keyword] }
    let schema = SchemaObject(Self.node(members, object.location))
    guard hasEffectiveConstraints(schema) else { return nil }
    let path = Self.special("array-union-\(type)", path)
    let name = registry.add(path, name + type.prefix(1).uppercased() + type.dropFirst()).name
    return try currentRoot(
      name, schema, path, aliasForm: "TypeAliasType", keepsConstraints: true, isAnnotated: true)
  }

  mutating func currentArray(_ name: String, _ object: SchemaObject, _ path: [String]) throws(DatamodelRefusal) {
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let reference = registry.add(path, name, isLoaded: true)
    let field = try currentArrayField(name, object, path + [name])
    if let first = field.type.parts.first, first.includes({ $0.reference === reference }) {
      // A list of itself is written as a list of anything.
      let rest = Array(field.type.parts.dropFirst())
      field.type = GeneratedType(parts: [GeneratedType(parts: rest, isList: true)] + rest)
    }
    currentAppendRoot(reference, field, object, isDescribed: true)
  }

  // MARK: named types

  mutating func currentRoot(
    _ name: String, _ object: SchemaObject, _ path: [String], aliasForm: String? = nil, keepsConstraints: Bool = false,
    isAnnotated: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    var reference: GeneratedReference?
    let type: GeneratedType
    var arrayConstraints: NamedValues?
    let combined = object.anyOf.isEmpty ? object.oneOf : object.anyOf
    if let ref = object.ref {
      type = try currentType(for: ref, object)
    } else if let custom = try customType(object) {
      type = custom
    } else if object.isArrayNow {
      let field = try currentArrayField(name, object, Self.special("array", path))
      type = field.type
      if keepsConstraints { arrayConstraints = field.constraints }
    } else if !combined.isEmpty {
      if let constants = constantEnum(object, combined) {
        type =
          isLiteral(constants, of: object, name: name)
          ? literalType(constants) : try currentEnum(name, constants, path)
      } else {
        reference = registry.add(path, name, isLoaded: true)
        let keyword = object.anyOf.isEmpty ? "oneOf" : "anyOf"
        let parts = try currentCombined(name, object, Self.special(keyword, path), keyword)
        type = parts.count == 1 ? parts[0] : GeneratedType(parts: parts)
      }
    } else if !object.allOf.isEmpty {
      type = try lightweightType(object)
    } else if !object.patternProperties.isEmpty {
      type = try currentPatterns(name, object, path)
    } else if object.propertyNames != nil {
      type = try currentNames(name, object, path)
    } else if object.isObject, !object.hasProperties, let schema = object.additionalSchema {
      let value = try additionalValue(name, schema, Self.special("additionalProperties", path), parent: object)
      type = GeneratedType(try container(object, .dict), of: [value])
    } else if !object.enumValues.isEmpty {
      type = isLiteral(object, of: object, name: name) ? literalType(object) : try currentEnum(name, object, path)
    } else if isAnnotated, let name = object.singleType {
      var plain = style
      plain.fieldConstraints = true
      type = DatamodelTypes(style: plain).type(name, format: object.format, constraints: object) ?? GeneratedType("Any")
    } else {
      type = !object.node.has("type") ? GeneratedType("Any") : try currentDataType(object)
    }
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let target = reference ?? registry.add(path, name, isLoaded: true)
    let field = GeneratedField(name: nil, type: type, isRequired: true, at: object.location)
    let isAlias = !style.model.isPydantic
    var rootDefault: Value?
    if style.forceOptional {
      field.isRequired = false
      field.defaultValue = object.defaultValue
      field.hasDefault = true
      rootDefault = object.defaultValue ?? .null
    } else if object.isNullable {
      field.isRequired = false
      field.nullable = true
      field.defaultValue = object.defaultValue
      field.hasDefault = true
      rootDefault = object.defaultValue ?? .null
    } else if object.hasDefault, !isAlias {
      field.isRequired = false
      field.nullable = false
      field.defaultValue = object.defaultValue
      field.hasDefault = true
      rootDefault = object.defaultValue
    } else {
      field.hasDefault = object.hasDefault
      if object.hasDefault {
        field.defaultValue = object.defaultValue
        rootDefault = object.defaultValue
      }
    }
    var found =
      arrayConstraints.flatMap { $0.isEmpty ? nil : $0 }
      ?? (style.fieldConstraints || keepsConstraints ? constraints(object) : [:])
    if style.fieldConstraints, object.hasMultipleTypes {
      found = [:]
    } else if style.fieldConstraints, object.format == "hostname" {
      found["pattern"] = .string(types.hostnamePattern)
    }
    if type.isDict { found.merge(object.propertyCounts) { $1 } }
    if aliasForm != nil, style.annotated, object.hasConstraint { found = constraints(object).merging(found) { $1 } }
    field.constraints = found
    field.isAnnotated = isAnnotated
    setExtras(of: field, object)
    if object.ref == nil, !object.isArrayNow { try tag(field, object) }
    currentAppendRoot(target, constantApplied(field), object)
    models.last?.aliasForm = aliasForm
    if let rootDefault {
      models.last?.defaultValue = rootDefault
      models.last?.hasDefault = true
    }
    return GeneratedType(reference: target)
  }
}
