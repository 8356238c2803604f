internal import DriftModel

/// What `swiftlint lint --reporter json` writes: lines and characters from 1, characters in UTF-16 code units; either
/// may be null, as the file may.
enum SwiftLintReport {
  static func read(_ root: DocumentNode, tool: ToolName) -> ToolReport {
    var report = ToolReport(tools: [tool])
    guard let entries = root.itemList else {
      report.add("the report is no list of violations, as SwiftLint writes it", at: root.location)
      return report
    }
    for entry in entries {
      guard let message = entry.text("reason"), let severity = severity(entry.text("severity")),
        entry.member("file") != nil, entry.member("line") != nil
      else {
        report.add(
          "an entry of the report is not understood: it lacks what SwiftLint states of each", at: entry.location)
        continue
      }
      let span = entry.number("line").map { line in
        ToolSpan.lines(line: line, column: entry.number("character"), endLine: nil, endColumn: nil, .utf16)
      }
      report.results.append(
        ToolResult(
          tool: tool, rule: entry.text("rule_id"), severity: severity, message: ToolResult.lines(of: message),
          place: entry.text("file").map { ToolPlace(file: ToolFile($0), span: span) }))
    }
    return report
  }

  private static func severity(_ word: String?) -> ToolSeverity? {
    switch word?.lowercased() {
    case "error": .error
    case "warning": .warning
    default: nil
    }
  }
}
