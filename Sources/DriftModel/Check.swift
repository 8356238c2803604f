/// One consumer of the configuration's patterns, and how much it selected: the vacuity rule is the engine's, not the
/// check's.
public struct Selection: Sendable, Hashable {
  /// What it is, for the message: `pattern 'docs/**/*.md'`.
  public let label: String
  /// Its line in the configuration.
  public let location: Location
  /// How many subjects it selected.
  public let count: Int
  /// Whether selecting nothing is allowed here.
  public let allowsEmpty: Bool
  /// The pattern that selects; nil for a consumer that is no pattern of files.
  public let pattern: PathPattern?

  /// A count of one pattern or consumer.
  public init(_ label: String, at location: Location, count: Int, allowsEmpty: Bool = false) {
    self.label = label
    self.location = location
    self.count = count
    self.allowsEmpty = allowsEmpty
    self.pattern = nil
  }

  /// A count of one pattern of files, which the message calls `what 'pattern'`.
  public init(_ what: String, _ pattern: Located<PathPattern>, count: Int, allowsEmpty: Bool = false) {
    self.label = "\(what) '\(pattern.value)'"
    self.location = pattern.location
    self.count = count
    self.allowsEmpty = allowsEmpty
    self.pattern = pattern.value
  }
}

/// What one kind of evidence says by itself.
public struct Witness: Sendable, Hashable {
  /// `stamp`, `mirror`, `receipt` or `structure`.
  public let kind: String
  /// Its own verdict.
  public let verdict: Verdict
  /// What it did not compare, or how it worked, a sentence each; shown with `--verbose` and in `json`.
  public let notes: [String]

  /// A witness and what it says.
  public init(kind: String, verdict: Verdict, notes: [String] = []) {
    self.kind = kind
    self.verdict = verdict
    self.notes = notes
  }
}

/// What a check saw: the things that it looked at, and what is wrong with them.
public struct Examination: Sendable, Hashable {
  /// What was really looked at, by name (a path, an output, `README.md#/version`), each counted once.
  public var subjects: [String]
  /// Files of a survey that were looked at, besides the subjects that have names already.
  public var surveyed: SurveyedSubjects?
  /// What is wrong.
  public var findings: [Finding]
  /// What could not be looked at.
  public var unverified: [Unverified]
  /// How much each pattern and consumer selected.
  public var selections: [Selection]
  /// What each kind of evidence says by itself, weakest first; empty for kinds that have no evidence.
  public var witnesses: [Witness]

  /// An examination; empty to begin with.
  public init(
    subjects: [String] = [], findings: [Finding] = [], unverified: [Unverified] = [], selections: [Selection] = [],
    witnesses: [Witness] = []
  ) {
    self.subjects = subjects
    self.findings = findings
    self.unverified = unverified
    self.selections = selections
    self.witnesses = witnesses
  }
}

/// What a kind is: its name, what it takes, and every way in which it can fail.
public struct KindDescription: Sendable {
  /// The name written in YAML.
  public let name: String
  /// What must hold, as one sentence without a full stop.
  public let summary: String
  /// Which posture switch it listens to.
  public let family: PostureFamily
  /// The keys it takes beside the common ones.
  public let fields: [any AnyField]
  /// Every problem that it can report.
  public let problems: [Problem]

  /// Describes a kind.
  public init(name: String, summary: String, family: PostureFamily, fields: [any AnyField], problems: [Problem]) {
    self.name = name
    self.summary = summary
    self.family = family
    self.fields = fields
    self.problems = problems
  }
}

/// A kind of check: a pure function from a snapshot to an examination.
///
/// A kind is one file in `DriftChecks`. It declares its keys as ``Field`` values, reads them in its initialiser, and
/// examines a snapshot. It cannot open a file, see a clock, or know how severe its findings are: it states facts.
public protocol Check: Sendable {
  /// The kind's name, keys and problems.
  static var description: KindDescription { get }

  /// Decodes the keys.
  ///
  /// Read every field before giving up, so that all mistakes are reported at once; mistakes go into `values`.
  /// - Returns: nil if a mistake makes the check unusable.
  init?(_ values: inout FieldValues)

  /// The files that this check claims to be generated; nil for kinds to which that means nothing, which is usual.
  var generatedOutputs: GeneratedOutputs? { get }

  /// The same check, told what the configuration's checks claim to be generated. Kinds that look at what people write
  /// leave it out; to all others it means nothing.
  func leavingOut(_ generated: [GeneratedOutputs]) -> Self

  /// What the check's configuration lets through by name, so that a pull request that lets more through can be told;
  /// nothing for most kinds.
  var concessions: [String] { get }

  /// The same check, told which day it is: the only clock. To kinds without dates it means nothing.
  func asOf(_ today: Day) -> Self

  /// Looks. What cannot be read becomes an ``Unverified``; only what makes the whole check pointless is thrown.
  func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination

  /// What it needs to see beside the tree; the usual answer is nothing.
  var capture: CaptureRequest? { get }

  /// The same check, letting nothing pass that the check of the same name at the base does not, where it counts what it
  /// lets pass.
  ///
  /// - Returns: the check, and what a reader should know of the difference: each a sentence that goes on from its name.
  func tightened(to base: any Check) -> (check: any Check, notes: [String])

  /// What is derived from what, for `check-drift graph`. Any order; the usual answer is nothing.
  func derivations(in snapshot: any RepositorySnapshot) throws(ReadFailure) -> [Derivation]
}

extension Check {
  public var generatedOutputs: GeneratedOutputs? { nil }

  public func leavingOut(_ generated: [GeneratedOutputs]) -> Self { self }

  public var concessions: [String] { [] }

  public func asOf(_ today: Day) -> Self { self }

  public func derivations(in snapshot: any RepositorySnapshot) throws(ReadFailure) -> [Derivation] { [] }

  public var capture: CaptureRequest? { nil }

  public func tightened(to base: any Check) -> (check: any Check, notes: [String]) { (self, []) }
}

/// One file, or one statement in it, that must agree with another, which is its source of truth.
public struct Derivation: Sendable, Hashable {
  /// The source of truth, by name: `schemas/control.schema.json`, `version.json#/schemaVersion`.
  public let source: String
  /// What is derived from it: `python/control.py`.
  public let derived: String

  /// A pair.
  public init(from source: String, to derived: String) {
    self.source = source
    self.derived = derived
  }
}
