import CheckDrift
import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// What `check-drift record` writes, keeps, drops and refuses.
struct RecordTests {
  private let place = "codegen.lock.json"

  /// The plan of recording checks that are decoded from YAML, named `check 1` and so on.
  private func record(_ snapshot: MemorySnapshot, _ checks: String...) throws -> Record {
    Record(
      try checks.enumerated().map { index, yaml in
        let (check, problems) = try decode(GeneratedCode.self, yaml)
        return Record.Candidate(name: "check \(index + 1)", check: try #require(check, "\(problems)"))
      }, in: snapshot)
  }

  /// The paths in a receipt, with a star behind outputs.
  private func entries(_ plan: Record, _ receipt: String? = nil) throws -> [String] {
    let file = try plan.files.first { $0.path == (try path(receipt ?? place)) }
    return String(decoding: file?.bytes ?? [], as: UTF8.self).split(separator: "\n").compactMap { line in
      guard line.hasPrefix(" \"path\": \""), let path = line.dropFirst(10).split(separator: "\"").first else {
        return nil
      }
      return path + (line.contains("\"inputs\"") ? "*" : "")
    }
  }

  private func refusal(_ plan: Record) -> [String] {
    plan.refusals.map { "\($0.check): \($0.reason.reason)" }
  }

  private func write(_ plan: Record, to snapshot: inout MemorySnapshot) {
    for file in plan.files { snapshot.files[file.path] = file.bytes }
  }

  private let one = "{ inputs: 'in/{n}.json', outputs: 'py/{n}.py', evidence: receipt }"
  private let two = "{ inputs: 'in/{n}.json', outputs: 'ts/{n}.ts', evidence: receipt }"

  @Test func keepsOtherChecksEntriesAndDropsThoseOfFilesThatAreGone() throws {
    var snapshot = MemorySnapshot([
      "in/a.json": "a", "in/b.json": "b", "py/a.py": "A", "py/b.py": "B", "ts/a.ts": "A", "ts/b.ts": "B",
    ])
    let both = try record(snapshot, one, two)
    #expect(refusal(both) == [])
    #expect(both.recorded.map { "\($0.check): \($0.outputs)" } == ["check 1: 2", "check 2: 2"])
    #expect(try entries(both) == ["in/a.json", "in/b.json", "py/a.py*", "py/b.py*", "ts/a.ts*", "ts/b.ts*"])
    write(both, to: &snapshot)
    for name in ["in/b.json", "py/b.py", "ts/b.ts"] { snapshot.files[try path(name)] = nil }
    let again = try record(snapshot, one)
    #expect(try entries(again) == ["in/a.json", "py/a.py*", "ts/a.ts*"])
  }

  @Test func recordingOneCheckDoesNotVouchForAnothersOutputs() throws {
    var snapshot = MemorySnapshot(["in/a.json": "a", "py/a.py": "A", "ts/a.ts": "A"])
    write(try record(snapshot, one, two), to: &snapshot)
    snapshot.files[try path("in/a.json")] = Array("a2".utf8)
    snapshot.files[try path("py/a.py")] = Array("A2".utf8)
    write(try record(snapshot, one), to: &snapshot)
    #expect(try transcript(GeneratedCode.self, one, snapshot).contains("receipt says clean"))
    let said = try transcript(GeneratedCode.self, two, snapshot)
    #expect(
      said.contains("input-moved at ts/a.ts: 'ts/a.ts' did not follow: what feeds it changed since it was recorded"))
  }

  @Test func anInputThatIsAnotherChecksOutputIsNotEnteredAnew() throws {
    let chain = "{ inputs: 'py/{n}.py', outputs: 'doc/{n}.md', evidence: receipt }"
    var snapshot = MemorySnapshot(["in/a.json": "a", "py/a.py": "A", "doc/a.md": "D"])
    write(try record(snapshot, one, chain), to: &snapshot)
    snapshot.files[try path("py/a.py")] = Array("edited".utf8)
    snapshot.files[try path("doc/a.md")] = Array("D2".utf8)
    write(try record(snapshot, chain), to: &snapshot)
    #expect(try transcript(GeneratedCode.self, chain, snapshot).contains("receipt says clean"))
    #expect(try transcript(GeneratedCode.self, one, snapshot).contains("output-edited at py/a.py"))
  }

