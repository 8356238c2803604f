import DriftTestSupport
import Foundation
import Testing

/// The program as its callers meet it: status, standard output, standard error, files.
struct ProgramTests: ProgramCaller {
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

  @Test func namesTheSubcommandThatAWordIsLike() throws {
    let near = try run(repository(), "explian", "orphan-output").standardError
    #expect(near.hasSuffix("\n  There is no subcommand of that name; did you mean 'explain'?\n"), "\(near)")
    let far = try run(repository(), "nonsense").standardError
    #expect(far.contains("There is no subcommand of that name; they are: check, init, record,"), "\(far)")
    #expect(try !run(repository(), "kinds", "--x").standardError.contains("subcommand of that name"))
  }

  @Test func listsTheKeysOfAKindWithThoseOfTheirValues() throws {
    let text = try run(repository(), "kinds", "layout").standardOutput
    #expect(
      text.contains(
        """
          naming (default: [])
              What files or folders are called: a 'style', or a 'pattern'.
                files
                    The files whose names count.

        """), "\(text)")
    #expect(text.contains("        style: snake, kebab, camel, pascal, lower, upper-snake\n"), "\(text)")
    #expect(text.contains("\nKeys of every check:\n  name\n"), "\(text)")
  }

  @Test func explainsWhatIsNotVerifiedForKindsThatThereAre() throws {
    let text = try run(repository(), "explain", "unverified")
    #expect(text.status == 0 && text.standardOutput.hasPrefix("unverified: "))
    #expect(try run(repository(), "explain", "layout/unverified") == text)
    #expect(try run(repository(), "explain", "nonsense/unverified").status == 2)
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

  /// Outputs of a check are judged side by side, and checks share what they read.
  @Test func judgesStructureTheSameWhateverTheJobs() throws {
    let repository = try repository()
    let others = ["b", "c", "d", "e", "f"]
    for index in 0..<30 {
      let name = "Part\(index)"
      let properties = others.map { #""\#($0)": {"type": "string"}"# }.joined(separator: ", ")
      try repository.write(
        #"{"title": "\#(name)", "type": "object", "properties": {"a": {"type": "integer"}, \#(properties)}}"#,
        to: "schemas/\(name).json")
      let type = index % 10 == 7 ? "str" : "int"
      func write(_ folder: String, _ imports: String, _ base: String, _ field: (String) -> String) throws {
        let fields = [("a", type)] + others.map { ($0, "str") }
        try repository.write(
          "from __future__ import annotations\n\n\(imports)\n\n\nclass \(name)(\(base)):\n"
            + fields.map { "    \($0): \(field($1))\n" }.joined(), to: "\(folder)/\(name).py")
      }
      try write("models", "from pydantic import BaseModel", "BaseModel") { "\($0) | None = None" }
      try write(
        "dicts", "from typing import TypedDict\n\nfrom typing_extensions import NotRequired", "TypedDict"
      ) { "NotRequired[\($0)]" }
    }
    try repository.write(
      "version: 1\nchecks:\n"
        + ["models", "dicts"].map { folder in
          """
            - kind: generated-code
              name: \(folder)
              inputs: 'schemas/Part{n}.json'
              outputs: '\(folder)/Part{n}.py'
              evidence: [structure]

          """
        }.joined(), to: ".check-drift.yml")
    try repository.commit("Parts")
    let arguments = ["--strict", "--format", "json", "--today", "2026-01-01", "--jobs"]
    let once = try repository.run(BuiltProgram.path, arguments + ["1"])
    #expect(once.status == 1)
    let found = try #require(try object(once.standardOutput)["findings"] as? [[String: Any]])
    #expect(found.count == 6)
    for jobs in ["2", "3", "8"] {
      #expect(try repository.run(BuiltProgram.path, arguments + [jobs]).standardOutput == once.standardOutput)
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

  /// 'git commit -a' and 'git commit PATH' commit an index that their hooks find by its variable alone.
  @Test(arguments: ["-a", "version.json"]) func aHookSeesTheIndexThatIsCommitted(what: String) throws {
    let repository = try self.repository()
    try repository.write("{ \"version\": \"1.1.0\" }\n", to: "version.json")
    #expect(try run(repository, "--staged", "--strict").status == 1)
    try repository.shell(
      """
      printf '#!/bin/sh\\nexec "$DRIFT" --staged --strict\\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit
      git commit --quiet -m 'State the version' \(what)
      """, variables: ["DRIFT": BuiltProgram.path])
    #expect(try run(repository, "--rev", "HEAD", "--strict").status == 0)
    // Another repository's index is not taken for this one's.
    let other = try self.repository()
    let there = try run(
      other, shell: "GIT_INDEX_FILE='\(repository.root)/.git/index' $DRIFT --staged --strict || echo $?")
    #expect(there.hasSuffix("\n1"))
  }
}
