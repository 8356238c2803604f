internal import Documents
internal import DriftModel

/// Compares statements with the decided version, and says what is wrong and how it is made right.
struct VersionFindings {
  private let snapshot: any RepositorySnapshot
  private let format: VersionFormat?
  private let stripsPrefix: Bool
  private var truth: VersionStatement?
  private var owners: FileOwners

  private(set) var findings: [Finding] = []

  init(snapshot: any RepositorySnapshot, format: VersionFormat?, stripsPrefix: Bool) {
    self.snapshot = snapshot
    self.format = format
    self.stripsPrefix = stripsPrefix
    self.owners = FileOwners(snapshot)
  }

  /// Submodules that could not be asked about.
  var obstacles: [Unverified] { owners.obstacles }

  /// Takes the version that all others are held against.
  mutating func decide(_ statement: VersionStatement) {
    truth = statement
    if let format, !format.matches(normalised(statement.value)) {
      add(
        VersionAgreement.malformed, misfit(statement.value, "the source of truth '\(statement.file.path)'", format),
        at: statement.location, in: statement.file, evidence: formatFacts(statement, format),
        remedies: fit(format, in: statement.file))
    }
  }

  /// Holds a statement against the decided version. One mistake is one finding: what has the wrong form is not also
  /// compared, and what agrees with the decided version is not blamed for its form.
  mutating func compare(_ statement: VersionStatement, key: JSONPointer?) {
    let agrees = truth.map { normalised($0.value) == normalised(statement.value) }
    if agrees == true { return }
    let place = key.map { " at '\($0)'" } ?? ""
    let subject = "'\(statement.place?.path ?? statement.file.path)'"
    if let format, !format.matches(normalised(statement.value)) {
      add(
        VersionAgreement.malformed, misfit(statement.value, subject, format), at: statement.location,
        in: statement.file, evidence: formatFacts(statement, format),
        remedies: truth == nil ? fit(format, in: statement.file) : remedies(for: statement, place))
      return
    }
    guard let truth else { return }
    let onlyPrefix = VersionText.withoutPrefix(truth.value) == VersionText.withoutPrefix(statement.value)
    let message =
      "\(subject) states \(VersionText.quoted(statement.value))\(place), and the source of truth states"
      + " \(VersionText.quoted(truth.value))" + (onlyPrefix ? ": only the leading 'v' differs" : "")
    var evidence = [stated(statement), stated(truth, by: "the source of truth")]
    if onlyPrefix { evidence.append(Evidence("'normalize: strip-v' would compare them without it")) }
    add(
      VersionAgreement.differs, message, at: statement.location, in: statement.file, evidence: evidence,
      remedies: remedies(for: statement, place))
  }

  /// Reports a file that states no version, or nothing that can be one.
  mutating func add(_ gap: VersionGap) {
    let evidence = truth.map { [stated($0, by: "the source of truth")] } ?? []
    let version = truth.map { VersionText.quoted($0.value) } ?? "the version"
    var remedies = inPlace(
      Remedy(
        "state \(version) there", steps: [.instruction("state \(version) \(gap.wanted)")]), in: gap.file)
    if gap.fault == .missing {
      remedies.append(
        Remedy(
          "if it need not state a version, say so",
          steps: [.instruction("add 'required: false' to the consumer, or name the file in its 'except'")]))
    }
    add(
      gap.fault == .missing ? VersionAgreement.missing : VersionAgreement.malformed, gap.message, at: gap.location,
      in: gap.file, evidence: evidence, remedies: remedies)
  }

  private mutating func add(
    _ problem: Problem, _ message: String, at location: Location, in file: FileEntry, evidence: [Evidence],
    remedies: [Remedy]
  ) {
    var evidence = evidence
    if !file.isTracked { evidence.append(Evidence("the file is not added yet", at: Location(file.path))) }
    findings.append(
      Finding(problem, message, at: location, evidence: evidence, remedies: remedies)
        .asConsequence(of: consequence(of: file)))
  }

  // MARK: Words

  private func normalised(_ value: [UInt8]) -> [UInt8] { stripsPrefix ? VersionText.withoutPrefix(value) : value }

  private func misfit(_ value: [UInt8], _ subject: String, _ format: VersionFormat) -> String {
    "\(subject) states \(VersionText.quoted(value)), which does not match '\(format.text)'"
  }

  private func stated(_ statement: VersionStatement, by whom: String = "the consumer") -> Evidence {
    let files = statement.place.map { $0.files > 1 ? ", in the path of \($0.files) files" : ", in its path" } ?? ""
    return Evidence("\(whom) states \(VersionText.quoted(statement.value))\(files)", at: statement.location)
  }

