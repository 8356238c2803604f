import DriftModel

/// Writes the generator's declarations as a contract, in the form in which the Python reader states committed code.
struct DatamodelWriter {
  let style: DatamodelStyle
  let hints: DatamodelHints
  let types: DatamodelTypes

  init(_ style: DatamodelStyle) {
    self.style = style
    self.hints = DatamodelHints(style: style)
    self.types = DatamodelTypes(style: style)
  }

  func declaration(_ model: GeneratedModel, name: String? = nil) -> Declaration {
    switch model.kind {
    case .enumeration: enumeration(model, name ?? model.reference.shortName)
    case .record where style.model == .typedDict: typedDictionary(model, name ?? model.reference.shortName)
    case .record where style.model == .dataclass: dataclass(model, name ?? model.reference.shortName)
    case .record where style.model == .pydanticDataclass: pydanticDataclass(model, name ?? model.reference.shortName)
    case .record where style.model == .msgspec: structure(model, name ?? model.reference.shortName)
    case .root where !style.model.isPydantic: alias(model, name ?? model.reference.shortName)
    case .root where model.aliasForm != nil: namedType(model, name ?? model.reference.shortName)
    case .record: record(model, name ?? model.reference.shortName)
    case .root: root(model, name ?? model.reference.shortName)
    }
  }

  func describe(_ declaration: inout Declaration, _ model: GeneratedModel) {
    guard style.schemaDescription, let description = model.description, !description.isEmpty else { return }
    declaration.description = PythonString.docstring(description, isEscaped: style.rules == .v72)
    declaration.descriptionLocation = model.location
  }

  private func enumeration(_ model: GeneratedModel, _ name: String) -> Declaration {
    var bases = [TypeExpression.named("Enum")]
    // The standard library has it since Python 3.11.
    let hasStrEnum = style.hasStrEnum && style.pythonMinor ?? 11 >= 11
    let isText = { (field: GeneratedField) in if case .string? = field.defaultValue { true } else { false } }
    if style.specializedEnum, hasStrEnum, model.valueType == "string", model.fields.allSatisfy(isText) {
      bases = [.named("StrEnum")]
    } else if style.specializedEnum, model.valueType == "integer" {
      bases = [.named("IntEnum")]
    } else if style.subclassEnum,
      let type = ["string": "str", "integer": "int", "number": "float"][model.valueType ?? ""]
    {
      bases = [.named(type), .named("Enum")]
    }
    var declaration = Declaration(.enumeration, name, at: model.location, bases: bases)
    describe(&declaration, model)
    declaration.members = model.fields.map {
      var member = Member($0.name ?? "", at: $0.location, value: $0.defaultValue)
      if let text = text(of: $0) {
        member.description = PythonString.dedented(text)
      }
      return member
    }
    return declaration
  }

  /// What a record extends where no schema says it.
  func ownBases(_ model: GeneratedModel, _ usual: String) -> [TypeExpression] {
    let paths = style.baseClasses[model.reference.shortName] ?? model.customBases ?? style.baseClass.map { [$0] } ?? []
    if paths.isEmpty { return [.named(usual)] }
    return paths.map { .named($0.behindLastDot) }
  }

