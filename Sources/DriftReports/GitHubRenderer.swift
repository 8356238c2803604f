import DriftModel

/// Workflow commands that GitHub Actions turns into annotations, the worst first.
///
/// GitHub shows about ten annotations of each level for a step, so the last one says how many are only in the log.
enum GitHubRenderer: Renderer {
  private static let shownPerLevel = 10

  static func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    var commands: [Level: [String]] = [:]
    for reported in report.findings where reported.suppression == nil {
      let finding = reported.finding
      var lines = [Escaping.visible(finding.message)]
      lines += finding.evidence.map { "= " + Wording.fact($0, of: finding) }
      lines += help(finding.remedies, report)
      let title = reported.rule + (reported.isLowered ? " (error in strict)" : "")
      commands[reported.severity, default: []].append(
        command(reported.severity, at: finding.location, title: title, lines))
    }
    for reported in report.unverified where reported.suppression == nil {
      let unverified = reported.unverified
      let lines = [Escaping.visible(unverified.reason)] + help(unverified.remedies, report)
      commands[reported.severity, default: []].append(
        command(reported.severity, at: unverified.location, title: "NOT VERIFIED: \(reported.kind)", lines))
    }
    var text = ""
    for level in [Level.error, .warning] { text += (commands[level] ?? []).joined() }
    let notes = commands[.note] ?? []
    let rest = remainder(commands)
    // Where the notes alone fill what GitHub shows, the remark comes before them.
    text += notes.count < shownPerLevel ? notes.joined() + rest : rest + notes.joined()
    if !options.quiet || !Wording.isClean(report) {
      text += "check-drift: " + Wording.closing(report) + "; " + Wording.posture(report.posture) + "\n"
    }
    return Array(text.utf8)
  }

  /// One command, its line ended; `lines` are visible text.
  static func command(_ level: Level, at location: Location?, title: String, _ lines: [String]) -> String {
    var properties = location.map { [("file", Escaping.visible($0.file))] } ?? []
    if let region = location?.region {
      properties += [("line", String(region.line)), ("endLine", String(region.endLine))]
      if region.line == region.endLine {
        properties += [("col", String(region.column)), ("endColumn", String(region.endColumn))]
      }
    }
    properties.append(("title", Escaping.visible(title)))
    let list = properties.map { "\($0)=\(Escaping.workflowProperty($1))" }.joined(separator: ",")
    return "::\(word(level)) \(list)::\(Escaping.workflowData(lines.joined(separator: "\n")))\n"
  }

  private static func help(_ remedies: [Remedy], _ report: Report) -> [String] {
    guard let remedy = remedies.first else { return [] }
    let others = remedies.count > 1 ? " (\(Wording.count(remedies.count - 1, "alternative")) in the text report)" : ""
    return ["help: " + Escaping.visible(remedy.summary) + others]
      + remedy.steps.map { "  " + Wording.step($0, configuration: report.configuration.name) }
  }

  private static func remainder(_ commands: [Level: [String]]) -> String {
    let parts = [Level.error, .warning, .note].compactMap { level -> String? in
      let rest = (commands[level]?.count ?? 0) - shownPerLevel
      return rest > 0 ? Wording.count(rest, level.rawValue) : nil
    }
    guard !parts.isEmpty else { return "" }
    let message =
      "GitHub shows about \(shownPerLevel) annotations of each level; in the log are "
      + parts.joined(separator: ", ") + " more"
    return "::notice title=check-drift::\(Escaping.workflowData(message))\n"
  }

  private static func word(_ level: Level) -> String { level == .note ? "notice" : level.rawValue }
}
