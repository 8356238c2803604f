import DriftModel
import GitSnapshots
import Testing

/// Submodules: where their files come from, and what state they are in.
struct SubmoduleTests {
  /// `super` vendors `lib` at `libs/lib`, which vendors `leaf` at `vendor/leaf`; all clean.
  private func repository() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q leaf; (cd leaf; echo leaf > leaf.txt; git add .; git commit -qm leaf)
      git init -q lib; (cd lib; mkdir s; echo '{}' > s/a.json; git add .
        git submodule --quiet add "$PWD/../leaf" vendor/leaf; git commit -qm lib)
      git init -q super; cd super; echo top > top.txt; git add .
      git submodule --quiet add -b main "$PWD/../lib" libs/lib; git submodule --quiet update --init --recursive
      git commit -qm super
      """)
    return scratch
  }

  private func states(_ snapshot: any RepositorySnapshot) throws -> [String] {
    try snapshot.submodules().map { "\($0.path): \($0.state?.rawValue ?? "clean")" }
  }

  private let clean = ["libs/lib: clean", "libs/lib/vendor/leaf: clean"]

  @Test func filesOfSubmodulesAreReadWhereThePatternNamesThem() throws {
    let scratch = try repository()
    for tree in [SnapshotRequest.Tree.worktree, .staged, .rev("HEAD")] {
      let snapshot = try scratch.open("super", tree).snapshot
      #expect(try snapshot.names("libs/lib/**/*.json") == ["libs/lib/s/a.json"])
      #expect(try snapshot.names("libs/lib/vendor/leaf/*") == ["libs/lib/vendor/leaf/leaf.txt"])
      #expect(try snapshot.names("**/*.json") == [])
      #expect(try snapshot.names("libs/*") == ["libs/lib"])
      #expect(try snapshot.text("libs/lib/vendor/leaf/leaf.txt") == "leaf\n")
      #expect(try states(snapshot) == clean)
    }
  }

  @Test func aBareRepositoryReadsSubmodulesFromTheObjectsThatItIsGiven() throws {
    let scratch = try repository()
    try scratch.run(
      "git clone -q --bare super super.git; git clone -q --bare lib lib.git; git clone -q --bare leaf leaf.git")
    let without = try scratch.open("super.git", .rev("HEAD")).snapshot
    #expect(try states(without) == ["libs/lib: commit-missing"])
    #expect { try without.names("libs/lib/s/*") } throws: {
      ($0 as? ReadFailure)?.cause == .submodule(RepositoryPath("libs/lib") ?? .root, .commitMissing)
    }
    let with = try scratch.open(
      "super.git", .rev("HEAD"), objects: ["libs/lib": "lib.git", "libs/lib/vendor/leaf": "leaf.git"]
    ).snapshot
    #expect(try states(with) == clean)
    #expect(try with.names("libs/lib/s/*") == ["libs/lib/s/a.json"])
  }

  @Test func anUninitialisedSubmoduleHasNoFilesOnDiskButMayHaveObjects() throws {
    let scratch = try repository()
    try scratch.run("git submodule --quiet deinit -f libs/lib", in: "super")
    let worktree = try scratch.open("super").snapshot
    #expect(try states(worktree) == ["libs/lib: not-initialised"])
    #expect(throws: ReadFailure.self) { try worktree.names("libs/lib/s/*") }
    #expect(try scratch.open("super", .rev("HEAD")).snapshot.names("libs/lib/s/*") == ["libs/lib/s/a.json"])
    try scratch.run("git clone -q super fresh")
    #expect(try states(scratch.open("fresh").snapshot) == ["libs/lib: not-initialised"])
    #expect(try states(scratch.open("fresh", .rev("HEAD")).snapshot) == ["libs/lib: not-initialised"])
  }

  @Test func aSubmoduleInConflictRecordsNoCommit() throws {
    let scratch = try repository()
    try scratch.run(
      """
      for side in ours theirs; do
        git checkout -q -b $side main; (cd libs/lib; git checkout -q --orphan $side; git commit -qm $side)
        git commit -qam $side; git -C libs/lib checkout -q main
      done
      git checkout -q ours; git merge theirs || git ls-files --unmerged | grep -q libs/lib
      """, in: "super")
    for tree in [SnapshotRequest.Tree.worktree, .staged] {
      let snapshot = try scratch.open("super", tree).snapshot
      let submodule = try #require(try snapshot.submodules().first)
      #expect(submodule.failure?.cause == .unmerged)
      #expect(submodule.recorded == nil)
      #expect(submodule.state == nil)
      #expect { try snapshot.names("libs/lib/s/*") } throws: { ($0 as? ReadFailure)?.cause == .unmerged }
    }
  }

  @Test func aRepositoryInsideASubmoduleIsAnUntrackedEntry() throws {
    let scratch = try repository()
    try scratch.run("git init -q own; echo theirs > own/x.txt", in: "super/libs/lib")
    // As 'git status' has it: '?? own/'.
    let submodule = try #require(try scratch.open("super").snapshot.submodule(containing: path("libs/lib/s/a.json")))
    #expect(submodule.state == .edited)
    #expect(submodule.edits == [try path("libs/lib/own")])
    try scratch.run("echo own > .git/modules/libs/lib/info/exclude", in: "super")
    #expect(try states(scratch.open("super").snapshot) == clean)
  }

  @Test func aCheckoutElsewhereIsReadFromDisk() throws {
    let scratch = try repository()
    try scratch.run("echo 2 > s/b.json; git add .; git commit -qm two", in: "super/libs/lib")
    let snapshot = try scratch.open("super").snapshot
    #expect(try states(snapshot) == ["libs/lib: checked-out-elsewhere", "libs/lib/vendor/leaf: clean"])
    #expect(try snapshot.names("libs/lib/s/*") == ["libs/lib/s/a.json", "libs/lib/s/b.json"])
    #expect(try scratch.open("super", .staged).snapshot.names("libs/lib/s/*") == ["libs/lib/s/a.json"])
    let submodule = try #require(try snapshot.submodule(containing: path("libs/lib/s/b.json")))
    #expect(submodule.read != submodule.recorded)
    #expect(submodule.branch == "main")
    #expect(submodule.declaration?.region?.line == 1)
  }

  @Test(arguments: [
    "echo x > s/a.json", "echo x > s/new.json", "rm s/a.json", "chmod +x s/a.json",
    "echo x > s/a.json; git add s/a.json",
  ])
  func anEditedCheckoutSaysSo(edit: String) throws {
    let scratch = try repository()
    try scratch.run(edit, in: "super/libs/lib")
    let snapshot = try scratch.open("super").snapshot
    #expect(try states(snapshot) == ["libs/lib: edited", "libs/lib/vendor/leaf: clean"])
    let edits = try #require(try snapshot.submodules().first).edits
    #expect(edits.map(\.description) == [edit.contains("new") ? "libs/lib/s/new.json" : "libs/lib/s/a.json"])
    #expect(try states(scratch.open("super", .rev("HEAD")).snapshot) == clean)
  }

  @Test func ignoredFilesAreNoEdits() throws {
    let scratch = try repository()
    try scratch.run("echo '*.log' >> \"$(git rev-parse --git-dir)/info/exclude\"; echo x > a.log", in: "super/libs/lib")
    #expect(try states(scratch.open("super").snapshot) == clean)
  }

  @Test func plainFilesUnderADeclaredPathAreTold() throws {
    let scratch = try repository()
    try scratch.run(
      """
      git rm -q --cached libs/lib; rm -rf libs/lib/.git libs/lib/vendor libs/lib/.gitmodules; git add libs
      git commit -qm plain
      """, in: "super")
    for tree in [SnapshotRequest.Tree.worktree, .staged, .rev("HEAD")] {
      let snapshot = try scratch.open("super", tree).snapshot
      #expect(try states(snapshot) == ["libs/lib: declared-but-not-a-submodule"])
      #expect(try snapshot.names("libs/lib/s/*") == ["libs/lib/s/a.json"])
      #expect(try snapshot.submodule(containing: path("libs/lib/s/a.json"))?.state == .declaredButNotASubmodule)
    }
  }

  @Test func aSubmoduleWithoutADeclarationIsTold() throws {
    let scratch = try repository()
    try scratch.run("git rm -q --cached .gitmodules; rm .gitmodules", in: "super")
    #expect(try states(scratch.open("super").snapshot) == ["libs/lib: not-declared", "libs/lib/vendor/leaf: clean"])
  }

  @Test func aMissingCommitIsTold() throws {
    let scratch = try repository()
    let missing = String(repeating: "1", count: 40)
    try scratch.run("git update-index --cacheinfo 160000,\(missing),libs/lib; git commit -qm lost", in: "super")
    for tree in [SnapshotRequest.Tree.worktree, .staged, .rev("HEAD")] {
      #expect(try states(scratch.open("super", tree).snapshot).first == "libs/lib: commit-missing")
    }
  }

  @Test func declarationsThatLeaveTheRepositoryAreRefusedNotFollowed() throws {
    let scratch = try repository()
    try scratch.run(
      """
      printf '[submodule "../../evil"]\\n\\tpath = fine\\n\\turl = x\\n[submodule "b"]\\n\\tpath = ../x\\n' >> .gitmodules
      printf '[submodule "c"]\\n\\tpath = -rf\\n\\turl = x\\n' >> .gitmodules
      """, in: "super")
    let refused = try scratch.open("super").snapshot.refusedDeclarations()
    #expect(
      refused.map { "\($0.name) \($0.part) \($0.value) \($0.location.region?.line ?? 0)" } == [
        "../../evil name ../../evil 5", "b path ../x 9", "c path -rf 11",
      ])
  }

  @Test func whatTheCheckoutsConfigurationSaysOfItsWorkTreeIsIgnored() throws {
    let scratch = try repository()
    try scratch.run("mkdir ../elsewhere; git -C libs/lib config core.worktree \"$PWD/../elsewhere\"", in: "super")
    #expect(try scratch.open("super").snapshot.names("libs/lib/s/*") == ["libs/lib/s/a.json"])
  }

  @Test func theRecordedCommitIsComparedWithItsBranch() throws {
    let scratch = try repository()
    try scratch.run("cd lib; for n in 1 2 3; do git commit -q --allow-empty -m $n; done")
    try scratch.run("git -C libs/lib fetch -q", in: "super")
    let snapshot = try scratch.open("super").snapshot
    let submodule = try #require(try snapshot.submodules().first)
    let tip = try #require(ObjectID(hexadecimal: try scratch.run("git rev-parse HEAD", in: "lib")))
    #expect(try snapshot.relation(of: submodule, toBranch: "main") == .behind(3, tip: tip))
    #expect { try snapshot.relation(of: submodule, toBranch: "gone") } throws: {
      ($0 as? ReadFailure)?.cause == .history
    }
    let recorded = try #require(submodule.recorded)
    #expect(try snapshot.isDescendant(tip, of: recorded, in: submodule))
    #expect(try !snapshot.isDescendant(recorded, of: tip, in: submodule))
  }

  @Test func aShallowHistoryProvesPresenceButNotAbsence() throws {
    let scratch = try repository()
    try scratch.run(
      """
      cd lib; git commit -q --allow-empty -m a; git commit -q --allow-empty -m b; cd ..
      rm -rf super/libs/lib super/.git/modules/libs
      git clone -q --depth 1 "file://$PWD/lib" super/libs/lib
      """)
    let snapshot = try scratch.open("super").snapshot
    let submodule = try #require(try snapshot.submodules().first)
    #expect(submodule.state == .commitMissing)
    #expect { try snapshot.relation(of: submodule, toBranch: "main") } throws: {
      ($0 as? ReadFailure)?.remedies.first?.commands == [
        ["git", "-C", "libs/lib", "fetch", "--unshallow", "origin", "main"]
      ]
    }
  }
}
