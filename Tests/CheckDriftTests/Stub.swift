import DriftModel
import DriftReports
import DriftTestSupport

@testable import CheckDrift

/// A check that says what a test wants it to say.
struct StubCheck: Check {
  static let broken = Problem("broken", "it is broken", explanation: "It broke.")
  static let untidy = Problem("untidy", "it is untidy", explanation: "Tidy up.", defaultLevel: .warning)
  static let description = kind("stub")

  static func kind(_ name: String, _ family: PostureFamily = .guardrails) -> KindDescription {
    KindDescription(
      name: name, summary: "it says what it is told", family: family, fields: [], problems: [broken, untidy])
  }

  let answer: Result<Examination, ReadFailure>

  init(_ answer: Result<Examination, ReadFailure>) { self.answer = answer }

  init?(_ values: inout FieldValues) { nil }

  func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination { try answer.get() }
}

enum Stub {
  static let configuration = FileName.repository(path(".check-drift.yml"))

  static func path(_ text: String) -> RepositoryPath { RepositoryPath(text) ?? .root }

  static func place(_ text: String, line: Int? = nil) -> Location {
    Location(path(text), line.map { Region(line: $0, column: 1, length: 1) })
  }

  static func check(
    _ name: String = "stub", kind: KindDescription = StubCheck.description, level: Level = .error,
    levels: [String: LevelSetting] = [:], unverifiedLevel: Level = .error, allowsEmpty: Bool = false,
    because: String? = nil, line: Int = 3, except: [String] = [], saying answer: Result<Examination, ReadFailure>
  ) -> ConfiguredCheck {
    ConfiguredCheck(
      name: name, kind: kind, check: StubCheck(answer), level: level, levels: levels, unverifiedLevel: unverifiedLevel,
      allowsEmpty: allowsEmpty, because: because, location: place(".check-drift.yml", line: line),
      except: except.compactMap { text in
        (try? PathPattern(text)).map { Located($0, at: place(".check-drift.yml", line: line)) }
      })
  }

  static func finding(
    _ message: String, at location: Location = place("a.txt", line: 1), _ problem: Problem = StubCheck.broken,
    consequenceOf: RepositoryPath? = nil
  ) -> Finding {
    Finding(problem, message, at: location, consequenceOf: consequenceOf)
  }

  static func request(
    _ checks: [ConfiguredCheck], in snapshot: MemorySnapshot = MemorySnapshot(), strict: Bool = true,
    baseline: Baseline? = nil, isPartial: Bool = false, jobs: Int = 1
  ) -> RunRequest {
    RunRequest(
      toolVersion: "0.1.0", snapshot: snapshot, checks: checks, configuration: (configuration, []),
      posture: .init(codegenIsStrict: strict, guardrailsAreStrict: strict, why: "test"),
      today: Day("2026-11-21") ?? Day(secondsSince1970: 0), baseline: baseline, isPartial: isPartial, jobs: jobs
    ) { MemorySnapshot.objectID(of: $0) }
  }
}
