import CheckDrift
import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// How several kinds of evidence speak with one voice per output.
struct GeneratedCodeWitnessTests {
  private let yaml = """
    { inputs: 'in/{n}.json', outputs: 'out/{n}.py', evidence: [receipt, stamp, mirror],
      generator: { name: g, version: '1', stamp: 'by g (?P<version>\\S+)' } }
    """

  private func recorded(_ files: [String: String]) throws -> MemorySnapshot {
    var snapshot = MemorySnapshot(files)
    let (check, _) = try decode(
      GeneratedCode.self, yaml.replacing("[receipt, stamp, mirror]", with: "receipt"))
    let plan = Record([.init(name: "x", check: try #require(check))], in: snapshot)
    try #require(plan.refusals.isEmpty)
    for file in plan.files { snapshot.files[file.path] = file.bytes }
    return snapshot
  }

  @Test func theStrongestThatSeesDriftSpeaksAndTheOthersAreItsEvidence() throws {
    var snapshot = try recorded([
      "in/a.json": "by g 1", "in/b.json": "by g 1", "out/a.py": "by g 1", "out/b.py": "by g 1",
    ])
    snapshot.files[try path("out/a.py")] = Array("by g 2".utf8)
    try expect(
      GeneratedCode.self, yaml, on: snapshot,
      says: """
        looked at: out/a.py, out/b.py
        input 'in/{n}.json' at rules.yml:1:11-24: 2
        output-edited at out/a.py: 'out/a.py' changed since it was recorded, its inputs did not
          culprit: output
          = recorded as 0d32ebd3a4 (codegen.lock.json:11:10-20)
          = is now d830ebd3a4 (out/a.py)
          = unchanged since the output was recorded (in/a.json)
          = stamp: 'out/a.py' says that g '2' wrote it, but the pinned version is '1' (out/a.py:1:6-7)
          = mirror: 'out/a.py' is not equal to 'in/a.json' (out/a.py:1:1-7)
          move the change into the input, regenerate, record and commit here:
            # move the change of 'out/a.py' into what feeds it, if it is wanted
            # run g ('regenerate:' of the check can say how)
            $ check-drift record
            $ git add -- out/a.py codegen.lock.json
            $ git commit -m Regenerate
          record what the generator wrote and commit here:
            $ check-drift record
            $ git add -- out/a.py codegen.lock.json
            $ git commit -m Record generated code
        stamp says drift
          the declared header does not state the source: not compared
        mirror says drift
        receipt says drift
          no options are named: the recorded arguments are not compared
        """)
  }

  @Test func aWeakerWitnessIsHeardWhereTheStrongestIsContent() throws {
    let snapshot = try recorded(["in/a.json": "by g 1", "out/a.py": "by g 1\n"])
    try expect(
      GeneratedCode.self, yaml, on: snapshot,
      says: """
        looked at: out/a.py
        input 'in/{n}.json' at rules.yml:1:11-24: 1
        mirror-differs at out/a.py:1:1-7: 'out/a.py' is not equal to 'in/a.json'
          culprit: unknown
          = the line reads 'by g 1' (out/a.py:1:1-7)
          = the line reads 'by g 1', without a line's end (in/a.json:1:1-7)
          = stamp: its header agrees: g 1 as pinned (out/a.py)
          = receipt: it is as recorded here (codegen.lock.json:8:10-20)
          copy 'in/a.json' again, record and commit here:
            $ cp -- in/a.json out/a.py
            $ check-drift record
            $ git add -- out/a.py codegen.lock.json
            $ git commit -m Copy in/a.json again
        stamp says clean
          the declared header does not state the source: not compared
        mirror says drift
        receipt says clean
          no options are named: the recorded arguments are not compared
        """)
  }

  @Test func whatOneCannotSayIsNotSaidByAnother() throws {
    let snapshot = try recorded(["in/a.json": "by g 1", "in/b.json": "x", "out/a.py": "by g 1", "out/b.py": "by g 1"])
    let joined = yaml.replacing("out/{n}.py'", with: "out/a.py'")
    try expect(
      GeneratedCode.self, joined, on: snapshot,
      says: """
        looked at: out/a.py
        input 'in/{n}.json' at rules.yml:1:11-24: 2
        input-moved at out/a.py: 'out/a.py' did not follow: what feeds it changed since it was recorded
          culprit: input
          = unchanged since it was recorded (out/a.py)
          = the entry for 'out/a.py' (codegen.lock.json:11:10-20)
          = each input is as recorded, but not all of them fed the output then: one was added or removed, or a merge brought together what no generator saw together (codegen.lock.json)
          = stamp: its header agrees: g 1 as pinned (out/a.py)
          = mirror: could not be compared
          regenerate, record and commit here:
            # run g ('regenerate:' of the check can say how)
            $ check-drift record
            $ git add -- out/a.py codegen.lock.json
            $ git commit -m Regenerate
        unverified at out/a.py: a mirror has one original, and 'out/a.py' is fed by 2 inputs
          write 'inputs' and 'outputs' so that each output has one input:
        stamp says clean
          the declared header does not state the source: not compared
        mirror says unverified
        receipt says drift
          no options are named: the recorded arguments are not compared
        """)
  }
}
