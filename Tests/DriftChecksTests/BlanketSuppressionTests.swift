import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

struct BlanketSuppressionTests {
  private func found(_ files: [String: String], _ yaml: String = "files: '**/*'") throws -> [String] {
    let (check, problems) = try decode(BlanketSuppression.self, yaml)
    return try #require(check, "\(problems)").examine(MemorySnapshot(files)).findings.map { finding in
      let line = finding.location.region.map { "\($0.line):\($0.column)" } ?? "?"
      return "\(line) \(finding.problem.id)"
    }
  }

  /// What the real tools make of each form of noqa: ruff's `noqa.rs`, flake8's `defaults.py`.
  @Test(
    arguments: [
      ("x = 1  # noqa", "line-suppressed"), ("x = 1  # NoQA", "line-suppressed"), ("x = 1  #noqa", "line-suppressed"),
      ("x = 1  # noqa# why", "line-suppressed"), ("x = 1  # why # noqa", "line-suppressed"),
      ("# noqa", "line-suppressed"), ("x = 1  # noqa E501", "suppression-malformed"),
      ("x = 1  # noqa: E501", nil), ("x = 1  # noqa:E501,W291", nil), ("x = 1  # noqa:E501W291", nil),
      ("x = 1  # noqa : E501", "suppression-malformed"), ("x = 1  # noqa:E501x", nil),
      ("x = 1  # noqa-not", "suppression-malformed"), ("# noqa-not", nil), ("x = '# noqa'", nil), ("nonoqa = 1", nil),
    ] as [(String, String?)])
  func everyFormOfNoqa(line: String, problem: String?) throws {
    let found = try found(["a.py": line + "\n"]).compactMap { $0.split(separator: " ").last.map(String.init) }
    #expect(found == (problem.map { [$0] } ?? []))
  }

  @Test func aCommentOfSeveralIsReadAsSeveral() throws {
    #expect(
      try found(["a.py": "x = 1  # noqa  # type: ignore  # pylint: disable=all\n"])
        == ["1:8 line-suppressed", "1:16 line-suppressed", "1:32 line-suppressed"])
  }

  @Test func aFileThatIsNotTextIsLeftAlone() throws {
    #expect(try found(["a.py": "x = 1  # noqa\n\0", "b.py": "x"]) == [])
  }

  @Test func aLineTooLongToSearchIsNoCleanOne() throws {
    let narrow = String(repeating: "/* eslint-disable-line a */", count: 5000)
    let (check, problems) = try decode(BlanketSuppression.self, "files: '*'")
    let snapshot = MemorySnapshot(["a.js": narrow + "/* eslint-disable */\n"])
    let examination = try #require(check, "\(problems)").examine(snapshot)
    #expect(examination.findings == [])
    #expect(
      examination.unverified.map(\.reason) == [
        "'a.js' is not wholly searched: a line holds so many suppressions that the rest of it was not searched"
      ])
  }

  @Test(arguments: ["a.swift", "a.js", "a.py"]) func aLineOfSuppressionsTakesLinearTime(_ file: String) throws {
    let word =
      ["a.swift": "/* swiftlint:disable */ ", "a.js": "/* eslint-disable-line x */"][file] ?? "# type: ignore[a] "
    let start = ContinuousClock.now
    #expect(try found([file: String(repeating: word, count: 30_000)], "files: '*'") == [])
    let one = file == "a.swift" ? "/* \(String(repeating: "swiftlint:disable ", count: 30_000))*/" : ""
    #expect(try found([file: one], "files: '*'") == [])
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func aDirectiveOfESLintStandsAtTheBeginning() throws {
    #expect(try found(["a.js": "/** eslint-disable */ /* why eslint-disable */ /* eslint-disablement */"]) == [])
    #expect(try found(["a.js": "/*eslint-disable*/"]) == ["1:3 file-suppressed"])
    #expect(try found(["a.js": "/* eslint-disable --- why */"]) == ["1:4 file-suppressed"])
    #expect(try found(["a.js": "/* eslint-disable no-a-b --- why */"]) == [])
  }
}
