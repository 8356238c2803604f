internal import DriftModel

/// What is wrong with the sets of inputs and outputs, whatever they hold.
struct PairingFindings {
  let check: GeneratedCode
  let snapshot: any RepositorySnapshot
  var blame: Blame
  var owners: Owners
  var recorded: RecordedSets

  init(check: GeneratedCode, snapshot: any RepositorySnapshot) {
    self.check = check
    self.snapshot = snapshot
    self.blame = Blame(snapshot)
    self.owners = Owners(snapshot)
    self.recorded = RecordedSets(check: check, snapshot: snapshot)
  }

  /// All findings of a pairing.
  mutating func findings(of pairing: Pairing) throws(ReadFailure) -> [Finding] {
    var findings: [Finding] = []
    let missing = pairing.missing.map(\.path)
    for output in pairing.missing { findings.append(try finding(output, pairing, among: missing)) }
    for orphan in pairing.orphans { findings.append(try finding(orphan)) }
    for collision in pairing.collisions { findings.append(try finding(collision)) }
    return findings
  }

  private mutating func finding(
    _ missing: Pairing.Missing, _ pairing: Pairing, among all: [RepositoryPath]
  ) throws(ReadFailure) -> Finding {
    let sources = Array(Set(missing.inputs + pairing.also)).sorted()
    // An output whose name is not known cannot be looked up.
    let moved = missing.pattern == nil ? recorded.mover(ofMissing: missing.path, inputs: missing.inputs) : nil
    let answer = blame.answer(missing.path, sources: sources, mover: moved?.mover)
    let source = missing.inputs.count == 1 ? "'\(missing.inputs[0])'" : "its inputs"
    let message: String
    let location: Location
    if let pattern = missing.pattern {
      message = "no file matches '\(pattern)', which \(source) should yield"
      location = missing.rule.pattern.location
    } else {
      message = "'\(missing.path)' is missing: \(source) should yield it"
      location = Location(missing.path)
    }
    let cure = try owners.cure(for: missing.path, of: check, blame: answer)
    let remedy =
      check.asks(for: .mirror) && missing.inputs.count == 1 && missing.pattern == nil
      ? cure.copy(missing.inputs[0], to: missing.path, isMissing: true) : cure.regenerate(all, from: sources)
    return Finding(
      GeneratedCode.outputMissing, message, at: location, culprit: answer.culprit,
      evidence: [Evidence("expected by '\(missing.rule.pattern.value)'", at: missing.rule.pattern.location)]
        + missing.inputs.prefix(5).map { Evidence("feeds it", at: Location($0)) } + (moved?.evidence ?? [])
        + answer.evidence,
      remedies: [remedy], consequenceOf: answer.cause)
  }

  private mutating func finding(_ orphan: Pairing.Orphan) throws(ReadFailure) -> Finding {
    let moved = recorded.mover(ofOrphan: orphan.path)
    let answer = blame.answer(orphan: orphan, of: check, mover: moved?.mover)
    let name = Output.name(orphan.path, isTracked: orphan.isTracked)
    let delete = try owners.cure(for: orphan.path, of: check, blame: answer)
      .delete(orphan.path, isTracked: orphan.isTracked)
    let keep = PairingFindings.keep(orphan.path)
    return Finding(
      GeneratedCode.orphanOutput, "no input yields \(name)", at: Location(orphan.path), culprit: answer.culprit,
      evidence: [Evidence("it matches the output '\(orphan.rule.pattern.value)'", at: orphan.rule.pattern.location)]
        + check.inputs.map { Evidence("no file that matches '\($0.value)' yields it", at: $0.location) }
        + (moved?.evidence ?? []) + answer.evidence,
      remedies: PairingFindings.isUsuallyWritten(orphan.path) ? [keep, delete] : [delete, keep],
      consequenceOf: answer.cause)
  }

  /// Whether the file is one that people or tools put beside generated ones.
  private static func isUsuallyWritten(_ path: RepositoryPath) -> Bool {
    let name = path.lastSegment
    return name.elementsEqual("__init__.py".utf8) || name.elementsEqual("py.typed".utf8)
      || name.starts(with: "index.".utf8)
  }

  private static func keep(_ path: RepositoryPath) -> Remedy {
    let name = String(decoding: path.lastSegment, as: UTF8.self)
    let pattern = isUsuallyWritten(path) ? "**/\(name)" : path.description
    return Remedy(
      "keep it, because nothing has to generate it", steps: [.instruction("add '\(pattern)' to 'except' of the check")])
  }

  private mutating func finding(_ collision: Pairing.Collision) throws(ReadFailure) -> Finding {
    let owner = try owners.owner(of: collision.path)
    let names = collision.claims.compactMap { $0.inputs.first }.map { "'\($0)'" }
    return Finding(
      GeneratedCode.outputsCollide,
      "'\(collision.path)' is yielded by \(names.joined(separator: " and by "))", at: Location(collision.path),
      culprit: .input,
      evidence: collision.claims.flatMap { claim in
        claim.inputs.prefix(1).map { Evidence("yields it, by '\(claim.rule.pattern.value)'", at: Location($0)) }
      },
      remedies: [
        Remedy(
          "give each input an output of its own",
          steps: [
            .instruction("rename one of the inputs, or write 'outputs' without the transform that makes them one")
          ])
      ], consequenceOf: owner.causingSubmodule?.path)
  }
}
