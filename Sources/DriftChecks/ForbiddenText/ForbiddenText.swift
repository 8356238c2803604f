internal import Documents
public import DriftModel
internal import RegularExpressions
internal import SourceText

/// Whether files are free of what must not be in them: deprecated names, notes of migrations past, calls left over.
///
/// Subjects are files. Each is asked by itself (``ForbiddenTextLook``), so that many are asked at the same time and
/// answers can be kept; files that are not text are left out and counted.
public struct ForbiddenText: Check {
  /// Which part of a source file counts.
  enum Place: String, Sendable, CaseIterable {
    case anywhere, code, comments, strings

    /// `a comment`, for messages.
    var noun: String {
      switch self {
      case .anywhere: "text"
      case .code: "code"
      case .comments: "a comment"
      case .strings: "a string"
      }
    }
  }

  private static let filesField = Field(
    required: "files", "What is searched: a pattern or a list of them, each of which must select something.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true))
  private static let literalsField = Field(
    "literals", "Texts that must not be there, taken as they are.", ForbiddenEntry.literals, default: [],
    defaultText: nil)
  private static let patternsField = Field(
    "patterns", "Regular expressions that must match no line.", ForbiddenEntry.patterns, default: [],
    defaultText: nil)
  private static let namesField = Field(
    "python-names",
    "Modules and names that Python code must not use, whatever its imports call them: 'jsonschema.RefResolver'.",
    ForbiddenEntry.names, default: [], defaultText: nil)
  private static let inField = Field(
    "in", "Where 'literals' and 'patterns' count: anywhere, or only in code, in comments or in strings.",
    Codec<String>.choice(Place.allCases.map(\.rawValue)), default: "anywhere", defaultText: "anywhere")
  private static let pointerField = Field(
    "pointer",
    "Search only these values of JSON, YAML and TOML documents: JSON pointers, '*' for any key, '**' for any depth.",
    PointerPattern.codec.list(orOne: true), default: [], defaultText: nil)
  private static let insteadField = Field(
    optional: "instead", "What to use instead, for entries that do not say it themselves.",
    Codec<String>.text("what to use instead"))
  private static let generatedField = Field(
    "generated", "Whether the outputs of generated-code checks are searched too.", Codec<Bool>.boolean,
    default: false, defaultText: "false")

  static let textForbidden = Problem(
    "text-forbidden", "a file holds a text that must not be there",
    explanation: """
      Somebody wrote, or forgot to remove, what the project has decided against: a deprecated call, a note of an old \
      conversion, output meant for debugging. A rule that is only agreed upon is broken by whoever was not there.
      """)

  static let nameForbidden = Problem(
    "name-forbidden", "Python code uses a name that must not be used",
    explanation: """
      The code imports or uses a name that is deprecated or banned here. What counts is what the name stands for, not \
      how it is written: 'import jsonschema as js' and 'from jsonschema import RefResolver as R' lead to the same class.
      """)

  public static let description = KindDescription(
    name: "forbidden-text", summary: "no file holds a text, and no Python code a name, that must not be there",
    family: .guardrails,
    fields: [
      filesField, literalsField, patternsField, namesField, inField, pointerField, insteadField, generatedField,
    ], problems: [textForbidden, nameForbidden])

  let files: [Located<PathPattern>]
  let look: ForbiddenTextLook
  let instead: String?
  let except: [PathPattern]
  let includesGenerated: Bool
  private(set) var generated: [GeneratedOutputs] = []
  private let allowsEmpty: Bool

  public init?(_ values: inout FieldValues) {
    let files = values.read(Self.filesField)
    let literals = values.read(Self.literalsField)
    let patterns = values.read(Self.patternsField)
    let names = values.read(Self.namesField)
    let place = values.read(Self.inField).flatMap(Place.init)
    let pointers = values.read(Self.pointerField)
    let instead = values.read(Self.insteadField)
    let generated = values.read(Self.generatedField)
    guard let files, let literals, let patterns, let names, let place, let pointers, let instead, let generated else {
      return nil
    }
    let entries = literals + patterns + names
    if entries.isEmpty {
      values.complain(
        "nothing is forbidden", help: ["name it in 'literals', 'patterns' or 'python-names'"])
    }
    if !pointers.isEmpty {
      if place != .anywhere {
        values.complain(
          "'in: \(place.rawValue)' has no meaning with 'pointer', which says already what is searched",
          at: values.location(of: "in"))
      }
      if !names.isEmpty {
        values.complain(
          "'python-names' are not sought in documents, which 'pointer' asks for",
          at: values.location(of: "python-names"), help: ["make them a check of their own"])
      }
    }
    self.files = files
    self.look = ForbiddenTextLook(entries: entries, place: place, pointers: pointers)
    self.instead = instead
    self.except = values.except.map(\.value)
    self.includesGenerated = generated
    self.allowsEmpty = values.allowsEmpty
  }

  public func leavingOut(_ generated: [GeneratedOutputs]) -> ForbiddenText {
    guard !includesGenerated else { return self }
    var check = self
    check.generated = generated
    return check
  }

  // MARK: Looking

  public func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
    var examination = Examination()
    var obstacles = Obstacles()
    let (surveyed, counts) = survey(snapshot, &obstacles)
    var findings = ForbiddenTextFindings(check: self, snapshot: snapshot)
    var binaries: [RepositoryPath] = []
    var gone: [RepositoryPath] = []
    var pointed = [Int](repeating: 0, count: look.pointers.count)
    // Files that hold nothing are subjects and nothing else.
    var leftOut: [Int] = []
    for notable in surveyed.notable {
      let file = notable.file
      switch notable.outcome {
      case .failed(let failure):
        // Deleted from the checkout, and the deletion not staged yet; or a link to a folder, whose files have paths of
        // their own.
        let isGone = failure.cause == .notFound && file.isTracked
        if isGone || (failure.cause == .notAFile && file.kind == .symbolicLink) {
          gone.append(file.path)
          leftOut.append(notable.place)
          continue
        }
        obstacles.add(Unverified(failure, at: Location(file.path)))
      case .answered(let answer):
        if answer.isBinary {
          binaries.append(file.path)
          leftOut.append(notable.place)
          continue
        }
        for mark in answer.marks {
          if look.entries.indices.contains(mark.rule) {
            findings.add(mark, in: file)
          } else if pointed.indices.contains(mark.rule - look.entries.count) {
            pointed[mark.rule - look.entries.count] += 1
          }
        }
        for doubt in answer.doubts {
          obstacles.add(
            Unverified(
              "'\(file.path)' is not wholly searched: \(doubt.reason)", at: Location(file.path, doubt.region),
              remedies: ForbiddenTextFindings.remedies(for: doubt, in: file)))
        }
      }
    }
    let subjects = SurveyedSubjects(surveyed, leavingOut: leftOut)
    examination.surveyed = subjects
    examination.selections = counts.map { pattern, count in
      let left = count - gone.count { pattern.value.matches($0) }
      return Selection("pattern", pattern, count: left, allowsEmpty: allowsEmpty)
    }
    if subjects.count > 0, obstacles.all.isEmpty {
      examination.selections += zip(look.pointers, pointed).map { pointer, count in
        Selection("pointer '\(pointer.text)'", at: pointer.location, count: count, allowsEmpty: allowsEmpty)
      }
    }
    examination.findings = findings.findings
    examination.unverified = obstacles.all + findings.obstacles
    if !binaries.isEmpty { examination.witnesses = [Self.leftOut(binaries, examination)] }
    return examination
  }

