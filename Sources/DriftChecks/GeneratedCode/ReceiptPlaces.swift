internal import DriftModel

/// Where the receipt of an output lies: in the repository that owns the output, so that both change in one commit.
struct ReceiptPlaces {
  private let check: GeneratedCode
  private var owners: Owners

  init(check: GeneratedCode, snapshot: any RepositorySnapshot) {
    self.check = check
    self.owners = Owners(snapshot)
  }

  /// The receipt's path.
  ///
  /// - Throws: that the configured one is in another repository, or that the owner cannot be told.
  mutating func place(for output: RepositoryPath) throws(ReceiptObstacle) -> RepositoryPath {
    let owner: Owner
    let holder: Owner?
    do throws(ReadFailure) {
      owner = try owners.owner(of: output)
      holder = if let receipt = check.receipt { try owners.owner(of: receipt.value) } else { nil }
    } catch {
      throw ReceiptObstacle(Unverified(error, at: Location(output)))
    }
    let usual = ReceiptPlaces.usual(in: owner)
    guard let receipt = check.receipt, let holder else { return usual }
    guard holder.root == owner.root, output.isInside(receipt.value.parent) else {
      throw ReceiptObstacle(
        "receipt '\(receipt.value)' does not lie in \(owner.name), which owns the outputs", at: receipt.location,
        remedies: [
          Remedy("name the receipt that the owner keeps", steps: [.instruction("write 'receipt: \(usual)'")])
        ])
    }
    return receipt.value
  }

  /// `codegen.lock.json` at an owner's root.
  static func usual(in owner: Owner) -> RepositoryPath {
    guard let name = RepositoryPath(Receipt.fileName) else { return owner.root }
    return owner.root.appending(name)
  }

  // MARK: Findings about a whole receipt

  mutating func missing(_ place: RepositoryPath) throws(ReceiptObstacle) -> Finding {
    try finding(
      "there is no receipt '\(place)'", of: place, at: Location(place),
      evidence: [
        Evidence("nothing is recorded: the file is not there", at: Location(place)),
        Evidence("the receipt is asked for here", at: check.receipt?.location ?? check.receiptEvidenceLocation),
      ])
  }

  mutating func inConflict(_ place: RepositoryPath, at location: Location) throws(ReceiptObstacle) -> Finding {
    try finding(
      "the receipt '\(place)' is in conflict", of: place, at: location,
      evidence: [Evidence("a merge left its markers here", at: location)])
  }

  private mutating func finding(
    _ message: String, of place: RepositoryPath, at location: Location, evidence: [Evidence]
  ) throws(ReceiptObstacle) -> Finding {
    let cure: Cure
    do throws(ReadFailure) {
      cure = try owners.cure(for: place, of: check)
    } catch {
      throw ReceiptObstacle(Unverified(error, at: location))
    }
    return Finding(
      GeneratedCode.notRecorded, message, at: location, culprit: .unknown, evidence: evidence,
      remedies: [cure.regenerate(cure.heads, from: []), cure.record(cure.heads)],
      consequenceOf: cure.owner.causingSubmodule?.path)
  }
}

extension GeneratedCode {
  /// Where the configuration asks for a receipt.
  var receiptEvidenceLocation: Location { evidence.first { $0.value == .receipt }?.location ?? location }
}
