import DriftModel

/// GitLab's code quality report: a list of issues, each with a fingerprint of its own.
enum GitLabRenderer: Renderer {
  static func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    var seen: [String: Int] = [:]
    var issues: [JSONValue] = []
    for reported in report.findings where reported.suppression == nil {
      issues.append(
        issue(
          reported.finding.message, rule: reported.rule, severity(reported.severity), at: reported.finding.location,
          unique(reported.fingerprint, &seen)))
    }
    for reported in report.unverified where reported.suppression == nil {
      issues.append(
        issue(
          "NOT VERIFIED: " + reported.unverified.reason, rule: reported.rule, severity(reported.severity),
          at: reported.unverified.location, unique(reported.fingerprint, &seen)))
    }
    return JSONWriter.bytes(of: .array(issues))
  }

  private static func issue(
    _ description: String, rule: String, _ severity: String, at location: Location, _ fingerprint: String
  ) -> JSONValue {
    .object([
      ("description", .string(Escaping.visible(description))), ("check_name", .string(rule)),
      ("fingerprint", .string(fingerprint)), ("severity", .string(severity)),
      (
        "location",
        .object([
          ("path", .string(Escaping.visible(location.file))),
          ("lines", .object([("begin", .integer(location.region?.line ?? 1))])),
        ])
      ),
    ])
  }

  /// GitLab drops issues whose fingerprint it has seen, and equal findings are counted, not merged.
  private static func unique(_ fingerprint: String, _ seen: inout [String: Int]) -> String {
    let number = seen[fingerprint, default: 0]
    seen[fingerprint] = number + 1
    return number == 0 ? fingerprint : "\(fingerprint)-\(number + 1)"
  }

  private static func severity(_ level: Level) -> String {
    switch level {
    case .error: "critical"
    case .warning: "minor"
    case .note: "info"
    }
  }
}
