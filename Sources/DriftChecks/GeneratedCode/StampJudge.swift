internal import DriftModel

/// Compares headers, one by one, with what they should state.
struct StampJudge {
  let generator: Generator?
  /// The version that has to have written the outputs, if anything says so.
  let pin: Stamp.Fact?
  /// Where the configuration asks for this evidence.
  let location: Location
  let usual: UsualVersions
  var documents: DocumentVersions
  /// What was not compared, each once.
  private(set) var notes: [String] = []
  /// Obstacles that are the same for many outputs, each once.
  private(set) var unverified: [Unverified] = []
  /// Files beside outputs that are known to state the wrong version.
  private var told: Set<Location> = []

  init(
    generator: Generator?, pin: Stamp.Fact?, location: Location, usual: UsualVersions, documents: DocumentVersions
  ) {
    self.generator = generator
    self.pin = pin
    self.location = location
    self.usual = usual
    self.documents = documents
  }

  /// What was found of one header.
  private struct Findings {
    var differences: [Difference] = []
    /// Parts that were compared and agree: `source 'a.json'`.
    var agreements: [String] = []
    /// Whether a part could not be compared for a reason among ``unverified``.
    var isObstructed = false
  }

  /// What a header says of its output.
  mutating func judge(_ stamp: Stamp, of output: Output) -> Statement {
    var found = Findings()
    judgeGenerator(stamp, of: output, &found)
    judgeSource(stamp, of: output, &found)
    for version in stamp.versions { judgeVersion(version, of: output, &found) }
    judgePin(stamp, &found)
    judgeDocument(stamp, of: output, &found)
    if !found.differences.isEmpty { return .differs(found.differences) }
    if found.isObstructed { return .unverified([]) }
    guard !found.agreements.isEmpty else {
      tellNothingCompared(stamp)
      return .unverified([])
    }
    return .agrees(
      Evidence("its header agrees: \(found.agreements.joined(separator: ", "))", at: Location(output.path)))
  }

  // MARK: Who wrote it

  private func judgeGenerator(_ stamp: Stamp, of output: Output, _ found: inout Findings) {
    guard let form = stamp.form, let name = generator?.name, !form.generators.contains(name.value),
      StampForm.isKnown(name.value)
    else { return }
    found.differences.append(
      Difference(
        GeneratedCode.stampDiffers, "\(output.name) was written by \(form.name), not by '\(name.value)'",
        at: stamp.location,
        evidence: [
          Evidence("this is the header of \(form.name)", at: stamp.location),
          Evidence("the generator is '\(name.value)'", at: name.location),
        ], mover: .generator))
  }

  // MARK: From what

  private mutating func judgeSource(_ stamp: Stamp, of output: Output, _ found: inout Findings) {
    guard let source = stamp.source else {
      note("\(stamp.name) does not state the source: not compared")
      return
    }
    guard let stated = StampedSource(source.text) else {
      note("the source '\(source.text)' names no file: not compared")
      return
    }
    guard !output.inputs.contains(where: stated.agrees) else {
      found.agreements.append("source '\(source.text)'")
      return
    }
    let fed = output.inputs.count == 1 ? "it is fed by '\(output.inputs[0])'" : "no input that feeds it has that name"
    found.differences.append(
      Difference(
        GeneratedCode.stampDiffers, "\(output.name) says that it comes from '\(source.text)', but \(fed)",
        at: source.location,
        evidence: [Evidence("states '\(source.text)'", at: source.location)]
          + output.inputs.prefix(5).map { Evidence("feeds the output", at: Location($0)) }))
  }

  // MARK: By which version

  /// Compares with the pin; where there is none that counts alike, with the other outputs.
  private mutating func judgeVersion(
    _ version: (numbering: Numbering?, fact: Stamp.Fact), of output: Output, _ found: inout Findings
  ) {
    let fact = version.fact
    let name = version.numbering?.name ?? generator?.name.value ?? "the generator"
    if let pin, let agrees = agrees(fact, with: pin, in: version.numbering) {
      guard !agrees else {
        found.agreements.append("\(name) \(fact.text) as pinned")
        return
      }
      judgePinned(version.numbering, fact, against: pin, of: output, &found)
      return
    }
    guard let usual = usual[version.numbering] else { return }
    guard usual.text != fact.text else {
      found.agreements.append("\(name) \(fact.text) like the other outputs")
      return
    }
    found.differences.append(
      Difference(
        GeneratedCode.stampDiffers,
        "\(output.name) says that \(name) '\(fact.text)' wrote it, other outputs of this check say '\(usual.text)'",
        at: fact.location,
        evidence: [
          Evidence("states '\(fact.text)'", at: fact.location),
          Evidence("states '\(usual.text)'", at: usual.location),
        ], mover: .generator))
  }

