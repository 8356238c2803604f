/// What a declaration checks beyond the types of its fields, where `--generate-schema-validators` asks for it.
struct GeneratedRules {
  /// Properties whose names match a pattern.
  struct Patterns {
    /// Names that no pattern is for, sorted.
    let declared: [String]
    let patterns: [(pattern: String, type: GeneratedType)]
    /// Patterns that no name may match.
    let rejected: [String]
    /// The type of all other properties, if they have one.
    let additional: GeneratedType?
    let allowsOthers: Bool
  }

  /// Names of properties that must be there together, each with the names that it has in data.
  typealias Group = [[String]]

  /// What must be there if other properties have certain values.
  struct Conditional {
    let condition: [(names: [String], values: [Value])]
    let whenTrue: [Group]
    let otherwise: [Group]
  }

  var patterns: [Patterns] = []
  /// Groups of which exactly one must be there.
  var oneOf: [[Group]] = []
  /// Groups of which at least one must be there.
  var anyOf: [[Group]] = []
  var conditional: [Conditional] = []
  /// How many properties there may be.
  var counts: (least: Int?, most: Int?)?

  /// Whether anything but the number of properties is checked.
  var hasCore: Bool { !patterns.isEmpty || !oneOf.isEmpty || !anyOf.isEmpty || !conditional.isEmpty }

  var isEmpty: Bool { !hasCore && counts == nil }

  /// The types that are named.
  var types: [GeneratedType] {
    patterns.flatMap { rule in rule.patterns.map(\.type) + (rule.additional.map { [$0] } ?? []) }
  }
}
