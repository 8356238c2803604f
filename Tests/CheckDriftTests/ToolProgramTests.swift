import DriftTestSupport
import Foundation
import Testing

/// `--allow-tools` and `--tool-report`, through the program itself.
struct ToolProgramTests: ProgramCaller {
  private let finding =
    #"[{"cell": null, "code": "F401", "filename": "a.py", "location": {"row": 1, "column": 8}, "end_location": {"row": 1, "column": 10}, "message": "unused"}]"#

  /// A repository with a tool that leaves a mark and reports one finding.
  private func toolRepository(_ keys: String = "run: [./tool]", tool: String = "cat report; exit 1") throws
    -> TemporaryRepository
  {
    let repository = try TemporaryRepository()
    try repository.write("import os\n", to: "a.py")
    try repository.write(finding, to: "report")
    try repository.write(Array("#!/bin/sh\necho ran >> ../mark\n\(tool)\n".utf8), to: "tool", executable: true)
    try repository.write(
      "version: 1\nchecks:\n  - kind: tool-findings\n    tool: ruff\n    \(keys)\n", to: ".check-drift.yml")
    try repository.commit("First commit")
    return repository
  }

  private func marks(_ repository: TemporaryRepository) -> Int {
    let text = try? String(contentsOfFile: repository.scratch + "/mark", encoding: .utf8)
    return text?.split(separator: "\n").count ?? 0
  }

  @Test func nothingRunsUnlessTheCallerSaysSo() throws {
    let repository = try toolRepository()
    let calls: [[String]] = [
      ["--strict"], ["--strict", "--staged"], ["--strict", "--rev", "HEAD"], ["--base", "HEAD"], ["record"],
      ["baseline"],
      ["fix"], ["graph"], ["init", "--print"], ["kinds"], ["schema"], ["explain", "tool-error"],
    ]
    for call in calls { _ = try repository.run(BuiltProgram.path, call) }
    #expect(marks(repository) == 0)
    // Nor does anything in the environment say so, and no key of the configuration exists that could.
    _ = try repository.shell(
      "CHECK_DRIFT_ALLOW_TOOLS=1 ALLOW_TOOLS=1 STRICT_GUARDRAILS=0 \"$DRIFT\" || true",
      variables: ["DRIFT": BuiltProgram.path])
    for key in ["allow-tools: true", "trust: true"] {
      let other = try toolRepository("run: [./tool]\n    \(key)")
      #expect(try run(other, "--strict").status == 2)
      #expect(marks(other) == 0)
    }
    #expect(marks(repository) == 0)
  }

  @Test func theCallerMayAllowIt() throws {
    let repository = try toolRepository()
    let outcome = try run(repository, "--strict", "--allow-tools")
    #expect(outcome.status == 1)
    #expect(outcome.standardOutput.contains("ruff F401: unused\n  --> a.py:1:8\n"), "\(outcome.standardOutput)")
    #expect(marks(repository) == 1)
    // The files on disk are not what these look at.
    for tree in [["--staged"], ["--rev", "HEAD"]] {
      let other = try repository.run(BuiltProgram.path, ["--strict", "--allow-tools"] + tree)
      #expect(other.status == 3)
      #expect(other.standardOutput.contains("'./tool' was not run: it would read the files on disk"))
    }
    let bare = try repository.shell("git clone --quiet --bare . ../bare.git; cd ../bare.git && pwd")
    let other = try repository.run(BuiltProgram.path, ["--strict", "--allow-tools", "--rev", "HEAD"], in: bare)
    #expect(other.status == 3)
    #expect(marks(repository) == 1)
  }

  @Test func aToolThatFailsIsShownSaying() throws {
    let repository = try toolRepository(tool: "printf 'first\\n\\033[31mred\\n' >&2; exit 2")
    let outcome = try run(repository, "--strict", "--allow-tools")
    #expect(outcome.status == 3)
    #expect(outcome.standardOutput.contains("'ruff' ended with status 2, which does not say that it looked; it said: "))
    #expect(!outcome.standardOutput.contains("\u{1B}"))
    let slow = try toolRepository("run: [./tool]\n    timeout: 1", tool: "sleep 60")
    let late = try run(slow, "--strict", "--allow-tools")
    #expect(late.status == 3)
    #expect(late.standardOutput.contains("'./tool' did not end within 1 second"), "\(late.standardOutput)")
    let missing = try toolRepository("run: [no-such-tool-here]")
    let gone = try run(missing, "--strict", "--allow-tools")
    #expect(gone.standardOutput.contains("'no-such-tool-here' could not be started in the repository's root"))
  }

