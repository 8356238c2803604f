internal import DriftModel

/// What `ruff check --output-format json` writes: rows and columns from 1, columns in code points, ends exclusive.
enum RuffReport {
  static func read(_ root: DocumentNode, tool: ToolName) -> ToolReport {
    var report = ToolReport(tools: [tool])
    guard let entries = root.itemList else {
      report.add("the report is no list of findings, as ruff writes it", at: root.location)
      return report
    }
    for entry in entries {
      guard let message = entry.text("message"), let file = entry.text("filename"),
        let start = entry["location"], let row = start.number("row"), let column = start.number("column")
      else {
        report.add("an entry of the report is not understood: it lacks what ruff states of each", at: entry.location)
        continue
      }
      let end = entry["end_location"]
      let span: ToolSpan =
        entry.number("cell").map { .cell($0) }
        ?? .lines(
          line: row, column: column, endLine: end?.number("row"), endColumn: end?.number("column"), .codePoints)
      report.results.append(
        ToolResult(
          tool: tool, rule: entry.text("code"), severity: severity(of: entry),
          message: ToolResult.lines(of: message), place: ToolPlace(file: ToolFile(file), span: span),
          suggestion: entry["fix"]?.text("message"), url: entry.text("url")))
    }
    return report
  }

  /// Versions before 0.13 state none: all they report is an error.
  private static func severity(of entry: DocumentNode) -> ToolSeverity {
    switch entry.text("severity") {
    case "warning": .warning
    case "info", "note", "help": .note
    default: .error
    }
  }
}
