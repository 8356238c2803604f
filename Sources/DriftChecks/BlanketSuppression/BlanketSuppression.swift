internal import Documents
public import DriftModel
internal import RegularExpressions
internal import SourceText

/// Whether every comment that tells a linter or type checker to keep quiet says about what.
///
/// Subjects are files. Each is asked by itself (``SuppressionLook``); what may stand all the same is named in `allow`,
/// with a reason, and is asked for afterwards, where the day has a say.
public struct BlanketSuppression: Check {
  private static let filesField = Field(
    required: "files",
    "What is searched: a pattern or a list of them. Of what they select, the files of the languages below count.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true))
  private static let languagesField = Field(
    "languages", "Which languages count; all if it is left out.",
    Codec<String>.choice(SuppressionFamily.allCases.map(\.rawValue)).list(orOne: true), default: [], defaultText: nil)
  private static let alsoField = Field(
    "also", "Suppressions that are narrow, and looked for only if they are named here.",
    Codec<String>.choice(SuppressionSort.allCases.filter(\.isOptional).map(\.rawValue)).list(orOne: true),
    default: [], defaultText: nil)
  private static let allowField = Field(
    "allow", "What may stand all the same, each with its reason.", SuppressionAllowance.codec.list(), default: [],
    defaultText: nil)
  private static let generatedField = Field(
    "generated", "Whether the outputs of generated-code checks are searched too.", Codec<Bool>.boolean,
    default: false, defaultText: "false")

  static let line = Problem(
    "line-suppressed", "a suppression of a line names no rule",
    explanation: """
      Whoever wrote it meant one finding. It hides all of them, today's and those of every rule that is turned on \
      later; a new mistake on that line is not seen by anybody.
      """)

  static let file = Problem(
    "file-suppressed", "a suppression of a whole file, or of all that follows in it, names no rule",
    explanation: """
      The linter or type checker is turned off for the file. It is counted as checked, and is not: every mistake that \
      is made there from now on stays unseen.
      """)

  static let malformed = Problem(
    "suppression-malformed", "a suppression means to name rules and is written so that it names none",
    explanation: """
      The tools differ in what they make of it: some hide everything, some nothing. Neither is what was meant, and \
      nothing tells.
      """)

  static let expired = Problem(
    "allowance-expired", "an allowance is past its date",
    explanation: """
      It was to be gone by then. Put right what it allows, or decide again and give it a new date.
      """)

  static let stale = Problem(
    "allowance-stale", "an allowance allows nothing any more",
    explanation: """
      What it allowed is gone. Left standing it would allow the next one, which nobody has decided on.
      """)

  public static let description = KindDescription(
    name: "blanket-suppression", summary: "every suppression of a linter or type checker names the rules it hides",
    family: .guardrails, fields: [filesField, languagesField, alsoField, allowField, generatedField],
    problems: [line, file, malformed, expired, stale])

  let files: [Located<PathPattern>]
  let look: SuppressionLook
  let allowances: [SuppressionAllowance]
  let except: [PathPattern]
  private let includesGenerated: Bool
  private let allowsEmpty: Bool
  private var generated: [GeneratedOutputs] = []
  private(set) var today: Day?

  public init?(_ values: inout FieldValues) {
    let files = values.read(Self.filesField)
    let languages = values.read(Self.languagesField)
    let also = values.read(Self.alsoField)
    let allow = values.read(Self.allowField)
    let generated = values.read(Self.generatedField)
    guard let files, let languages, let also, let allow, let generated else { return nil }
    let families = languages.isEmpty ? SuppressionFamily.allCases : languages.compactMap(SuppressionFamily.init)
    self.files = files
    self.look = SuppressionLook(
      languages: Set(families), also: Set(also.compactMap(SuppressionSort.init)))
    self.allowances = allow.map(\.value)
    self.except = values.except.map(\.value)
    self.includesGenerated = generated
    self.allowsEmpty = values.allowsEmpty
  }

  public var concessions: [String] {
    allowances.map { allowance in
      let what = allowance.sorts.isEmpty ? "every suppression" : allowance.sorts.map(\.rawValue).joined(separator: ", ")
      let until = allowance.until.map { " until \($0)" } ?? ""
      return "\(what) in \(allowance.files.map { "'\($0.value)'" }.joined(separator: ", "))\(until)"
    }
  }

  public func leavingOut(_ generated: [GeneratedOutputs]) -> BlanketSuppression {
    guard !includesGenerated else { return self }
    var check = self
    check.generated = generated
    return check
  }

  public func asOf(_ today: Day) -> BlanketSuppression {
    var check = self
    check.today = today
    return check
  }

  public func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
    var examination = Examination()
    var obstacles = Obstacles()
    var findings = SuppressionFindings(check: self, snapshot: snapshot)
    let (selected, patterns) = select(snapshot, &obstacles)
    var counts = [Int](repeating: 0, count: files.count)
    for (file, outcome) in snapshot.survey(selected, look.survey) {
      var isSource = look.looksAt(file.path) ?? false
      switch outcome {
      case .failed(let failure):
        isSource = true
        obstacles.add(Unverified(failure, at: Location(file.path)))
      case .answered(let answer):
        if answer.isBinary { continue }
        for mark in answer.marks {
          if mark.rule == SuppressionLook.isSource { isSource = true } else { findings.add(mark, in: file) }
        }
        for doubt in answer.doubts {
          obstacles.add(
            Unverified(
              "'\(file.path)' is not wholly searched: \(doubt.reason)", at: Location(file.path, doubt.region)))
        }
      }
      guard isSource else { continue }
      examination.subjects.append(file.path.description)
      for pattern in patterns[file.path] ?? [] { counts[pattern] += 1 }
    }
    if obstacles.all.isEmpty { findings.judgeAllowances() }
    examination.selections = zip(files, counts).map { pattern, count in
      Selection("pattern '\(pattern.value)'", at: pattern.location, count: count, allowsEmpty: allowsEmpty)
    }
    examination.findings = findings.findings
    examination.unverified = obstacles.all + findings.obstacles
    return examination
  }

  /// The files that may be sources, each once, and which patterns select them.
  private func select(
    _ snapshot: any RepositorySnapshot, _ obstacles: inout Obstacles
  ) -> (files: [FileEntry], patterns: [RepositoryPath: [Int]]) {
    var selected: [FileEntry] = []
    var patterns: [RepositoryPath: [Int]] = [:]
    for (index, pattern) in files.enumerated() {
      do throws(ReadFailure) {
        for file in try snapshot.files(matching: pattern.value) {
          guard file.kind == .file || file.kind == .executable, look.looksAt(file.path) ?? true,
            !except.contains(where: { $0.matches(file.path) }),
            !generated.contains(where: { $0.contains(file.path) })
          else { continue }
          if patterns[file.path, default: []].isEmpty { selected.append(file) }
          patterns[file.path, default: []].append(index)
        }
      } catch {
        obstacles.add(Unverified(error, at: pattern.location))
      }
    }
    return (selected.sorted { $0.path < $1.path }, patterns)
  }
}
