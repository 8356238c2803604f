/// What differs between two defaults, or between two calls that state a default and more.
enum ValueComparison {
  typealias Difference = (problem: ContractDifference.Problem, expected: String?, found: String?)

  private static let functions: Set<String> = ["Field", "field", "msgspec.field", "dataclasses.field"]

  private static let descriptions: Set<String> = [
    "title", "description", "examples", "example", "json_schema_extra", "deprecated",
  ]

  private static let constraints: Set<String> = [
    "gt", "ge", "lt", "le", "multiple_of", "min_items", "max_items", "min_length", "max_length", "regex", "pattern",
    "unique_items", "const", "strict", "max_digits", "decimal_places",
  ]

  /// The differences; empty if the values say the same.
  static func differences(_ expected: Value?, _ found: Value?) -> [Difference] {
    guard expected != found else { return [] }
    let (leftDefault, left) = parts(expected)
    let (rightDefault, right) = parts(found)
    var result: [Difference] = []
    let wasRequired = leftDefault == nil || leftDefault == .symbol("...")
    let isRequired = rightDefault == nil || rightDefault == .symbol("...")
    // Saying that a field is required with `...` or by giving no default is no difference in what is said.
    if leftDefault != rightDefault, !(wasRequired && isRequired && left != right) {
      result.append(
        (wasRequired != isRequired ? .requiredDiffers : .defaultDiffers, text(leftDefault), text(rightDefault)))
    }
    for name in Set(left.keys).union(right.keys).sorted() where left[name] != right[name] {
      result.append(
        (problem(name), left[name].map { "\(name) = \($0.shortText)" }, right[name].map { "\(name) = \($0.shortText)" })
      )
    }
    // A call that says nothing keeps Python from taking the default of a field that is extended.
    if result.isEmpty, (expected == nil) != (found == nil) {
      result.append((.defaultDiffers, expected?.shortText, found?.shortText))
    }
    return result
  }

  private static func text(_ value: Value?) -> String {
    value == nil || value == .symbol("...") ? "required" : "default \(value?.shortText ?? "")"
  }

  private static func problem(_ name: String) -> ContractDifference.Problem {
    if descriptions.contains(name) { return .descriptionDiffers }
    if constraints.contains(name) { return .constraintDiffers }
    if name == "alias" || name == "name" || name == "validation_alias" || name == "serialization_alias" {
      return .fieldRenamed
    }
    return name.hasPrefix("default") ? .defaultDiffers : .constraintDiffers
  }

  /// The default that a value states, and what else it states by name.
  private static func parts(_ value: Value?) -> (Value?, [String: Value]) {
    guard case .call(let name, let arguments)? = value, functions.contains(name) else { return (value, [:]) }
    var named: [String: Value] = [:]
    var base: Value?
    for argument in arguments {
      if let name = argument.name { named[name] = argument.value } else { base = argument.value }
    }
    // `Field(...)` by itself says that the field is required, and so does a call without a default.
    return (base, named)
  }
}
