internal import DriftModel
internal import DriftReports
public import GitSnapshots

/// Everything that is opened and read before checks run: repository, configuration, baseline.
public struct Checkup: Sendable {
  /// The repository.
  public let repository: OpenedRepository
  /// What to run.
  public let request: RunRequest
  /// The baseline as it is written down, whatever of it holds.
  public let baseline: Baseline?

  /// Begins, on whatever thread, with what every checkup waits for and no option changes.
  public static func prepare() { GitEngine.start() }

  /// Opens and reads everything that the options name.
  public init(_ options: RunOptions, in surroundings: Surroundings) throws(RunFailure) {
    let posture: Report.Posture
    do throws(Posture.Problem) {
      posture = try Posture.decide(options.posture, environment: surroundings.environment)
    } catch {
      throw RunFailure(error.message)
    }
    let repository = try Checkup.open(options, in: surroundings)
    let snapshot = repository.snapshot
    let source = ConfigurationSource(repository: repository, named: options.configuration, in: surroundings.directory)
    let configuration: (name: FileName, bytes: [UInt8])
    let all: [ConfiguredCheck]
    var checks: [ConfiguredCheck]
    let baseline: Baseline?
    let captures: CaptureService
    do throws(RunFailure) {
      (configuration, all) = try source.read()
      checks = try Checkup.select(all, options, configuration.name)
      baseline = try Checkup.baseline(options, snapshot)
      captures = try Checkup.captures(options, all, repository, configuration.name)
    } catch {
      throw error.of(repository)
    }

    var notes = repository.notes
    var allowed = baseline
    switch snapshot.base {
    case .notAsked: notes.append("rules about change were not asked: there is no --base")
    case .unavailable(let failure): notes.append("rules about change could not be asked: \(failure.reason)")
    case .tree(let base):
      let change = ChangeSinceBase(base)
      if options.configuration == nil {
        notes += change.notes(on: all)
        notes += change.tighten(&checks)
      }
      if options.baseline == nil, let now = baseline {
        let limited = change.limit(now)
        allowed = limited.baseline
        notes += limited.notes
      }
    }
    self.repository = repository
    self.baseline = baseline
    self.request = RunRequest(
      toolVersion: Version.current, snapshot: snapshot, base: repository.base, checks: checks,
      configuration: configuration, posture: posture,
      today: options.today ?? Day(secondsSince1970: repository.commitTime ?? surroundings.now), baseline: allowed,
      isPartial: checks.count < all.count, jobs: options.jobs,
      cache: try Checkup.cache(options, repository, in: surroundings), acceptsInline: options.acceptsInline,
      notes: notes, captures: captures, blobID: repository.blobID(of:))
  }

  /// The checkout's folder; nil for a bare repository.
  public var checkout: String? { repository.isBare ? nil : repository.root }

  // MARK: Parts

  static func open(_ options: RunOptions, in surroundings: Surroundings) throws(RunFailure) -> OpenedRepository {
    do throws(GitProblem) {
      return try GitEngine.open(
        SnapshotRequest(
          repository: options.repository, start: surroundings.directory, tree: options.tree, base: options.base,
          submoduleObjects: options.submoduleObjects, indexFile: surroundings.environment("GIT_INDEX_FILE"),
          trustsOwner: options.trustsOwner))
    } catch {
      throw RunFailure(error)
    }
  }

  private static func cache(
    _ options: RunOptions, _ repository: OpenedRepository, in surroundings: Surroundings
  ) throws(RunFailure) -> ResultCache? {
    guard let folder = options.cache else { return nil }
    do throws(FileProblem) {
      return try ResultCache(
        folder, in: repository.root, isTracked: repository.tracks,
        program: "\(Version.current) \(surroundings.program())")
    } catch {
      throw RunFailure(error.message).of(repository)
    }
  }

  private static func select(
    _ checks: [ConfiguredCheck], _ options: RunOptions, _ file: FileName
  ) throws(RunFailure) -> [ConfiguredCheck] {
    guard !options.only.isEmpty || !options.kinds.isEmpty else { return checks }
    var complaints: [Complaint] = []
    func require(_ wanted: [String], among known: [String], _ what: String) {
      for name in wanted where !known.contains(name) {
        let help = closestName(to: name, among: known).map { "did you mean '\($0)'?" }
        let list = known.map { "'\($0)'" }.joined(separator: ", ")
        complaints.append(
          Complaint("no check \(what) '\(name)' is configured in '\(file.text)'", help: [help ?? "there is \(list)"]))
      }
    }
    require(options.only, among: checks.map(\.name), "named")
    var kinds: [String] = []
    for check in checks where !kinds.contains(check.kind.name) { kinds.append(check.kind.name) }
    require(options.kinds, among: kinds, "of kind")
    guard complaints.isEmpty else { throw RunFailure(complaints, exitStatus: 2) }
    return checks.filter { options.only.contains($0.name) || options.kinds.contains($0.kind.name) }
  }

