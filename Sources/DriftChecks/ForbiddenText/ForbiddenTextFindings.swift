internal import DriftModel
internal import RegularExpressions

/// Turns what was found into findings, and says how each is made right.
struct ForbiddenTextFindings {
  /// More in one check is not listed.
  private static let limit = 10_000

  private let check: ForbiddenText
  private var owners: FileOwners
  private(set) var findings: [Finding] = []
  private var isCut = false

  init(check: ForbiddenText, snapshot: any RepositorySnapshot) {
    self.check = check
    self.owners = FileOwners(snapshot)
  }

  /// Submodules that could not be asked about, and what was too much.
  var obstacles: [Unverified] {
    guard isCut, let place = check.files.first else { return owners.obstacles }
    return owners.obstacles + [
      Unverified("more than \(Self.limit) findings; the rest is not listed", at: place.location)
    ]
  }

  mutating func add(_ mark: FileMark, in file: FileEntry) {
    guard findings.count < Self.limit else {
      isCut = true
      return
    }
    let entry = check.look.entries[mark.rule]
    let found = VersionText.quoted(mark.texts.first ?? [])
    let instead = (entry.instead ?? check.instead).map { "; instead: \($0)" } ?? ""
    var evidence = [Evidence("the \(entry.label) is forbidden", at: entry.location)]
    if let because = entry.because { evidence.append(Evidence(because)) }
    if !file.isTracked { evidence.append(Evidence("the file is not added yet", at: Location(file.path))) }
    var message: String
    var problem = ForbiddenText.textForbidden
    if case .name = entry.form {
      problem = ForbiddenText.nameForbidden
      message = "\(found) is forbidden"
      if found != "'\(entry.text)'" { message = "\(found) is '\(entry.text)', which is forbidden" }
      if let region = Self.region(mark.texts.dropFirst().first) {
        evidence.append(Evidence("this import gives it its meaning", at: Location(file.path, region)))
      }
    } else {
      message = "\(found) is forbidden"
      if check.look.place != .anywhere { message += " in \(check.look.place.rawValue)" }
    }
    findings.append(
      Finding(
        problem, message + instead, at: Location(file.path, mark.region), evidence: evidence,
        remedies: remedies(for: mark, found, entry, in: file)
      ).asConsequence(of: owners.consequence(of: file)))
  }

  private static func region(_ text: [UInt8]?) -> Region? {
    let numbers = (text ?? []).split(separator: UInt8(ascii: " ")).compactMap {
      Int(String(decoding: $0, as: UTF8.self))
    }
    guard numbers.count == 3, numbers[0] > 0, numbers[1] > 0, numbers[2] >= 0 else { return nil }
    return Region(line: numbers[0], column: numbers[1], length: numbers[2])
  }

  // MARK: Remedies

  private mutating func remedies(
    for mark: FileMark, _ found: String, _ entry: ForbiddenEntry, in file: FileEntry
  ) -> [Remedy] {
    let place = "in line \(mark.region.line) of '\(file.path)'"
    let remedy: Remedy
    if let replacement = entry.replacement {
      let edit = edit(mark, to: replacement, in: file)
      let verb = replacement.isEmpty ? "take \(found) out" : "replace \(found) with \(VersionText.quoted(replacement))"
      remedy = Remedy(
        replacement.isEmpty ? "take \(found) out" : "write \(VersionText.quoted(replacement)) there",
        steps: [.instruction("\(verb) \(place)")], edit: edit)
    } else if let instead = entry.instead ?? check.instead {
      remedy = Remedy(
        "use what is wanted instead", steps: [.instruction("use \(instead) instead of \(found) \(place)")])
    } else {
      remedy = Remedy("take it out", steps: [.instruction("take \(found) out \(place)")])
    }
    let own = file.path.lastSegment
    return owners.inPlace(
      remedy, in: file, message: "Remove what is forbidden from \(String(decoding: own, as: UTF8.self))")
      + [
        Remedy(
          "if it may stand there, say so",
          steps: [.instruction("name '\(file.path)' in 'except' of the check")])
      ]
  }

  /// The replacement, where nobody has to be asked: the bytes that were found are all there, in a file of this
  /// repository that is no link.
  private mutating func edit(_ mark: FileMark, to replacement: [UInt8], in file: FileEntry) -> Edit? {
    guard let expected = mark.texts.first, expected.count == mark.range.count, file.kind != .symbolicLink,
      owners.submodule(of: file) == nil
    else { return nil }
    return Edit(path: file.path, range: mark.range, expected: expected, replacement: replacement)
  }

  /// What makes a file that was not searched searchable.
  static func remedies(for doubt: FileDoubt, in file: FileEntry) -> [Remedy] {
    guard doubt.reason.contains("language") else { return [] }
    return [
      Remedy(
        "search all of it, or leave it out",
        steps: [.instruction("say 'in: anywhere', or name '\(file.path)' in 'except' of the check")])
    ]
  }
}
