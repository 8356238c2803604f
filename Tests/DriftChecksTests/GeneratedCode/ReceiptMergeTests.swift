import CheckDrift
import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// Whether git's own merge does the right thing with receipts, tried with git.
struct ReceiptMergeTests {
  private let check = "{ inputs: 'in/{n}.json', outputs: 'out/{n}.py', evidence: receipt }"
  private let place = "codegen.lock.json"

  /// Inputs and outputs by name; what is written there is the version.
  typealias State = [String: Int]

  /// The files of a state with their receipt, as text.
  private func files(_ state: State) throws -> [String: String] {
    var files: [String: String] = [:]
    for (name, version) in state {
      files["in/\(name).json"] = "input \(version)\n"
      files["out/\(name).py"] = "output \(version)\n"
    }
    let (decoded, _) = try decode(GeneratedCode.self, check)
    let plan = Record([.init(name: "x", check: try #require(decoded))], in: MemorySnapshot(files))
    files[place] = String(decoding: try #require(plan.files.first).bytes, as: UTF8.self)
    return files
  }

  /// What the receipt is after both branches are merged; nil if git calls it a conflict.
  private func merge(_ base: State, _ ours: State, _ theirs: State) throws -> String? {
    let repository = try TemporaryRepository()
    func commit(_ state: State, _ name: String) throws {
      try repository.git("rm", "-rfq", "--ignore-unmatch", ".")
      for (path, text) in try files(state) { try repository.write(text, to: path) }
      try repository.commit(name)
    }
    try commit(base, "base")
    try repository.git("checkout", "--quiet", "-b", "theirs")
    try commit(theirs, "theirs")
    try repository.git("checkout", "--quiet", "main")
    try commit(ours, "ours")
    let outcome = try repository.run("/usr/bin/env", ["git", "merge", "--quiet", "theirs"])
    guard outcome.status == 0 else {
      return try repository.git("diff", "--name-only", "--diff-filter=U").contains(place) ? nil : "conflict elsewhere"
    }
    return try repository.git("show", "HEAD:\(place)") + "\n"
  }

  @Test(
    arguments: [
      // Neighbours changed.
      (["a": 1, "b": 1], ["a": 2, "b": 1], ["a": 1, "b": 2], ["a": 2, "b": 2]),
      (["a": 1, "b": 1, "c": 1], ["a": 2, "b": 1, "c": 2], ["a": 1, "b": 2, "c": 1], ["a": 2, "b": 2, "c": 2]),
      // One added behind a changed one; the last is no exception.
      (["a": 1], ["a": 2], ["a": 1, "b": 1], ["a": 2, "b": 1]),
      (["a": 1, "c": 1], ["a": 2, "c": 1], ["a": 1, "b": 1, "c": 1], ["a": 2, "b": 1, "c": 1]),
      (["b": 1], ["b": 2], ["a": 1, "b": 1], ["a": 1, "b": 2]),
      (
        ["b": 1, "d": 1], ["b": 2, "d": 2], ["a": 1, "b": 1, "c": 1, "d": 1, "e": 1],
        ["a": 1, "b": 2, "c": 1, "d": 2, "e": 1]
      ),
      // One removed, another changed.
      (["a": 1, "b": 1, "c": 1], ["b": 1, "c": 1], ["a": 1, "b": 1, "c": 2], ["b": 1, "c": 2]),
      (["a": 1, "b": 1], ["a": 1], ["a": 2, "b": 1], ["a": 2]),
      // Both did the same.
      (["a": 1], ["a": 2], ["a": 2], ["a": 2]),
    ] as [(State, State, State, State)])
  func branchesThatRecordDifferentOutputsMeetNowhere(base: State, ours: State, theirs: State, merged: State) throws {
    #expect(try merge(base, ours, theirs) == files(merged)[place])
  }

  /// Two new files in one gap: a merge by lines cannot know their order. `check-drift record` settles it.
  @Test func whatBothAddAtOnePlaceConflicts() throws {
    #expect(try merge(["a": 1], ["a": 1, "b": 1], ["a": 1, "c": 1]) == nil)
  }

  @Test func anOutputThatBothChangedConflictsHereToo() throws {
    #expect(try merge(["a": 1, "b": 1], ["a": 2, "b": 1], ["a": 3, "b": 1]) == nil)
  }
}
