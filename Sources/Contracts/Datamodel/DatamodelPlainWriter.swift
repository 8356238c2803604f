import DriftModel

/// Declarations for the kinds of output that no library checks: typed dictionaries and data classes.
extension DatamodelWriter {
  func alias(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.alias, name, at: model.location)
    declaration.attributes = [Attribute("form", .string(style.rules == .v72 ? "TypeAlias" : "="), topic: .other)]
    declaration.type = model.fields.first.map { hints.hint($0) }
    describe(&declaration, model)
    return declaration
  }

  func typedDictionary(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.record, name, at: model.location)
    declaration.bases = model.bases.isEmpty ? [.named("TypedDict")] : model.bases.map { .named(model.baseName($0)) }
    let names = model.fields.map { $0.originalName ?? $0.name ?? "" }
    if names.contains(where: { !DatamodelParser.isIdentifier($0) }), model.bases.isEmpty {
      declaration.attributes.append(Attribute("form", .string("call"), topic: .other))
    }
    if style.rules == .v72, model.additionalProperties == false {
      declaration.attributes.append(Attribute("class.closed", .boolean(true), topic: .extraPolicy))
    }
    describe(&declaration, model)
    declaration.members = model.fields.map { field in
      let type = hints.hint(field)
      return Member(
        field.originalName ?? field.name ?? "", at: field.location,
        type: field.isRequired ? type : .generic("NotRequired", [type]))
    }
    return declaration
  }

  func dataclass(_ model: GeneratedModel, _ name: String) -> Declaration {
    var declaration = Declaration(.record, name, at: model.location)
    declaration.bases = model.bases.map { .named(model.baseName($0)) }
    declaration.attributes = [Attribute("@", .symbol("dataclass"), topic: .other)]
    describe(&declaration, model)
    let fields = model.fields.filter(\.isRequired) + model.fields.filter { !$0.isRequired }
    declaration.members = fields.map { field in
      var member = Member(field.name ?? "", at: field.location, type: hints.hint(field))
      if !field.isRequired { member.value = dataclassDefault(field) }
      if style.fieldDescription, case .string(let text)? = field.extras["description"] {
        member.description = PythonString.docstring(text, isEscaped: style.rules == .v72)
      }
      return member
    }
    return declaration
  }

  private func dataclassDefault(_ field: GeneratedField) -> Value {
    let value = field.defaultValue ?? .null
    let isContainer =
      switch value {
      case .list, .object: true
      default: false
      }
    guard isContainer else { return enumMember(value, field) ?? value }
    // Newer versions build the value that the type asks for; which one is not known here.
    return .call("field", [Value.Argument("default_factory", .function(value))])
  }

  private func enumMember(_ value: Value, _ field: GeneratedField) -> Value? {
    guard let reference = field.type.reference, let source = reference.source, source.kind == .enumeration,
      let member = source.fields.first(where: { $0.defaultValue == value })
    else { return nil }
    return .symbol("\(field.type.alias ?? reference.shortName).\(member.name ?? "")")
  }
}
