internal import DriftModel
internal import Synchronization

/// Asks the questions of checks: on all threads that are free, and of no file whose answer an earlier run kept.
struct Surveyor: Sendable {
  let crew: Crew
  let cache: ResultCache?

  /// What the threads found, piece by piece.
  private struct Gathered: Sendable {
    var pieces: [(place: Int, result: SurveyResult)] = []
    var fresh: [(key: ResultKey, answer: FileAnswer)] = []
    var known: [ResultKey] = []
    /// Where the listing failed; of several places the first.
    var failure: (place: Int, reason: ReadFailure)?

    mutating func merge(_ other: Gathered) {
      pieces += other.pieces
      fresh += other.fresh
      known += other.known
      if let failed = other.failure { fail(at: failed.place, failed.reason) }
    }

    mutating func fail(at place: Int, _ reason: ReadFailure) {
      if failure.map({ place < $0.place }) ?? true { failure = (place, reason) }
    }
  }

  /// The files of a listing, which are made while others are looked at, and their outcomes, in their order.
  func result(
    of survey: FileSurvey, for listing: FileListing, in snapshot: any RepositorySnapshot
  ) throws(ReadFailure) -> SurveyResult {
    let kept = cache?.results(of: survey) { try? snapshot.blobID(of: $0) }
    let all = Mutex(Gathered())
    crew.divide(listing.count) { next in
      var own = Gathered()
      var aspects = ResultKey.Aspects(survey)
      var buffer = ReadBuffer()
      while let range = next() {
        var files: [FileEntry] = []
        files.reserveCapacity(range.count)
        var outcomes: [(place: Int, outcome: FileOutcome)] = []
        for place in range {
          do throws(ReadFailure) {
            guard let file = try listing.file(at: place) else { continue }
            let outcome = Surveyor.outcome(of: file, survey, snapshot, kept, &aspects, &buffer, &own)
            if outcome != .answered(FileAnswer()) { outcomes.append((files.count, outcome)) }
            files.append(file)
          } catch {
            own.fail(at: place, error)
            break
          }
        }
        own.pieces.append((range.lowerBound, SurveyResult(files, notable: outcomes)))
      }
      all.withLock { [own] in $0.merge(own) }
    }
    let gathered = all.withLock { $0 }
    if let failure = gathered.failure { throw failure.reason }
    if let kept, !gathered.fresh.isEmpty { cache?.keep(gathered.fresh, known: gathered.known, beside: kept) }
    var whole = SurveyResult()
    for piece in gathered.pieces.sorted(by: { $0.place < $1.place }) { whole.append(piece.result) }
    return whole
  }

  private static func outcome(
    of file: FileEntry, _ survey: FileSurvey, _ snapshot: any RepositorySnapshot, _ kept: ResultFile?,
    _ aspects: inout ResultKey.Aspects, _ buffer: inout ReadBuffer, _ gathered: inout Gathered
  ) -> FileOutcome {
    var key: ResultKey?
    if let kept, let content = snapshot.contentKey(of: file.path),
      let aspect = aspects.digest(of: file.path, { try? snapshot.blobID(of: $0) })
    {
      let own = ResultKey(content, aspect: aspect)
      if let answer = kept.answer(for: own) {
        gathered.known.append(own)
        return .answered(answer)
      }
      key = own
    }
    do throws(ReadFailure) {
      try snapshot.read(file.path, into: &buffer)
    } catch {
      return .failed(error)
    }
    let answer = survey.look(SurveyedFile(path: file.path, bytes: buffer.bytes))
    if let key { gathered.fresh.append((key, answer)) }
    return .answered(answer)
  }
}
