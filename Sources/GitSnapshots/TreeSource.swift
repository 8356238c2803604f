internal import DriftModel

/// What stands at a path of one repository's tree.
enum SourceContent: Sendable {
  case bytes([UInt8])
  /// A symbolic link and the name it holds.
  case link([UInt8])
}

/// The tree of one repository, the superproject's or a submodule's: its index, its checkout, or a commit.
///
/// Paths given are the repository's own, as bytes; `prefix` is where the repository lies in the superproject, and
/// every path in a result or an error is the superproject's.
protocol TreeSource: Sendable {
  /// Where the repository lies in the superproject.
  var prefix: RepositoryPath { get }

  /// The files whose path in the superproject matches, sorted; submodules' entries are among them.
  func files(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry]

  /// The same, without a look at each file.
  func listing(matching pattern: PathPattern) throws(ReadFailure) -> FileListing

  /// Whether a folder with files stands at a path.
  func isFolder(_ path: RepositoryPath) -> Bool

  /// Whether it is known that no submodule is recorded.
  var hasNoSubmodules: Bool { get }

  /// What stands at a path; nil if nothing does, or a folder.
  func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry?

  /// The file's bytes, or the link's target.
  func content(at path: RepositoryPath) throws(ReadFailure) -> SourceContent

  /// The file's bytes, in a buffer that is used for many.
  /// - Returns: false for a symbolic link, which is not followed here.
  func read(at path: RepositoryPath, into buffer: inout ReadBuffer) throws(ReadFailure) -> Bool

  /// What names the file's bytes, where that is known without reading them.
  func contentKey(at path: RepositoryPath) -> ContentKey?

  /// Git's id of what git would store.
  func objectID(at path: RepositoryPath) throws(ReadFailure) -> ObjectID

  /// The commit recorded at a path; nil if no submodule is.
  func gitlink(at path: RepositoryPath) throws(ReadFailure) -> ObjectID?

  /// Throws if a merge left more than one version of a path.
  func refuseUnmerged(at path: RepositoryPath) throws(ReadFailure)

  /// Every recorded submodule, sorted by path.
  func gitlinks() throws(ReadFailure) -> [(path: RepositoryPath, commit: ObjectID)]
}

/// What no hostile repository may exceed; each is reported where it is met.
enum ReadLimits {
  /// A file's size in bytes.
  static let fileSize = 64 << 20
  /// A listing's length.
  static let entries = 2_000_000
  /// Links followed from one path.
  static let links = 8

  static func tooLarge(_ path: RepositoryPath) -> ReadFailure {
    ReadFailure(
      .limit, "'\(path)' is larger than \(fileSize >> 20) MiB, the largest file that is read", at: Location(path))
  }
}

extension TreeSource {
  func listing(matching pattern: PathPattern) throws(ReadFailure) -> FileListing {
    FileListing(try files(matching: pattern))
  }

  var hasNoSubmodules: Bool { false }

  func read(at path: RepositoryPath, into buffer: inout ReadBuffer) throws(ReadFailure) -> Bool {
    guard case .bytes(let bytes) = try content(at: path) else { return false }
    buffer.fill(with: bytes)
    return true
  }

  /// Only an index holds more than one version.
  func refuseUnmerged(at path: RepositoryPath) throws(ReadFailure) {}

  /// The path in the superproject of a path of this repository.
  func shown(_ path: RepositoryPath) -> RepositoryPath { prefix.appending(path) }

  /// A failure of libgit2 at a path.
  func failure(_ error: GitError, at path: RepositoryPath) -> ReadFailure {
    ReadFailure(.repository, "cannot \(error.operation): \(error.message)", at: Location(shown(path)))
  }

  /// What is made of each path of a table that matches, in their order.
  ///
  /// - Parameter make: takes the entry's index in the table and its path; where it returns nil there is nothing.
  func matches<Element>(
    in table: PathTable, _ pattern: PathPattern, _ make: (Int, RepositoryPath) throws(ReadFailure) -> Element?
  ) throws(ReadFailure) -> [Element] {
    let candidates = candidates(in: table, pattern)
    var found: [Element] = []
    found.reserveCapacity(candidates.range.count)
    for index in candidates.range {
      guard let path = try match(index, in: table, pattern, candidates.prefix) else { continue }
      if let element = try make(index, path) { found.append(element) }
    }
    return found
  }

  /// A listing of the paths of a table that match, in their order.
  ///
  /// - Parameter make: takes the entry's index in the table and its path.
  func listing(
    of table: PathTable, _ pattern: PathPattern, _ make: @escaping @Sendable (Int, RepositoryPath) -> FileEntry
  ) -> FileListing {
    let candidates = candidates(in: table, pattern)
    return FileListing(count: candidates.range.count) { (place) throws(ReadFailure) in
      let index = candidates.range.lowerBound + place
      return try match(index, in: table, pattern, candidates.prefix).map { make(index, $0) }
    }
  }

  /// The entries of a table that may match, and what stands before their paths in the superproject.
  private func candidates(in table: PathTable, _ pattern: PathPattern) -> (range: Range<Int>, prefix: [UInt8]) {
    // The literal head seen from this repository; if this repository lies below the head, everything may match.
    let head = pattern.literalHead.isInside(prefix) ? pattern.literalHead.relative(to: prefix)?.bytes ?? [] : []
    return (table.entries(inside: head), prefix.bytes.isEmpty ? [] : prefix.bytes + [UInt8(ascii: "/")])
  }

  /// An entry's path, if the pattern matches it behind the prefix.
  private func match(
    _ index: Int, in table: PathTable, _ pattern: PathPattern, _ prefix: [UInt8]
  ) throws(ReadFailure) -> RepositoryPath? {
    guard table.matches(index, pattern, behind: prefix) else { return nil }
    guard let path = table.path(index) else {
      let name = String(decoding: table.bytes(index), as: UTF8.self)
      throw ReadFailure(.repository, "the tree holds '\(name)', a name that no checkout could have")
    }
    return path
  }
}
