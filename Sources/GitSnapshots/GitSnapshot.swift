internal import DriftModel
internal import Synchronization

/// One tree of a repository and, where a path leads into them, the trees of its submodules.
final class GitSnapshot: RepositorySnapshot {
  let tree: TreeSelection
  let head: ObjectID?
  let base: BaseTree
  let reference: (any RepositorySnapshot)?

  let mounts: SubmoduleMounts

  /// - Parameters:
  ///   - root: the superproject's own tree.
  ///   - place: where its repository and checkout lie.
  ///   - looksAtCheckouts: whether submodules are read from their checkouts; else at their recorded commits.
  init(
    tree: TreeSelection, head: ObjectID?, root: any TreeSource, place: RepositoryPlace, finder: SubmoduleFinder,
    looksAtCheckouts: Bool, branchName: String?, base: BaseTree = .notAsked, reference: (any RepositorySnapshot)? = nil
  ) {
    self.tree = tree
    self.head = head
    self.base = base
    self.reference = reference
    self.mounts = SubmoduleMounts(
      root: SubmoduleMounts.Mount(root: root, place: place), finder: finder, looksAtCheckouts: looksAtCheckouts,
      branchName: branchName)
  }

  // MARK: Files

  func files(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry] {
    try source(of: pattern).files(matching: pattern)
  }

  func listing(matching pattern: PathPattern) throws(ReadFailure) -> FileListing {
    try source(of: pattern).listing(matching: pattern)
  }

  private func source(of pattern: PathPattern) throws(ReadFailure) -> any TreeSource {
    // A literal pattern may name a submodule itself; any other enters the one that its head names.
    let inside = pattern.isLiteral ? pattern.literalHead.parent : pattern.literalHead
    return try source(of: inside, entering: true)
  }

  func unseenFile(matching pattern: PathPattern, where isWanted: (RepositoryPath) -> Bool) -> RepositoryPath? {
    guard tree == .worktree, pattern.listsWholeTree else { return nil }
    // What cannot be listed explains nothing, and is no failure of what was asked.
    guard let source = try? source(of: .root, entering: true) as? WorktreeSource else { return nil }
    return (try? source.untrackedFile { pattern.matches($0) && isWanted($0) })?.path
  }

  func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry? {
    let source = try source(of: path, entering: false)
    guard let own = path.relative(to: source.prefix) else { return nil }
    return try source.entry(at: own)
  }

  func contents(of path: RepositoryPath) throws(ReadFailure) -> [UInt8] {
    var current = path
    for _ in 0...ReadLimits.links {
      let source = try source(of: current, entering: false)
      guard let own = current.relative(to: source.prefix) else { break }
      let content: SourceContent
      do throws(ReadFailure) {
        content = try source.content(at: own)
      } catch {
        guard current != path, error.cause == .notFound || error.cause == .notAFile else { throw error }
        if source.isFolder(own) {
          throw ReadFailure(
            .notAFile, "the symbolic link '\(path)' leads to the folder '\(current)', whose files are read as they lie",
            at: Location(path))
        }
        throw linkFailure(path, "its target '\(current)' is not a file of the tree")
      }
      switch content {
      case .bytes(let bytes):
        try refusePointer(bytes, at: path)
        return bytes
      case .link(let target):
        guard let next = current.parent.resolving(target) else {
          throw linkFailure(path, "its target '\(String(decoding: target, as: UTF8.self))' lies outside the repository")
        }
        current = next
      }
    }
    throw linkFailure(path, "its target is a chain of more than \(ReadLimits.links) links")
  }

  func read(_ path: RepositoryPath, into buffer: inout ReadBuffer) throws(ReadFailure) {
    let source = try source(of: path, entering: false)
    guard let own = path.relative(to: source.prefix), try source.read(at: own, into: &buffer) else {
      buffer.fill(with: try contents(of: path))
      return
    }
    try refusePointer(buffer.bytes, at: path)
  }

  func contentKey(of path: RepositoryPath) -> ContentKey? {
    guard let source = try? source(of: path, entering: false), let own = path.relative(to: source.prefix) else {
      return nil
    }
    return source.contentKey(at: own)
  }

  func objectID(of path: RepositoryPath) throws(ReadFailure) -> ObjectID {
    let source = try source(of: path, entering: false)
    guard let own = path.relative(to: source.prefix) else {
      throw ReadFailure(.notAFile, "'\(path)' is a submodule, not a file", at: Location(path))
    }
    return try source.objectID(at: own)
  }

  func blobID(of bytes: [UInt8]) throws(ReadFailure) -> ObjectID {
    do throws(GitError) {
      return try GitRepository.blobID(of: bytes)
    } catch {
      throw ReadFailure(.repository, "cannot \(error.operation): \(error.message)")
    }
  }

  /// The tree that holds a path.
  ///
  /// - Parameter entering: whether `path` is a folder to look into, so that a submodule at the very path counts.
  private func source(of path: RepositoryPath, entering: Bool) throws(ReadFailure) -> any TreeSource {
    if let only = mounts.onlySource { return only }
    return try mounts.mount(holding: entering ? path : path.parent).readableSource()
  }

  private func linkFailure(_ path: RepositoryPath, _ reason: String) -> ReadFailure {
    ReadFailure(.link, "the symbolic link '\(path)' is not followed: \(reason)", at: Location(path))
  }

