import DriftModel

/// What rarer options change in the list of declarations.
extension DatamodelFinisher {
  /// `--keep-model-order`: declarations by their names, moved only where one needs another.
  mutating func keepOrder() {
    guard style.keepOrder else { return }
    models.sort { $0.reference.name.unicodeScalars.lexicographicallyPrecedes($1.reference.name.unicodeScalars) }
    if style.rules < .v72 { return keepOldOrder() }
    let names = models.map(\.reference.name)
    let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    var strong: [Set<Int>] = []
    var all: [Set<Int>] = []
    for (index, model) in models.enumerated() {
      let bases = Set(model.bases.compactMap { places[$0.name] }).subtracting([index])
      let isDeferred = style.deferredAnnotations && !(model.kind == .root)
      let fields =
        isDeferred
        ? [] : Set(model.fields.flatMap { $0.type.all.compactMap { $0.reference.flatMap { places[$0.name] } } })
      strong.append(bases)
      all.append(bases.union(fields).subtracting([index]))
    }
    var order: [Int] = []
    let components = Self.components(all)
    let owner = Dictionary(components.enumerated().flatMap { place, members in members.map { ($0, place) } }) { $1 }
    let edges = components.enumerated().map { place, members in
      Set(members.flatMap { all[$0] }.compactMap { owner[$0] }).subtracting([place])
    }
    let keys = components.map { $0.min() ?? 0 }
    for place in Self.sorted(Array(components.indices), needs: { edges[$0] }, key: { keys[$0] }) {
      let members = Set(components[place])
      order += Self.sorted(
        components[place].sorted(), needs: { strong[$0].intersection(members) }, key: { $0 })
    }
    models = order.map { models[$0] }
  }

  private mutating func keepOldOrder() {
    var didChange = true
    var rounds = 0
    while didChange, rounds <= models.count {
      didChange = false
      rounds += 1
      var resolved: Set<String> = []
      let own = Set(models.map(\.reference.name))
      for index in models.indices.dropLast() {
        let model = models[index]
        let bases = Set(model.bases.map(\.name)).intersection(own).subtracting([model.reference.name])
        if bases.isSubset(of: resolved) {
          resolved.insert(model.reference.name)
        } else {
          models.swapAt(index, index + 1)
          didChange = true
        }
      }
    }
  }

  /// What is needed first, and otherwise the smallest key; what needs each other stays in the order of the keys.
  private static func sorted(_ nodes: [Int], needs: (Int) -> Set<Int>, key: (Int) -> Int) -> [Int] {
    var waiting = nodes.sorted { key($0) < key($1) }
    var done: [Int] = []
    var isDone: Set<Int> = []
    while !waiting.isEmpty {
      let index = waiting.firstIndex { needs($0).isSubset(of: isDone) }
      guard let index else { return done + waiting }
      let node = waiting.remove(at: index)
      done.append(node)
      isDone.insert(node)
    }
    return done
  }

  /// The groups of nodes that reach each other.
  private static func components(_ edges: [Set<Int>]) -> [[Int]] {
    var reach: [Set<Int>] = edges
    var didChange = true
    while didChange {
      didChange = false
      for index in reach.indices {
        let more = reach[index].reduce(into: reach[index]) { $0.formUnion(reach[$1]) }
        if more.count > reach[index].count {
          reach[index] = more
          didChange = true
        }
      }
    }
    var components: [[Int]] = []
    var placed: Set<Int> = []
    for index in edges.indices where placed.insert(index).inserted {
      var members = [index]
      for other in reach[index] where other != index && reach[other].contains(index) && placed.insert(other).inserted {
        members.append(other)
      }
      components.append(members.sorted())
    }
    return components
  }

  /// `--use-unique-items-as-set`.
  mutating func useSets() {
    guard style.uniqueItemsAsSet else { return }
    for model in models {
      for field in model.fields where field.constraints?["uniqueItems"] == .boolean(true) {
        if case .list(let items)? = field.defaultValue {
          let isHashable = items.allSatisfy {
            switch $0 {
            case .list, .object: false
            default: true
            }
          }
          guard isHashable else { continue }
          var seen: Set<Value> = []
          let unique = items.filter { seen.insert($0).inserted }
          field.defaultValue = .call("set", unique.map { Value.Argument(nil, $0) })
        }
        Self.makeSet(field.type)
      }
    }
    guard style.rules == .v72, style.model.isPydantic else { return }
    var items: Set<ObjectIdentifier> = []
    for type in models.flatMap(\.fields).flatMap(\.type.all) where type.isSet {
      for inner in type.parts.flatMap(\.all) {
        if let reference = inner.reference { items.insert(ObjectIdentifier(reference)) }
      }
    }
    for model in models where model.kind != .enumeration && items.contains(ObjectIdentifier(model.reference)) {
      model.isHashable = true
    }
  }

