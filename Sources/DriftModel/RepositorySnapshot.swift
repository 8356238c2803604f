/// Which tree is looked at.
public enum TreeSelection: Sendable, Hashable {
  /// What is about to be committed: the index's paths with the bytes on disk, and matching untracked files.
  case worktree
  /// The index's blobs.
  case staged
  /// A commit.
  case revision(ObjectID)

  /// `worktree`, `staged` or `rev`, as reports name it.
  public var name: String {
    switch self {
    case .worktree: "worktree"
    case .staged: "staged"
    case .revision: "rev"
    }
  }
}

/// A file of a snapshot.
public struct FileEntry: Sendable, Hashable {
  /// What git stores at a path.
  public enum Kind: Sendable, Hashable {
    case file, executable, symbolicLink, submodule
  }

  /// Its path in the superproject.
  public let path: RepositoryPath
  /// What stands there.
  public let kind: Kind
  /// Whether git knows it; false only under `worktree`, for a file that is not added yet.
  public let isTracked: Bool

  /// An entry.
  public init(path: RepositoryPath, kind: Kind, isTracked: Bool = true) {
    self.path = path
    self.kind = kind
    self.isTracked = isTracked
  }
}

/// Why something could not be looked at.
public struct ReadFailure: Error, Sendable, Hashable {
  /// What kind of obstacle it is.
  public enum Cause: Sendable, Hashable {
    /// No file at that path.
    case notFound
    /// A submodule whose files cannot be read, and its state.
    case submodule(RepositoryPath, SubmoduleState)
    /// A limit on size, depth or cost was met.
    case limit
    /// The bytes are a Git LFS pointer, not the file.
    case largeFilePointer
    /// A path with conflicting stages in the index.
    case unmerged
    /// A symbolic link whose target is not a file of the tree.
    case link
    /// A folder, device, pipe or the like where a file should be.
    case notAFile
    /// The history ends at a shallow boundary, or a ref is not there.
    case history
    /// Another tool was not run, or did not end as it does when it looked.
    case tool
    /// An object is missing or broken, or the system refused to read.
    case repository
  }

  /// The kind of obstacle.
  public let cause: Cause
  /// One line for the reader: lower case, no full stop.
  public let reason: String
  /// Where, if the failure is about one place.
  public let location: Location?
  /// What removes the obstacle.
  public let remedies: [Remedy]

  /// A failure to look.
  public init(_ cause: Cause, _ reason: String, at location: Location? = nil, remedies: [Remedy] = []) {
    self.cause = cause
    self.reason = reason
    self.location = location
    self.remedies = remedies
  }

  /// The submodule that is in the way, if one is.
  public var submodule: RepositoryPath? {
    if case .submodule(let path, _) = cause { path } else { nil }
  }
}

/// The tree that rules about change are measured from.
public enum BaseTree: Sendable {
  /// `--base` was not given: rules about change are not asked.
  case notAsked
  /// It was given and there is no way to say what it means here (no common history, a shallow boundary).
  case unavailable(ReadFailure)
  /// The merge base of it and the commit looked at.
  case tree(any RepositorySnapshot)
}

/// Everything a check may know: one immutable view of a repository and its submodules.
///
/// Paths are those of the superproject. A snapshot answers the same question the same way for as long as it lives,
/// may be asked from several threads, and never writes.
public protocol RepositorySnapshot: Sendable {
  /// Which tree this is.
  var tree: TreeSelection { get }

  /// The commit that HEAD names; nil while there is none. Under `revision` the commit looked at.
  var head: ObjectID? { get }

  /// The files whose whole path `pattern` matches, sorted by path bytes.
  ///
  /// A pattern enters a submodule only if its literal head names it. Under `worktree`, files that git neither tracks
  /// nor ignores are among them if they lie in the folder that the literal head names.
  /// - Throws: `.submodule` if the literal head leads into a submodule that cannot be read.
  func files(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry]

  /// The same, without a look at each file: some may have been deleted from the checkout, or be of another kind than git
  /// recorded. For surveys, in which that shows when the file is asked.
  /// - Throws: as ``files(matching:)``.
  func listing(matching pattern: PathPattern) throws(ReadFailure) -> FileListing

  /// What stands at a path; nil if nothing does, or a folder.
  /// - Throws: `.submodule` if the path leads into a submodule that cannot be read.
  func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry?

  /// The bytes of a file; a symbolic link within the tree is followed.
  /// - Throws: `.notFound`, `.submodule`, `.limit`, `.largeFilePointer`, `.unmerged`, `.link`, `.notAFile`,
  ///   `.repository`.
  func contents(of path: RepositoryPath) throws(ReadFailure) -> [UInt8]

  /// Git's blob id of the bytes that git would store for the file (the index's where its stat data can be trusted).
  /// A symbolic link's id is that of its target's name, as git stores it.
  /// - Throws: as ``contents(of:)``.
  func objectID(of path: RepositoryPath) throws(ReadFailure) -> ObjectID

  /// Git's blob id of some bytes: what `git hash-object --stdin` prints for them, so that a sceptic can verify it with
  /// git alone. For texts that a check makes up; the id of a file is ``objectID(of:)``, which knows git's filters.
  /// - Throws: `.repository`.
  func blobID(of bytes: [UInt8]) throws(ReadFailure) -> ObjectID