  private func formatFacts(_ statement: VersionStatement, _ format: VersionFormat) -> [Evidence] {
    [
      Evidence("\(VersionText.quoted(statement.value)) is stated here", at: statement.location),
      Evidence("'format' is '\(format.text)'", at: format.location),
    ]
  }

  // MARK: Remedies

  private mutating func fit(_ format: VersionFormat, in file: FileEntry) -> [Remedy] {
    inPlace(
      Remedy(
        "state a version that matches there",
        steps: [.instruction("state a version that matches '\(format.text)' in '\(file.path)'")]), in: file)
  }

  private mutating func remedies(for statement: VersionStatement, _ place: String) -> [Remedy] {
    guard let truth else { return [] }
    let wanted = replacement(for: statement, truth)
    if let location = statement.place { return rename(location, statement, to: wanted) }
    let from = VersionText.quoted(statement.value)
    let line = statement.location.region.map { " in line \($0.line)" } ?? ""
    let sentence = "replace \(from) with \(VersionText.quoted(wanted))\(place)\(line) of '\(statement.file.path)'"
    let remedy = Remedy(
      "state \(VersionText.quoted(wanted)) there", steps: [.instruction(sentence)],
      edit: isSettled(statement) ? statement.site?.edit(of: statement.file.path, to: wanted) : nil)
    return inPlace(remedy, in: statement.file)
  }

  /// Whether nobody has to be asked what is to be written, and where. A link's own bytes are its target's name; where a
  /// submodule's state is the cause, the decided version itself may move; what has the wrong form may be a template.
  private mutating func isSettled(_ statement: VersionStatement) -> Bool {
    statement.file.kind != .symbolicLink && consequence(of: statement.file) == nil
      && format?.matches(normalised(statement.value)) ?? true
  }

  /// The decided version as the consumer would write it: with its own `v`, where that does not count.
  private func replacement(for statement: VersionStatement, _ truth: VersionStatement) -> [UInt8] {
    guard stripsPrefix else { return truth.value }
    let prefix = VersionText.hasPrefix(statement.value) ? Array(statement.value.prefix(1)) : []
    return prefix + VersionText.withoutPrefix(truth.value)
  }

  private mutating func rename(_ place: VersionPlace, _ statement: VersionStatement, to wanted: [UInt8]) -> [Remedy] {
    let told = Remedy(
      "state \(VersionText.quoted(wanted)) in the path",
      steps: [.instruction("rename '\(place.path)', or name it in 'except' if it is kept on purpose")])
    guard place.isLastSegment, let new = VersionFindings.path(place.path, replacing: statement.value, with: wanted),
      place.path.isUTF8, new.isUTF8, isFree(new), owners.submodule(of: statement.file) == nil
    else { return inPlace(told, in: statement.file) }
    let step =
      statement.file.isTracked
      ? Git.step(["mv"], paths: [place.path, new])
      : .command(["mv", "--", place.path.description, new.description])
    return [
      Remedy("state \(VersionText.quoted(wanted)) in the path", steps: [step]),
      Remedy("if it is kept on purpose, say so", steps: [.instruction("name it in 'except'")]),
    ]
  }

  private static func path(_ path: RepositoryPath, replacing old: [UInt8], with new: [UInt8]) -> RepositoryPath? {
    let segment = Array(path.lastSegment)
    guard !old.isEmpty, segment.count >= old.count else { return nil }
    let starts = (0...(segment.count - old.count)).filter { segment[$0...].starts(with: old) }
    guard starts.count == 1, let start = starts.first else { return nil }
    let name = Array(segment[..<start]) + new + Array(segment[(start + old.count)...])
    return RepositoryPath(name).map { path.parent.appending($0) }
  }

  /// Whether nothing stands at a path. What cannot be asked is not free.
  private func isFree(_ path: RepositoryPath) -> Bool {
    do {
      let below = try PathPattern(below: path)
      return try snapshot.entry(at: path) == nil && snapshot.files(matching: below).isEmpty
    } catch {
      return false
    }
  }

  /// The remedy where the file lies.
  private mutating func inPlace(_ remedy: Remedy, in file: FileEntry) -> [Remedy] {
    owners.inPlace(remedy, in: file, message: "State the version in \(owners.ownPath(of: file))")
  }

  // MARK: Submodules

  /// The submodule whose state explains a finding: that of the consumer, else that of the source of truth.
  private mutating func consequence(of file: FileEntry) -> RepositoryPath? {
    owners.consequence(of: file) ?? truth.flatMap { owners.consequence(of: $0.file) }
  }
}
