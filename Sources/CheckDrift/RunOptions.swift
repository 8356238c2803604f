public import DriftModel
public import GitSnapshots

/// What a caller may ask for, as the command line has it.
public struct RunOptions: Sendable {
  /// `--strict` or `--local`.
  public var posture: Posture.Choice?
  /// `--config`: a file on disk, or `REV:PATH`.
  public var configuration: String?
  /// `--repository`.
  public var repository: String?
  /// `--worktree`, `--staged` or `--rev`.
  public var tree: SnapshotRequest.Tree
  /// `--base`.
  public var base: String?
  /// `--only`: names of checks.
  public var only: [String]
  /// `--kind`: names of kinds.
  public var kinds: [String]
  /// `--baseline`: a file on disk.
  public var baseline: String?
  /// `--jobs`.
  public var jobs: Int
  /// `--cache`: a folder outside the repository.
  public var cache: String?
  /// `--no-inline` is not given.
  public var acceptsInline: Bool
  /// `--today`.
  public var today: Day?
  /// `--trust-owner`.
  public var trustsOwner: Bool
  /// `--submodule-objects`.
  public var submoduleObjects: [(path: RepositoryPath, gitDirectory: String)]
  /// `--allow-tools`: whether commands of the configuration may run.
  public var allowsTools: Bool
  /// `--tool-report`: the files that checks read in place of the reports that they name, by the check's name.
  public var toolReports: [(check: String, file: String)]

  /// The defaults of the command line.
  public init(
    posture: Posture.Choice? = nil, configuration: String? = nil, repository: String? = nil,
    tree: SnapshotRequest.Tree = .worktree, base: String? = nil, only: [String] = [], kinds: [String] = [],
    baseline: String? = nil, jobs: Int = 1, cache: String? = nil, acceptsInline: Bool = true, today: Day? = nil,
    trustsOwner: Bool = false, submoduleObjects: [(path: RepositoryPath, gitDirectory: String)] = [],
    allowsTools: Bool = false, toolReports: [(check: String, file: String)] = []
  ) {
    self.posture = posture
    self.configuration = configuration
    self.repository = repository
    self.tree = tree
    self.base = base
    self.only = only
    self.kinds = kinds
    self.baseline = baseline
    self.jobs = jobs
    self.cache = cache
    self.acceptsInline = acceptsInline
    self.today = today
    self.trustsOwner = trustsOwner
    self.submoduleObjects = submoduleObjects
    self.allowsTools = allowsTools
    self.toolReports = toolReports
  }
}

/// What a run finds outside the repository. Nothing else reads the environment or the clock.
public struct Surroundings: Sendable {
  /// The current directory: absolute, without links.
  public var directory: String
  /// The value of a variable of the environment.
  public var environment: @Sendable (String) -> String?
  /// The time, in seconds since 1970.
  public var now: Int64
  /// What names this very program among all others of its version; asked only if answers are kept between runs.
  public var program: @Sendable () -> String

  /// Surroundings from their parts.
  public init(
    directory: String, environment: @escaping @Sendable (String) -> String?, now: Int64,
    program: @escaping @Sendable () -> String = { "" }
  ) {
    self.program = program
    self.directory = directory
    self.environment = environment
    self.now = now
  }
}
