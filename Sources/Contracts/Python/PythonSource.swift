/// Types and values as Python source, for comparison with code that is not read as declarations.
extension TypeExpression {
  /// The type as Python writes it.
  var pythonSource: String {
    switch self {
    case .named(let name), .reference(let name): name
    case .generic(let name, let arguments): "\(name)[\(Self.list(arguments))]"
    case .union(let types), .intersection(let types): types.map(\.pythonSource).joined(separator: " | ")
    case .literal(let values): "Literal[\(values.map(\.pythonSource).joined(separator: ", "))]"
    case .tuple(let types, _): "[\(Self.list(types))]"
    case .constrained(let type, let attributes):
      if attributes.first?.name == "Annotated" {
        "Annotated[\(([type.pythonSource] + attributes.map(\.value.pythonSource)).joined(separator: ", "))]"
      } else if type == .named("tuple"), attributes.isEmpty {
        "()"
      } else {
        "\(type.pythonSource)(\(attributes.map { "\($0.name)=\($0.value.pythonSource)" }.joined(separator: ", ")))"
      }
    case .record: "Any"
    }
  }

  private static func list(_ types: [TypeExpression]) -> String {
    types.map(\.pythonSource).joined(separator: ", ")
  }

  /// Whether a call within has several arguments: the order in which the generator writes them says nothing elsewhere.
  var hasUnorderedArguments: Bool {
    switch self {
    case .constrained(let type, let attributes):
      attributes.count > 1 || type.hasUnorderedArguments
        || attributes.contains { if case .call = $0.value { true } else { false } }
    case .generic(_, let types), .union(let types), .intersection(let types), .tuple(let types, _):
      types.contains(where: \.hasUnorderedArguments)
    case .named, .reference, .literal, .record: false
    }
  }
}

extension Value {
  /// The value as Python writes it.
  var pythonSource: String {
    switch self {
    case .null: "None"
    case .boolean(let value): value ? "True" : "False"
    case .integer(let digits): digits
    case .number(let number): "\(number)"
    case .string(let text): PythonString.literal(text)
    case .list(let items): "[\(items.map(\.pythonSource).joined(separator: ", "))]"
    case .object(let entries):
      "{\(entries.map { "\($0.key.pythonSource): \($0.value.pythonSource)" }.joined(separator: ", "))}"
    case .symbol(let name): name
    case .call(let name, let arguments):
      "\(name)(\(arguments.map { ($0.name.map { "\($0)=" } ?? "") + $0.value.pythonSource }.joined(separator: ", ")))"
    case .function(let value): "lambda: \(value.pythonSource)"
    case .type(let type): type.pythonSource
    }
  }
}

extension PythonString {
  /// A literal that means a text.
  static func literal(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'", "\\":
        result.unicodeScalars.append("\\")
        result.unicodeScalars.append(scalar)
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          result += "\\x" + (digits.count < 2 ? "0" : "") + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "'"
  }
}
