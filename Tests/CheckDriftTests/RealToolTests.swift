import DriftTestSupport
import Foundation
import Testing

/// The real ruff and mypy, of the versions that `Tests/requirements.txt` pins: every finding of ours is one of theirs and
/// the reverse, with its rule, its text and its place.
struct RealToolTests: ProgramCaller {
  private static let python = ProcessInfo.processInfo.environment["CHECK_DRIFT_PYTHON"] ?? "python3"

  /// Files in which counting is hard: characters of one to four bytes, tabs, a byte order mark, both line ends, a cell.
  private let files = [
    "plain.py": "import os\nimport sys, json\n\n\ndef f(a: int) -> str:\n\treturn a\n",
    "wide.py": "x = \"😀é\"; import os\ny: int = \"日本語\"; z: int = \"\"\n# 😀 \ndef g(): return undefined\n",
    "marked.py": "\u{FEFF}import os\nx: int = \"\"\n",
    "windows.py": "import os\r\nx: int = \"é\"; import sys\r\n",
    "last.py": "import os",
    "note.ipynb":
      #"{"cells": [{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {}, "outputs": [], "source": ["import os\n"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}"#,
  ]

  private struct Found: Hashable, Comparable, CustomStringConvertible {
    let description: String
    static func < (left: Found, right: Found) -> Bool { left.description < right.description }
  }

  private func repository(_ keys: String) throws -> TemporaryRepository {
    let repository = try TemporaryRepository()
    for (name, text) in files { try repository.write(text, to: name) }
    try repository.write(".ruff_cache\n.mypy_cache\nruff.sarif\n", to: ".gitignore")
    try repository.write("version: 1\nchecks:\n  - kind: tool-findings\n    \(keys)\n", to: ".check-drift.yml")
    try repository.commit("First commit")
    return repository
  }

  /// What our report says: rule, text and place of each finding, and everything that is not verified.
  private func ours(_ repository: TemporaryRepository) throws -> [Found] {
    let outcome = try run(repository, "--strict", "--allow-tools", "--format", "json")
    let report = try object(outcome.standardOutput)
    let findings = try #require(report["findings"] as? [[String: Any]])
    let unverified = try #require(report["unverified"] as? [[String: Any]])
    #expect(unverified.isEmpty, "\(unverified)")
    return try findings.map { finding in
      let rule = try #require(finding["rule"] as? [String: Any])
      let place = try #require(finding["location"] as? [String: Any])
      let numbers = ["line", "column", "endLine", "endColumn"].map { place[$0] as? Int }
      let message = try #require(finding["message"] as? String)
      return Found(
        description:
          "\(place["path"] ?? "") \(numbers.map { $0.map(String.init) ?? "-" }) \(rule["id"] ?? "") \(message)")
    }.sorted()
  }

  /// A column from 1 in code points, as one in bytes.
  private func byteColumn(_ column: Int, line: Int, of file: String) -> Int {
    let lines = (files[file] ?? "").utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let text = String(Substring(lines[line - 1])).unicodeScalars
    let mark = text.first == "\u{FEFF}" ? 1 : 0
    return String(String.UnicodeScalarView(text.prefix(column - 1 + mark))).utf8.count + 1
  }

  @Test(arguments: ["json", "sarif"])
  func everyFindingOfRuffAndNoOther(format: String) throws {
    let python = RealToolTests.python
    let options = "check, --isolated, --select, 'E,F,I,W,UP,ANN'"
    let repository = try repository(
      format == "json"
        ? "tool: ruff\n    run: [\(python), -m, ruff, \(options), --output-format, json, .]"
        : "report: ruff.sarif")
    if format == "sarif" {
      _ = try repository.run(
        "/usr/bin/env",
        [
          python, "-m", "ruff", "check", "--isolated", "--select", "E,F,I,W,UP,ANN", "--output-format", "sarif", "-o",
          "ruff.sarif", ".",
        ])
    }
    let raw = try repository.run(
      "/usr/bin/env",
      [python, "-m", "ruff", "check", "--isolated", "--select", "E,F,I,W,UP,ANN", "--output-format", "json", "."])
    let entries = try #require(
      try JSONSerialization.jsonObject(with: Data(raw.standardOutput.utf8)) as? [[String: Any]])
    let theirs = try entries.map { entry in
      let start = try #require(entry["location"] as? [String: Int])
      let end = try #require(entry["end_location"] as? [String: Int])
      let file = String(try #require(entry["filename"] as? String).dropFirst(repository.root.count + 1))
      var numbers = ["-", "-", "-", "-"]
      if entry["cell"] is NSNull, let row = start["row"], let column = start["column"], let endRow = end["row"],
        let endColumn = end["column"]
      {
        numbers = [
          row, byteColumn(column, line: row, of: file), endRow, byteColumn(endColumn, line: endRow, of: file),
        ].map(String.init)
      }
      return Found(
        description: "\(file) \(numbers) \(entry["code"] ?? "") ruff \(entry["code"] ?? ""): \(entry["message"] ?? "")")
    }.sorted()
    #expect(theirs.count > 20)
    #expect(try ours(repository) == theirs)
  }

  @Test(arguments: ["", "--show-column-numbers", "--output=json"])
  func everyFindingOfMypyAndNoOther(option: String) throws {
    let python = RealToolTests.python
    let arguments =
      ["-m", "mypy", "--check-untyped-defs", "--no-incremental"] + (option.isEmpty ? [] : [option]) + ["."]
    let repository = try repository("tool: mypy\n    run: [\(([python] + arguments).joined(separator: ", "))]")
    let raw = try repository.run(
      "/usr/bin/env", [python, "-m", "mypy", "--check-untyped-defs", "--no-incremental", "--output=json", "."])
    let theirs = try raw.standardOutput.split(separator: "\n").map { line in
      let entry = try object(String(line))
      return "\(entry["file"] ?? "") \(entry["line"] ?? "") mypy \(entry["code"] ?? ""): \(entry["message"] ?? "")"
    }.sorted()
    #expect(theirs.count >= 4)
    let found = try ours(repository).map { found in
      // The place, down to the line; columns are in `ToolFormatTests`.
      let parts = found.description.split(separator: "\"")
      let message = try #require(found.description.firstRange(of: " mypy "))
      return "\(found.description.prefix { $0 != " " }) \(parts[1])\(found.description[message.lowerBound...])"
    }.sorted()
    #expect(found == theirs)
  }

  @Test func aCrashOfTheRealToolIsNotClean() throws {
    let repository = try repository(
      "tool: ruff\n    run: [\(RealToolTests.python), -m, ruff, check, --no-such-option, .]")
    let outcome = try run(repository, "--strict", "--allow-tools")
    #expect(outcome.status == 3)
    #expect(outcome.standardOutput.contains("'ruff' ended with status 2"), "\(outcome.standardOutput)")
    let empty = try self.repository(
      "tool: ruff\n    run: [\(RealToolTests.python), -m, ruff, check, --isolated, --output-format, json, nowhere]")
    let blind = try run(empty, "--strict", "--allow-tools")
    #expect(blind.status == 3, "\(blind.standardOutput)")
  }
}
