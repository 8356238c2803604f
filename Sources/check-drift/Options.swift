internal import ArgumentParser
internal import CheckDrift
internal import DriftModel
internal import GitSnapshots

/// Which repository, which of its trees, and by whose rules.
struct TreeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The configuration: a file, or REV:PATH to be judged by another commit's rules.",
      discussion: "Default: '.check-drift.yml' at the root of the tree looked at.", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp("The repository; else the one around the current directory.", valueName: "dir"),
    completion: .directory)
  var repository: String?

  @Flag(
    help: ArgumentHelp(
      "Look at what you are about to commit: the files on disk (the default).",
      discussion: """
        Files that are not added yet are among them where a pattern begins with the folder that they lie in \
        ('src/**/*.py'); one that begins with '**' names no folder and sees only files that git knows.
        """))
  var worktree = false

  @Flag(help: "Look at what is staged.")
  var staged = false

  @Option(help: ArgumentHelp("Look at a commit, without a checkout; works in bare repositories.", valueName: "rev"))
  var rev: String?

  @Option(
    help: ArgumentHelp(
      "Ask the rules about change too (a pin only moves forward), from the merge base with REV.", valueName: "rev"))
  var base: String?

  @Flag(help: "Read a repository that belongs to somebody else.")
  var trustOwner = false

  @Option(
    help: ArgumentHelp(
      "Where a submodule's objects are, if neither in its checkout nor in .git/modules. Repeatable.",
      valueName: "path=gitdir"))
  var submoduleObjects: [String] = []

  func validate() throws {
    let trees = [worktree, staged, rev != nil].filter(\.self)
    guard trees.count <= 1 else { throw ValidationError("'--worktree', '--staged' and '--rev' exclude each other") }
    for value in submoduleObjects where pair(value) == nil {
      throw ValidationError("'--submodule-objects' takes PATH=GITDIR, a submodule's path first, not '\(value)'")
    }
  }

  var tree: SnapshotRequest.Tree {
    if let rev { return .rev(rev) }
    return staged ? .staged : .worktree
  }

  func fill(_ options: inout RunOptions) {
    options.configuration = config
    options.repository = repository
    options.tree = tree
    options.base = base
    options.trustsOwner = trustOwner
    options.submoduleObjects = submoduleObjects.compactMap(pair)
  }

  private func pair(_ value: String) -> (path: RepositoryPath, gitDirectory: String)? {
    guard let sign = value.firstIndex(of: "="), let path = RepositoryPath(String(value[..<sign])) else { return nil }
    let directory = String(value[value.index(after: sign)...])
    return directory.isEmpty ? nil : (path, directory)
  }
}

/// Which checks, and against which day and baseline.
struct SelectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Run only the check of this name. Repeatable.", valueName: "name"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Run only the checks of this kind. Repeatable.", valueName: "kind"))
  var kind: [String] = []

  @Option(
    help: ArgumentHelp(
      "The findings that are accepted; else '.check-drift.baseline.json' of the tree looked at.", valueName: "file"))
  var baseline: String?

  @Option(help: ArgumentHelp("How many threads look at the same time; changes nothing but the time.", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "The day that dates are compared with, as 2026-11-21; else today (UTC), under --rev the commit's.",
      valueName: "date"))
  var today: DayArgument?

  @Option(
    help: ArgumentHelp(
      "Keep answers about single files here between runs: outside the repository, a folder of your own.",
      discussion: "A file that did not change is then not read again. Changes nothing but the time.",
      valueName: "dir"),
    completion: .directory)
  var cache: String?

  @Flag(help: "Let no comment in the files accept findings ('check-drift:allow'): for a stranger's pull request.")
  var noInline = false

  @Flag(help: "Keep nothing between runs (the default, but of the plugins).")
  var noCache = false

  func validate() throws {
    if cache != nil, noCache { throw ValidationError("'--cache' and '--no-cache' exclude each other") }
    if let cache, cache.isEmpty { throw ValidationError("'--cache' takes a folder") }
    if let jobs, jobs < 1 { throw ValidationError("'--jobs' must be at least 1") }
  }

  func fill(_ options: inout RunOptions) {
    options.only = only
    options.kinds = kind
    options.baseline = baseline
    options.jobs = jobs ?? Terminal.processors
    options.cache = cache
    options.acceptsInline = !noInline
    options.today = today?.day
  }
}

/// What other tools may add.
struct ToolOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Run the commands that the configuration declares ('run' of 'tool-findings').",
      discussion: """
        Without it nothing of the repository is ever run. With it, whoever writes the configuration runs programs as \
        you: for a stranger's pull request, take the configuration from its target with --config.
        """))
  var allowTools = false

  @Option(
    help: ArgumentHelp(
      "The report that a check of kind 'tool-findings' reads, wherever it lies. Repeatable.", valueName: "check=file"))
  var toolReport: [String] = []

  func validate() throws {
    for value in toolReport where pair(value) == nil {
      throw ValidationError("'--tool-report' takes CHECK=FILE, the name of a check first, not '\(value)'")
    }
  }

  func fill(_ options: inout RunOptions) {
    options.allowsTools = allowTools
    options.toolReports = toolReport.compactMap(pair)
  }

  private func pair(_ value: String) -> (check: String, file: String)? {
    guard let sign = value.firstIndex(of: "="), sign > value.startIndex else { return nil }
    let file = String(value[value.index(after: sign)...])
    return file.isEmpty ? nil : (String(value[..<sign]), file)
  }
}

/// Whether colours are used.
struct ColorOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Whether to use colours: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto
}

/// Whether findings block.
struct PostureOptions: ParsableArguments {
  @Flag(help: "Findings of level error, and what could not be looked at, fail the call. What CI files should say.")
  var strict = false

  @Flag(help: "Findings are warnings, and the call succeeds.")
  var local = false

  func validate() throws {
    if strict, local { throw ValidationError("'--strict' and '--local' exclude each other") }
  }

  var choice: Posture.Choice? { strict ? .strict : local ? .local : nil }
}

/// `--today`.
struct DayArgument: ExpressibleByArgument {
  let day: Day

  init?(argument: String) {
    guard let day = Day(argument) else { return nil }
    self.day = day
  }
}
