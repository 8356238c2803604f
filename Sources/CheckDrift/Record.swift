public import DriftChecks
public import DriftModel

/// What `check-drift record` writes: receipts that say what outputs, inputs and generators are now.
///
/// A pure function of the snapshot: nothing is written here, and nothing is said. What a check refuses to vouch for is
/// left as it was.
public struct Record: Sendable {
  /// A check that may have something to record.
  public struct Candidate: Sendable {
    /// Its name.
    public let name: String
    /// The check itself, of whatever kind.
    public let check: any Check

    /// A check of the configuration.
    public init(name: String, check: any Check) {
      self.name = name
      self.check = check
    }
  }

  /// A receipt as it has to be.
  public struct File: Sendable, Hashable {
    /// Where.
    public let path: RepositoryPath
    /// All of its bytes.
    public let bytes: [UInt8]
    /// Whether they differ from what is there.
    public let isChanged: Bool
  }

  /// A check whose outputs are recorded.
  public struct Recorded: Sendable, Hashable {
    /// The check.
    public let check: String
    /// How many outputs.
    public let outputs: Int
  }

  /// A check whose outputs are not recorded, and why.
  public struct Refusal: Sendable {
    /// The check.
    public let check: String
    /// Why, with what makes it possible.
    public let reason: RecordingRefusal
  }

  /// The receipts, sorted by path; those that need no change are among them.
  public private(set) var files: [File] = []
  /// What they vouch for, in the order of the checks.
  public private(set) var recorded: [Recorded] = []
  /// What they do not vouch for, in the order of the checks.
  public private(set) var refusals: [Refusal] = []

  /// Decides what to write.
  ///
  /// - Parameter candidates: the checks that are to be recorded; those that ask for no receipt are passed over.
  public init(_ candidates: [Candidate], in snapshot: any RepositorySnapshot) {
    var book = ReceiptBook(snapshot)
    for candidate in candidates {
      guard let check = candidate.check as? GeneratedCode, check.asksForReceipt else { continue }
      do throws(RecordingRefusal) {
        let recording = try check.recording(of: snapshot)
        try book.enter(recording, of: candidate.name)
        recorded.append(Recorded(check: candidate.name, outputs: recording.outputCount))
      } catch {
        refusals.append(Refusal(check: candidate.name, reason: error))
      }
    }
    files = book.files()
  }
}

/// The receipts while entries are made.
private struct ReceiptBook {
  private let snapshot: any RepositorySnapshot
  private var receipts: [RepositoryPath: Receipt] = [:]
  /// Who entered an output, by receipt and path.
  private var authors: [RepositoryPath: [RepositoryPath: String]] = [:]

  init(_ snapshot: any RepositorySnapshot) { self.snapshot = snapshot }

  /// Enters all that a check recorded, or nothing.
  mutating func enter(_ recording: Recording, of check: String) throws(RecordingRefusal) {
    var changed = receipts
    var authors = authors
    for (place, entries) in recording.receipts.sorted(by: { $0.key < $1.key }) {
      var receipt = if let known = receipts[place] { known } else { try Receipt.kept(at: place, in: snapshot) }
      for (path, entry) in entries.sorted(by: { $0.key < $1.key }) {
        guard entry.origin != nil else {
          // What some check vouches for as its output only that check may enter anew.
          if receipt.entries[path]?.origin == nil { receipt.entries[path] = entry }
          continue
        }
        if let author = authors[place]?[path], receipt.entries[path] != entry {
          throw RecordingRefusal(
            "'\(place.parent.appending(path))' is an output of '\(author)' as well, from other inputs or by another "
              + "generator, and a receipt has one entry for each output", at: Location(place.parent.appending(path)))
        }
        receipt.entries[path] = entry
        authors[place, default: [:]][path] = check
      }
      changed[place] = receipt
    }
    receipts = changed
    self.authors = authors
  }

  func files() -> [Record.File] {
    receipts.sorted { $0.key < $1.key }.map { path, receipt in
      let bytes = receipt.bytes
      return Record.File(path: path, bytes: bytes, isChanged: (try? snapshot.contents(of: path)) != bytes)
    }
  }
}
