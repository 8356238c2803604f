import DriftTestSupport
import Foundation
import Testing

/// The program as its callers meet it: status, standard output, standard error, files.
struct ProgramTests {
  /// A repository whose README states another version than `version.json`.
  private func repository(_ more: String = "") throws -> TemporaryRepository {
    let repository = try TemporaryRepository()
    try repository.write("{ \"version\": \"1.2.0\" }\n", to: "version.json")
    try repository.write("---\nversion: 1.1.0\n---\n# x\n", to: "README.md")
    try repository.write(
      """
      version: 1
      checks:
        - kind: version-agreement
          truth: { file: version.json, key: /version }
          consumers:
            - { frontmatter: README.md, key: /version }
      \(more)
      """, to: ".check-drift.yml")
    try repository.commit("First commit")
    return repository
  }

  private func run(_ repository: TemporaryRepository, _ arguments: String...) throws -> ProcessOutcome {
    try repository.run(BuiltProgram.path, arguments)
  }

  private func run(
    _ repository: TemporaryRepository, shell script: String
  ) throws -> String {
    try repository.shell(script, variables: ["DRIFT": BuiltProgram.path])
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  // MARK: Status and posture

  @Test func warnsLocallyAndFailsInStrict() throws {
    let repository = try repository()
    let local = try run(repository)
    #expect(local.status == 0)
    #expect(local.standardOutput.hasPrefix("warning[version-agreement/version-differs]: 'README.md' states '1.1.0'"))
    #expect(local.standardOutput.hasSuffix("checked 2 subjects in 1 check: 1 warning (an error in strict)\n"))
    let strict = try run(repository, "--strict")
    #expect(strict.status == 1)
    #expect(strict.standardOutput.contains("posture: strict (--strict)\n"))
    #expect(strict.standardOutput.hasSuffix("checked 2 subjects in 1 check: 1 error\n"))
    #expect(try run(repository, "check", "--strict") == strict)
    #expect(
      try run(repository, shell: "CI=true STRICT_GUARDRAILS=0 $DRIFT -q > out; echo $?; tail -n 1 out")
        == "0\nchecked 2 subjects in 1 check: 1 warning (an error in strict)")
    #expect(try run(repository, shell: "CI=true $DRIFT > out || echo $?") == "1")
    #expect(try run(repository, shell: "STRICT_CODEGEN=maybe $DRIFT 2>&1 || echo $?").hasSuffix("\n2"))
  }

