/// What the difference between two types is about.
enum TypeComparison {
  /// The problem that a difference of two types is; the types are not equal.
  static func problem(_ expected: TypeExpression, _ found: TypeExpression) -> ContractDifference.Problem {
    let (left, leftIsNullable) = withoutNull(expected)
    let (right, rightIsNullable) = withoutNull(found)
    if leftIsNullable != rightIsNullable, left == right { return .nullabilityDiffers }
    return inner(left, right)
  }

  private static func inner(_ expected: TypeExpression, _ found: TypeExpression) -> ContractDifference.Problem {
    switch (expected, found) {
    case (.literal, .literal): return .enumDiffers
    case (.constrained(let left, let first), .constrained(let right, let second)):
      if left != right { return problem(left, right) }
      if isAnnotation(first), isAnnotation(second), let problem = annotation(first, second) { return problem }
      return .constraintDiffers
    case (.constrained(let left, _), let right) where matches(left, right): return .constraintDiffers
    case (let left, .constrained(let right, _)) where matches(left, right): return .constraintDiffers
    case (.generic(let left, let first), .generic(let right, let second))
    where left == right && first.count == second.count:
      return firstProblem(first, second)
    case (.union(let first), .union(let second)) where first.count == second.count: return firstProblem(first, second)
    case (.reference, .reference): return .referenceDiffers
    case (.named(let left), .named(let right)) where isDeclared(left) && isDeclared(right): return .referenceDiffers
    default: return .typeDiffers
    }
  }

  private static func firstProblem(_ left: [TypeExpression], _ right: [TypeExpression]) -> ContractDifference.Problem {
    for (first, second) in zip(left, right) where first != second { return problem(first, second) }
    return .typeDiffers
  }

  private static func isAnnotation(_ attributes: [Attribute]) -> Bool { attributes.first?.name == "Annotated" }

  private static func annotation(_ left: [Attribute], _ right: [Attribute]) -> ContractDifference.Problem? {
    ValueComparison.differences(left.first?.value, right.first?.value).first?.problem
  }

  /// `constr` is a kind of `str`.
  private static func matches(_ constrained: TypeExpression, _ plain: TypeExpression) -> Bool {
    if constrained == plain { return true }
    guard case .named(let name) = constrained, case .named(let other) = plain else { return false }
    return name == "con\(other)"
  }

  /// A name that neither the language nor a library is known to give.
  private static func isDeclared(_ name: String) -> Bool {
    ![
      "str", "int", "float", "bool", "bytes", "Any", "None", "list", "dict", "List", "Dict", "string", "number",
      "boolean",
      "null", "unknown", "any", "object", "date", "datetime", "time",
    ].contains(name)
      && name.first?.isUppercase == true
  }

  private static func withoutNull(_ type: TypeExpression) -> (TypeExpression, Bool) {
    switch type {
    case .generic("Optional", let arguments) where arguments.count == 1: return (arguments[0], true)
    case .generic("Union", let members), .union(let members):
      let rest = members.filter { $0 != .named("None") && $0 != .named("null") && $0 != .literal([.null]) }
      guard rest.count < members.count, let first = rest.first else { return (type, false) }
      if rest.count == 1 { return (first, true) }
      if case .union = type { return (.union(rest), true) }
      return (.generic("Union", rest), true)
    default: return (type, false)
    }
  }
}
