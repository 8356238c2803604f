public import DriftModel

/// Everything a renderer is given: sorted, levelled and complete. Rendering it is a pure function.
public struct Report: Sendable {
  /// The program and its version.
  public var toolVersion: String
  /// The tree looked at.
  public var tree: TreeSelection
  /// The commit HEAD names, or the one looked at.
  public var head: ObjectID?
  /// The merge base that rules about change were measured from; nil if they were not asked or it is not known.
  public var base: ObjectID?
  /// Whether `--base` was given.
  public var baseWasAsked: Bool
  /// The day that dates are compared with, as `2026-11-21`.
  public var today: String
  /// The configuration's name and the blob id of its bytes.
  public var configuration: (name: FileName, digest: ObjectID)
  /// Strictness of each family, and why.
  public var posture: Posture
  /// The verdict over all checks.
  public var verdict: Verdict
  /// What the program exits with.
  public var exitStatus: Int
  /// Counts over the whole run.
  public var summary: Summary
  /// The submodules that were looked at.
  public var submodules: [Submodule]
  /// The checks, in the order of the configuration.
  public var checks: [CheckResult]
  /// All findings, sorted by path, region, check, problem, message.
  public var findings: [ReportedFinding]
  /// All failures to look, sorted likewise.
  public var unverified: [ReportedUnverified]
  /// Sentences about the run as a whole: what was not asked, which repository was found, what was narrowed since the
  /// base.
  public var notes: [String]

  /// Strict or local, for both families, and the reason.
  public struct Posture: Sendable, Hashable {
    public var codegenIsStrict: Bool
    public var guardrailsAreStrict: Bool
    /// `--strict`, `STRICT_CODEGEN=1`, `CI is set`, `no CI seen`.
    public var why: String

    public init(codegenIsStrict: Bool, guardrailsAreStrict: Bool, why: String) {
      self.codegenIsStrict = codegenIsStrict
      self.guardrailsAreStrict = guardrailsAreStrict
      self.why = why
    }
  }

  /// Counts. What is suppressed counts only as suppressed; `blocking` counts findings, not failures to look.
  public struct Summary: Sendable, Hashable {
    public var errors = 0
    public var warnings = 0
    public var notes = 0
    public var blocking = 0
    public var suppressed = 0
    public var unverified = 0
    public var subjects = 0

    public init() {}
  }

  /// A check's outcome.
  public struct CheckResult: Sendable {
    public var name: String
    public var kind: String
    public var verdict: Verdict
    public var level: Level
    /// What was looked at; `json` lists them with `--verbose`.
    public var subjects: Subjects
    public var witnesses: [Witness]
    /// How many findings, suppressed ones included.
    public var findings: Int
    public var location: Location

    public init(
      name: String, kind: String, verdict: Verdict, level: Level, subjects: Subjects, witnesses: [Witness],
      findings: Int, location: Location
    ) {
      self.name = name
      self.kind = kind
      self.verdict = verdict
      self.level = level
      self.subjects = subjects
      self.witnesses = witnesses
      self.findings = findings
      self.location = location
    }
  }

  public init(
    toolVersion: String, tree: TreeSelection, head: ObjectID?, base: ObjectID?, baseWasAsked: Bool, today: String,
    configuration: (name: FileName, digest: ObjectID), posture: Posture, verdict: Verdict, exitStatus: Int,
    summary: Summary, submodules: [Submodule], checks: [CheckResult], findings: [ReportedFinding],
    unverified: [ReportedUnverified], notes: [String]
  ) {
    self.toolVersion = toolVersion
    self.tree = tree
    self.head = head
    self.base = base
    self.baseWasAsked = baseWasAsked
    self.today = today
    self.configuration = configuration
    self.posture = posture
    self.verdict = verdict
    self.exitStatus = exitStatus
    self.summary = summary
    self.submodules = submodules
    self.checks = checks
    self.findings = findings
    self.unverified = unverified
    self.notes = notes
  }
}

/// Who accepted a finding, and why.
public struct Suppression: Sendable, Hashable {
  public typealias Means = Acceptance.Means
  public var by: Means
  public var reason: String?
  /// The day after which it no longer holds, as `2026-12-31`.
  public var until: String?
  public var location: Location?

  public init(by means: Means, reason: String?, until: String?, location: Location?) {
    self.by = means
    self.reason = reason
    self.until = until
    self.location = location
  }

  /// What the check itself accepted.
  public init(_ acceptance: Acceptance) {
    self.init(
      by: acceptance.by, reason: acceptance.reason, until: acceptance.until, location: acceptance.location)
  }
}

/// The lines of a file that a location covers, for excerpts: line number and bytes without the line's end.
public typealias SourceLines = [(line: Int, text: [UInt8])]

/// A finding with all that the configuration says of it.
public struct ReportedFinding: Sendable {
  public var check: String
  public var kind: String
  public var finding: Finding
  /// The configured level, whatever the posture.
  public var level: Level
  public var isBlocking: Bool
  /// `because:` of the check.
  public var because: String?
  public var fingerprint: String
  public var suppression: Suppression?
  /// Source lines by location: that of the finding and those of its evidence; none where the file cannot be shown.
  public var excerpts: [Location: SourceLines]
  /// The submodule that this finding is about, if others may be its consequences; nil for all kinds but `submodule-pin`.
  public var submodule: RepositoryPath?

  public init(
    check: String, kind: String, finding: Finding, level: Level, isBlocking: Bool, because: String?,
    fingerprint: String, suppression: Suppression?, excerpts: [Location: SourceLines],
    submodule: RepositoryPath? = nil
  ) {
    self.check = check
    self.kind = kind
    self.finding = finding
    self.level = level
    self.isBlocking = isBlocking
    self.because = because
    self.fingerprint = fingerprint
    self.suppression = suppression
    self.excerpts = excerpts
    self.submodule = submodule
  }
}

/// A failure to look with all that the configuration says of it.
public struct ReportedUnverified: Sendable {
  public var check: String
  public var kind: String
  public var unverified: Unverified
  /// `error`, or `warning` where the configuration says `unverified: warning`.
  public var level: Level
  public var isBlocking: Bool
  /// `because:` of the check.
  public var because: String?
  public var fingerprint: String
  public var suppression: Suppression?
  public var excerpts: [Location: SourceLines]

  public init(
    check: String, kind: String, unverified: Unverified, level: Level, isBlocking: Bool, because: String? = nil,
    fingerprint: String, suppression: Suppression?, excerpts: [Location: SourceLines]
  ) {
    self.check = check
    self.kind = kind
    self.unverified = unverified
    self.level = level
    self.isBlocking = isBlocking
    self.because = because
    self.fingerprint = fingerprint
    self.suppression = suppression
    self.excerpts = excerpts
  }
}
