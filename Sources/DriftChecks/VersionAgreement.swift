internal import Documents
public import DriftModel
internal import RegularExpressions

/// Whether every consumer states the version that the source of truth states.
///
/// Subjects are the places that state a version: `README.md#/version`, a file searched with a pattern, a folder named
/// after it. Values are compared as text: `1.10` is not `1.1`.
public struct VersionAgreement: Check {
  private static let truthField = Field(
    required: "truth", "Where the version is decided; it must give one value.", VersionSource.codec.located)

  private static let consumersField = Field(
    required: "consumers", "What must state the same version, each counted by itself.",
    VersionConsumer.codec.list())

  private static let normalizeField = Field(
    optional: "normalize", "'strip-v' leaves out a 'v' before the first digit, on both sides, before comparing.",
    Codec<String>.choice(["strip-v"]))

  private static let formatField = Field(
    optional: "format", "A regular expression that every version must match as a whole, after 'normalize'.",
    Codec<RegularExpression>.regularExpression().located)

  static let differs = Problem(
    "version-differs", "a consumer states another version than the source of truth",
    explanation: """
      Somebody changed the version in one place and not in the other. Readers, builds and releases then believe \
      different things, and which one is right is known only to the source of truth.
      """)

  static let missing = Problem(
    "version-missing", "a consumer exists and does not state the version",
    explanation: """
      The place that should state the version is not there: a key was renamed, a front matter removed, a line rewritten \
      so that the pattern no longer finds it. Nothing is compared then, which must not look like agreement. Where stating \
      it is a choice, 'required: false' on the consumer says so.
      """)

  static let malformed = Problem(
    "version-malformed", "what is stated cannot be a version",
    explanation: """
      The value is a list or a mapping, or it does not match 'format'. A placeholder that was never filled in is the \
      usual case.
      """)

  public static let description = KindDescription(
    name: "version-agreement", summary: "every consumer states the version that the source of truth states",
    family: .guardrails, fields: [truthField, consumersField, normalizeField, formatField],
    problems: [differs, missing, malformed])

  let truth: Located<VersionSource>
  let consumers: [VersionConsumer]
  let stripsPrefix: Bool
  let format: VersionFormat?
  let except: [PathPattern]
  let allowsEmpty: Bool

  public init?(_ values: inout FieldValues) {
    let truth = values.read(Self.truthField)
    let consumers = values.read(Self.consumersField)
    let normalize = values.read(Self.normalizeField)
    let format = VersionFormat.read(Self.formatField, &values)
    guard let truth, let consumers, let normalize, let format else { return nil }
    self.truth = truth
    self.consumers = consumers
    self.stripsPrefix = normalize == "strip-v"
    self.format = format
    self.except = values.except.map(\.value)
    self.allowsEmpty = values.allowsEmpty
  }

  public func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
    var examination = Examination()
    var obstacles = Obstacles()
    let reader = VersionReader(snapshot: snapshot, except: except)
    var findings = VersionFindings(snapshot: snapshot, format: format, stripsPrefix: stripsPrefix)

    let decided = reader.read(truth.value)
    var seen: Set<String> = []
    examination.subjects = decided.subjects.filter { seen.insert($0).inserted }
    switch decision(from: decided) {
    case .value(let statement):
      findings.decide(statement)
      examination.selections += decided.selections.map { pattern, count in
        Selection("truth pattern", pattern, count: count)
      }
    case .unknown(let reasons): for reason in reasons { obstacles.add(reason) }
    }
    for consumer in consumers {
      let reading = reader.read(consumer.source, except: consumer.except)
      examination.subjects += reading.subjects.filter { seen.insert($0).inserted }
      examination.selections += reading.selections.map { pattern, count in
        Selection(
          "consumer pattern", pattern, count: count, allowsEmpty: allowsEmpty || consumer.allowsEmpty)
      }
      for reason in reading.unverified { obstacles.add(reason) }
      for statement in reading.statements { findings.compare(statement, key: consumer.source.key) }
      for gap in reading.gaps where gap.fault == .malformed || consumer.isRequired { findings.add(gap) }
    }
    examination.findings = findings.findings
    examination.unverified = obstacles.all + findings.obstacles
    return examination
  }

  private enum Decision {
    case value(VersionStatement)
    case unknown([Unverified])
  }

  /// The one value of the source of truth, or why there is none.
  private func decision(from reading: VersionReading) -> Decision {
    guard reading.unverified.isEmpty else { return .unknown(reading.unverified) }
    if let gap = reading.gaps.first {
      return .unknown([
        Unverified(
          "the source of truth cannot be read: \(gap.message)", at: gap.location,
          remedies: gap.similarKey.map { [Remedy("did you mean the key '\($0)'?")] } ?? [])
      ])
    }
    guard let first = reading.statements.first else {
      let place = reading.selections.first?.pattern
      return .unknown([
        Unverified(
          "the source of truth '\(place?.value.text ?? "")' selects no file", at: place?.location ?? truth.location)
      ])
    }
    let values = Set(reading.statements.map { normalised($0.value) })
    guard values.count > 1 else { return .value(first) }
    let shown = values.map(VersionText.quoted).sorted().prefix(3).joined(separator: ", ")
    let other = reading.statements.first { normalised($0.value) != normalised(first.value) } ?? first
    return .unknown([
      Unverified(
        "the source of truth must give one version, and gives \(values.count): \(shown)", at: other.location,
        remedies: [Remedy("make them agree, or name one place in 'truth'")])
    ])
  }

  private func normalised(_ value: [UInt8]) -> [UInt8] { stripsPrefix ? VersionText.withoutPrefix(value) : value }
}

/// A regular expression that a version must match as a whole.
struct VersionFormat: Sendable {
  /// As written.
  let text: String
  let location: Location
  private let whole: RegularExpression

  /// Reads the key; what is wrong with it is among the values' problems.
  ///
  /// - Returns: nil after a mistake, and a nil within it if the key is not there.
  static func read(_ field: Field<Located<RegularExpression>?>, _ values: inout FieldValues) -> VersionFormat?? {
    guard let format = values.read(field) else { return nil }
    guard let format else { return .some(nil) }
    do throws(RegularExpressionProblem) {
      let whole = try RegularExpression("^(?:\(format.value.pattern))$")
      return VersionFormat(text: format.value.pattern, location: format.location, whole: whole)
    } catch {
      values.complain("pattern '\(format.value.pattern)': \(error.message)", at: format.location, help: error.help)
      return nil
    }
  }

  func matches(_ value: [UInt8]) -> Bool {
    value.withUnsafeBufferPointer { whole.firstMatch(in: $0, range: 0..<$0.count) != nil }
  }
}

/// What could not be looked at; a submodule that stands in the way of several files is told once.
struct Obstacles {
  private(set) var all: [Unverified] = []
  private var seen: Set<Unverified> = []
  private var submodules: Set<RepositoryPath> = []

  mutating func add(_ unverified: Unverified) {
    if let submodule = unverified.submodule, !submodules.insert(submodule).inserted { return }
    if seen.insert(unverified).inserted { all.append(unverified) }
  }
}
