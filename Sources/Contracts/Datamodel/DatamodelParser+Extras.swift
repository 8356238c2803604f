import DriftModel

/// What a schema says beside the keywords that make types, and a field repeats.
extension DatamodelParser {
  /// Gives a field the metadata of its schema, and their order.
  func setExtras(of field: GeneratedField, _ object: SchemaObject) {
    let members = object.extras
    guard !members.isEmpty else { return }
    field.extras = extras(object, members)
    field.extraOrder = members.map { name(of: $0) }
  }

  func extras(_ object: SchemaObject) -> NamedValues { extras(object, isNew ? object.extras : []) }

  private func extras(_ object: SchemaObject, _ members: [DocumentNode.Member]) -> NamedValues {
    var extras: NamedValues = [:]
    if isNew {
      for member in members
      where style.includesAllExtras || Self.fieldExtras.contains(member.key) || style.extraKeys.contains(member.key) {
        extras[name(of: member)] = Value(yaml: member.value)
      }
      return extras
    }
    for keyword in ["title", "description", "example", "examples", "const", "default_factory"] {
      if let node = object.node[keyword] { extras[keyword] = Value(yaml: node) }
    }
    return extras
  }

  /// What metadata is called in the output: of some, as options say, the prefix goes.
  private func name(of member: DocumentNode.Member) -> String {
    let isPlain = style.plainExtraKeys.contains(member.key) && member.key.hasPrefix("x-")
    return isPlain ? String(member.key.dropFirst(2)) : member.key
  }

  private static let fieldExtras: Set<String> = [
    "example", "examples", "description", "discriminator", "title", "const", "default_factory", "deprecated",
    "contentEncoding", "contentMediaType", "contentSchema", "externalDocs", "xml",
  ]
}
