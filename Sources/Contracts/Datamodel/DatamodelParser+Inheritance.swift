import DriftModel

/// What newer versions of the generator know of the schemas that a record extends.
extension DatamodelParser {
  /// The schema at a reserved place; nil for the places that the generator makes itself.
  func schema(at path: String) throws(DatamodelRefusal) -> SchemaObject? {
    guard let mark = path.firstIndex(of: "#"), !path.contains("-datamodel-code-generator-") else { return nil }
    return try target(of: String(path[mark...]))
  }

  private func parents(of object: SchemaObject) throws(DatamodelRefusal) -> [String] {
    var paths: [String] = []
    for item in object.allOf {
      if let ref = item.ref { paths.append(try resolve(ref, item).path) } else { paths += try parents(of: item) }
    }
    return paths
  }

  private func ancestors(of path: String) throws(DatamodelRefusal) -> Set<String> {
    var found: Set<String> = []
    var pending = try schema(at: path).map { object throws(DatamodelRefusal) in try parents(of: object) } ?? []
    while let next = pending.popLast() {
      if found.insert(next).inserted, let object = try schema(at: next) { pending += try parents(of: object) }
    }
    return found
  }

  /// Bases in an order that Python can resolve: those that others extend come last.
  func sortedBases(_ bases: [GeneratedReference]) throws(DatamodelRefusal) -> [GeneratedReference] {
    guard bases.count > 1 else { return bases }
    var all: [Set<String>] = []
    for base in bases { all.append(try ancestors(of: base.path)) }
    return bases.enumerated().map { index, base in
      (rank: all.count { $0.contains(base.path) }, index: index, base: base)
    }.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.base)
  }

  private func inherited<Result>(
    _ bases: [String], _ look: (SchemaObject) -> Result?
  ) throws(DatamodelRefusal) -> (result: Result, path: String)? {
    var pending = bases
    var seen: Set<String> = []
    var index = 0
    while index < pending.count {
      let path = pending[index]
      index += 1
      guard seen.insert(path).inserted, let object = try schema(at: path) else { continue }
      var parts = [object]
      while let part = parts.popLast() {
        if let found = look(part) { return (found, path) }
        for item in part.allOf.reversed() where item.boolean == nil {
          if let ref = item.ref { pending.append(try resolve(ref, item).path) } else { parts.append(item) }
        }
      }
    }
    return nil
  }

  func inheritedProperty(_ name: String, _ bases: [GeneratedReference]) throws(DatamodelRefusal) -> SchemaObject? {
    try inherited(bases.map(\.path)) { object in object.properties?.first { $0.name == name }?.object }?.result
  }

  /// What an extended record says of a property, with what those that it extends itself say of it where it says no type.
  private func completeProperty(
    _ name: String, _ bases: [String], depth: Int = 0
  ) throws(DatamodelRefusal) -> SchemaObject? {
    guard
      let (found, path) = try inherited(bases, { object in object.properties?.first { $0.name == name }?.object })
    else { return nil }
    let isPartial =
      found.boolean == nil && !found.node.has("type") && found.ref == nil && found.allOf.isEmpty
      && found.anyOf.isEmpty && found.oneOf.isEmpty && found.enumValues.isEmpty && found.extra("const") == nil
    guard isPartial, depth < 20, let record = try schema(at: path),
      let outer = try completeProperty(name, try parents(of: record), depth: depth + 1), outer.boolean == nil
    else { return found }
    return SchemaObject(Self.inheriting(outer.dumped(), found.dumped()))
  }

  func inheritedRequired(_ bases: [GeneratedReference]) throws(DatamodelRefusal) -> Set<String> {
    var names: Set<String> = []
    let _: (result: Never, path: String)? = try inherited(bases.map(\.path)) { object in
      names.formUnion(object.required)
      return nil
    }
    return names
  }

  /// Properties that extended records have as well take over what they do not say themselves.
  func withInherited(
    _ object: SchemaObject, _ bases: [GeneratedReference]
  ) throws(DatamodelRefusal) -> SchemaObject {
    guard !bases.isEmpty, let properties = object.properties,
      case .mapping(let members)? = object.node["properties"]?.content
    else { return object }
    var merged: [DocumentNode.Member] = []
    var isChanged = false
    for (property, member) in zip(properties, members) {
      guard property.object.boolean == nil, let parent = try completeProperty(property.name, bases.map(\.path)),
        parent.boolean == nil
      else {
        merged.append(member)
        continue
      }
      isChanged = true
      var child = property.object.dumped()
      let own = Set(property.object.members.map(\.key))
      if !own.contains("$ref") {
        var inheritedKeys = parent.dumped(without: ["default", "example", "examples"])
        if own.contains("type"), !property.object.isNullable, !property.object.typeHasNull {
          inheritedKeys = SchemaObject(inheritedKeys).setting([("nullable", nil)]).node
        }
        child = Self.inheriting(inheritedKeys, child)
      }
      merged.append(.init(key: member.key, keyLocation: member.keyLocation, value: child))
    }
    guard isChanged else { return object }
    let node = DocumentNode(.mapping(merged), at: object.location)
    return object.setting([("properties", node)])
  }

  /// The child's keywords over the parent's, its lists instead of the parent's.
  static func inheriting(_ parent: DocumentNode, _ child: DocumentNode) -> DocumentNode {
    guard case .mapping(var members) = parent.content, case .mapping(let others) = child.content else { return child }
    for other in others {
      if let index = members.firstIndex(where: { $0.key == other.key }) {
        var value = other.value
        if case .mapping = members[index].value.content, case .mapping = other.value.content {
          value = inheriting(members[index].value, other.value)
        }
        members[index] = .init(key: other.key, keyLocation: other.keyLocation, value: value)
      } else {
        members.append(other)
      }
    }
    return DocumentNode(.mapping(members), at: child.location)
  }

  /// The field of a name that is only required.
  ///
  /// - Parameter className: The class that options may speak of.
  func missingField(
    _ name: String, _ bases: [GeneratedReference], _ fields: [GeneratedField], _ object: SchemaObject,
    in className: String
  ) throws(DatamodelRefusal) -> GeneratedField? {
    let taken = NameSet(fields.lazy.compactMap(\.name))
    let names = registry.names.field(name, excluded: taken, in: className)
    if try inheritedProperty(name, bases) != nil {
      if DatamodelOverrides.entry(style.overrides.defaults, name, in: className) != nil {
        throw refusal("'--default-values' for a field that is only required", object)
      }
      let field = GeneratedField(
        name: nil, originalName: name, type: GeneratedType(), isRequired: true, at: object.location)
      // What is extended names the field if it was read before.
      let known = inheritedField(name, bases)?.name.flatMap { taken.contains($0) ? nil : $0 } ?? names.name
      field.ownNames = GeneratedNames.FieldName(
        name: known, alias: names.alias, choices: names.choices,
        written: registry.names.written(name, known, in: className))
      return field
    }
    let field = GeneratedField(
      name: names.name, originalName: name, type: GeneratedType("Any"), isRequired: true, at: object.location)
    field.take(names)
    return field
  }

  /// The field of a property in the declarations that are extended, as far as they were read.
  private func inheritedField(_ name: String, _ bases: [GeneratedReference]) -> GeneratedField? {
    var pending = bases
    var seen: Set<ObjectIdentifier> = []
    while !pending.isEmpty {
      let base = pending.removeFirst()
      guard let source = base.source, seen.insert(ObjectIdentifier(source)).inserted else { continue }
      if let field = source.fields.first(where: { $0.originalName == name }) { return field }
      pending += source.bases
    }
    return nil
  }
}
