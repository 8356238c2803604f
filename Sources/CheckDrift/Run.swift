public import DriftModel
public import DriftReports

/// Everything that a run depends on. Equal requests give equal reports.
public struct RunRequest: Sendable {
  /// The program's version.
  public var toolVersion: String
  /// The tree to look at.
  public var snapshot: any RepositorySnapshot
  /// The merge base that rules about change are measured from.
  public var base: ObjectID?
  /// The checks to run, in the order of the configuration.
  public var checks: [ConfiguredCheck]
  /// The configuration they come from: its name, and its bytes for excerpts.
  public var configuration: (name: FileName, bytes: [UInt8])
  /// Whether findings block.
  public var posture: Report.Posture
  /// The only clock.
  public var today: Day
  /// The findings that are accepted.
  public var baseline: Baseline?
  /// Whether `checks` are only some of the configuration's, so that nothing can be said of what was not found.
  public var isPartial: Bool
  /// How many threads may look at the same time.
  public var jobs: Int
  /// Where answers about single files are kept between runs; nil if nowhere. It changes nothing but the time.
  public var cache: ResultCache?
  /// Whether comments in the files themselves may accept findings.
  public var acceptsInline: Bool
  /// What the reader should know of the run, a sentence each.
  public var notes: [String]
  /// Where checks get what other tools say.
  public var captures: CaptureService
  /// Git's blob id of some bytes.
  public var blobID: @Sendable ([UInt8]) -> ObjectID

  /// A request for all checks of a configuration.
  public init(
    toolVersion: String, snapshot: any RepositorySnapshot, base: ObjectID? = nil, checks: [ConfiguredCheck],
    configuration: (name: FileName, bytes: [UInt8]), posture: Report.Posture, today: Day, baseline: Baseline? = nil,
    isPartial: Bool = false, jobs: Int = 1, cache: ResultCache? = nil, acceptsInline: Bool = true, notes: [String] = [],
    captures: CaptureService = CaptureService(),
    blobID: @escaping @Sendable ([UInt8]) -> ObjectID
  ) {
    self.toolVersion = toolVersion
    self.snapshot = snapshot
    self.base = base
    self.checks = checks
    self.configuration = configuration
    self.posture = posture
    self.today = today
    self.baseline = baseline
    self.isPartial = isPartial
    self.jobs = jobs
    self.cache = cache
    self.acceptsInline = acceptsInline
    self.notes = notes
    self.captures = captures
    self.blobID = blobID
  }
}

/// Looks, and says what was seen.
public enum Run {
  /// Examines every check, applies levels, vacuity and the baseline, and puts everything in order.
  public static func report(_ request: RunRequest) async -> Report { await timedReport(request).report }

  /// The same, and how long it took.
  public static func timedReport(_ request: RunRequest) async -> (report: Report, timings: Timings) {
    let start = ContinuousClock.now
    let crew = Crew(jobs: request.jobs)
    let snapshot = ObservedSnapshot(
      request.snapshot, surveyor: Surveyor(crew: crew, cache: request.cache), captures: request.captures)
    let checks = request.checks.map { $0.asOf(request.today) }
    let examined = await Examiner.examine(checks, in: snapshot, jobs: request.jobs, crew: crew)
    let judgements = zip(request.checks, examined).map { Judgement($0, $1.outcome, in: snapshot) }
    var assembly = Assembly(request, judgements, submodules: snapshot.observed, crew: crew)
    let report = assembly.report()
    let timings = Timings(
      checks: zip(request.checks, examined).map { ($0.name, $1.duration.microseconds) },
      total: (ContinuousClock.now - start).microseconds)
    return (report, timings)
  }
}