  /// The bytes of a file, put where the last file's bytes were; for looking at many files.
  /// - Throws: as ``contents(of:)``.
  func read(_ path: RepositoryPath, into buffer: inout ReadBuffer) throws(ReadFailure)

  /// What names the file's bytes, if that is known without reading them; nil for a file that was changed, a symbolic
  /// link, and where a filter program may have a hand in it. Equal keys mean equal bytes.
  func contentKey(of path: RepositoryPath) -> ContentKey?

  /// Asks a question of each file by itself: on several threads where the engine has leave, and without reading where
  /// an earlier run kept the answer.
  /// - Returns: the files and their outcomes, in the order of the listing.
  /// - Throws: as ``FileListing/file(at:)``, for the first place that does.
  func survey(_ listing: FileListing, _ survey: FileSurvey) throws(ReadFailure) -> SurveyResult

  /// The threads that a check may use besides its own.
  var workers: Workers { get }

  /// What becomes of each file's bytes, in the order of `paths`: made once for all checks that ask for the same.
  ///
  /// - Parameter make: the one way to make a `Reading` of a file; another one is another type. May be called on several
  ///   threads at once.
  /// - Returns: the failures of ``contents(of:)`` where there are no bytes.
  func readings<Reading: Sendable>(
    of paths: [RepositoryPath], _ make: @escaping @Sendable ([UInt8], RepositoryPath) -> Reading
  ) -> [Result<Reading, ReadFailure>]

  /// Every submodule that `.gitmodules` declares or the tree records, nested ones too where they can be read, sorted
  /// by path bytes. Answering means looking into each: ask only if a check needs it.
  /// - Throws: `.repository` or `.limit` if `.gitmodules` cannot be read.
  func submodules() throws(ReadFailure) -> [Submodule]

  /// Every entry of `.gitmodules` (those of nested submodules too, where they can be read) that git refuses to use,
  /// sorted by location. They are not among ``submodules()``.
  /// - Throws: as ``submodules()``.
  func refusedDeclarations() throws(ReadFailure) -> [RefusedDeclaration]

  /// The innermost submodule that `path` lies in; nil for the superproject's own files. Plain files below a declared
  /// path have that declaration's submodule, in the state ``SubmoduleState/declaredButNotASubmodule``.
  func submodule(containing path: RepositoryPath) throws(ReadFailure) -> Submodule?

  /// How the recorded commit of a submodule stands to a branch of its remote, as last fetched
  /// (`refs/remotes/origin/<branch>`).
  /// - Throws: `.history` if a shallow boundary or a missing ref leaves it open; `.submodule`, `.repository`.
  func relation(of submodule: Submodule, toBranch branch: String) throws(ReadFailure) -> BranchRelation

  /// Whether `descendant` is `ancestor` or has it in its history, in the submodule's repository.
  /// - Throws: as ``relation(of:toBranch:)``.
  func isDescendant(_ descendant: ObjectID, of ancestor: ObjectID, in submodule: Submodule) throws(ReadFailure) -> Bool

  /// Which commits took these paths away, and where to: of each path, a file's or a folder's, that the tree does not
  /// hold, the newest commit in the history of the commit looked at that removed it. At a price: ask once for all, and
  /// only if something is missing.
  ///
  /// The search is bounded in commits and in paths, and ends at a shallow boundary; ``Departures/isComplete`` says
  /// whether it saw all. Paths in submodules are sought in the submodules' own histories.
  /// - Throws: `.submodule`, `.repository`.
  func departures(of paths: [RepositoryPath]) throws(ReadFailure) -> Departures

  /// The tree that rules about change are measured from.
  var base: BaseTree { get }

  /// The tree to compare with when asking which side changed: the base if one is asked for; else, under `worktree`
  /// and `staged`, HEAD's; else none.
  var reference: (any RepositorySnapshot)? { get }

  /// What the check asked for with ``Check/capture``.
  /// - Throws: `.notFound` where there is no such report, `.tool` where the command was not run or did not end well;
  ///   `.limit`, `.link`, `.notAFile`, `.repository`.
  func captured() throws(ReadFailure) -> Capture

  /// A file that is not added yet and that ``files(matching:)`` leaves out because the pattern names no folder: to say why a
  /// pattern selects nothing. Lists the whole checkout: ask only then.
  /// - Parameter isWanted: whether a file that matches counts.
  /// - Returns: one of them; nil if there is none, if the checkout cannot be listed, and in every tree but `worktree`.
  func unseenFile(matching pattern: PathPattern, where isWanted: (RepositoryPath) -> Bool) -> RepositoryPath?

  /// When a file was last written to disk; nil where that is not known, and in every tree but `worktree`.
  func writingTime(of path: RepositoryPath) -> FileTime?
}

extension RepositorySnapshot {
  public func departures(of paths: [RepositoryPath]) throws(ReadFailure) -> Departures { Departures() }

  public func unseenFile(matching pattern: PathPattern, where isWanted: (RepositoryPath) -> Bool) -> RepositoryPath? {
    nil
  }
}
