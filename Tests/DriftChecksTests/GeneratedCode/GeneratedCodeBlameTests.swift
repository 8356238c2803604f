import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// Who is said to be wrong, and what follows from where the outputs lie.
struct GeneratedCodeBlameTests {
  private let copies = "{ inputs: 'in/{n}', outputs: 'out/{n}', evidence: mirror, regenerate: make }"

  /// The files now, with those of HEAD to compare with.
  private func snapshot(
    _ files: [String: String], since before: [String: String], submodules: [Submodule] = [],
    before submodulesBefore: [Submodule]? = nil
  ) -> MemorySnapshot {
    var snapshot = MemorySnapshot(files)
    var reference = MemorySnapshot(before)
    snapshot.knownSubmodules = submodules
    reference.knownSubmodules = submodulesBefore ?? submodules
    snapshot.reference = reference
    return snapshot
  }

  /// The first finding's name, culprit, cause, and the facts beyond those of the witness.
  private func blame(_ snapshot: MemorySnapshot, _ yaml: String? = nil) throws -> String {
    let (check, problems) = try decode(GeneratedCode.self, yaml ?? copies)
    let examination = try #require(check, "\(problems)").examine(snapshot)
    let finding = try #require(examination.findings.first, "\(examination.transcript)")
    let cause = finding.consequenceOf.map { " because of \($0)" } ?? ""
    let facts = finding.evidence.filter { fact in
      ["since", "moved", "checkout", "here at", "not here"].contains { fact.statement.contains($0) }
    }
    return
      (["\(finding.problem.id): \(finding.culprit?.rawValue ?? "")\(cause)"]
      + facts.map { "\($0.statement) (\($0.location?.file.text ?? ""))" }).joined(separator: "\n")
  }

