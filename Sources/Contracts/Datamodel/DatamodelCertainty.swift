/// Which differences no option of the generator explains: both sides state the same thing, with another value.
///
/// Options decide whether something is written and in which words. The numbers, texts and choices that the words hold
/// are the schema's under every one of them.
enum DatamodelCertainty {
  /// The differences that are such whatever the options were, and the rest.
  static func split(
    _ differences: [ContractDifference]
  ) -> (certain: [ContractDifference], open: [ContractDifference]) {
    // Where it is open what corresponds to what, values that stand at one place are no statement of one thing.
    if differences.contains(where: { renames.contains($0.problem) }) { return ([], differences) }
    var certain: [ContractDifference] = []
    var open: [ContractDifference] = []
    for difference in differences {
      if isCertain(difference, among: differences) { certain.append(difference) } else { open.append(difference) }
    }
    return (certain, open)
  }

  private static let renames: Set<ContractDifference.Problem> = [
    .typeMissing, .typeExtra, .fieldMissing, .fieldExtra, .fieldRenamed, .referenceDiffers, .orderDiffers,
  ]

  private static func isCertain(_ difference: ContractDifference, among all: [ContractDifference]) -> Bool {
    switch difference.problem {
    case .enumDiffers where difference.expected == nil || difference.found == nil:
      // A choice that only one side has; one that is merely called otherwise stands on both.
      let value = difference.expected ?? difference.found
      return value?.hasPrefix("\"") == true
        && !all.contains { other in
          other.problem == .enumDiffers && (difference.expected == nil ? other.expected : other.found) == value
        }
    // A method that both sides have is a template's, filled in; no option changes its words.
    case .methodDiffers: return difference.expected != nil && difference.found != nil
    case .constraintDiffers, .defaultDiffers, .enumDiffers:
      guard let expected = difference.expected, let found = difference.found else { return false }
      let (left, right) = (Parts(expected), Parts(found))
      return left.words == right.words && left.values.count == right.values.count
        && zip(left.values, right.values).contains { !$0.isSame(as: $1) }
    case .descriptionDiffers:
      guard let expected = difference.expected, let found = difference.found else { return false }
      let (left, right) = (letters(expected), letters(found))
      // Long texts are cut in messages; what is left decides only where it differs.
      return !left.isEmpty && !right.isEmpty && left != right && !left.hasPrefix(right) && !right.hasPrefix(left)
    case .fieldMissing, .fieldExtra, .fieldRenamed, .typeDiffers, .requiredDiffers, .nullabilityDiffers,
      .referenceDiffers, .extraPolicyDiffers, .orderDiffers, .typeMissing, .typeExtra:
      return false
    }
  }

  private static func letters(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }

  /// A statement taken apart into its words and the values that they hold.
  private struct Parts {
    enum Value {
      case number(Double)
      case text(String)

      func isSame(as other: Value) -> Bool {
        switch (self, other) {
        case (.number(let left), .number(let right)): left == right
        // Quotes and backslashes are written in several ways.
        case (.text(let left), .text(let right)): DatamodelCertainty.letters(left) == DatamodelCertainty.letters(right)
        default: true
        }
      }
    }

    private(set) var words = ""
    private(set) var values: [Value] = []

    init(_ text: String) {
      var rest = Array(text)[...]
      var isInWord = false
      while let character = rest.popFirst() {
        if character == "\"" {
          let content = rest.prefix { $0 != "\"" }
          rest = rest.dropFirst(content.count + 1)
          values.append(.text(String(content)))
          words += "\"\""
        } else if !isInWord, character.isNumber || character == "-" && rest.first?.isNumber == true {
          let digits = [character] + rest.prefix { $0.isNumber || $0 == "." || $0 == "e" }
          rest = rest.dropFirst(digits.count - 1)
          values.append(Double(String(digits)).map { .number($0) } ?? .text(String(digits)))
          words += "0"
        } else {
          words.append(character)
        }
        isInWord = character.isLetter || character == "_" || isInWord && character.isNumber
      }
    }
  }
}
