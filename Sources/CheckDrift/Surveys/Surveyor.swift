internal import DriftModel
internal import Synchronization

/// Asks the questions of checks: on all threads that are free, and of no file whose answer an earlier run kept.
struct Surveyor: Sendable {
  let crew: Crew
  let cache: ResultCache?

  private struct Gathered: Sendable {
    var outcomes: [(index: Int, outcome: FileOutcome)] = []
    var fresh: [(key: ResultKey, answer: FileAnswer)] = []
    var known: [ResultKey] = []

    mutating func merge(_ other: Gathered) {
      outcomes += other.outcomes
      fresh += other.fresh
      known += other.known
    }
  }

  /// The outcomes, in the order of the files.
  func outcomes(
    of survey: FileSurvey, for files: [FileEntry], in snapshot: any RepositorySnapshot
  ) -> [FileOutcome] {
    let kept = cache?.results(of: survey) { try? snapshot.blobID(of: $0) }
    let all = Mutex(Gathered())
    crew.divide(files.count, piece: 16) { next in
      var own = Gathered()
      var aspects = ResultKey.Aspects(survey)
      var buffer = ReadBuffer()
      while let range = next() {
        for index in range {
          let outcome = Surveyor.outcome(of: files[index], survey, snapshot, kept, &aspects, &buffer, &own)
          // Most files have nothing in them, which is what an outcome is to begin with.
          if outcome != .answered(FileAnswer()) { own.outcomes.append((index, outcome)) }
        }
      }
      all.withLock { [own] in $0.merge(own) }
    }
    let gathered = all.withLock { $0 }
    if let kept, !gathered.fresh.isEmpty { cache?.keep(gathered.fresh, known: gathered.known, beside: kept) }
    var outcomes = [FileOutcome](repeating: .answered(FileAnswer()), count: files.count)
    for (index, outcome) in gathered.outcomes { outcomes[index] = outcome }
    return outcomes
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
