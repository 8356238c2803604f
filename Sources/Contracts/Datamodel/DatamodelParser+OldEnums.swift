import DriftModel

/// Enumerations as versions of the generator write them that are older than those whose rules are `v72`.
extension DatamodelParser {
  mutating func parseEnum(
    _ name: String, _ object: SchemaObject, _ path: [String], isSingular: Bool = false
  ) throws(DatamodelRefusal) -> GeneratedType {
    let isString = object.singleType == "string"
    var values = object.enumValues
    let isNullable = isString && values.contains { $0.isNull }
    if isNullable { values = values.filter { !$0.isNull } }
    var taken = NameSet()
    var fields: [GeneratedField] = []
    for (index, node) in values.enumerated() {
      let value = Value(yaml: node)
      var text: String
      if case .string(let string) = value { text = string } else { text = Self.pythonText(value) }
      let isText = if case .string = value { true } else { false }
      if !isString, !isText { text = "\(object.singleType ?? Self.pythonType(value))_\(text)" }
      if object.variableNames.indices.contains(index) {
        text = object.variableNames[index]
      } else if !object.variableNames.isEmpty {
        throw refusal("fewer 'x-enum-varnames' than values", object)
      }
      if case .list = value { throw refusal("a list among the values of an enumeration", object) }
      if case .object = value { throw refusal("an object among the values of an enumeration", object) }
      let member = registry.names.valid(text, for: .enumeration, excluded: taken)
      taken.insert(member)
      let field = GeneratedField(name: member, type: GeneratedType("Any"), isRequired: true, at: node.location)
      field.defaultValue = value
      fields.append(field)
    }
    if style.titleAsName, let title = object.title, !title.isEmpty {
      return try appendEnum(title, object, path, isSingular, fields, isNullable)
    }
    return try appendEnum(name, object, path, isSingular, fields, isNullable)
  }

  mutating func appendEnum(
    _ name: String, _ object: SchemaObject, _ path: [String], _ isSingular: Bool, _ fields: [GeneratedField],
    _ isNullable: Bool
  ) throws(DatamodelRefusal) -> GeneratedType {
    let reference = registry.add(path, name, isSingular: isSingular, suffix: "Enum", isLoaded: true)
    let target =
      isNullable
      ? registry.add(path + ["Enum"], "\(reference.name)Enum", isSingular: isSingular, suffix: "Enum", isLoaded: true)
      : reference
    declareEnumeration(target, fields, object)
    guard isNullable else { return GeneratedType(reference: target) }
    let field = GeneratedField(
      name: nil, type: GeneratedType(reference: target), isRequired: false, at: object.location)
    field.defaultValue = object.defaultValue
    field.hasDefault = object.hasDefault
    field.nullable = true
    field.extras = extras(object)
    let root = GeneratedModel(.root, reference, fields: [try finished(field)], at: object.location)
    root.defaultValue = object.defaultValue
    root.hasDefault = object.hasDefault
    root.isNullable = object.typeHasNull
    declare(root)
    return GeneratedType(reference: reference)
  }
}
