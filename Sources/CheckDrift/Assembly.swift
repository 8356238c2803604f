internal import DriftModel
internal import DriftReports

/// Puts the judgements of all checks together into a report.
struct Assembly {
  private let request: RunRequest
  private let judgements: [Judgement]
  private let submodules: [Submodule]
  private let fingerprint: Fingerprint
  private var excerpts: Excerpts
  private var allowance: Baseline.Allowance
  private var inline: InlineSuppressions

  private let crew: Crew

  init(_ request: RunRequest, _ judgements: [Judgement], submodules: [Submodule], crew: Crew) {
    self.crew = crew
    self.request = request
    self.judgements = judgements
    self.submodules = submodules
    self.fingerprint = Fingerprint(blobID: request.blobID)
    self.excerpts = Excerpts(
      request.snapshot, known: [request.configuration.name: request.configuration.bytes])
    self.allowance = Baseline.Allowance(request.baseline, today: request.today)
    self.inline = InlineSuppressions(request)
  }

  mutating func report() -> Report {
    let findings = findings()
    let unverified = unverified()
    let checks = judgements.map { result(of: $0, findings, unverified) }
    let summary = summary(checks, findings, unverified)
    return Report(
      toolVersion: request.toolVersion, tree: request.snapshot.tree, head: request.snapshot.head, base: request.base,
      baseWasAsked: baseWasAsked, today: request.today.description,
      configuration: (request.configuration.name, request.blobID(request.configuration.bytes)),
      posture: request.posture, verdict: verdict(of: checks), exitStatus: exitStatus(summary, unverified),
      summary: summary, submodules: submodules, checks: checks, findings: findings, unverified: unverified,
      notes: request.notes + allowance.notes(isPartial: request.isPartial, verdicts: checks)
        + inline.notes(isPartial: request.isPartial, verdicts: checks))
  }

  // MARK: Findings

  private mutating func findings() -> [ReportedFinding] {
    let pins = Set(judgements.flatMap { judgement in judgement.findings.compactMap { pin($0.finding, of: judgement) } })
    var reported: [ReportedFinding] = []
    for judgement in judgements {
      for (finding, level) in judgement.findings {
        var finding = finding
        if let cause = finding.consequenceOf, !pins.contains(cause) { finding = finding.countingByItself }
        reported.append(
          ReportedFinding(
            check: judgement.check.name, kind: judgement.check.kind.name, finding: finding, level: level,
            isBlocking: false, because: judgement.check.because,
            fingerprint: fingerprint.of(finding, kind: judgement.check.kind.name), suppression: nil, excerpts: [:],
            submodule: pin(finding, of: judgement)))
      }
    }
    reported = Ordering.sorted(reported) {
      Ordering.Key($0.finding.location, check: $0.check, problem: $0.finding.problem.id, message: $0.finding.message)
    }
    let places = reported.flatMap { Assembly.places(of: $0.finding) }
    excerpts.read(Set(places.filter { $0.region != nil }.map(\.file)), crew)
    for index in reported.indices {
      let accepted = reported[index].finding.acceptance.map(Suppression.init)
      reported[index].suppression =
        accepted
        ?? inline.accept(reported[index].finding, of: reported[index].kind) { excerpts.directives(in: $0) }
        ?? allowance.accept(reported[index].fingerprint)
      reported[index].isBlocking =
        reported[index].suppression == nil && reported[index].level == .error && isStrict(reported[index].check)
    }
    SurplusFindings.explain(&reported)
    for index in reported.indices {
      reported[index].excerpts = excerpts.lines(for: Assembly.places(of: reported[index].finding))
    }
    return reported
  }

  /// The places whose source lines are shown.
  private static func places(of finding: Finding) -> [Location] {
    [finding.location] + finding.evidence.compactMap(\.location)
  }

