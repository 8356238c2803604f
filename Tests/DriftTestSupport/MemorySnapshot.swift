public import DriftModel

/// A snapshot made of values, for tests of checks: no repository, no disk.
///
/// Blob ids are made up from the bytes: equal bytes have equal ids and that is all.
public struct MemorySnapshot: RepositorySnapshot {
  public var tree: TreeSelection = .worktree
  public var head: ObjectID?
  /// The files, by path.
  public var files: [RepositoryPath: [UInt8]] = [:]
  /// Failures to read, by path.
  public var failures: [RepositoryPath: ReadFailure] = [:]
  /// Paths that git does not track.
  public var untracked: Set<RepositoryPath> = []
  public var knownSubmodules: [Submodule] = []
  public var refused: [RefusedDeclaration] = []
  /// Answers of ``relation(of:toBranch:)``, by branch.
  public var relations: [String: Result<BranchRelation, ReadFailure>] = [:]
  /// Pairs (descendant, ancestor).
  public var descents: Set<[ObjectID]> = []
  /// Thrown instead of an answer about descent.
  public var descentFailure: ReadFailure?
  /// What was captured for the check.
  public var capture: Result<Capture, ReadFailure>?
  /// When files were written, by path.
  public var writingTimes: [RepositoryPath: FileTime] = [:]
  public var base: BaseTree = .notAsked
  public var reference: (any RepositorySnapshot)?

  public init(_ files: [String: String] = [:]) {
    for (path, text) in files {
      if let path = RepositoryPath(path) { self.files[path] = Array(text.utf8) }
    }
  }

  public func files(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry] {
    if let blocked = knownSubmodules.first(where: { !$0.isReadable && pattern.literalHead.isInside($0.path) }) {
      throw MemorySnapshot.unreadable(blocked)
    }
    return files.keys.filter { path in
      let inside = knownSubmodules.contains { path.isInside($0.path) && !pattern.literalHead.isInside($0.path) }
      return !inside && pattern.matches(path)
    }.sorted().map { FileEntry(path: $0, kind: .file, isTracked: !untracked.contains($0)) }
  }

  public func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry? {
    if let blocked = knownSubmodules.first(where: { !$0.isReadable && path.isInside($0.path) }) {
      throw MemorySnapshot.unreadable(blocked)
    }
    guard files[path] != nil else { return nil }
    return FileEntry(path: path, kind: .file, isTracked: !untracked.contains(path))
  }

  public func contents(of path: RepositoryPath) throws(ReadFailure) -> [UInt8] {
    if let failure = failures[path] { throw failure }
    if let blocked = knownSubmodules.first(where: { !$0.isReadable && path.isInside($0.path) }) {
      throw MemorySnapshot.unreadable(blocked)
    }
    guard let bytes = files[path] else {
      throw ReadFailure(.notFound, "there is no file '\(path)'", at: Location(path))
    }
    return bytes
  }

  public func objectID(of path: RepositoryPath) throws(ReadFailure) -> ObjectID {
    MemorySnapshot.objectID(of: try contents(of: path))
  }

  public func blobID(of bytes: [UInt8]) throws(ReadFailure) -> ObjectID { MemorySnapshot.objectID(of: bytes) }

  /// The made-up id of some bytes.
  public static func objectID(of bytes: [UInt8]) -> ObjectID {
    var state: [UInt8] = Array(repeating: 7, count: 20)
    var carry: UInt64 = 0xcbf2_9ce4_8422_2325
    for (index, byte) in bytes.enumerated() {
      carry = (carry ^ UInt64(byte)) &* 0x100_0000_01b3
      state[index % 20] ^= UInt8(truncatingIfNeeded: carry >> 32)
    }
    for index in 0..<8 { state[index] ^= UInt8(truncatingIfNeeded: carry >> UInt64(index * 8)) }
    return ObjectID(bytes: state) ?? ObjectID(hexadecimal: String(repeating: "0", count: 40))!
  }

  public func submodules() throws(ReadFailure) -> [Submodule] { knownSubmodules.sorted { $0.path < $1.path } }

  public func refusedDeclarations() throws(ReadFailure) -> [RefusedDeclaration] { refused }

  public func submodule(containing path: RepositoryPath) throws(ReadFailure) -> Submodule? {
    knownSubmodules.filter { path.isInside($0.path) }.max { $0.path.bytes.count < $1.path.bytes.count }
  }

  public func relation(of submodule: Submodule, toBranch branch: String) throws(ReadFailure) -> BranchRelation {
    guard let answer = relations[branch] else {
      throw ReadFailure(.history, "the branch '\(branch)' was never fetched", at: Location(submodule.path))
    }
    return try answer.get()
  }

  public func isDescendant(
    _ descendant: ObjectID, of ancestor: ObjectID, in submodule: Submodule
  ) throws(ReadFailure) -> Bool {
    if let descentFailure { throw descentFailure }
    return descendant == ancestor || descents.contains([descendant, ancestor])
  }

  public func captured() throws(ReadFailure) -> Capture {
    guard let capture else { throw ReadFailure(.tool, "nothing was captured for this check") }
    return try capture.get()
  }

  public func writingTime(of path: RepositoryPath) -> FileTime? { writingTimes[path] }

  private static func unreadable(_ submodule: Submodule) -> ReadFailure {
    ReadFailure(
      .submodule(submodule.path, submodule.state ?? .commitMissing),
      "submodule '\(submodule.path)' is \(submodule.state?.rawValue ?? "unreadable")", at: Location(submodule.path))
  }
}
