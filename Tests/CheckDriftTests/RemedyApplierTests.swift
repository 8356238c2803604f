import DriftModel
import DriftReports
import Testing

@testable import CheckDrift

struct RemedyApplierTests {
  private func edit(_ path: String, _ range: Range<Int>, _ expected: String, _ replacement: String) -> Edit {
    Edit(
      path: Stub.path(path), range: range, expected: Array(expected.utf8), replacement: Array(replacement.utf8))
  }

  private func plan(_ edits: [Edit?], files: [String: String], submodule: String? = nil) async -> RemedyApplier {
    let findings = edits.enumerated().map { index, edit in
      Finding(
        StubCheck.broken, "finding \(index)", at: Stub.place("a.txt", line: index + 1),
        remedies: [
          Remedy("mend \(index)", edit: edit), Remedy("another way", edit: self.edit("a.txt", 0..<1, "x", "y")),
        ])
    }
    let report = await Run.report(
      Stub.request([Stub.check(saying: .success(Examination(subjects: ["a"], findings: findings)))]))
    return RemedyApplier(
      report, submodule: { path in submodule.map(Stub.path).flatMap { path.isInside($0) ? $0 : nil } },
      read: { files["\($0)"].map { Array($0.utf8) } })
  }

  private func files(_ plan: RemedyApplier) -> [String] {
    plan.files.map { "\($0.path): \(String(decoding: $0.bytes, as: UTF8.self))" }
  }

  @Test func makesEditsOfSeveralFilesAndLines() async {
    let plan = await plan(
      [edit("b.txt", 4..<5, "2", "22"), edit("a.txt", 0..<1, "1", ""), edit("b.txt", 0..<1, "1", "11")],
      files: ["a.txt": "1", "b.txt": "1\n\n\n2\n"])
    #expect(files(plan) == ["a.txt: ", "b.txt: 11\n\n\n22\n"])
    #expect(
      plan.changes.map { "\($0.edit.path):\($0.line) \($0.summary)" } == [
        "a.txt:1 mend 1", "b.txt:1 mend 2", "b.txt:4 mend 0",
      ])
    #expect(plan.refusals == [])
  }

  @Test func makesTheSameEditOnce() async {
    let same = edit("a.txt", 0..<1, "1", "2")
    let plan = await plan([same, same], files: ["a.txt": "1"])
    #expect(files(plan) == ["a.txt: 2"])
    #expect(plan.changes.count == 1)
  }

  @Test func leavesAloneWhatIsNotAsItWasChecked() async {
    let plan = await plan(
      [edit("a.txt", 0..<1, "1", "2"), edit("b.txt", 5..<9, "long", "x"), edit("c.txt", 0..<1, "1", "2")],
      files: ["a.txt": "9", "b.txt": "short"])
    #expect(plan.files.isEmpty)
    #expect(
      plan.refusals.map(\.reason) == [
        "'a.txt' does not state what it did when it was checked",
        "'b.txt' does not state what it did when it was checked",
        "'c.txt' is not there any more",
      ])
    #expect(plan.refusals.map(\.isFailure) == [true, true, true])
  }

  @Test func makesOneOfTwoEditsThatOverlap() async {
    let plan = await plan(
      [edit("a.txt", 0..<3, "123", "x"), edit("a.txt", 2..<4, "34", "y")], files: ["a.txt": "1234"])
    #expect(files(plan) == ["a.txt: x4"])
    #expect(plan.refusals.map(\.reason) == ["another edit touches the same text of 'a.txt'; run fix again"])
  }

  @Test func leavesSubmodulesToTheirOwnRepository() async {
    let plan = await plan([edit("libs/x/a.txt", 0..<1, "1", "2")], files: ["libs/x/a.txt": "1"], submodule: "libs/x")
    #expect(plan.files.isEmpty)
    #expect(
      plan.refusals.map(\.reason) == ["'libs/x/a.txt' lies in the submodule 'libs/x': change it in that repository"])
    #expect(plan.refusals.map(\.isFailure) == [false])
  }

  @Test func makesNoChoiceBetweenAlternatives() async {
    let plan = await plan([nil], files: ["a.txt": "x"])
    #expect(plan.files.isEmpty)
    #expect(plan.refusals == [])
  }
}
