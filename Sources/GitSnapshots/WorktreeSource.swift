internal import DriftModel
internal import Synchronization

/// What is about to be committed: the index's paths with the bytes on disk, less the deleted ones, and the untracked
/// files that a pattern's literal head leads to.
struct WorktreeSource: TreeSource {
  let prefix: RepositoryPath
  let repository: GitRepository
  let disk: DiskReader
  let index: IndexSource
  /// The tree that the index stands for, if git has noted it.
  let cachedTree: ObjectID?
  private let writtenAt: (Int, Int)
  private let statuses = StatusCache()
  /// Whether the bytes on disk may differ from the stored ones although nobody touched them and the size is the same.
  private let mayBeFiltered: Bool

  private var table: PathTable { index.table }

  /// Reads the index of a repository that lies at `prefix`, and looks at the files below `checkout`.
  ///
  /// - Parameter file: the index's file; nil for the usual one.
  init(
    _ repository: GitRepository, checkout: String, prefix: RepositoryPath, index file: String? = nil
  ) throws(GitError) {
    self.prefix = prefix
    self.repository = repository
    self.disk = DiskReader(root: checkout)
    let contents = try IndexContents(of: repository, at: file)
    self.index = IndexSource(repository, prefix: prefix, table: contents.table)
    self.cachedTree = contents.cachedTree
    self.writtenAt = contents.writtenAt
    self.mayBeFiltered = repository.hasFilterPrograms()
  }

  func files(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry] {
    let entries = try matches(in: table, pattern) { (index, path) throws(ReadFailure) in try entry(index, path) }
    let untracked = try untrackedFiles(matching: pattern)
    return untracked.isEmpty ? entries : (entries + untracked).sorted { $0.path < $1.path }
  }

  func listing(matching pattern: PathPattern) throws(ReadFailure) -> FileListing {
    let tracked = listing(of: table, pattern) { index, path in
      FileEntry(path: shown(path), kind: table.kind(index), isTracked: !table.flags[index].contains(.intentToAdd))
    }
    let untracked = try untrackedFiles(matching: pattern)
    return untracked.isEmpty
      ? tracked : FileListing((try tracked.files() + untracked).sorted { $0.path < $1.path })
  }

  func isFolder(_ path: RepositoryPath) -> Bool { index.isFolder(path) }

  var hasNoSubmodules: Bool { index.hasNoSubmodules }

  func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry? {
    if let index = table.index(of: path.bytes) { return try entry(index, path) }
    guard let kind = try status(path)?.kind, let kind = FileEntry.Kind(kind), try couldBeAdded(path) else {
      return nil
    }
    return FileEntry(path: shown(path), kind: kind, isTracked: false)
  }

  func content(at path: RepositoryPath) throws(ReadFailure) -> SourceContent {
    let position = table.index(of: path.bytes)
    if let position {
      var buffer = ReadBuffer(capacity: 1)
      if case true? = readAsNoted(position, path, into: &buffer) { return .bytes(Array(buffer.bytes)) }
      try index.refuseUnmerged(position, at: path)
    }
    guard let status = try status(position, path) else {
      if let position, table.flags[position].contains(.skipWorktree) {
        return try index.storedContent(of: position, at: path)
      }
      throw ReadFailure(.notFound, "there is no file '\(shown(path))'", at: Location(shown(path)))
    }
    guard let kind = FileEntry.Kind(status.kind) else {
      throw ReadFailure(.notAFile, "'\(shown(path))' is not a regular file", at: Location(shown(path)))
    }
    // What git leaves out of every commit is no part of this tree: a link to a file of secrets must not show them.
    if position == nil, try !couldBeAdded(path) {
      throw ReadFailure(
        .notFound, "'\(shown(path))' is on disk, and no commit would hold it", at: Location(shown(path)))
    }
    let bytes: [UInt8]?
    do throws(SystemError) {
      if kind == .symbolicLink { return .link(try disk.linkTarget(path.bytes)) }
      bytes = try disk.contents(path.bytes, limit: ReadLimits.fileSize)
    } catch {
      throw unreadable(path, error)
    }
    guard let bytes else { throw ReadLimits.tooLarge(shown(path)) }
    return .bytes(bytes)
  }

