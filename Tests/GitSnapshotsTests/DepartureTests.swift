import DriftModel
import GitSnapshots
import Testing

/// What the history tells of paths that are not there.
struct DepartureTests {
  private func departures(_ scratch: Scratch, _ paths: [String], in name: String = "r") throws -> [String] {
    let found = try scratch.open(name).snapshot.departures(of: paths.map { try path($0) })
    return found.all.map { "\($0.path) \($0.subject)\($0.destination.map { " -> \($0)" } ?? "")" }
      + (found.isComplete ? [] : ["cut"])
  }

  @Test func theCommitThatRemovedAFileIsFound() throws {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q r; cd r; mkdir -p a/b; echo one > a/b/x; echo two > y; git add .; git commit -qm first
      git rm -q a/b/x; git commit -qm 'drop x'
      echo three > y; git commit -qam last
      """)
    #expect(try departures(scratch, ["a/b/x", "a", "never", "y/z"]) == ["a drop x", "a/b/x drop x"])
  }

  @Test func whatIsStillInTheNewestCommitHasNotLeft() throws {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q r; cd r; echo one > x; git add .; git commit -qm first; git rm -q x; git commit -qm 'drop x'
      echo one > x; git add x; git commit -qm again; git rm -q x
      """)
    #expect(try departures(scratch, ["x"]) == [])
  }

  @Test func aRenamedFileAndFolderSayWhereTheyWent() throws {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q r; cd r; mkdir old; seq 50 > old/a; seq 60 110 > old/b; seq 200 250 > c
      git add .; git commit -qm first
      mkdir new; git mv old/a new/a; git mv old/b new/b; echo more >> new/a; git mv c d; git add .; git commit -qm move
      """)
    #expect(
      try departures(scratch, ["old", "old/a", "c"]) == ["c move -> d", "old move -> new", "old/a move -> new/a"])
  }

  @Test func aDeletionOnASideBranchIsThatCommits() throws {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q r; cd r; echo one > x; echo one > y; git add .; git commit -qm first
      git checkout -qb side; git rm -q x; git commit -qm 'side drops x'
      git checkout -q main; echo two > y; git commit -qam work; git merge -q --no-ff -m merge side
      """)
    #expect(try departures(scratch, ["x"]) == ["x side drops x"])
  }

  @Test func aShallowHistoryDoesNotClaimToBeWhole() throws {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q r; cd r; echo one > x; echo one > y; git add .; git commit -qm first
      git rm -q x; git commit -qm 'drop x'; echo two > y; git commit -qam last
      cd ..; git clone -q --depth 1 "file://$PWD/r" s
      """)
    #expect(try departures(scratch, ["x"], in: "s") == ["cut"])
  }

  @Test func aSubmodulesPathIsSoughtInItsOwnHistory() throws {
    let scratch = try Scratch()
    try scratch.run(
      """
      git init -q l; cd l; echo one > x; echo one > y; git add .; git commit -qm first; git mv x z; git commit -qm move
      cd ..; git init -q r; cd r; git submodule --quiet add ../l libs/l; git commit -qm pin
      """)
    #expect(try departures(scratch, ["libs/l/x"]) == ["libs/l/x move -> libs/l/z"])
  }
}
