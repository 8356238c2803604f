import DriftModel

/// What newer versions of the generator make of a schema that stands on its own or for a property.
extension DatamodelParser {
  var isNew: Bool { style.rules == .v72 }

  private func named(_ name: String, _ object: SchemaObject) -> String {
    if style.titleAsName, let title = object.title, !title.isEmpty { title } else { name }
  }

  mutating func currentObject(
    _ name: String, _ given: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) {
    var object = given
    if isImported(object) {
      _ = registry.add(path, name, isLoaded: true)
      return
    }
    if object.mergesReference {
      if object.ref == "#", path == [rootName] {
        object = SchemaObject(object.dumped(without: ["$ref"]))
      } else {
        object = try mergedReference(object)
      }
      if object.ref != nil {
        if path.count > 2, path[1] == "#/definitions" || path[1] == "#/$defs" {
          _ = try currentRoot(name, object, path)
        }
        return try followReferences(object)
      }
    }
    let alternatives = object.oneOf.isEmpty ? object.anyOf : object.oneOf
    if object.isArrayNow {
      try currentArray(name, object, path)
    } else if !object.allOf.isEmpty {
      if alternatives.isEmpty {
        _ = try currentAllOf(name, object, path)
      } else {
        _ = try currentRoot(name, object, path)
      }
    } else if try isRecordForRules(object) {
      _ = try currentRecord(name, object, path)
    } else if !alternatives.isEmpty {
      if let constants = constantEnum(object, alternatives) {
        if isLiteral(constants, of: object, name: name) {
          _ = try currentRoot(name, constants, path)
        } else {
          _ = try currentEnum(name, constants, path)
        }
      } else {
        _ = try currentRoot(name, object, path)
      }
    } else if object.hasProperties {
      if object.hasMultipleTypes {
        try currentMultiple(name, object, path)
      } else {
        _ = try currentRecord(name, object, path)
      }
    } else if !object.patternProperties.isEmpty
      || object.propertyNames != nil && object.propertyNames?.boolean != false
    {
      _ = try currentRoot(name, object, path)
    } else if object.singleType == "object" {
      _ = try currentRecord(name, object, path)
    } else if object.propertyNames != nil || object.enumValues.isEmpty || isLiteral(object, of: object, name: name) {
      _ = try currentRoot(name, object, path)
    } else {
      _ = try currentEnum(name, object, path)
    }
    try followReferences(object)
  }

  // MARK: fields

  func currentField(
    _ name: String?, _ object: SchemaObject, original: String?, alias: String?, type: GeneratedType, isRequired: Bool,
    override: Value? = nil, at location: Location
  ) -> GeneratedField {
    let field = GeneratedField(name: name, originalName: original, type: type, isRequired: isRequired, at: location)
    field.alias = alias
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault || object.extra("default_factory") != nil
    if let override {
      field.defaultValue = override
      field.hasDefault = true
    }
    let skips =
      object.hasTypeList && object.types.contains("array") && object.types.contains { $0 != "array" && $0 != "null" }
    var found: NamedValues?
    if !skips, statesConstraints(object) || object.isArrayNow {
      found = constraints(object)
      if style.fieldConstraints, object.format == "hostname", object.ref == nil {
        found?["pattern"] = .string(types.hostnamePattern)
      }
    }
    if !skips, type.isDict, !object.propertyCounts.isEmpty {
      found = (found ?? [:]).merging(object.propertyCounts) { $1 }
    }
    let items = arrayCounts(object)
    if !skips, !items.isEmpty { found = (found ?? [:]).merging(items) { $1 } }
    field.constraints = withoutLengths(found, object)
    if style.strictNullable {
      field.nullable =
        object.node.has("nullable") ? object.isNullable : field.hasDefault || isRequired ? false : nil
    }
    field.typeHasNull = object.typeHasNullNow
    setExtras(of: field, object)
    field.isReadOnly = isReadOnly(object)
    return constantApplied(field)
  }

  private func isReadOnly(_ object: SchemaObject) -> Bool {
    if object.flag("readOnly") == true { return true }
    return (object.allOf + object.anyOf + object.oneOf).contains { $0.boolean == nil && isReadOnly($0) }
  }

  /// A constant becomes the type, and the default where the field has one anyway.
  func constantApplied(_ field: GeneratedField) -> GeneratedField {
    guard let constant = field.extras["const"] else { return field }
    guard style.model != .typedDict else { return field }
    field.isConstant = true
    if style.model == .msgspec { return constantOfStructure(field, constant) }
    switch constant {
    case .null:
      field.nullable = false
      field.type = GeneratedType("None")
      return field
    case .boolean, .integer, .string: field.type = GeneratedType(literals: [constant])
    default:
      field.nullable = false
      return field
    }
    let isFilled = field.isRequired || field.hasDefault || (field.defaultValue ?? .null) != .null
    guard isFilled || style.constantDefaults else { return field }
    field.nullable = false
    if (field.defaultValue ?? .null) == .null, !field.hasDefault { field.defaultValue = constant }
    return field
  }