  @Test(arguments: [
    ["--frmat", "json"], ["--today", "2026-02-30"], ["--strict", "--local"], ["--staged", "--rev", "HEAD"],
    ["--format", "yaml"], ["--format", "json", "--format", "text"], ["--jobs", "0"], ["--only", "nothing"],
    ["--kind", "submodule-pin"], ["--config", "missing.yml"], ["--baseline", "missing.json"], ["--rev", "nope"],
    ["--submodule-objects", "x"], ["explain", "version-diffres"], ["kinds", "version"], ["nonsense"],
    ["--repository", "/nowhere"], ["--quiet", "--verbose"], ["--config", "HEAD:missing.yml"],
  ])
  func refusesAWrongCallWithTwo(arguments: [String]) throws {
    let outcome = try repository().run(BuiltProgram.path, arguments)
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.standardOutput == "")
    #expect(outcome.standardError != "")
  }

  @Test func printsHelpAndVersionWithoutARepository() throws {
    let repository = try TemporaryRepository()
    #expect(try run(repository, "--version").standardOutput == "0.1.0\n")
    for words in [["--help"], ["help", "check"], ["check", "--help"], ["kinds"], ["explain", "edited"]] {
      let outcome = try repository.run(BuiltProgram.path, words, in: repository.scratch)
      #expect(outcome.status == 0)
      #expect(outcome.standardError == "")
      let widest = outcome.standardOutput.split(separator: "\n").map(\.count).max() ?? 0
      if words != ["kinds"] { #expect(widest <= 80, "\(words)") }
    }
  }

  @Test func namesInitWhereThereIsNoConfiguration() throws {
    let repository = try TemporaryRepository()
    try repository.write("x", to: "a.txt")
    try repository.commit("a")
    let outcome = try run(repository)
    #expect(outcome.status == 2)
    #expect(
      outcome.standardError == """
        error: there is no '.check-drift.yml', so nothing is known of what must agree
          help: write one: check-drift init
          help: or name one: check-drift --config FILE

        """)
  }

  @Test func tellsAllMistakesOfAConfiguration() throws {
    let repository = try repository("chekcs: []\n  - kind: x\n")
    try repository.write("version: 1\nchekcs: []\nchecks:\n  - kind: submodule-pinn\n", to: ".check-drift.yml")
    let outcome = try run(repository, "--format", "compiler")
    #expect(outcome.status == 2)
    #expect(
      outcome.standardError == """
        error: unknown key 'chekcs'
          --> .check-drift.yml:2:1
           |
         2 | chekcs: []
           | ^^^^^^
          help: did you mean 'checks'?

        error: unknown kind 'submodule-pinn'
          --> .check-drift.yml:4:11
           |
         4 |   - kind: submodule-pinn
           |           ^^^^^^^^^^^^^^
          help: did you mean 'submodule-pin'?

        """)
    #expect(
      outcome.standardOutput == """
        .check-drift.yml:2:1: error: unknown key 'chekcs'; help: did you mean 'checks'?
        .check-drift.yml:4:11: error: unknown kind 'submodule-pinn'; help: did you mean 'submodule-pin'?

        """)
  }

  // MARK: Reports

  @Test func writesSeveralFormatsAtOnce() throws {
    let repository = try repository()
    let outcome = try run(
      repository, "--strict", "--format", "json:report.json", "--format", "sarif:\(repository.scratch)/report.sarif")
    #expect(outcome.status == 1)
    #expect(outcome.standardOutput.hasSuffix("1 error\n"))  // the log is never empty
    let json = try object(String(contentsOfFile: repository.root + "/report.json", encoding: .utf8))
    #expect(json["exitStatus"] as? Int == 1)
    #expect(json["verdict"] as? String == "drift")
    #expect(FileManager.default.fileExists(atPath: repository.scratch + "/report.sarif"))
  }

  @Test func endsInThreeWhereAReportCannotBeWritten() throws {
    let repository = try repository()
    try repository.write("precious", to: "../outside.json")
    try repository.link("out.json", to: "../outside.json")
    try repository.link("folder", to: "..")
    for target in ["out.json", "folder/outside.json", "missing/x.json", "/dev/full"] {
      let outcome = try run(repository, "--strict", "--format", "json:\(target)")
      #expect(outcome.status == 3, "\(target)")
      #expect(outcome.standardError.hasPrefix("error: cannot "), "\(outcome.standardError)")
    }
    #expect(try String(contentsOfFile: repository.scratch + "/outside.json", encoding: .utf8) == "precious")
    #expect(try run(repository, shell: "$DRIFT --strict > /dev/full || echo $?") == "3")
    #expect(try run(repository, shell: "($DRIFT --strict || echo $? > status) | true; cat status") == "1")
  }

  @Test func isTheSameWhateverTheJobsAndTheLocale() throws {
    let repository = try repository()
    let once = try run(repository, "--format", "json", "--today", "2026-01-01", "--jobs", "1").standardOutput
    for arguments in ["--jobs 8", "--jobs 2"] {
      let again = try run(
        repository, shell: "LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo $DRIFT --format json --today 2026-01-01 \(arguments)")
      #expect(again + "\n" == once)
    }
  }

  @Test func writesTimesApartFromTheReport() throws {
    let repository = try repository()
    #expect(try run(repository, "--timings", "times.json").status == 0)
    let times = try object(String(contentsOfFile: repository.root + "/times.json", encoding: .utf8))
    #expect((times["checks"] as? [[String: Any]])?.first?["name"] as? String == "version-agreement")
    #expect((times["microseconds"] as? Int ?? 0) > 0)
  }

  @Test func statesTheVersionOfTheRepository() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let version = try object(String(contentsOf: root.appending(path: "version.json"), encoding: .utf8))["version"]
    #expect(try run(TemporaryRepository(), "--version").standardOutput == "\(version as? String ?? "")\n")
  }

  @Test func takesTheCommitsDayUnderRev() throws {
    let repository = try repository()
    let json = try object(try run(repository, "--rev", "HEAD", "--format", "json").standardOutput)
    #expect(json["today"] as? String == "2026-01-02")
  }

  @Test func usesColoursOnlyWhereAsked() throws {
    let repository = try repository()
    #expect(!(try run(repository).standardOutput.contains("\u{1B}")))
    #expect(try run(repository, "--color", "always").standardOutput.contains("\u{1B}[1;33mwarning"))
  }

  // MARK: Rules from elsewhere

  @Test func judgesByAnotherCommitsRules() throws {
    let repository = try repository()
    let base = try repository.git("rev-parse", "HEAD")
    try repository.write(
      "version: 1\nchecks:\n  - kind: submodule-pin\n    path: '**'\n    allow-empty: true\n", to: ".check-drift.yml")
    try repository.commit("Turn the check off")
    #expect(try run(repository, "--strict").status == 0)
    #expect(try run(repository, "--strict", "--config", "\(base):.check-drift.yml").status == 1)
    let told = try run(repository, "--strict", "--base", base)
    #expect(told.status == 0)
    #expect(
      told.standardOutput.contains(
        "note: check 'version-agreement' (version-agreement) was removed since the base\n"), "\(told)")
  }

  @Test func readsAConfigurationFromDisk() throws {
    let repository = try repository()
    try repository.write("version: 1\nchecks: {}\n", to: "sub/.check-drift.yml")
    let inside = try repository.run(
      BuiltProgram.path, ["--config", ".check-drift.yml"], in: repository.root + "/sub")
    #expect(inside.standardError.contains("  --> sub/.check-drift.yml:2:9\n"), "\(inside)")
    try repository.write("version: 1\nchecks: {}\n", to: "../rules.yml")
    let outside = try run(repository, "--config", "../rules.yml")
    #expect(outside.standardError.contains("  --> ../rules.yml:2:9\n"), "\(outside)")
  }

  // MARK: Baseline

  @Test func acceptsAndOnlyShrinks() throws {
    let repository = try repository()
    let written = try run(repository, "baseline")
    #expect(written.status == 0)
    #expect(written.standardOutput == "'.check-drift.baseline.json' accepts 1 finding\n")
    let base = try repository.commit("Accept")
    #expect(try run(repository, "--strict").status == 0)
    try repository.write("---\nversion: 1.0.0\n---\n", to: "docs.md")
    let configuration = try String(contentsOfFile: repository.root + "/.check-drift.yml", encoding: .utf8)
    try repository.write(
      configuration.replacingOccurrences(of: "frontmatter: README.md", with: "frontmatter: [README.md, docs.md]"),
      to: ".check-drift.yml")
    #expect(try run(repository, "--strict").status == 1)
    #expect(try run(repository, "baseline").standardOutput == "'.check-drift.baseline.json' accepts 2 findings\n")
    #expect(try run(repository, "--strict").status == 0)
    let grown = try run(repository, "--strict", "--base", base)
    #expect(grown.status == 1)
    #expect(grown.standardOutput.contains("a baseline only shrinks"), "\(grown)")
    try repository.write("{ \"version\": 1 }", to: ".check-drift.baseline.json")
    let broken = try run(repository)
    #expect(broken.status == 2)
    #expect(broken.standardError.hasPrefix("error: 'entries' is missing\n  --> .check-drift.baseline.json:1:1\n"))
  }

  @Test func keepsABaselineElsewhere() throws {
    let repository = try repository()
    #expect(try run(repository, "baseline", "--baseline", "../accepted.json").status == 0)
    #expect(try run(repository, "--strict", "--baseline", "../accepted.json").status == 0)
    #expect(try run(repository, "--strict").status == 1)
  }

  // MARK: Fix

  @Test func mendsWhatNeedsNoDecision() throws {
    let repository = try repository()
    let planned = try run(repository, "fix", "--dry-run")
    #expect(
      planned.standardOutput == "README.md:2: state '1.2.0' there\n  - 1.1.0\n  + 1.2.0\n1 edit to make in 1 file\n")
    #expect(try run(repository, "--strict").status == 1)
    let fixed = try run(repository, "fix")
    #expect(fixed.status == 0)
    #expect(fixed.standardOutput == "README.md:2: state '1.2.0' there\n  - 1.1.0\n  + 1.2.0\n1 edit made in 1 file\n")
    #expect(try run(repository, "--strict").status == 0)
    #expect(try run(repository, "fix").standardOutput == "nothing to edit\n")
    #expect(
      try String(contentsOfFile: repository.root + "/README.md", encoding: .utf8) == "---\nversion: 1.2.0\n---\n# x\n")
  }

  // MARK: Init

  @Test func draftsAConfigurationThatRuns() throws {
    let repository = try TemporaryRepository()
    try repository.write("{ \"version\": \"1.2.0\" }\n", to: "version.json")
    try repository.write("---\nversion: 1.2.0\n---\n", to: "README.md")
    let url = try repository.makeRemote("schemas") { clone in try repository.write("{}", to: "a.json", in: clone) }
    try repository.git("submodule", "--quiet", "add", url, "libs/it's {a}")
    try repository.commit("First commit")
    let printed = try run(repository, "init", "--print")
    let written = try run(repository, "init")
    #expect(written.status == 0)
    #expect(written.standardOutput.hasPrefix("wrote '.check-drift.yml' with 2 checks\n"))
    #expect(
      try String(contentsOfFile: repository.root + "/.check-drift.yml", encoding: .utf8) == printed.standardOutput)
    let checked = try run(repository, "--strict")
    #expect(checked.standardOutput.hasSuffix("checked 3 subjects in 2 checks: clean\n"), "\(checked)")
    let again = try run(repository, "init")
    #expect(again.status == 2)
    #expect(again.standardError.hasPrefix("error: there is a '.check-drift.yml' already"))
  }

  @Test func draftsSomethingForAnEmptyRepository() throws {
    let repository = try TemporaryRepository()
    #expect(try run(repository, "init").status == 0)
    let checked = try run(repository, "--strict")
    #expect(checked.status == 0, "\(checked)")
  }

  // MARK: Record

  @Test func recordsWhatItCanVouchFor() throws {
    let repository = try TemporaryRepository()
    try repository.write("{}", to: "schemas/a.json")
    try repository.write("a = 1\n", to: "gen/a.py")
    try repository.write(
      """
      version: 1
      checks:
        - kind: generated-code
          inputs: 'schemas/{name}.json'
          outputs: 'gen/{name}.py'
          evidence: [receipt]

      """, to: ".check-drift.yml")
    try repository.commit("First commit")
    #expect(try run(repository, "--strict").status == 1)
    let planned = try run(repository, "record", "--dry-run")
    #expect(planned.standardOutput == "codegen.lock.json: would be written\n  1 output of check 'generated-code'\n")
    #expect(try run(repository, "--strict").status == 1)
    let recorded = try run(repository, "record")
    #expect(recorded.status == 0)
    #expect(recorded.standardOutput == "codegen.lock.json: written\n  1 output of check 'generated-code'\n")
    #expect(try run(repository, "--strict").status == 0)
    #expect(try run(repository, "record").standardOutput.hasPrefix("codegen.lock.json: unchanged\n"))
    #expect(
      try run(repository, "graph").standardOutput
        == "generated-code (generated-code)\n  schemas/a.json\n    -> gen/a.py\n")
    try repository.write("b = 1\n", to: "gen/b.py")
    let refused = try run(repository, "record")
    #expect(refused.status == 1)
    #expect(refused.standardError.hasPrefix("error: check 'generated-code' is not recorded: "), "\(refused)")
    #expect(refused.standardError.components(separatedBy: "error: ").count == 2, "\(refused)")
  }

  @Test func recordsNothingThatNobodyAskedFor() throws {
    let outcome = try run(repository(), "record")
    #expect(outcome.status == 2)
    #expect(outcome.standardError.hasPrefix("error: no check asks for a receipt\n"))
  }

  // MARK: Graph

  @Test func drawsWhatFeedsWhat() throws {
    let repository = try repository()
    #expect(
      try run(repository, "graph").standardOutput == """
        version-agreement (version-agreement)
          version.json#/version
            -> README.md#/version

        """)
    #expect(
      try run(repository, "graph", "--style", "dot").standardOutput == """
        digraph "check-drift" {
          rankdir=LR;
          node [shape=box];
          "version.json#/version" -> "README.md#/version" [label="version-agreement"];
        }

        """)
    #expect(
      try run(repository, "graph", "--style", "mermaid").standardOutput == """
        flowchart LR
          n0["version.json#/version"]
          n1["README.md#/version"]
          n0 -->|"version-agreement"| n1

        """)
  }

  // MARK: The build plugin's call

  @Test func warnsInABuildAndNeverFailsIt() throws {
    let repository = try repository()
    let files = ["--trigger", repository.scratch + "/trigger", "--output", repository.scratch + "/out.swift"]
    let call = ["build-plugin", "--package", repository.root] + files
    let first = try repository.run(BuiltProgram.path, call, in: repository.scratch)
    #expect(first.status == 0)
    #expect(first.standardOutput.hasPrefix("\(repository.root)/README.md:2:10: warning: 'README.md' states"))
    let output = URL(filePath: repository.scratch + "/out.swift")
    let made = try output.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
    try repository.write("version: 1\nchecks: {}\n", to: ".check-drift.yml")
    let second = try repository.run(BuiltProgram.path, call, in: repository.scratch)
    #expect(second.status == 0)
    #expect(second.standardOutput.hasPrefix("\(repository.root)/.check-drift.yml:2:9: warning: expected a list"))
    #expect(try output.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate == made)
  }
}