  func read(at path: RepositoryPath, into buffer: inout ReadBuffer) throws(ReadFailure) -> Bool {
    let place = disk.place(in: &buffer)
    if let position = table.index(of: path.bytes, after: place.position) {
      place.position = position
      if let isWhole = readAsNoted(position, path, into: &buffer, from: place) {
        guard isWhole else { throw ReadLimits.tooLarge(shown(path)) }
        return true
      }
    }
    guard case .bytes(let bytes) = try content(at: path) else { return false }
    buffer.fill(with: bytes)
    return true
  }

  /// Reads a file as git knows it, which is opened without a look before.
  ///
  /// - Returns: whether it is not too large; nil for whatever else is there, which has to be asked for its kind.
  private func readAsNoted(
    _ position: Int, _ path: RepositoryPath, into buffer: inout ReadBuffer, from place: ReadingPlace? = nil
  ) -> Bool? {
    guard table.flags[position].isEmpty else { return nil }
    let recorded = table.kind(position)
    guard recorded == .file || recorded == .executable else { return nil }
    let size = table.stats.indices.contains(position) ? Int(table.stats[position].size) : 0
    return try? disk.read(path.bytes, into: &buffer, limit: ReadLimits.fileSize, expected: size, from: place)
  }

  func contentKey(at path: RepositoryPath) -> ContentKey? {
    guard !mayBeFiltered, let position = table.index(of: path.bytes) else { return nil }
    guard let status = try? status(position, path) else {
      return table.flags[position].contains(.skipWorktree) ? index.storedKey(of: position) : nil
    }
    guard isUntouched(position, status) else { return nil }
    return ContentKey(id: table.ids[position].objectID, size: status.size)
  }

  func objectID(at path: RepositoryPath) throws(ReadFailure) -> ObjectID {
    if let position = table.index(of: path.bytes) {
      try index.refuseUnmerged(position, at: path)
      let status = try status(position, path)
      let isSparse = status == nil && table.flags[position].contains(.skipWorktree)
      if isSparse || status.map({ isUntouched(position, $0) }) ?? false { return table.ids[position].objectID }
    }
    let content = try content(at: path)
    let stored: [UInt8]?
    do throws(GitError) {
      switch content {
      case .link(let target): stored = target
      case .bytes(let bytes): stored = try repository.stored(bytes, path: path.description)
      }
      if let stored { return try GitRepository.blobID(of: stored) }
    } catch {
      throw failure(error, at: path)
    }
    let folder = prefix == .root ? [] : ["-C", prefix.description]
    throw ReadFailure(
      .repository, "'\(shown(path))' passes through a filter program, and none is run", at: Location(shown(path)),
      remedies: [
        Remedy(
          "stage the file, so that git records what it stores",
          commands: [["git"] + folder + ["add", "--", path.description]])
      ])
  }

  func gitlinks() throws(ReadFailure) -> [(path: RepositoryPath, commit: ObjectID)] { try index.gitlinks() }

  func gitlink(at path: RepositoryPath) throws(ReadFailure) -> ObjectID? { try index.gitlink(at: path) }

  func refuseUnmerged(at path: RepositoryPath) throws(ReadFailure) { try index.refuseUnmerged(at: path) }

  /// What stands on disk at a path.
  func status(_ path: RepositoryPath) throws(ReadFailure) -> DiskReader.Status? {
    do throws(SystemError) { return try disk.status(path.bytes) } catch { throw unreadable(path, error) }
  }

  private func unreadable(_ path: RepositoryPath, _ error: SystemError) -> ReadFailure {
    ReadFailure(.repository, "cannot read '\(shown(path))': \(error.message)", at: Location(shown(path)))
  }

  // MARK: Tracked files

