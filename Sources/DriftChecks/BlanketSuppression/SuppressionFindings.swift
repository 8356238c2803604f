internal import DriftModel

/// Turns suppressions into findings, unless an allowance covers them, and says how each is made right.
struct SuppressionFindings {
  /// More in one check is not listed.
  private static let limit = 10_000

  private let check: BlanketSuppression
  private var owners: FileOwners
  private(set) var findings: [Finding] = []
  private var isCut = false
  /// What each allowance covers: the first few places, and how many there are.
  private var covered: [(places: [Location], count: Int)]

  init(check: BlanketSuppression, snapshot: any RepositorySnapshot) {
    self.check = check
    self.owners = FileOwners(snapshot)
    self.covered = check.allowances.map { _ in ([], 0) }
  }

  /// Submodules that could not be asked about, and what was too much.
  var obstacles: [Unverified] {
    guard isCut, let place = check.files.first else { return owners.obstacles }
    return owners.obstacles + [
      Unverified("more than \(Self.limit) findings; the rest is not listed", at: place.location)
    ]
  }

  mutating func add(_ mark: FileMark, in file: FileEntry) {
    guard SuppressionSort.allCases.indices.contains(mark.rule), mark.texts.count >= 3 else { return }
    let sort = SuppressionSort.allCases[mark.rule]
    let location = Location(file.path, mark.region)
    var isAllowed = false
    for (index, allowance) in check.allowances.enumerated() where allowance.covers(sort, in: file.path) {
      if covered[index].places.count < 5 { covered[index].places.append(location) }
      covered[index].count += 1
      // One that is past its date is a finding by itself, once and not at every place.
      isAllowed = true
    }
    guard !isAllowed else { return }
    guard findings.count < Self.limit else {
      isCut = true
      return
    }
    let reach = SuppressionReach(rawValue: String(decoding: mark.texts[0], as: UTF8.self)) ?? .line
    let written = VersionText.quoted(mark.texts[1])
    let fault = SuppressionFault(rawValue: String(decoding: mark.texts[2], as: UTF8.self))
    findings.append(
      Finding(
        problem(reach, fault), message(sort, reach, fault, written, sort.claim(mark.texts[1])), at: location,
        evidence: file.isTracked ? [] : [Evidence("the file is not added yet", at: Location(file.path))],
        remedies: remedies(sort, mark, written, in: file)
      ).asConsequence(of: owners.consequence(of: file)))
  }

  private func problem(_ reach: SuppressionReach, _ fault: SuppressionFault?) -> Problem {
    if fault != nil { return BlanketSuppression.malformed }
    return reach == .line ? BlanketSuppression.line : BlanketSuppression.file
  }

  private func message(
    _ sort: SuppressionSort, _ reach: SuppressionReach, _ fault: SuppressionFault?, _ written: String, _ claim: String
  ) -> String {
    if let fault { return "\(written) \(fault.sentence)" }
    let place =
      switch reach {
      case .line: "here"
      case .rest: "from here on"
      case .file: "in the whole file"
      }
    return "\(written) \(claim), and hides \(sort.hidden) \(place)"
  }

  // MARK: Remedies

  private mutating func remedies(
    _ sort: SuppressionSort, _ mark: FileMark, _ written: String, in file: FileEntry
  ) -> [Remedy] {
    let place = "line \(mark.region.line) of '\(file.path)'"
    let remedy: Remedy
    if let replacement = mark.texts.dropFirst(3).first {
      let wanted = VersionText.quoted(replacement)
      remedy = Remedy(
        "write \(wanted) there", steps: [.instruction("replace \(written) with \(wanted) in \(place)")],
        edit: edit(mark, to: replacement, in: file))
    } else {
      remedy = Remedy(sort.advice, steps: [.instruction("change \(place), or take \(written) out")])
    }
    let own = String(decoding: file.path.lastSegment, as: UTF8.self)
    return owners.inPlace(remedy, in: file, message: "Name the rules that are suppressed in \(own)") + [
      Remedy(
        "if it may stand there, say why",
        steps: [
          .instruction(
            "add to 'allow' of the check: { files: '\(file.path)', suppressions: \(sort.rawValue), reason: ... }")
        ])
    ]
  }

  /// The replacement, where nobody has to be asked: a file of this repository that is no link.
  private mutating func edit(_ mark: FileMark, to replacement: [UInt8], in file: FileEntry) -> Edit? {
    guard mark.texts[1].count == mark.range.count, file.kind != .symbolicLink, owners.submodule(of: file) == nil else {
      return nil
    }
    return Edit(path: file.path, range: mark.range, expected: mark.texts[1], replacement: replacement)
  }

  // MARK: Allowances

  /// Adds what is wrong with the allowances themselves. Ask when every file was looked at.
  mutating func judgeAllowances() {
    for (allowance, covered) in zip(check.allowances, covered) {
      let what = allowance.files.map { "'\($0.value)'" }.joined(separator: ", ")
      if covered.count == 0 {
        findings.append(
          Finding(
            BlanketSuppression.stale, "the allowance for \(what) allows nothing any more", at: allowance.location,
            evidence: [Evidence("it was given because: \(allowance.reason)")],
            remedies: [Remedy("take it out", steps: [.instruction("take the entry for \(what) out of 'allow'")])]))
      } else if let until = allowance.until, let today = check.today, until < today {
        let more =
          covered.count > covered.places.count ? [Evidence("and \(covered.count - covered.places.count) more")] : []
        findings.append(
          Finding(
            BlanketSuppression.expired, "the allowance for \(what) ended on \(until)", at: allowance.location,
            evidence: [Evidence("it was given because: \(allowance.reason)")]
              + covered.places.map { Evidence("this is what it allowed", at: $0) } + more,
            remedies: [
              Remedy(
                "put right what it allowed, and take it out",
                steps: [.instruction("name the rules in each place, and take the entry for \(what) out of 'allow'")]),
              Remedy(
                "decide again", steps: [.instruction("give the entry for \(what) a new date, and a reason that holds")]),
            ]))
      }
    }
  }
}
