import DriftModel

/// Enumerations, literals and references by anchor of newer versions of the generator.
extension DatamodelParser {
  /// Alternatives that are all constants, as an enumeration.
  func constantEnum(_ object: SchemaObject, _ items: [SchemaObject]) -> SchemaObject? {
    var values: [DocumentNode] = []
    var names: [DocumentNode] = []
    var descriptions: [DocumentNode] = []
    var isNullable = false
    var inferred: String?
    for item in items {
      if let flag = item.boolean {
        if flag { return nil }
        continue
      }
      let constant = item.extra("const")
      if item.singleType == "null", constant == nil {
        isNullable = true
        continue
      }
      guard let constant, item.ref == nil, !item.hasProperties, item.oneOf.isEmpty, item.anyOf.isEmpty,
        item.allOf.isEmpty
      else { return nil }
      values.append(constant)
      if let title = item.node["title"], !(item.title ?? "").isEmpty { names.append(title) }
      descriptions.append(item.node["description"] ?? Self.text("", item.location))
      if inferred == nil {
        switch Value(yaml: constant) {
        case .string: inferred = "string"
        case .boolean: inferred = "boolean"
        case .integer: inferred = "integer"
        case .number: inferred = "number"
        default: break
        }
      }
    }
    guard !values.isEmpty else { return nil }
    var type = inferred
    if let own = object.singleType { type = own }
    if object.hasTypeList {
      type = object.types.first { $0 != "null" } ?? inferred
      if object.types.contains("null") { isNullable = true }
    }
    let location = object.location
    let all = isNullable ? values + [DocumentNode(.scalar("null", style: .plain), at: location)] : values
    var members: [DocumentNode.Member] = []
    func add(_ key: String, _ value: DocumentNode?) {
      if let value { members.append(.init(key: key, keyLocation: location, value: value)) }
    }
    add("type", type.map { Self.text($0, location) })
    add("enum", DocumentNode(.sequence(all), at: location))
    add("nullable", DocumentNode(.scalar(isNullable ? "true" : "false", style: .plain), at: location))
    add("title", object.node["title"])
    add("description", object.node["description"])
    if names.count == values.count { add("x-enum-varnames", DocumentNode(.sequence(names), at: location)) }
    if descriptions.contains(where: { !($0.scalar ?? "").isEmpty }) {
      add("x-enum-descriptions", DocumentNode(.sequence(descriptions), at: location))
    }
    add("default", object.node["default"])
    return SchemaObject(DocumentNode(.mapping(members), at: location))
  }

  /// Whether an enumeration is written in place.
  func isLiteral(_ object: SchemaObject, of property: SchemaObject, name: String) -> Bool {
    if let flag = property.flag("x-enum-field-as-literal") { return flag }
    if let flag = style.enumLiterals[name] { return flag }
    return style.enumForm == .all || style.enumForm == .one && object.enumValues.count == 1
      || style.enumForm == DatamodelStyle.EnumForm.none && style.model == .typedDict && !style.isEnumFormDeclared
  }

  func literalType(_ object: SchemaObject) -> GeneratedType {
    var literals: [Value] = []
    var others: [GeneratedType] = []
    var hasNull = false
    for node in object.enumValues {
      let value = Value(yaml: node)
      switch value {
      case .null:
        hasNull = true
        others.append(GeneratedType("None"))
      case .boolean, .integer, .string: literals.append(value)
      default: others.append(jsonType(value))
      }
    }
    if others.isEmpty { return GeneratedType(isOptional: hasNull, literals: literals) }
    var parts = literals.isEmpty ? [] : [GeneratedType(literals: literals)]
    parts += others
    return GeneratedType(parts: parts, isOptional: hasNull)
  }

  /// Declares an enumeration, whichever version's rules named it and its members.
  mutating func declareEnumeration(
    _ target: GeneratedReference, _ fields: [GeneratedField], _ object: SchemaObject
  ) {
    let model = GeneratedModel(.enumeration, target, fields: fields, at: object.location)
    model.description = object.description
    model.valueType = object.singleType
    model.defaultValue = object.defaultValue
    model.hasDefault = object.hasDefault
    declare(model)
  }

