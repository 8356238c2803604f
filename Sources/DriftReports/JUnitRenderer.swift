import DriftModel

/// JUnit XML: a suite for each check, a test case for each thing found.
///
/// Only what blocks is a failure or an error. All else that was found is skipped, not passed, so that a green case
/// always stands for something that was looked at and agrees.
enum JUnitRenderer: Renderer {
  static func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    let suites = report.checks.map { suite($0, report) }
    var counts = Counts()
    for suite in suites { counts.add(suite.counts) }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"check-drift\" \(counts.attributes(withSkipped: false))>\n"
    for suite in suites { text += suite.text }
    return Array((text + "</testsuites>\n").utf8)
  }

  private struct Counts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    mutating func add(_ other: Counts) {
      tests += other.tests
      failures += other.failures
      errors += other.errors
      skipped += other.skipped
    }

    /// Jenkins' definition (junit-10.xsd) has no `skipped` for the whole. Our only additions to it are `file` and `line`.
    func attributes(withSkipped: Bool) -> String {
      "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\""
        + (withSkipped ? " skipped=\"\(skipped)\"" : "")
    }
  }

  private static func suite(_ check: Report.CheckResult, _ report: Report) -> (text: String, counts: Counts) {
    var counts = Counts()
    var cases = ""
    for reported in report.findings where reported.check == check.name {
      counts.tests += 1
      let outcome: String
      if let suppression = reported.suppression {
        counts.skipped += 1
        outcome = element("skipped", message: Wording.suppression(suppression), body: nil)
      } else if reported.isBlocking {
        counts.failures += 1
        outcome = element("failure", message: reported.finding.message, body: body(of: reported, report))
      } else {
        counts.skipped += 1
        let message = "\(reported.severity.rawValue), does not block: \(reported.finding.message)"
        outcome = element("skipped", message: message, body: body(of: reported, report))
      }
      let name = "\(reported.finding.problem.id): \(reported.finding.message)"
      cases += testCase(name, reported.kind, at: reported.finding.location, outcome)
    }
    for reported in report.unverified where reported.check == check.name {
      counts.tests += 1
      let reason = "NOT VERIFIED: " + reported.unverified.reason
      let outcome: String
      if reported.isBlocking {
        counts.errors += 1
        outcome = element("error", message: reason, body: steps(reported.unverified.remedies, report))
      } else {
        counts.skipped += 1
        let accepted = reported.suppression.map { " (\(Wording.suppression($0)))" } ?? ""
        outcome = element("skipped", message: reason + accepted, body: steps(reported.unverified.remedies, report))
      }
      cases += testCase(
        "unverified: \(reported.unverified.reason)", reported.kind, at: reported.unverified.location, outcome)
    }
    if counts.tests == 0 {
      counts.tests = 1
      let subjects = Wording.count(check.subjects.count, "subject agrees", "subjects agree")
      cases = testCase(subjects, check.kind, at: check.location, nil)
    }
    let name = attribute("name", check.name)
    return ("  <testsuite \(name) \(counts.attributes(withSkipped: true))>\n\(cases)  </testsuite>\n", counts)
  }

  private static func testCase(_ name: String, _ kind: String, at location: Location, _ outcome: String?) -> String {
    var attributes = [attribute("name", name), attribute("classname", "check-drift.\(kind)")]
    attributes.append(attribute("file", location.file.text.isEmpty ? "." : Escaping.visible(location.file)))
    if let line = location.region?.line { attributes.append("line=\"\(line)\"") }
    let start = "    <testcase \(attributes.joined(separator: " "))"
    return outcome.map { "\(start)>\n\($0)    </testcase>\n" } ?? "\(start)/>\n"
  }

  private static func element(_ name: String, message: String, body: [String]?) -> String {
    let start = "      <\(name) \(attribute("message", message))"
    guard let body, !body.isEmpty else { return start + "/>\n" }
    return start + ">" + Escaping.markup(body.joined(separator: "\n")) + "</\(name)>\n"
  }

  private static func attribute(_ name: String, _ value: String) -> String {
    "\(name)=\"\(Escaping.markup(Escaping.visible(value)))\""
  }

  private static func body(of reported: ReportedFinding, _ report: Report) -> [String] {
    [Wording.place(reported.finding.location)]
      + reported.finding.evidence.map { "= " + Wording.fact($0, of: reported.finding) }
      + steps(reported.finding.remedies, report)
  }

  private static func steps(_ remedies: [Remedy], _ report: Report) -> [String] {
    remedies.flatMap { remedy in
      ["help: " + Escaping.visible(remedy.summary)]
        + remedy.steps.map { "  " + Wording.step($0, configuration: report.configuration.name) }
    }
  }
}
