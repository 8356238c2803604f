internal import DriftModel

/// Compares one output with its entry in a receipt.
struct ReceiptJudge {
  let read: ReadReceipt
  /// The receipt's path.
  let place: RepositoryPath
  let generator: Generator?
  let pin: PinnedVersion

  /// What the receipt says of an output.
  ///
  /// - Parameter sources: everything that feeds it.
  /// - Throws: that a file cannot be read, or cannot be named in this receipt.
  func judge(
    _ output: Output, _ sources: [RepositoryPath], _ ids: inout BlobIDs
  ) throws(ReceiptObstacle) -> Statement {
    let key = try name(output.path)
    let location = read.locations[key] ?? Location(place)
    guard let entry = read.receipt.entries[key], let origin = entry.origin else {
      return .differs([notRecorded(output, at: location)])
    }
    let now = try ids.id(of: output.path, isLink: output.isLink)
    let feed = try ids.feed(sources, in: place)

    let outputMoved = now != entry.blob
    let inputsMoved = feed.digest != origin.inputs
    let settings = try changedSettings(since: origin, at: location, ids)
    guard outputMoved || inputsMoved || !settings.isEmpty else {
      return .agrees(Evidence("it is as recorded here", at: location))
    }
    let here = Location(output.path)
    let outputFacts =
      outputMoved
      ? [Evidence("recorded as \(entry.blob.short)", at: location), Evidence("is now \(now.short)", at: here)]
      : [Evidence("unchanged since it was recorded", at: here)]
        + (settings.isEmpty ? [Evidence("the entry for '\(output.path)'", at: location)] : [])
    let (moved, inputFacts) = inputsMoved ? movedInputs(sources, feed.ids) : ([], [unmoved(sources)])
    let evidence = outputFacts + inputFacts + settings
    if outputMoved {
      if inputsMoved || !settings.isEmpty {
        let other = inputsMoved ? "what feeds it" : "the generator"
        return .differs([
          Difference(
            GeneratedCode.notRecorded, "\(output.name) and \(other) both changed since it was recorded",
            at: Location(output.path), evidence: evidence)
        ])
      }
      return .differs([
        Difference(
          GeneratedCode.outputEdited, "\(output.name) changed since it was recorded, its inputs did not",
          at: Location(output.path), evidence: evidence, mover: .output)
      ])
    }
    guard inputsMoved else {
      return .differs([
        Difference(
          GeneratedCode.generatorChanged, "\(output.name) was recorded with another generator than the one asked for",
          at: Location(output.path), evidence: evidence, mover: .generator)
      ])
    }
    let what = moved.count == 1 ? "'\(moved[0])'" : "what feeds it"
    return .differs([
      Difference(
        GeneratedCode.inputMoved, "\(output.name) did not follow: \(what) changed since it was recorded",
        at: Location(output.path), evidence: evidence, mover: .inputs(moved))
    ])
  }

  // MARK: Names

  /// A file as the receipt names it.
  private func name(_ path: RepositoryPath) throws(ReceiptObstacle) -> RepositoryPath {
    try ReceiptJudge.name(path, in: place)
  }

  /// A file as a receipt names it: relative to the receipt's folder.
  ///
  /// - Throws: that it lies elsewhere, or has a name that JSON cannot hold.
  static func name(_ path: RepositoryPath, in place: RepositoryPath) throws(ReceiptObstacle) -> RepositoryPath {
    guard let name = path.relative(to: place.parent) else {
      throw ReceiptObstacle(
        "'\(path)' does not lie in the folder of the receipt '\(place)', so no entry can name it", at: Location(path),
        remedies: [
          Remedy("ask for other evidence: a receipt vouches for outputs whose inputs its own repository holds")
        ])
    }
    guard name.isUTF8 else {
      throw ReceiptObstacle("the name of '\(path)' is not UTF-8, so a receipt cannot hold it", at: Location(path))
    }
    return name
  }

  // MARK: What moved

  private func notRecorded(_ output: Output, at location: Location) -> Difference {
    Difference(
      GeneratedCode.notRecorded, "\(output.name) is not recorded", at: Location(output.path),
      evidence: [Evidence("the receipt has no entry for '\(output.path)' as an output", at: location)])
  }

  /// The inputs whose own entries differ. There may be none although the digest differs: an input was removed, or a
  /// merge put lines together that belong to different states.
  private func movedInputs(
    _ sources: [RepositoryPath], _ ids: [RepositoryPath: ObjectID]
  ) -> ([RepositoryPath], [Evidence]) {
    var moved: [RepositoryPath] = []
    var facts: [Evidence] = []
    for source in sources {
      guard let key = source.relative(to: place.parent), let now = ids[key] else { continue }
      let recorded = read.receipt.entries[key]?.blob
      guard recorded != now else { continue }
      moved.append(source)
      facts.append(
        Evidence(
          recorded.map { "recorded as \($0.short), is now \(now.short)" } ?? "not recorded when the output was",
          at: Location(source)))
    }
    if moved.isEmpty {
      facts.append(
        Evidence(
          "each input is as recorded, but not all of them fed the output then: one was added or removed, or a merge "
            + "brought together what no generator saw together", at: Location(place)))
    }
    let shown = facts.prefix(5)
    let more = facts.count - shown.count
    return (moved, shown + (more > 0 ? [Evidence("and \(more) more inputs changed")] : []))
  }

  private func unmoved(_ sources: [RepositoryPath]) -> Evidence {
    sources.count == 1
      ? Evidence("unchanged since the output was recorded", at: Location(sources[0]))
      : Evidence("what feeds it is unchanged since it was recorded", at: sources.first.map { Location($0) })
  }

  private func changedSettings(
    since origin: Receipt.Origin, at location: Location, _ ids: BlobIDs
  ) throws(ReceiptObstacle) -> [Evidence] {
    guard let generator else { return [] }
    var facts: [Evidence] = []
    func compare(_ what: String, _ recorded: String?, _ wanted: String, at place: Location) {
      guard recorded != wanted else { return }
      facts.append(Evidence("recorded with \(recorded.map { "\(what) '\($0)'" } ?? "no \(what)")", at: location))
      facts.append(Evidence("the \(what) asked for is '\(wanted)'", at: place))
    }
    compare("generator", origin.generator, generator.name.value, at: generator.name.location)
    if let pinned = pin.stated {
      compare(
        "version", origin.version.map(PinNumbering.bare), PinNumbering.bare(pinned.text), at: pinned.location)
    }
    if let options = generator.options,
      origin.arguments != (try ids.id(ofText: Receipt.text(ofArguments: options), for: place))
    {
      facts.append(Evidence("recorded with other arguments", at: location))
      facts.append(Evidence("the arguments asked for", at: generator.name.location))
    }
    return facts
  }
}
