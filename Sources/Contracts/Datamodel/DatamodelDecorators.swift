/// What stands before a class, and what makes a default.
extension DatamodelWriter {
  static func decorator(_ text: String) -> Attribute? {
    PythonReader.expression(text).map { Attribute("@", $0, topic: .other) }
  }

  /// The decorators that the options ask for, and behind them the deprecation of a data class
  /// (`_set_deprecated_decorator`).
  func decorators(_ model: GeneratedModel) -> [Attribute] {
    guard model.isDecorated else { return [] }
    var attributes = style.decorators.compactMap { Self.decorator($0) }
    let isDataclass = style.model == .dataclass || style.model == .pydanticDataclass
    if isDataclass, let name = model.deprecatedName, !attributes.contains(where: { Self.isDeprecation($0.value) }) {
      let message = Value.Argument(nil, .string("\(name) is deprecated."))
      attributes.append(Attribute("@", .call("deprecated", [message]), topic: .other))
    }
    return attributes
  }

  private static func isDeprecation(_ decorator: Value) -> Bool {
    switch decorator {
    case .symbol(let name), .call(let name, _): name == "deprecated"
    default: false
    }
  }

  /// The function that the schema says makes a field's default.
  func statedFactory(_ field: GeneratedField) -> Value? {
    guard !field.isRequired || field.showsDefault, case .string(let name)? = field.extras["default_factory"] else {
      return nil
    }
    return .symbol(name)
  }
}
