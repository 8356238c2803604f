internal import DriftModel

/// What `pyright --outputjson` and `basedpyright --outputjson` write: lines and characters from 0, characters in UTF-16
/// code units, ends exclusive.
enum PyrightReport {
  static func read(_ root: DocumentNode, tool: ToolName) -> ToolReport {
    let tool = ToolName(name: tool.name, version: root.text("version"))
    var report = ToolReport(tools: [tool])
    guard let entries = root.items("generalDiagnostics"), let summary = root["summary"] else {
      report.add("the report has no 'generalDiagnostics' and 'summary', as pyright writes them", at: root.location)
      return report
    }
    var counts: [ToolSeverity: Int] = [:]
    for entry in entries {
      guard let message = entry.text("message"), let severity = severity(entry.text("severity")) else {
        report.add("an entry of the report is not understood: it has no message or severity", at: entry.location)
        continue
      }
      counts[severity, default: 0] += 1
      let place = (entry.text("file") ?? entry.text("uri")).map { file in
        ToolPlace(file: ToolFile(file), span: entry["range"].flatMap(span))
      }
      report.results.append(
        ToolResult(
          tool: tool, rule: entry.text("rule"), severity: severity, message: ToolResult.lines(of: message),
          place: place))
    }
    check(summary, counts, &report)
    return report
  }

  /// The summary counts what stands above it; a report in which it does not is not whole.
  private static func check(_ summary: DocumentNode, _ counts: [ToolSeverity: Int], _ report: inout ToolReport) {
    let stated: [(String, ToolSeverity)] = [
      ("errorCount", .error), ("warningCount", .warning), ("informationCount", .note),
    ]
    for (key, severity) in stated {
      guard let number = summary.number(key) else {
        report.add("the summary of the report does not state '\(key)'", at: summary.location)
        continue
      }
      if number != counts[severity, default: 0] {
        report.add("the summary of the report counts other than what it lists: '\(key)'", at: summary.location)
      }
    }
    switch summary.number("filesAnalyzed") {
    case nil: report.add("the summary of the report does not state 'filesAnalyzed'", at: summary.location)
    case 0?: report.add("the report says that no file was analysed", at: summary.location)
    case let number?: report.notes.append("\(number) \(number == 1 ? "file was" : "files were") analysed")
    }
  }

  private static func severity(_ word: String?) -> ToolSeverity? {
    switch word {
    case "error": .error
    case "warning": .warning
    case "information", "hint", "unreachable", "unused", "deprecated": .note
    default: nil
    }
  }

  private static func span(_ range: DocumentNode) -> ToolSpan? {
    guard let line = range["start"]?.number("line"), let column = range["start"]?.number("character") else {
      return nil
    }
    return .lines(
      line: line + 1, column: column + 1, endLine: range["end"]?.number("line").map { $0 + 1 },
      endColumn: range["end"]?.number("character").map { $0 + 1 }, .utf16)
  }
}
