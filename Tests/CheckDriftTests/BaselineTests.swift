import DriftModel
import DriftReports
import DriftTestSupport
import Testing

@testable import CheckDrift

struct BaselineTests {
  private let file = FileName.repository(Stub.path(".check-drift.baseline.json"))

  private func check(_ messages: String...) -> ConfiguredCheck {
    Stub.check(
      saying: .success(
        Examination(
          subjects: ["a.txt"],
          findings: messages.enumerated().map { Stub.finding($1, at: Stub.place("a.txt", line: $0 + 1)) })))
  }

  private func baseline(of check: ConfiguredCheck) async -> Baseline {
    let report = await Run.report(Stub.request([check]))
    return Baseline(accepting: report, file: file, keeping: nil)
  }

  @Test func acceptsWhatItNamesWhereverItMoves() async throws {
    let written = await baseline(of: check("one", "two  three"))
    let read = try Baseline.read(written.text(), file: file)
    let moved = Stub.check(
      "another name",
      saying: .success(
        Examination(
          subjects: ["a.txt"],
          findings: [
            Stub.finding("two three", at: Stub.place("a.txt", line: 50)),
            Stub.finding("one", at: Stub.place("a.txt", line: 60)),
            Stub.finding("new", at: Stub.place("a.txt", line: 70)),
          ])))
    let report = await Run.report(Stub.request([moved], baseline: read))
    #expect(report.findings.map { $0.suppression == nil } == [false, false, true])
    #expect(report.summary.suppressed == 2)
    #expect(report.summary.errors == 1)
    #expect(report.exitStatus == 1)
    #expect(report.notes == [])
  }

