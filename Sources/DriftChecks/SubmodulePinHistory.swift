internal import DriftModel

extension SubmodulePin {
  /// The submodules of the tree that rules about change are measured from; nil if they are not asked, or there is no
  /// way to know them, which is then said once.
  func baseSubmodules(_ base: BaseTree, _ examination: inout Examination) -> [Submodule]? {
    let failure: ReadFailure
    switch base {
    case .notAsked: return nil
    case .unavailable(let reason): failure = reason
    case .tree(let snapshot):
      do throws(ReadFailure) {
        return try snapshot.submodules()
      } catch {
        failure = error
      }
    }
    examination.unverified.append(Unverified(failure, at: patterns.first?.location ?? Location(.root)))
    return nil
  }

  /// Asks the recorded commit about its branch and about the base. However many questions a shallow history leaves
  /// open, it is one obstacle, and told once.
  func askAboutHistory(
    _ subject: PinSubject, base: [Submodule]?, in snapshot: any RepositorySnapshot, _ examination: inout Examination
  ) {
    // A commit that is nowhere to be found is one mistake, whatever else could be asked of it.
    guard subject.submodule.recorded != nil, subject.submodule.state != .commitMissing else { return }
    guard subject.submodule.failure == nil else { return }
    var obstacles: [Unverified] = []
    do throws(ReadFailure) {
      if let finding = try branchFinding(subject, in: snapshot, &obstacles) { examination.findings.append(finding) }
    } catch {
      obstacles.append(Unverified(error, at: subject.location))
    }
    do throws(ReadFailure) {
      if let base, let finding = try movedBackFinding(subject, base: base, in: snapshot) {
        examination.findings.append(finding)
      }
    } catch {
      obstacles.append(Unverified(error, at: subject.location))
    }
    // Where the submodule cannot be read at all, its state is already a finding and says so.
    if let obstacle = obstacles.first(where: { $0.submodule == nil || subject.submodule.state == nil }) {
      examination.unverified.append(obstacle)
    }
  }

  private func branchFinding(
    _ subject: PinSubject, in snapshot: any RepositorySnapshot, _ obstacles: inout [Unverified]
  ) throws(ReadFailure) -> Finding? {
    guard let branch = branch(of: subject, &obstacles), let recorded = subject.submodule.recorded else { return nil }
    switch try snapshot.relation(of: subject.submodule, toBranch: branch) {
    case .tip: return nil
    case .behind(let count, let tip):
      guard let maxBehind else { return nil }
      guard let count else {
        obstacles.append(SubmodulePin.uncounted(subject, branch))
        return nil
      }
      guard count > maxBehind.value else { return nil }
      let limit = maxBehind.value == 0 ? "" : "more than \(SubmodulePin.count(maxBehind.value, "commit")) "
      return subject.finding(
        Self.behind, "'\(subject.path)' is \(limit)behind '\(branch)'",
        culprit: .pin,
        evidence: [
          subject.recordedFact,
          Evidence(
            "'origin/\(branch)' is at \(tip), \(SubmodulePin.count(count, "commit")) further, as last fetched",
            at: subject.location),
          Evidence("'max-behind' is \(maxBehind.value)", at: maxBehind.location),
        ],
        remedies: [moveToTip(subject, branch)])
    case .notOnBranch(let tip):
      return subject.finding(
        Self.notOnBranch, "the commit recorded for '\(subject.path)' is not on '\(branch)'", culprit: .pin,
        evidence: [
          subject.recordedFact,
          Evidence("'origin/\(branch)' is at \(tip), as last fetched, and does not contain it", at: subject.location),
        ],
        remedies: [
          moveToTip(subject, branch, keeping: recorded),
          Remedy(
            "get the recorded commit onto '\(branch)'",
            steps: [
              .instruction("merge \(recorded) into '\(branch)' in the submodule's own repository"),
              Git.step(["fetch", "origin"], in: subject.path),
            ]),
        ])
    }
  }

  private static let nameBranch = Remedy(
    "name the branch",
    steps: [.instruction("add 'branch: NAME' to the check, or 'branch = NAME' to the entry in '.gitmodules'")])

