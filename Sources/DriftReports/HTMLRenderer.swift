import DriftModel

/// One page without scripts, images or anything else from elsewhere.
enum HTMLRenderer: Renderer {
  static func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    var page = head(report)
    page += "<h1>check-drift: <span class=\"\(report.verdict.rawValue)\">\(report.verdict.rawValue)</span></h1>\n"
    page += "<p>\(shown(Wording.closing(report)))<br>\(shown(Wording.posture(report.posture)))</p>\n"
    let open = report.findings.filter { $0.suppression == nil }
    for reported in open { page += finding(reported, report) }
    for reported in report.unverified where reported.suppression == nil { page += unverified(reported, report) }
    page += checks(report)
    page += accepted(report)
    if !report.notes.isEmpty {
      page += "<h2>Notes</h2>\n<ul>\n" + report.notes.map { "<li>\(text($0))</li>\n" }.joined() + "</ul>\n"
    }
    return Array((page + "</main>\n</body>\n</html>\n").utf8)
  }

  private static func head(_ report: Report) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="check-drift \(text(report.toolVersion))">
    <title>check-drift: \(report.verdict.rawValue)</title>
    <style>
    :root { color-scheme: light dark; --rule: #8884; --error: #c62828; --warning: #a15c00; --note: #1565c0;
      --unverified: #8e24aa; --clean: #2e7d32; }
    @media (prefers-color-scheme: dark) {
      :root { --error: #ff8a80; --warning: #ffb74d; --note: #90caf9; --unverified: #e1a6f0; --clean: #a5d6a7; }
    }
    body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
    main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
    section { border-left: .25rem solid var(--rule); margin: 1.5rem 0; padding: 0 1rem; }
    h2 { font-size: 1.1rem; overflow-wrap: anywhere; }
    pre, code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
    pre { overflow-x: auto; background: #8881; padding: .5rem; }
    table { border-collapse: collapse; } th, td { border: 1px solid var(--rule); padding: .25rem .5rem; text-align: left; }
    .error, .drift { color: var(--error); } .warning { color: var(--warning); } .note { color: var(--note); }
    .unverified { color: var(--unverified); } .clean { color: var(--clean); }
    </style>
    </head>
    <body>
    <main>

    """
  }

  private static func finding(_ reported: ReportedFinding, _ report: Report) -> String {
    let finding = reported.finding
    let level = reported.severity.rawValue
    let strict = reported.isLowered ? " (error in strict)" : ""
    var section = "<section>\n<h2><span class=\"\(level)\">\(level)\(strict)</span> "
    section += "<code>\(text(reported.rule))</code><br>\(text(finding.message))</h2>\n"
    section += source(at: finding.location, reported.excerpts)
    var facts = finding.evidence.map { evidence -> String in
      guard let location = evidence.location, !Wording.isToldAlready(location, by: finding) else {
        return text(evidence.statement)
      }
      guard location.region != nil, !(reported.excerpts[location] ?? []).isEmpty else {
        return "\(text(evidence.statement)) (<code>\(shown(Wording.place(location)))</code>)"
      }
      return text(evidence.statement) + "\n" + source(at: location, reported.excerpts)
    }
    if let because = reported.because { facts.append("because " + text(because)) }
    if let cause = finding.consequenceOf {
      facts.append("caused by the state of submodule <code>\(shown(Escaping.visible(cause.bytes)))</code>")
    }
    let culprit = finding.culprit.map { ", culprit: \($0.rawValue)" } ?? ""
    facts.append("check <code>\(text(reported.check))</code>, level \(reported.level.rawValue)\(culprit)")
    section += list(facts)
    return section + remedies(finding.remedies, report) + "</section>\n"
  }

  private static func unverified(_ reported: ReportedUnverified, _ report: Report) -> String {
    var section = "<section>\n<h2><span class=\"unverified\">NOT VERIFIED</span> "
    section += "<code>\(text(reported.kind))</code><br>\(text(reported.unverified.reason))</h2>\n"
    section += source(at: reported.unverified.location, reported.excerpts)
    section += list(["check <code>\(text(reported.check))</code>, level \(reported.level.rawValue)"])
    return section + remedies(reported.unverified.remedies, report) + "</section>\n"
  }

  private static func source(at location: Location, _ excerpts: [Location: SourceLines]) -> String {
    let place = "<p><code>\(shown(Wording.place(location)))</code></p>\n"
    guard let region = location.region, let lines = excerpts[location], !lines.isEmpty else { return place }
    let digits = String(lines.map(\.line).max() ?? 0).count
    func gutter(_ text: String) -> String { String(repeating: " ", count: max(0, digits - text.count)) + text + " | " }
    let rows = Excerpt(lines, of: region, width: nil).lines.map { line in
      switch line {
      case .source(let number, let text): gutter(String(number)) + text
      case .marker(let marker): gutter("") + marker
      case .gap: "..."
      }
    }
    return place + "<pre>\(shown(rows.joined(separator: "\n")))</pre>\n"
  }

  private static func remedies(_ remedies: [Remedy], _ report: Report) -> String {
    var section = ""
    for (index, remedy) in remedies.enumerated() {
      let title = remedies.count == 1 ? "help" : "help \(index + 1) of \(remedies.count)"
      section += "<p><strong>\(title):</strong> \(text(remedy.summary))</p>\n"
      guard !remedy.steps.isEmpty else { continue }
      let lines = remedy.steps.map { Wording.step($0, configuration: report.configuration.name) }
      section += "<pre>\(shown(lines.joined(separator: "\n")))</pre>\n"
    }
    return section
  }

  private static func checks(_ report: Report) -> String {
    var table = "<h2>Checks</h2>\n<table>\n<tr><th>check</th><th>kind</th><th>verdict</th><th>subjects</th></tr>\n"
    for check in report.checks {
      table += "<tr><td>\(text(check.name))</td><td>\(text(check.kind))</td>"
      table += "<td class=\"\(check.verdict.rawValue)\">\(Wording.verdict(of: check, in: report))</td>"
      table += "<td>\(check.subjects.count)</td></tr>\n"
    }
    return table + "</table>\n"
  }

  private static func accepted(_ report: Report) -> String {
    func item(_ rule: String, _ message: String, _ suppression: Suppression?) -> String? {
      suppression.map { "<code>\(text(rule))</code> \(text(message)) (\(shown(Wording.suppression($0))))" }
    }
    let items =
      report.findings.compactMap { item($0.rule, $0.finding.message, $0.suppression) }
      + report.unverified.compactMap { item($0.rule, $0.unverified.reason, $0.suppression) }
    return items.isEmpty ? "" : "<h2>Accepted</h2>\n" + list(items)
  }

  private static func list(_ items: [String]) -> String {
    "<ul>\n" + items.map { "<li>\($0)</li>\n" }.joined() + "</ul>\n"
  }

  /// Text of the report, escaped twice: what cannot be seen, then what HTML would read.
  private static func text(_ text: String) -> String { Escaping.markup(Escaping.visible(text)) }

  /// Text that is already visible.
  private static func shown(_ text: String) -> String { Escaping.markup(text) }
}
