import DriftChecks
import DriftModel
import DriftTestSupport
import Foundation
import Testing

/// Every kind against real repositories, with the built program: `Fixtures/<kind>/<case>.scenario`.
struct ScenarioTests {
  private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let fixtures = here.path + "/Fixtures"
  private static let pages =
    here.deletingLastPathComponent().deletingLastPathComponent().path + "/Sources/CheckDrift/CheckDrift.docc/Kinds"
  /// By name: a whole description makes no readable test.
  private static let kinds = Registry.kinds.map { $0.description.name }

  private func describe(_ name: String) throws -> KindDescription {
    try #require(Registry.kinds.map { $0.description }.first { $0.name == name })
  }

  @Test(arguments: try Scenario.all(below: fixtures))
  func theProgramSaysWhatTheScenarioSays(scenario: Scenario) throws {
    for difference in try ScenarioRun(scenario).differences() { Issue.record(Comment(rawValue: difference)) }
  }

  @Test(arguments: kinds)
  func theExamplesOfAPageAreTrue(kind: String) throws {
    for example in try KindPage(describe(kind), in: Self.pages).examples() {
      for difference in try ScenarioRun(example).differences() { Issue.record(Comment(rawValue: difference)) }
    }
  }

  @Test(arguments: kinds)
  func everyProblemIsOnThePageAndInAScenario(kind: String) throws {
    let kind = try describe(kind)
    let gaps = try KindPage(kind, in: Self.pages).gaps(kind) + ScenarioCoverage.gaps(kind, fixtures: Self.fixtures)
    for gap in gaps { Issue.record(Comment(rawValue: gap)) }
  }
}
