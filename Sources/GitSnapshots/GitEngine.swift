internal import CLibgit2
public import DriftModel

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What to open, and which of its trees to look at.
public struct SnapshotRequest: Sendable {
  /// A tree as the caller names it.
  public enum Tree: Sendable, Hashable {
    case worktree
    case staged
    case rev(String)
  }

  /// The repository's folder, if the caller named one: exactly that one is opened.
  public var repository: String?
  /// Where to look for the enclosing repository otherwise: an absolute path.
  public var start: String
  /// The tree.
  public var tree: Tree
  /// The revision that rules about change are measured from.
  public var base: String?
  /// Git directories with submodules' objects, by the submodule's path.
  public var submoduleObjects: [(path: RepositoryPath, gitDirectory: String)]
  /// What `GIT_INDEX_FILE` says. 'git commit -a' shows its hooks the index that it is about to commit in a file of its
  /// own; any other than one in the repository's own git directory is left alone, for it may be another repository's.
  public var indexFile: String?
  /// Whether a repository of another owner may be read.
  public var trustsOwner: Bool

  /// A request; the defaults are those of the command line.
  public init(
    repository: String? = nil, start: String, tree: Tree = .worktree, base: String? = nil,
    submoduleObjects: [(path: RepositoryPath, gitDirectory: String)] = [], indexFile: String? = nil,
    trustsOwner: Bool = false
  ) {
    self.repository = repository
    self.start = start
    self.tree = tree
    self.base = base
    self.submoduleObjects = submoduleObjects
    self.indexFile = indexFile
    self.trustsOwner = trustsOwner
  }
}

/// Why a repository could not be opened or its tree not be found.
public struct GitProblem: Error, Sendable, Hashable {
  /// One line: lower case, no full stop. Not escaped.
  public let message: String
  /// What to do, a line each.
  public let help: [String]
  /// 2 if the call is wrong, 3 if the repository could not be read.
  public let exitStatus: Int

  init(_ message: String, help: [String] = [], exitStatus: Int = 3) {
    self.message = message
    self.help = help
    self.exitStatus = exitStatus
  }
}

/// A repository that was opened, and the tree that was asked for.
public struct OpenedRepository: Sendable {
  /// The tree.
  public let snapshot: any RepositorySnapshot
  /// The checkout's folder, or the bare repository's, with a trailing `/`.
  public let root: String
  /// Whether there is no checkout.
  public let isBare: Bool
  /// The merge base that rules about change are measured from, if it was asked for and is known.
  public let base: ObjectID?
  /// The committer's time of the commit looked at, in seconds since 1970; nil unless a revision was asked for.
  public let commitTime: Int64?
  /// What the reader should know of the way the repository was found, a sentence each.
  public let notes: [String]

  private let repository: GitRepository

  init(
    snapshot: any RepositorySnapshot, root: String, isBare: Bool, base: ObjectID?, commitTime: Int64?, notes: [String],
    repository: GitRepository
  ) {
    self.snapshot = snapshot
    self.root = root
    self.isBare = isBare
    self.base = base
    self.commitTime = commitTime
    self.notes = notes
    self.repository = repository
  }

  /// Git's blob id of some bytes. Nothing is written. Wraps `git_odb_hash`.
  public func blobID(of bytes: [UInt8]) -> ObjectID { (try? GitRepository.blobID(of: bytes)) ?? .zero }

  /// Whether the index holds a folder of the checkout, anything in it, or a submodule that it lies in; true where that
  /// cannot be said.
  public func tracks(_ folder: RepositoryPath) -> Bool {
    guard !isBare, let table = try? IndexContents(of: repository, at: nil).table else { return true }
    var path = folder
    while path != .root {
      if table.index(of: path.bytes) != nil { return true }
      path = path.parent
    }
    return !table.entries(inside: folder.bytes).isEmpty
  }

  /// A file of any commit, for `--config REV:PATH`.
  public func contents(of path: RepositoryPath, at revision: String) throws(GitProblem) -> [UInt8] {
    let commit = try GitEngine.resolve(revision, in: repository)
    let source = CommitSource(repository, commit: commit, prefix: .root)
    do throws(ReadFailure) {
      if case .bytes(let bytes) = try source.content(at: path) { return bytes }
    } catch {
      throw GitProblem("\(revision): \(error.reason)", exitStatus: error.cause == .notFound ? 2 : 3)
    }
    throw GitProblem("\(revision): '\(path)' is a symbolic link", exitStatus: 2)
  }
}