  /// What stands on disk at a path; of a tracked one each is asked once, since a snapshot does not change its mind.
  func status(_ position: Int?, _ path: RepositoryPath) throws(ReadFailure) -> DiskReader.Status? {
    guard let position else { return try status(path) }
    return try statuses.status(position) { () throws(ReadFailure) in try status(path) }
  }

  private func entry(_ index: Int, _ path: RepositoryPath) throws(ReadFailure) -> FileEntry? {
    let isTracked = !table.flags[index].contains(.intentToAdd)
    let recorded = table.kind(index)
    guard let status = try status(index, path) else {
      // A submodule's folder may be absent; a sparse entry is read from the index.
      let isThere = recorded == .submodule || table.flags[index].contains(.skipWorktree)
      return isThere ? FileEntry(path: shown(path), kind: recorded) : nil
    }
    if recorded == .submodule { return FileEntry(path: shown(path), kind: .submodule) }
    guard let kind = FileEntry.Kind(status.kind) else { return nil }
    return FileEntry(path: shown(path), kind: kind, isTracked: isTracked)
  }

  /// Whether the stat data proves that the bytes are the index's. `assume-unchanged` is not believed.
  func isUntouched(_ position: Int, _ status: DiskReader.Status) -> Bool {
    let flags = table.flags[position]
    guard flags.isDisjoint(with: [.unmerged, .intentToAdd]) else { return false }
    guard status.kind == .file || status.kind == .executable, table.kind(position) != .symbolicLink else {
      return false
    }
    let recorded = table.stats[position]
    let seen = status.facts
    guard recorded.size == seen.size, recorded.size > 0, recorded.inode == seen.inode,
      recorded.modifiedSeconds == seen.modifiedSeconds, recorded.changedSeconds == seen.changedSeconds,
      recorded.modifiedNanoseconds == 0 || recorded.modifiedNanoseconds == seen.modifiedNanoseconds,
      recorded.changedNanoseconds == 0 || recorded.changedNanoseconds == seen.changedNanoseconds
    else { return false }
    // Racy: written no earlier than the index, so a later edit of the same size may carry the same time.
    let modified = (Int(seen.modifiedSeconds), Int(recorded.modifiedNanoseconds == 0 ? .max : seen.modifiedNanoseconds))
    return modified < writtenAt
  }

  // MARK: Untracked files

  private func isIgnored(_ path: RepositoryPath, isFolder: Bool = false) throws(ReadFailure) -> Bool {
    do throws(GitError) {
      return try repository.ignores(path.description + (isFolder ? "/" : ""))
    } catch {
      throw failure(error, at: path)
    }
  }

  /// Whether git would take an untracked file into a commit: it is neither ignored nor in a repository of its own.
  private func couldBeAdded(_ path: RepositoryPath) throws(ReadFailure) -> Bool {
    if try isInEmbeddedRepository(path.parent) { return false }
    return try !isIgnored(path)
  }

  /// Whether a folder, or one on the way to it, is a repository that is no submodule.
  private func isInEmbeddedRepository(_ folder: RepositoryPath) throws(ReadFailure) -> Bool {
    var folder = folder
    while folder != .root {
      if try isEmbeddedRepository(folder) { return true }
      folder = folder.parent
    }
    return false
  }

  /// Whether git sees one entry in this folder, a repository of its own, instead of its files. Where a file inside is
  /// tracked it does not.
  private func isEmbeddedRepository(_ folder: RepositoryPath) throws(ReadFailure) -> Bool {
    let link = folder.bytes + Array("/.git".utf8)
    guard table.entries(inside: folder.bytes).isEmpty else { return false }
    do throws(SystemError) {
      guard let status = try disk.status(link) else { return false }
      guard status.kind == .folder else { return true }
      return try disk.status(link + Array("/HEAD".utf8)) != nil
    } catch {
      throw unreadable(folder, error)
    }
  }

