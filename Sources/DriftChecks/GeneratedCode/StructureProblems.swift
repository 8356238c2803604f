internal import Contracts
internal import DriftModel

/// The problems that evidence `structure` finds: one for each kind of difference between two contracts.
extension GeneratedCode {
  /// All of them, in the order of the documentation.
  static let structureProblems = ContractDifference.Problem.allCases.map { problem(for: $0) }

  /// The problem that a difference is reported as.
  static func problem(for difference: ContractDifference.Problem) -> Problem {
    switch difference {
    case .fieldMissing: fieldMissing
    case .fieldExtra: fieldExtra
    case .fieldRenamed: fieldRenamed
    case .typeDiffers: typeDiffers
    case .requiredDiffers: requiredDiffers
    case .nullabilityDiffers: nullabilityDiffers
    case .enumDiffers: enumDiffers
    case .defaultDiffers: defaultDiffers
    case .constraintDiffers: constraintDiffers
    case .referenceDiffers: referenceDiffers
    case .extraPolicyDiffers: extraPolicyDiffers
    case .descriptionDiffers: descriptionDiffers
    case .orderDiffers: orderDiffers
    case .typeMissing: typeMissing
    case .typeExtra: typeExtra
    case .methodDiffers: methodDiffers
    }
  }

  private static let fieldMissing = Problem(
    "field-missing", "the code lacks a field that the schema has",
    explanation: """
      The schema has a property that the generated record does not state. Usually it was added to the schema and \
      nobody regenerated; data that carries it is dropped or refused by everyone who uses the generated code.
      """)

  private static let fieldExtra = Problem(
    "field-extra", "the code has a field that the schema lacks",
    explanation: """
      The generated record states a field that the schema does not have. Usually it was removed from the schema, or \
      somebody added it to the generated code by hand, where the next run of the generator removes it.
      """)

  private static let fieldRenamed = Problem(
    "field-renamed", "a field has another name in the code than the schema gives it",
    explanation: """
      The field stands where the schema has one of another name, or its name in the data is not the one that the \
      schema states. Both sides then read and write different keys without any error.
      """)

  private static let typeDiffers = Problem(
    "type-differs", "a type in the code is not the one that the schema states",
    explanation: """
      The schema states another type than the code. Usually the schema was changed and the code was not generated \
      again.
      """)

  private static let requiredDiffers = Problem(
    "required-differs", "schema and code disagree on what must be present",
    explanation: """
      One side requires the field and the other does not, so that data which one of them writes is refused by the \
      other.
      """)

  private static let nullabilityDiffers = Problem(
    "nullability-differs", "schema and code disagree on what may be null",
    explanation: """
      One side allows null and the other does not, so that data which one of them writes is refused by the other.
      """)

  private static let enumDiffers = Problem(
    "enum-differs", "an enumeration has other values in the code than in the schema",
    explanation: """
      A value was added to the schema, removed or renamed, and the generated enumeration does not show it. A value \
      that the code does not know is usually refused at run time.
      """)

  private static let defaultDiffers = Problem(
    "default-differs", "a default in the code is not the one that the schema states",
    explanation: """
      The two sides fill in different values where a field is absent.
      """)

  private static let constraintDiffers = Problem(
    "constraint-differs", "a bound, a length or a pattern differs between schema and code",
    explanation: """
      The generated code checks another range, length or pattern than the schema states, so that it accepts what the \
      schema forbids or refuses what it allows.
      """)

  private static let referenceDiffers = Problem(
    "reference-differs", "a field or type refers to another type than the schema says",
    explanation: """
      The field, or the list of base classes, names another declaration than the schema refers to.
      """)

  private static let extraPolicyDiffers = Problem(
    "extra-policy-differs", "schema and code disagree on properties that are not named",
    explanation: """
      The schema allows or forbids properties beside those that it names, and the code does the opposite or says \
      nothing.
      """)

  private static let descriptionDiffers = Problem(
    "description-differs", "a description, a title or an example differs between schema and code",
    explanation: """
      The generated code carries the schema's texts, and this one is not what the schema says today. Nothing breaks, \
      but readers are told something else, and regenerating would change the file.
      """)

  private static let orderDiffers = Problem(
    "order-differs", "declarations or members stand in another order than the generator writes them",
    explanation: """
      Everything is there and only the order differs from what the generator would write. Usually the schema was \
      sorted anew and the code was not generated again.
      """, defaultLevel: .warning)

  private static let typeMissing = Problem(
    "type-missing", "the code lacks a type that the schema states",
    explanation: """
      The schema states a type that the generated code does not declare under the name that the generator gives it. \
      Usually it was added or renamed and nobody regenerated.
      """)

  private static let typeExtra = Problem(
    "type-extra", "the code has a type that the schema does not state",
    explanation: """
      The generated code declares a type that the schema does not lead to. Usually it was removed from the schema, or \
      somebody added it by hand.
      """)

  private static let methodDiffers = Problem(
    "method-differs", "a method in the code is not the one that the generator writes",
    explanation: """
      Generators write methods where a type cannot say what the schema or an option asks for: validators, access to the \
      items of a list. This one is missing, has other decorators, parameters or statements, or is none that the \
      generator writes. Usually somebody edited the generated code by hand, where the next run of the generator undoes \
      it.
      """)
}
