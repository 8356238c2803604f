/// Defaults of pydantic as older versions of the generator write them where a class stands behind them.
extension DatamodelWriter {
  /// A default that must be made anew for each instance, as a function.
  func factory(_ field: GeneratedField) -> Value? {
    guard !field.isRequired, let value = field.defaultValue, value.isTruthy else { return nil }
    let method = style.model == .pydantic1 ? "parse_obj" : "model_validate"
    let parts = field.type.parts.isEmpty ? [field.type] : field.type.parts
    for part in parts {
      if part.isDict || field.type.parts.count > 1 { continue }
      if part.isList, part.parts.count == 1 {
        if let reference = part.parts[0].reference, let source = reference.source, source.kind != .enumeration,
          case .list = value
        {
          let element = Value.call(
            "\(part.parts[0].alias ?? reference.shortName).\(method)", [Value.Argument(nil, .symbol("v"))])
          return .function(
            .list([
              .call(
                "for", [Value.Argument(nil, element), Value.Argument(nil, .symbol("v")), Value.Argument(nil, value)])
            ]))
        }
      } else if let reference = part.reference, let source = reference.source, source.kind != .enumeration {
        return .function(.call("\(part.alias ?? reference.shortName).\(method)", [Value.Argument(nil, value)]))
      }
    }
    return nil
  }
}
