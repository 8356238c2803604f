import DriftModel

/// Declarations that are left out because another says the same.
extension DatamodelFinisher {
  private func key(_ model: GeneratedModel) -> Wording { Wording(writer.declaration(model, name: "M")) }

  /// Makes everything that refers to one declaration refer to another: in newer versions, everything in this module.
  func redirect(_ model: GeneratedModel, to reference: GeneratedReference) {
    if style.rules == .v72 { return model.redirect(within: models, to: reference) }
    for child in model.reference.children where child.reference === model.reference {
      child.replaceReference(reference)
    }
    for child in model.reference.modelChildren {
      for index in child.bases.indices where child.bases[index] === model.reference { child.bases[index] = reference }
      reference.modelChildren.append(child)
    }
  }

  /// `--collapse-reuse-models`: of equal declarations only the first stays.
  mutating func collapseEqualModels() {
    guard style.reuseModel, style.collapseReuse else { return }
    var didChange = true
    while didChange {
      didChange = false
      var first: [Wording: GeneratedModel] = [:]
      var removed: [GeneratedModel] = []
      for model in models where model.kind != .root && style.mayReuse(model) {
        let key = key(model)
        if let original = first[key] {
          redirect(model, to: original.reference)
          removed.append(model)
        } else {
          first[key] = model
        }
      }
      if !removed.isEmpty {
        models.removeAll { model in removed.contains { $0 === model } }
        didChange = true
      }
    }
  }

  /// `--reuse-model`: a declaration that says the same as an earlier one extends it, an enumeration is left out.
  mutating func reuseModels() {
    guard style.reuseModel, !style.sharesModels else { return }
    var first: [Wording: GeneratedModel] = [:]
    var kept: [GeneratedModel] = []
    for model in models {
      if style.collapseRoots && model.kind == .root || !style.mayReuse(model) {
        kept.append(model)
        continue
      }
      let key = key(model)
      guard let original = first[key] else {
        first[key] = model
        kept.append(model)
        continue
      }
      if model.kind == .enumeration || style.collapseReuse {
        redirect(model, to: original.reference)
        continue
      }
      let heir = model.heir(of: original)
      redirect(model, to: heir.reference)
      kept.append(heir)
    }
    models = kept
  }

  // MARK: root models

  /// Root models that refer to each other cannot be left out: what is written in place of one would hold itself, which
  /// ends the generator with an error, too.
  func refuseCircularRoots() throws(DatamodelRefusal) {
    guard style.collapseRoots else { return }
    func roots(in model: GeneratedModel) -> [GeneratedModel] {
      model.fields.flatMap { $0.type.all.compactMap { $0.reference?.source } }.filter { $0.kind == .root }
    }
    var done: Set<ObjectIdentifier> = []
    for model in models where model.kind == .root {
      var seen: Set<ObjectIdentifier> = []
      var pending = roots(in: model)
      while let next = pending.popLast() {
        if next === model {
          throw DatamodelRefusal(
            message: "what datamodel-code-generator writes is not known here: root models that refer to themselves and "
              + "are to be left out", location: model.location)
        }
        if !done.contains(ObjectIdentifier(next)), seen.insert(ObjectIdentifier(next)).inserted {
          pending += roots(in: next)
        }
      }
      done.insert(ObjectIdentifier(model))
    }
  }

  private func isUsed(_ reference: GeneratedReference, besides type: GeneratedType? = nil) -> Bool {
    guard reference.children.contains(where: { $0.reference === reference && $0 !== type }) else {
      return reference.modelChildren.contains { $0.bases.contains { $0 === reference } }
    }
    func uses(_ model: GeneratedModel) -> Bool {
      model.bases.contains { $0 === reference }
        || model.fields.contains { field in field.type.includes { $0.reference === reference && $0 !== type } }
    }
    return models.contains(where: uses) || others.contains(where: uses)
  }

  /// `--collapse-root-models`: what a root model stands for is written where it is named.
  mutating func collapseRootModels() {
    guard style.collapseRoots else { return }
    for model in models {
      for field in model.fields {
        for type in field.type.all {
          guard let reference = type.reference, let root = reference.source, root.kind == .root,
            let rootField = root.fields.first
          else { continue }
          if style.fieldConstraints, !(rootField.constraints ?? [:]).isEmpty,
            field.type.includes({ $0.isDict || $0.isList && style.rules == .v72 || $0.parts.count > 1 })
          {
            continue
          }
          if let inner = rootField.type.reference {
            collapse(type, root, inner)
            continue
          }
          let copy = rootField.type.shallowCopy()
          if field.type === type {
            field.extras = rootField.extras.merging(field.extras) { $1 }
            field.extraOrder = rootField.extraOrder + field.extraOrder.filter { !rootField.extraOrder.contains($0) }
            let constant = field.extras["const"]
            if style.fieldConstraints { mergeConstraints(rootField, field) }
            field.type = copy
            if constant != nil, style.rules == .v72 {
              field.isConstant = true
              field.nullable = false
            }
          } else if let parent = Self.parent(of: type, in: field.type) {
            if parent.isList, style.fieldConstraints { mergeConstraints(rootField, field) }
            if parent.isList, case .object(let entries)? = rootField.extras["discriminator"],
              case .string(let name)? = entries.first(where: { $0.key == .string("propertyName") })?.value
            {
              copy.discriminator = registry.names.field(name, excluded: NameSet()).name
            }
            if let index = parent.parts.firstIndex(where: { $0 === type }) {
              // It comes behind all others.
              parent.parts.remove(at: index)
              parent.parts.append(copy)
            }
            if parent.dictKey === type { parent.dictKey = copy }
          }
          for part in copy.all { imports?.name(part, in: model) }
          type.replaceReference(nil)
          if !isUsed(reference) { unused.append(root) }
        }
      }
    }
  }

  private func mergeConstraints(_ root: GeneratedField, _ field: GeneratedField) {
    guard root.constraints != nil || field.constraints != nil else { return }
    field.constraints = (root.constraints ?? [:]).merging(field.constraints ?? [:]) { $1 }
  }

  private static func parent(of type: GeneratedType, in root: GeneratedType) -> GeneratedType? {
    for part in root.parts + (root.dictKey.map { [$0] } ?? []) {
      if part === type { return root }
      if let found = parent(of: type, in: part) { return found }
    }
    return nil
  }

  /// A root model of another declaration.
  private mutating func collapse(_ type: GeneratedType, _ root: GeneratedModel, _ inner: GeneratedReference) {
    guard let strategy = style.collapseNames else { return }
    if strategy == "parent" {
      var wrappers = 0
      var others = 0
      for model in models where model !== root {
        for field in model.fields where field.type.includes({ $0.reference === inner }) {
          if model.kind == .root { wrappers += 1 } else { others += 1 }
        }
      }
      if wrappers > 0 || others > 0 { return }
      registry.rename(inner, to: root.reference.name)
    }
    type.replaceReference(inner)
    if !isUsed(root.reference, besides: type) { unused.append(root) }
  }
}
