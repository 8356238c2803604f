import DriftTestSupport
import Testing

/// `check-drift record` on real repositories: what its receipt can be held to, and where it keeps its hands off.
struct RecordProgramTests {
  private func repository(_ configuration: String) throws -> TemporaryRepository {
    let repository = try TemporaryRepository()
    try repository.write("version: 1\nchecks:\n" + configuration, to: ".check-drift.yml")
    try repository.write("a\n", to: "in/a.json")
    try repository.write("A\n", to: "out/a.py")
    try repository.commit("First")
    return repository
  }

  private func record(_ repository: TemporaryRepository, _ arguments: String...) throws -> String {
    let outcome = try repository.run(BuiltProgram.path, ["record", "--color", "never"] + arguments)
    return outcome.standardOutput + outcome.standardError + "exit \(outcome.status)"
  }

  private let models =
    "- { kind: generated-code, name: models, inputs: 'in/{n}.json', outputs: 'out/{n}.py', evidence: receipt }\n"

  @Test func aDigestCanBeVerifiedWithGitAlone() throws {
    let repository = try repository(models)
    _ = try record(repository)
    let digest = try repository.shell(
      "printf '%s %s\\0' \"$(git hash-object in/a.json)\" in/a.json | git hash-object --stdin")
    #expect(try repository.shell("cat codegen.lock.json").contains("\"inputs\": \"\(digest)\""))
  }

  @Test func saysWhereOutputsOfAnotherRepositoryAreRecorded() throws {
    let there = "- { kind: generated-code, name: vendored, inputs: libs/s/i, outputs: libs/s/o, evidence: receipt }\n"
    let repository = try repository(models + there)
    try repository.makeRemote("s") { clone in
      try repository.write("i\n", to: "i", in: clone)
      try repository.write("o\n", to: "o", in: clone)
    }
    try repository.git("submodule", "--quiet", "add", "../s.git", "libs/s")
    #expect(
      try record(repository) == """
        codegen.lock.json: written
          1 output of check 'models'
          none of check 'vendored': 'libs/s/o' belongs to 'libs/s': record it there, in the commit that changes it
        exit 0
        """)
    #expect(
      try record(repository, "--only", "vendored") == """
        error: check 'vendored' is not recorded: 'libs/s/o' belongs to 'libs/s': record it there, in the commit that changes it
          --> libs/s/o
          help: record in 'libs/s'
        exit 3
        """)
  }

  @Test func followsNoLink() throws {
    let repository = try repository(models)
    try repository.link("codegen.lock.json", to: "../outside")
    let said = try record(repository)
    #expect(said.hasSuffix("exit 1") || said.hasSuffix("exit 3"), "\(said)")
    #expect(try repository.shell("ls ..").contains("outside") == false)
  }
}