/// Opens repositories. The only door to git.
public enum GitEngine {
  /// Starts libgit2 ahead of its use, on any thread: it prepares for networks that are never used here, and meanwhile the
  /// program can learn what it is asked. Wraps `git_libgit2_init`.
  public static func start() {
    // Who opens a repository is told if it failed.
    _ = try? LibgitRuntime.start()
  }

  /// Opens a repository and the tree that is asked for. Nothing is written, then or later.
  public static func open(_ request: SnapshotRequest) throws(GitProblem) -> OpenedRepository {
    do throws(GitError) { try LibgitRuntime.start() } catch { throw GitProblem(error.message) }
    if request.trustsOwner { LibgitRuntime.trustEveryOwner() }
    let (repository, notes) = try Discovery(request).open()
    let objects = Dictionary(request.submoduleObjects.map { ($0.path, $0.gitDirectory) }) { _, last in last }
    let opening = Opening(repository: repository, request: request, finder: SubmoduleFinder(objects: objects))
    return try opening.open(notes: notes)
  }

  /// The commit that a revision names, with the right status for an unknown one.
  static func resolve(_ revision: String, in repository: GitRepository) throws(GitProblem) -> ObjectID {
    do throws(GitError) {
      return try repository.resolve(revision)
    } catch {
      if repository.isShallow, error.isNotFound {
        throw GitProblem(
          "there is no commit '\(revision)' in this shallow repository",
          help: ["fetch it: git fetch --unshallow origin"], exitStatus: 3)
      }
      guard
        error.isNotFound || error.code == GIT_EAMBIGUOUS.rawValue || error.code == GIT_EINVALIDSPEC.rawValue
          || error.code == GIT_EPEEL.rawValue
      else { throw GitProblem("cannot \(error.operation): \(error.message)") }
      if revision == "HEAD", (try? repository.head()) == .some(nil) {
        throw GitProblem("this repository has no commit yet, so there is no 'HEAD' to look at", exitStatus: 2)
      }
      throw GitProblem("'\(revision)' names no commit here: \(error.message)", exitStatus: 2)
    }
  }

  /// How to say that a folder of another owner is trusted.
  static func trustRemedy(_ folder: String?) -> Remedy {
    Remedy(
      "if you trust it, say so to git, or pass '--trust-owner'",
      commands: [["git", "config", "--global", "--add", "safe.directory", folder ?? "*"]])
  }
}

/// From an open repository to the tree that was asked for.
private struct Opening {
  let repository: GitRepository
  let request: SnapshotRequest
  let finder: SubmoduleFinder

  func open(notes: [String]) throws(GitProblem) -> OpenedRepository {
    let isBare = repository.workDirectory == nil
    if isBare, request.tree == .worktree {
      throw GitProblem(
        "'\(repository.gitDirectory)' is a bare repository: it has no work tree to look at",
        help: ["name a commit: --rev HEAD"], exitStatus: 2)
    }
    if isBare, request.tree == .staged {
      throw GitProblem(
        "'\(repository.gitDirectory)' is a bare repository: it has no index to look at",
        help: ["name a commit: --rev HEAD"], exitStatus: 2)
    }
    let head = try reading { () throws(GitError) in try repository.head() }
    var commit = head
    if case .rev(let revision) = request.tree { commit = try GitEngine.resolve(revision, in: repository) }
    let base = try findBase(of: commit)
    let reference: (any RepositorySnapshot)? =
      switch base.tree {
      case .tree(let snapshot): snapshot
      case .notAsked, .unavailable:
        if case .rev = request.tree { nil } else { head.map { self.snapshot(of: $0) } }
      }
    let snapshot = try snapshot(commit: commit, base: base.tree, reference: reference)
    var commitTime: Int64?
    if case .rev = request.tree, let commit {
      commitTime = try reading { () throws(GitError) in try repository.time(of: commit) }
    }
    var notes = notes
    if head == nil, commit == nil {
      notes.append("the repository has no commit yet: only what is about to be committed was looked at")
    }
    return OpenedRepository(
      snapshot: snapshot, root: repository.workDirectory ?? repository.gitDirectory, isBare: isBare, base: base.id,
      commitTime: commitTime, notes: notes, repository: repository)
  }

