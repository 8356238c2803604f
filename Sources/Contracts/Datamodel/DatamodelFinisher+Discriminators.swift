import DriftModel

/// Alternatives that a property tells apart, in newer versions of the generator.
extension DatamodelFinisher {
  private typealias Mapping = [(value: String, path: String)]

  mutating func applyDiscriminators() {
    for model in models {
      for field in model.fields {
        guard case .object(let entries)? = field.extras["discriminator"],
          case .string(let property)? = entries.first(where: { $0.key == .string("propertyName") })?.value,
          !property.isEmpty
        else { continue }
        let names = registry.names.field(property, excluded: NameSet())
        let name = names.name
        var mapping: Mapping = []
        if case .object(let pairs)? = entries.first(where: { $0.key == .string("mapping") })?.value {
          for pair in pairs {
            if case .string(let value) = pair.key, case .string(let path) = pair.value { mapping.append((value, path)) }
          }
        }
        guard style.model != .typedDict, !field.type.parts.contains(where: { $0.type == "Any" }),
          isValid(field.type.parts, name, mapping)
        else {
          field.extras["discriminator"] = nil
          continue
        }
        field.extras["discriminator"] = .object([Value.Entry(.string("propertyName"), .string(name))])
        for part in field.type.parts {
          guard let source = part.reference?.source, source.kind == .record else { continue }
          mark(source, property, names, values(of: source, name, mapping))
        }
      }
    }
  }

  private func isContainer(_ type: GeneratedType) -> Bool { type.isDict || type.isList || type.isSet || type.isTuple }

  /// The alternatives, those of root models included; with each, whether it may still be given a value, and whose it is.
  private func variants(
    _ types: [GeneratedType], canUpdate: Bool, owner: ObjectIdentifier?, _ active: inout Set<ObjectIdentifier>
  ) -> [(type: GeneratedType, canUpdate: Bool, owner: ObjectIdentifier)] {
    var all: [(type: GeneratedType, canUpdate: Bool, owner: ObjectIdentifier)] = []
    for type in types {
      if type.parts.count > 1, !isContainer(type) {
        all += variants(type.parts, canUpdate: false, owner: owner, &active)
        continue
      }
      let source = type.reference?.source
      let own = owner ?? source.map { ObjectIdentifier($0) } ?? ObjectIdentifier(type)
      guard let source, source.kind == .root, let inner = source.fields.first,
        active.insert(ObjectIdentifier(source)).inserted
      else {
        all.append((type, canUpdate, own))
        continue
      }
      all += variants([inner.type], canUpdate: false, owner: own, &active)
      active.remove(ObjectIdentifier(source))
    }
    return all
  }

  private func isValid(_ types: [GeneratedType], _ name: String, _ mapping: Mapping) -> Bool {
    var owners: [Value: ObjectIdentifier] = [:]
    var active: Set<ObjectIdentifier> = []
    for (type, canUpdate, owner) in variants(types, canUpdate: true, owner: nil, &active) {
      if type.reference == nil, type.type == "None" { continue }
      guard !isContainer(type), let source = type.reference?.source, source.kind == .record else { return false }
      let values = values(of: source, name, mapping, needsLiteral: !canUpdate)
      if values.isEmpty { return false }
      for value in values {
        if let other = owners[value], other != owner { return false }
        owners[value] = owner
      }
    }
    return true
  }

  private func fixedValue(_ fields: [GeneratedField], _ name: String) -> Value? {
    for field in fields where field.originalName == name || field.name == name {
      if let constant = field.extras["const"], constant != .null { return constant }
      if field.type.literals.count == 1 { return field.type.literals[0] }
      let enums = field.type.all.compactMap { $0.reference?.source }.filter { $0.kind == .enumeration }
      if let first = enums.first, first.fields.count == 1, let value = first.fields[0].defaultValue { return value }
    }
    return nil
  }

  private func allFields(_ model: GeneratedModel) -> [GeneratedField] {
    var fields: [GeneratedField] = []
    var pending = [model]
    var seen: Set<ObjectIdentifier> = []
    while let next = pending.popLast() {
      guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
      fields += next.fields
      pending += next.bases.compactMap(\.source)
    }
    return fields
  }

  private func values(
    of source: GeneratedModel, _ name: String, _ mapping: Mapping, needsLiteral: Bool = false
  ) -> [Value] {
    if let value = fixedValue(source.fields, name) { return [value] }
    if needsLiteral || source.reference.path.hasSuffix("/reuse"), let value = fixedValue(allFields(source), name) {
      return [value]
    }
    if needsLiteral { return [] }
    for reference in [source.reference] + source.bases {
      let mapped = mapping.filter { Self.leads($0.path, to: reference.path) }
      if !mapped.isEmpty { return mapped.map { .string($0.value) } }
    }
    return [.string(Self.last(source.reference.path, "/"))]
  }

  private static func last(_ text: String, _ separator: String) -> String {
    var rest = text[...]
    while let range = rest.range(of: separator) { rest = rest[range.upperBound...] }
    return String(rest)
  }

  /// Whether a path of the mapping is meant for a declaration, as `_check_discriminator_mapping_paths` tells it.
  private static func leads(_ path: String, to declared: String) -> Bool {
    if last(declared, "#/") == last(path, "#/") { return true }
    if !path.hasPrefix("#/"), String(declared.dropLast()) == last(path, "/") { return true }
    let target = path.utf8.firstIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let document = SchemaReference.withoutFragment(declared).drop { $0 == "." || $0 == "/" }
    return target == document || target == document.split(separator: "/").dropFirst().joined(separator: "/")
  }

  private func mark(
    _ source: GeneratedModel, _ property: String, _ names: GeneratedNames.FieldName, _ values: [Value]
  ) {
    let name = names.name
    var isMarked = false
    for field in source.fields where field.originalName == name || field.name == name {
      isMarked = true
      let isValue = field.type.literals.count == 1 && field.type.literals[0] == values.first
      if style.model == .msgspec, let value = values.first, isValue || field.extras["const"] == value {
        // A structure is told by its tag, which is no field (`apply_discriminator_tag`).
        source.classArguments.removeAll { $0.name == "tag_field" || $0.name == "tag" }
        source.classArguments += [("tag_field", .string(name)), ("tag", value)]
        field.isTag = true
        break
      }
      if isValue {
        forceDefault(field, values)
        break
      }
      for type in field.type.all where type.reference != nil { type.replaceReference(nil) }
      field.type = GeneratedType(literals: values)
      field.isRequired = true
      forceDefault(field, values)
    }
    if !isMarked {
      let field = GeneratedField(
        name: name, type: GeneratedType(literals: values), isRequired: true, at: source.location)
      field.take(names)
      field.written = registry.names.written(property, name, in: source.reference.name)
      field.isAppended = true
      source.fields.append(field)
    }
  }

  /// Under `--force-optional` the one value that tells a record is its default
  /// (`__set_force_optional_discriminator_literal_default`).
  private func forceDefault(_ field: GeneratedField, _ values: [Value]) {
    guard style.forceOptional, style.model.usesPydantic, values.count == 1 else { return }
    field.defaultValue = values[0]
    field.isRequired = false
    field.nullable = false
  }
}
