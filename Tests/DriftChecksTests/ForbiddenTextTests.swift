import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

struct ForbiddenTextTests {
  /// What stands behind the matches that are listed must not pass for searched.
  @Test func aValueWithTooManyMatchesIsNotWhollySearched() throws {
    let (check, problems) = try decode(
      ForbiddenText.self, "{ files: '*.json', pointer: /notes, literals: [a, b] }")
    let value = String(repeating: "a ", count: 1001)
    let snapshot = MemorySnapshot(["x.json": "{ \"notes\": \"\(value)b\" }"])
    let examination = try #require(check, "\(problems)").examine(snapshot)
    #expect(examination.findings.count == 1000)
    #expect(
      examination.unverified.map(\.reason) == [
        "'x.json' is not wholly searched: it holds more than 1000 matches, and the rest is not listed"
      ])
  }
}
