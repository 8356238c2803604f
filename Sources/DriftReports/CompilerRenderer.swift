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
          at: place(reported.finding.location, options), reported.severity, message, rule: reported.rule,
          reported.finding.remedies))
    }
    for reported in report.unverified where reported.suppression == nil {
      let message = "NOT VERIFIED: " + Escaping.visible(reported.unverified.reason)
      lines.append(
        line(
          at: place(reported.unverified.location, options), reported.severity, message, rule: reported.rule,
          reported.unverified.remedies))
    }
    if !options.quiet || !Wording.isClean(report) { lines.append("check-drift: " + Wording.closing(report)) }
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  private static func line(
    at place: String, _ level: Level, _ message: String, rule: String, _ remedies: [Remedy]
  ) -> String {
    let help = remedies.first.map { "; help: \(Escaping.visible($0.summary))" } ?? ""
    return "\(place): \(level.rawValue): \(message) [\(Escaping.visible(rule))]\(help)"
  }

  /// `path:12:5`, with the prefix that makes sense to whoever reads it.
  static func place(_ location: Location, _ options: RenderOptions) -> String {
    let prefix = location.path == nil ? "" : Escaping.visible(options.pathPrefix)
    return prefix + (location.region == nil ? Escaping.visible(location.file) + ":1:1" : Wording.place(location))
  }
}