  @Test func countsEqualOnes() async throws {
    let accepted = await baseline(of: check("same", "same"))
    #expect(accepted.entries.map(\.count) == [2])
    let report = await Run.report(Stub.request([check("same", "same", "same")], baseline: accepted))
    #expect(report.findings.map { $0.suppression == nil } == [false, false, true])
    #expect(
      report.findings.map(\.finding.evidence) == [
        [], [],
        [
          Evidence("the baseline accepts 2 equal to this, and there are 3: one is new, not necessarily this one"),
          Evidence("an equal one", at: Stub.place("a.txt", line: 1)),
          Evidence("an equal one", at: Stub.place("a.txt", line: 2)),
        ],
      ])
  }

  @Test func showsAFewOfManyEqualOnes() async {
    let accepted = await baseline(of: check("same", "same", "same", "same", "same", "same"))
    let many = check("same", "same", "same", "same", "same", "same", "same", "same")
    let report = await Run.report(Stub.request([many], baseline: accepted))
    let facts = report.findings.map { $0.finding.evidence.map(\.statement) }
    #expect(facts.dropLast(2).allSatisfy { $0.isEmpty })
    #expect(
      facts.last == [
        "the baseline accepts 6 equal to this, and there are 8: 2 are new, not necessarily this one", "an equal one",
        "an equal one", "an equal one", "an equal one", "an equal one", "and 2 more",
      ])
  }

  @Test func noCountIsLargerThanCanBeAddedUp() {
    let entry =
      #"{"fingerprint": "x", "count": 9223372036854775807, "kind": "k", "problem": "p", "path": "a", "message": "m"}"#
    let bytes = Array(#"{"version": 1, "entries": [\#(entry), \#(entry)]}"#.utf8)
    let mistakes = #expect(throws: Baseline.Mistakes.self) { try Baseline.read(bytes, file: file) }
    #expect(
      mistakes?.problems.map(\.message)
        == Array(repeating: "9223372036854775807 is too large: at most 1000000000", count: 2))
  }

  @Test func saysWhatIsExpiredOrMatchesNothing() async throws {
    var accepted = await baseline(of: check("one", "two"))
    accepted.entries = accepted.entries.map { entry in
      var entry = entry
      if entry.message == "one" { entry.until = Day("2026-11-20") }
      return entry
    }
    let read = try Baseline.read(accepted.text(), file: file)
    let report = await Run.report(Stub.request([check("one")], baseline: read))
    #expect(report.exitStatus == 1)
    #expect(
      report.notes == [
        ".check-drift.baseline.json:4 accepted stub/broken of 'a.txt' until 2026-11-20, which is past",
        ".check-drift.baseline.json:5 (stub/broken of 'a.txt') matches nothing any more: run 'check-drift baseline'",
      ])
    let partial = await Run.report(Stub.request([check("one")], baseline: read, isPartial: true))
    #expect(partial.notes.count == 1)
    let lastDay = await Run.report(
      Stub.request(
        [check("one")],
        baseline: Baseline(
          file: file,
          entries: read.entries.map {
            var entry = $0
            entry.until = Day("2026-11-21")
            return entry
          })))
    #expect(lastDay.exitStatus == 0)
  }

  @Test func acceptsWhatCouldNotBeLookedAtWithoutCallingItClean() async {
    let blind = Stub.check(
      saying: .success(Examination(subjects: ["a"], unverified: [Unverified("no way", at: Stub.place("b"))])))
    let accepted = await baseline(of: blind)
    let report = await Run.report(Stub.request([blind], baseline: accepted))
    #expect(report.exitStatus == 0)
    #expect(report.verdict == .unverified)
    #expect(report.summary.unverified == 0)
    #expect(report.summary.suppressed == 1)
  }

  @Test func keepsReasonsAndWhatACheckCouldNotSee() async {
    var old = await baseline(of: check("one", "two"))
    old.entries = old.entries.map { entry in
      var entry = entry
      entry.reason = "legacy"
      return entry
    }
    let report = await Run.report(Stub.request([check("one", "new")]))
    let kept = Baseline(accepting: report, file: file, keeping: old)
    #expect(Set(kept.entries.map { "\($0.message) \($0.reason ?? "-")" }) == ["one legacy", "new -"])
    let blind = await Run.report(
      Stub.request([
        Stub.check(saying: .success(Examination(unverified: [Unverified("no way", at: Stub.place("b"))])))
      ]))
    let careful = Baseline(accepting: blind, file: file, keeping: old)
    #expect(Set(careful.entries.map(\.message)) == ["one", "two", "no way"])
  }

  @Test func writesOneLineAnEntry() async {
    let text = String(decoding: await baseline(of: check("b", "a")).text(), as: UTF8.self)
    let lines = text.split(separator: "\n").map { $0.replacing(/[0-9a-f]{24}/, with: "ID") }
    #expect(
      lines == [
        "{", "  \"version\": 1,", "  \"entries\": [",
        #"    {"fingerprint": "ID", "count": 1, "kind": "stub", "problem": "broken", "path": "a.txt", "message": "a", "reason": null, "until": null},"#,
        #"    {"fingerprint": "ID", "count": 1, "kind": "stub", "problem": "broken", "path": "a.txt", "message": "b", "reason": null, "until": null}"#,
        "  ]", "}",
      ])
    let empty = Baseline(file: file, entries: [])
    #expect(String(decoding: empty.text(), as: UTF8.self) == "{\n  \"version\": 1,\n  \"entries\": []\n}\n")
    #expect(throws: Never.self) { try Baseline.read(empty.text(), file: file) }
  }

  @Test func tellsAllMistakesAtOnce() {
    let text = #"{"version": 2, "entries": [{"fingerprint": "x", "count": 0, "untli": "y"}]}"#
    do throws(Baseline.Mistakes) {
      _ = try Baseline.read(Array(text.utf8), file: file)
      Issue.record("it was read")
    } catch {
      #expect(
        error.problems.map(\.message) == [
          "expected one of '1', found '2'", "unknown key 'untli'", "expected a whole number of at least 1, found '0'",
          "'kind' is missing", "'problem' is missing", "'path' is missing", "'message' is missing",
        ])
    }
  }

  @Test func mayOnlyShrink() async {
    let base = await baseline(of: check("one", "two"))
    let renamed = await baseline(of: check("one", "three"))
    #expect(renamed.limited(to: base).notes == [])
    let grown = await baseline(of: check("one", "two", "three"))
    let limited = grown.limited(to: base)
    #expect(Set(limited.baseline.entries.map(\.message)) == ["one", "two"])
    #expect(
      limited.notes == [
        "the baseline accepts 3 of stub/broken, and 2 at the base: a baseline only shrinks, so what is new accepts nothing"
      ])
  }
}
