/// What stands behind fields in words.
extension DatamodelWriter {
  /// A field's description and examples, as far as they are written as its docstring; nil if nothing is.
  ///
  /// Models `DataModelFieldBase.docstring`.
  func text(of field: GeneratedField) -> String? {
    var parts: [String] = []
    if style.fieldDescription, case .string(let text)? = field.extras["description"] { parts.append(text) }
    if style.fieldExamples {
      var examples: [Value] = []
      if case .list(let items)? = field.extras["examples"] { examples = items }
      if examples.count > 1 {
        parts.append(
          "Examples:\n" + examples.map { "- \(PythonString.representation(of: $0))" }.joined(separator: "\n"))
      } else if let example = field.extras["example"].flatMap({ $0 == .null ? nil : $0 }) ?? examples.first {
        parts.append("Example: \(PythonString.representation(of: example))")
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
  }
}

extension PythonString {
  /// A value of a schema as Python's `repr` writes it.
  static func representation(of value: Value) -> String {
    switch value {
    case .null: return "None"
    case .boolean(let flag): return flag ? "True" : "False"
    case .integer(let digits): return digits
    case .number(let number): return number.isFinite ? "\(number)" : number < 0 ? "-inf" : "inf"
    case .string(let text): return quoted(text)
    case .list(let items): return "[" + items.map { representation(of: $0) }.joined(separator: ", ") + "]"
    case .object(let entries):
      return "{"
        + entries.map { "\(representation(of: $0.key)): \(representation(of: $0.value))" }.joined(separator: ", ") + "}"
    case .symbol, .call, .function, .type: return value.shortText
    }
  }

  private static func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case quote: result += "\\\(quote)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + String(quote)
  }
}
