import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// What each format's findings become: rule, level, place and message are the tool's, counted our way.
struct ToolFormatTests {
  /// Line 2 of every file: 😀 is four bytes, two UTF-16 code units, one code point.
  private let files = ["src/a.py": "import os\nx = \"😀é\"; import sys\n", "lib/b.swift": "let a = 1\nlet b = 2\n"]

  private func says(_ report: String, _ keys: String) throws -> [String] {
    try ToolReports(files: files, report: report, keys: keys).says()
  }

  @Test func ruff() throws {
    let report = """
      [{"cell": null, "code": "F401", "end_location": {"column": 21, "row": 2}, "filename": "/repo/src/a.py",
        "fix": {"applicability": "safe", "edits": [], "message": "Remove unused import: `sys`"},
        "location": {"column": 18, "row": 2}, "message": "`sys` imported but unused", "noqa_row": 2,
        "url": "https://docs.astral.sh/ruff/rules/unused-import"},
       {"cell": null, "code": "X001", "end_location": {"column": 1, "row": 3}, "filename": "src/a.py", "fix": null,
        "location": {"column": 1, "row": 1}, "message": "whole", "severity": "warning", "url": null},
       {"cell": 3, "code": "F401", "end_location": {"column": 1, "row": 1}, "filename": "src/a.py", "fix": null,
        "location": {"column": 1, "row": 9}, "message": "in a notebook", "url": null}]
      """
    #expect(
      try says(report, "tool: ruff") == [
        "tool-error src/a.py:2:22-25 ruff F401: `sys` imported but unused",
        "  explained at https://docs.astral.sh/ruff/rules/unused-import",
        "tool-warning src/a.py:1:1-3:1 ruff X001: whole",
        "tool-error src/a.py ruff F401: in a notebook", "  in cell 3 of the notebook",
      ])
    let finding = try #require(
      try ToolReports(files: files, report: report, keys: "tool: ruff").examination().findings.first)
    #expect(finding.rule == ToolRule(tool: "ruff", version: nil, rule: "F401"))
    #expect(finding.remedies.map(\.summary) == ["as ruff suggests: Remove unused import: `sys`"])
  }

  @Test func pyright() throws {
    let report = """
      {"version": "1.40.2", "time": "1", "generalDiagnostics": [
        {"file": "/repo/src/a.py", "severity": "warning", "message": "Import \\"sys\\" is not accessed\\n  \\u00a0really",
         "range": {"start": {"line": 1, "character": 18}, "end": {"line": 1, "character": 21}}, "rule": "reportUnused"},
        {"file": "/repo/src/a.py", "severity": "error", "message": "whole file"},
        {"file": "/repo/src/a.py", "severity": "information", "message": "a note",
         "range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 1}}}],
       "summary": {"filesAnalyzed": 1, "errorCount": 1, "warningCount": 1, "informationCount": 1, "timeInSec": 0.3}}
      """
    #expect(
      try says(report, "tool: basedpyright") == [
        "tool-warning src/a.py:2:22-25 basedpyright reportUnused: Import \"sys\" is not accessed", "  really",
        "tool-error src/a.py basedpyright: whole file",
        "tool-note src/a.py:1:1-2:2 basedpyright: a note",
      ])
  }

  @Test func pyrightThatCountsOtherwiseThanItLists() throws {
    func report(_ summary: String) -> String {
      "{\"version\": \"1\", \"generalDiagnostics\": [], \"summary\": {\(summary)}}"
    }
    #expect(
      try says(
        report(#""filesAnalyzed": 3, "errorCount": 0, "warningCount": 0, "informationCount": 0"#), "tool: pyright")
        == [])
    #expect(
      try says(report(#""filesAnalyzed": 0, "errorCount": 2, "warningCount": 0"#), "tool: pyright") == [
        "unverified the summary of the report counts other than what it lists: 'errorCount'",
        "unverified the summary of the report does not state 'informationCount'",
        "unverified the report says that no file was analysed",
      ])
  }

  @Test func mypyText() throws {
    let report = """
      src/a.py:1: error: Missing  [no-untyped-def]
      src/a.py:1: note: Use "-> None" if the function does not return a value
      src/a.py:2:18: error: Beyond what is not ASCII  [x]
      src/a.py:2:1:2:1: note: Revealed type is "str"
      Found 2 errors in 1 file (checked 1 source file)

      """
    #expect(
      try says(report, "tool: mypy") == [
        "tool-error src/a.py:1:1-10 mypy no-untyped-def: Missing",
        "  Use \"-> None\" if the function does not return a value",
        "tool-error src/a.py:2:1-25 mypy x: Beyond what is not ASCII",
        "  Revealed type is \"str\"",
      ])
    #expect(try says("Success: no issues found in 3 source files\n", "tool: mypy") == [])
    #expect(
      try says(
        "src/a.py:1: error: Missing  [x]\nFound 2 errors in 1 file (errors prevented further checking)\n", "tool: mypy")
        == [
          "tool-error src/a.py:1:1-10 mypy x: Missing",
          "unverified mypy stopped: 'errors prevented further checking'",
          "unverified the closing line of the report counts other than what it lists",
        ])
    #expect(
      try says("src/a.py:1: error: Missing  [x]\n", "tool: mypy") == [
        "tool-error src/a.py:1:1-10 mypy x: Missing",
        "unverified the report 'report' may be cut off: it does not say that it is whole",
      ])
    #expect(
      try says("Traceback (most recent call last):\n", "tool: mypy") == [
        "unverified a line of the report is not understood",
        "unverified the report 'report' may be cut off: nothing in it is a finding",
      ])
  }

  @Test func mypyJSON() throws {
    let line =
      #"{"file": "src/a.py", "line": 1, "column": 7, "end_line": 1, "end_column": 9, "message": "Bad", "hint": "Do better", "code": "c", "severity": "error"}"#
    let finding = ["tool-error src/a.py:1:8-10 mypy c: Bad", "  Do better"]
    #expect(try ToolReports(files: files, report: line + "\n", keys: "tool: mypy", status: 1).says() == finding)
    #expect(try ToolReports(files: files, report: "", keys: "tool: mypy", status: 0).says() == [])
    // A file may break off at any line, and an empty one is what a crash leaves behind.
    #expect(
      try says(line, "tool: mypy")
        == finding + ["unverified the report 'report' may be cut off: it does not say that it is whole"])
    #expect(
      try says("", "tool: mypy") == [
        "unverified the report 'report' is empty, which says neither that all is well nor that the tool ran"
      ])
  }

  @Test func swiftLint() throws {
    let report = """
      [{"character": 5, "file": "/repo/lib/b.swift", "line": 2, "reason": "Too short", "rule_id": "identifier_name",
        "severity": "Error", "type": "Identifier Name"},
       {"character": null, "file": "/repo/lib/b.swift", "line": 1, "reason": "Long", "rule_id": "file_length",
        "severity": "Warning", "type": "File Length"},
       {"character": null, "file": null, "line": null, "reason": "About all", "rule_id": "x", "severity": "Warning",
        "type": "X"}]
      """
    #expect(
      try says(report, "tool: swiftlint") == [
        "tool-error lib/b.swift:2:5-6 swiftlint identifier_name: Too short",
        "tool-warning lib/b.swift:1:1-10 swiftlint file_length: Long", "tool-warning report swiftlint x: About all",
      ])
    #expect(try says("[]", "tool: swiftlint") == [])
  }

  @Test func esLint() throws {
    let report = """
      [{"filePath": "/repo/src/a.py", "messages": [
          {"ruleId": "no-x", "severity": 2, "message": "No.", "line": 2, "column": 19, "endLine": 2, "endColumn": 22,
           "nodeType": "Identifier", "suggestions": [{"desc": "Rename it", "fix": {}}]},
          {"ruleId": null, "fatal": true, "severity": 2, "message": "Parsing error", "line": 1, "column": 1},
          {"ruleId": "y", "severity": 1, "message": "Hm.", "line": 0, "column": 0}],
        "suppressedMessages": [{"ruleId": "z", "severity": 1, "message": "Known.", "line": 1, "column": 1,
          "suppressions": [{"kind": "directive", "justification": "old"}]}],
        "errorCount": 2, "fatalErrorCount": 1, "warningCount": 1},
       {"filePath": "/repo/lib/b.swift", "messages": [], "suppressedMessages": [], "errorCount": 0, "warningCount": 0}]
      """
    let reports = ToolReports(files: files, report: report, keys: "tool: eslint")
    #expect(
      try reports.says() == [
        "tool-error src/a.py:2:22-25 eslint no-x: No.", "tool-error src/a.py:1:1-2 eslint: Parsing error",
        "tool-warning src/a.py eslint y: Hm.", "tool-warning src/a.py:1:1-2 eslint z: Known. (tool: old)",
      ])
    #expect(try reports.examination().subjects == ["lib/b.swift", "src/a.py"])
    #expect(
      try says(
        #"[{"filePath": "src/a.py", "messages": [{"ruleId": null, "fatal": false, "severity": 1, "message": "File ignored by default."}], "errorCount": 0, "warningCount": 1}]"#,
        "tool: eslint") == ["unverified 'src/a.py' was not looked at: File ignored by default."])
    #expect(try says("[]", "tool: eslint") == ["unverified the report says that no file was looked at"])
    #expect(
      try says(#"[{"filePath": "src/a.py", "messages": [], "errorCount": 1, "warningCount": 0}]"#, "tool: eslint") == [
        "unverified the report counts other than what it lists of 'src/a.py'"
      ])
  }

  @Test func compilersLines() throws {
    let report = """
      In file included from src/a.py:1:
      src/a.py:2:5: warning: unused variable 'x' [-Wunused-variable]
          2 | x = "😀é"; import sys
            |     ^
      lib/b.swift:1:5: note: declared here
      src/a.py:1:1: F401 'os' imported but unused
      src/a.py:2:18: C0114: Beyond what is not ASCII
      ./lib/b.swift:1:1: [error] too many blank lines (empty-lines)
      lib/b.swift:2: fatal error: stop
      src/a.py:1:3: note: Quote this. [SC2086]
      2 warnings generated.

      """
    #expect(
      try ToolReports(files: files, report: report, keys: "tool: cc\nformat: gcc", status: 1).says() == [
        "tool-warning src/a.py:2:5-6 cc -Wunused-variable: unused variable 'x'", "  declared here lib/b.swift:1:5-6",
        "tool-warning src/a.py:1:1-2 cc F401: 'os' imported but unused",
        "tool-warning src/a.py:2:1-25 cc C0114: Beyond what is not ASCII",
        "tool-error lib/b.swift:1:1-2 cc empty-lines: too many blank lines", "tool-error lib/b.swift:2:1-10 cc: stop",
        "tool-note src/a.py:1:3-4 cc SC2086: Quote this.",
      ])
  }

  @Test func pylintCountsColumnsFromZero() throws {
    let report = """
      ************* Module a
      src/a.py:1:0: C0114: Missing module docstring (missing-module-docstring)
      src/a.py:1:7: W0611: Unused import os (unused-import)

      """
    #expect(
      try ToolReports(files: files, report: report, keys: "tool: pylint", status: 20).says() == [
        "tool-warning src/a.py:1:1-2 pylint C0114: Missing module docstring (missing-module-docstring)",
        "tool-warning src/a.py:1:8-9 pylint W0611: Unused import os (unused-import)",
      ])
    #expect(try ToolReports(files: files, report: report, keys: "tool: pylint", status: 32).says().count == 1)
  }
}
