internal import ArgumentParser
internal import CheckDrift
internal import DriftModel

/// `check-drift kinds`.
struct KindsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kinds", abstract: "List the kinds of checks, what they take and how they can fail.")

  @Argument(help: "Only this kind, with its keys and problems.") var kind: String?

  func run() throws {
    let kinds = Kinds.all
    guard let wanted = kind else {
      let width = (kinds.map(\.name.count).max() ?? 0) + 2
      let lines = kinds.map { "\($0.name.padded(to: width))\($0.summary)\n" }
      return try Terminal.print(lines.joined() + "\ncheck-drift kinds KIND shows the keys and problems of one.\n")
    }
    guard let found = kinds.first(where: { $0.name == wanted }) else {
      let help = closestName(to: wanted, among: kinds.map(\.name)).map { "did you mean '\($0)'?" }
      throw RunFailure("there is no kind '\(wanted)'", help: [help ?? "check-drift kinds lists them"])
    }
    try Terminal.print(KindsCommand.text(of: found))
  }

  /// A kind with its keys and problems.
  static func text(of kind: KindDescription) -> String {
    let switchName = "STRICT_\(kind.family.rawValue.uppercased())"
    var text = "\(kind.name): \(kind.summary)\n\nKeys:\n"
    text += keys(kind.fields.map(\.description), indent: 2)
    text += "\nKeys of every check:\n" + keys(Kinds.commonKeys.filter { $0.name != "kind" }, indent: 2)
    text += "\nProblems:\n"
    for problem in kind.problems {
      let level = problem.defaultLevel == .error ? "" : " (\(problem.defaultLevel.rawValue))"
      text += "  \(problem.id)\(level)\n      \(problem.summary)\n"
    }
    return text + "\nIts errors fail the call with --strict, with \(switchName)=1, and where CI is set.\n\n"
  }

  /// Keys with what they are for, and below them the keys of their values.
  private static func keys(_ fields: [FieldShape], indent: Int) -> String {
    var text = ""
    for field in fields {
      let need = field.isRequired ? " (required)" : field.defaultText.map { " (default: \($0))" } ?? ""
      let words = words(field.shape).map { ": \($0.joined(separator: ", "))" } ?? ""
      text += String(repeating: " ", count: indent) + "\(field.name)\(need)\(words)\n"
      text += String(repeating: " ", count: indent + 4) + "\(field.summary)\n"
      text += keys(members(field.shape), indent: indent + 6)
    }
    return text
  }

  /// The keys of a value, or of each in a list.
  private static func members(_ shape: Shape) -> [FieldShape] {
    switch shape {
    case .object(let fields): fields
    case .list(let element, _): members(element)
    case .dictionary(_, let values): members(values)
    case .alternatives(let shapes): shapes.flatMap(members)
    case .text, .textOrNone, .boolean, .integer, .choice, .emptyList: []
    }
  }

  /// The words that a value, or each in a list, is one of; nil if it is another.
  private static func words(_ shape: Shape) -> [String]? {
    switch shape {
    case .choice(let words): words
    case .list(let element, _): words(element)
    default: nil
    }
  }
}
