import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// What evidence `mirror` says of copies.
struct GeneratedCodeMirrorTests {
  private func says(_ original: String, _ copy: String, ignoring: String? = nil) throws -> String {
    let ignored = ignoring.map { ", ignore-lines: \($0)" } ?? ""
    return try transcript(
      GeneratedCode.self, "{ inputs: in.txt, outputs: out.txt, evidence: mirror\(ignored) }",
      MemorySnapshot(["in.txt": original, "out.txt": copy])
    ).split(separator: "\n").dropFirst(2).filter { !$0.hasPrefix("    ") && !$0.hasPrefix("  culprit") }
      .joined(separator: "\n")
  }

  @Test func pointsAtTheFirstLineThatDiffersOnBothSides() throws {
    #expect(
      try says("a\nb\nc\n", "a\nx\nc\n") == """
        mirror-differs at out.txt:2:1-2: 'out.txt' is not equal to 'in.txt'
          = the line reads 'x' (out.txt:2:1-2)
          = the line reads 'b' (in.txt:2:1-2)
          copy 'in.txt' again and commit here:
        mirror says drift
        """)
    #expect(
      try says("a\nb\n", "a\n") == """
        mirror-differs at out.txt: 'out.txt' is not equal to 'in.txt'
          = the file ends where the other goes on (out.txt)
          = the line reads 'b' (in.txt:2:1-2)
          copy 'in.txt' again and commit here:
        mirror says drift
        """)
    #expect(
      try says("a\n", "a") == """
        mirror-differs at out.txt:1:1-2: 'out.txt' is not equal to 'in.txt'
          = the line reads 'a', without a line's end (out.txt:1:1-2)
          = the line reads 'a' (in.txt:1:1-2)
          copy 'in.txt' again and commit here:
        mirror says drift
        """)
  }

  @Test func doesNotCompareIgnoredLines() throws {
    #expect(
      try says("# by me\na\nb\n", "a\n# by 1.2\n# by 1.3\nb\n", ignoring: "'^# by'") == """
        mirror says clean
          lines that match '^# by' are not compared
        """)
    #expect(
      try says("# by me\na\n", "b\n", ignoring: "['^# by', '^$']") == """
        mirror-differs at out.txt:1:1-2: 'out.txt' is not equal to 'in.txt'
          = the line reads 'b' (out.txt:1:1-2)
          = the line reads 'a' (in.txt:2:1-2)
          copy 'in.txt' again and commit here:
        mirror says drift
          lines that match '^# by', '^$' are not compared
        """)
  }

  @Test func whatCannotBeReadIsUnverified() throws {
    var snapshot = MemorySnapshot(["in.txt": "a", "out.txt": "b"])
    let out = try path("out.txt")
    snapshot.failures[out] = ReadFailure(.largeFilePointer, "'out.txt' is a pointer", at: Location(out))
    try expect(
      GeneratedCode.self, "{ inputs: in.txt, outputs: out.txt, evidence: mirror }", on: snapshot,
      says: """
        looked at: out.txt
        input 'in.txt' at rules.yml:1:11-17: 1
        unverified at out.txt: 'out.txt' is a pointer
        mirror says unverified
        """)
  }
}
