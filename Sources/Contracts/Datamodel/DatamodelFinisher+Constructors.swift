/// What the fields of data classes and structures need so that what they extend does not decide how they are given.
extension DatamodelFinisher {
  /// Newer versions take fields that must be given, and follow others that need not, by name only; and see to it that the
  /// default of a field that is extended is none of one that must be given (`__get_inherited_constructor_info`).
  func orderConstructors() {
    guard style.rules == .v72, [.dataclass, .pydanticDataclass, .msgspec].contains(style.model) else { return }
    for model in models where model.kind == .record && !model.bases.isEmpty {
      let (fields, passed) = effectiveFields(of: model)
      let late = lateFields(of: model, fields, passed)
      for field in model.fields where !field.isTag {
        if late.contains(field.name ?? "") {
          if style.model == .msgspec { model.needsKeywords = true } else { field.isKeywordOnly = true }
        } else if !writer.isAssigned(field) {
          field.isForced = field.isRequired && passed.contains(field.name ?? "")
        }
      }
    }
  }

  private typealias Effective = (field: GeneratedField, owner: GeneratedModel)

  /// The fields that a class gets, where each is said first, as it is said last; and the names of those whose default
  /// another one that extends it would take.
  private func effectiveFields(of model: GeneratedModel) -> (fields: [Effective], passed: Set<String>) {
    var ancestors: [GeneratedModel] = []
    var pending = model.bases.compactMap(\.source)[...]
    while let base = pending.popFirst() {
      guard !ancestors.contains(where: { $0 === base }) else { continue }
      ancestors.append(base)
      pending += base.bases.compactMap(\.source)
    }
    var fields: [Effective] = []
    var places: [String: Int] = [:]
    var passed: Set<String> = []
    for owner in ancestors.reversed() + [model] {
      for field in owner.fields {
        guard let name = field.name else { continue }
        if owner !== model, passesDefault(field) { passed.insert(name) }
        if let place = places[name] {
          fields[place] = (field, owner)
        } else {
          places[name] = fields.count
          fields.append((field, owner))
        }
      }
    }
    return (fields, passed)
  }

  /// The names of a class's own fields that must be given and would follow one that need not.
  private func lateFields(of model: GeneratedModel, _ fields: [Effective], _ passed: Set<String>) -> Set<String> {
    var late: Set<String> = []
    var (follows, followsDefault) = (false, false)
    for (field, owner) in fields where !field.isTag {
      guard let name = field.name, !style.keywordOnly, !field.isKeywordOnly, !owner.needsKeywords else { continue }
      // Pydantic takes any assignment for a default, until it builds the constructor.
      let isAssignedOnly =
        style.model == .pydanticDataclass && field.isRequired && !field.showsDefault
        && (passed.contains(name) || writer.member(field, name, in: owner).value != nil)
      let hasDefault = !isAssignedOnly && writer.isAssigned(field)
      if owner === model, follows && !(isAssignedOnly || hasDefault) || followsDefault && !hasDefault {
        late.insert(name)
      }
      if isAssignedOnly || hasDefault { follows = true }
      if hasDefault { followsDefault = true }
    }
    return late
  }

  /// Whether a data class would take the default of a field for that of another that extends it without one: Python does
  /// where it is a plain value, pydantic also where it is made.
  private func passesDefault(_ field: GeneratedField) -> Bool {
    guard !field.isTag, writer.isAssigned(field) else { return false }
    switch style.model {
    case .dataclass:
      if field.nestedFactory != nil || writer.statedFactory(field) != nil { return false }
      switch field.defaultValue {
      case .list, .object: return false
      default: return true
      }
    case .pydanticDataclass: return true
    default: return false
    }
  }
}
