import DriftModel

/// For a pull request's comment or a job's summary.
enum MarkdownRenderer: Renderer {
  static func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    var text = "## check-drift: \(title(report))\n\n"
    text += Escaping.markdown(Wording.closing(report)) + "  \n"
    text += Escaping.markdown(Wording.posture(report.posture)) + "\n\n"
    let open = report.findings.filter { $0.suppression == nil }
    for reported in open { text += finding(reported, report) }
    for reported in report.unverified where reported.suppression == nil { text += unverified(reported, report) }
    if !options.quiet || !open.isEmpty { text += checks(report) }
    text += accepted(report)
    for note in report.notes { text += "- \(Escaping.markdown(Escaping.visible(note)))\n" }
    return Array(text.utf8)
  }

  private static func title(_ report: Report) -> String {
    switch report.verdict {
    case .clean: "agreement"
    case .drift: "drift"
    case .unverified: "not verified"
    }
  }

  private static func finding(_ reported: ReportedFinding, _ report: Report) -> String {
    let finding = reported.finding
    let strict = reported.isLowered ? " (error in strict)" : ""
    var text = "### \(reported.severity.rawValue)\(strict): \(code(reported.rule))\n\n"
    text += Escaping.markdown(Escaping.visible(finding.message)) + "  \n"
    text += code(Wording.place(finding.location)) + "\n\n"
    for evidence in finding.evidence {
      let place =
        evidence.location.flatMap { Wording.isToldAlready($0, by: finding) ? nil : " (\(code(Wording.place($0))))" }
        ?? ""
      text += "- \(Escaping.markdown(Escaping.visible(evidence.statement)))\(place)\n"
    }
    if let because = reported.because { text += "- because \(Escaping.markdown(Escaping.visible(because)))\n" }
    if let cause = finding.consequenceOf {
      text += "- caused by the state of submodule \(code(Escaping.visible(cause.bytes)))\n"
    }
    if let culprit = finding.culprit { text += "- culprit: \(culprit.rawValue)\n" }
    text += "- check \(code(Escaping.visible(reported.check)))\n\n"
    return text + remedies(finding.remedies, report)
  }

  private static func unverified(_ reported: ReportedUnverified, _ report: Report) -> String {
    var text = "### NOT VERIFIED: \(code(reported.kind))\n\n"
    text += Escaping.markdown(Escaping.visible(reported.unverified.reason)) + "  \n"
    text += code(Wording.place(reported.unverified.location)) + "\n\n"
    text += "- check \(code(Escaping.visible(reported.check)))\n\n"
    return text + remedies(reported.unverified.remedies, report)
  }

  private static func remedies(_ remedies: [Remedy], _ report: Report) -> String {
    var text = ""
    for (index, remedy) in remedies.enumerated() {
      let title = remedies.count == 1 ? "help" : "help \(index + 1) of \(remedies.count)"
      text += "**\(title):** \(Escaping.markdown(Escaping.visible(remedy.summary)))\n\n"
      guard !remedy.steps.isEmpty else { continue }
      let lines = remedy.steps.map { Wording.step($0, configuration: report.configuration.name) }
      let fence = Escaping.markdownFence(lines)
      text += "\(fence)sh\n\(lines.joined(separator: "\n"))\n\(fence)\n\n"
    }
    return text
  }

  private static func checks(_ report: Report) -> String {
    var text = "| check | kind | verdict | subjects | findings |\n| --- | --- | --- | ---: | ---: |\n"
    for check in report.checks {
      let cells = [
        Escaping.markdown(Escaping.visible(check.name)), Escaping.markdown(Escaping.visible(check.kind)),
        Wording.verdict(of: check, in: report), String(check.subjects.count), String(check.findings),
      ]
      text += "| \(cells.joined(separator: " | ")) |\n"
    }
    return text + "\n"
  }

  private static func accepted(_ report: Report) -> String {
    let findings = report.findings.filter { $0.suppression != nil }
    let unverified = report.unverified.filter { $0.suppression != nil }
    guard !findings.isEmpty || !unverified.isEmpty else { return "" }
    var text = "<details><summary>\(findings.count + unverified.count) accepted</summary>\n\n"
    func add(_ rule: String, _ message: String, _ suppression: Suppression?) {
      let why = suppression.map { " (\(Wording.suppression($0)))" } ?? ""
      text += "- \(code(rule)) \(Escaping.markdown(Escaping.visible(message) + why))\n"
    }
    for reported in findings { add(reported.rule, reported.finding.message, reported.suppression) }
    for reported in unverified { add(reported.rule, reported.unverified.reason, reported.suppression) }
    return text + "\n</details>\n\n"
  }

  private static func code(_ text: String) -> String { Escaping.markdownCode(text) }
}
