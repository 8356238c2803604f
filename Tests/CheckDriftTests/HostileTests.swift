import DriftTestSupport
import Foundation
import Testing

/// Repositories made by somebody who means harm, looked at by the program itself.
///
/// Each ends within seconds, with a message and one of the four statuses; nothing is written, nothing read outside. The
/// seconds are those of the processor: a machine that has much else to do makes nothing slow here. What waits for ever
/// meets the suite's own limit.
@Suite(.timeLimit(.minutes(10))) struct HostileTests {
  /// How much processor time the program may take.
  private static let seconds = 10

  private let configuration = """
    version: 1
    checks:
      - kind: submodule-pin
        path: 'libs/**'
        allow-empty: true
      - kind: version-agreement
        truth: { file: version.json, key: /v }
        consumers:
          - { frontmatter: 'docs/**', key: /version, allow-empty: true, required: false }
          - { file: 'data/**', key: /version, allow-empty: true, required: false }
          - { text: 'text/**', pattern: 'version=([0-9.]+)', allow-empty: true, required: false }

    """

  private struct Outcome {
    var status: Int
    var output: String
  }

  /// Makes a repository, runs the program over it in two formats and every tree asked for, and checks what must hold of
  /// any repository.
  private func examine(
    _ arguments: [String] = [], _ make: (TemporaryRepository) throws -> Void
  ) throws -> Outcome {
    let repository = try TemporaryRepository()
    try repository.write(configuration, to: ".check-drift.yml")
    try repository.write("{ \"v\": \"1\" }\n", to: "version.json")
    try make(repository)
    let list = "find . -printf '%p %s %T@ %m %l\\n' | sort"
    let before = try repository.shell(list, in: repository.scratch)
    let limited = ["-c", "ulimit -t \(Self.seconds); exec \"$0\" \"$@\"", BuiltProgram.path]
    let outcome = try repository.run("/bin/sh", limited + ["--strict", "--color", "never"] + arguments)
    #expect(try repository.shell(list, in: repository.scratch) == before)
    for format in ["json", "sarif", "github", "compiler"] {
      let other = try repository.run(BuiltProgram.path, ["--strict", "--format", format] + arguments)
      #expect(other.status == outcome.status)
    }
    let output = outcome.standardOutput + outcome.standardError
    // Beyond the limit a signal ends it: 128 and more.
    #expect((0...3).contains(outcome.status), "\(output)")
    let isPrintable = output.unicodeScalars.allSatisfy { $0 == "\n" || !($0.value < 32 || $0.value == 127) }
    #expect(isPrintable, "\(output.debugDescription)")
    return Outcome(status: outcome.status, output: output)
  }

  @Test func namesWithControlCharactersAndBrokenText() throws {
    let outcome = try examine { repository in
      // Through the index: not every file system takes such names.
      try repository.shell(
        """
        id=$(printf -- '---\\nversion: 9\\n---\\n' | git hash-object -w --stdin); git add .
        for name in 'docs/a\\nb.md' 'docs/\\033[31mred.md' 'docs/\\377\\376.md' 'docs/::error::x%%0A.md' 'docs/]]>.md'; do
          printf "100644 %s\\t$name\\0" "$id" | git update-index -z --index-info
        done
        git commit --quiet -m hostile
        """)
    }
    // The names are in the index and not on disk: deleted, as far as the worktree goes.
    #expect(outcome.status == 0, "\(outcome.output)")
    let committed = try examine(["--rev", "HEAD"]) { repository in
      try repository.shell(
        """
        id=$(printf -- '---\\nversion: 9\\n---\\n' | git hash-object -w --stdin); git add .
        for name in 'docs/a\\nb.md' 'docs/\\033[31mred.md' 'docs/\\377\\376.md' 'docs/::error::x%%0A.md' 'docs/]]>.md'; do
          printf "100644 %s\\t$name\\0" "$id" | git update-index -z --index-info
        done
        git commit --quiet -m hostile
        """)
    }
    #expect(committed.status == 1, "\(committed.output)")
    #expect(committed.output.components(separatedBy: "version-differs").count == 6, "\(committed.output)")
  }

  @Test func linksOutOfTheTree() throws {
    let outcome = try examine { repository in
      try repository.write("---\nversion: 9\nsecret: yes\n---\n", to: "../secret.md")
      try repository.link("docs/out.md", to: "../../secret.md")
      try repository.link("docs/absolute.md", to: "/etc/passwd")
      try repository.link("data", to: "..")
      try repository.commit("links")
    }
    #expect(outcome.status == 3, "\(outcome.output)")
    #expect(!outcome.output.contains("secret: yes"))
    #expect(outcome.output.contains("its target '../../secret.md' lies outside the repository"), "\(outcome.output)")
  }

  @Test func aSubmodulePathThatLeavesTheRepository() throws {
    let outcome = try examine { repository in
      try repository.write(
        "[submodule \"x\"]\n\tpath = ../x\n\turl = https://example.org/x\n[submodule \"../../y\"]\n\tpath = libs/y\n\turl = -oops\n",
        to: ".gitmodules")
      try repository.commit("modules")
    }
    #expect(outcome.status == 1, "\(outcome.output)")
    #expect(outcome.output.contains("submodule-pin/url-not-allowed"), "\(outcome.output)")
  }

  @Test func aFileOfAGibibyte() throws {
    let outcome = try examine { repository in
      try repository.shell(
        "mkdir data text; git add .; git commit --quiet -m a; truncate -s 1G data/big.json text/big.txt")
    }
    #expect(outcome.status == 3, "\(outcome.output)")
    #expect(outcome.output.contains("'data/big.json' is larger than 64 MiB"), "\(outcome.output)")
    #expect(outcome.output.contains("'text/big.txt' is larger than 64 MiB"), "\(outcome.output)")
  }

  @Test func documentsNestedTwoHundredThousandDeep() throws {
    let depth = 200_000
    let outcome = try examine { repository in
      try repository.write(String(repeating: "[", count: depth), to: "data/deep.json")
      try repository.write(String(repeating: "[", count: depth), to: "data/deep.yml")
      try repository.write(String(repeating: "{\"a\":", count: depth), to: "data/objects.json")
      try repository.write("a = " + String(repeating: "[", count: depth), to: "data/deep.toml")
      try repository.write(
        "---\n" + (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined() + "---\n", to: "docs/deep.md")
      try repository.commit("deep")
    }
    #expect(outcome.status == 3, "\(outcome.output)")
    for name in ["data/deep.json", "data/deep.yml", "data/objects.json", "data/deep.toml", "docs/deep.md"] {
      #expect(outcome.output.contains(name), "\(outcome.output)")
    }
  }

  @Test func aConfigurationNestedTwoHundredThousandDeep() throws {
    let outcome = try examine { repository in
      try repository.write(String(repeating: "[", count: 200_000), to: ".check-drift.yml")
      try repository.commit("deep")
    }
    #expect(outcome.status == 2, "\(outcome.output)")
  }

  @Test func aliasesThatMultiply() throws {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let list = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(list)]\n"
    }
    let outcome = try examine { repository in
      try repository.write(bomb, to: "data/bomb.yml")
      try repository.commit("bomb")
    }
    #expect(outcome.status == 3, "\(outcome.output)")
    let configured = try examine { repository in
      try repository.write("version: 1\n" + bomb, to: ".check-drift.yml")
      try repository.commit("bomb")
    }
    #expect(configured.status == 2, "\(configured.output)")
  }

  @Test func aRecordedCommitThatIsNowhere() throws {
    let outcome = try examine { repository in
      try repository.write(
        "[submodule \"y\"]\n\tpath = libs/y\n\turl = https://example.org/y\n", to: ".gitmodules")
      try repository.shell(
        "git add .; git update-index --add --cacheinfo 160000,\(String(repeating: "2", count: 40)),libs/y; git commit --quiet -m lost"
      )
    }
    #expect(outcome.status == 1, "\(outcome.output)")
    #expect(outcome.output.contains("submodule-pin/not-initialised"), "\(outcome.output)")
  }

  @Test func anIndexThatIsTruncated() throws {
    let outcome = try examine { repository in
      try repository.commit("a")
      try repository.shell("head -c 70 .git/index > cut; mv cut .git/index")
    }
    #expect(outcome.status == 3, "\(outcome.output)")
    #expect(outcome.output.contains("cannot read the index"), "\(outcome.output)")
  }

  @Test func whatIsNotAFile() throws {
    let outcome = try examine { repository in
      try repository.shell(
        "mkdir data; echo 1 > data/pipe.json; git add .; git commit --quiet -m a; rm data/pipe.json; mkfifo data/pipe.json"
      )
    }
    #expect((0...3).contains(outcome.status))
  }

  @Test func patternsMadeToBeSlow() throws {
    let outcome = try examine { repository in
      try repository.write(
        """
        version: 1
        checks:
          - kind: version-agreement
            truth: { text: text/a.txt, pattern: '(?:(a*)*)*b' }
            consumers:
              - { text: 'text/{a,aa}*{a,aa}*{a,aa}*{a,aa}*{a,aa}*{a,aa}*{a,aa}*.txt', pattern: '^(a+)+$' }

        """, to: ".check-drift.yml")
      try repository.write(String(repeating: "a", count: 100_000), to: "text/a.txt")
      try repository.write("x\n", to: "text/\(String(repeating: "a", count: 200)).txt")
      try repository.commit("slow")
    }
    #expect((1...3).contains(outcome.status), "\(outcome.output)")
  }

  @Test func aLineOnWhichEveryMatchLooksToTheEnd() throws {
    let outcome = try examine { repository in
      try repository.write(
        """
        version: 1
        checks:
          - kind: version-agreement
            truth: { file: version.json, key: /v }
            consumers:
              - { text: text/a.txt, pattern: 'v=([0-9])(?:.*z)?' }

        """, to: ".check-drift.yml")
      try repository.write(String(repeating: "v=1 ", count: 250_000) + "\n", to: "text/a.txt")
      try repository.commit("long")
    }
    #expect(outcome.status == 3, "\(outcome.output)")
    #expect(outcome.output.contains("matches more than 1000 times in 'text/a.txt'"), "\(outcome.output)")
  }

  @Test func commandsOfTheConfigurationAreNotRun() throws {
    let outcome = try examine { repository in
      try repository.write(Array("#!/bin/sh\necho ran > ../ran\n".utf8), to: "ruff", executable: true)
      try repository.write(
        """
        version: 1
        checks:
          - { kind: tool-findings, name: a, tool: ruff, run: [./ruff] }
          - { kind: tool-findings, name: b, tool: ruff, run: [sh, -c, 'echo ran > ../ran'] }
          - { kind: tool-findings, name: c, tool: ruff, run: [touch, ran], regenerate: touch ran, report: '$(touch ran)' }

        """, to: ".check-drift.yml")
      try repository.commit("commands")
    }
    // Every file there is, its size and its time were compared: nothing was written.
    #expect(outcome.status == 3, "\(outcome.output)")
    #expect(outcome.output.contains("'./ruff' was not run"), "\(outcome.output)")
  }

  @Test func reportsMadeToBeSlowOrToTrap() throws {
    let numbers = ["-1", "0", "9223372036854775807", "9223372036854775808", "1e9", "1.5", "\"1\"", "null", "{}"]
    let results = numbers.flatMap { number in
      ["startLine", "startColumn", "endLine", "endColumn", "charOffset", "byteOffset", "byteLength"].map { key in
        let others = key.hasSuffix("Line") || key.hasSuffix("Column") ? "\"startLine\": 1, " : "\"byteOffset\": 1, "
        return """
          {"message": {"text": "m\\u001b[31m\\n::error::x"}, "ruleIndex": \(number), "rule": {"index": \(number),
          "toolComponent": {"index": \(number)}}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"},
          "region": {\(others)"\(key)": \(number)}}}]}
          """
      }
    }
    let outcome = try examine { repository in
      try repository.write("import os\nx = '\u{1F600}'\n", to: "a.py")
      try repository.write(
        #"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "originalUriBaseIds": {"A": {"uri": "b/", "uriBaseId": "A"}}, "results": ["#
          + results.joined(separator: ",") + "]}]}", to: "r.sarif")
      try repository.write(
        String(repeating: ":1", count: 400_000) + "\n" + String(repeating: "a:", count: 400_000), to: "r.txt")
      try repository.write(String(repeating: "{\n", count: 100_000), to: "m.txt")
      try repository.write(
        """
        version: 1
        checks:
          - { kind: tool-findings, name: a, report: r.sarif }
          - { kind: tool-findings, name: b, tool: x, format: gcc, report: r.txt }
          - { kind: tool-findings, name: c, tool: mypy, report: m.txt }

        """, to: ".check-drift.yml")
      try repository.commit("reports")
    }
    #expect((1...3).contains(outcome.status), "\(outcome.output)")
  }
}