  /// Untracked files below the folder that the literal head names. A pattern that begins with `**` names none.
  private func untrackedFiles(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry] {
    guard pattern.literalHead.isInside(prefix) else { return [] }
    let head = pattern.literalHead.relative(to: prefix) ?? .root
    if pattern.isLiteral {
      guard table.index(of: head.bytes) == nil, let entry = try entry(at: head) else { return [] }
      return [entry]
    }
    if head == .root, pattern.listsWholeTree { return [] }
    return try listUntracked(below: head, depth: pattern.depthBelowHead) { pattern.matches(self.shown($0)) }
  }

  /// Every untracked file of the checkout that git does not ignore, and every repository in it that is no submodule,
  /// at most `limit`.
  func untrackedFiles(limit: Int) throws(ReadFailure) -> [FileEntry] {
    try listUntracked(below: .root, depth: .max, limit: limit, listsRepositories: true) { _ in true }
  }

  /// An untracked file of the checkout that git does not ignore.
  func untrackedFile(where isWanted: (RepositoryPath) -> Bool) throws(ReadFailure) -> FileEntry? {
    try listUntracked(below: .root, depth: .max, limit: 1) { isWanted(shown($0)) }.first
  }

  private func listUntracked(
    below head: RepositoryPath, depth: Int, limit: Int = .max, listsRepositories: Bool = false,
    _ isWanted: (RepositoryPath) -> Bool
  ) throws(ReadFailure) -> [FileEntry] {
    guard try !isInEmbeddedRepository(head) else { return [] }
    var found: [FileEntry] = []
    var seen = 0
    var folders = [(path: head, depth: depth)]
    while let (folder, depth) = folders.popLast() {
      let names: [(name: [UInt8], kind: DiskReader.Status.Kind)]
      do throws(SystemError) {
        names = try disk.names(in: folder.bytes)
      } catch {
        throw ReadFailure(.repository, "cannot list '\(shown(folder))': \(error.message)", at: Location(shown(folder)))
      }
      for (name, kind) in names {
        guard let own = RepositoryPath(name) else { continue }
        let path = folder.appending(own)
        seen += 1
        guard seen < ReadLimits.entries else {
          throw ReadFailure(.limit, "'\(shown(head))' holds too many files to list", at: Location(shown(head)))
        }
        let recorded = table.index(of: path.bytes)
        if kind == .folder {
          // A file that is recorded here gave way to a folder, whose files are new; a submodule has its own tree.
          if let recorded, table.kind(recorded) == .submodule { continue }
          let isRepository = try isEmbeddedRepository(path)
          guard isRepository ? listsRepositories : depth > 1 else { continue }
          if table.entries(inside: path.bytes).isEmpty, try isIgnored(path, isFolder: true) { continue }
          if isRepository {
            found.append(FileEntry(path: shown(path), kind: .submodule, isTracked: false))
          } else {
            folders.append((path, depth == .max ? .max : depth - 1))
          }
        } else if recorded == nil, let kind = FileEntry.Kind(kind), isWanted(path), try !isIgnored(path) {
          found.append(FileEntry(path: shown(path), kind: kind, isTracked: false))
        }
        if found.count >= limit { return found }
      }
    }
    return found
  }
}

extension FileEntry.Kind {
  /// The kind of what stands on disk; nil for a folder, and for what git does not store.
  init?(_ kind: DiskReader.Status.Kind) {
    switch kind {
    case .file: self = .file
    case .executable: self = .executable
    case .symbolicLink: self = .symbolicLink
    case .folder, .other: return nil
    }
  }
}

/// What was seen on disk, by position in the index.
private final class StatusCache: Sendable {
  private let seen = Mutex<[Int: DiskReader.Status?]>([:])

  func status(
    _ position: Int, _ look: () throws(ReadFailure) -> DiskReader.Status?
  ) throws(ReadFailure) -> DiskReader.Status? {
    if let known = seen.withLock({ $0[position] }) { return known }
    let status = try look()
    seen.withLock { $0[position] = .some(status) }
    return status
  }
}
