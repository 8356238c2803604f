import DriftModel
import Foundation
import GitSnapshots
import Testing

/// Repositories that are not as one would wish: each has its own sentence.
struct OpeningTests {
  private func problem(_ body: () throws -> some Any) -> GitProblem? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? GitProblem
    }
  }

  @Test func noRepository() throws {
    let scratch = try Scratch()
    try scratch.run("mkdir empty")
    let found = problem { try scratch.open("empty") }
    #expect(found?.message == "'\(scratch.path("empty"))' is not in a git repository")
    #expect(found?.exitStatus == 3)
  }

  @Test func aNamedFolderIsNotSearchedUpwards() throws {
    let scratch = try Scratch()
    try scratch.run("git init -q r; git -C r commit -q --allow-empty -m a; mkdir r/sub")
    let found = problem {
      try GitEngine.open(SnapshotRequest(repository: scratch.path("r/sub"), start: scratch.path("r")))
    }
    #expect(found?.message == "'\(scratch.path("r/sub"))' is not a git repository")
    #expect(found?.help == ["it lies in the repository '\(scratch.path("r"))'; name that one with '--repository'"])
    let notes = try scratch.open("r/sub").notes
    #expect(notes == ["the repository is '\(scratch.path("r"))'"])
  }

  @Test func anEmbeddedBareRepositoryIsNeverTaken() throws {
    let scratch = try Scratch()
    try scratch.run("git init -q r; git init -q --bare r/embedded.git")
    #expect(try scratch.open("r/embedded.git").root == scratch.path("r") + "/")
  }

  @Test func noCommitYet() throws {
    let scratch = try Scratch()
    try scratch.run("git init -q r; cd r; echo a > a.txt; git add .")
    let opened = try scratch.open("r")
    #expect(try opened.snapshot.names("*.txt") == ["a.txt"])
    #expect(opened.snapshot.head == nil)
    #expect(opened.notes == ["the repository has no commit yet: only what is about to be committed was looked at"])
    let found = problem { try scratch.open("r", .rev("HEAD")) }
    #expect(found?.message == "this repository has no commit yet, so there is no 'HEAD' to look at")
    #expect(found?.exitStatus == 2)
  }

  @Test func anUnknownRevision() throws {
    let scratch = try Scratch()
    try scratch.run("git init -q r; cd r; git commit -q --allow-empty -m a; git commit -q --allow-empty -m b")
    try scratch.run("git clone -q --depth 1 \"file://$PWD/r\" shallow")
    #expect(problem { try scratch.open("r", .rev("nonsense")) }?.exitStatus == 2)
    let found = problem { try scratch.open("shallow", .rev("HEAD~1")) }
    #expect(found?.exitStatus == 3)
    #expect(found?.message == "there is no commit 'HEAD~1' in this shallow repository")
  }

  @Test func aShallowHistoryLeavesTheBaseOpen() throws {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q r; cd r; for n in 1 2 3 4; do git commit -q --allow-empty -m $n; done
      git checkout -q -b side HEAD~2; git commit -q --allow-empty -m side; git checkout -q main
      cd ..; git clone -q --depth 1 --no-single-branch "file://$PWD/r" shallow; git -C shallow worktree add -q ../linked
      """)
    for name in ["shallow", "linked"] {
      guard case .unavailable(let failure) = try scratch.open(name, base: "origin/side").snapshot.base else {
        Issue.record("'\(name)' has a base")
        continue
      }
      #expect(failure.reason == "the history ends at a shallow boundary before the merge base with 'origin/side'")
      #expect(problem { try scratch.open(name, .rev("HEAD~1")) }?.exitStatus == 3)
    }
  }

  @Test func aLinkedWorktree() throws {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q lib; git -C lib commit -q --allow-empty -m lib
      git init -q r; cd r; echo a > a.txt; git add .; git submodule --quiet add "$PWD/../lib" lib; git commit -qm a
      git worktree add -q ../w; cd ../w; echo b > b.txt; git add b.txt; git submodule --quiet update --init
      """)
    let opened = try scratch.open("w")
    #expect(opened.root == scratch.path("w") + "/")
    #expect(try opened.snapshot.names("*.txt") == ["a.txt", "b.txt"])
    #expect(try opened.snapshot.submodules().map(\.state) == [nil])
    #expect(try scratch.open("w", .rev("HEAD")).snapshot.submodules().map(\.state) == [nil])
  }

  @Test func aBareRepositoryNeedsARevision() throws {
    let scratch = try Scratch()
    try scratch.run("git init -q --bare b.git")
    #expect(problem { try scratch.open("b.git") }?.exitStatus == 2)
  }

  @Test func objectNamesBySHA256() throws {
    let scratch = try Scratch()
    try scratch.run("git init -q --object-format=sha256 r")
    #expect(
      problem { try scratch.open("r") }?.message
        == "'\(scratch.path("r"))' names its objects by SHA-256, which this version cannot read")
  }

  @Test(.enabled(if: getuid() == 0)) func anotherUsersRepository() throws {
    let scratch = try Scratch()
    try scratch.run("git init -q r; chown -R 65534 r")
    let found = problem { try scratch.open("r") }
    #expect(found?.message == "the repository '\(scratch.path("r"))' belongs to another user")
    #expect(found?.help.first?.hasSuffix("git config --global --add safe.directory '\(scratch.path("r"))'") == true)
    #expect(found?.exitStatus == 3)
  }

  @Test func aTruncatedIndex() throws {
    let scratch = try Scratch()
    try scratch.run("git init -q r; cd r; echo a > a; git add .; head -c 60 .git/index > x; mv x .git/index")
    let found = problem { try scratch.open("r") }
    #expect(found?.exitStatus == 3)
    #expect(found?.message.hasPrefix("cannot read the index: ") == true)
  }

  @Test func nothingIsWritten() throws {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q lib; (cd lib; echo a > a.json; git add .; git commit -qm lib)
      git init -q r; cd r; echo a > a.txt; git add .; git submodule --quiet add "$PWD/../lib" lib; git commit -qm a
      echo b >> a.txt; echo c > lib/c.json; touch -d '2026-01-01' lib/a.json
      """)
    let list = "find . -printf '%p %s %T@ %m\\n' | sort; find . -type f | sort | xargs sha1sum"
    let before = try scratch.run(list, in: "r")
    for tree in [SnapshotRequest.Tree.worktree, .staged, .rev("HEAD")] {
      let snapshot = try scratch.open("r", tree, base: "HEAD").snapshot
      _ = try snapshot.submodules()
      for name in try snapshot.names("lib/**") + snapshot.names("**") {
        guard try snapshot.entry(at: path(name))?.kind != .submodule else { continue }
        _ = try snapshot.objectID(of: path(name))
        _ = try snapshot.contents(of: path(name))
      }
    }
    #expect(try scratch.run(list, in: "r") == before)
  }
}
