/// Values in Python's words.
extension DatamodelParser {
  /// A value as Python's `str` writes it.
  static func pythonText(_ value: Value) -> String {
    switch value {
    case .null: "None"
    case .boolean(let flag): flag ? "True" : "False"
    case .integer(let digits): digits
    case .number(let number): "\(number)"
    default: value.shortText
    }
  }

  static func pythonType(_ value: Value) -> String {
    switch value {
    case .null: "NoneType"
    case .boolean: "bool"
    case .integer: "int"
    case .number: "float"
    case .string: "str"
    case .list: "list"
    default: "dict"
    }
  }
}
