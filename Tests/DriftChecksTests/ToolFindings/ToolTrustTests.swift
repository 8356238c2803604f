import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// When a report is not believed, and what a ratchet makes of one that is.
struct ToolTrustTests {
  private let files = ["a.py": "import os\nimport sys\n", "b.py": "pass\n"]

  private func ruff(_ findings: [(code: String, file: String, row: Int)]) -> String {
    let entries = findings.map { code, file, row in
      #"{"cell": null, "code": "\#(code)", "filename": "\#(file)", "location": {"row": \#(row), "column": 1}, "#
        + #""end_location": {"row": \#(row), "column": 2}, "message": "m"}"#
    }
    return "[\(entries.joined(separator: ", "))]"
  }

  private func reports(_ report: String, _ keys: String = "tool: ruff", status: Int? = nil) -> ToolReports {
    ToolReports(files: files, report: report, keys: keys, status: status)
  }

  @Test func aRunThatDidNotLookIsNotClean() throws {
    #expect(try reports("[]", status: 0).says() == [])
    var failed = reports("error: unknown option", status: 2)
    failed.remarks = "error: unexpected argument '--x'\n\n"
    #expect(
      try failed.says() == [
        "unverified 'ruff' ended with status 2, which does not say that it looked; it said: error: unexpected argument '--x'"
      ])
    #expect(try reports("[]", status: 1).says() == ["unverified 'ruff' ended with status 1 and reported nothing"])
    #expect(
      try reports("", status: 0).says() == [
        "unverified what 'lint' printed is empty, which says neither that all is well nor that the tool ran"
      ])
    var nothing = reports("[]", status: 0)
    nothing.remarks = "warning: No Python files found under the given path(s)\n"
    #expect(
      try nothing.says() == [
        "unverified 'ruff' found no file to look at; it said: warning: No Python files found under the given path(s)"
      ])
    #expect(
      try reports("Traceback:\n  x", status: 1).says().map { String($0.prefix(62)) } == [
        "unverified what 'lint' printed cannot be read as ruff-json: ex"
      ])
    #expect(try reports(ruff([("A", "a.py", 1)]), "tool: ruff\nstatuses: [7]", status: 7).says().count == 1)
    #expect(
      try reports("[{}]").says() == [
        "unverified an entry of the report is not understood: it lacks what ruff states of each"
      ])
  }

  @Test func aReportThatIsOlderThanItsFilesIsNotBelieved() throws {
    var reports = reports(ruff([("A", "a.py", 1), ("B", "b.py", 1)]), "tool: ruff\nfiles: '*.py'")
    reports.written = FileTime(seconds: 10, nanoseconds: 5)
    reports.writingTimes = [
      "a.py": FileTime(seconds: 10, nanoseconds: 5), "b.py": FileTime(seconds: 9, nanoseconds: 9),
    ]
    #expect(try reports.says() == ["tool-error a.py:1:1-2 ruff A: m", "tool-error b.py:1:1-2 ruff B: m"])
    reports.writingTimes["a.py"] = FileTime(seconds: 10, nanoseconds: 6)
    #expect(
      try reports.says() == ["tool-error b.py:1:1-2 ruff B: m", "unverified the report 'report' is older than 'a.py'"])
    reports.report = "[]"
    #expect(try reports.says() == ["unverified the report 'report' is older than 'a.py'"])
    reports.written = nil
    #expect(try reports.says() == [])
  }

  @Test func placesThatAreNotThereAreNotBelieved() throws {
    let report = ruff([
      ("A", "a.py", 3), ("B", "a.py", 4), ("C", "gone.py", 1), ("D", "../up.py", 1), ("E", "/x/a.py", 1),
    ])
    #expect(
      try reports(report).says() == [
        "tool-error a.py:3:1-1 ruff A: m",
        "unverified the report 'report' names places in 'a.py' that are not there: the tool saw another file",
        "unverified the report 'report' names 'gone.py', which is not in the tree looked at",
        "unverified the report 'report' names '../up.py', which lies outside the repository",
        "unverified the report 'report' names '/x/a.py', which lies outside the repository",
      ])
    #expect(try reports(report, "tool: ruff\nexcept: ['gone.py', 'a.py', 'b.py']\nroot: /x").says().count == 1)
  }

  @Test func linesThatOthersCountOtherwiseAreTold() throws {
    let odd = ToolReports(
      files: ["a.py": "x = 1\ry = 2\nz = 3\n"], report: ruff([("A", "a.py", 1), ("B", "a.py", 3)]), keys: "tool: ruff")
    #expect(
      try odd.says() == [
        "tool-error a.py:1:1-2 ruff A: m", "tool-error a.py ruff B: m", "  on line 3, as the tool counts lines",
      ])
  }

  @Test func aByteOrderMarkIsNoColumn() throws {
    let marked = ToolReports(files: ["a.py": "\u{FEFF}x = 1\n"], report: ruff([("A", "a.py", 1)]), keys: "tool: ruff")
    #expect(try marked.says() == ["tool-error a.py:1:4-5 ruff A: m"])
  }

  // MARK: The ratchet

  @Test func asManyAsMayPassPass() throws {
    let report = ruff([("A", "a.py", 1), ("A", "a.py", 2), ("B", "b.py", 1)])
    #expect(
      try reports(report, "tool: ruff\nat-most: 3").says() == [
        "tool-error a.py:1:1-2 ruff A: m (ratchet)", "tool-error a.py:2:1-2 ruff A: m (ratchet)",
        "tool-error b.py:1:1-2 ruff B: m (ratchet)",
      ])
    #expect(
      try reports(report, "tool: ruff\nat-most: 2").says().suffix(4) == [
        "ratchet-exceeded rules.yml:3:10-11 ruff reports 3 findings, and at most 2 pass",
        "  at most 2 pass rules.yml:3:10-11", "  A: 2", "  B: 1",
      ])
    #expect(
      try reports(report, "tool: ruff\nat-most: 4").says().last
        == "ratchet-slack rules.yml:3:10-11 ruff reports 3 findings, and 4 may pass")
  }

  @Test func eachRuleHasItsOwnNumber() throws {
    let report = ruff([("A", "a.py", 1), ("A", "a.py", 2), ("B", "b.py", 1)])
    #expect(
      try reports(report, "tool: ruff\nat-most: { A: 1, C: 1 }").says() == [
        "tool-error a.py:1:1-2 ruff A: m (ratchet)", "tool-error a.py:2:1-2 ruff A: m (ratchet)",
        "tool-error b.py:1:1-2 ruff B: m",
        "ratchet-exceeded rules.yml:3:15-16 ruff reports 2 findings under A, and at most 1 pass",
        "  at most 1 pass rules.yml:3:15-16", "  A: 2",
        "ratchet-slack rules.yml:3:21-22 ruff reports 0 findings under C, and 1 may pass",
      ])
  }

  @Test func whatWasNotLookedAtIsNoSlack() throws {
    let report = ruff([("A", "a.py", 1), ("A", "gone.py", 1)])
    #expect(
      try reports(report, "tool: ruff\nat-most: 9").says() == [
        "tool-error a.py:1:1-2 ruff A: m (ratchet)",
        "unverified the report 'report' names 'gone.py', which is not in the tree looked at",
      ])
  }

  @Test func filesThatChangedAreNamedFirst() throws {
    let (check, _) = try decode(ToolFindings.self, "report: report\ntool: ruff\nat-most: 1")
    var snapshot = MemorySnapshot(files)
    snapshot.reference = MemorySnapshot(["a.py": "import os\n", "b.py": "pass\n"])
    snapshot.capture = .success(
      Capture(
        bytes: Array(ruff([("A", "a.py", 2), ("B", "b.py", 1)]).utf8),
        source: .file(.external("report"), writtenAt: nil)))
    let finding = try #require(try check?.examine(snapshot).findings.last)
    #expect(finding.evidence.map(\.statement) == ["at most 1 pass", "in a file that changed: ruff A: m"])
  }

  @Test func slackIsTightenedByAnEdit() throws {
    let finding = try #require(try reports("[]", "tool: ruff\nat-most: 12").examination().findings.last)
    #expect(finding.remedies.map(\.summary) == ["lower the number to 0"])
  }

  // MARK: Configuration

  @Test(arguments: [
    ("tool: ruff", "1:1: there is neither a 'report' to read nor a command to 'run'"),
    ("report: r.txt", "1:1: 'tool' is missing"), ("report: r.json\nformat: ruff-json", "1:1: 'tool' is missing"),
    ("report: r.txt\ntool: phpstan", "2:7: the format of a report of 'phpstan' is not known"),
    ("report: ../r.json\ntool: ruff", "1:9: '../r.json' is not a path inside the repository"),
    ("run: ruff check\ntool: ruff", "1:6: expected a list, found a scalar"),
    ("run: []\ntool: ruff", "1:6: an empty list selects nothing"),
    ("run: [ruff, [x]]\ntool: ruff", "1:13: expected a program or an argument, found a list"),
    ("report: r.sarif\nroot: src", "2:7: 'src' is no absolute path"),
    ("report: r.sarif\nat-most: -1", "2:10: expected a whole number of at least 0, found '-1'"),
    ("report: r.sarif\nallow-tools: true", "2:1: unknown key 'allow-tools'"),
  ])
  func mistakesAreTold(yaml: String, first: String) throws {
    let (check, problems) = try decode(ToolFindings.self, yaml)
    #expect(check == nil || yaml.contains("allow-tools"))
    #expect(problems.first?.split(separator: "\n").first.map(String.init) == first)
  }

  @Test func formatsAreInferred() throws {
    for yaml in ["report: r.sarif", "report: r.sarif.json", "report: r.json\ntool: mypy", "run: [x]\ntool: eslint"] {
      #expect(try decode(ToolFindings.self, yaml).check != nil)
    }
  }
}