  /// - Parameter owner: the name of the declaration, whose modules the declarations within it share, and which options
  ///   may speak of.
  mutating func currentFields(
    _ object: SchemaObject, _ path: [String], of owner: String
  ) throws(DatamodelRefusal) -> [GeneratedField] {
    let modules = registry.names.modulePrefix(of: owner)
    let required = NameSet(object.required)
    var fields: [GeneratedField] = []
    var taken = NameSet()
    for (original, location, given) in object.properties ?? [] {
      let names = registry.names.field(original, excluded: taken, in: owner)
      let name = names.name
      taken.insert(name)
      if given.boolean != nil {
        fields.append(anything(names, original: original, required, at: location))
        continue
      }
      let schema = given.mergesReference ? try mergedReference(given) : given
      let type = try currentItem(modules + name, schema, path + [name])
      let isRequired = !style.forceOptional && required.contains(original)
      let field = currentField(
        name, schema, original: original, alias: names.alias, type: type, isRequired: isRequired,
        override: DatamodelOverrides.entry(style.overrides.defaults, original, in: owner), at: location)
      field.take(names)
      if style.readWriteModels {
        field.isReadOnly = try hasFlag("readOnly", schema)
        field.isWriteOnly = try hasFlag("writeOnly", schema)
      }
      field.showsDefault = isRequired && style.useDefault && field.hasDefault
      try tag(field, schema)
      fields.append(field)
    }
    return fields
  }

  /// The field that newer versions declare for properties without a name beside named ones.
  private mutating func typedExtras(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) -> GeneratedField? {
    guard style.model == .pydantic2, style.typedExtras, let given = object.additionalSchema else { return nil }
    var schema = given.mergesReference ? try mergedReference(given) : given
    if schema.allOf.contains(where: { $0.boolean == false }) { return nil }
    if style.schemaValidators, try hasPatterns(object) {
      let value = schema.allOf.isEmpty ? schema : try mergedPrimitives(schema)
      if let value, hasEffectiveConstraints(value) { return nil }
    }
    for keyword in ["anyOf", "oneOf"] {
      let items = schema.list(keyword)
      guard items.contains(where: { $0.boolean == nil && $0.isNullable && !$0.typeHasNullNow }) else { continue }
      var nodes: [DocumentNode] = []
      for item in items {
        nodes.append(item.node)
        if item.boolean == nil, item.isNullable, !item.typeHasNullNow {
          nodes.append(
            Self.node(["type": DocumentNode(.scalar("null", style: .quoted), at: item.location)], item.location))
        }
      }
      schema = schema.setting([(keyword, DocumentNode(.sequence(nodes), at: schema.location))])
    }
    let valueName = "\(name)AdditionalProperty"
    let value = try additionalValue(
      valueName, schema, path + ["additionalProperties"], parent: object, constrainedName: valueName)
    let field = GeneratedField(
      name: Self.typedExtrasName, type: GeneratedType(parts: [value], isDict: true), isRequired: true,
      at: object.location)
    return field
  }

  static let typedExtrasName = "__pydantic_extra__"

  static func node(_ members: [String: DocumentNode], _ location: Location) -> DocumentNode {
    DocumentNode(
      .mapping(
        members.sorted { $0.key < $1.key }.map { .init(key: $0.key, keyLocation: location, value: $0.value) }),
      at: location)
  }

  // MARK: records

  mutating func currentRecord(
    _ name: String, _ given: SchemaObject, _ path: [String], isSingular: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    let object = withConditionalProperties(given)
    let name = named(name, object)
    let reference = registry.add(path, name, isSingular: isSingular, isLoaded: true)
    let className = reference.name
    var fields = try currentFields(object, path, of: className)
    var kind = GeneratedModel.Kind.record
    if !fields.isEmpty {
      if let extra = try typedExtras(className, object, path) { fields.insert(extra, at: 0) }
    } else if object.additionalSchema != nil || object.count("minProperties") != nil
      || object.count("maxProperties") != nil || object.propertyNames != nil
    {
      var value = GeneratedType("Any")
      if let schema = object.additionalSchema {
        value = try additionalValue(name, schema, path + ["additionalProperties"], parent: object)
      }
      let type = GeneratedType(parts: [value], isDict: true)
      let field = GeneratedField(name: nil, type: type, isRequired: true, at: object.location)
      let counts = object.propertyCounts
      if !counts.isEmpty { field.constraints = counts }
      fields = [field]
      kind = .root
    }
    let model = GeneratedModel(kind, reference, fields: fields, at: object.location)
    describe(model, object)
    try describeExtraItems(model, object)
    model.isNullable = object.typeHasNullNow
    try addRules(to: model, className, object, path, countsProperties: kind == .record)
    try declareVariants(of: model, object)
    declare(model)
    return GeneratedType(reference: reference)
  }

