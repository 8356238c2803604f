internal import DriftModel

/// Commands of git as remedies print them: run at the repository's root, safe to paste whatever a path is called.
enum Git {
  /// `git -C REPOSITORY WORDS -- PATHS`.
  ///
  /// - Parameters:
  ///   - repository: where git works; the root needs no `-C`.
  ///   - words: the command and its options. None may come from the repository unless it is known not to look like
  ///     an option.
  ///   - paths: relative to `repository`; they stand behind `--` and are taken literally.
  static func step(
    _ words: [String], in repository: RepositoryPath = .root, paths: [RepositoryPath] = []
  ) -> RemedyStep {
    .command(command(words, in: repository, paths: paths))
  }

  /// The words of ``step(_:in:paths:)``.
  static func command(_ words: [String], in repository: RepositoryPath, paths: [RepositoryPath] = []) -> [String] {
    var command = ["git"]
    if paths.contains(where: isMagic) { command.append("--literal-pathspecs") }
    if repository != .root { command += ["-C", argument(repository)] }
    command += words
    if !paths.isEmpty { command += ["--"] + paths.map(\.description) }
    return command
  }

  /// A path as an argument that no `--` stands before.
  static func argument(_ path: RepositoryPath) -> String {
    path.bytes.first == UInt8(ascii: "-") ? "./\(path)" : path.description
  }

  /// `git config` on the `.gitmodules` of a repository.
  static func declare(_ key: String, _ value: String, of name: String, in repository: RepositoryPath) -> RemedyStep {
    step(["config", "-f", ".gitmodules", "submodule.\(name).\(key)", value], in: repository)
  }

  /// Whether git would read the path as a pattern: `*`, `?`, `[`, `\`, or `:` at the start.
  private static func isMagic(_ path: RepositoryPath) -> Bool {
    path.bytes.first == UInt8(ascii: ":") || path.bytes.contains { "*?[\\".utf8.contains($0) }
  }
}

/// The way into a submodule's branch, and the way back with what was committed there: regenerate or repair where the
/// files are owned, push, and bump every pin on the way to the outermost repository.
struct SubmoduleSteps {
  /// A submodule on the way, and the branch that its changes belong on.
  private struct Level {
    let submodule: Submodule
    let branch: String?
  }

  /// From the submodule itself outwards.
  private let levels: [Level]

  /// - Parameters:
  ///   - submodule: where something has to change.
  ///   - branch: the branch that a check's configuration names for it; without one, the one in `.gitmodules`, or else the one
  ///     that the remote's HEAD named.
  ///   - all: the snapshot's submodules, for those that it is nested in.
  init(into submodule: Submodule, branch: String? = nil, among all: [Submodule]) {
    var levels = [Level(submodule: submodule, branch: branch ?? SubmoduleSteps.declaredBranch(of: submodule))]
    var parent = submodule.parent
    // A parent's path is shorter than its child's, so this ends.
    while parent != .root, let next = all.first(where: { $0.path == parent }) {
      levels.append(Level(submodule: next, branch: SubmoduleSteps.declaredBranch(of: next)))
      parent = next.parent
    }
    self.levels = levels
  }

  /// Stand on the newest commit of the branch in the submodule. Nothing that lies there is lost: git refuses to
  /// overwrite local changes.
  var enter: [RemedyStep] {
    guard let level = levels.first else { return [] }
    return initialise + SubmoduleSteps.standOnBranch(level)
  }

  /// `git submodule update --init` where the submodule's folder was never filled.
  private var initialise: [RemedyStep] {
    guard let submodule = levels.first?.submodule, submodule.state == .notInitialised else { return [] }
    return [SubmoduleSteps.update(submodule)]
  }

  /// Commit everything that changed in the submodule, push it, and record the new commit here.
  ///
  /// - Parameter message: the commit's message; nil lets git ask for one.
  func publish(_ message: String?) -> [RemedyStep] {
    guard let innermost = levels.first else { return [] }
    let path = innermost.submodule.path
    let here = [
      Git.step(["add", "--all"], in: path),
      Git.step(["commit"] + (message.map { ["-m", $0] } ?? []), in: path),
      SubmoduleSteps.push(innermost),
    ]
    return here + publishOuter(from: innermost.submodule)
  }

  /// Record what is checked out in the submodule. Where another submodule holds it, that one needs a commit of its own,
  /// and is then recorded in turn; here nothing is committed.
  var record: [RemedyStep] {
    guard let innermost = levels.first else { return [] }
    return Array(publishOuter(from: innermost.submodule).dropLast())
  }

  /// Commit the submodule's new commit in each repository on the way out.
  private func publishOuter(from innermost: Submodule) -> [RemedyStep] {
    var steps: [RemedyStep] = []
    var child = innermost
    for level in levels.dropFirst() {
      steps += SubmoduleSteps.standOnBranch(level)
      steps += SubmoduleSteps.bump(child, in: level.submodule.path)
      steps.append(SubmoduleSteps.push(level))
      child = level.submodule
    }
    return steps + SubmoduleSteps.bump(child, in: .root)
  }

  /// Fill the folder of a submodule with its recorded commit; git refuses to overwrite local changes.
  static func update(_ submodule: Submodule) -> RemedyStep {
    Git.step(
      ["submodule", "update", "--init"], in: submodule.parent, paths: [relativePath(of: submodule)])
  }

  private static func record(_ submodule: Submodule, in parent: RepositoryPath) -> RemedyStep {
    Git.step(["add"], in: parent, paths: [submodule.path.relative(to: parent) ?? submodule.path])
  }

  /// Where a submodule lies in the repository that records it.
  static func relativePath(of submodule: Submodule) -> RepositoryPath {
    submodule.path.relative(to: submodule.parent) ?? submodule.path
  }

  private static func standOnBranch(_ level: Level) -> [RemedyStep] {
    let path = level.submodule.path
    guard let branch = level.branch else {
      return [
        Git.step(["fetch", "origin"], in: path),
        .instruction("check out the branch of '\(path)' that the change belongs on"),
      ]
    }
    return [
      Git.step(["fetch", "origin"], in: path),
      Git.step(["checkout", branch, "--"], in: path),
      Git.step(["merge", "--ff-only", "origin/\(branch)"], in: path),
    ]
  }

  private static func push(_ level: Level) -> RemedyStep {
    Git.step(["push", "origin", level.branch ?? "HEAD"], in: level.submodule.path)
  }

  private static func bump(_ child: Submodule, in parent: RepositoryPath) -> [RemedyStep] {
    let path = child.path.relative(to: parent) ?? child.path
    return [
      record(child, in: parent),
      Git.step(["commit", "-m", "Bump \(path)"], in: parent, paths: [path]),
    ]
  }

  private static func declaredBranch(of submodule: Submodule) -> String? {
    (submodule.branch ?? submodule.remoteBranch).flatMap { BranchName.isValid($0) ? $0 : nil }
  }
}

/// Names of branches, as `git check-ref-format --branch` accepts them.
enum BranchName {
  /// Whether the text can be the name of a branch: so that it is safe in a command, and cannot name another ref.
  static func isValid(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard let first = bytes.first, let last = bytes.last, first != UInt8(ascii: "-"), last != UInt8(ascii: ".") else {
      return false
    }
    guard name != "@", !name.contains("@{"), !name.contains("..") else { return false }
    guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !"~^:?*[\\".utf8.contains($0) }) else { return false }
    return bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { component in
      !component.isEmpty && component.first != UInt8(ascii: ".") && !component.ends(with: ".lock")
    }
  }
}
