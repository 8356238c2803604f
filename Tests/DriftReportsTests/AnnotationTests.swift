import DriftModel
import DriftReports
import Testing

struct AnnotationTests {
  private func lines(errors: Int, notes: Int) -> [String] {
    var report = AwkwardReport.report(isStrict: true)
    let all = report.findings
    report.unverified = []
    report.findings =
      Array(repeating: all[7], count: notes) + Array(repeating: all[2], count: errors)
    let text = String(decoding: ReportFormat.github.render(report, options: RenderOptions()), as: UTF8.self)
    return text.split(separator: "\n").map {
      String($0.prefix { $0 != " " }) + ($0.contains("GitHub shows") ? " rest" : "")
    }
  }

  @Test func putsTheWorstFirst() {
    #expect(lines(errors: 2, notes: 1) == ["::error", "::error", "::notice", "check-drift:"])
  }

  @Test func saysHowManyGitHubLeavesOut() {
    #expect(lines(errors: 12, notes: 1).suffix(3) == ["::notice", "::notice rest", "check-drift:"])
    // Where notes alone fill what is shown, the remark stands before them.
    #expect(lines(errors: 12, notes: 10).dropFirst(12).first == "::notice rest")
  }

  @Test func foldsOnlyBelowACauseThatIsShown() throws {
    var report = AwkwardReport.report(isStrict: true)
    report.unverified = []
    report.findings = [report.findings[0], report.findings[3]]
    func text() -> String {
      "\n" + String(decoding: ReportFormat.text.render(report, options: RenderOptions()), as: UTF8.self)
    }
    // Folded, it is a line among the facts of its cause; else it stands by itself.
    let consequence = "\nerror[generated-code/output-edited]"
    #expect(!text().contains(consequence))
    report.findings[0].suppression = Suppression(by: .baseline, reason: nil, until: nil, location: nil)
    #expect(text().contains(consequence))
  }
}
