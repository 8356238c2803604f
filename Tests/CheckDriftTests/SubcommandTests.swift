import DriftTestSupport
import Foundation
import Testing

/// The subcommands beside `check`, as their callers meet them.
struct SubcommandTests: ProgramCaller {
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

  // MARK: Baseline

  @Test func acceptsNothingOfARepositoryThatCannotBeRead() throws {
    let repository = try repository("  - { kind: submodule-pin, path: '**', allow-empty: true }\n")
    try repository.write("[submodule \"a\"]\n\tpath = a\n\turl = ../a\n", to: ".gitmodules")
    try repository.commit("Declare a submodule")
    try repository.shell("rm -f .git/objects/$(git rev-parse HEAD:.gitmodules | sed 's|^..|&/|')")
    let outcome = try run(repository, "baseline", "--rev", "HEAD")
    #expect(outcome.status == 3)
    #expect(outcome.standardError.hasPrefix("error: the repository cannot be read, so no baseline is written: "))
    #expect(try run(repository, shell: "ls -a").contains("baseline") == false)
  }

  @Test func writesOverNoBaselineThatItCannotRead() throws {
    let repository = try repository()
    try repository.write("{ \"version\": 1, \"entries\": [", to: "mine.json")
    #expect(try run(repository, "baseline", "--baseline", "mine.json").status == 2)
    try repository.write("x", to: "folder/a")
    #expect(try run(repository, "baseline", "--baseline", "folder").status == 3)
    #expect(try run(repository, "baseline", "--baseline", "new.json").status == 0)
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
