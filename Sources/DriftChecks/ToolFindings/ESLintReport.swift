internal import DriftModel

/// What `eslint --format json` writes, or `json-with-metadata`: an entry for each file that was looked at; lines and
/// columns from 1, columns in UTF-16 code units, ends exclusive.
enum ESLintReport {
  static func read(_ root: DocumentNode, tool: ToolName) -> ToolReport {
    var report = ToolReport(tools: [tool])
    guard let files = root.itemList ?? root.items("results") else {
      report.add("the report is no list of files, as ESLint writes it", at: root.location)
      return report
    }
    if files.isEmpty { report.add("the report says that no file was looked at", at: root.location) }
    let rules = root["metadata"]?["rulesMeta"]
    for file in files {
      guard let name = file.text("filePath"), let messages = file.items("messages") else {
        report.add("an entry of the report is not understood: it lacks what ESLint states of each", at: file.location)
        continue
      }
      let path = ToolFile(name)
      report.lookedAt.append(path)
      for entry in messages { add(entry, in: path, isSuppressed: false, rules, tool, &report) }
      for entry in file.items("suppressedMessages") ?? [] {
        add(entry, in: path, isSuppressed: true, rules, tool, &report)
      }
      let stated = ["errorCount", "warningCount"].filter { file[$0] != nil }
      if !stated.isEmpty,
        stated.compactMap(file.number).reduce(0, +) != messages.count
          || stated.contains(where: { file.number($0) == nil })
      {
        report.add("the report counts other than what it lists of '\(name)'", at: file.location)
      }
    }
    return report
  }

  private static func add(
    _ entry: DocumentNode, in file: ToolFile, isSuppressed: Bool, _ rules: DocumentNode?, _ tool: ToolName,
    _ report: inout ToolReport
  ) {
    guard let message = entry.text("message"), let severity = entry.number("severity"), (1...2).contains(severity)
    else {
      report.add("an entry of the report is not understood: it has no message or severity", at: entry.location)
      return
    }
    // A file that was named and passed over: a warning without a rule and a line, and an exit status of 0.
    if entry.text("ruleId") == nil, entry.number("line") == nil, message.hasPrefix("File ignored") {
      report.add("'\(file.text)' was not looked at: \(message)", at: entry.location)
      return
    }
    // Some rules speak of line 0: the file as a whole.
    let span = entry.number("line").flatMap { line in
      line < 1
        ? nil
        : ToolSpan.lines(
          line: line, column: entry.number("column"), endLine: entry.number("endLine"),
          endColumn: entry.number("endColumn"), .utf16)
    }
    let rule = entry.text("ruleId")
    let reason = entry.items("suppressions")?.compactMap { $0.text("justification") }.first { !$0.isEmpty }
    report.results.append(
      ToolResult(
        tool: tool, rule: rule, severity: severity == 2 ? .error : .warning, message: ToolResult.lines(of: message),
        place: ToolPlace(file: file, span: span),
        suppression: isSuppressed ? ToolSuppression(reason: reason) : nil,
        suggestion: entry.items("suggestions")?.first?.text("desc"),
        url: rule.flatMap { rules?[$0]?["docs"]?.text("url") }))
  }
}
