import DriftModel

extension PythonStatements {
  /// What a name with a value declares: another name for a type, or a typed dictionary that is made by a call.
  func alias(_ name: String, _ annotation: TypeExpression?, _ value: Value, at location: Location)
    -> Declaration
  {
    let form = annotation.map(\.text) ?? "="
    if case .call(let function, let arguments) = value {
      if function.hasSuffix("TypeAliasType"), arguments.count >= 2,
        let type = try? PythonExpressions.type(arguments[1].value)
      {
        return Declaration(
          .alias, name, at: location, attributes: [Attribute("form", .string(function), topic: .other)], type: type)
      }
      if function.hasSuffix("TypedDict"), arguments.count >= 2, case .object(let entries) = arguments[1].value {
        let members = entries.compactMap { entry -> Member? in
          guard case .string(let key) = entry.key, let type = try? PythonExpressions.type(entry.value) else {
            return nil
          }
          return Member(key, at: location, type: type)
        }
        let keywords = arguments.dropFirst(2).compactMap { argument in
          argument.name.map { PythonReader.classArgument($0, argument.value) }
        }
        return Declaration(
          .record, name, at: location, bases: [.named("TypedDict")],
          attributes: [Attribute("form", .string("call"), topic: .other)] + keywords, members: members)
      }
    }
    let type = (try? PythonExpressions.type(value)) ?? .literal([value])
    return Declaration(
      .alias, name, at: location, attributes: [Attribute("form", .string(form), topic: .other)], type: type)
  }
}
