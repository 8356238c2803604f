import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

struct ForbiddenTextTests {
  private static let many = 20_000

  /// Python that is none: a check must come to an end all the same.
  @Test(arguments: [
    String(repeating: "def a():", count: many) + String(repeating: "x;", count: many),
    String(repeating: "class a:", count: many) + String(repeating: "x;", count: many),
    (0..<many).map { "from m\($0) import *\n" }.joined() + String(repeating: "x;", count: many),
    "def f(" + (0..<many).map { "a\($0): int = b\($0)," }.joined() + "): pass\n",
    "x = [" + String(repeating: "for lambda a: [", count: many) + "\n",
    String(repeating: "for x as (", count: many) + "\n", String(repeating: "case a if b: ", count: many) + "\n",
  ])
  func namesAreSoughtInLinearTime(text: String) throws {
    let (check, problems) = try decode(ForbiddenText.self, "{ files: '*.py', python-names: [jsonschema.RefResolver] }")
    let snapshot = MemorySnapshot(["a.py": text + "\nfrom jsonschema import *\nRefResolver\n"])
    let start = ContinuousClock.now
    let examination = try #require(check, "\(problems)").examine(snapshot)
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(Subjects(examination.subjects, and: examination.surveyed) == ["a.py"])
  }

  /// The ways through a document that several '**' leave open are as many as can be chosen of its depth.
  @Test func aPointerWithManyWaysIsFollowedInLinearTime() throws {
    let (check, problems) = try decode(
      ForbiddenText.self, "{ files: '*.json', pointer: '/**/a/**/a/**/a/**/a/**/a/**/a/**/b', literals: [x] }")
    let depth = 90
    let text = String(repeating: "{\"a\": ", count: depth) + "{\"b\": \"x\"}" + String(repeating: "}", count: depth)
    let start = ContinuousClock.now
    let examination = try #require(check, "\(problems)").examine(MemorySnapshot(["x.json": text]))
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(examination.findings.map(\.message) == ["'x' is forbidden"])
    #expect(examination.unverified == [])
  }

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