  private func refusePointer(_ bytes: some Collection<UInt8>, at path: RepositoryPath) throws(ReadFailure) {
    guard bytes.count < 1024, bytes.starts(with: "version https://git-lfs.github.com/spec/".utf8) else { return }
    throw ReadFailure(
      .largeFilePointer, "'\(path)' is a Git LFS pointer, not the file", at: Location(path),
      remedies: [Remedy("fetch the file that it stands for", commands: [["git", "lfs", "pull"]])])
  }

  // MARK: Submodules

  func submodules() throws(ReadFailure) -> [Submodule] { try mounts.all() }

  func refusedDeclarations() throws(ReadFailure) -> [RefusedDeclaration] { try mounts.refused() }

  func submodule(containing path: RepositoryPath) throws(ReadFailure) -> Submodule? {
    let mount = try mounts.mount(holding: path)
    if let submodule = try mounts.describe(mount) { return submodule }
    return try mounts.declarationWithoutSubmodule(containing: path)
  }

  func relation(of submodule: Submodule, toBranch branch: String) throws(ReadFailure) -> BranchRelation {
    let repository = try mounts.mount(holding: submodule.path).openRepository()
    guard let recorded = submodule.recorded else {
      throw ReadFailure(.history, "no commit is recorded for '\(submodule.path)'", at: Location(submodule.path))
    }
    do throws(GitError) {
      var tip = try repository.commit(named: "refs/remotes/origin/\(branch)")
      // A bare clone keeps its remote's branches as its own.
      if tip == nil, repository.workDirectory == nil { tip = try repository.commit(named: "refs/heads/\(branch)") }
      guard let tip else {
        throw GitError(code: GitSnapshot.neverFetched, message: "", operation: "")
      }
      if tip == recorded { return .tip }
      switch try repository.ancestry(of: tip, from: recorded) {
      case .no: return .notOnBranch(tip: tip)
      case .yes:
        return .behind(try repository.distance(from: recorded, to: tip), tip: tip)
      case .cutOff: break
      }
    } catch {
      if error.code == GitSnapshot.neverFetched {
        throw ReadFailure(
          .history, "the branch '\(branch)' of submodule '\(submodule.path)' was never fetched",
          at: submodule.declaration ?? Location(submodule.path),
          remedies: [
            Remedy(
              "fetch the branch",
              commands: [
                ["git", "-C", submodule.path.description, "fetch", "origin", "\(branch):refs/remotes/origin/\(branch)"]
              ])
          ])
      }
      if !(repository.isShallow && error.isNotFound) { throw repositoryFailure(error, submodule) }
    }
    throw shallowFailure(submodule, branch: branch)
  }

  func isDescendant(
    _ descendant: ObjectID, of ancestor: ObjectID, in submodule: Submodule
  ) throws(ReadFailure) -> Bool {
    let repository = try mounts.mount(holding: submodule.path).openRepository()
    do throws(GitError) {
      switch try repository.ancestry(of: descendant, from: ancestor) {
      case .yes: return true
      case .no: return false
      case .cutOff: break
      }
    } catch {
      if error.isNotFound, !repository.has(ancestor) || !repository.has(descendant) {
        let missing = repository.has(ancestor) ? descendant : ancestor
        throw ReadFailure(
          .history, "the commit \(missing.short) is not among the objects of submodule '\(submodule.path)'",
          at: submodule.declaration ?? Location(submodule.path),
          remedies: [
            Remedy(
              "fetch the commit",
              commands: [["git", "-C", submodule.path.description, "fetch", "origin", missing.description]])
          ])
      }
      if !(repository.isShallow && error.isNotFound) { throw repositoryFailure(error, submodule) }
    }
    throw shallowFailure(submodule, branch: submodule.branch)
  }

  func departures(of paths: [RepositoryPath]) throws(ReadFailure) -> Departures {
    var result = Departures(isComplete: true)
    var groups: [RepositoryPath: [RepositoryPath]] = [:]
    for path in paths { groups[try mounts.mount(holding: path.parent).path, default: []].append(path) }
    for (place, paths) in groups.sorted(by: { $0.key < $1.key }) {
      let mount = try mounts.mount(holding: place)
      guard let start = place == .root ? head : mount.read ?? mount.recorded else {
        result.isComplete = false
        continue
      }
      let repository = try mount.openRepository()
      do throws(GitError) {
        let found = try repository.departures(of: paths.compactMap { $0.relative(to: place) }, since: start)
        for departure in found.all { result.add(departure.seen(from: place)) }
        result.isComplete = result.isComplete && found.isComplete
      } catch {
        throw ReadFailure(.repository, "cannot \(error.operation): \(error.message)", at: Location(place))
      }
    }
    return result
  }

  /// A status of our own, beside libgit2's negative ones.
  private static let neverFetched: Int32 = -10_000

  private func repositoryFailure(_ error: GitError, _ submodule: Submodule) -> ReadFailure {
    ReadFailure(
      .repository, "cannot \(error.operation) in submodule '\(submodule.path)': \(error.message)",
      at: Location(submodule.path))
  }

  private func shallowFailure(_ submodule: Submodule, branch: String?) -> ReadFailure {
    ReadFailure(
      .history, "the history of submodule '\(submodule.path)' ends at a shallow boundary before the answer",
      at: submodule.declaration ?? Location(submodule.path),
      remedies: [
        Remedy(
          "fetch the rest of its history",
          commands: [
            ["git", "-C", submodule.path.description, "fetch", "--unshallow", "origin"] + (branch.map { [$0] } ?? [])
          ])
      ])
  }
}
