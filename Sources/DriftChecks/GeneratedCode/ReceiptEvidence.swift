internal import DriftModel

/// Evidence `receipt`: outputs, inputs and generator are what they were when `check-drift record` last wrote them down.
struct ReceiptEvidence: EvidenceReader {
  let kind = EvidenceKind.receipt
  let check: GeneratedCode
  /// Where the configuration asks for this evidence.
  let location: Location

  func testify(on pairing: Pairing, in snapshot: any RepositorySnapshot) -> Testimony {
    var testimony = Testimony()
    let pin = PinnedVersion.read(for: check.generator, in: snapshot)
    if case .unverified(let reason) = pin { testimony.unverified.append(reason) }
    testimony.notes = notCompared(pin)

    var places = ReceiptPlaces(check: check, snapshot: snapshot)
    var ids = BlobIDs(snapshot, links: pairing.links)
    var states: [RepositoryPath: ReceiptState] = [:]
    for output in pairing.outputs {
      do throws(ReceiptObstacle) {
        let place = try places.place(for: output.path)
        let isNew = states[place] == nil
        let state = states[place] ?? ReceiptState.read(place, in: snapshot)
        states[place] = state
        switch state {
        // What is wrong with the whole receipt is said once.
        case .missing: if isNew { testimony.findings.append(try places.missing(place)) }
        case .inConflict(let mark): if isNew { testimony.findings.append(try places.inConflict(place, at: mark)) }
        case .unreadable(let reason): throw ReceiptObstacle(reason)
        case .read(let read):
          let judge = ReceiptJudge(read: read, place: place, generator: check.generator, pin: pin)
          testimony.statements[output.path] = try judge.judge(output, pairing.sources(of: output), &ids)
        }
      } catch {
        testimony.statements[output.path] = .unverified([])
        if !testimony.unverified.contains(error.reason) { testimony.unverified.append(error.reason) }
      }
    }
    return testimony
  }

  /// What a receipt may record and this check does not say.
  private func notCompared(_ pin: PinnedVersion) -> [String] {
    guard let generator = check.generator else {
      return ["no generator is named: what is recorded of it is not compared"]
    }
    var notes: [String] = []
    if case .notStated = pin { notes.append("no version is named: the recorded one is not compared") }
    if generator.options == nil { notes.append("no options are named: the recorded arguments are not compared") }
    return notes
  }
}

/// Why a receipt can say nothing of an output.
struct ReceiptObstacle: Error {
  let reason: Unverified

  init(_ reason: Unverified) { self.reason = reason }
  init(_ reason: String, at location: Location, remedies: [Remedy] = []) {
    self.reason = Unverified(reason, at: location, remedies: remedies)
  }
}

/// Git's ids of files, asked for once each.
struct BlobIDs {
  private let snapshot: any RepositorySnapshot
  private let links: Set<RepositoryPath>
  private var known: [RepositoryPath: ObjectID] = [:]
  /// The last set of inputs: outputs side by side are often fed by the same.
  private var last: (sources: [RepositoryPath], place: RepositoryPath, feed: ReceiptFeed)?

  /// - Parameter links: files that are read through a symbolic link: what git stores of them is where they lead, and
  ///   what feeds an output is what lies there.
  init(_ snapshot: any RepositorySnapshot, links: Set<RepositoryPath>) {
    self.snapshot = snapshot
    self.links = links
  }

  mutating func id(of path: RepositoryPath, isLink: Bool = false) throws(ReceiptObstacle) -> ObjectID {
    if let id = known[path] { return id }
    do throws(ReadFailure) {
      let id =
        isLink || links.contains(path)
        ? try snapshot.blobID(of: try snapshot.contents(of: path)) : try snapshot.objectID(of: path)
      known[path] = id
      return id
    } catch {
      throw ReceiptObstacle(Unverified(error, at: Location(path)))
    }
  }

  /// The id of a text that a receipt at `place` has the id of.
  func id(ofText text: [UInt8], for place: RepositoryPath) throws(ReceiptObstacle) -> ObjectID {
    do throws(ReadFailure) {
      return try snapshot.blobID(of: text)
    } catch {
      throw ReceiptObstacle(Unverified(error, at: Location(place)))
    }
  }

  /// The ids of what feeds an output, by the names that a receipt has for them.
  ///
  /// - Throws: that one cannot be read, or cannot be named there.
  mutating func feed(
    _ sources: [RepositoryPath], in place: RepositoryPath
  ) throws(ReceiptObstacle) -> ReceiptFeed {
    if let last, last.place == place, last.sources == sources { return last.feed }
    var ids: [RepositoryPath: ObjectID] = [:]
    for source in sources { ids[try ReceiptJudge.name(source, in: place)] = try id(of: source) }
    let feed = ReceiptFeed(ids: ids, digest: try id(ofText: Receipt.text(ofInputs: ids), for: place))
    last = (sources, place, feed)
    return feed
  }
}

/// Everything that feeds an output, as a receipt names it.
struct ReceiptFeed {
  let ids: [RepositoryPath: ObjectID]
  let digest: ObjectID
}
