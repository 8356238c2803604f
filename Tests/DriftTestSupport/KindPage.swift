public import DriftModel
internal import Foundation

/// The documentation page of a kind, and what it must have so that it cannot fall behind the code.
public struct KindPage {
  /// The headings that every page has, in this order.
  public static let headings = [
    "What it checks", "Why it matters", "Configuration", "Example that fails", "How to fix", "When not to use it",
  ]

  /// The file.
  public let path: String
  /// Nil if there is no such file.
  private let text: String?

  /// Reads `<folder>/<kind>.md`.
  public init(_ kind: KindDescription, in folder: String) {
    path = "\(folder)/\(kind.name).md"
    text = try? String(contentsOfFile: path, encoding: .utf8)
  }

  /// What the page lacks or has in excess, a sentence each.
  public func gaps(_ kind: KindDescription) -> [String] {
    guard let text else { return ["\(path): write the page, with the headings \(KindPage.headings)"] }
    var gaps: [String] = []
    let found = text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    if found != KindPage.headings {
      gaps.append("\(path): the headings are \(found); they must be \(KindPage.headings)")
    }
    if !text.hasPrefix("# \(kind.name)\n") { gaps.append("\(path): the title must be '\(kind.name)'") }
    for problem in kind.problems where !text.contains("| `\(problem.id)` | \(problem.summary)") {
      gaps.append("\(path): add the row '| `\(problem.id)` | \(problem.summary). |' to the table of problems")
    }
    for field in kind.fields.map(\.description) where !text.contains("\n| `\(field.name)` |") {
      gaps.append("\(path): add a row for the key '\(field.name)': \(field.summary)")
    }
    if (try? examples())?.isEmpty ?? true { gaps.append("\(path): there is no example to run") }
    return gaps
  }

  /// The examples that the page shows, fenced as `scenario`; they are run like any other.
  public func examples() throws -> [Scenario] {
    try (text ?? "").components(separatedBy: "\n```scenario\n").dropFirst().map { rest in
      let block = rest.components(separatedBy: "\n```\n")[0] + "\n"
      return try Scenario(block, path: path, isExcerpt: true)
    }
  }
}

/// Whether the scenarios of a kind show all that it can say.
public enum ScenarioCoverage {
  /// What no scenario shows, a sentence each.
  ///
  /// - Parameter fixtures: the folder that holds a folder for each kind.
  public static func gaps(_ kind: KindDescription, fixtures: String) throws -> [String] {
    let folder = "\(fixtures)/\(kind.name)"
    let outputs = try Scenario.all(below: folder).compactMap { $0["expect"] }
    var gaps: [String] = []
    for problem in kind.problems where !outputs.contains(where: { $0.contains("[\(kind.name)/\(problem.id)]") }) {
      gaps.append("\(folder): no scenario reports '\(problem.id)'; add one that does")
    }
    for (status, what) in [(0, "is clean"), (1, "fails"), (2, "is misconfigured"), (3, "cannot be verified")] {
      if !outputs.contains(where: { $0.hasSuffix("\nexit \(status)\n") }) {
        gaps.append("\(folder): no scenario \(what) (exit \(status)); add one that does")
      }
    }
    return gaps
  }
}
