import DriftModel

/// The declarations that schemas become: records, arrays, root models and enumerations.
extension DatamodelParser {
  func constraints(_ object: SchemaObject) -> NamedValues {
    guard object.mayHaveConstraint else { return [:] }
    var found: NamedValues = [:]
    for keyword in SchemaObject.constraints {
      if let value = object.constraint(keyword) { found[keyword] = value }
    }
    return found
  }

  func statesConstraints(_ object: SchemaObject) -> Bool {
    object.isArray
      || style.fieldConstraints
        && !(object.ref != nil || !object.anyOf.isEmpty || !object.oneOf.isEmpty || !object.allOf.isEmpty
          || object.isObject || !object.enumValues.isEmpty)
  }

  /// A structure keeps a constant as a type only if it is a string.
  func constantOfStructure(_ field: GeneratedField, _ constant: Value) -> GeneratedField {
    field.nullable = false
    if field.type.type == "str", case .string = constant { field.type = GeneratedType(literals: [constant]) }
    return field
  }

  /// A field whose constant has been made its default.
  func finished(_ field: GeneratedField) throws(DatamodelRefusal) -> GeneratedField {
    guard let constant = field.extras["const"] else { return field }
    field.isConstant = true
    if style.model == .msgspec { return constantOfStructure(field, constant) }
    field.nullable = false
    if style.model == .pydantic1 || !style.model.isPydantic && style.rules < .v72 {
      field.defaultValue = constant
      field.isRequired = false
    } else {
      switch constant {
      case .string, .integer, .boolean: break
      default:
        throw DatamodelRefusal(message: "a constant of a kind that is not known here", location: field.location)
      }
      field.type = GeneratedType(literals: [constant])
      if !(field.defaultValue?.isTruthy ?? false) { field.defaultValue = constant }
    }
    return field
  }

  func field(
    _ name: String?, _ object: SchemaObject, original: String?, alias: String?, type: GeneratedType, isRequired: Bool,
    at location: Location
  ) throws(DatamodelRefusal) -> GeneratedField {
    let field = GeneratedField(name: name, originalName: original, type: type, isRequired: isRequired, at: location)
    field.alias = alias
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault
    field.constraints = statesConstraints(object) ? constraints(object) : nil
    if style.strictNullable, object.hasDefault || isRequired { field.nullable = object.isNullable }
    field.typeHasNull = object.typeHasNull
    field.extras = extras(object)
    return try finished(field)
  }

  /// The field of a property whose schema is only true or false.
  func anything(
    _ names: GeneratedNames.FieldName, original: String, _ required: NameSet, at location: Location
  ) -> GeneratedField {
    let field = GeneratedField(
      name: names.name, originalName: original, type: GeneratedType("Any"),
      isRequired: !style.forceOptional && required.contains(original), at: location)
    field.take(names)
    return field
  }

  mutating func parseFields(
    _ object: SchemaObject, _ path: [String], of owner: String
  ) throws(DatamodelRefusal) -> [GeneratedField] {
    let modules = registry.names.modulePrefix(of: owner)
    let required = NameSet(object.required)
    var fields: [GeneratedField] = []
    var taken = NameSet()
    for (original, location, schema) in object.properties ?? [] {
      let names = registry.names.field(original, excluded: taken)
      let name = names.name
      taken.insert(name)
      if schema.boolean != nil {
        fields.append(anything(names, original: original, required, at: location))
        continue
      }
      let type = try parseItem(modules + name, schema, path + [name])
      let isRequired = !style.forceOptional && !(style.useDefault && schema.hasDefault) && required.contains(original)
      fields.append(
        try field(
          name, schema, original: original, alias: names.alias, type: type, isRequired: isRequired, at: location))
    }
    return fields
  }