  private static func captures(
    _ options: RunOptions, _ checks: [ConfiguredCheck], _ repository: OpenedRepository, _ file: FileName
  ) throws(RunFailure) -> CaptureService {
    let able = checks.filter { $0.check.capture != nil }.map(\.name)
    for (name, _) in options.toolReports where !able.contains(name) {
      let suggestion = closestName(to: name, among: able).map { "did you mean '\($0)'?" }
      let known = able.isEmpty ? "no check reads one" : "checks that do: \(able.joined(separator: ", "))"
      throw RunFailure(
        "no check named '\(name)' in '\(file.text)' reads the report of a tool", help: [suggestion ?? known])
    }
    return CaptureService(
      checkout: repository.isBare ? nil : repository.root, allowsTools: options.allowsTools,
      reports: Dictionary(options.toolReports.map { ($0.check, $0.file) }) { _, last in last })
  }

  private static func baseline(
    _ options: RunOptions, _ snapshot: any RepositorySnapshot
  ) throws(RunFailure) -> Baseline? {
    let bytes: [UInt8]
    let file: FileName
    if let name = options.baseline {
      file = .external(name)
      do throws(FileProblem) { bytes = try DiskFile.read(name) } catch { throw RunFailure(error) }
    } else {
      guard let path = RepositoryPath(Baseline.usualName) else { return nil }
      file = .repository(path)
      do throws(ReadFailure) {
        bytes = try snapshot.contents(of: path)
      } catch {
        if error.cause == .notFound { return nil }
        throw RunFailure("cannot read the baseline: \(error.reason)", exitStatus: 3)
      }
    }
    do throws(Baseline.Mistakes) {
      return try Baseline.read(bytes, file: file)
    } catch {
      throw RunFailure(error.problems, in: file, bytes: bytes, snapshot: snapshot)
    }
  }
}

/// What the base says of rules and baseline, to tell what a change does to them.
private struct ChangeSinceBase {
  let base: any RepositorySnapshot

  init(_ base: any RepositorySnapshot) { self.base = base }

  /// What was weakened. A configuration that cannot be read there weakens nothing: it was not in force.
  func notes(on checks: [ConfiguredCheck]) -> [String] {
    guard let path = RepositoryPath(Configuration.fileName) else { return [] }
    guard let bytes = try? base.contents(of: path) else { return ["there is no configuration at the base"] }
    guard let old = try? ConfigurationSource.parse(bytes, .repository(path), base) else {
      return ["the configuration at the base has mistakes, so what was weakened since is not known"]
    }
    return RuleChanges.describe(from: old, to: checks)
  }

  /// Lets no check count more to pass than its namesake at the base does, and says where one would.
  func tighten(_ checks: inout [ConfiguredCheck]) -> [String] {
    guard let path = RepositoryPath(Configuration.fileName), let bytes = try? base.contents(of: path),
      let old = try? ConfigurationSource.parse(bytes, .repository(path), base)
    else { return [] }
    var notes: [String] = []
    for (index, check) in checks.enumerated() {
      guard let before = old.first(where: { $0.name == check.name && $0.kind.name == check.kind.name }) else {
        continue
      }
      let tightened = check.check.tightened(to: before.check)
      checks[index] = check.with(tightened.check)
      notes += tightened.notes.map { "check '\(check.name)' (\(check.kind.name)) \($0)" }
    }
    return notes
  }

  /// The part of a baseline that holds. One that is new as a whole is somebody's start and holds.
  func limit(_ baseline: Baseline) -> (baseline: Baseline, notes: [String]) {
    guard let path = RepositoryPath(Baseline.usualName), let bytes = try? base.contents(of: path) else {
      let count = baseline.entries.reduce(0) { $0 + $1.count }
      return (baseline, ["the baseline is new since the base and accepts \(count)"])
    }
    guard let old = try? Baseline.read(bytes, file: baseline.file) else {
      return (baseline, ["the baseline at the base has mistakes, so whether it grew is not known"])
    }
    return baseline.limited(to: old)
  }
}