  @Test func oneOutputHasOneEntry() throws {
    let other = "{ inputs: 'in/*.json', outputs: py/a.py, evidence: receipt }"
    let snapshot = MemorySnapshot(["in/a.json": "a", "in/b.json": "b", "py/a.py": "A", "py/b.py": "B"])
    #expect(
      refusal(try record(snapshot, one, other)) == [
        "check 2: 'py/a.py' is an output of 'check 1' as well, from other inputs or by another generator, and a receipt has one entry for each output"
      ])
    #expect(refusal(try record(snapshot, one, one)) == [])
  }

  @Test func refusesWhatOtherEvidenceSpeaksAgainst() throws {
    let strict = "{ inputs: 'in/{n}.json', outputs: 'py/{n}.py', evidence: [receipt, mirror] }"
    let snapshot = MemorySnapshot(["in/a.json": "a", "py/a.py": "A"])
    let plan = try record(snapshot, strict)
    #expect(
      refusal(plan) == ["check 1: other evidence speaks against the outputs: 'py/a.py' is not equal to 'in/a.json'"])
    #expect(plan.refusals.first?.reason.findings.map(\.problem.id) == ["mirror-differs"])
    #expect(plan.files == [])
    #expect(
      refusal(try record(MemorySnapshot(["in/a.json": "a", "in/b.json": "b", "py/a.py": "a"]), one))
        == ["check 1: other evidence speaks against the outputs: 'py/b.py' is missing: 'in/b.json' should yield it"])
  }

  @Test func refusesWhatOtherEvidenceCannotSay() throws {
    let stamped = "{ inputs: 'in/{n}.json', outputs: 'py/{n}.py', evidence: [receipt, stamp] }"
    let banner = "// Generated by swift-openapi-generator, do not modify."
    #expect(
      refusal(try record(MemorySnapshot(["in/a.json": "a", "py/a.py": banner]), stamped)) == [
        "check 1: other evidence could not be looked at: the header of swift-openapi-generator states nothing that can be compared"
      ])
    let pinned =
      "{ inputs: 'in/{n}.json', outputs: 'py/{n}.py', evidence: receipt, generator: { name: g, pinned-in: go.mod } }"
    #expect(
      refusal(try record(MemorySnapshot(["in/a.json": "a", "py/a.py": "A", "go.mod": ""]), pinned))
        == ["check 1: the generator's version is not known: 'go.mod' pins no 'g'"])
    #expect(refusal(try record(MemorySnapshot([:]), one)) == ["check 1: input 'in/{n}.json' selects nothing"])
  }

  @Test func refusesWhatAnotherRepositoryOwns() throws {
    var snapshot = MemorySnapshot(["libs/s/in.json": "a", "libs/s/out.py": "A"])
    let check = "{ inputs: libs/s/in.json, outputs: libs/s/out.py, evidence: receipt }"
    snapshot.knownSubmodules = [Submodule(path: try path("libs/s"), recorded: try id("1"), read: try id("1"))]
    let plan = try record(snapshot, check)
    #expect(
      refusal(plan)
        == ["check 1: 'libs/s/out.py' belongs to 'libs/s': record it there, in the commit that changes it"])
    #expect(
      plan.refusals.first?.reason.remedies.first?.commands == [["check-drift", "record", "--repository", "libs/s"]])
    snapshot.knownSubmodules = [Submodule(path: try path("libs/s"), state: .declaredButNotASubmodule)]
    #expect(
      refusal(try record(snapshot, check)) == [
        "check 1: 'libs/s/out.py' belongs to the repository that '.gitmodules' declares at 'libs/s': record it there"
      ])
  }

  @Test(arguments: [SubmoduleState.edited, .checkedOutElsewhere])
  func refusesASubmoduleThatIsNotWhatIsRecorded(state: SubmoduleState) throws {
    var snapshot = MemorySnapshot(["libs/s/in.json": "a", "out.py": "A"])
    let check = "{ inputs: libs/s/in.json, outputs: out.py, evidence: receipt }"
    snapshot.knownSubmodules = [Submodule(path: try path("libs/s"), recorded: try id("1"), read: try id("1"))]
    let plan = try record(snapshot, check)
    #expect(refusal(plan) == [])
    #expect(try entries(plan) == ["libs/s/in.json", "out.py*"])
    snapshot.knownSubmodules = [
      Submodule(path: try path("libs/s"), recorded: try id("1"), read: try id("2"), state: state)
    ]
    #expect(
      refusal(try record(snapshot, check)) == [
        "check 1: submodule 'libs/s', which feeds the outputs, is not clean at its recorded commit: it is \(state.rawValue)"
      ])
  }

  @Test func buildsOnTheSettledLinesOfAReceiptInConflict() throws {
    var snapshot = MemorySnapshot(["in/a.json": "a", "py/a.py": "A", "ts/a.ts": "A"])
    let both = try record(snapshot, one, two)
    let text = String(decoding: try #require(both.files.first).bytes, as: UTF8.self)
    let conflict = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains("py/a.py") ? "<<<<<<< HEAD\n\(line)\n=======\n\(line)\n>>>>>>> other" : String(line)
    }.joined(separator: "\n")
    snapshot.files[try path(place)] = Array(conflict.utf8)
    #expect(String(decoding: try #require(try record(snapshot, one).files.first).bytes, as: UTF8.self) == text)
    snapshot.files[try path(place)] = nil
    snapshot.failures[try path(place)] = ReadFailure(.unmerged, "unmerged")
    var before = MemorySnapshot()
    before.files[try path(place)] = Array(text.utf8)
    snapshot.reference = before
    #expect(try entries(record(snapshot, one)) == ["in/a.json", "py/a.py*", "ts/a.ts*"])
  }

  @Test func aNameThatJSONHasToEscapeIsReadBack() throws {
    let odd = "py/q\"u\\o\u{1}é.py"
    var snapshot = MemorySnapshot(["in/a.json": "a", odd: "A"])
    let check = "{ inputs: in/a.json, outputs: 'py/*', evidence: receipt }"
    write(try record(snapshot, check), to: &snapshot)
    #expect(try transcript(GeneratedCode.self, check, snapshot).contains("receipt says clean"))
  }
}