  @Test func theSideThatChangedIsWrong() throws {
    let now = ["in/a": "1", "out/a": "2"]
    #expect(
      try blame(snapshot(now, since: ["in/a": "1", "out/a": "1"])) == """
        mirror-differs: output
        changed since HEAD (out/a)
        unchanged since HEAD (in/a)
        """)
    #expect(
      try blame(snapshot(now, since: ["in/a": "2", "out/a": "2"])) == """
        mirror-differs: input
        unchanged since HEAD (out/a)
        changed since HEAD (in/a)
        """)
    #expect(
      try blame(snapshot(now, since: ["in/a": "3", "out/a": "3"])) == """
        mirror-differs: unknown
        changed since HEAD (out/a)
        changed since HEAD (in/a)
        """)
    #expect(
      try blame(snapshot(now, since: now)) == """
        mirror-differs: unknown
        unchanged since HEAD (out/a)
        unchanged since HEAD (in/a)
        """)
    #expect(try blame(MemorySnapshot(now)) == "mirror-differs: unknown")
  }

  @Test func theBaseIsNamedWhereItIsAsked() throws {
    var snapshot = snapshot(["in/a": "1", "out/a": "2"], since: ["in/a": "1", "out/a": "1"])
    snapshot.base = .tree(MemorySnapshot())
    #expect(
      try blame(snapshot) == """
        mirror-differs: output
        changed since the base (out/a)
        unchanged since the base (in/a)
        """)
  }

  @Test func aMissingOutputWasDeletedOrItsInputIsNew() throws {
    #expect(
      try blame(snapshot(["in/a": "1"], since: ["in/a": "1", "out/a": "1"])) == """
        output-missing: output
        it was here at HEAD (out/a)
        unchanged since HEAD (in/a)
        """)
    #expect(
      try blame(snapshot(["in/a": "1"], since: [:])) == """
        output-missing: input
        it was not here at HEAD either (out/a)
        new since HEAD (in/a)
        """)
  }

  @Test func anOrphanLostItsInputOrIsNew() throws {
    let snake = "{ inputs: 'in/{n}.json', outputs: 'out/{n:snake}.py', evidence: mirror }"
    #expect(
      try blame(
        snapshot(
          ["in/a.json": "1", "out/a.py": "1", "out/foo_bar.py": "1"],
          since: ["in/a.json": "1", "in/FooBar.json": "1", "out/a.py": "1", "out/foo_bar.py": "1"]), snake) == """
          orphan-output: input
          it was here at HEAD, and yielded the file (in/FooBar.json)
          """)
    #expect(
      try blame(
        snapshot(["in/a.json": "1", "out/a.py": "1", "out/b.py": "1"], since: ["in/a.json": "1", "out/a.py": "1"]),
        snake)
          == """
          orphan-output: output
          new since HEAD (out/b.py)
          """)
  }

  private func schemas(
    recorded: Character = "1", read: Character? = nil, state: SubmoduleState? = nil, edits: [String] = []
  ) throws -> Submodule {
    Submodule(
      path: try path("libs/s"), name: "s", branch: "main", recorded: try id(recorded), read: try id(read ?? recorded),
      state: state, edits: edits.compactMap { RepositoryPath($0) })
  }

  private let vendored = "{ inputs: 'libs/s/{n}', outputs: 'out/{n}', evidence: mirror, regenerate: make }"

  @Test func aSubmoduleThatMovedIsWrong() throws {
    let snapshot = snapshot(
      ["libs/s/a": "2", "out/a": "1"], since: ["libs/s/a": "1", "out/a": "1"],
      submodules: [try schemas(recorded: "2")], before: [try schemas(recorded: "1")])
    #expect(
      try blame(snapshot, vendored) == """
        mirror-differs: pin
        the submodule moved from 1111111111 to 2222222222 since HEAD (libs/s)
        unchanged since HEAD (out/a)
        changed since HEAD (libs/s/a)
        """)
    let (check, _) = try decode(GeneratedCode.self, vendored)
    #expect(
      try #require(check).examine(snapshot).findings.first?.remedies == [
        Remedy(
          "regenerate and commit here",
          steps: [
            .configured("make", directory: .root), .command(["git", "add", "--", "out/a", "libs/s"]),
            .command(["git", "commit", "-m", "Regenerate"]),
          ])
      ])
  }

  @Test func aMovedSubmoduleIsNotBlamedForAnEditHere() throws {
    #expect(
      try blame(
        snapshot(
          ["libs/s/a": "1", "out/a": "2"], since: ["libs/s/a": "1", "out/a": "1"],
          submodules: [try schemas(recorded: "2")], before: [try schemas(recorded: "1")]), vendored) == """
          mirror-differs: output
          changed since HEAD (out/a)
          unchanged since HEAD (libs/s/a)
          """)
  }

  @Test func aCheckoutElsewhereExplainsWhatIsFoundInIt() throws {
    #expect(
      try blame(
        snapshot(
          ["libs/s/a": "2", "out/a": "1"], since: ["libs/s/a": "1", "out/a": "1"],
          submodules: [try schemas(read: "3", state: .checkedOutElsewhere)], before: [try schemas()]), vendored) == """
          mirror-differs: pin because of libs/s
          its checkout is at 3333333333, the recorded commit is 1111111111 (libs/s)
          """)
  }

  @Test func localEditsInASubmoduleExplainAnInputThatMoved() throws {
    #expect(
      try blame(
        snapshot(
          ["libs/s/a": "2", "out/a": "1"], since: ["libs/s/a": "1", "out/a": "1"],
          submodules: [try schemas(state: .edited, edits: ["libs/s/a"])], before: [try schemas()]), vendored) == """
          mirror-differs: input because of libs/s
          unchanged since HEAD (out/a)
          changed since HEAD (libs/s/a)
          """)
  }

  private let inside = "{ inputs: 'libs/s/in/{n}', outputs: 'libs/s/out/{n}', evidence: mirror, regenerate: make gen }"

  @Test func outputsInASubmoduleAreMadeThere() throws {
    let snapshot = snapshot(
      ["libs/s/in/a": "2", "libs/s/out/a": "1"], since: ["libs/s/in/a": "1", "libs/s/out/a": "1"],
      submodules: [try schemas(recorded: "2")], before: [try schemas(recorded: "1")])
    try expect(
      GeneratedCode.self, inside, on: snapshot,
      says: """
        looked at: libs/s/out/a
        input 'libs/s/in/{n}' at rules.yml:1:11-26: 1
        mirror-differs at libs/s/out/a:1:1-2: 'libs/s/out/a' is not equal to 'libs/s/in/a'
          culprit: pin
          = the line reads '1', without a line's end (libs/s/out/a:1:1-2)
          = the line reads '2', without a line's end (libs/s/in/a:1:1-2)
          = the submodule moved from 1111111111 to 2222222222 since HEAD (libs/s)
          = unchanged since HEAD (libs/s/out/a)
          = changed since HEAD (libs/s/in/a)
          regenerate in 'libs/s', commit there, and bump the submodule here:
            $ git -C libs/s fetch origin
            $ git -C libs/s checkout main --
            $ git -C libs/s merge --ff-only origin/main
            $ cd libs/s && make gen
            $ git -C libs/s add --all
            $ git -C libs/s commit -m Regenerate
            $ git -C libs/s push origin main
            $ git add -- libs/s
            $ git commit -m Bump libs/s -- libs/s
        mirror says drift
        """)
  }

  @Test func plainFilesWhereASubmoduleIsDeclaredBecomeOneFirst() throws {
    let snapshot = snapshot(
      ["libs/s/in/a": "2", "libs/s/out/a": "1"], since: ["libs/s/in/a": "1", "libs/s/out/a": "1"],
      submodules: [
        Submodule(path: try path("libs/s"), name: "s", branch: "main", state: .declaredButNotASubmodule)
      ])
    try expect(
      GeneratedCode.self, inside, on: snapshot,
      says: """
        looked at: libs/s/out/a
        input 'libs/s/in/{n}' at rules.yml:1:11-26: 1
        mirror-differs at libs/s/out/a:1:1-2: 'libs/s/out/a' is not equal to 'libs/s/in/a'
          culprit: input
          = the line reads '1', without a line's end (libs/s/out/a:1:1-2)
          = the line reads '2', without a line's end (libs/s/in/a:1:1-2)
          = unchanged since HEAD (libs/s/out/a)
          = changed since HEAD (libs/s/in/a)
          make 'libs/s' a submodule again, regenerate there, and bump the submodule here:
            # make 'libs/s' a submodule again first: plain files are committed where '.gitmodules' declares one
            $ git -C libs/s fetch origin
            $ git -C libs/s checkout main --
            $ git -C libs/s merge --ff-only origin/main
            $ cd libs/s && make gen
            $ git -C libs/s add --all
            $ git -C libs/s commit -m Regenerate
            $ git -C libs/s push origin main
            $ git add -- libs/s
            $ git commit -m Bump libs/s -- libs/s
        mirror says drift
        """)
  }

  @Test func whatIsFoundInAnEditedSubmoduleIsAConsequence() throws {
    #expect(
      try blame(
        snapshot(
          ["libs/s/in/a": "1", "libs/s/out/a": "2"], since: ["libs/s/in/a": "1", "libs/s/out/a": "1"],
          submodules: [try schemas(state: .edited, edits: ["libs/s/out/a"])], before: [try schemas()]), inside) == """
          mirror-differs: output because of libs/s
          changed since HEAD (libs/s/out/a)
          unchanged since HEAD (libs/s/in/a)
          """)
  }
}
