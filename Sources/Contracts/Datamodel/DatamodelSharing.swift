/// `--reuse-scope tree`: what several declarations of a package say alike stands in a module of its own, from which the
/// modules take it.
struct DatamodelSharing {
  private typealias Duplicate = (group: Int, model: GeneratedModel, original: GeneratedModel)

  private let style: DatamodelStyle
  private let writer: DatamodelWriter

  init(_ style: DatamodelStyle) {
    self.style = style
    writer = DatamodelWriter(style)
  }

  /// Declarations that say what an earlier one says, in order.
  private func duplicates(in groups: [DatamodelCircles.Group]) -> [Duplicate] {
    guard style.reuseModel, style.sharesModels else { return [] }
    var first: [Wording: GeneratedModel] = [:]
    var duplicates: [Duplicate] = []
    for (index, group) in groups.enumerated() {
      for model in group.models where style.mayReuse(model) {
        let key = Wording(writer.declaration(model, name: "M"))
        if let original = first[key] {
          duplicates.append((index, model, original))
        } else {
          first[key] = model
        }
      }
    }
    return duplicates
  }

  /// Whether any two of the declarations say the same.
  func isNeeded(for models: [GeneratedModel]) -> Bool { !duplicates(in: [([], models)]).isEmpty }

  /// The modules with the one for what they share, which comes first; as they are if they share nothing.
  ///
  /// Follows `__create_shared_module_from_duplicates`.
  func apply(to groups: [DatamodelCircles.Group]) throws(DatamodelRefusal) -> [DatamodelCircles.Group] {
    let duplicates = duplicates(in: groups)
    guard !duplicates.isEmpty else { return groups }
    if let other = groups.first(where: { $0.path.first == style.sharedModule }), let model = other.models.first {
      throw DatamodelRefusal(
        message: "a schema is called '\(style.sharedModule)', like the module for what modules share, which the "
          + "generator refuses: name that with '--shared-module-name'", location: model.location)
    }
    var groups = groups
    var shared: [GeneratedModel] = []
    for (_, _, original) in duplicates where !shared.contains(where: { $0 === original }) {
      original.file = "\(style.sharedModule).py"
      shared.append(original)
    }
    // Only these can extend what stands in the other module.
    let canExtend = style.model.isPydantic || style.model == .dataclass
    for (group, model, original) in duplicates {
      guard let place = groups[group].models.firstIndex(where: { $0 === model }) else { continue }
      if model.kind == .enumeration || !canExtend || style.collapseReuse {
        model.redirect(within: groups[group].models, to: original.reference)
        groups[group].models.remove(at: place)
      } else {
        let heir = model.heir(of: original)
        model.redirect(within: groups[group].models, to: heir.reference)
        groups[group].models[place] = heir
      }
    }
    for index in groups.indices {
      groups[index].models.removeAll { model in shared.contains { $0 === model } }
    }
    return [([style.sharedModule], shared)] + groups
  }
}

extension DatamodelStyle {
  /// Whether a declaration may be left out for another: not if `--type-overrides` names it, or a field of it.
  func mayReuse(_ model: GeneratedModel) -> Bool {
    typeOverrides.isEmpty
      || !typeOverrides.keys.contains { key in
        key.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init) == model.reference.shortName
      }
  }
}

extension GeneratedModel {
  /// A declaration of this one's name that extends another and adds nothing. The generator no longer knows its file.
  func heir(of original: GeneratedModel) -> GeneratedModel {
    let reference = GeneratedReference(
      path: reference.path + "/reuse", originalName: reference.name, name: reference.name, isLoaded: true)
    let heir = GeneratedModel(kind, reference, fields: [], bases: [original.reference], at: location)
    heir.description = description
    heir.aliasForm = aliasForm
    heir.isDecorated = false
    return heir
  }

  /// Makes everything in some declarations that refers to this one refer to another.
  func redirect(within models: [GeneratedModel], to other: GeneratedReference) {
    for model in models {
      for type in model.fields.flatMap(\.type.all) where type.reference === reference { type.replaceReference(other) }
      for index in model.bases.indices where model.bases[index] === reference {
        model.bases[index] = other
        other.modelChildren.append(model)
      }
    }
  }
}
