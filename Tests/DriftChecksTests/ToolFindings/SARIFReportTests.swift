import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// SARIF 2.1.0 as tools write it, section by section.
struct SARIFReportTests {
  private let files = ["src/a.py": "import os\nx = \"😀é\"; import sys\n", "src/b c.py": "pass\n"]

  private func log(_ run: String) -> String { #"{"version": "2.1.0", "runs": [{\#(run)}]}"# }

  private func says(_ report: String, _ keys: String = "format: sarif") throws -> [String] {
    try ToolReports(files: files, report: report, keys: keys).says()
  }

  private let driver = #""tool": {"driver": {"name": "Lint", "semanticVersion": "2.0"}}"#

  private func result(_ members: String, uri: String = "src/a.py", region: String = #""startLine": 1"#) -> String {
    #"{"message": {"text": "m"}, \#(members)"locations": [{"physicalLocation": {"artifactLocation": {"uri": "\#(uri)"}, "region": {\#(region)}}}]}"#
  }

  @Test func columnsAreCountedAsTheRunSays() throws {
    func counted(_ kind: String?, _ region: String) throws -> [String] {
      let kind = kind.map { #""columnKind": "\#($0)", "# } ?? ""
      return try says(log(driver + ", " + kind + #""results": [\#(result("", region: region))]"#))
    }
    let points = #""startLine": 2, "startColumn": 18, "endColumn": 21"#
    #expect(try counted("unicodeCodePoints", points) == ["tool-warning src/a.py:2:22-25 Lint: m"])
    let units = #""startLine": 2, "startColumn": 19, "endColumn": 22"#
    #expect(try counted("utf16CodeUnits", units) == ["tool-warning src/a.py:2:22-25 Lint: m"])
    // Who does not say may count either way, or bytes: up to the first character beyond ASCII all agree.
    #expect(try counted(nil, points) == ["tool-warning src/a.py:2:1-25 Lint: m"])
    #expect(
      try counted(nil, #""startLine": 2, "startColumn": 1, "endColumn": 2"#) == ["tool-warning src/a.py:2:1-2 Lint: m"])
    // Behind the line in characters and not in bytes: the tool counts bytes, whatever it says.
    #expect(
      try counted("unicodeCodePoints", #""startLine": 2, "startColumn": 24"#) == [
        "tool-warning src/a.py:2:1-25 Lint: m"
      ])
    #expect(
      try counted("unicodeCodePoints", #""startLine": 2, "startColumn": 40"#) == [
        "unverified the report 'report' names places in 'src/a.py' that are not there: the tool saw another file"
      ])
  }

  @Test func offsetsAndLinesArePlacesToo() throws {
    let regions = [
      #""charOffset": 16, "charLength": 1"#, #""byteOffset": 15, "byteLength": 4"#, #""startLine": 1, "endLine": 2"#,
      "",
    ].map { result("", region: $0) }
    #expect(
      try says(
        log(driver + #", "columnKind": "unicodeCodePoints", "results": [\#(regions.joined(separator: ", "))]"#)) == [
          "tool-warning src/a.py:2:10-12 Lint: m", "tool-warning src/a.py:2:6-10 Lint: m",
          "tool-warning src/a.py:1:1-10 Lint: m", "tool-warning src/a.py Lint: m",
        ])
  }

  /// Characters are counted from marks on the way, between which they have any width.
  @Test(arguments: ["unicodeCodePoints", "utf16CodeUnits"]) func offsetsFarIntoALineAreCountedInCharacters(
    kind: String
  ) throws {
    let text = "\u{FEFF}" + (0..<2000).map { ["a", "é", "😀", "€"][$0 * 7 % 4] }.joined()
    let offsets = [0, 1, 1023, 1024, 1025, 1026, 1500, 1999]
    let results = offsets.map { result("", uri: "t.txt", region: #""charOffset": \#($0), "charLength": 1"#) }
    let report = log(driver + #", "columnKind": "\#(kind)", "results": [\#(results.joined(separator: ", "))]"#)
    let said = try ToolReports(files: ["t.txt": text], report: report, keys: "format: sarif").says()
    func column(_ number: Int) -> Int {
      var (left, bytes) = (number, 3)
      for scalar in text.unicodeScalars.dropFirst() {
        let width = kind == "utf16CodeUnits" ? UTF16.width(scalar) : 1
        guard left >= width else { break }
        left -= width
        bytes += UTF8.width(scalar)
      }
      return bytes + 1
    }
    #expect(said == offsets.map { "tool-warning t.txt:1:\(column($0))-\(column($0 + 1)) Lint: m" })
  }

  @Test func filesAreFoundHoweverTheyAreNamed() throws {
    let uris = [
      "src/b%20c.py", "file:///repo/src/b%20c.py", "file://localhost/repo/src/b%20c.py", "./src/../src/b%20c.py",
    ]
    for uri in uris {
      #expect(
        try says(log(driver + #", "results": [\#(result("", uri: uri))]"#)) == ["tool-warning src/b c.py:1:1-5 Lint: m"]
      )
    }
    let based = #"""
      "originalUriBaseIds": {"%SRCROOT%": {"uri": "file:///elsewhere/"}, "SUB": {"uri": "src/", "uriBaseId": "TOP"}, "TOP": {"uri": "file:///repo"}},
      "artifacts": [{"location": {"uri": "a.py", "uriBaseId": "SUB"}, "roles": ["analysisTarget"]}],
      "results": [
        {"message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "src/a.py", "uriBaseId": "%SRCROOT%"}}}]},
        {"message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}}}]}]
      """#
    #expect(try says(log(driver + ", " + based)) == ["tool-warning src/a.py Lint: m", "tool-warning src/a.py Lint: m"])
    #expect(
      try says(
        log(
          driver
            + #", "results": [\#(result("", uri: "file:///etc/passwd")), \#(result("", uri: "../x")), \#(result("", uri: "https://h/a.py")), \#(result("", uri: "src/gone.py"))]"#
        )) == [
          "unverified the report 'report' names '/etc/passwd', which lies outside the repository",
          "unverified the report 'report' names '../x', which lies outside the repository",
          "unverified the report 'report' names 'https:/h/a.py', which is not in the tree looked at",
          "unverified the report 'report' names 'src/gone.py', which is not in the tree looked at",
        ])
    let elsewhere = ToolReports(
      files: files, report: log(driver + #", "results": [\#(result("", uri: "file:///src/src/a.py"))]"#),
      keys: "format: sarif\nroot: /src/")
    #expect(try elsewhere.says() == ["tool-warning src/a.py:1:1-10 Lint: m"])
    let below = ToolReports(
      files: files, report: log(driver + #", "results": [\#(result("", uri: "a.py"))]"#),
      keys: "format: sarif\nfolder: src")
    #expect(try below.says() == ["tool-warning src/a.py:1:1-10 Lint: m"])
  }

  @Test func levelsComeFromTheResultTheCallOrTheRule() throws {
    let run = #"""
      "tool": {"driver": {"name": "Lint", "rules": [
          {"id": "A", "defaultConfiguration": {"level": "error"}, "helpUri": "https://h/A"}, {"id": "B"},
          {"id": "C", "defaultConfiguration": {"level": "error"}}]},
        "extensions": [{"name": "plugin", "rules": [{"id": "P/1", "defaultConfiguration": {"level": "note"}}]}]},
      "invocations": [{"executionSuccessful": true, "ruleConfigurationOverrides": [
        {"descriptor": {"id": "C"}, "configuration": {"level": "note"}}]}],
      "results": [\#(result(#""ruleId": "A", "#)), \#(result(#""ruleIndex": 0, "level": "warning", "#)),
        \#(result(#""ruleId": "B", "#)), \#(result(#""ruleId": "C", "#)), \#(result(#""ruleId": "A/7", "#)),
        \#(result(#""rule": {"index": 0, "toolComponent": {"index": 0}}, "#)), \#(result(#""level": "none", "#))]
      """#
    #expect(
      try says(log(run)).filter { !$0.hasPrefix("  ") } == [
        "tool-error src/a.py:1:1-10 Lint A: m", "tool-warning src/a.py:1:1-10 Lint A: m",
        "tool-warning src/a.py:1:1-10 Lint B: m", "tool-note src/a.py:1:1-10 Lint C: m",
        "tool-error src/a.py:1:1-10 Lint A/7: m", "tool-note src/a.py:1:1-10 Lint P/1: m",
        "tool-note src/a.py:1:1-10 Lint: m",
      ])
  }

  @Test func messagesAreFoundAndFilled() throws {
    let run = #"""
      "tool": {"driver": {"name": "Lint", "globalMessageStrings": {"g": {"text": "global {0}"}},
        "rules": [{"id": "A", "messageStrings": {"default": {"text": "'{0}' in {{braces}} and {1}"}}}]}},
      "results": [
        {"ruleId": "A", "message": {"id": "default", "arguments": ["x", "y"]}},
        {"message": {"id": "g", "arguments": ["z"]}}, {"message": {"text": "f\"{0}\" {{}}"}},
        {"message": {"id": "nowhere"}}, {"message": {"markdown": "**m**"}, "locations": [{"logicalLocations": [{"name": "f"}]}]}]
      """#
    #expect(
      try says(log(run)) == [
        "tool-warning report Lint A: 'x' in {braces} and y", "tool-warning report Lint: global z",
        "tool-warning report Lint: f\"{0}\" {{}}", "tool-warning report Lint: **m**",
        "unverified a result of 'Lint' has no message",
      ])
  }

  @Test func whatTheToolSuppressedStaysSuppressed() throws {
    let suppressed = [
      #""suppressions": [{"kind": "inSource", "justification": "known"}], "#,
      #""suppressions": [{"kind": "inSource"}], "#,
      #""suppressions": [{"kind": "external", "status": "rejected"}], "#,
      #""suppressions": [{"kind": "external", "status": "underReview"}, {"kind": "inSource"}], "#,
      #""suppressions": [], "#,
    ]
    let results = suppressed.map { result($0) }.joined(separator: ", ")
    #expect(
      try says(log(driver + #", "results": [\#(results)]"#)) == [
        "tool-warning src/a.py:1:1-10 Lint: m (tool: known)",
        "tool-warning src/a.py:1:1-10 Lint: m (tool: a remark in the source)", "tool-warning src/a.py:1:1-10 Lint: m",
        "tool-warning src/a.py:1:1-10 Lint: m", "tool-warning src/a.py:1:1-10 Lint: m",
      ])
  }

  @Test func onlyWhatIsWrongIsAFinding() throws {
    let results = ["pass", "notApplicable", "informational", "review", "open", "odd"].map {
      result(#""kind": "\#($0)", "#)
    }
    let all = (results + [result(#""baselineState": "absent", "#), result(#""baselineState": "unchanged", "#)])
    #expect(
      try says(log(driver + #", "results": [\#(all.joined(separator: ", "))]"#)) == [
        "tool-warning src/a.py:1:1-10 Lint: m", "tool-warning src/a.py:1:1-10 Lint: m",
        "unverified 'Lint' could not decide: m", "unverified a result of unknown kind 'odd'",
      ])
  }

  @Test func aRunThatFailedIsNotClean() throws {
    #expect(try says(log(driver + #", "results": []"#)) == [])
    #expect(
      try says(log(driver)) == ["unverified a run of 'Lint' in the report has no 'results': nothing was analysed"])
    #expect(try says(#"{"version": "2.1.0", "runs": []}"#) == ["unverified the report holds no run of a tool"])
    #expect(
      try says(#"{"version": "2.0.0", "runs": [{}]}"#) == [
        "unverified the report states SARIF version '2.0.0', and only '2.1.0' is read"
      ])
    let failed = #"""
      "results": [], "invocations": [{"executionSuccessful": false, "exitCode": 2, "toolExecutionNotifications": [
        {"level": "error", "message": {"text": "cannot parse\nx.py"}}, {"level": "warning", "message": {"text": "hm"}}]}]
      """#
    #expect(
      try says(log(driver + ", " + failed)) == [
        "unverified the report says that 'Lint' did not run to its end: exit status 2",
        "unverified 'Lint' met an error: cannot parse",
      ])
    #expect(
      try says(log(driver + #", "externalPropertyFileReferences": {"results": [{"location": {"uri": "r"}}]}"#)) == [
        "unverified results of the report stand in other files, which are not read"
      ])
  }

  @Test func aReportOfAnotherToolOrCommitIsNotBelieved() throws {
    #expect(
      try says(log(driver + #", "results": []"#), "format: sarif\ntool: ruff") == [
        "unverified the report 'report' is of 'Lint', and the check expects 'ruff'"
      ])
    #expect(try says(log(driver + #", "results": []"#), "format: sarif\ntool: lint") == [])
    #expect(
      try says(log(driver + #", "results": []"#), "tool: ruff") == [
        "unverified the report is SARIF, and 'ruff-json' was expected"
      ])
  }
}
