import DriftModel

/// Declarations for what is sent and what is received, with `--read-only-write-only-model-type all`.
extension DatamodelParser {
  /// Whether `readOnly` or `writeOnly` holds of a property, as `_resolve_field_flag` tells it.
  func hasFlag(
    _ flag: String, _ object: SchemaObject, seen: Set<String> = [], depth: Int = 0
  ) throws(DatamodelRefusal) -> Bool {
    if object.flag(flag) == true { return true }
    guard depth < 100 else { return false }
    if style.readWriteModels, let ref = object.ref {
      let path = try resolve(ref, object).path
      if !seen.contains(path), let target = try target(of: ref), target.boolean == nil,
        try hasFlag(flag, target, seen: seen.union([path]), depth: depth + 1)
      {
        return true
      }
    }
    for part in object.allOf + object.anyOf + object.oneOf where part.boolean == nil {
      if try hasFlag(flag, part, seen: seen, depth: depth + 1) { return true }
    }
    return false
  }

  /// Declares a record without what is only read, and one without what is only written, before the record itself.
  mutating func declareVariants(of model: GeneratedModel, _ object: SchemaObject) throws(DatamodelRefusal) {
    guard style.readWriteModels else { return }
    let fields = try allFields(of: model, object)
    let variants = [
      ("Request", fields.filter { !$0.isReadOnly }), ("Response", fields.filter { !$0.isWriteOnly }),
    ].filter { !$1.isEmpty && $1.count < fields.count }
    guard !variants.isEmpty else { return }
    if registry.names.hasAffix || style.namingStrategy != "numbered" || model.rules != nil
      || fields.contains(where: { $0.type.isUnknown })
    {
      throw refusal("'--read-only-write-only-model-type' here", object)
    }
    for (suffix, kept) in variants {
      let name = registry.className(model.reference.name + suffix, isUnique: true).name
      let path = Self.special("read-write-\(suffix.lowercased())", [model.reference.path])
      let reference = registry.add(path, name, isLoaded: true)
      let variant = GeneratedModel(model.kind, reference, fields: kept.map { $0.copy() }, at: object.location)
      describe(variant, object)
      variant.isNullable = model.isNullable
      declare(variant)
    }
  }

  /// The fields of a record with those that it inherits, which come first.
  private func allFields(of model: GeneratedModel, _ object: SchemaObject) throws(DatamodelRefusal) -> [GeneratedField]
  {
    var inherited: [GeneratedField] = []
    var bases = model.bases
    var depth = 0
    while let base = bases.first {
      depth += 1
      guard bases.count == 1, depth < 50, let source = base.source, source.kind == .record else {
        throw refusal("'--read-only-write-only-model-type' with what is extended here", object)
      }
      inherited = source.fields + inherited
      bases = source.bases
    }
    let all = inherited + model.fields
    var seen: Set<String> = []
    for field in all {
      guard seen.insert(field.originalName ?? field.name ?? "").inserted else {
        throw refusal("'--read-only-write-only-model-type' with a property that is declared again", object)
      }
    }
    return all
  }
}
