internal import DriftModel
internal import Synchronization

/// A snapshot that remembers which submodules were looked at, for the report, asks surveys with all that the run has leave
/// to use, and hands a check what was captured for it.
final class ObservedSnapshot: RepositorySnapshot {
  private let snapshot: any RepositorySnapshot
  private let surveyor: Surveyor
  private let seen = Mutex<[RepositoryPath: Submodule]>([:])

  private let shared: SharedReadings
  private let captures: CaptureService
  private let capture: Result<Capture, ReadFailure>?

  init(
    _ snapshot: any RepositorySnapshot, surveyor: Surveyor, captures: CaptureService = CaptureService(),
    shared: SharedReadings = SharedReadings(), capture: Result<Capture, ReadFailure>? = nil
  ) {
    self.snapshot = snapshot
    self.shared = shared
    self.surveyor = surveyor
    self.captures = captures
    self.capture = capture
  }

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

  func listing(matching pattern: PathPattern) throws(ReadFailure) -> FileListing {
    try snapshot.listing(matching: pattern)
  }

  func unseenFile(matching pattern: PathPattern, where isWanted: (RepositoryPath) -> Bool) -> RepositoryPath? {
    snapshot.unseenFile(matching: pattern, where: isWanted)
  }

  func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry? { try snapshot.entry(at: path) }

  func contents(of path: RepositoryPath) throws(ReadFailure) -> [UInt8] { try snapshot.contents(of: path) }

  func objectID(of path: RepositoryPath) throws(ReadFailure) -> ObjectID { try snapshot.objectID(of: path) }

  func blobID(of bytes: [UInt8]) throws(ReadFailure) -> ObjectID { try snapshot.blobID(of: bytes) }

  func read(_ path: RepositoryPath, into buffer: inout ReadBuffer) throws(ReadFailure) {
    try snapshot.read(path, into: &buffer)
  }

  func contentKey(of path: RepositoryPath) -> ContentKey? { snapshot.contentKey(of: path) }

  func survey(_ listing: FileListing, _ survey: FileSurvey) throws(ReadFailure) -> SurveyResult {
    try surveyor.result(of: survey, for: listing, in: snapshot)
  }

  var workers: Workers { surveyor.crew.workers }

  func readings<Reading: Sendable>(
    of paths: [RepositoryPath], _ make: @escaping @Sendable ([UInt8], RepositoryPath) -> Reading
  ) -> [Result<Reading, ReadFailure>] {
    shared.all(of: paths, in: snapshot, with: workers, make)
  }

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

  // MARK: Captures

  /// The same snapshot for a check that asks for more than the tree: it is got now, as this is not the check's to do.
  func capturing(for check: ConfiguredCheck) -> ObservedSnapshot {
    guard let request = check.check.capture else { return self }
    let result: Result<Capture, ReadFailure>
    do throws(ReadFailure) {
      result = .success(try captures.capture(request, of: check.name, in: snapshot))
    } catch {
      result = .failure(error)
    }
    return ObservedSnapshot(self, surveyor: surveyor, captures: captures, shared: shared, capture: result)
  }

  func captured() throws(ReadFailure) -> Capture {
    guard let capture else { throw ReadFailure(.tool, "nothing was captured for this check") }
    return try capture.get()
  }

  func writingTime(of path: RepositoryPath) -> FileTime? {
    tree == .worktree ? captures.writingTime(of: path) : nil
  }
}
