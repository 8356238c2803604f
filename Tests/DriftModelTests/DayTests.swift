import Testing

@testable import DriftModel

struct DayTests {
  @Test(
    arguments: [
      (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
      (951_782_400, "2000-02-29"), (1_709_164_800, "2024-02-29"), (1_795_219_200, "2026-11-21"),
      (4_107_542_400, "2100-03-01"), (Int64.min, "0001-01-01"), (Int64.max, "9999-12-31"),
    ] as [(Int64, String)])
  func countsDays(seconds: Int64, text: String) { #expect(Day(secondsSince1970: seconds).description == text) }

  @Test(arguments: [
    "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-1-1", "26-01-01", "2026-01-32", "", "2026/01/01",
    "２026-01-1",
  ])
  func refusesDaysThatDoNotExist(text: String) { #expect(Day(text) == nil) }

  @Test func comparesByTime() throws {
    #expect(try #require(Day("2025-12-31")) < #require(Day("2026-01-01")))
    #expect(try #require(Day("2024-02-29")).description == "2024-02-29")
  }
}
