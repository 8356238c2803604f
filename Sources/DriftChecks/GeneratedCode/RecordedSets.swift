internal import DriftModel

/// What receipts say of outputs that are not there, and of files that look like outputs and are none: who came or went
/// since they were last recorded.
struct RecordedSets {
  private let isAsked: Bool
  private let snapshot: any RepositorySnapshot
  private var places: ReceiptPlaces
  private var states: [RepositoryPath: ReceiptState] = [:]

  init(check: GeneratedCode, snapshot: any RepositorySnapshot) {
    self.isAsked = check.asks(for: .receipt)
    self.snapshot = snapshot
    self.places = ReceiptPlaces(check: check, snapshot: snapshot)
  }

  /// Who moved, and what shows it.
  typealias Answer = (mover: Mover, evidence: [Evidence])

  /// An output that is not there: it was recorded and is gone, or what feeds it came later. Nil where no receipt can
  /// tell.
  mutating func mover(ofMissing output: RepositoryPath, inputs: [RepositoryPath]) -> Answer? {
    guard let (read, folder) = receipt(for: output) else { return nil }
    if let entry = RecordedSets.entry(of: output, in: read, folder), entry.isOutput {
      return (.output, [Evidence("it was recorded, and is gone since", at: entry.location)])
    }
    let new = inputs.filter { RecordedSets.entry(of: $0, in: read, folder) == nil }
    guard !new.isEmpty else { return nil }
    return (.inputs(new), new.prefix(5).map { Evidence("new since outputs were recorded", at: Location($0)) })
  }

  /// A file that no input yields: it was recorded as an output and its input went away, or nobody generated it.
  mutating func mover(ofOrphan path: RepositoryPath) -> Answer? {
    guard let (read, folder) = receipt(for: path) else { return nil }
    if let entry = RecordedSets.entry(of: path, in: read, folder), entry.isOutput {
      return (.inputs([]), [Evidence("it was recorded as an output: what fed it is gone since", at: entry.location)])
    }
    return (.output, [Evidence("it was never recorded as an output")])
  }

  private mutating func receipt(for output: RepositoryPath) -> (read: ReadReceipt, folder: RepositoryPath)? {
    guard isAsked, let place = try? places.place(for: output) else { return nil }
    let state = states[place] ?? ReceiptState.read(place, in: snapshot)
    states[place] = state
    guard case .read(let read) = state else { return nil }
    return (read, place.parent)
  }

  private static func entry(
    of path: RepositoryPath, in read: ReadReceipt, _ folder: RepositoryPath
  ) -> (isOutput: Bool, location: Location?)? {
    guard let relative = path.relative(to: folder), let entry = read.receipt.entries[relative] else { return nil }
    return (entry.origin != nil, read.locations[relative])
  }
}
