internal import DriftModel
internal import DriftReports

/// One check's outcome under the rules that are not the check's own: levels, vacuity, one failure a submodule.
struct Judgement {
  /// The check.
  let check: ConfiguredCheck
  /// Its subjects, each once.
  let subjects: Subjects
  /// The findings that are not turned off, with their levels, in the check's order.
  let findings: [(finding: Finding, level: Level)]
  /// What was not looked at.
  let unverified: [Unverified]
  /// What its kinds of evidence say.
  let witnesses: [Witness]
  /// Whether the repository itself could not be read, which is an error in every posture.
  let isReadFailure: Bool

  init(_ check: ConfiguredCheck, _ outcome: Outcome, in snapshot: any RepositorySnapshot) {
    self.check = check
    switch outcome {
    case .failed(let failure):
      subjects = []
      findings = []
      unverified = [Unverified(failure, at: check.location)]
      witnesses = []
      isReadFailure = failure.cause == .repository
    case .examined(let examination):
      subjects = Subjects(examination.subjects, and: examination.surveyed)
      findings = examination.findings.compactMap { finding in
        Judgement.level(of: finding.problem, in: check).map { (finding, $0) }
      }
      unverified = Judgement.unverified(examination, of: check, in: snapshot)
      witnesses = examination.witnesses
      isReadFailure = false
    }
  }

  /// The level of a problem in a check; nil if it is turned off.
  static func level(of problem: Problem, in check: ConfiguredCheck) -> Level? {
    switch check.levels[problem.id] {
    case .level(let level): level
    case .off: nil
    case nil: min(check.level, problem.defaultLevel)
    }
  }

  // MARK: Vacuity

  private static func unverified(
    _ examination: Examination, of check: ConfiguredCheck, in snapshot: any RepositorySnapshot
  ) -> [Unverified] {
    var submodules: Set<RepositoryPath> = []
    var result = examination.unverified.filter { unverified in
      unverified.submodule.map { submodules.insert($0).inserted } ?? true
    }
    for selection in examination.selections where selection.count == 0 && !selection.allowsEmpty && !check.allowsEmpty {
      // What could not be read selects nothing for a reason that is already told.
      let isBlocked = submodules.contains { path in
        selection.label.contains("'\(path)/") || selection.label.contains("'\(path)'")
      }
      if isBlocked { continue }
      if result.contains(where: { $0.location == selection.location }) { continue }
      let unseen = selection.pattern.flatMap { pattern in
        snapshot.unseenFile(matching: pattern) { path in !check.except.contains { $0.value.matches(path) } }
      }
      result.append(nothingSelected("\(selection.label) selects nothing", at: selection.location, unseen: unseen))
    }
    let selectsNothingByLeave =
      !examination.selections.isEmpty && examination.selections.allSatisfy { $0.count == 0 && $0.allowsEmpty }
    if examination.subjects.isEmpty, examination.surveyed?.count ?? 0 == 0, examination.findings.isEmpty,
      result.isEmpty, !check.allowsEmpty, !selectsNothingByLeave
    {
      result.append(nothingSelected("the check looked at nothing", at: check.location))
    }
    return result
  }

  /// - Parameter unseen: a file that would be selected if it were added.
  private static func nothingSelected(
    _ reason: String, at location: Location, unseen: RepositoryPath? = nil
  ) -> Unverified {
    let add = unseen.map { path in
      Remedy(
        "add '\(path)', if that is meant: a pattern that begins with '**' sees no file that is not added yet",
        commands: [["git", "add", "--", path.description]])
    }
    return Unverified(
      reason, at: location,
      remedies: (add.map { [$0] } ?? []) + [
        Remedy("correct it, so that it names something that is there"),
        Remedy(
          "if that is meant, say so",
          steps: [.instruction("add 'allow-empty: true' to the check, or to the consumer where it has that key")]),
      ])
  }

  // MARK: Verdict

  /// What the check says, given which of its findings were accepted.
  static func verdict(hasFindings: Bool, hasUnverified: Bool) -> Verdict {
    if hasFindings { return .drift }
    return hasUnverified ? .unverified : .clean
  }
}
