internal import DriftModel

/// What became of one check: what it saw, or why it saw nothing.
enum Outcome: Sendable {
  case examined(Examination)
  case failed(ReadFailure)
}

/// How long each check took, apart from the report, which must be the same in every run.
public struct Timings: Sendable {
  /// A check's name and its time in microseconds, in the order of the configuration.
  public let checks: [(name: String, microseconds: Int)]
  /// The time of all together, side by side as they ran, in microseconds.
  public let total: Int
}

/// Runs checks side by side, each after what it asks for was captured. Checks are pure, so the order in which they end
/// changes nothing.
enum Examiner {
  /// An outcome and how long it took.
  struct Timed: Sendable {
    let outcome: Outcome
    let duration: Duration
  }

  /// The outcomes, in the order of the checks.
  ///
  /// - Parameters:
  ///   - jobs: how many may run at the same time.
  ///   - crew: the threads, which checks that run take of.
  static func examine(
    _ checks: [ConfiguredCheck], in snapshot: ObservedSnapshot, jobs: Int, crew: Crew
  ) async -> [Timed] {
    await sideBySide(checks.count, jobs: jobs) { examine(checks[$0], in: snapshot, crew) }
  }

  private static func examine(_ check: ConfiguredCheck, in snapshot: ObservedSnapshot, _ crew: Crew) -> Timed {
    crew.join()
    defer { crew.leave() }
    let start = ContinuousClock.now
    let outcome: Outcome
    do throws(ReadFailure) {
      outcome = .examined(try check.check.examine(snapshot.capturing(for: check)))
    } catch {
      outcome = .failed(error)
    }
    return Timed(outcome: outcome, duration: ContinuousClock.now - start)
  }
}

extension Duration {
  /// Whole microseconds.
  var microseconds: Int { Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000) }
}