  mutating func parseCommon(
    _ name: String, _ object: SchemaObject, _ path: [String], ignoresDuplicate: Bool, fields: [GeneratedField],
    bases: [GeneratedReference], required: [String]
  ) throws(DatamodelRefusal) -> GeneratedType {
    var fields = fields
    if object.hasProperties { fields += try parseFields(object, path, of: name) }
    if ignoresDuplicate, fields.isEmpty, bases.count == 1 {
      registry.delete(GeneratedRegistry.join(path))
      return GeneratedType(reference: bases[0])
    }
    func mayBeRequired(_ field: GeneratedField) -> Bool {
      !style.forceOptional && !(style.useDefault && field.hasDefault)
    }
    for field in fields where required.contains(field.originalName ?? field.name ?? "") && mayBeRequired(field) {
      field.isRequired = true
    }
    for name in object.required {
      if let field = fields.last(where: { ($0.originalName ?? $0.name) == name }) {
        if mayBeRequired(field) { field.isRequired = true }
      } else {
        fields.append(
          GeneratedField(name: nil, originalName: name, type: GeneratedType(), isRequired: true, at: object.location))
      }
    }
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let reference = registry.add(path, name, isLoaded: true)
    let model = GeneratedModel(.record, reference, fields: fields, bases: bases, at: object.location)
    model.additionalProperties = additionalProperties(reference, object)
    model.description = object.description
    declare(model)
    return GeneratedType(reference: reference)
  }

  /// Old versions kept the policy by class name, so that classes of one name shared it; that of a root model they kept by
  /// the schema's own name, which is the class's only if it is written the same.
  mutating func additionalProperties(
    _ reference: GeneratedReference, _ object: SchemaObject, rootName: String? = nil
  ) -> Bool? {
    let key = style.rules < .v33 ? reference.name : reference.path
    let kept = style.rules < .v33 ? rootName ?? key : key
    if let flag = object.additionalFlag { additional[kept] = flag }
    return additional[key]
  }

  mutating func collectAllOf(
    _ name: String, _ object: SchemaObject, _ path: [String], _ fields: inout [GeneratedField],
    _ bases: inout [GeneratedReference], _ required: inout [String]
  ) throws(DatamodelRefusal) {
    try enter(object)
    defer { depth -= 1 }
    for item in object.allOf {
      guard item.boolean == nil else { throw refusal("a schema that is only true or false", item) }
      if let ref = item.ref {
        bases.append(try resolve(ref, item))
      } else {
        let found = try parseFields(item, path, of: name)
        if found.isEmpty { required += item.required } else { fields += found }
        try collectAllOf(name, item, path, &fields, &bases, &required)
        if !item.anyOf.isEmpty || !item.oneOf.isEmpty { throw refusal("alternatives within 'allOf'", item) }
      }
    }
  }

  mutating func parseAllOf(
    _ name: String, _ object: SchemaObject, _ path: [String], ignoresDuplicate: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    if object.allOf.count == 1, !object.hasProperties, let ref = object.allOf.first?.ref,
      ref.hasPrefix("#/"),
      let target = root.descendant(SchemaReference.tokens(String(ref.dropFirst()))), target.has("enum")
    {
      return try type(for: ref, object)
    }
    var fields: [GeneratedField] = []
    var bases: [GeneratedReference] = []
    var required: [String] = []
    try collectAllOf(name, object, path, &fields, &bases, &required)
    return try parseCommon(
      name, object, path, ignoresDuplicate: ignoresDuplicate, fields: fields, bases: bases, required: required)
  }

  mutating func parseRecord(
    _ name: String, _ object: SchemaObject, _ path: [String], isSingular: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let reference = registry.add(path, name, isSingular: isSingular, isLoaded: true)
    var fields = try parseFields(object, path, of: reference.name)
    var kind = GeneratedModel.Kind.record
    if fields.isEmpty, let schema = object.additionalSchema {
      let type = GeneratedType(parts: [try parseItem(name, schema, path + ["additionalProperties"])], isDict: true)
      fields = [
        try field(
          nil, schema, original: nil, alias: nil, type: type, isRequired: style.rules == .v72, at: object.location)
      ]
      kind = .root
    }
    let model = GeneratedModel(kind, reference, fields: fields, at: object.location)
    model.additionalProperties = additionalProperties(reference, object)
    model.description = object.description
    model.isNullable = object.typeHasNull
    declare(model)
    return GeneratedType(reference: reference)
  }

