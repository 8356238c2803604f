internal import CLibgit2
internal import DriftModel
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The tree of one commit.
final class CommitSource: TreeSource {
  let prefix: RepositoryPath
  let repository: GitRepository
  let commit: ObjectID

  // Listings by folder: checks that share a literal head, or have none, walk the tree once.
  private let listings = Mutex<[RepositoryPath: PathTable]>([:])

  init(_ repository: GitRepository, commit: ObjectID, prefix: RepositoryPath) {
    self.prefix = prefix
    self.repository = repository
    self.commit = commit
  }

  func files(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry] {
    let head = pattern.literalHead.relative(to: prefix) ?? .root
    if pattern.isLiteral { return try entry(at: head).map { [$0] } ?? [] }
    let table = try listing(of: head)
    return try matches(in: table, pattern) { index, path in FileEntry(path: shown(path), kind: table.kind(index)) }
  }

  func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry? {
    guard let found = try find(path) else { return nil }
    guard found.mode & 0o170000 != 0o040000 else { return nil }
    return FileEntry(path: shown(path), kind: FileEntry.Kind(mode: found.mode))
  }

  func content(at path: RepositoryPath) throws(ReadFailure) -> SourceContent {
    let found = try file(path)
    let bytes: [UInt8]?
    do throws(GitError) {
      bytes = try repository.blob(found.id, limit: ReadLimits.fileSize)
    } catch {
      throw failure(error, at: path)
    }
    guard let bytes else { throw ReadLimits.tooLarge(shown(path)) }
    return FileEntry.Kind(mode: found.mode) == .symbolicLink ? .link(bytes) : .bytes(bytes)
  }

  func contentKey(at path: RepositoryPath) -> ContentKey? {
    guard let found = try? file(path), FileEntry.Kind(mode: found.mode) != .symbolicLink else { return nil }
    return ContentKey(id: found.id, size: -1)
  }

  func isFolder(_ path: RepositoryPath) -> Bool {
    guard let found = try? find(path) else { return false }
    return found.mode & 0o170000 == 0o040000
  }

  func objectID(at path: RepositoryPath) throws(ReadFailure) -> ObjectID { try file(path).id }

  func gitlinks() throws(ReadFailure) -> [(path: RepositoryPath, commit: ObjectID)] {
    let table = try listing(of: .root)
    return table.gitlinks.compactMap { index in
      RepositoryPath(table.bytes(index)).map { ($0, table.ids[index].objectID) }
    }
  }

  func gitlink(at path: RepositoryPath) throws(ReadFailure) -> ObjectID? {
    guard let found = try find(path), found.mode == 0o160000 else { return nil }
    return found.id
  }

  // MARK: One path

  private func file(_ path: RepositoryPath) throws(ReadFailure) -> (mode: UInt32, id: ObjectID) {
    guard let found = try find(path), found.mode & 0o170000 != 0o040000, found.mode != 0o160000 else {
      throw ReadFailure(.notFound, "there is no file '\(shown(path))'", at: Location(shown(path)))
    }
    return found
  }

  /// Wraps `git_tree_entry_bypath`.
  private func find(_ path: RepositoryPath) throws(ReadFailure) -> (mode: UInt32, id: ObjectID)? {
    do throws(GitError) {
      return try repository.withHandle { repository throws(GitError) in
        let tree = try self.root(repository)
        var entry: OpaquePointer?
        let status = (path.bytes + [0]).withUnsafeBufferPointer { buffer in
          buffer.withMemoryRebound(to: CChar.self) { git_tree_entry_bypath(&entry, tree.pointer, $0.baseAddress) }
        }
        if status == GIT_ENOTFOUND.rawValue { return nil }
        guard status >= 0, let entry else { throw GitError.last(code: status, operation: "find '\(path)'") }
        defer { git_tree_entry_free(entry) }
        guard let id = git_tree_entry_id(entry) else { return nil }
        return (UInt32(git_tree_entry_filemode_raw(entry).rawValue), ObjectID(id.pointee))
      }
    } catch {
      throw failure(error, at: path)
    }
  }

  private func root(_ repository: OpaquePointer) throws(GitError) -> TreeHandle {
    let commit = try GitRepository.commit(self.commit, repository)
    return TreeHandle(owning: try gitPointer("read the tree of \(self.commit)") { git_commit_tree($0, commit.pointer) })
  }

  // MARK: Listings

  private func listing(of folder: RepositoryPath) throws(ReadFailure) -> PathTable {
    let known = listings.withLock { listings in listings[folder] ?? listings[.root] }
    if let known { return known }
    let table: PathTable
    do throws(GitError) {
      table = try repository.withHandle { repository throws(GitError) in try self.walk(folder, repository) }
    } catch {
      throw error.message == CommitSource.tooMany
        ? ReadFailure(.limit, "'\(shown(folder))' holds too many files to list", at: Location(shown(folder)))
        : failure(error, at: folder)
    }
    listings.withLock { $0[folder] = table }
    return table
  }

  private static let tooMany = "too many entries"

  private func walk(_ folder: RepositoryPath, _ repository: OpaquePointer) throws(GitError) -> PathTable {
    var table = PathTable()
    let top = try root(repository)
    guard folder != .root else {
      try append(top.pointer, prefix: [], to: &table, repository)
      return table
    }
    var entry: OpaquePointer?
    let status = (folder.bytes + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { git_tree_entry_bypath(&entry, top.pointer, $0.baseAddress) }
    }
    if status == GIT_ENOTFOUND.rawValue { return table }
    guard status >= 0, let entry else { throw GitError.last(code: status, operation: "find '\(folder)'") }
    defer { git_tree_entry_free(entry) }
    guard git_tree_entry_type(entry) == GIT_OBJECT_TREE else { return table }
    let tree = TreeHandle(
      owning: try gitPointer("read the folder '\(folder)'") {
        git_tree_lookup($0, repository, git_tree_entry_id(entry))
      })
    try append(tree.pointer, prefix: folder.bytes + [UInt8(ascii: "/")], to: &table, repository)
    return table
  }

  /// Appends a tree's files in the order of their whole paths: git sorts a folder as if its name ended in `/`, and
  /// visiting entries in that order, folders in place, gives paths sorted by bytes.
  private func append(
    _ tree: OpaquePointer, prefix: [UInt8], to table: inout PathTable, _ repository: OpaquePointer
  ) throws(GitError) {
    // A path longer than this cannot be checked out anywhere; it also bounds the recursion.
    guard prefix.count < 4096, table.count < ReadLimits.entries else {
      throw GitError(code: -1, message: CommitSource.tooMany, operation: "list a tree")
    }
    for position in 0..<git_tree_entrycount(tree) {
      guard let entry = git_tree_entry_byindex(tree, position), let name = git_tree_entry_name(entry),
        let id = git_tree_entry_id(entry)
      else { continue }
      let length = strlen(name)
      try name.withMemoryRebound(to: UInt8.self, capacity: length) { bytes throws(GitError) in
        let segment = UnsafeBufferPointer(start: bytes, count: length)
        if git_tree_entry_type(entry) == GIT_OBJECT_TREE {
          let child = TreeHandle(
            owning: try gitPointer("read the folder '\(String(decoding: prefix + segment, as: UTF8.self))'") {
              git_tree_lookup($0, repository, id)
            })
          try append(child.pointer, prefix: prefix + segment + [UInt8(ascii: "/")], to: &table, repository)
        } else {
          let mode = UInt32(git_tree_entry_filemode_raw(entry).rawValue)
          table.append(segment, prefix: prefix, mode: mode, id: id.pointee)
        }
      }
    }
  }
}
