internal import DriftModel
internal import Synchronization

/// A snapshot that remembers which submodules were looked at, for the report.
final class ObservedSnapshot: RepositorySnapshot {
  private let snapshot: any RepositorySnapshot
  private let seen = Mutex<[RepositoryPath: Submodule]>([:])

  init(_ snapshot: any RepositorySnapshot) { self.snapshot = snapshot }

  /// The submodules that anybody asked for, sorted by path.
  var observed: [Submodule] { seen.withLock { $0.values.sorted { $0.path < $1.path } } }

  var tree: TreeSelection { snapshot.tree }
  var head: ObjectID? { snapshot.head }
  var base: BaseTree { snapshot.base }
  var reference: (any RepositorySnapshot)? { snapshot.reference }

  func submodules() throws(ReadFailure) -> [Submodule] {
    let all = try snapshot.submodules()
    seen.withLock { seen in for submodule in all { seen[submodule.path] = submodule } }
    return all
  }

  func submodule(containing path: RepositoryPath) throws(ReadFailure) -> Submodule? {
    let submodule = try snapshot.submodule(containing: path)
    if let submodule { seen.withLock { $0[submodule.path] = submodule } }
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

  func departures(of paths: [RepositoryPath]) throws(ReadFailure) -> Departures {
    try snapshot.departures(of: paths)
  }
}
