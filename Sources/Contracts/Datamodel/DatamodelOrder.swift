/// The order in which the generator writes declarations: what is needed comes first, cycles stay as they are.
enum DatamodelOrder {
  /// The declarations in this order.
  static func all(_ models: [GeneratedModel], style: DatamodelStyle) throws(DatamodelRefusal) -> [GeneratedModel] {
    guard let first = models.first else { return [] }
    if let sorted = sorted(models, style: style) { return sorted }
    throw DatamodelRefusal(
      message: "what datamodel-code-generator writes is not known here: references that cannot be ordered",
      location: first.location)
  }

  private static func sorted(_ models: [GeneratedModel], style: DatamodelStyle) -> [GeneratedModel]? {
    var sorted: [GeneratedModel] = []
    var done: [String: Int] = [:]
    func place(_ model: GeneratedModel) {
      // A later declaration for the same place takes the earlier one's position.
      if let index = done[model.reference.path] {
        sorted[index] = model
      } else {
        done[model.reference.path] = sorted.count
        sorted.append(model)
      }
    }
    var waiting = models
    while true {
      let before = done.count
      var unresolved: [GeneratedModel] = []
      for model in waiting {
        let missing = model.needs { $0 != model.reference.path && done[$0] == nil }
        if missing { unresolved.append(model) } else { place(model) }
      }
      waiting = unresolved
      if waiting.isEmpty { return sorted }
      if before == done.count { break }
    }
    // Newer versions need what a root model is made of before it, as they need its base classes.
    let needsFields = style.rules == .v72 && style.model == .pydantic2
    func needs(_ model: GeneratedModel) -> [String] {
      needsFields && model.kind == .root
        ? model.fields.flatMap { $0.type.allButKeys.compactMap { $0.reference?.path } } : model.bases.map(\.path)
    }
    // Sort until nothing moves; a cycle would never come to rest.
    var names: [String] = []
    var seen: Set<[String]> = []
    for _ in 0...max(waiting.count, 100) {
      names = waiting.map(\.reference.path)
      let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { $1 })
      let ranked = waiting.enumerated().map { index, model in
        (rank: needs(model).compactMap { places[$0] }.max() ?? -1, index: index, model: model)
      }
      let next = ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.model)
      if next.elementsEqual(waiting, by: { $0 === $1 }) { break }
      if needsFields || style.rules == .v72, !seen.insert(next.map(\.reference.path)).inserted {
        waiting.sort { $0.reference.path < $1.reference.path }
        break
      }
      waiting = next
    }
    let known = Set(names)
    for model in waiting {
      let missing = model.needs.filter { $0 != model.reference.path && done[$0] == nil }
      guard missing.isSubset(of: known) else { return nil }
      place(model)
    }
    return sorted
  }
}