  mutating func parseArrayField(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedField {
    var parts: [GeneratedType] = []
    for (index, item) in object.items.enumerated() {
      parts.append(try parseItem(name, item, path + ["\(index)"], isSingular: true, parent: object))
    }
    var all = [GeneratedType(parts: parts, isList: true)]
    if !object.allOf.isEmpty {
      all.append(try parseAllOf(name, object, Self.special("allOf", path)))
    } else if object.isObject {
      all.append(try parseRecord(name, object, Self.special("object", path)))
    }
    if !object.enumValues.isEmpty { all.append(try parseEnum(name, object, Self.special("enum", path))) }
    let hasOwnDefault = object.hasDefault && style.useDefault
    let isRequired = !style.forceOptional && !hasOwnDefault && (style.strictNullable || !object.isNullable)
    let result = GeneratedField(
      name: nil, type: GeneratedType(parts: all), isRequired: isRequired, at: object.location)
    result.defaultValue = object.defaultValue
    result.hasDefault = object.hasDefault
    result.constraints = constraints(object)
    if style.strictNullable, !style.forceOptional { result.nullable = object.isNullable }
    result.extras = extras(object)
    return try finished(result)
  }

  mutating func parseArray(_ name: String, _ object: SchemaObject, _ path: [String]) throws(DatamodelRefusal) {
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let reference = registry.add(path, name, isLoaded: true)
    let field = try parseArrayField(name, object, path + [name])
    if field.type.includes({ $0.reference === reference }) {
      throw refusal("a list that contains itself", object)
    }
    appendRoot(reference, field, object, description: object.description, name: name)
  }

  mutating func appendRoot(
    _ reference: GeneratedReference, _ field: GeneratedField, _ object: SchemaObject, description: String?,
    name: String
  ) {
    let model = GeneratedModel(.root, reference, fields: [field], at: object.location)
    model.description = description
    model.isNullable = object.typeHasNull
    model.additionalProperties = additionalProperties(reference, object, rootName: name)
    declare(model)
  }

  mutating func parseRoot(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedType {
    var reference: GeneratedReference?
    let type: GeneratedType
    if object.node.has("discriminator") { throw refusal("a discriminator", object) }
    if let ref = object.ref {
      type = try self.type(for: ref, object)
    } else if object.isArray {
      type = try parseArrayField(name, object, Self.special("array", path)).type
    } else if !object.anyOf.isEmpty || !object.oneOf.isEmpty {
      reference = registry.add(path, name, isLoaded: true)
      let keyword = object.anyOf.isEmpty ? "oneOf" : "anyOf"
      let parts = try parseCombined(name, object, Self.special(keyword, path), keyword)
      type = parts.count == 1 ? parts[0] : GeneratedType(parts: parts)
    } else if !object.patternProperties.isEmpty {
      type = try parsePatterns(name, object, path)
    } else if !object.enumValues.isEmpty {
      type = isLiteral(object) ? literal(object) : try parseEnum(name, object, path)
    } else {
      type = !object.node.has("type") ? GeneratedType("Any") : try dataType(object)
    }
    var name = name
    if style.titleAsName, let title = object.title, !title.isEmpty { name = title }
    let target = reference ?? registry.add(path, name, isLoaded: true)
    let field = GeneratedField(
      name: nil, type: type,
      isRequired: !style.forceOptional && !object.isNullable && !(object.hasDefault && style.useDefault),
      at: object.location)
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault
    field.constraints = style.fieldConstraints ? constraints(object) : [:]
    if style.strictNullable { field.nullable = object.isNullable }
    field.extras = extras(object)
    appendRoot(target, try finished(field), object, description: nil, name: name)
    if style.rules > .v25, object.hasDefault {
      models.last?.defaultValue = object.defaultValue
      models.last?.hasDefault = true
    }
    return GeneratedType(reference: target)
  }
}
