internal import ArgumentParser
internal import CheckDrift
internal import DriftModel
internal import DriftReports

/// `check-drift explain PROBLEM`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a problem or a kind.",
    discussion: "PROBLEM is what stands in brackets in a report: 'generated-code/output-edited', or a part of it.")

  @Argument(help: "A problem ('output-edited'), a kind ('generated-code'), or both with a slash between.")
  var problem: String

  func run() throws {
    let kinds = Kinds.all
    let parts = problem.split(separator: "/", maxSplits: 1).map(String.init)
    var text = ""
    for kind in kinds {
      if parts == [kind.name] { text += KindsCommand.text(of: kind) }
      for problem in kind.problems where parts == [problem.id] || parts == [kind.name, problem.id] {
        text += ExplainCommand.text(of: problem, kind: kind)
      }
    }
    if parts.last == "unverified", parts.count == 1 || kinds.contains(where: { $0.name == parts[0] }) {
      text = ExplainCommand.unverified
    }
    guard text.isEmpty else { return try Terminal.print(text) }
    let known =
      kinds.map(\.name)
      + kinds.flatMap { kind in
        kind.problems.flatMap { [$0.id, "\(kind.name)/\($0.id)"] }
      }
    let help = closestName(to: problem, among: known).map { "did you mean '\($0)'?" }
    throw RunFailure(
      "there is no problem and no kind '\(problem)'", help: [help ?? "check-drift kinds lists them"])
  }

  private static func text(of problem: Problem, kind: KindDescription) -> String {
    """
    \(kind.name)/\(problem.id): \(problem.summary)

    \(wrapped(problem.explanation))

    It is reported as \(problem.defaultLevel.rawValue) unless the configuration says otherwise:

      - kind: \(kind.name)
        levels: { \(problem.id): note }    # error, warning, note or off


    """
  }

  private static let unverified = """
    unverified: something could not be looked at

    \(wrapped("What could not be looked at is neither clean nor wrong. It is reported where it happened, with what makes it possible to look; in strict it ends in exit status 3. A pattern that selects nothing is unverified too, because a check that stopped matching must not look like one that agrees."))

    To keep it in the report but out of the exit status:

      levels: { unverified: warning }


    """

  /// The text in lines of at most 80 columns.
  static func wrapped(_ text: String) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 80 {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}
