import DriftModel

/// What newer versions of the generator say of the keys that a typed dictionary does not name.
extension DatamodelParser {
  /// Keeps the type of further keys with a declaration, as it would be written just then: later names do not reach it
  /// (`set_additional_properties`, `_setup_typed_dict_kwargs`).
  func describeExtraItems(_ model: GeneratedModel, _ object: SchemaObject) throws(DatamodelRefusal) {
    guard style.model == .typedDict, model.kind == .record else { return }
    // What extends a declaration that says nothing of further keys may name some.
    model.isExtended =
      extended.contains(model.reference.path)
      || object.extra("x-is-base-class").map { Value(yaml: $0).isTruthy } ?? false
    guard style.closedTypedDict, let schema = object.additionalSchema, saysType(schema) else { return }
    let type = try lightweightType(schema)
    guard let hint = DatamodelHints(style: style).hint(type) else { return }
    let references = type.all.compactMap(\.reference)
    for part in type.all { part.replaceReference(nil) }
    model.extraItemNeeds = Set(references.map(\.path))
    model.extraItems = references.isEmpty ? Value(written: hint) : PythonReader.quoted(hint)
  }

  /// Whether a type can be made of a schema without a declaration (`_build_lightweight_type`).
  private func saysType(_ object: SchemaObject, depth: Int = 0) -> Bool {
    guard depth < 4 else { return false }
    if object.ref != nil || object.extra("const") != nil || !object.enumValues.isEmpty || object.isArrayNow {
      return true
    }
    if !object.allOf.isEmpty || object.node["type"] != nil { return true }
    let combined = object.anyOf.isEmpty ? object.oneOf : object.anyOf
    guard combined.isEmpty else {
      let possible = combined.filter { $0.boolean != false }
      return combined.count <= 5 && !possible.isEmpty
        && possible.allSatisfy { $0.boolean == true || $0.ref != nil || saysType($0, depth: depth + 1) }
    }
    return object.additionalSchema != nil || object.hasProperties
  }
}

extension Value {
  /// A type as it is read where a value stands.
  init(written type: TypeExpression) {
    switch type {
    case .named("None"): self = .null
    case .named(let name): self = .symbol(name)
    default: self = .type(type)
    }
  }
}
