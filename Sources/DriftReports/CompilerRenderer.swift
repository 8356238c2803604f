import DriftModel

/// One line a finding, as compilers print them: `path:line:column: warning: message [kind/problem]; help: remedy`.
///
/// A statement about a file as a whole points at its first line, because readers of this format expect a number.
enum CompilerRenderer: Renderer {
  static func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    var lines: [String] = []
    for reported in report.findings where reported.suppression == nil {
      let message = Escaping.visible(reported.finding.message)
      lines.append(
        line(
          at: reported.finding.location, reported.severity, message, rule: reported.rule, reported.finding.remedies))
    }
    for reported in report.unverified where reported.suppression == nil {
      let message = "NOT VERIFIED: " + Escaping.visible(reported.unverified.reason)
      lines.append(
        line(
          at: reported.unverified.location, reported.severity, message, rule: reported.rule,
          reported.unverified.remedies))
    }
    if !options.quiet || !Wording.isClean(report) { lines.append("check-drift: " + Wording.closing(report)) }
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  private static func line(
    at location: Location, _ level: Level, _ message: String, rule: String, _ remedies: [Remedy]
  ) -> String {
    let place =
      location.region == nil ? Escaping.visible(location.file) + ":1:1" : Wording.place(location)
    let help = remedies.first.map { "; help: \(Escaping.visible($0.summary))" } ?? ""
    return "\(place): \(level.rawValue): \(message) [\(Escaping.visible(rule))]\(help)"
  }
}