  private func record(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.record, name, at: model.location)
    declaration.bases =
      model.bases.isEmpty ? ownBases(model, "BaseModel") : model.bases.map { .named(model.baseName($0)) }
    describe(&declaration, model)
    declaration.attributes = model.isGenericBase ? configuration(model) : ownConfiguration(model)
    declaration.attributes += decorators(model)
    declaration.bases = withValidators(declaration.bases, model)
    declaration.members = rules(model) + model.fields.map { member($0, $0.name ?? "", in: model) }
    declaration.methods = validators(model)
    if model.isHashable {
      let hash = Member("__hash__", at: model.location, value: .symbol("object.__hash__"))
      declaration.members.insert(hash, at: model.fields.first?.name == DatamodelParser.typedExtrasName ? 1 : 0)
    }
    return declaration
  }

  /// Another name for a type, beside records of pydantic.
  private func namedType(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.alias, name, at: model.location)
    declaration.attributes = [Attribute("form", .string(model.aliasForm ?? "="), topic: .other)]
    describe(&declaration, model)
    guard let field = model.fields.first else {
      declaration.type = model.bases.first.map { .named(model.baseName($0)) }
      return declaration
    }
    let member = member(field, "root", in: model)
    if style.fieldDescription, declaration.description == nil { declaration.description = member.description }
    if model.aliasForm == "=" {
      declaration.type = .generic("RootModel", [hints.hint(field, in: model)])
    } else if case .call("Field", _)? = member.value, let call = member.value {
      declaration.type = .constrained(
        hints.hint(field, in: model), [Attribute("Annotated", call, topic: .constraint)])
    } else {
      declaration.type = member.type
    }
    return declaration
  }

  private func root(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.record, name, at: model.location)
    describe(&declaration, model)
    declaration.attributes = configuration(model)
    guard let field = model.fields.first else {
      declaration.bases = model.bases.map { .named(model.baseName($0)) }
      return declaration
    }
    if style.model == .pydantic1 {
      declaration.bases = ownBases(model, "BaseModel")
      declaration.members = [member(field, "__root__", in: model)]
    } else {
      let isLoose = style.rules == .v72 && looksAround(field)
      declaration.bases = [
        .generic(
          "RootModel",
          [
            isLoose ? Self.withoutBounds(hints.hint(field, in: model)) : hints.hint(field, in: model)
          ])
      ]
      declaration.bases = withValidators(declaration.bases, model)
      declaration.members = rules(model) + [member(field, "root", in: model)]
      addSequence(model, to: &declaration)
    }
    return declaration
  }

  /// Whether properties that are not named are allowed: newer versions let the option win over the schema.
  private func extraPolicy(_ model: GeneratedModel) -> String? {
    if style.rules == .v72 {
      if model.rules?.patterns.isEmpty == false { return "allow" }
      if model.fields.contains(where: { $0.name == DatamodelParser.typedExtrasName }) { return "allow" }
      if let extra = style.extraFields { return extra }
      return (model.additionalProperties ?? model.unevaluatedProperties).map { $0 ? "allow" : "forbid" }
    }
    if style.extraFields == "allow" { return "allow" }
    return model.additionalProperties.map { $0 ? "allow" : "forbid" } ?? style.extraFields
  }

  /// The configuration without what a base class of all records says.
  private func ownConfiguration(_ model: GeneratedModel) -> [Attribute] {
    guard style.genericBase else { return configuration(model) }
    var plain = style
    plain.extraFields = nil
    plain.populateByName = false
    plain.immutable = false
    plain.aliasGenerator = nil
    return DatamodelWriter(plain).configuration(model)
  }

  private func configuration(_ model: GeneratedModel) -> [Attribute] {
    var attributes: [Attribute] = []
    if style.model == .pydantic1 {
      if style.extraFields == "allow" {
        attributes.append(Attribute("Config.extra", .symbol("Extra.allow"), topic: .extraPolicy))
      } else if let flag = model.additionalProperties {
        attributes.append(
          Attribute("Config.extra", .symbol(flag ? "Extra.allow" : "Extra.forbid"), topic: .extraPolicy))
      } else if let extra = style.extraFields {
        attributes.append(Attribute("Config.extra", .symbol("Extra.\(extra)"), topic: .extraPolicy))
      }
      if style.populateByName {
        attributes.append(Attribute("Config.allow_population_by_field_name", .boolean(true), topic: .other))
      }
      if style.immutable {
        attributes.append(Attribute("Config.allow_mutation", .boolean(false), topic: .other))
      }
    } else {
      if model.kind != .root, let policy = extraPolicy(model) {
        attributes.append(Attribute("model_config.extra", .string(policy), topic: .extraPolicy))
      }
      if style.populateByName || style.aliasGenerator != nil, model.kind != .root || style.rules < .v72 {
        let name = (style.pydanticMinor ?? 0) >= 11 ? "validate_by_name" : "populate_by_name"
        attributes.append(Attribute("model_config.\(name)", .boolean(true), topic: .other))
      }
      if let generator = style.aliasGenerator, model.kind != .root {
        attributes.append(Attribute("model_config.alias_generator", .symbol(generator), topic: .other))
      }
      if style.immutable {
        attributes.append(Attribute("model_config.frozen", .boolean(true), topic: .other))
      }
      if style.rules == .v72, model.kind != .root, !model.extras.isEmpty {
        attributes.append(
          Attribute(
            "model_config.json_schema_extra",
            .object(model.extras.map { Value.Entry(.string($0.name), $0.value) }), topic: .other))
      }
      if looksAround(model) {
        attributes.append(Attribute("model_config.regex_engine", .string("python-re"), topic: .other))
      }
      if Self.hasCustomType(model), model.kind != .root || style.configuresRoots {
        attributes.append(Attribute("model_config.arbitrary_types_allowed", .boolean(true), topic: .other))
      }
    }
    return attributes
  }

  /// Whether a field has a type that the library knows nothing of.
  static func hasCustomType(_ model: GeneratedModel) -> Bool {
    model.fields.contains { $0.type.includes(\.isCustom) }
  }

  /// A type as the base class is given where pydantic's own engine could not read a pattern.
  private static func withoutBounds(_ type: TypeExpression) -> TypeExpression {
    switch type {
    case .constrained(.named("constr"), _): .named("str")
    case .generic(let name, let arguments): .generic(name, arguments.map { withoutBounds($0) })
    case .union(let members): .union(members.map { withoutBounds($0) })
    default: type
    }
  }

  /// The arguments of `Field(...)`, without the default.
  func arguments(_ field: GeneratedField, in model: GeneratedModel) -> [Value.Argument] {
    var data: NamedValues = [:]
    for (key, value) in field.extras where key != "const" && key != "default_factory" { data[key] = value }
    if style.rules == .v72 {
      if case .object(let entries)? = data["discriminator"] {
        data["discriminator"] = entries.first { $0.key == .string("propertyName") }?.value
      }
    }
    if style.model != .pydantic1, data["examples"] == nil, let example = data.removeValue(forKey: "example"),
      data["examples"] == nil
    {
      data["examples"] = .list([example])
    }
    if let alias = field.alias { data["alias"] = .string(alias) }
    let refersToItself = field.type.includes { $0.reference === model.reference }
    let isURL =
      style.rules == .v72 ? Self.isURL(field.type) : field.type.includes { $0.type == "AnyUrl" }
    let isStrict =
      field.type.type?.hasPrefix("Strict") == true && style.rules < .v72
      || !style.strictTypes.isEmpty && !field.type.arguments.isEmpty
    if let constraints = field.constraints, !refersToItself, !isURL, !isStrict {
      let isFloat = field.type.includes { $0.type == "float" || $0.type == "StrictFloat" }
      let isInteger =
        style.rules == .v72 && !isFloat && field.type.includes { $0.type == "int" || $0.type == "StrictInt" }
      var bounds: [(name: String, value: Value)] = []
      for (keyword, value) in constraints {
        let name = types.fieldArgument(keyword)
        if name == "unique_items", style.model != .pydantic1 { continue }
        let isBound = ["gt", "ge", "lt", "le"].contains(name)
        if isInteger, isBound || name == "multiple_of" {
          bounds.append((name, value))
          continue
        }
        if style.rules == .v72, isBound, !isFloat {
          data[name] = value.wholeIfExact
          continue
        }
        data[name] =
          isBound ? (isFloat ? value.floating : value.truncated) : name == "multiple_of" ? value.floating : value
      }
      for (name, value) in DatamodelTypes.wholeBounds(bounds) { data[name] = value }
    }
    if style.fieldDescription { data["description"] = nil }
    if style.frozenFields, field.isReadOnly {
      data[style.model == .pydantic1 ? "allow_mutation" : "frozen"] = .boolean(style.model != .pydantic1)
    }
    if let generator = style.aliasGenerator, let name = field.name, name != DatamodelParser.typedExtrasName {
      let wire = field.alias ?? (style.noAlias ? nil : field.originalName)
      if let wire {
        data["alias"] = GeneratedNames.generated(name, by: generator) == wire ? nil : .string(wire)
      }
    }
    if style.model == .pydantic2 { nameInData(field, &data) }
    if style.model == .pydantic2 {
      let isExtra = { (entry: NamedValues.Element) in
        !Self.fieldArguments.contains(entry.key) && entry.value != .null
      }
      let extra = data.filter(isExtra)
      if !extra.isEmpty {
        data = data.filter { !isExtra($0) }
        data["json_schema_extra"] = .object(
          (field.extraOrder.filter { extra[$0] != nil } + extra.keys.filter { !field.extraOrder.contains($0) }.sorted())
            .map { Value.Entry(.string($0), extra[$0] ?? .null) })
      }
    }
    if style.model == .pydantic1, field.isConstant { data["const"] = .boolean(true) }
    return data.filter { $0.value != .null }.sorted { $0.key < $1.key }.map { Value.Argument($0.key, $0.value) }
  }

  /// What pydantic's `Field` takes; anything else goes into `json_schema_extra`.
  private static let fieldArguments: Set<String> = [
    "default", "default_factory", "alias", "alias_priority", "validation_alias", "serialization_alias", "title",
    "description", "examples", "exclude", "discriminator", "json_schema_extra", "frozen", "validate_default", "repr",
    "init_var", "kw_only", "pattern", "strict", "gt", "ge", "lt", "le", "multiple_of", "allow_inf_nan", "max_digits",
    "decimal_places", "min_length", "max_length", "union_mode", "deprecated",
  ]

  /// The field for properties without names.
  private func typedExtras(_ field: GeneratedField) -> Member {
    if !style.deferredAnnotations {
      return Member(DatamodelParser.typedExtrasName, at: field.location, type: hints.hint(field))
    }
    var type = hints.hint(field)
    // The dictionary itself, and only that, is written in the old way.
    if case .generic("dict", let arguments) = type { type = .generic("Dict", arguments) }
    return Member(
      "__annotations__", at: field.location,
      value: .object([Value.Entry(.string(DatamodelParser.typedExtrasName), .type(type))]))
  }

  func member(_ field: GeneratedField, _ name: String, in model: GeneratedModel) -> Member {
    if name == DatamodelParser.typedExtrasName { return typedExtras(field) }
    let hint = hints.hint(field, in: model)
    var member = Member(name, wireName: field.alias, at: field.location, type: hint, isRequired: field.isRequired)
    var arguments = arguments(field, in: model)
    if field.extras["x-is-classvar"] == .boolean(true) {
      member.type = .generic("ClassVar", [hint])
      member.value = field.isRequired ? nil : field.defaultValue ?? .null
      return member
    }
    let factory = field.nestedFactory ?? (style.rules == .v72 ? statedFactory(field) : factory(field))
    let validatesDefault = style.rules == .v72 && style.model.usesPydantic && needsValidation(field)
    if validatesDefault { arguments.append(Value.Argument("validate_default", .boolean(true))) }
    let plain = hints.usesMissing(field) ? .symbol("MISSING") : field.defaultValue ?? .null
    let isEmpty = arguments.isEmpty && factory == nil
    if let text = text(of: field) {
      member.description = PythonString.docstring(text, isEscaped: style.rules == .v72)
    }
    if isEmpty {
      if field.nullable == true, field.isRequired {
        member.value = .call("Field", [Value.Argument(nil, .symbol("..."))])
      } else if showsDefault(field, name) {
        member.value = plain
      }
      if style.annotated, needsNullDefault(field) {
        let call = Value.call("Field", [Value.Argument(style.defaultKeyword ? "default" : nil, .null)])
        member.type = .constrained(hint, [Attribute("Annotated", call, topic: .constraint)])
      }
    } else if style.annotated, isAssigned(field, factory) {
      let made = factory.map { [Value.Argument("default_factory", $0)] } ?? []
      member.value = .call("Field", made + arguments)
    } else if style.annotated || field.isAnnotated {
      var inner = arguments
      if style.rules == .v72, let factory { inner = [Value.Argument("default_factory", factory)] + arguments }
      if style.model != .pydantic1, style.rules == .v25, !field.isRequired || field.isConstant {
        inner = [Value.Argument(style.defaultKeyword ? "default" : nil, plain)] + arguments
        member.type = .constrained(hint, [Attribute("Annotated", .call("Field", inner), topic: .constraint)])
      } else {
        member.type = .constrained(hint, [Attribute("Annotated", .call("Field", inner), topic: .constraint)])
      }
      let isMade = style.rules == .v72 && factory != nil
      if showsDefault(field, name), !isMade, style.model == .pydantic1 || style.rules > .v25 { member.value = plain }
    } else if field.isRequired, !field.showsDefault, !validatesDefault {
      member.value = .call("Field", [Value.Argument(nil, .symbol("..."))] + arguments)
    } else if let factory {
      member.value = .call("Field", [Value.Argument("default_factory", factory)] + arguments)
    } else {
      member.value = .call("Field", [Value.Argument(style.defaultKeyword ? "default" : nil, plain)] + arguments)
    }
    return member
  }

  /// Whether a data class needs to see what pydantic could find in an annotation (`_requires_dataclass_field_assignment`).
  private func isAssigned(_ field: GeneratedField, _ factory: Value?) -> Bool {
    style.rules == .v72 && style.model == .pydanticDataclass
      && (factory != nil || field.isKeywordOnly || field.isForced)
  }

  /// Whether `= default` stands behind a field that needs no `Field(...)`.
  private func showsDefault(_ field: GeneratedField, _ name: String) -> Bool {
    if style.model == .pydantic1 || name == "root" || style.rules == .v72 {
      return (!field.isRequired || field.showsDefault)
        && !(style.stripDefaultNone && (field.defaultValue ?? .null) == .null)
    }
    if style.rules > .v25 {
      return !field.isRequired && !(style.stripDefaultNone && (field.defaultValue ?? .null) == .null)
        || hints.isOptional(field.type)
    }
    return !field.isRequired || hints.isOptional(field.type) || field.nullable == true
  }
}