  private func snapshot(
    commit: ObjectID?, base: BaseTree, reference: (any RepositorySnapshot)?
  ) throws(GitProblem) -> any RepositorySnapshot {
    let place = self.place
    let source: any TreeSource
    let tree: TreeSelection
    switch request.tree {
    case .worktree:
      let checkout = repository.workDirectory ?? repository.gitDirectory
      source = try reading { () throws(GitError) in
        try WorktreeSource(repository, checkout: checkout, prefix: .root, index: indexFile)
      }
      tree = .worktree
    case .staged:
      source = try reading { () throws(GitError) in
        IndexSource(repository, prefix: .root, table: try IndexContents(of: repository, at: indexFile).table)
      }
      tree = .staged
    case .rev:
      guard let commit else { throw GitProblem("this repository has no commit yet", exitStatus: 2) }
      source = CommitSource(repository, commit: commit, prefix: .root)
      tree = .revision(commit)
    }
    return GitSnapshot(
      tree: tree, head: commit, root: source, place: place, finder: finder,
      looksAtCheckouts: request.tree == .worktree, branchName: branchName(), base: base, reference: reference)
  }

  /// The tree of a commit, to compare with.
  private func snapshot(of commit: ObjectID) -> any RepositorySnapshot {
    GitSnapshot(
      tree: .revision(commit), head: commit, root: CommitSource(repository, commit: commit, prefix: .root),
      place: place, finder: finder, looksAtCheckouts: false, branchName: nil)
  }

  /// The index that git told its hook to look at, if it is this repository's.
  private var indexFile: String? {
    guard let named = request.indexFile, !named.isEmpty, let top = repository.workDirectory else { return nil }
    return DiskReader.place(of: named.hasPrefix("/") ? named : top + named, in: repository.gitDirectory)
  }

  private var place: RepositoryPlace {
    RepositoryPlace(repository: repository, checkout: repository.workDirectory.map { DiskReader(root: $0) })
  }

  private func branchName() -> String? {
    let name = try? repository.withHandle { repository throws(GitError) in
      var head: OpaquePointer?
      guard git_repository_head(&head, repository) == 0, let head else { return String?.none }
      defer { git_reference_free(head) }
      return git_reference_is_branch(head) == 1 ? String(cString: git_reference_shorthand(head)) : nil
    }
    return name ?? nil
  }

  private func findBase(of commit: ObjectID?) throws(GitProblem) -> (tree: BaseTree, id: ObjectID?) {
    guard let revision = request.base else { return (.notAsked, nil) }
    let base = try GitEngine.resolve(revision, in: repository)
    let unshallow = Remedy("fetch the rest of the history", commands: [["git", "fetch", "--unshallow", "origin"]])
    guard let commit else {
      let failure = ReadFailure(.history, "there is no commit yet, so nothing is in common with the base '\(revision)'")
      return (.unavailable(failure), nil)
    }
    do throws(GitError) {
      if let mergeBase = try repository.mergeBase(base, commit) { return (.tree(snapshot(of: mergeBase)), mergeBase) }
    } catch {
      // At a shallow boundary libgit2 gives now this status, now that.
      guard repository.isShallow, error.isMissingObject else {
        throw GitProblem("cannot \(error.operation): \(error.message)")
      }
    }
    let reason =
      repository.isShallow
      ? "the history ends at a shallow boundary before the merge base with '\(revision)'"
      : "there is no common history with the base '\(revision)'"
    return (.unavailable(ReadFailure(.history, reason, remedies: repository.isShallow ? [unshallow] : [])), nil)
  }

  private func reading<Value>(_ body: () throws(GitError) -> Value) throws(GitProblem) -> Value {
    do throws(GitError) {
      return try body()
    } catch {
      var help: [String] = []
      if error.message.contains("sdir") {
        help = ["this is a sparse index, which libgit2 cannot read: git sparse-checkout reapply --no-sparse-index"]
      } else if error.message.contains("'link'") {
        help = ["this is a split index, which libgit2 cannot read: git update-index --no-split-index"]
      } else if error.operation == "read the index" {
        help = [
          "the index is damaged; git can write a new one from HEAD: mv '\(repository.gitDirectory)index' index.damaged && git reset"
        ]
      }
      throw GitProblem("cannot \(error.operation): \(error.message)", help: help)
    }
  }
}
