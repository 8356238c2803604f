/// Names that stand in quotes because what they mean only follows.
extension DatamodelFinisher {
  /// Root models, aliases and typed extras name what follows them in quotes, where `|` cannot stand.
  mutating func quoteForwardReferences() {
    var places: [String: Int] = [:]
    for (index, model) in models.enumerated() { places[model.reference.shortName] = index }
    for (index, model) in models.enumerated() {
      let isRoot = model.kind == .root && style.model == .pydantic2 || model.kind == .root && !style.model.isPydantic
      let looksAtAll = isRoot || !style.deferredAnnotations
      for field in model.fields where looksAtAll || field.name == DatamodelParser.typedExtrasName {
        if avoidOperators(field.type, after: index, places), looksAtAll { model.hasForwardReference = true }
      }
    }
  }

  private func avoidOperators(_ type: GeneratedType, after index: Int, _ places: [String: Int]) -> Bool {
    var found = false
    for part in type.parts where avoidOperators(part, after: index, places) { found = true }
    if let key = type.dictKey, avoidOperators(key, after: index, places) { found = true }
    let isForward = type.reference.flatMap { places[$0.shortName] }.map { $0 >= index } ?? false
    if isForward || found && type.parts.count > 1 { type.avoidsOperator = true }
    return found || isForward
  }
}