  /// What is kept of a schema with its declaration.
  func describe(_ model: GeneratedModel, _ object: SchemaObject) {
    model.description = object.description
    if let flag = object.additionalFlag, style.closedTypedDict {
      model.additionalProperties = flag
    } else if object.additionalSchema != nil {
      model.additionalProperties = true
    } else if let schema = object.child("unevaluatedProperties") {
      model.unevaluatedProperties = schema.boolean ?? true
    }
    for member in object.extras where Self.modelExtras.contains(member.key) {
      model.extras.append((member.key, Value(yaml: member.value)))
    }
    if object.says("deprecated") { model.deprecatedName = model.reference.shortName }
    model.title = object.title
    if let base = object.node["customBasePath"] {
      let paths = base.scalar.map { [$0] } ?? object.node.strings("customBasePath")
      model.customBases = paths.isEmpty ? nil : paths
    }
    for member in object.extras where style.modelExtraKeys.contains(member.key) {
      model.extras.append((member.key, Value(yaml: member.value)))
    }
    for member in object.extras where style.plainModelExtraKeys.contains(member.key) {
      model.extras.append((String(member.key.drop { $0 == "x" || $0 == "-" }), Value(yaml: member.value)))
    }
  }

  private static let modelExtras: Set<String> = [
    "contentEncoding", "contentMediaType", "contentSchema", "externalDocs", "xml",
  ]

  /// A record that may also be something else than an object.
  mutating func currentMultiple(
    _ name: String, _ object: SchemaObject, _ path: [String]
  ) throws(DatamodelRefusal) {
    var parts = [try currentRecord(name, object, Self.special("object", path))]
    parts += try otherTypes(object)
    let reference = registry.add(path, name, isLoaded: true)
    let field = GeneratedField(
      name: nil, type: GeneratedType(parts: parts),
      isRequired: !(style.forceOptional || object.isNullable || object.typeHasNullNow), at: object.location)
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault
    field.constraints = [:]
    if style.strictNullable { field.nullable = object.typeHasNullNow }
    setExtras(of: field, object)
    currentAppendRoot(reference, constantApplied(field), object)
    setDefault(object)
  }

  /// The types beside `object` in a list of types.
  func otherTypes(_ object: SchemaObject) throws(DatamodelRefusal) -> [GeneratedType] {
    var parts: [GeneratedType] = []
    var plain = style
    plain.fieldConstraints = false
    let types = DatamodelTypes(style: plain)
    for type in object.types where type != "object" && type != "null" {
      guard let part = types.type(type, format: object.format, constraints: nil) else {
        throw refusal("format '\(object.format ?? "")'", object)
      }
      parts.append(part)
    }
    return parts
  }

  func setDefault(_ object: SchemaObject) {
    guard object.hasDefault else { return }
    models.last?.defaultValue = object.defaultValue
    models.last?.hasDefault = true
  }

  mutating func currentAppendRoot(
    _ reference: GeneratedReference, _ field: GeneratedField, _ object: SchemaObject, isDescribed: Bool = false
  ) {
    let model = GeneratedModel(.root, reference, fields: [field], at: object.location)
    describe(model, object)
    if !isDescribed { model.description = nil }
    model.isNullable = object.typeHasNullNow
    declare(model)
  }

  /// The part of a record that `allOf`, `anyOf` and `oneOf` share.
  mutating func currentCommon(
    _ name: String, _ given: SchemaObject, _ path: [String], ignoresDuplicate: Bool, fields: [GeneratedField],
    bases: [GeneratedReference], required: [String]
  ) throws(DatamodelRefusal) -> GeneratedType {
    let object = withConditionalProperties(given)
    var fields = fields
    let bases = try sortedBases(bases)
    if object.hasProperties {
      fields += try currentFields(try withInherited(object, bases), path, of: name)
    }
    let inheritedRequired = bases.isEmpty ? [] : try self.inheritedRequired(bases)
    if !style.forceOptional {
      for field in fields where inheritedRequired.contains(field.originalName ?? field.name ?? "") {
        field.isRequired = true
      }
    }
    let name = named(name, object)
    let reference = registry.add(path, name, isLoaded: true)
    let extra = try typedExtras(reference.name, object, path)
    if ignoresDuplicate, fields.isEmpty, extra == nil, bases.count == 1, !(try hasRules(object)) {
      registry.delete(GeneratedRegistry.join(path))
      return GeneratedType(reference: bases[0])
    }
    var seen: Set<String> = []
    for required in required + object.required where seen.insert(required).inserted && !style.forceOptional {
      if let field = fields.last(where: { ($0.originalName ?? $0.name) == required }) {
        field.isRequired = true
        field.showsDefault = style.useDefault && field.hasDefault
      } else if let field = try missingField(required, bases, fields, object, in: name) {
        fields.append(field)
      }
    }
    if let extra { fields.insert(extra, at: 0) }
    let model = GeneratedModel(.record, reference, fields: fields, bases: bases, at: object.location)
    describe(model, object)
    try describeExtraItems(model, object)
    try addRules(to: model, reference.name, object, path)
    try declareVariants(of: model, object)
    declare(model)
    return GeneratedType(reference: reference)
  }
}