  private static func uncounted(_ subject: PinSubject, _ branch: String) -> Unverified {
    Unverified(
      "the history of submodule '\(subject.path)' is cut, so nobody can count how far it is behind '\(branch)'",
      at: subject.submodule.declaration ?? subject.location,
      remedies: [
        Remedy(
          "fetch the rest of its history",
          steps: [Git.step(["fetch", "--unshallow", "origin", branch], in: subject.path)])
      ])
  }

  /// The branch to ask about; nil if none is named. Where that leaves a question open that the configuration asks, or
  /// a name that cannot be understood, it is an obstacle.
  private func branch(of subject: PinSubject, _ obstacles: inout [Unverified]) -> String? {
    if let branch { return branch }
    guard let declared = subject.submodule.branch else {
      if let maxBehind {
        obstacles.append(
          Unverified(
            "'max-behind' asks how far '\(subject.path)' is behind its branch, and no branch is named",
            at: maxBehind.location,
            remedies: [SubmodulePin.nameBranch]))
      }
      return nil
    }
    guard declared != ".", BranchName.isValid(declared) else {
      let why =
        declared == "."
        ? "stands for the branch that this repository is on, and it is on none" : "is not the name of a branch"
      obstacles.append(
        Unverified(
          "the branch '\(declared)' that '.gitmodules' names for '\(subject.path)' \(why)",
          at: subject.submodule.declaration ?? subject.location,
          remedies: [SubmodulePin.nameBranch]))
      return nil
    }
    return declared
  }

  /// - Parameter keeping: a commit that only this pin may be keeping alive.
  private func moveToTip(_ subject: PinSubject, _ branch: String, keeping commit: ObjectID? = nil) -> Remedy {
    var steps: [RemedyStep] = []
    if subject.submodule.state == .notInitialised { steps.append(SubmoduleSteps.update(subject.submodule)) }
    if let commit { steps.append(SubmodulePin.keep(commit, in: subject.path)) }
    steps += [
      Git.step(["fetch", "origin"], in: subject.path),
      Git.step(["checkout", "--detach", "origin/\(branch)"], in: subject.path),
    ]
    return Remedy("move the pin to the newest commit of '\(branch)'", steps: steps + subject.steps.record)
  }

  private func movedBackFinding(
    _ subject: PinSubject, base: [Submodule], in snapshot: any RepositorySnapshot
  ) throws(ReadFailure) -> Finding? {
    guard let new = subject.submodule.recorded,
      let old = SubmodulePin.counterpart(of: subject.submodule, in: base, now: subject.all)?.recorded, old != new,
      try !snapshot.isDescendant(new, of: old, in: subject.submodule)
    else { return nil }
    let isOlder = try snapshot.isDescendant(old, of: new, in: subject.submodule)
    let keep = isOlder ? [] : [SubmodulePin.keep(new, in: subject.path)]
    var remedies = [
      Remedy(
        "record the commit of the base again",
        steps: keep + [
          Git.step(["fetch", "origin"], in: subject.path),
          Git.step(["checkout", "--detach", old.description], in: subject.path),
        ] + subject.steps.record)
    ]
    if !isOlder {
      remedies.append(
        Remedy(
          "record a commit that contains both",
          steps: [
            .instruction("merge \(new) and \(old) in the submodule's own repository"),
            Git.step(["fetch", "origin"], in: subject.path),
            .instruction("check out the merge in '\(subject.path)'"),
          ] + subject.steps.record))
    }
    return subject.finding(
      Self.movedBack,
      isOlder
        ? "the pin of '\(subject.path)' moved back: the base already records a newer commit"
        : "the pin of '\(subject.path)' moved to a commit that does not contain the one that the base records",
      culprit: .pin,
      evidence: [
        subject.recordedFact, Evidence("the base records \(old)", at: subject.location),
        Evidence(
          isOlder ? "\(new.short) is an ancestor of \(old.short)" : "neither is an ancestor of the other",
          at: subject.location),
      ],
      remedies: remedies)
  }

  /// The same submodule in the base: at its path, or, if it was moved, by its name.
  private static func counterpart(of submodule: Submodule, in base: [Submodule], now all: [Submodule]) -> Submodule? {
    if let same = base.first(where: { $0.path == submodule.path }) { return same }
    guard let name = submodule.name else { return nil }
    return base.first { old in
      old.name == name && old.parent == submodule.parent && !all.contains { $0.path == old.path }
    }
  }
}
