internal import DriftModel

/// Evidence `stamp`: the header that a generator writes agrees with the input, with the pinned version, and with the
/// headers of the other outputs.
struct StampEvidence: EvidenceReader {
  let kind = EvidenceKind.stamp
  let generator: Generator?
  /// Where the configuration asks for this evidence.
  let location: Location

  func testify(on pairing: Pairing, in snapshot: any RepositorySnapshot) -> Testimony {
    var testimony = Testimony()
    var versionFiles = VersionFiles(snapshot)
    var stamps: [(output: Output, stamp: Stamp)] = []
    for output in pairing.outputs {
      do throws(ReadFailure) {
        if let stamp = read(try snapshot.contents(of: output.path), at: output.path, &versionFiles) {
          stamps.append((output, stamp))
        } else {
          testimony.statements[output.path] = .differs([missing(output)])
        }
      } catch {
        testimony.statements[output.path] = .unverified([Unverified(error, at: Location(output.path))])
      }
    }
    let pin = PinnedVersion.read(for: generator, in: snapshot)
    if case .unverified(let reason) = pin { testimony.unverified.append(reason) }
    var judge = StampJudge(
      generator: generator, pin: pin.stated, location: location, usual: UsualVersions(stamps.map(\.stamp)),
      documents: DocumentVersions(snapshot))
    for (output, stamp) in stamps { testimony.statements[output.path] = judge.judge(stamp, of: output) }
    testimony.unverified += judge.unverified
    testimony.notes = judge.notes
    return testimony
  }

  private func read(_ bytes: [UInt8], at path: RepositoryPath, _ versionFiles: inout VersionFiles) -> Stamp? {
    if let declared = generator?.stamp { return declared.read(bytes, at: path) }
    guard var stamp = Stamp(of: bytes, at: path) else { return nil }
    if stamp.versions.isEmpty, let form = stamp.form, let file = form.versionFile,
      let fact = versionFiles.version(in: file, above: path)
    {
      stamp.versions = [(.own(form.name), fact)]
    }
    return stamp
  }

  private func missing(_ output: Output) -> Difference {
    let wanted: String
    if generator?.stamp != nil {
      wanted = "no line in its head matches 'generator.stamp'"
    } else if let name = generator?.name.value, StampForm.isKnown(name) {
      wanted = "nothing in its head looks like the header of \(name)"
    } else {
      wanted = "nothing in its head looks like a header that is known; 'generator.stamp' declares any other"
    }
    return Difference(
      GeneratedCode.stampDiffers, "\(output.name) has no generator's header", at: Location(output.path),
      evidence: [Evidence(wanted, at: Location(output.path))])
  }
}

/// The version that most outputs of a check carry, by its numbering.
struct UsualVersions {
  /// A version, and how many outputs state one at all.
  typealias Usual = (fact: Stamp.Fact, count: Int)

  private let versions: [Numbering?: Usual]

  /// Of versions that equally many headers state, the greatest text; the place is the first header that states it.
  init(_ stamps: [Stamp]) {
    var counts: [Numbering?: [String: Usual]] = [:]
    for stamp in stamps {
      for (numbering, fact) in stamp.versions {
        let seen = counts[numbering]?[fact.text]
        counts[numbering, default: [:]][fact.text] = (seen?.fact ?? fact, (seen?.count ?? 0) + 1)
      }
    }
    self.versions = counts.compactMapValues { versions in
      let total = versions.values.reduce(0) { $0 + $1.count }
      return versions.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }.map { ($0.value.fact, total) }
    }
  }

  /// What others state; nil if no more than one output states anything.
  subscript(_ numbering: Numbering?) -> Stamp.Fact? {
    versions[numbering].flatMap { $0.count > 1 ? $0.fact : nil }
  }
}
