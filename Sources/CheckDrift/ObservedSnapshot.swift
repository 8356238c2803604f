internal import DriftModel
internal import Synchronization

/// A snapshot that remembers which submodules were looked at, for the report, and hands a check what was captured for
/// it.
struct ObservedSnapshot: RepositorySnapshot {
  private let snapshot: any RepositorySnapshot
  private let captures: CaptureService
  private let sight = Sight()
  private var capture: Result<Capture, ReadFailure>?

  private final class Sight: Sendable {
    let seen = Mutex<[RepositoryPath: Submodule]>([:])
  }

  init(_ snapshot: any RepositorySnapshot, captures: CaptureService = CaptureService()) {
    self.snapshot = snapshot
    self.captures = captures
  }

  /// The submodules that anybody asked for, sorted by path.
  var observed: [Submodule] { sight.seen.withLock { $0.values.sorted { $0.path < $1.path } } }

  /// The same snapshot with what a check asks for: what impure work it takes is done now.
  func capturing(for check: ConfiguredCheck) -> ObservedSnapshot {
    guard let request = check.check.capture else { return self }
    var copy = self
    do throws(ReadFailure) {
      copy.capture = .success(try captures.capture(request, of: check.name, in: snapshot))
    } catch {
      copy.capture = .failure(error)
    }
    return copy
  }

  func captured() throws(ReadFailure) -> Capture {
    guard let capture else { throw ReadFailure(.tool, "nothing was captured for this check") }
    return try capture.get()
  }

  func writingTime(of path: RepositoryPath) -> FileTime? {
    tree == .worktree ? captures.writingTime(of: path) : nil
  }

  var tree: TreeSelection { snapshot.tree }
  var head: ObjectID? { snapshot.head }
  var base: BaseTree { snapshot.base }
  var reference: (any RepositorySnapshot)? { snapshot.reference }

  func submodules() throws(ReadFailure) -> [Submodule] {
    let all = try snapshot.submodules()
    sight.seen.withLock { seen in for submodule in all { seen[submodule.path] = submodule } }
    return all
  }

  func submodule(containing path: RepositoryPath) throws(ReadFailure) -> Submodule? {
    let submodule = try snapshot.submodule(containing: path)
    if let submodule { sight.seen.withLock { $0[submodule.path] = submodule } }
    return submodule
  }

  func files(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry] {
    try snapshot.files(matching: pattern)
  }

  func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry? { try snapshot.entry(at: path) }

  func contents(of path: RepositoryPath) throws(ReadFailure) -> [UInt8] { try snapshot.contents(of: path) }

  func objectID(of path: RepositoryPath) throws(ReadFailure) -> ObjectID { try snapshot.objectID(of: path) }

  func refusedDeclarations() throws(ReadFailure) -> [RefusedDeclaration] { try snapshot.refusedDeclarations() }

  func relation(of submodule: Submodule, toBranch branch: String) throws(ReadFailure) -> BranchRelation {
    try snapshot.relation(of: submodule, toBranch: branch)
  }

  func isDescendant(
    _ descendant: ObjectID, of ancestor: ObjectID, in submodule: Submodule
  ) throws(ReadFailure) -> Bool {
    try snapshot.isDescendant(descendant, of: ancestor, in: submodule)
  }
}