  private static func makeSet(_ type: GeneratedType) {
    if type.isList, !type.isVariant {
      type.isList = false
      type.isSet = true
    } else {
      for part in type.parts { makeSet(part) }
    }
  }

  /// `--use-default-factory-for-optional-nested-models`.
  mutating func addNestedFactories() {
    guard style.nestedFactory else { return }
    var places: [ObjectIdentifier: Int] = [:]
    for (index, model) in models.enumerated() { places[ObjectIdentifier(model)] = index }
    for (index, model) in models.enumerated() {
      for field in model.fields where !field.isRequired && (field.defaultValue ?? .null) == .null && field.name != nil {
        for type in field.type.parts.isEmpty ? [field.type] : field.type.parts where !type.isDict {
          guard let source = type.reference?.source, isMade(source) else { continue }
          if reaches(source, model) { break }
          let name = source.reference.shortName
          let isLater = places[ObjectIdentifier(source)].map { $0 >= index } ?? false
          field.nestedFactory = isLater ? .function(.call(name, [])) : .symbol(type.alias ?? name)
          break
        }
      }
    }
  }

  /// Whether a declaration can be called to make a value of it.
  private func isMade(_ model: GeneratedModel) -> Bool {
    model.kind == .record || model.kind == .root && style.model.isPydantic && model.aliasForm == nil
  }

  /// Whether a declaration leads back to another.
  private func reaches(_ source: GeneratedModel, _ target: GeneratedModel) -> Bool {
    var pending = [source]
    var seen: Set<ObjectIdentifier> = []
    while let model = pending.popLast() {
      if model === target { return true }
      guard seen.insert(ObjectIdentifier(model)).inserted else { continue }
      pending += model.bases.compactMap(\.source)
      pending += model.fields.flatMap { $0.type.all.compactMap { $0.reference?.source } }
    }
    return false
  }

  /// `--type-overrides`: types that are imported instead of declared.
  mutating func overrideTypes() {
    guard !style.typeOverrides.isEmpty else { return }
    func short(_ path: String) -> String { path.behindLastDot }
    models.removeAll { style.typeOverrides[$0.reference.shortName] != nil }
    for model in models {
      for field in model.fields {
        if let name = field.name, let path = style.typeOverrides["\(model.reference.shortName).\(name)"] {
          // Bounds and containers of the type stay around the name.
          let type = field.type.shallowCopy()
          type.replaceReference(nil)
          (type.type, type.parts, type.literals) = (short(path), [], [])
          field.type = type
          continue
        }
        for type in field.type.all {
          if let name = type.reference?.name, let path = style.typeOverrides[name] {
            type.replaceReference(nil)
            type.type = short(path)
          }
        }
      }
      for base in model.bases {
        if let path = style.typeOverrides[base.name] { model.baseAliases[base.path] = short(path) }
      }
    }
  }

  /// `--field-type-collision-strategy rename-type`: a declaration that is named like a field of its type.
  mutating func renameShadowingTypes() {
    guard style.renamesTypes, style.model == .pydantic2 else { return }
    var taken = Set(models.map(\.reference.shortName))
    for model in models where model.kind != .enumeration {
      for field in model.fields {
        guard let name = field.name,
          let reference = field.type.all.lazy.compactMap(\.reference).first(where: { $0.shortName == name })
        else { continue }
        var unique = reference.shortName
        var count = 0
        while taken.contains(unique) || unique == name {
          count += 1
          unique = "\(name)_\(count)"
        }
        taken.insert(unique)
        registry.rename(reference, to: unique)
      }
    }
  }

  /// `--use-generic-base-class`: a base class for what is configured for all records.
  mutating func addGenericBase() {
    guard style.genericBase, !hasBaseElsewhere, models.contains(where: { $0.kind == .record }),
      style.extraFields != nil || style.populateByName || style.immutable || style.aliasGenerator != nil
        || style.pydanticMinor != nil
    else { return }
    guard let location = models.first?.location else { return }
    let name = style.model == .msgspec ? "Struct" : "BaseModel"
    let reference = GeneratedReference(path: "#/generic", originalName: name, name: name, isLoaded: true)
    let base = GeneratedModel(.record, reference, fields: [], at: location)
    base.isGenericBase = true
    base.isDecorated = false
    base.customBases = ["_\(name)"]
    models.insert(base, at: 0)
  }

  /// The type of names for other types where they are no root models.
  mutating func useAliases() {
    for model in models where model.kind == .root && model.aliasForm == nil {
      if style.typeAlias || style.typeAliasType {
        model.aliasForm = (style.pythonMinor ?? 10) >= 12 ? "type" : "TypeAliasType"
      } else if style.rootAlias {
        model.aliasForm = "="
      }
    }
  }
}
