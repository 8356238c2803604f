internal import DriftModel

/// What became of one check: what it saw, or why it saw nothing.
enum Outcome: Sendable {
  case examined(Examination)
  case failed(ReadFailure)
}

/// Runs checks side by side. Checks are pure, so the order in which they end changes nothing.
enum Examiner {
  /// The outcomes, in the order of the checks.
  ///
  /// - Parameter jobs: how many may run at the same time.
  static func examine(
    _ checks: [ConfiguredCheck], in snapshot: any RepositorySnapshot, jobs: Int
  ) async -> [Outcome] {
    if jobs <= 1 || checks.count <= 1 { return checks.map { examine($0, in: snapshot) } }
    return await withTaskGroup(of: (Int, Outcome).self) { group in
      var outcomes: [Outcome?] = Array(repeating: nil, count: checks.count)
      var waiting = checks.enumerated().makeIterator()
      func start() {
        guard let (index, check) = waiting.next() else { return }
        group.addTask { (index, examine(check, in: snapshot)) }
      }
      for _ in 0..<min(jobs, checks.count) { start() }
      for await (index, outcome) in group {
        outcomes[index] = outcome
        start()
      }
      return outcomes.compactMap(\.self)
    }
  }

  private static func examine(_ check: ConfiguredCheck, in snapshot: any RepositorySnapshot) -> Outcome {
    do throws(ReadFailure) {
      return .examined(try check.check.examine(snapshot))
    } catch {
      return .failed(error)
    }
  }
}