  mutating func currentEnum(
    _ name: String, _ object: SchemaObject, _ path: [String], isSingular: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    var values = object.enumValues
    let isNullable = values.contains { $0.isNull } && (object.singleType == "string" || object.isNullable)
    if isNullable { values = values.filter { !$0.isNull } }
    let names = object.variableNames.isEmpty ? object.node.strings("x-enumNames") : object.variableNames
    let descriptions = object.node.strings("x-enum-descriptions")
    var taken = NameSet()
    var fields: [GeneratedField] = []
    for (index, node) in values.enumerated() {
      let value = Value(yaml: node)
      let given = names.indices.contains(index) && !names[index].isEmpty ? names[index] : nil
      let text: String
      if let given {
        text = given
      } else if case .string(let string) = value {
        text = string
      } else if object.singleType == "string" {
        text = Self.pythonText(value)
      } else if case .object(let entries) = value {
        let found = ["title", "name", "const"].lazy.compactMap { key in
          entries.first { $0.key == .string(key) && (key == "const" || $0.value.isTruthy) }?.value
        }.first
        if case .string(let string)? = found {
          text = string
        } else {
          text = found.map { Self.pythonText($0) } ?? "value_\(index)"
        }
      } else if case .list = value {
        text = "\(object.singleType ?? "list")_\(Self.pythonRepresentation(value))"
      } else {
        text = "\(object.singleType ?? Self.pythonType(value))_\(Self.pythonText(value))"
      }
      let member = registry.names.valid(text, for: .enumeration, excluded: taken)
      taken.insert(member)
      let field = GeneratedField(name: member, type: GeneratedType("Any"), isRequired: true, at: node.location)
      field.defaultValue = value
      if descriptions.indices.contains(index), !descriptions[index].isEmpty {
        field.extras["description"] = .string(descriptions[index])
      }
      fields.append(field)
    }
    guard !fields.isEmpty || isNullable else { return GeneratedType("None") }
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let reference = registry.add(
      path, name, isSingular: isSingular, suffix: "Enum", isLoaded: true, isEnumeration: true)
    var target = reference
    if isNullable, !fields.isEmpty {
      target = registry.add(
        path + ["Enum"], "\(reference.name)Enum", isSingular: isSingular, suffix: "Enum", isLoaded: true,
        isEnumeration: true)
    }
    if !fields.isEmpty { declareEnumeration(target, fields, object) }
    guard isNullable else { return GeneratedType(reference: target) }
    let type = fields.isEmpty ? GeneratedType("None") : GeneratedType(reference: target)
    let field = GeneratedField(name: nil, type: type, isRequired: false, at: object.location)
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault
    field.nullable = true
    setExtras(of: field, object)
    currentAppendRoot(reference, constantApplied(field), object)
    setDefault(object)
    return GeneratedType(reference: reference)
  }

  /// A value as Python's `repr` writes it.
  static func pythonRepresentation(_ value: Value) -> String {
    switch value {
    case .string(let text): "'\(text)'"
    case .list(let items): "[" + items.map { pythonRepresentation($0) }.joined(separator: ", ") + "]"
    case .object(let entries):
      "{" + entries.map { "\(pythonRepresentation($0.key)): \(pythonRepresentation($0.value))" }.joined(separator: ", ")
        + "}"
    default: pythonText(value)
    }
  }

  // MARK: references that depend on where they stand

  /// The `$ref` that a `$recursiveRef` or `$dynamicRef` amounts to.
  func dynamicReference(_ object: SchemaObject, _ path: [String]) throws(DatamodelRefusal) -> String {
    if let ref = object.node.scalar(of: "$recursiveRef") {
      guard ref == "#" else { return "#" }
      // The nearest definition around it that says so; else the whole schema.
      for keyword in ["$defs", "definitions"] where path.count > 2 && path[1] == "#/\(keyword)" {
        if root.descendant([keyword, path[2]])?.bool("$recursiveAnchor") == true { return "#/\(keyword)/\(path[2])" }
      }
      return "#"
    }
    let ref = object.node.scalar(of: "$dynamicRef") ?? "#"
    guard ref.hasPrefix("#") else { throw refusal("the dynamic reference '\(ref)'", object) }
    let anchor = String(ref.dropFirst())
    if root.string("$dynamicAnchor") == anchor { return "#" }
    for keyword in ["definitions", "$defs"] {
      for (name, _, schema) in root.named(keyword) where schema.string("$dynamicAnchor") == anchor {
        return "#/\(keyword)/\(name)"
      }
    }
    throw refusal("the dynamic reference '\(ref)'", object)
  }
}
