internal import DriftModel

/// What is staged: the index's paths with the index's blobs.
struct IndexSource: TreeSource {
  let prefix: RepositoryPath
  let repository: GitRepository
  let table: PathTable

  /// The index of a repository that lies at `prefix`, already read.
  init(_ repository: GitRepository, prefix: RepositoryPath, table: PathTable) {
    self.prefix = prefix
    self.repository = repository
    self.table = table
  }

  func files(matching pattern: PathPattern) throws(ReadFailure) -> [FileEntry] {
    try matches(in: table, pattern) { index, path in
      table.flags[index].contains(.intentToAdd) ? nil : FileEntry(path: shown(path), kind: table.kind(index))
    }
  }

  func entry(at path: RepositoryPath) throws(ReadFailure) -> FileEntry? {
    guard let index = table.index(of: path.bytes), !table.flags[index].contains(.intentToAdd) else { return nil }
    return FileEntry(path: shown(path), kind: table.kind(index))
  }

  func isFolder(_ path: RepositoryPath) -> Bool {
    table.index(of: path.bytes) == nil && !table.entries(inside: path.bytes).isEmpty
  }

  var hasNoSubmodules: Bool { table.gitlinks.isEmpty }

  func content(at path: RepositoryPath) throws(ReadFailure) -> SourceContent {
    guard let index = table.index(of: path.bytes), table.kind(index) != .submodule else {
      throw ReadFailure(.notFound, "there is no file '\(shown(path))'", at: Location(shown(path)))
    }
    return try storedContent(of: index, at: path)
  }

  func contentKey(at path: RepositoryPath) -> ContentKey? {
    guard let index = table.index(of: path.bytes) else { return nil }
    return storedKey(of: index)
  }

  func objectID(at path: RepositoryPath) throws(ReadFailure) -> ObjectID {
    guard let index = table.index(of: path.bytes) else {
      throw ReadFailure(.notFound, "there is no file '\(shown(path))'", at: Location(shown(path)))
    }
    try refuseUnmerged(index, at: path)
    return table.ids[index].objectID
  }

  func gitlinks() throws(ReadFailure) -> [(path: RepositoryPath, commit: ObjectID)] {
    table.gitlinks.compactMap { index in
      RepositoryPath(table.bytes(index)).map { ($0, table.ids[index].objectID) }
    }
  }

  func gitlink(at path: RepositoryPath) throws(ReadFailure) -> ObjectID? {
    guard let index = table.index(of: path.bytes), table.kind(index) == .submodule else { return nil }
    return table.ids[index].objectID
  }

  func refuseUnmerged(at path: RepositoryPath) throws(ReadFailure) {
    if let index = table.index(of: path.bytes) { try refuseUnmerged(index, at: path) }
  }

  // MARK: Shared with the work tree

  /// The bytes that the index records for an entry.
  func storedContent(of index: Int, at path: RepositoryPath) throws(ReadFailure) -> SourceContent {
    try refuseUnmerged(index, at: path)
    let bytes: [UInt8]?
    do throws(GitError) {
      bytes = try repository.blob(table.ids[index].objectID, limit: ReadLimits.fileSize)
    } catch {
      throw failure(error, at: path)
    }
    guard let bytes else { throw ReadLimits.tooLarge(shown(path)) }
    return table.kind(index) == .symbolicLink ? .link(bytes) : .bytes(bytes)
  }

  /// What names the bytes that the index records for a file.
  func storedKey(of index: Int) -> ContentKey? {
    guard table.flags[index].isDisjoint(with: [.unmerged, .intentToAdd]) else { return nil }
    switch table.kind(index) {
    case .file, .executable: return ContentKey(id: table.ids[index].objectID, size: -1)
    case .symbolicLink, .submodule: return nil
    }
  }

  func refuseUnmerged(_ index: Int, at path: RepositoryPath) throws(ReadFailure) {
    guard table.flags[index].contains(.unmerged) else { return }
    throw ReadFailure(
      .unmerged, "'\(shown(path))' is in conflict: a merge is not finished", at: Location(shown(path)),
      remedies: [
        Remedy(
          "resolve the conflict, then stage the file",
          steps: [
            .instruction("resolve the conflict in '\(shown(path))'"),
            .command(["git"] + at(prefix) + ["add", "--", path.description]),
          ])
      ])
  }

  private func at(_ folder: RepositoryPath) -> [String] { folder.bytes.isEmpty ? [] : ["-C", folder.description] }
}
