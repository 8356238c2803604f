public import DriftModel

extension GeneratedCode {
  public func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
    try look(at: snapshot, through: evidence)
  }

  /// Examines with only some of the evidence that is asked for.
  func look(
    at snapshot: any RepositorySnapshot, through evidence: [Located<EvidenceKind>]
  ) throws(ReadFailure) -> Examination {
    let evidence = evidence.sorted { $0.value < $1.value }
    var pairing: Pairing
    do throws(ReadFailure) {
      pairing = try pair(in: snapshot)
    } catch {
      // One obstacle, said once: nothing is called missing or orphan because of it.
      return Examination(
        unverified: [Unverified(error, at: location)],
        witnesses: evidence.map { Witness(kind: $0.value.rawValue, verdict: .unverified) })
    }
    let testimonies = evidence.map { asked in
      (kind: asked.value, testimony: reader(of: asked).testify(on: pairing, in: snapshot))
    }
    for (_, testimony) in testimonies {
      pairing.missing.removeAll { $0.pattern == nil && testimony.needless.contains($0.path) }
    }
    var examination = Examination(selections: pairing.selections)
    examination.subjects =
      (pairing.outputs.map(\.path) + pairing.missing.filter { $0.pattern == nil }.map(\.path))
      .sorted().map(\.description)
    examination.unverified = pairing.unverified

    var pairs = PairingFindings(check: self, snapshot: snapshot)
    examination.findings = try pairs.findings(of: pairing)
    let isIncomplete = !pairing.missing.isEmpty || !pairing.collisions.isEmpty
    let isVacuous = pairing.outputs.isEmpty && !allowsEmpty
    try Verdicts(check: self, pairing: pairing, snapshot: snapshot).add(testimonies, to: &examination)
    examination.witnesses = testimonies.map { kind, testimony in
      // Nothing can vouch for an output that is not there, nor say anything of none.
      let verdict: Verdict = isIncomplete ? .drift : isVacuous ? .unverified : testimony.verdict
      return Witness(kind: kind.rawValue, verdict: verdict, notes: testimony.notes)
    }
    return examination
  }

  /// Whether a file that no capture names would be one of the outputs if it were there.
  private func expectsFile(_ path: RepositoryPath) -> Bool {
    !leavesOut(path)
      && outputs.contains {
        $0.isRequired && $0.pattern.value.captureNames.isEmpty && $0.pattern.value.matches(path)
      }
  }

  /// The witness for a kind of evidence.
  private func reader(of asked: Located<EvidenceKind>) -> any EvidenceReader {
    switch asked.value {
    case .stamp: StampEvidence(generator: generator, location: asked.location)
    case .mirror: MirrorEvidence(ignoredLines: ignoredLines)
    case .receipt: ReceiptEvidence(check: self, location: asked.location)
    case .structure: StructureWitness(generator: generator, location: asked.location, expects: expectsFile)
    }
  }
}

/// Makes one set of findings per output of what several witnesses say.
private struct Verdicts {
  let check: GeneratedCode
  let pairing: Pairing
  let snapshot: any RepositorySnapshot

  typealias Testimonies = [(kind: EvidenceKind, testimony: Testimony)]

  /// - Parameter testimonies: weakest evidence first.
  func add(_ testimonies: Testimonies, to examination: inout Examination) throws(ReadFailure) {
    for (_, testimony) in testimonies {
      examination.findings += testimony.findings
      for reason in testimony.unverified where !examination.unverified.contains(reason) {
        examination.unverified.append(reason)
      }
    }
    var blame = Blame(snapshot)
    var owners = Owners(snapshot)
    let drifting = pairing.outputs.filter { output in
      testimonies.contains { $0.testimony.statements[output.path]?.isDrift == true }
    }
    for output in pairing.outputs {
      for (_, testimony) in testimonies {
        guard case .unverified(let reasons)? = testimony.statements[output.path] else { continue }
        for reason in reasons where !examination.unverified.contains(reason) { examination.unverified.append(reason) }
      }
    }
    let regenerated = Set(drifting.map(\.path) + testimonies.flatMap(\.testimony.missing)).sorted()
    for output in drifting {
      let said = testimonies.compactMap { kind, testimony in
        testimony.statements[output.path].map { (kind: kind, statement: $0) }
      }
      guard let speaker = said.last(where: { $0.statement.isDrift }), case .differs(let differences) = speaker.statement
      else { continue }
      let others = said.filter { $0.kind != speaker.kind }.flatMap { Verdicts.evidence($0.kind, $0.statement) }
      let mover = Verdicts.mover(said.filter { $0.kind != speaker.kind })
      let sources = Set(pairing.sources(of: output) + check.namedFiles).sorted()
      for difference in differences {
        let answer = blame.answer(output.path, sources: sources, mover: difference.mover ?? mover)
        let cure = try owners.cure(for: output.path, of: check, blame: answer)
        examination.findings.append(
          Finding(
            difference.problem, difference.message, at: difference.location, culprit: answer.culprit,
            evidence: difference.evidence + answer.evidence + others,
            remedies: remedies(for: difference, output, sources, regenerated, cure),
            consequenceOf: answer.cause))
      }
    }
  }

  /// What a witness that does not speak says, as evidence for the one that does.
  private static func evidence(_ kind: EvidenceKind, _ statement: Statement) -> [Evidence] {
    switch statement {
    case .agrees(let evidence): [Evidence("\(kind.rawValue): \(evidence.statement)", at: evidence.location)]
    case .differs(let differences):
      differences.map { Evidence("\(kind.rawValue): \($0.message)", at: $0.location) }
    case .unverified: [Evidence("\(kind.rawValue): could not be compared")]
    }
  }

  /// The side that some other witness saw move; the strongest one that saw any.
  private static func mover(_ said: [(kind: EvidenceKind, statement: Statement)]) -> Mover? {
    for (_, statement) in said.reversed() {
      if case .differs(let differences) = statement, let mover = differences.compactMap(\.mover).first { return mover }
    }
    return nil
  }

  private func remedies(
    for difference: Difference, _ output: Output, _ sources: [RepositoryPath], _ drifting: [RepositoryPath],
    _ cure: Cure
  ) -> [Remedy] {
    switch difference.problem {
    case GeneratedCode.mirrorDiffers: return output.inputs.first.map { [cure.copy($0, to: output.path)] } ?? []
    case GeneratedCode.outputEdited:
      let move = RemedyStep.instruction("move the change of '\(output.path)' into what feeds it, if it is wanted")
      let first = (verb: "move the change into the input", step: move)
      return [
        cure.regenerate(drifting, from: sources, first: first),
        cure.record(drifting),
      ]
    case GeneratedCode.notRecorded:
      return [cure.regenerate(drifting, from: sources), cure.record(drifting)]
    default: return [cure.regenerate(drifting, from: sources)]
    }
  }
}
