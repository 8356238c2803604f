public import DriftModel

/// What is to be written down about one check's outputs.
public struct Recording: Sendable {
  /// The entries, by the receipt's path and then by the path relative to its folder.
  public let receipts: [RepositoryPath: [RepositoryPath: Receipt.Entry]]
  /// How many outputs are among them.
  public let outputCount: Int
}

/// Why a check's outputs are not recorded.
public struct RecordingRefusal: Error, Sendable {
  /// One line: lower case, no full stop.
  public let reason: String
  /// Where, or the check's place in the configuration.
  public let location: Location
  /// What is wrong, if that is the reason.
  public let findings: [Finding]
  /// What could not be looked at, if that is the reason.
  public let unverified: [Unverified]
  /// What makes it possible.
  public let remedies: [Remedy]
  /// Whether all is well but the place: another repository owns the outputs, and records them.
  public let isElsewhere: Bool

  /// A refusal.
  public init(
    _ reason: String, at location: Location, findings: [Finding] = [], unverified: [Unverified] = [],
    remedies: [Remedy] = [], isElsewhere: Bool = false
  ) {
    self.reason = reason
    self.location = location
    self.findings = findings
    self.unverified = unverified
    self.remedies = remedies
    self.isElsewhere = isElsewhere
  }

  init(_ failure: ReadFailure, at fallback: Location) {
    self.init(failure.reason, at: failure.location ?? fallback, remedies: failure.remedies)
  }

  init(_ obstacle: ReceiptObstacle) {
    self.init(obstacle.reason.reason, at: obstacle.reason.location, remedies: obstacle.reason.remedies)
  }
}

extension GeneratedCode {
  /// Whether the check asks for a receipt, so that there is something to record.
  public var asksForReceipt: Bool { asks(for: .receipt) }

  /// What a receipt has to say of the outputs as they are.
  ///
  /// - Throws: that the outputs are another repository's, that other evidence speaks against them or could not be
  ///   looked at, or that a submodule is not clean at its recorded commit: elsewhere such a receipt would be false.
  public func recording(of snapshot: any RepositorySnapshot) throws(RecordingRefusal) -> Recording {
    let pairing: Pairing
    let examination: Examination
    do throws(ReadFailure) {
      pairing = try pair(in: snapshot)
      examination = try look(at: snapshot, through: evidence.filter { $0.value != .receipt })
    } catch {
      throw RecordingRefusal(error, at: location)
    }
    var owners = Owners(snapshot)
    try refuseForeign(pairing.outputs.map(\.path) + pairing.missing.map(\.path), &owners)
    try refuseUncertain(examination)
    try refuseUnclean(pairing.inputs + pairing.also + [generator?.pinnedIn?.value].compactMap(\.self), &owners)
    return try entries(of: pairing, in: snapshot)
  }

  // MARK: Refusals

  private func refuseForeign(_ outputs: [RepositoryPath], _ owners: inout Owners) throws(RecordingRefusal) {
    for output in outputs {
      let owner: Owner
      do throws(ReadFailure) { owner = try owners.owner(of: output) } catch {
        throw RecordingRefusal(error, at: Location(output))
      }
      switch owner {
      case .here: continue
      case .submodule(let submodule):
        throw RecordingRefusal(
          "'\(output)' belongs to '\(submodule.path)': record it there, in the commit that changes it",
          at: Location(output),
          remedies: [
            Remedy(
              "record in '\(submodule.path)'",
              commands: [["check-drift", "record", "--repository", Git.argument(submodule.path)]])
          ], isElsewhere: true)
      case .plainFiles(let submodule):
        throw RecordingRefusal(
          "'\(output)' belongs to the repository that '.gitmodules' declares at '\(submodule.path)': record it there",
          at: Location(output),
          remedies: [
            Remedy(
              "make '\(submodule.path)' a submodule again", steps: [.instruction("make it a submodule again first")])
          ])
      }
    }
  }

  private func refuseUncertain(_ examination: Examination) throws(RecordingRefusal) {
    if let first = examination.findings.first {
      throw RecordingRefusal(
        "other evidence speaks against the outputs: \(first.message)", at: first.location,
        findings: examination.findings, remedies: first.remedies)
    }
    if let first = examination.unverified.first {
      throw RecordingRefusal(
        "other evidence could not be looked at: \(first.reason)", at: first.location,
        unverified: examination.unverified, remedies: first.remedies)
    }
    if let empty = examination.selections.first(where: { $0.count == 0 && !$0.allowsEmpty }) {
      throw RecordingRefusal("\(empty.label) selects nothing", at: empty.location)
    }
  }

  private func refuseUnclean(_ paths: [RepositoryPath], _ owners: inout Owners) throws(RecordingRefusal) {
    for path in paths {
      let owner: Owner
      do throws(ReadFailure) { owner = try owners.owner(of: path) } catch {
        throw RecordingRefusal(error, at: Location(path))
      }
      guard let submodule = owner.submodule, let state = submodule.state else { continue }
      throw RecordingRefusal(
        "submodule '\(submodule.path)', which feeds the outputs, is not clean at its recorded commit: "
          + "it is \(state.rawValue)", at: Location(submodule.path))
    }
  }

  // MARK: Entries

  private func entries(
    of pairing: Pairing, in snapshot: any RepositorySnapshot
  ) throws(RecordingRefusal) -> Recording {
    let pin = PinnedVersion.read(for: generator, in: snapshot)
    if case .unverified(let reason) = pin {
      throw RecordingRefusal(
        "the generator's version is not known: \(reason.reason)", at: reason.location, unverified: [reason],
        remedies: reason.remedies)
    }
    var places = ReceiptPlaces(check: self, snapshot: snapshot)
    var ids = BlobIDs(snapshot, links: pairing.links)
    var receipts: [RepositoryPath: [RepositoryPath: Receipt.Entry]] = [:]
    do throws(ReceiptObstacle) {
      for output in pairing.outputs {
        let place = try places.place(for: output.path)
        let feed = try ids.feed(pairing.sources(of: output), in: place)
        for (name, id) in feed.ids where receipts[place]?[name] == nil {
          receipts[place, default: [:]][name] = Receipt.Entry(blob: id)
        }
        let arguments: ObjectID? =
          if let generator {
            try ids.id(ofText: Receipt.text(ofArguments: generator.options ?? []), for: place)
          } else { nil }
        let origin = Receipt.Origin(
          inputs: feed.digest, generator: generator?.name.value, version: pin.stated?.text, arguments: arguments)
        receipts[place, default: [:]][try ReceiptJudge.name(output.path, in: place)] = Receipt.Entry(
          blob: try ids.id(of: output.path, isLink: output.isLink), origin: origin)
      }
    } catch {
      throw RecordingRefusal(error)
    }
    return Recording(receipts: receipts, outputCount: pairing.outputs.count)
  }
}
