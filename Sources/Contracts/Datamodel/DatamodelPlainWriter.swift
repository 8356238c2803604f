import DriftModel

/// Declarations for the kinds of output that no library checks: typed dictionaries and data classes.
extension DatamodelWriter {
  func alias(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.alias, name, at: model.location)
    declaration.attributes = [Attribute("form", .string(aliasForm), topic: .other)]
    describe(&declaration, model)
    guard let field = model.fields.first else {
      declaration.type = model.bases.first.map { .named(model.baseName($0)) }
      return declaration
    }
    declaration.type = style.model == .msgspec ? type(field, in: nil) : hints.hint(field, in: model)
    if style.model == .pydanticDataclass, let type = declaration.type {
      var arguments = arguments(field, in: model)
      if style.rules == .v72, needsValidation(field) {
        arguments.append(Value.Argument("validate_default", .boolean(true)))
      }
      if !arguments.isEmpty {
        if !style.annotated, field.isRequired {
          arguments = [Value.Argument(nil, .symbol("..."))] + arguments
        } else if !style.annotated, style.rules == .v72 {
          arguments = [Value.Argument(nil, field.defaultValue ?? .null)] + arguments
        }
        declaration.type = .constrained(
          type, [Attribute("Annotated", .call("Field", arguments), topic: .constraint)])
      }
    }
    if let value = aliasDefault(field), let type = declaration.type {
      declaration.type = .constrained(type, [Attribute("Annotated", value, topic: .constraint)])
    }
    if style.rules == .v72, declaration.description == nil, let text = text(of: field) {
      declaration.description = PythonString.dedented(text)
    }
    return declaration
  }

  /// The default that a name for another type carries where nothing else is said of it.
  private func aliasDefault(_ field: GeneratedField) -> Value? {
    guard style.rules == .v72, !field.isRequired,
      (field.defaultValue ?? .null) != .null || statedFactory(field) != nil
    else { return nil }
    switch style.model {
    case .dataclass: return dataclassDefault(field)
    case .msgspec: return meta(field, in: nil) == nil ? value(field) : nil
    default: return nil
    }
  }

  /// How a name for another type is declared where no root model can be (`get_auxiliary_model_types`).
  private var aliasForm: String {
    if style.rules < .v72 { return "=" }
    if (style.pythonMinor ?? 10) >= 12 { return "type" }
    return style.typeAliasType || style.model == .pydanticDataclass ? "TypeAliasType" : "TypeAlias"
  }

  /// What tells a typed dictionary that is made by a call.
  static let callForm = Attribute("form", .string("call"), topic: .other)

  func typedDictionary(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.record, name, at: model.location)
    declaration.bases = model.bases.isEmpty ? [.named("TypedDict")] : model.bases.map { .named(model.baseName($0)) }
    var fields = model.fields
    let isCall = fields.contains { !DatamodelParser.isIdentifier($0.originalName ?? $0.name ?? "") }
    if isCall {
      // A call extends nothing: it repeats what it would inherit.
      declaration.bases = [.named("TypedDict")]
      declaration.attributes.append(Self.callForm)
      fields = Self.inherited(by: model) + fields
      var last: [String: GeneratedField] = [:]
      for field in fields { last[field.originalName ?? field.name ?? ""] = field }
      if style.rules == .v72 {
        fields = fields.compactMap { last.removeValue(forKey: $0.originalName ?? $0.name ?? "") }
      }
    }
    if style.rules == .v72 { declaration.attributes += keyArguments(model) }
    if !isCall || style.rules < .v72 { describe(&declaration, model) }
    declaration.members = fields.map { field in
      var member = Member(field.originalName ?? field.name ?? "", at: field.location, type: keyType(field))
      if !isCall || style.rules < .v72, let text = text(of: field) {
        member.description = PythonString.dedented(text)
      }
      return member
    }
    return declaration
  }

  /// What the class of a typed dictionary says of all its keys (`_setup_typed_dict_kwargs`).
  private func keyArguments(_ model: GeneratedModel) -> [Attribute] {
    var arguments: [Attribute] = []
    if style.totalFalse { arguments.append(Attribute("class.total", .boolean(false), topic: .extraPolicy)) }
    if model.isExtended { return arguments }
    if model.additionalProperties == false {
      arguments.append(Attribute("class.closed", .boolean(true), topic: .extraPolicy))
    } else if let type = model.extraItems {
      arguments.append(Attribute("class.extra_items", type, topic: .extraPolicy))
    }
    return arguments
  }

  /// The type of a key, with whether it may be changed and whether it must be there, where the class does not say it.
  private func keyType(_ field: GeneratedField) -> TypeExpression {
    var type = hints.hint(field)
    let isNew = style.rules == .v72
    if isNew, style.frozenFields, field.isReadOnly { type = .generic("ReadOnly", [type]) }
    switch (isNew && style.totalFalse, field.isRequired) {
    case (true, true): return .generic("Required", [type])
    case (false, false): return .generic("NotRequired", [type])
    default: return type
    }
  }

  /// The fields of what a declaration extends, outermost first.
  private static func inherited(by model: GeneratedModel, depth: Int = 0) -> [GeneratedField] {
    guard depth < 20 else { return [] }
    return model.bases.compactMap(\.source).filter { $0.kind == .record }
      .flatMap { inherited(by: $0, depth: depth + 1) + $0.fields }
  }

  func dataclass(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.record, name, at: model.location)
    declaration.bases = model.bases.map { .named(model.baseName($0)) }
    declaration.attributes = decorators(model) + [decorator([])]
    describe(&declaration, model)
    let fields = ordered(model.fields) { isAssigned($0) }
    declaration.members = fields.map { field in
      var member = Member(field.name ?? "", at: field.location, type: hints.hint(field))
      if isAssigned(field) { member.value = dataclassDefault(field) }
      if field.isForced { member.value = .call("field", []) }
      if field.isKeywordOnly {
        member.value = .call("field", [Value.Argument("kw_only", .boolean(true))])
      }
      if let text = text(of: field) {
        member.description = PythonString.docstring(text, isEscaped: style.rules == .v72)
      }
      return member
    }
    return declaration
  }

  private func dataclassDefault(_ field: GeneratedField) -> Value {
    let value = field.defaultValue ?? .null
    if style.rules == .v72, let factory = field.nestedFactory ?? statedFactory(field) {
      return .call("field", [Value.Argument("default_factory", factory)])
    }
    let isContainer =
      switch value {
      case .list, .object: true
      default: false
      }
    guard isContainer else { return enumMember(value, field) ?? value }
    var made: Value = .function(value)
    if style.rules == .v72 {
      made = instance(value, field) ?? Self.containerFactory(value) ?? made
    }
    return .call("field", [Value.Argument("default_factory", made)])
  }

  /// The one data class among a field's types that an object can be turned into, made from it.
  private func instance(_ value: Value, _ field: GeneratedField) -> Value? {
    guard case .object(let entries) = value, !field.type.isDict, !field.type.parts.contains(where: \.isDict) else {
      return nil
    }
    var found: Value?
    for type in field.type.parts.isEmpty ? [field.type] : field.type.parts {
      guard let reference = type.reference, let source = reference.source, source.kind == .record,
        source.bases.isEmpty
      else { continue }
      var arguments: [Value.Argument] = []
      var isFitting = true
      for entry in entries {
        guard case .string(let key) = entry.key,
          let name = (source.fields.first { $0.originalName == key } ?? source.fields.first { $0.name == key })?.name
        else {
          isFitting = false
          break
        }
        arguments.append(Value.Argument(name, entry.value))
      }
      let given = Set(arguments.compactMap(\.name))
      guard isFitting, source.fields.allSatisfy({ isAssigned($0) || given.contains($0.name ?? "") }) else { continue }
      if found != nil { return nil }
      found = .function(.call(type.alias ?? reference.shortName, arguments))
    }
    return found
  }

  func decorator(_ more: [Value.Argument]) -> Attribute {
    var arguments: [Value.Argument] = []
    if style.keywordOnly { arguments.append(Value.Argument("kw_only", .boolean(true))) }
    if style.frozen { arguments.append(Value.Argument("frozen", .boolean(true))) }
    arguments = arguments.sorted { ($0.name ?? "") < ($1.name ?? "") } + more
    return Attribute("@", arguments.isEmpty ? .symbol("dataclass") : .call("dataclass", arguments), topic: .other)
  }

  func pydanticDataclass(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.record, name, at: model.location)
    declaration.bases = model.bases.map { .named(model.baseName($0)) }
    var settings: [Value.Argument] = []
    // What is configured for all records would stand in a base class, which data classes do not get.
    let isBased = style.rules == .v72 && style.genericBase
    if let flag = model.additionalProperties {
      settings.append(Value.Argument("extra", .string(flag ? "allow" : "forbid")))
    } else if let extra = style.extraFields, !isBased {
      settings.append(Value.Argument("extra", .string(extra)))
    }
    if style.populateByName, !isBased { settings.append(Value.Argument("populate_by_name", .boolean(true))) }
    if looksAround(model) {
      settings.append(Value.Argument("regex_engine", .string("python-re")))
    }
    if Self.hasCustomType(model) { settings.append(Value.Argument("arbitrary_types_allowed", .boolean(true))) }
    declaration.attributes =
      decorators(model) + [
        decorator(settings.isEmpty ? [] : [Value.Argument("config", .call("ConfigDict", settings))])
      ]
    describe(&declaration, model)
    // What of an annotation has to be an assignment is found out when the order is settled.
    let fields = ordered(model.fields) { field in
      let isMoved = style.annotated && (field.isForced || field.isKeywordOnly)
      return !isMoved && member(field, field.name ?? "", in: model).value != nil
    }
    declaration.members = fields.map { field in
      var member = member(field, field.name ?? "", in: model)
      if field.isForced, member.value == nil { member.value = .call("Field", [Value.Argument(nil, .symbol("..."))]) }
      if field.isKeywordOnly {
        var arguments = style.annotated ? [] : [Value.Argument(nil, .symbol("..."))]
        if case .call("Field", let known)? = member.value { arguments = known }
        member.value = .call("Field", arguments + [Value.Argument("kw_only", .boolean(true))])
      }
      return member
    }
    return declaration
  }

  private func enumMember(_ value: Value, _ field: GeneratedField) -> Value? {
    // Nothing is no member, though an enumeration may have one for it.
    guard value != .null, let reference = field.type.reference, let source = reference.source,
      source.kind == .enumeration, let member = source.fields.first(where: { $0.defaultValue == value })
    else { return nil }
    return .symbol("\(field.type.alias ?? reference.shortName).\(member.name ?? "")")
  }
}