  @Test func whoeverEndsTheProgramEndsTheTool() throws {
    let repository = try toolRepository(tool: "echo $$ > ../tool-is; sleep 60")
    let outcome = try repository.run(
      "/bin/sh",
      [
        "-c",
        "\(BuiltProgram.path) --allow-tools & program=$!; while ! [ -s ../tool-is ]; do sleep 0.05; done; "
          + "kill -TERM $program; wait $program; echo \"status $?\"; kill -0 $(cat ../tool-is) 2>/dev/null && echo alive",
      ])
    #expect(outcome.standardOutput == "status 143\n")
  }

  @Test func theCallerMayNameTheReport() throws {
    let repository = try toolRepository("report: ruff.json")
    try repository.write(finding, to: "../elsewhere.json")
    let missing = try run(repository, "--strict")
    #expect(missing.status == 3)
    #expect(missing.standardOutput.contains("there is no report 'ruff.json'"))
    for tree in [[], ["--staged"], ["--rev", "HEAD"]] {
      let outcome = try repository.run(
        BuiltProgram.path, ["--strict", "--tool-report", "tool-findings=../elsewhere.json"] + tree)
      #expect(outcome.status == 1)
      #expect(outcome.standardOutput.contains("ruff reports it (../elsewhere.json)"), "\(outcome.standardOutput)")
    }
    #expect(try run(repository, "--tool-report", "ruf=x").status == 2)
    #expect(try run(repository, "--tool-report", "ruff.json").status == 2)
    #expect(try run(repository, "--strict", "--tool-report", "tool-findings=../gone.json").status == 3)
  }

  @Test func aReportThatGitIgnoresIsReadOnlyOnDisk() throws {
    let repository = try toolRepository("report: out/ruff.json")
    try repository.write("out/\n", to: ".gitignore")
    try repository.commit("ignore")
    try repository.write(finding, to: "out/ruff.json")
    #expect(try run(repository, "--strict").status == 1)
    #expect(try run(repository, "--strict", "--staged").status == 3)
    #expect(try run(repository, "--strict", "--rev", "HEAD").status == 3)
  }

  @Test func noLinkLeadsToAReportOutside() throws {
    let repository = try toolRepository("report: out/ruff.json")
    try repository.write("out\n", to: ".gitignore")
    try repository.commit("ignore")
    try repository.write(finding, to: "../elsewhere/ruff.json")
    try repository.link("out", to: "../elsewhere")
    let outcome = try run(repository, "--strict")
    #expect(outcome.status == 3)
    #expect(!outcome.standardOutput.contains("F401"), "\(outcome.standardOutput)")
  }

  @Test func reportsCarryTheToolsRule() throws {
    let repository = try toolRepository("report: report")
    let json = try object(try run(repository, "--format", "json").standardOutput)
    let finding = try #require((json["findings"] as? [[String: Any]])?.first)
    let rule = try #require(finding["rule"] as? [String: Any])
    #expect(rule["tool"] as? String == "ruff")
    #expect(rule["id"] as? String == "F401")
    let sarif = try run(repository, "--format", "sarif").standardOutput
    #expect(sarif.contains("\"ruff/F401\""))
    let other = try toolRepository("report: own.sarif\n    format: sarif")
    try other.write(sarif.replacingOccurrences(of: "check-drift\"", with: "ruff\""), to: "own.sarif")
    #expect(try run(other, "--strict").standardOutput.contains("ruff tool-findings/tool-error: ruff F401: unused"))
  }

  @Test func aBaselineAcceptsWhatToolsReport() throws {
    let repository = try toolRepository()
    #expect(try run(repository, "baseline", "--allow-tools").standardOutput.contains("accepts 1 finding"))
    #expect(try run(repository, "--strict", "--allow-tools").status == 0)
    // By what it says and not by its line.
    try repository.write("# comment\nimport os\n", to: "a.py")
    try repository.write(finding.replacingOccurrences(of: "\"row\": 1", with: "\"row\": 2"), to: "report")
    let moved = try run(repository, "--strict", "--allow-tools")
    #expect(moved.status == 0, "\(moved.standardOutput)")
    try repository.write(finding.replacingOccurrences(of: "unused", with: "other"), to: "report")
    #expect(try run(repository, "--strict", "--allow-tools").status == 1)
  }
}
