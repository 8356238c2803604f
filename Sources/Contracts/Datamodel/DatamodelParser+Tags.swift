import DriftModel

/// Alternatives that a structure can only tell apart by a tag, which newer versions of the generator find by themselves.
extension DatamodelParser {
  /// Marks a field whose alternatives all have a constant of their own in one required property
  /// (`_set_tagged_union_discriminator`).
  func tag(_ field: GeneratedField, _ object: SchemaObject) throws(DatamodelRefusal) {
    guard style.model == .msgspec, object.ref == nil, !object.isArrayNow else { return }
    let keyword = object.anyOf.isEmpty ? "oneOf" : "anyOf"
    let items = object.list(keyword)
    guard !items.isEmpty, constantEnum(object, items) == nil, let name = try tagField(object, keyword) else { return }
    let own = Value.Entry(.string("propertyName"), .string(name))
    if case .object(let entries)? = field.extras["discriminator"] {
      field.extras["discriminator"] = .object([own] + entries.filter { $0.key != own.key })
    } else {
      field.extras["discriminator"] = .object([own])
    }
  }

  private func tagField(_ object: SchemaObject, _ keyword: String) throws(DatamodelRefusal) -> String? {
    var schemas: [SchemaObject] = []
    for schema in try alternatives(object, keyword).schemas {
      guard let ref = schema.ref, ref.hasPrefix("#") else {
        schemas.append(schema)
        continue
      }
      guard let target = try target(of: ref) else { return nil }
      schemas.append(target)
    }
    for name in tagNames(object, schemas) where try isTag(name, of: schemas) { return name }
    return nil
  }

  /// The property that the schema names, and those of all alternatives, in their order.
  private func tagNames(_ object: SchemaObject, _ schemas: [SchemaObject]) -> [String] {
    let discriminator = object.node["discriminator"]
    var names = [discriminator?.scalar ?? discriminator?["propertyName"]?.scalar].compactMap { $0 }
    for schema in schemas where schema.boolean == nil {
      for property in schema.properties ?? [] where !names.contains(property.name) { names.append(property.name) }
    }
    return names
  }

  private func isTag(_ name: String, of schemas: [SchemaObject]) throws(DatamodelRefusal) -> Bool {
    var values: Set<Value> = []
    for schema in schemas {
      guard schema.boolean == nil, schema.required.contains(name),
        let property = schema.properties?.first(where: { $0.name == name })?.object, property.boolean == nil,
        let value = try onlyValue(property, depth: 0)
      else { return false }
      if case .boolean = value { return false }
      values.insert(value)
    }
    return schemas.count > 1 && values.count == schemas.count
  }

  /// The one value that a schema allows, if that is a text, a whole number or a truth value.
  private func onlyValue(_ object: SchemaObject, depth: Int) throws(DatamodelRefusal) -> Value? {
    guard depth < 50 else { return nil }
    if let constant = object.extra("const") { return Self.literal(Value(yaml: constant)) }
    if object.enumValues.count == 1, let value = Self.literal(Value(yaml: object.enumValues[0])) { return value }
    guard let ref = object.ref, let target = try target(of: ref), target.boolean == nil else { return nil }
    return try onlyValue(target, depth: depth + 1)
  }

  private static func literal(_ value: Value) -> Value? {
    switch value {
    case .boolean, .integer, .string: value
    default: nil
    }
  }
}
