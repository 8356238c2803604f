import DriftModel
import Foundation
import GitSnapshots
import Testing

/// What each of the four trees holds.
struct TreeTests {
  private func repository() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q r; cd r
      mkdir -p docs/deep src; echo one > docs/a.md; echo two > docs/deep/b.md; echo code > src/x.swift
      printf 'ignored.md\\nbuilt/\\n' > .gitignore
      git add .; git commit -qm first
      """)
    return scratch
  }

  @Test func theWorktreeIsWhatIsAboutToBeCommitted() throws {
    let scratch = try repository()
    try scratch.run(
      """
      echo changed > docs/a.md; rm docs/deep/b.md; echo new > docs/new.md; echo no > docs/ignored.md
      mkdir docs/built; echo no > docs/built/c.md
      """, in: "r")
    let snapshot = try scratch.open("r").snapshot
    #expect(try snapshot.names("docs/**/*.md") == ["docs/a.md", "docs/new.md"])
    #expect(try snapshot.files(matching: PathPattern("docs/*.md")).map(\.isTracked) == [true, false])
    #expect(try snapshot.text("docs/a.md") == "changed\n")
    #expect(try snapshot.entry(at: path("docs/deep/b.md")) == nil)
    #expect(throws: ReadFailure.self) { try snapshot.contents(of: path("docs/deep/b.md")) }
  }

  @Test func untrackedFilesAreListedOnlyBelowTheLiteralHead() throws {
    let scratch = try repository()
    try scratch.run("echo new > docs/new.md; echo new > top.md", in: "r")
    let snapshot = try scratch.open("r").snapshot
    #expect(try snapshot.names("**/*.md") == ["docs/a.md", "docs/deep/b.md"])
    #expect(try snapshot.names("*.md") == ["top.md"])
  }

  @Test func theIndexIsReadWithoutTheDisk() throws {
    let scratch = try repository()
    try scratch.run("echo staged > docs/a.md; git add docs/a.md; echo later > docs/a.md; rm src/x.swift", in: "r")
    let snapshot = try scratch.open("r", .staged).snapshot
    #expect(try snapshot.text("docs/a.md") == "staged\n")
    #expect(try snapshot.text("src/x.swift") == "code\n")
  }

  @Test func aCommitIsReadWithoutACheckout() throws {
    let scratch = try repository()
    try scratch.run("git rm -q docs/a.md; git commit -qm second; git clone -q --bare . ../b.git", in: "r")
    for name in ["r", "b.git"] {
      let first = try scratch.open(name, .rev("HEAD~1"))
      #expect(try first.snapshot.names("docs/**") == ["docs/a.md", "docs/deep/b.md"])
      #expect(try first.snapshot.text("docs/a.md") == "one\n")
      #expect(first.commitTime == 1_767_323_045)
      #expect(try scratch.open(name, .rev("HEAD")).snapshot.names("docs/**") == ["docs/deep/b.md"])
    }
  }

  @Test func objectIdsAreThoseThatGitWouldStore() throws {
    let scratch = try repository()
    try scratch.run(
      """
      printf '*.txt text\\n' > .gitattributes; git config core.autocrlf true
      printf 'a\\r\\nb\\r\\n' > crlf.txt; ln -s docs/a.md link; git add .; printf 'c\\r\\n' > crlf.txt
      """, in: "r")
    let snapshot = try scratch.open("r").snapshot
    for name in ["crlf.txt", "docs/a.md", "src/x.swift"] {
      let expected = try scratch.run("git hash-object \(name)", in: "r")
      #expect(try snapshot.objectID(of: path(name)).description == expected)
    }
    let link = try scratch.run("printf docs/a.md | git hash-object --stdin", in: "r")
    #expect(try snapshot.objectID(of: path("link")).description == link)
    #expect(try snapshot.text("link") == "one\n")
  }

  @Test func whatGitWouldRefuseToAddHasAnIdAllTheSame() throws {
    let scratch = try repository()
    try scratch.run(
      "git config core.autocrlf input; git config core.safecrlf true; printf 'a\r\n' > docs/a.md", in: "r")
    let expected = try scratch.run("printf 'a\n' | git hash-object --stdin", in: "r")
    #expect(try scratch.open("r").snapshot.objectID(of: path("docs/a.md")).description == expected)
  }

  @Test func anUntouchedFileIsReadAsAFilterLeftItOnDisk() throws {
    let scratch = try repository()
    try scratch.run(
      """
      git config filter.turn.clean 'tr a-z b-za'; git config filter.turn.smudge 'tr b-za a-z'
      echo 'docs/a.md filter=turn' > .gitattributes; git add --renormalize .; touch -d 2026-01-01 docs/a.md
      git update-index --refresh; test "$(git show :docs/a.md)" = pof
      """, in: "r")
    #expect(try scratch.open("r").snapshot.text("docs/a.md") == "one\n")
  }

  @Test func anEditIsSeenWhateverTheStatDataSays() throws {
    let scratch = try repository()
    // Same size, same time, and told to be unchanged: only the bytes differ.
    try scratch.run(
      """
      touch -d '2026-01-01' src/x.swift; git update-index --refresh; git update-index --assume-unchanged src/x.swift
      echo CODE > src/x.swift; touch -d '2026-01-01' src/x.swift
      """, in: "r")
    let expected = try scratch.run("echo CODE | git hash-object --stdin", in: "r")
    #expect(try scratch.open("r").snapshot.objectID(of: path("src/x.swift")).description == expected)
  }

  @Test func aSparseEntryIsReadFromTheIndex() throws {
    let scratch = try repository()
    try scratch.run("git sparse-checkout set --no-cone docs; test ! -e src/x.swift", in: "r")
    let snapshot = try scratch.open("r").snapshot
    #expect(try snapshot.names("src/*") == ["src/x.swift"])
    #expect(try snapshot.text("src/x.swift") == "code\n")
  }

  @Test func anUnmergedPathCannotBeRead() throws {
    let scratch = try repository()
    try scratch.run(
      """
      git checkout -qb other; echo x > docs/a.md; git commit -qam x; git checkout -q main
      echo y > docs/a.md; git commit -qam y; git merge other || true
      """, in: "r")
    for tree in [SnapshotRequest.Tree.worktree, .staged] {
      let snapshot = try scratch.open("r", tree).snapshot
      #expect(try snapshot.names("docs/a.md") == ["docs/a.md"])
      #expect { try snapshot.contents(of: path("docs/a.md")) } throws: { ($0 as? ReadFailure)?.cause == .unmerged }
      #expect { try snapshot.objectID(of: path("docs/a.md")) } throws: { ($0 as? ReadFailure)?.cause == .unmerged }
    }
  }

  @Test func aPointerIsNotTheFile() throws {
    let scratch = try repository()
    try scratch.run(
      "printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:0\\nsize 1\\n' > big.bin; git add .; git commit -qm p",
      in: "r")
    for tree in [SnapshotRequest.Tree.worktree, .staged, .rev("HEAD")] {
      let snapshot = try scratch.open("r", tree).snapshot
      #expect { try snapshot.contents(of: path("big.bin")) } throws: {
        ($0 as? ReadFailure)?.cause == .largeFilePointer
      }
    }
  }

  @Test func linksAreFollowedOnlyWithinTheTree() throws {
    let scratch = try repository()
    try scratch.run(
      """
      echo secret > ../secret; ln -s ../secret out; ln -s /etc/hostname absolute; ln -s docs folder; ln -s loop loop
      ln -s docs/a.md good; mv src real; ln -s ../outside src; mkdir ../outside; echo theirs > ../outside/x.swift
      git add -A . ; git commit -qm links || true
      """, in: "r")
    for tree in [SnapshotRequest.Tree.worktree, .staged, .rev("HEAD")] {
      let snapshot = try scratch.open("r", tree).snapshot
      #expect(try snapshot.text("good") == "one\n")
      for name in ["out", "absolute", "loop"] {
        #expect("\(name)") { try snapshot.contents(of: path(name)) } throws: { ($0 as? ReadFailure)?.cause == .link }
      }
      // Nothing is hidden by a link to a folder of the tree: its files have paths of their own.
      #expect { try snapshot.contents(of: path("folder")) } throws: { ($0 as? ReadFailure)?.cause == .notAFile }
      #expect { try snapshot.contents(of: path("src/x.swift")) } throws: { ($0 as? ReadFailure)?.cause == .notFound }
    }
  }

  @Test func aLinkDoesNotLeadToWhatNoCommitWouldHold() throws {
    let scratch = try repository()
    try scratch.run(
      """
      echo secret > docs/ignored.md; ln -s ignored.md docs/link.md; git add docs/link.md
      git init -q docs/own; echo theirs > docs/own/x.md; ln -s own/x.md docs/other.md; git add docs/other.md
      """, in: "r")
    let snapshot = try scratch.open("r").snapshot
    for name in ["docs/link.md", "docs/other.md"] {
      #expect("\(name)") { try snapshot.contents(of: path(name)) } throws: { ($0 as? ReadFailure)?.cause == .link }
    }
    #expect { try snapshot.contents(of: path("docs/ignored.md")) } throws: {
      ($0 as? ReadFailure)?.cause == .notFound
    }
  }

  @Test func anEmbeddedRepositoryHasItsOwnFiles() throws {
    let scratch = try repository()
    try scratch.run(
      """
      mkdir mine; echo a > mine/a.md; git add mine; git init -q mine; echo new > mine/new.md
      git init -q theirs; mkdir theirs/deep; echo a > theirs/a.md; echo b > theirs/deep/b.md
      """, in: "r")
    let snapshot = try scratch.open("r").snapshot
    // As 'git ls-files --cached --others' has it.
    #expect(try snapshot.names("mine/**") == ["mine/a.md", "mine/new.md"])
    #expect(try snapshot.names("theirs/**") == [])
    #expect(try snapshot.names("theirs/deep/*") == [])
    #expect(try snapshot.names("theirs/a.md") == [])
  }

  @Test func aFileAndAFolderMayChangePlaces() throws {
    let scratch = try repository()
    try scratch.run(
      "rm -r docs/deep; echo now > docs/deep; rm docs/a.md; mkdir docs/a.md; echo now > docs/a.md/x.md", in: "r")
    let snapshot = try scratch.open("r").snapshot
    #expect(try snapshot.names("docs/**") == ["docs/a.md/x.md", "docs/deep"])
    #expect(try snapshot.names("docs/deep") == ["docs/deep"])
  }

  /// Root may search every folder, so as root this shows nothing.
  @Test(.enabled(if: getuid() != 0)) func whatIsHiddenIsNotGone() throws {
    let scratch = try repository()
    try scratch.run("chmod 644 src", in: "r")
    defer { _ = try? scratch.run("chmod 755 src", in: "r") }
    let snapshot = try scratch.open("r").snapshot
    for body in [
      { _ = try snapshot.names("src/*") }, { _ = try snapshot.names("**/*.swift") },
      { _ = try snapshot.entry(at: path("src/x.swift")) }, { _ = try snapshot.contents(of: path("src/x.swift")) },
      { _ = try snapshot.objectID(of: path("src/x.swift")) },
    ] {
      #expect { try body() } throws: { ($0 as? ReadFailure)?.reason == "cannot read 'src/x.swift': Permission denied" }
    }
  }

  @Test func aPathBelowALinkedFolderIsGone() throws {
    let scratch = try repository()
    try scratch.run("mkdir ../outside; echo theirs > ../outside/x.swift; rm -r src; ln -s ../outside src", in: "r")
    let snapshot = try scratch.open("r").snapshot
    #expect(try snapshot.names("src/*") == [])
    #expect { try snapshot.contents(of: path("src/x.swift")) } throws: { ($0 as? ReadFailure)?.cause == .notFound }
  }

  @Test func theBaseIsTheMergeBase() throws {
    let scratch = try repository()
    try scratch.run(
      """
      git checkout -qb feature; echo f > docs/a.md; git commit -qam f; git checkout -q main
      echo m > docs/a.md; git commit -qam m; git checkout -q feature
      git checkout -q --orphan alone; git commit -qm alone; git checkout -q feature
      """, in: "r")
    let opened = try scratch.open("r", .rev("feature"), base: "main")
    guard case .tree(let base) = opened.snapshot.base else {
      Issue.record("no base")
      return
    }
    #expect(try base.text("docs/a.md") == "one\n")
    guard case .unavailable(let failure) = try scratch.open("r", base: "alone").snapshot.base else {
      Issue.record("a base without common history")
      return
    }
    #expect(failure.reason == "there is no common history with the base 'alone'")
  }

  @Test func theReferenceOfAWorktreeIsHead() throws {
    let scratch = try repository()
    try scratch.run("echo changed > docs/a.md", in: "r")
    let reference = try #require(try scratch.open("r").snapshot.reference)
    #expect(try reference.text("docs/a.md") == "one\n")
  }
}