  /// The submodule whose state a finding of `submodule-pin` states.
  private func pin(_ finding: Finding, of judgement: Judgement) -> RepositoryPath? {
    guard judgement.check.kind.name == "submodule-pin", finding.consequenceOf == nil else { return nil }
    return submodules.first { submodule in
      finding.location.path == submodule.path || finding.location == submodule.declaration
        || finding.location == submodule.urlLocation
    }?.path
  }

  private mutating func unverified() -> [ReportedUnverified] {
    var reported: [ReportedUnverified] = []
    for judgement in judgements {
      for unverified in judgement.unverified {
        // The repository itself could not be read: no posture lets that pass.
        let blocks = judgement.isReadFailure || isStrict(judgement.check.name)
        reported.append(
          ReportedUnverified(
            check: judgement.check.name, kind: judgement.check.kind.name, unverified: unverified,
            level: judgement.check.unverifiedLevel, isBlocking: blocks, because: judgement.check.because,
            fingerprint: fingerprint.of(unverified, kind: judgement.check.kind.name), suppression: nil, excerpts: [:]))
      }
    }
    reported = Ordering.sorted(reported) {
      Ordering.Key($0.unverified.location, check: $0.check, problem: "", message: $0.unverified.reason)
    }
    for index in reported.indices {
      reported[index].suppression = allowance.accept(reported[index].fingerprint)
      if reported[index].suppression != nil || reported[index].level != .error { reported[index].isBlocking = false }
      reported[index].excerpts = excerpts.lines(for: [reported[index].unverified.location])
    }
    return reported
  }

  private func isStrict(_ name: String) -> Bool {
    guard let check = request.checks.first(where: { $0.name == name }) else { return true }
    return switch check.kind.family {
    case .codegen: request.posture.codegenIsStrict
    case .guardrails: request.posture.guardrailsAreStrict
    }
  }

  // MARK: The whole

  private func result(
    of judgement: Judgement, _ findings: [ReportedFinding], _ unverified: [ReportedUnverified]
  ) -> Report.CheckResult {
    let name = judgement.check.name
    let own = findings.filter { $0.check == name }
    let verdict = Judgement.verdict(
      hasFindings: own.contains { $0.suppression == nil }, hasUnverified: unverified.contains { $0.check == name })
    return Report.CheckResult(
      name: name, kind: judgement.check.kind.name, verdict: verdict, level: judgement.check.level,
      subjects: judgement.subjects, witnesses: judgement.witnesses, findings: own.count,
      location: judgement.check.location)
  }

  private func summary(
    _ checks: [Report.CheckResult], _ findings: [ReportedFinding], _ unverified: [ReportedUnverified]
  ) -> Report.Summary {
    var summary = Report.Summary()
    for finding in findings {
      if finding.suppression != nil {
        summary.suppressed += 1
        continue
      }
      switch finding.level {
      case .error: summary.errors += 1
      case .warning: summary.warnings += 1
      case .note: summary.notes += 1
      }
      if finding.isBlocking { summary.blocking += 1 }
    }
    for unverified in unverified {
      if unverified.suppression == nil { summary.unverified += 1 } else { summary.suppressed += 1 }
    }
    summary.subjects = checks.map(\.subjects.count).reduce(0, +)
    return summary
  }

  private func verdict(of checks: [Report.CheckResult]) -> Verdict {
    Judgement.verdict(
      hasFindings: checks.contains { $0.verdict == .drift },
      hasUnverified: checks.contains { $0.verdict == .unverified })
  }

  /// A failure to read is 3 whatever else holds; else findings that block are 1, and what was not looked at is 3.
  private func exitStatus(_ summary: Report.Summary, _ unverified: [ReportedUnverified]) -> Int {
    if judgements.contains(where: \.isReadFailure) { return 3 }
    if summary.blocking > 0 { return 1 }
    return unverified.contains { $0.isBlocking } ? 3 : 0
  }

  private var baseWasAsked: Bool {
    if case .notAsked = request.snapshot.base { false } else { true }
  }
}
