extension TypeExpression {
  /// The type in words close to Python's and TypeScript's, for messages.
  public var text: String {
    switch self {
    case .named(let name), .reference(let name): name
    case .generic(let name, let arguments): "\(name)[\(arguments.map(\.text).joined(separator: ", "))]"
    case .union(let types): types.map(\.text).joined(separator: " | ")
    case .intersection(let types): types.map(\.text).joined(separator: " & ")
    case .literal(let values): "Literal[\(values.map(\.shortText).joined(separator: ", "))]"
    case .tuple(let types, let rest):
      "[" + (types.map(\.text) + (rest.map { ["...\($0.text)[]"] } ?? [])).joined(separator: ", ") + "]"
    case .constrained(let type, let attributes):
      "\(type.text)(\(attributes.map { "\($0.name)=\($0.value.shortText)" }.joined(separator: ", ")))"
    case .record(let members, let additional):
      "{ "
        + (members.map { "\($0.name)\($0.isRequired ? "" : "?"): \($0.type.text)" }
        + (additional.map { ["[k: string]: \($0.text)"] } ?? [])).joined(separator: "; ") + " }"
    }
  }
}