  private mutating func judgePinned(
    _ numbering: Numbering?, _ fact: Stamp.Fact, against pin: Stamp.Fact, of output: Output, _ found: inout Findings
  ) {
    let name = numbering?.name ?? generator?.name.value ?? "the generator"
    let package = generator?.packageName ?? name
    let wanted = package == name ? "the pinned version is '\(pin.text)'" : "'\(package)' is pinned to '\(pin.text)'"
    // A file beside the outputs speaks for all of them: it is wrong once.
    let isHeader = fact.location.path == output.path
    guard isHeader || told.insert(fact.location).inserted else {
      found.isObstructed = true
      return
    }
    let who = isHeader ? output.name : fact.location.path.map { "'\($0)'" } ?? ""
    found.differences.append(
      Difference(
        GeneratedCode.stampDiffers,
        "\(who) says that \(name) '\(fact.text)' wrote \(isHeader ? "it" : "what lies beside it"), but \(wanted)",
        at: fact.location,
        evidence: [
          Evidence("states '\(fact.text)'", at: fact.location),
          Evidence("the pinned version is '\(pin.text)'", at: pin.location),
        ], mover: .generator))
  }

  /// A pin that no version of the header can be compared with is an obstacle; one that the header says nothing of is
  /// not.
  private mutating func judgePin(_ stamp: Stamp, _ found: inout Findings) {
    guard let pin else {
      if stamp.versions.isEmpty { note("\(stamp.name) does not state the version: not compared") }
      return
    }
    guard let first = stamp.versions.first else {
      note("\(stamp.name) does not state the version: '\(pin.text)' is not compared")
      return
    }
    guard !stamp.versions.contains(where: { agrees($0.fact, with: pin, in: $0.numbering) != nil }) else { return }
    let package = generator?.packageName ?? ""
    let name = first.numbering?.name ?? "the header"
    found.isObstructed = true
    tell(
      Unverified(
        "nothing is known of how the versions of '\(package)' and of \(name) relate", at: location,
        remedies: [
          Remedy("name the package that counts as the header does in 'generator.package', or leave the pin out")
        ]))
  }

  /// - Returns: nil if the two are not comparable.
  private func agrees(_ fact: Stamp.Fact, with pin: Stamp.Fact, in numbering: Numbering?) -> Bool? {
    // A header that the configuration declares counts as the configuration does.
    guard let numbering else { return PinNumbering.bare(pin.text) == PinNumbering.bare(fact.text) }
    guard let generator else { return nil }
    let counting = PinNumbering(package: generator.packageName) ?? PinNumbering(package: generator.name.value)
    return counting?.agrees(pinned: pin.text, stated: fact.text, in: numbering)
  }

  // MARK: From which version of the document

  private mutating func judgeDocument(_ stamp: Stamp, of output: Output, _ found: inout Findings) {
    guard let fact = stamp.documentVersion, let stated = documents.version(among: output.inputs) else { return }
    guard fact.text != stated.text else {
      found.agreements.append("version \(fact.text) of the document")
      return
    }
    found.differences.append(
      Difference(
        GeneratedCode.stampDiffers,
        "\(output.name) comes from version '\(fact.text)' of the document, which now states '\(stated.text)'",
        at: fact.location,
        evidence: [
          Evidence("states '\(fact.text)'", at: fact.location),
          Evidence("the document states '\(stated.text)'", at: stated.location),
        ]))
  }

  // MARK: Telling

  private mutating func tellNothingCompared(_ stamp: Stamp) {
    guard !stamp.versions.isEmpty else {
      tell(
        Unverified(
          "\(stamp.name) states nothing that can be compared", at: location,
          remedies: [Remedy("ask for other evidence, or declare what the header states with 'generator.stamp'")]))
      return
    }
    tell(
      Unverified(
        "\(stamp.name) states a version, and nothing says which it should be", at: location,
        remedies: [Remedy("state it with 'generator.version' or 'generator.pinned-in'")]))
  }

  private mutating func note(_ text: String) { if !notes.contains(text) { notes.append(text) } }

  private mutating func tell(_ reason: Unverified) { if !unverified.contains(reason) { unverified.append(reason) } }
}

extension Stamp {
  /// How messages call it.
  var name: String { form.map { "the header of \($0.name)" } ?? "the declared header" }
}

extension StampForm {
  /// Whether a generator of that name writes a header of a known form.
  static func isKnown(_ generator: String) -> Bool { known.contains { $0.generators.contains(generator) } }
}
