import DriftModel

/// Declarations of `msgspec.Struct`.
extension DatamodelWriter {
  func structure(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.record, name, at: model.location)
    declaration.bases = model.bases.isEmpty ? [.named("Struct")] : model.bases.map { .named(model.baseName($0)) }
    if model.isGenericBase { declaration.bases = (model.customBases ?? []).map { .named($0) } }
    declaration.attributes = decorators(model)
    declaration.attributes += classArguments(model).map {
      Attribute("class.\($0.name)", $0.value, topic: .extraPolicy)
    }
    for keyword in style.overrides.classKeywords[model.firstName] ?? [] {
      // What the generator says by itself wins.
      if declaration.attributes.contains(where: { $0.name == "class.\(keyword.name)" }) { continue }
      var value = keyword.value
      if style.codeInOverrides, case .string(let text) = value {
        value = PythonReader.expression(text) ?? .symbol(text)
      }
      declaration.attributes.append(Attribute("class.\(keyword.name)", value, topic: .extraPolicy))
    }
    describe(&declaration, model)
    let written = model.fields.filter { !$0.isTag }
    let fields = ordered(written) { isAssigned($0) }
    declaration.members = fields.map { field in
      var member = Member(field.name ?? "", at: field.location, type: type(field, in: model))
      member.value = value(field)
      if let text = text(of: field) {
        member.description = PythonString.dedented(text)
      }
      return member
    }
    return declaration
  }

  private func classArguments(_ model: GeneratedModel) -> [(name: String, value: Value)] {
    var arguments = model.classArguments
    if style.keywordOnly || model.needsKeywords { arguments.append(("kw_only", .boolean(true))) }
    // What is configured for all structures, which only a base class of all of them says (`CONFIG_MAPPING`).
    if model.isGenericBase, style.extraFields == "forbid" {
      arguments.append(("forbid_unknown_fields", .boolean(true)))
    }
    if model.isGenericBase, style.immutable { arguments.append(("frozen", .boolean(true))) }
    return arguments
  }

  /// Those that have to be given first; what was added afterwards stays where it is, unless they are ordered anew since one
  /// needs an assignment.
  func ordered(_ fields: [GeneratedField], _ isAssigned: (GeneratedField) -> Bool) -> [GeneratedField] {
    let own = fields.filter { !$0.isAppended }
    let all = own.filter { !isAssigned($0) } + own.filter { isAssigned($0) } + fields.filter(\.isAppended)
    guard all.contains(where: { $0.isForced || $0.isKeywordOnly }) else { return all }
    func stands(_ field: GeneratedField) -> Bool {
      isAssigned(field) || (field.isForced || field.isKeywordOnly) && !(style.annotated && style.model == .dataclass)
    }
    return all.filter { !stands($0) } + all.filter { stands($0) }
  }

  /// Whether a field comes behind those that have to be given.
  func isAssigned(_ field: GeneratedField) -> Bool {
    field.showsDefault || !(field.isRequired || style.stripDefaultNone && (field.defaultValue ?? .null) == .null)
  }

  /// A field's type with what is known of its values.
  func type(_ field: GeneratedField, in model: GeneratedModel?) -> TypeExpression {
    let meta = meta(field, in: model)
    guard style.rules == .v72 else {
      guard let meta else { return hints.hint(field) }
      if field.isRequired { return annotated(hints.hint(field), meta) }
      return hints.optional(annotated(hints.hint(field.type) ?? .named("Any"), meta))
    }
    let mayBeUnset = !field.isRequired && field.nullable != true && model != nil
    guard mayBeUnset || meta != nil else { return hints.hint(field) }
    let hint = hints.hint(field.type) ?? .named("None")
    // A type in Python's words stays as it is, even if it says that there may be nothing.
    var plain = field.type.python == nil ? hints.withoutNone(hint) : hint
    if case .generic("Optional", let members) = plain, field.type.python == nil, members.count == 1 {
      plain = members[0]
    }
    let hasNone = field.nullable == true || field.typeHasNull || plain != hint || hints.isOptional(field.type)
    if plain == .named("None") { return .named("UnsetType") }
    var members = [plain]
    if let meta {
      members = [annotated(plain, meta)]
    } else if case .union(let parts) = plain {
      members = parts
    } else if field.type.python == nil, case .generic("Union", let parts) = plain {
      members = parts
    }
    if hasNone { members.append(.named("None")) }
    if mayBeUnset { members.append(.named("UnsetType")) }
    if members.count == 1 { return members[0] }
    return style.unionOperator ? .union(members) : .generic("Union", members)
  }

  private func annotated(_ type: TypeExpression, _ meta: Value) -> TypeExpression {
    .constrained(type, [Attribute("Annotated", meta, topic: .constraint)])
  }

  private static let described: Set<String> = ["title", "description", "examples"]

  func meta(_ field: GeneratedField, in model: GeneratedModel?) -> Value? {
    var data = field.extras.filter { Self.described.contains($0.key) }
    let refersToItself = model.map { model in field.type.includes { $0.reference === model.reference } } ?? false
    if let constraints = field.constraints, !refersToItself {
      let isFloat = field.type.includes { $0.type == "float" }
      let isInteger = field.type.includes { $0.type == "int" }
      for (keyword, value) in constraints where keyword != "uniqueItems" {
        if style.rules < .v72, keyword == "minItems" || keyword == "maxItems" { continue }
        let name = types.fieldArgument(keyword)
        guard ["gt", "ge", "lt", "le", "multiple_of"].contains(name) else {
          data[name] = value
          continue
        }
        // `Meta` takes finite bounds only: `_get_strict_field_constraint` drops the others.
        if style.rules == .v72, case .number(let number) = value, !number.isFinite { continue }
        data[name] = isFloat ? value.floating : isInteger || style.rules < .v72 ? value.truncated : value.whole
      }
    }
    let arguments = data.filter { $0.value != .null }.sorted { $0.key < $1.key }.map {
      Value.Argument($0.key, $0.value)
    }
    return arguments.isEmpty ? nil : .call("Meta", arguments)
  }

  func value(_ field: GeneratedField) -> Value? {
    var arguments: [Value.Argument] = []
    if let alias = field.alias { arguments.append(Value.Argument("name", .string(alias))) }
    if !field.isRequired || field.showsDefault {
      let unset: Value = style.rules == .v72 && field.nullable != true ? .symbol("UNSET") : .null
      let plain = field.defaultValue ?? .null
      let made = style.rules == .v72 ? field.nestedFactory ?? statedFactory(field) : nil
      if let factory = made ?? structFactory(field, plain) {
        arguments.append(Value.Argument("default_factory", factory))
      } else {
        arguments.append(Value.Argument("default", plain == .null ? unset : plain))
      }
    }
    if arguments.count == 1, arguments[0].name == "default" { return arguments[0].value }
    if arguments.isEmpty {
      let mayBeNone = style.rules < .v72 && (hints.isOptional(field.type) || field.nullable == true)
      return mayBeNone ? .null : nil
    }
    return .call("field", arguments)
  }

  /// A default that must be made anew for each instance, as a function.
  private func structFactory(_ field: GeneratedField, _ value: Value) -> Value? {
    let isNew = style.rules == .v72
    guard isNew ? value != .null : value.isTruthy else { return nil }
    func convert(_ type: Value) -> Value {
      .function(.call("convert", [Value.Argument(nil, value), Value.Argument("type", type)]))
    }
    let isUnion = field.type.parts.count > 1
    // What is empty needs no more than the container, if the type is one (`_uses_empty_builtin_container_factory`).
    let isEmpty = isNew && Self.isEmptyContainer(value, ([field.type] + field.type.parts))
    for part in field.type.parts.isEmpty ? [field.type] : field.type.parts where !isEmpty {
      if part.isDict || isUnion && !isNew { continue }
      if part.isList, part.parts.count == 1 {
        if let reference = part.parts[0].reference, let source = reference.source, source.kind != .enumeration,
          isNew || source.kind == .record || source.kind == .root, case .list = value
        {
          return convert(.type(.generic("list", [.named(part.parts[0].alias ?? reference.shortName)])))
        }
      } else if let reference = part.reference, let source = reference.source, source.kind == .record {
        if isUnion {
          guard case .object = value else { continue }
          if field.type.parts.contains(where: \.isDict) { continue }
        }
        return convert(.symbol(part.alias ?? reference.shortName))
      }
    }
    return isNew ? Self.containerFactory(value) : nil
  }

  private static func isEmptyContainer(_ value: Value, _ types: [GeneratedType]) -> Bool {
    switch value {
    case .list(let items): items.isEmpty && types.contains(where: \.isList)
    case .object(let entries): entries.isEmpty && types.contains(where: \.isDict)
    default: false
    }
  }

  /// What makes a list or an object; nil for what needs not be made.
  static func containerFactory(_ value: Value) -> Value? {
    switch value {
    case .list(let items): items.isEmpty ? .symbol("list") : .function(value)
    case .object(let entries): entries.isEmpty ? .symbol("dict") : .function(value)
    default: nil
    }
  }
}

extension Value {
  /// A number without a fraction as a whole one.
  fileprivate var whole: Value {
    if case .number(let number) = self, number.rounded() == number { return truncated }
    return self
  }
}
