import CheckDrift
import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// What evidence `receipt` says, and what `check-drift record` writes.
struct GeneratedCodeReceiptTests {
  private let yaml = """
    { inputs: 'in/{name}.json', outputs: 'out/{name}.py', also: common.json, evidence: receipt,
      generator: { name: gen, version: '1.0', options: [--strict] }, regenerate: make gen }
    """

  private let files = MemorySnapshot([
    "in/a.json": "a", "in/b.json": "b", "common.json": "c", "out/a.py": "A", "out/b.py": "B",
  ])

  /// The plan of recording a check that is decoded from YAML.
  private func record(_ yaml: String, _ snapshot: MemorySnapshot) throws -> Record {
    let (check, problems) = try decode(GeneratedCode.self, yaml)
    return Record([.init(name: "models", check: try #require(check, "\(problems)"))], in: snapshot)
  }

  /// The snapshot with its receipts written.
  private func recorded(_ yaml: String? = nil, _ snapshot: MemorySnapshot? = nil) throws -> MemorySnapshot {
    var snapshot = snapshot ?? files
    let plan = try record(yaml ?? self.yaml, snapshot)
    try #require(plan.refusals.isEmpty, "\(plan.refusals)")
    for file in plan.files { snapshot.files[file.path] = file.bytes }
    return snapshot
  }

  private func write(_ text: String, to name: String, in snapshot: inout MemorySnapshot) throws {
    snapshot.files[try path(name)] = Array(text.utf8)
  }

  @Test func writesOneLineForEachFileAndNothingThatChangesByItself() throws {
    let snapshot = try recorded()
    func id(_ text: String) -> ObjectID { MemorySnapshot.objectID(of: Array(text.utf8)) }
    func inputs(_ name: String, _ text: String) -> ObjectID {
      id("\(id("c")) common.json\0\(id(text)) in/\(name).json\0")
    }
    let arguments = id("--strict\0")
    let expected = """
      {
      "receipt": 1,
      "files": [
      {"name": "common.json",
       "path": "common.json", "blob": "\(id("c"))"
      },
      {"name": "a.json",
       "path": "in/a.json", "blob": "\(id("a"))"
      },
      {"name": "b.json",
       "path": "in/b.json", "blob": "\(id("b"))"
      },
      {"name": "a.py",
       "path": "out/a.py", "blob": "\(id("A"))", "inputs": "\(inputs("a", "a"))", "generator": "gen", "version": "1.0", "arguments": "\(arguments)"
      },
      {"name": "b.py",
       "path": "out/b.py", "blob": "\(id("B"))", "inputs": "\(inputs("b", "b"))", "generator": "gen", "version": "1.0", "arguments": "\(arguments)"
      },
      {}
      ]
      }

      """
    #expect(String(decoding: try #require(snapshot.files[try path("codegen.lock.json")]), as: UTF8.self) == expected)
  }

  @Test func whatIsRecordedIsCleanAndNeedsNoOtherReceipt() throws {
    let snapshot = try recorded()
    try expect(
      GeneratedCode.self, yaml, on: snapshot,
      says: """
        looked at: out/a.py, out/b.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        also 'common.json' at rules.yml:1:61-72: 1
        receipt says clean
        """)
    #expect(try record(yaml, snapshot).files.map(\.isChanged) == [false])
  }

  @Test func anOutputThatAloneMovedWasEdited() throws {
    var snapshot = try recorded()
    try write("edited", to: "out/a.py", in: &snapshot)
    try expect(
      GeneratedCode.self, yaml, on: snapshot,
      says: """
        looked at: out/a.py, out/b.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        also 'common.json' at rules.yml:1:61-72: 1
        output-edited at out/a.py: 'out/a.py' changed since it was recorded, its inputs did not
          culprit: output
          = recorded as a72505814b (codegen.lock.json:14:10-20)
          = is now 83e06055e8 (out/a.py)
          = what feeds it is unchanged since it was recorded (common.json)
          move the change into the input, regenerate, record and commit here:
            # move the change of 'out/a.py' into what feeds it, if it is wanted
            $ cd  && make gen
            $ check-drift record
            $ git add -- out/a.py codegen.lock.json
            $ git commit -m Regenerate
          record what the generator wrote and commit here:
            $ check-drift record
            $ git add -- out/a.py codegen.lock.json
            $ git commit -m Record generated code
        receipt says drift
        """)
  }

  @Test func anInputThatAloneMovedLeftItsOutputBehind() throws {
    var snapshot = try recorded()
    try write("edited", to: "in/a.json", in: &snapshot)
    try expect(
      GeneratedCode.self, yaml, on: snapshot,
      says: """
        looked at: out/a.py, out/b.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        also 'common.json' at rules.yml:1:61-72: 1
        input-moved at out/a.py: 'out/a.py' did not follow: 'in/a.json' changed since it was recorded
          culprit: input
          = unchanged since it was recorded (out/a.py)
          = the entry for 'out/a.py' (codegen.lock.json:14:10-20)
          = recorded as c7eb06814b, is now 83e06055e8 (in/a.json)
          regenerate, record and commit here:
            $ cd  && make gen
            $ check-drift record
            $ git add -- out/a.py codegen.lock.json
            $ git commit -m Regenerate
        receipt says drift
        """)
  }

  @Test func whatFeedsAllLeavesAllBehind() throws {
    var snapshot = try recorded()
    try write("edited", to: "common.json", in: &snapshot)
    let said = try transcript(GeneratedCode.self, yaml, snapshot).split(separator: "\n")
    #expect(
      said.filter { $0.hasPrefix("input-moved") } == [
        "input-moved at out/a.py: 'out/a.py' did not follow: 'common.json' changed since it was recorded",
        "input-moved at out/b.py: 'out/b.py' did not follow: 'common.json' changed since it was recorded",
      ])
  }

  @Test func bothSidesMovedOrNoEntryIsNotRecorded() throws {
    var snapshot = try recorded()
    try write("edited", to: "in/a.json", in: &snapshot)
    try write("edited", to: "out/a.py", in: &snapshot)
    try write("new", to: "in/c.json", in: &snapshot)
    try write("new", to: "out/c.py", in: &snapshot)
    try expect(
      GeneratedCode.self, yaml, on: snapshot,
      says: """
        looked at: out/a.py, out/b.py, out/c.py
        input 'in/{name}.json' at rules.yml:1:11-27: 3
        also 'common.json' at rules.yml:1:61-72: 1
        not-recorded at out/a.py: 'out/a.py' and what feeds it both changed since it was recorded
          culprit: unknown
          = recorded as a72505814b (codegen.lock.json:14:10-20)
          = is now 83e06055e8 (out/a.py)
          = recorded as c7eb06814b, is now 83e06055e8 (in/a.json)
          regenerate, record and commit here:
            $ cd  && make gen
            $ check-drift record
            $ git add -- out/a.py out/c.py codegen.lock.json
            $ git commit -m Regenerate
          record what the generator wrote and commit here:
            $ check-drift record
            $ git add -- out/a.py out/c.py codegen.lock.json
            $ git commit -m Record generated code
        not-recorded at out/c.py: 'out/c.py' is not recorded
          culprit: unknown
          = the receipt has no entry for 'out/c.py' as an output (codegen.lock.json)
          regenerate, record and commit here:
            $ cd  && make gen
            $ check-drift record
            $ git add -- out/a.py out/c.py codegen.lock.json
            $ git commit -m Regenerate
          record what the generator wrote and commit here:
            $ check-drift record
            $ git add -- out/a.py out/c.py codegen.lock.json
            $ git commit -m Record generated code
        receipt says drift
        """)
  }

  @Test func anotherGeneratorVersionOrArgumentIsTold() throws {
    let snapshot = try recorded()
    let changed = yaml.replacing("'1.0'", with: "'2.0'").replacing("[--strict]", with: "[--lax]")
    try expect(
      GeneratedCode.self, changed, on: snapshot,
      says: """
        looked at: out/a.py, out/b.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        also 'common.json' at rules.yml:1:61-72: 1
        generator-changed at out/a.py: 'out/a.py' was recorded with another generator than the one asked for
          culprit: generator
          = unchanged since it was recorded (out/a.py)
          = what feeds it is unchanged since it was recorded (common.json)
          = recorded with version '1.0' (codegen.lock.json:14:10-20)
          = the version asked for is '2.0' (rules.yml:2:36-41)
          = recorded with other arguments (codegen.lock.json:14:10-20)
          = the arguments asked for (rules.yml:2:22-25)
          regenerate, record and commit here:
            $ cd  && make gen
            $ check-drift record
            $ git add -- out/a.py out/b.py codegen.lock.json
            $ git commit -m Regenerate
        generator-changed at out/b.py: 'out/b.py' was recorded with another generator than the one asked for
          culprit: generator
          = unchanged since it was recorded (out/b.py)
          = what feeds it is unchanged since it was recorded (common.json)
          = recorded with version '1.0' (codegen.lock.json:17:10-20)
          = the version asked for is '2.0' (rules.yml:2:36-41)
          = recorded with other arguments (codegen.lock.json:17:10-20)
          = the arguments asked for (rules.yml:2:22-25)
          regenerate, record and commit here:
            $ cd  && make gen
            $ check-drift record
            $ git add -- out/a.py out/b.py codegen.lock.json
            $ git commit -m Regenerate
        receipt says drift
        """)
    let regenerated = try { () throws -> MemorySnapshot in
      var copy = snapshot
      try write("new", to: "out/a.py", in: &copy)
      return copy
    }()
    let said = try transcript(GeneratedCode.self, changed, regenerated)
    #expect(said.contains("not-recorded at out/a.py: 'out/a.py' and the generator both changed since it was recorded"))
  }

  @Test func withoutReceiptThereIsOneFinding() throws {
    try expect(
      GeneratedCode.self, yaml, on: files,
      says: """
        looked at: out/a.py, out/b.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        also 'common.json' at rules.yml:1:61-72: 1
        not-recorded at codegen.lock.json: there is no receipt 'codegen.lock.json'
          culprit: unknown
          = nothing is recorded: the file is not there (codegen.lock.json)
          = the receipt is asked for here (rules.yml:1:84-91)
          regenerate, record and commit here:
            $ cd  && make gen
            $ check-drift record
            $ git add -- out codegen.lock.json
            $ git commit -m Regenerate
          record what the generator wrote and commit here:
            $ check-drift record
            $ git add -- out codegen.lock.json
            $ git commit -m Record generated code
        receipt says drift
        """)
  }

  @Test func aReceiptInConflictVouchesForNothing() throws {
    var snapshot = try recorded()
    let text = String(decoding: snapshot.files[try path("codegen.lock.json")] ?? [], as: UTF8.self)
    try write(
      text.replacing("{\"name\": \"a.json\"", with: "<<<<<<< ours\n{\"name\": \"a.json\""), to: "codegen.lock.json",
      in: &snapshot)
    try expect(
      GeneratedCode.self, yaml, on: snapshot,
      says: """
        looked at: out/a.py, out/b.py
        input 'in/{name}.json' at rules.yml:1:11-27: 2
        also 'common.json' at rules.yml:1:61-72: 1
        not-recorded at codegen.lock.json:7:1-8: the receipt 'codegen.lock.json' is in conflict
          culprit: unknown
          = a merge left its markers here (codegen.lock.json:7:1-8)
          regenerate, record and commit here:
            $ cd  && make gen
            $ check-drift record
            $ git add -- out codegen.lock.json
            $ git commit -m Regenerate
          record what the generator wrote and commit here:
            $ check-drift record
            $ git add -- out codegen.lock.json
            $ git commit -m Record generated code
        receipt says drift
        """)
  }

  @Test(arguments: [
    ("{", "codegen.lock.json:1:2"), ("[]", "codegen.lock.json:1:1"),
    ("{\"receipt\": 2, \"files\": []}", "codegen.lock.json:1:1"),
    ("{\"receipt\": 1, \"files\": {}}", "codegen.lock.json:1:1"),
    ("{\"receipt\": 1, \"files\": [{\"path\": \"../a\"}]}", "codegen.lock.json:1:35"),
    ("{\"receipt\": 1, \"files\": [{\"path\": \"a\", \"blob\": \"x\"}]}", "codegen.lock.json:1:48"),
    ("{\"receipt\": 1, \"files\": [{\"path\": \"a\"}]}", "codegen.lock.json:1:35"),
  ])
  func aFileThatIsNoReceiptIsUnverified(text: String, place: String) throws {
    var snapshot = files
    try write(text, to: "codegen.lock.json", in: &snapshot)
    let said = try transcript(GeneratedCode.self, yaml, snapshot).split(separator: "\n").dropFirst(3)
    #expect(said.first?.hasPrefix("unverified at \(place)") == true, "\(said)")
    #expect(said.last == "receipt says unverified")
    #expect(try record(yaml, snapshot).refusals.map(\.check) == ["models"])
  }

  @Test func linesThatAMergePutTogetherDoNotVouchForAStateThatNobodySaw() throws {
    // One branch changed what feeds all and recorded; the other added an input, with what feeds all as it was.
    var left = try recorded()
    try write("c2", to: "common.json", in: &left)
    left = try recorded(yaml, left)
    var right = try recorded()
    try write("n", to: "in/n.json", in: &right)
    try write("N", to: "out/n.py", in: &right)
    right = try recorded(yaml, right)
    let place = try path("codegen.lock.json")
    let added = String(decoding: right.files[place] ?? [], as: UTF8.self).split(separator: "\n")
      .filter { $0.contains("/n.") }.map { "{\($0)},\n" }.joined()
    var merged = right
    try write("c2", to: "common.json", in: &merged)
    let text = String(decoding: left.files[place] ?? [], as: UTF8.self)
    try write(text.replacing("\n{}\n", with: "\n\(added){}\n"), to: "codegen.lock.json", in: &merged)
    let said = try transcript(GeneratedCode.self, yaml, merged).split(separator: "\n")
    #expect(
      said.filter { $0.contains(" at out/") } == [
        "input-moved at out/n.py: 'out/n.py' did not follow: what feeds it changed since it was recorded"
      ])
  }

  @Test func aReceiptElsewhereIsToldWhereItBelongs() throws {
    var snapshot = MemorySnapshot(["libs/s/in.json": "a", "libs/s/out.py": "A", "codegen.lock.json": "{}"])
    snapshot.knownSubmodules = [Submodule(path: try path("libs/s"), recorded: try id("1"), read: try id("1"))]
    try expect(
      GeneratedCode.self,
      "{ inputs: libs/s/in.json, outputs: libs/s/out.py, evidence: receipt, receipt: codegen.lock.json }", on: snapshot,
      says: """
        looked at: libs/s/out.py
        input 'libs/s/in.json' at rules.yml:1:11-25: 1
        unverified at rules.yml:1:79-96: receipt 'codegen.lock.json' does not lie in 'libs/s', which owns the outputs
          name the receipt that the owner keeps:
            # write 'receipt: libs/s/codegen.lock.json'
        receipt says unverified
          no generator is named: what is recorded of it is not compared
        """)
  }

  @Test func inputsThatTheOwnerDoesNotHoldCannotBeRecorded() throws {
    var snapshot = MemorySnapshot(["spec/in.json": "a", "libs/s/out.py": "A"])
    snapshot.knownSubmodules = [Submodule(path: try path("libs/s"), recorded: try id("1"), read: try id("1"))]
    try write(
      "{\"receipt\": 1, \"files\": [{\"path\": \"out.py\", \"blob\": \"\(try id("1"))\", \"inputs\": \"\(try id("1"))\"}]}",
      to: "libs/s/codegen.lock.json", in: &snapshot)
    try expect(
      GeneratedCode.self, "{ inputs: spec/in.json, outputs: libs/s/out.py, evidence: receipt }", on: snapshot,
      says: """
        looked at: libs/s/out.py
        input 'spec/in.json' at rules.yml:1:11-23: 1
        unverified at spec/in.json: 'spec/in.json' does not lie in the folder of the receipt 'libs/s/codegen.lock.json', so no entry can name it
          ask for other evidence: a receipt vouches for outputs whose inputs its own repository holds:
        receipt says unverified
          no generator is named: what is recorded of it is not compared
        """)
  }
}
