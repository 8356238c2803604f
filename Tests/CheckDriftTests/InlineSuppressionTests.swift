import DriftModel
import DriftReports
import DriftTestSupport
import Testing

@testable import CheckDrift

struct InlineSuppressionTests {
  private func report(
    _ text: String, at lines: Int..., file: String = "a.py", on: Bool = true, baseline: Baseline? = nil
  ) async -> Report {
    let check = Stub.check(
      saying: .success(
        Examination(
          subjects: [file],
          findings: lines.map { Stub.finding("one at \($0)", at: Stub.place(file, line: $0)) })))
    var request = Stub.request([check], in: MemorySnapshot([file: text]), baseline: baseline)
    request.acceptsInline = on
    return await Run.report(request)
  }

  @Test func aCommentAcceptsItsLineAndStatesWhy() async {
    let report = await report("x = 1  # check-drift:allow broken until=2026-12-31: it is a test\n", at: 1)
    #expect(
      report.findings.map(\.suppression) == [
        Suppression(
          by: .inline, reason: "it is a test", until: "2026-12-31",
          location: Location(Stub.path("a.py"), Region(line: 1, column: 10, length: 55)))
      ])
    #expect(report.verdict == .clean && report.exitStatus == 0 && report.summary.suppressed == 1)
    #expect(report.notes == [])
  }

  /// The configuration's bytes are at hand from the start, and its comments count like any other file's.
  @Test func inTheConfigurationItCountsToo() async {
    let check = Stub.check(
      saying: .success(
        Examination(subjects: ["a"], findings: [Stub.finding("one", at: Stub.place(".check-drift.yml", line: 2))])))
    var request = Stub.request([check])
    request.configuration.bytes = Array("version: 1\nx: y  # check-drift:allow broken: why\n".utf8)
    let report = await Run.report(request)
    #expect(report.findings.map(\.suppression?.reason) == ["why"])
  }

  @Test func onALineOfItsOwnItIsAboutTheNextToo() async {
    let own = "# check-drift:allow stub/broken: why\nx = 1\ny = 2\n"
    #expect(await report(own, at: 2, 3).findings.map { $0.suppression == nil } == [false, true])
    let trailing = "x = 1  # check-drift:allow stub: why\ny = 2\n"
    #expect(await report(trailing, at: 1, 2).findings.map { $0.suppression == nil } == [false, true])
  }

  @Test func onlyCommentsCount() async {
    let report = await report("x = 'check-drift:allow broken: why'\n", at: 1)
    #expect(report.findings.map { $0.suppression == nil } == [true])
    #expect(report.notes == [])
    let page = "<!-- check-drift:allow broken: why -->\ncheck-drift:allow broken: why\n"
    #expect(
      await self.report(page, at: 2, 3, file: "a.md").findings.map { $0.suppression == nil } == [false, true])
  }

  @Test func whatIsMalformedPastOrStaleAcceptsNothingAndIsTold() async {
    let text = """
      # check-drift:allow broken
      # check-drift:allow: why
      # check-drift:allow brokn: why
      # check-drift:allow broken until=2026-02-30: why
      # check-drift:allow broken till=2026-12-31: why
      # check-drift:allow broken until=2026-11-20: why
      # check-drift:allow untidy: why
      x = 1
      """
    let report = await report(text, at: 1, 2, 3, 4, 5, 6, 7, 8)
    #expect(report.findings.allSatisfy { $0.suppression == nil })
    #expect(
      report.notes == [
        "a.py:1: 'check-drift:allow' accepts nothing: it gives no reason, which stands behind a colon",
        "a.py:2: 'check-drift:allow' accepts nothing: something stands right behind 'allow'",
        "a.py:3: 'check-drift:allow' accepts nothing: there is no problem or kind 'brokn'; did you mean 'broken'?",
        "a.py:4: 'check-drift:allow' accepts nothing: '2026-02-30' is no date; write it as 2026-12-31",
        "a.py:5: 'check-drift:allow' accepts nothing: 'till=2026-12-31' is neither a date as 'until=2026-12-31' nor"
          + " behind a colon",
        "a.py:6: 'check-drift:allow broken' held until 2026-11-20, which is past",
        "a.py:7: 'check-drift:allow untidy' accepts nothing any more: take it out",
      ])
  }

  @Test func whatStandsBetweenTwoCommentsOfAPageIsNoComment() async {
    let page = "<!-- a --> check-drift:allow broken: why <!-- b -->\n"
    #expect(await report(page, at: 1, file: "a.md").findings.map { $0.suppression == nil } == [true])
  }

  @Test func severalOnALineEachHaveTheirOwnReason() async {
    let report = await report("x = 1  # check-drift:allow untidy: one check-drift:allow broken: two\n", at: 1)
    #expect(report.findings.map(\.suppression?.reason) == ["two"])
  }

  /// Each would be held against each finding, and hold a copy of the rest of its line.
  @Test(arguments: ["a.py", "a.md", "a.c"]) func tooManyDoNotCount(_ file: String) async {
    let many = String(repeating: "check-drift:allow untidy: why ", count: 50_000)
    let comment = ["a.py": "# \(many)", "a.md": "<!-- \(many)-->", "a.c": "/* \(many)*/"]
    let text = "\(comment[file] ?? "") \n\(comment[file] ?? "")\n"
    let start = ContinuousClock.now
    let report = await report(text, at: 1, 2, file: file)
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(report.findings.allSatisfy { $0.suppression == nil })
    #expect(report.notes.count == 1001)
    #expect(
      report.notes.last == "\(file):1: 'check-drift:allow' accepts nothing: more than 1000 of them stand in this file,"
        + " and those from here on do not count")
  }

  @Test func theCallerMayTurnThemOff() async {
    let report = await report("# check-drift:allow broken: why\n", at: 1, on: false)
    #expect(report.findings.map { $0.suppression == nil } == [true])
    #expect(report.notes == [])
  }

  @Test func whatACommentAcceptsNeedsNoBaseline() async {
    let report = await report("# check-drift:allow broken: why\n", at: 1, 3)
    let baseline = Baseline(accepting: report, file: Stub.configuration, keeping: nil)
    #expect(baseline.entries.map(\.message) == ["one at 3"])
  }
}
