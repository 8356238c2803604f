/// Writes the generator's types as Python.
struct DatamodelHints {
  let style: DatamodelStyle

  private func name(_ standard: String, _ typing: String) -> String { style.standardCollections ? standard : typing }

  /// Whether alternatives in a type are written with `|`: not around a name that stands in quotes.
  private func usesOperator(_ type: GeneratedType) -> Bool { style.unionOperator && !type.avoidsOperator }

  /// The type as it is written; nil where the generator writes nothing.
  func hint(_ type: GeneratedType) -> TypeExpression? {
    var isOptional = type.isOptional
    let isOperator = usesOperator(type)
    var result: TypeExpression?
    if type.isTuple {
      let members = type.parts.map { hint($0) ?? .named("Any") }
      let name = name("tuple", "Tuple")
      result = members.isEmpty ? .generic(name, [.constrained(.named("tuple"), [])]) : .generic(name, members)
    } else if let name = type.type {
      result = type.python?.expression ?? .named(name)
    } else if type.parts.count > 1 {
      var members: [TypeExpression] = []
      for part in type.parts {
        guard let member = hint(part), !members.contains(member) else { continue }
        if member == .named("None") {
          isOptional = true
          continue
        }
        let plain = withoutNone(member, isOperator)
        if plain != member { isOptional = true }
        members.append(contentsOf: flattened(plain, isOperator))
      }
      result =
        members.isEmpty && style.rules == .v72
        ? .named("Any")
        : members.count == 1 ? members[0] : isOperator ? .union(members) : .generic("Union", members)
      if let name = type.discriminator, let inner = result {
        result = .constrained(
          inner,
          [
            Attribute(
              "Annotated", .call("Field", [Value.Argument("discriminator", .string(name))]), topic: .constraint)
          ])
      }
    } else if let part = type.parts.first {
      result = hint(part)
    } else if !type.literals.isEmpty {
      result = .literal(type.literals)
    } else if let reference = type.reference {
      let name = type.alias ?? reference.shortName
      result = .named(name)
      if style.serializeAsAny, reference.modelChildren.contains(where: { !$0.fields.isEmpty }) {
        result = .generic("SerializeAsAny", [.named(name)])
      }
    }
    if let source = type.reference?.source, source.isNullable, !isAlias(source) { isOptional = true }
    let isGeneric = style.genericContainers
    if type.isList {
      let list = isGeneric || type.isVariant ? "Sequence" : name("list", "List")
      result = result.map { .generic(list, [$0]) } ?? .named(list)
    } else if type.isSet {
      let set = isGeneric || type.isVariant ? name("frozenset", "FrozenSet") : name("set", "Set")
      result = result.map { .generic(set, [$0]) } ?? .named(set)
    } else if type.isDict {
      let key = type.dictKey.flatMap { hint($0) } ?? .named("str")
      result = .generic(isGeneric || type.isVariant ? "Mapping" : name("dict", "Dict"), [key, result ?? .named("Any")])
    }
    if isOptional, result != .named("Any") { return optional(result, isOperator) }
    if !type.arguments.isEmpty, let result { return .constrained(result, type.arguments.sorted { $0.name < $1.name }) }
    return result
  }

  /// Names for other types carry their own null in newer versions.
  private func isAlias(_ model: GeneratedModel) -> Bool {
    style.rules == .v72 && model.kind == .root && (!style.model.isPydantic || model.aliasForm != nil)
  }

  /// With `|`, unions within unions are written without brackets and read as one.
  private func flattened(_ type: TypeExpression, _ isOperator: Bool) -> [TypeExpression] {
    if isOperator, case .union(let members) = type { return members }
    return [type]
  }

  func withoutNone(_ type: TypeExpression) -> TypeExpression { withoutNone(type, style.unionOperator) }

  private func withoutNone(_ type: TypeExpression, _ isOperator: Bool) -> TypeExpression {
    let none = TypeExpression.named("None")
    switch type {
    case .union(let members) where isOperator:
      let rest = members.filter { $0 != none }
      return rest.count == 1 ? rest[0] : rest.count == members.count ? type : .union(rest)
    case .generic("Union", let members) where !isOperator:
      let rest = members.filter { $0 != none }.map { withoutNone($0, isOperator) }
      return rest.count == 1 ? rest[0] : .generic("Union", rest)
    default: return type
    }
  }

  /// The type or nothing.
  func optional(_ type: TypeExpression?) -> TypeExpression { optional(type, style.unionOperator) }

  func optional(_ type: TypeExpression?, _ isOperator: Bool) -> TypeExpression {
    guard let type, withoutNone(type, isOperator) != .named("None") else { return .named("None") }
    let plain = withoutNone(type, isOperator)
    return isOperator ? .union(flattened(plain, isOperator) + [.named("None")]) : .generic("Optional", [plain])
  }

  /// Whether a field that is not given has a value of its own for that.
  func usesMissing(_ field: GeneratedField) -> Bool {
    style.missingSentinel && style.model == .pydantic2 && !field.isRequired && !field.hasDefault
      && (field.defaultValue ?? .null) == .null && field.name != nil && field.extras["default_factory"] == nil
  }

  /// A field's type as it is written.
  func hint(_ field: GeneratedField, in model: GeneratedModel? = nil) -> TypeExpression {
    guard let type = hint(field.type) else { return .named("None") }
    let isOperator = style.unionOperator && !(style.model.isPydantic && model?.hasForwardReference ?? false)
    if usesMissing(field) {
      let isNull = (field.nullable == true || field.typeHasNull) && !isOptional(field.type)
      let own = isNull ? optional(type, isOperator) : type
      let members = flattened(own, isOperator) + [.named("MISSING")]
      return isOperator ? .union(members) : .generic("Union", members)
    }
    if field.extras["default_factory"] != nil { return type }
    if isOptional(field.type), field.type.type != "Any" { return type }
    if let nullable = field.nullable { return nullable ? optional(type, isOperator) : type }
    // A key that may be absent is no key that may be nothing.
    if style.model == .typedDict, style.rules < .v72 || model?.kind != .root {
      return field.isRequired && field.typeHasNull && style.rules == .v72 ? optional(type, isOperator) : type
    }
    if field.isRequired {
      return style.rules > .v25 && field.typeHasNull ? optional(type, isOperator) : type
    }
    return optional(type, isOperator)
  }

  /// Whether a type may be nothing by itself, as the generator knows once it has written it.
  func isOptional(_ type: GeneratedType) -> Bool {
    if type.isOptional { return true }
    if let source = type.reference?.source, source.isNullable, !isAlias(source) { return true }
    guard type.type == nil, type.parts.count > 1 else { return false }
    return type.parts.contains { part in
      guard let member = hint(part) else { return false }
      return member == .named("None") || withoutNone(member, usesOperator(type)) != member
    }
  }
}
