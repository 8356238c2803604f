import DriftTestSupport
import Testing

/// Reports made by somebody who means harm: a committed one comes with the change that it is about.
struct ToolHostileTests {
  private static let most = String(Int.max)

  @Test(arguments: [
    (
      "tool: pyright",
      """
      {"version": "1", "generalDiagnostics": [{"file": "a.py", "severity": "error", "message": "m",
        "range": {"start": {"line": MOST, "character": MOST}, "end": {"line": MOST, "character": MOST}}}],
       "summary": {"errorCount": 1, "warningCount": 0, "informationCount": 0, "filesAnalyzed": 1}}
      """
    ),
    (
      "tool: eslint",
      #"[{"filePath": "a.py", "messages": [], "errorCount": MOST, "warningCount": MOST}]"#
    ),
    ("tool: mypy", "a.py:1:MOST:1:MOST: error: m  [x]\nFound 1 error in 1 file (checked 1 source file)\n"),
    (
      "tool: mypy",
      #"{"file": "a.py", "line": MOST, "column": MOST, "end_line": MOST, "end_column": MOST, "message": "m", "#
        + #""hint": null, "code": "x", "severity": "error"}"#
    ),
    ("tool: pylint", "a.py:1:MOST: C0114: m\na.py:MOST:0: C0114: m\n"),
    (
      "format: sarif",
      """
      {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "rules": []}}, "results": [
        {"ruleIndex": MOST, "rule": {"index": MOST, "toolComponent": {"index": MOST}}, "message": {"text": "m"},
         "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py", "index": MOST},
          "region": {"charOffset": MOST, "charLength": MOST}}}]},
        {"message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"},
          "region": {"charOffset": MOST}}}]},
        {"message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"},
          "region": {"startLine": MOST, "startColumn": MOST, "endLine": MOST, "endColumn": MOST}}}]}]}]}
      """
    ),
  ])
  func numbersBeyondAllCountsAreNoNumbers(keys: String, report: String) throws {
    let reports = ToolReports(
      files: ["a.py": "import os\n"], report: report.replacing("MOST", with: Self.most), keys: keys)
    #expect(try !reports.says().isEmpty)
  }

  @Test func filesThatAreNotHereAreToldInLinearTime() throws {
    let entries = (0..<20_000).map { number in
      #"{"code": "F401", "filename": "/elsewhere/\#(number).py", "location": {"row": 1, "column": 1}, "message": "m"}"#
    }
    let start = ContinuousClock.now
    let said = try ToolReports(report: "[\(entries.joined(separator: ",\n"))]", keys: "tool: ruff").says()
    #expect(said.count == 20_000)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  /// Offsets count from the start of the file, which is not walked through for each.
  @Test(arguments: ["byteOffset", "charOffset"]) func manyOffsetsIntoALargeFileAreFoundInLinearTime(key: String) throws
  {
    let line = String(repeating: "é", count: 99) + "\n"
    let results = (0..<20_000).map { number in
      """
      {"message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.txt"},
       "region": {"\(key)": \(number * 100)}}}]}
      """
    }
    let report = """
      {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "columnKind": "unicodeCodePoints",
       "results": [\(results.joined(separator: ",\n"))]}]}
      """
    let start = ContinuousClock.now
    let said = try ToolReports(
      files: ["a.txt": String(repeating: line, count: 20_000)], report: report, keys: "format: sarif"
    ).says()
    #expect(said.count >= 10_000)
    #expect(ContinuousClock.now - start < .seconds(20))
  }
}
