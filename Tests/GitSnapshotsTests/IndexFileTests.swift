import DriftModel
import Foundation
import Testing

@testable import GitSnapshots

/// The index as read here, held against libgit2's reading of the same file.
struct IndexFileTests {
  private let prepare = """
    git init -q r; cd r; mkdir -p a/b; for n in 1 2 3; do echo $n > a/b/file$n.txt; echo $n > z$n; done
    echo é > 'é ü.txt'; ln -s z1 link; git add .; git commit -qm first; git config core.untrackedCache false
    """

  private func readings(_ scratch: Scratch) throws -> (ours: PathTable?, theirs: PathTable) {
    let file = scratch.path("r/.git/index")
    let bytes = try Data(contentsOf: URL(filePath: file))
    try LibgitRuntime.start()
    return (bytes.withUnsafeBytes { IndexFile($0)?.table }, try IndexContents.readByLibgit2(file))
  }

  private func rows(_ table: PathTable) -> [String] {
    (0..<table.count).map { index in
      "\(table.modes[index]) \(table.ids[index].objectID) \(table.flags[index].rawValue) \(table.stats[index]) "
        + String(decoding: table.bytes(index), as: UTF8.self)
    }
  }

  @Test(arguments: [
    "true", "git update-index --index-version 4", "echo n > new; git add -N new",
    "git sparse-checkout set --no-cone a",
    "git checkout -qb o; echo x > z1; git commit -qam x; git checkout -q main; echo y > z1; git commit -qam y; git merge o || true",
    "git rm -q --cached a/b/file2.txt", "git -c index.threads=4 update-index --force-write-index",
  ])
  func agreesWithLibgit2(change: String) throws {
    let scratch = try Scratch()
    try scratch.run(prepare + "\n" + change)
    let (ours, theirs) = try readings(scratch)
    #expect(rows(try #require(ours)) == rows(theirs))
    #expect(ours?.gitlinks == theirs.gitlinks)
  }

  @Test func leavesASplitIndexToLibgit2() throws {
    let scratch = try Scratch()
    try scratch.run(prepare + "\ngit update-index --split-index")
    let bytes = try Data(contentsOf: URL(filePath: scratch.path("r/.git/index")))
    #expect(bytes.withUnsafeBytes { IndexFile($0) == nil })
  }

  @Test func knowsTheTreeThatTheIndexStandsFor() throws {
    let scratch = try Scratch()
    try scratch.run(prepare)
    let file = scratch.path("r/.git/index")
    let tree = try scratch.run("git rev-parse HEAD^{tree}", in: "r")
    let clean = try Data(contentsOf: URL(filePath: file)).withUnsafeBytes { IndexFile($0)?.cachedTree }
    #expect(clean?.description == tree)
    try scratch.run("echo staged > z1; git add z1", in: "r")
    let staged = try Data(contentsOf: URL(filePath: file)).withUnsafeBytes { IndexFile($0)?.cachedTree }
    #expect(staged == nil)
  }

  @Test func survivesEveryTruncationAndManyMutations() throws {
    let scratch = try Scratch()
    try scratch.run(prepare + "\ngit update-index --index-version 4")
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: scratch.path("r/.git/index"))))
    for length in 0..<bytes.count {
      let table = bytes.prefix(length).withUnsafeBytes { IndexFile($0)?.table }
      #expect(table == nil || table?.count == 8)
    }
    var state: UInt64 = 42
    for _ in 0..<20_000 {
      var mutant = bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        mutant[Int(state >> 33) % mutant.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      _ = mutant.withUnsafeBytes { IndexFile($0)?.table.count }
    }
  }
}
