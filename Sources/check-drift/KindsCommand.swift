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
    var text = "\(kind.name): \(kind.summary)\n\nStrict by STRICT_\(kind.family.rawValue.uppercased()).\n\nKeys:\n"
    for field in kind.fields.map(\.description) {
      let need = field.isRequired ? " (required)" : field.defaultText.map { " (default: \($0))" } ?? ""
      text += "  \(field.name)\(need)\n      \(field.summary)\n"
    }
    text += "\nProblems:\n"
    for problem in kind.problems {
      let level = problem.defaultLevel == .error ? "" : " (\(problem.defaultLevel.rawValue))"
      text += "  \(problem.id)\(level)\n      \(problem.summary)\n"
    }
    return text + "\n"
  }
}
