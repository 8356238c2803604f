import DriftModel
import Foundation
import GitSnapshots
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Files that are read one after the other, as the guards of text do: by the size that git noted, from folders that
/// stay open.
@Suite struct ReadingTests {
  /// What `read(_:into:)` says of some files: their text, or the failure's cause.
  private func texts(_ made: Made, _ names: [String]) throws -> [String] {
    var buffer = ReadBuffer(capacity: 1)
    return try names.map { name in
      let path = try path(name)
      do throws(ReadFailure) {
        try made.snapshot.read(path, into: &buffer)
      } catch {
        return "\(error.cause)"
      }
      return String(decoding: buffer.bytes, as: UTF8.self)
    }
  }

  /// A repository, which goes with this value.
  private struct Made {
    let scratch: Scratch
    let snapshot: any RepositorySnapshot
  }

  private func made(_ edit: String) throws -> Made {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q r; cd r; mkdir -p a/b c
      echo one > a/one; echo two > a/b/two; echo three > c/three; : > c/empty
      git add .; git commit -qm a
      \(edit)
      """)
    return Made(scratch: scratch, snapshot: try scratch.open("r").snapshot)
  }

  @Test func neighboursAndFilesOfOtherFoldersAreRead() throws {
    let made = try made("")
    #expect(
      try texts(made, ["a/one", "c/three", "a/b/two", "c/empty", "a/one"])
        == ["one\n", "three\n", "two\n", "", "one\n"])
  }

  /// The way down to the last folder is kept, and what is no part of the way to the next one is left.
  @Test func foldersAreFoundFromWhereTheLastOneWas() throws {
    let made = try made(
      """
      mkdir -p a/bb a/b/deep/er; echo 1 > a/bb/x; echo 2 > a/b/deep/er/x; echo 3 > top; echo 4 > a/b/deep/x; git add .
      git commit -qm more; rm -r a/b/deep/er
      """)
    #expect(
      try texts(
        made,
        ["a/b/deep/x", "a/b/deep/er/x", "a/b/deep/er/x", "a/b/two", "a/bb/x", "a/b/two", "top", "a/one", "a/b/deep/x"])
        == ["4\n", "notFound", "notFound", "two\n", "1\n", "two\n", "3\n", "one\n", "4\n"])
  }

  @Test func foldersBelowMoreThanAreKeptOpenAreRead() throws {
    let deep = (0..<70).map { "d\($0)" }.joined(separator: "/")
    let made = try made("mkdir -p \(deep); echo deep > \(deep)/x; echo y > \(deep)/y; echo up > d0/x; git add .")
    #expect(try texts(made, ["\(deep)/x", "\(deep)/y", "d0/x", "\(deep)/x"]) == ["deep\n", "y\n", "up\n", "deep\n"])
  }

  /// What is remembered of one tree must not lead astray in another.
  @Test func aBufferServesSeveralTrees() throws {
    let one = try made("")
    let other = try made("echo other > a/one; git rm -q --cached c/three; echo new > a/a; git add .")
    var buffer = ReadBuffer()
    var texts: [String] = []
    for (made, name) in [
      (one, "a/b/two"), (other, "a/one"), (one, "a/one"), (other, "a/a"), (one, "c/three"), (other, "c/three"),
      (one, "c/three"),
    ] {
      try made.snapshot.read(try path(name), into: &buffer)
      texts.append(String(decoding: buffer.bytes, as: UTF8.self))
    }
    #expect(texts == ["two\n", "other\n", "one\n", "new\n", "three\n", "three\n", "three\n"])
  }

  @Test func aListingNamesWhatTheIndexNamesInItsOrder() throws {
    let made = try made("rm a/one; echo untracked > c/new; echo noted > noted; git add -N noted")
    let pattern = try PathPattern("**")
    let listing = try made.snapshot.listing(matching: pattern).files()
    #expect(listing.map(\.path.description) == ["a/b/two", "a/one", "c/empty", "c/three", "noted"])
    #expect(listing.map(\.isTracked) == [true, true, true, true, false])
    let inFolder = try made.snapshot.listing(matching: PathPattern("c/*")).files()
    #expect(inFolder.map(\.path.description) == ["c/empty", "c/new", "c/three"])
    #expect(inFolder.map(\.isTracked) == [true, false, true])
  }

  /// An index can hold a name that would leave the checkout: then nothing is listed, and it is said why.
  @Test func aNameThatNoCheckoutCouldHaveFailsTheListing() throws {
    let scratch = try Scratch()
    try scratch.run("git init -q r; cd r; echo a > aa_bb; echo z > z; git add .")
    let file = URL(filePath: scratch.path("r/.git/index"))
    var bytes = try Data(contentsOf: file)
    let name = try #require(bytes.firstRange(of: Data("aa_bb".utf8)))
    bytes.replaceSubrange(name, with: Data("../bb".utf8))
    try bytes.write(to: file)
    let snapshot = try scratch.open("r").snapshot
    let listing = try snapshot.listing(matching: PathPattern("**"))
    let failure = #expect(throws: ReadFailure.self) { _ = try listing.files() }
    #expect(failure?.reason == "the tree holds '../bb', a name that no checkout could have")
    #expect(throws: ReadFailure.self) { _ = try snapshot.files(matching: PathPattern("**")) }
  }

  @Test func aFileOfAnotherSizeThanGitNotedIsReadWhole() throws {
    let made = try made("echo longer than it was > a/one; echo 2 > a/b/two; : > c/three; echo more > c/empty")
    #expect(
      try texts(made, ["a/one", "a/b/two", "c/three", "c/empty"]) == ["longer than it was\n", "2\n", "", "more\n"])
  }

  @Test func aFolderThatBecameALinkIsNotEntered() throws {
    let made = try made(
      "mv a elsewhere; ln -s elsewhere a; mkdir ../out; mv c/three ../out; rm -r c; ln -s ../out c")
    #expect(try texts(made, ["a/one", "a/b/two", "c/three"]) == ["notFound", "notFound", "notFound"])
  }

  @Test func whatIsNoFileAnyMoreIsNotReadAndALinkIsFollowed() throws {
    let made = try made(
      "rm a/one c/three; mkdir a/one; mkfifo c/three; rm a/b/two; echo more > c/empty; ln -s ../../c/empty a/b/two")
    #expect(try texts(made, ["a/one", "c/three", "a/b/two"]) == ["notAFile", "notAFile", "more\n"])
  }

  @Test(.enabled(if: getuid() != 0)) func aFolderThatCannotBeListedCanBeReadFrom() throws {
    let made = try made("chmod 311 a")
    #expect(try texts(made, ["a/one", "a/b/two"]) == ["one\n", "two\n"])
    try made.scratch.run("chmod 755 r/a")
  }
}
