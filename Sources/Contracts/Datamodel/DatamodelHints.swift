/// Writes the generator's types as Python.
struct DatamodelHints {
  let style: DatamodelStyle

  private func name(_ standard: String, _ typing: String) -> String { style.standardCollections ? standard : typing }

  /// Whether a field that may be absent is written as one that may be nothing.
  private var fallsBackToOptional: Bool { style.model != .typedDict }

  /// The type as it is written; nil where the generator writes nothing.
  func hint(_ type: GeneratedType) -> TypeExpression? {
    var isOptional = type.isOptional
    var result: TypeExpression?
    if type.isTuple {
      let members = type.parts.map { hint($0) ?? .named("Any") }
      result = .generic(name("tuple", "Tuple"), members.isEmpty ? [.named("()")] : members)
    } else if let name = type.type {
      result = .named(name)
    } else if type.parts.count > 1 {
      var members: [TypeExpression] = []
      for part in type.parts {
        guard let member = hint(part), !members.contains(member) else { continue }
        if member == .named("None") {
          isOptional = true
          continue
        }
        let plain = withoutNone(member)
        if plain != member { isOptional = true }
        members.append(contentsOf: flattened(plain))
      }
      result = members.count == 1 ? members[0] : union(members)
    } else if let part = type.parts.first {
      result = hint(part)
    } else if !type.literals.isEmpty {
      result = .literal(type.literals)
    } else if let reference = type.reference {
      result = .named(type.alias ?? reference.shortName)
    }
    if let source = type.reference?.source, source.isNullable { isOptional = true }
    if type.isList {
      if result == nil, style.rules == .v72 { result = .named("Any") }
      result = result.map { .generic(name("list", "List"), [$0]) } ?? .named(name("list", "List"))
    } else if type.isSet {
      result = result.map { .generic(name("set", "Set"), [$0]) } ?? .named(name("set", "Set"))
    } else if type.isDict {
      let key = type.dictKey.flatMap { hint($0) } ?? .named("str")
      result = .generic(name("dict", "Dict"), [key, result ?? .named("Any")])
    }
    if isOptional, result != .named("Any") { return optional(result) }
    if !type.arguments.isEmpty, let result { return .constrained(result, type.arguments.sorted { $0.name < $1.name }) }
    return result
  }

  /// With `|`, unions within unions are written without brackets and read as one.
  private func flattened(_ type: TypeExpression) -> [TypeExpression] {
    if style.unionOperator, case .union(let members) = type { return members }
    return [type]
  }

  private func union(_ members: [TypeExpression]) -> TypeExpression {
    style.unionOperator ? .union(members) : .generic("Union", members)
  }

  func withoutNone(_ type: TypeExpression) -> TypeExpression {
    let none = TypeExpression.named("None")
    switch type {
    case .union(let members) where style.unionOperator:
      let rest = members.filter { $0 != none }
      return rest.count == 1 ? rest[0] : rest.count == members.count ? type : .union(rest)
    case .generic("Union", let members) where !style.unionOperator:
      let rest = members.filter { $0 != none }.map { withoutNone($0) }
      return rest.count == 1 ? rest[0] : .generic("Union", rest)
    default: return type
    }
  }

  /// The type or nothing.
  func optional(_ type: TypeExpression?) -> TypeExpression {
    guard let type, withoutNone(type) != .named("None") else { return .named("None") }
    let plain = withoutNone(type)
    return style.unionOperator ? .union(flattened(plain) + [.named("None")]) : .generic("Optional", [plain])
  }

  /// A field's type as it is written.
  func hint(_ field: GeneratedField) -> TypeExpression {
    guard let type = hint(field.type) else { return .named("None") }
    if field.extras["default_factory"] != nil { return type }
    if isOptional(field.type), field.type.type != "Any" { return type }
    if let nullable = field.nullable { return nullable ? optional(type) : type }
    if !fallsBackToOptional { return type }
    if field.isRequired {
      return style.rules > .v25 && field.typeHasNull ? optional(type) : type
    }
    return optional(type)
  }

  /// Whether a type may be nothing by itself, as the generator knows once it has written it.
  func isOptional(_ type: GeneratedType) -> Bool {
    if type.isOptional || type.reference?.source?.isNullable == true { return true }
    guard type.type == nil, type.parts.count > 1 else { return false }
    return type.parts.contains { part in
      guard let member = hint(part) else { return false }
      return member == .named("None") || withoutNone(member) != member
    }
  }
}