  /// What was found in the files, each once and sorted, and how many of them each pattern selects.
  private func survey(
    _ snapshot: any RepositorySnapshot, _ obstacles: inout Obstacles
  ) -> (result: SurveyResult, counts: [(pattern: Located<PathPattern>, count: Int)]) {
    var counts: [(pattern: Located<PathPattern>, count: Int)] = []
    var selected: [FileEntry] = []
    for pattern in files {
      do throws(ReadFailure) {
        let listing = try listing(of: pattern.value, in: snapshot)
        if files.count == 1 {
          // Files are listed while others are looked at.
          let result = try snapshot.survey(listing, look.survey)
          return (result, [(pattern, result.count)])
        }
        let found = try listing.files()
        counts.append((pattern, found.count))
        selected += found
      } catch {
        obstacles.add(Unverified(error, at: pattern.location))
      }
    }
    var seen: Set<RepositoryPath> = []
    let each = selected.filter { seen.insert($0.path).inserted }.sorted { $0.path < $1.path }
    return (snapshot.survey(each, look.survey), counts)
  }

  /// The files of a pattern that are searched.
  private func listing(
    of pattern: PathPattern, in snapshot: any RepositorySnapshot
  ) throws(ReadFailure) -> FileListing {
    let onlyPython = look.entries.allSatisfy { if case .name = $0.form { true } else { false } }
    return try snapshot.listing(matching: pattern).filter { [except, generated] file in
      guard file.kind != .submodule, !except.contains(where: { $0.matches(file.path) }) else { return false }
      guard !generated.contains(where: { $0.contains(file.path) }) else { return false }
      return !onlyPython || Self.mayBePython(file.path)
    }
  }

  private static func mayBePython(_ path: RepositoryPath) -> Bool {
    let name = path.lastSegment
    return Language(fileName: name).map { $0 == .python } ?? Language.mayBeToldByFirstLine(name)
  }

  /// Says what was not searched because it is no text.
  private static func leftOut(_ binaries: [RepositoryPath], _ examination: Examination) -> Witness {
    let verdict = Verdict.clean
    let names = binaries.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    let more = binaries.count > 3 ? " and \(binaries.count - 3) more" : ""
    return Witness(
      kind: "text",
      verdict: examination.findings.isEmpty ? (examination.unverified.isEmpty ? verdict : .unverified) : .drift,
      notes: ["left out what is not text, a NUL among its first 8,000 bytes: \(names)\(more)"])
  }
}
