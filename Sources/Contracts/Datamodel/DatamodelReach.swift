/// What a field's type leads to, which decides how the field is written.
extension DatamodelWriter {
  /// Whether a declaration's patterns look around, so that only Python's own engine can read them.
  func looksAround(_ model: GeneratedModel) -> Bool {
    var seen: Set<ObjectIdentifier> = []
    // A data class also configures how the names for other types that it uses are read (`has_lookaround_pattern`).
    let follows = style.rules == .v72 && style.model == .pydanticDataclass
    func looks(_ fields: [GeneratedField]) -> Bool {
      fields.contains { field in
        if looksAround(field) { return true }
        guard follows else { return false }
        return field.type.includes { type in
          guard let source = type.reference?.source, seen.insert(ObjectIdentifier(source)).inserted else {
            return false
          }
          return looks(source.fields)
        }
      }
    }
    return looks(model.fields)
  }

  func looksAround(_ field: GeneratedField) -> Bool {
    if case .string(let pattern)? = field.constraints?["pattern"], Self.looksAround(pattern) { return true }
    return style.rules == .v72
      ? field.type.includes { Self.looksAround($0) } : Self.looksAround(field.type)
  }

  private static func looksAround(_ type: GeneratedType) -> Bool {
    type.arguments.contains { attribute in
      guard attribute.name == "pattern", case .string(let pattern) = attribute.value else { return false }
      return looksAround(pattern)
    }
  }

  private static func looksAround(_ pattern: String) -> Bool {
    pattern.range(of: "(?") != nil
      && ["(?=", "(?!", "(?<=", "(?<!"].contains { pattern.range(of: $0) != nil }
  }

  /// Whether a type is an address, outside of containers (`_has_anyurl_outside_container`).
  static func isURL(_ type: GeneratedType) -> Bool {
    if type.isDict || type.isList || type.isSet || type.isTuple { return false }
    return type.type == "AnyUrl" || type.parts.contains { isURL($0) }
  }

  /// Newer versions have the library turn a default into an instance of the declaration that the type names
  /// (`_needs_validate_default`).
  func needsValidation(_ field: GeneratedField) -> Bool {
    guard !field.isRequired || field.showsDefault, let value = field.defaultValue, value != .null else { return false }
    if case .symbol = value { return false }
    var pending = [field.type]
    var seen: Set<ObjectIdentifier> = []
    while let type = pending.popLast() {
      guard seen.insert(ObjectIdentifier(type)).inserted else { continue }
      if let source = type.reference?.source, source.kind != .enumeration {
        guard source.kind == .root, !style.model.isPydantic || source.aliasForm != nil else { return true }
        pending += source.fields.prefix(1).map(\.type)
      }
      pending += type.parts + [type.dictKey].compactMap { $0 }
    }
    return false
  }
}
