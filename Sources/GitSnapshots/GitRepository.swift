internal import CLibgit2
internal import DriftModel
internal import Synchronization

/// One repository's objects, refs and configuration: the superproject's or a submodule's.
///
/// libgit2's objects serve one thread at a time, so the handle lives behind a lock and never leaves it; every method
/// copies values out before it returns.
final class GitRepository: Sendable {
  /// The repository's own folder (`.git`, `.git/modules/x`, or a bare repository), with a trailing `/`.
  let gitDirectory: String
  /// The folder that worktrees share, with a trailing `/`; the same as ``gitDirectory`` but in a linked worktree.
  let commonDirectory: String
  /// The checkout's folder with a trailing `/`; nil in a bare repository.
  let workDirectory: String?
  /// Whether the history ends at a shallow boundary.
  let isShallow: Bool

  private let handle: Mutex<RepositoryHandle>

  /// Opens the repository at exactly this folder; never one further up.
  ///
  /// - Parameter checkout: the folder whose files belong to it, whatever `core.worktree` says; nil to take libgit2's
  ///   word. Wraps `git_repository_open_ext` with `GIT_REPOSITORY_OPEN_NO_SEARCH`.
  init(at path: String, checkout: String? = nil) throws(GitError) {
    let pointer = try gitPointer("open the repository at '\(path)'") {
      git_repository_open_ext($0, path, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
    }
    let handle = RepositoryHandle(owning: pointer)
    if let checkout {
      // In memory only: `update_gitlink` 0 keeps libgit2 from writing a `.git` file or `core.worktree`.
      try git("use the checkout at '\(checkout)'") { git_repository_set_workdir(pointer, checkout, 0) }
    }
    gitDirectory = String(cString: git_repository_path(pointer))
    commonDirectory = git_repository_commondir(pointer).map { String(cString: $0) } ?? gitDirectory
    workDirectory = git_repository_workdir(pointer).map { String(cString: $0) }
    isShallow = git_repository_is_shallow(pointer) == 1
    self.handle = Mutex(handle)
  }

  /// Runs `body` with the handle while no other thread uses it.
  func withHandle<Value: Sendable>(
    _ body: (OpaquePointer) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    let result: Result<Value, GitError> = handle.withLock { handle in
      do throws(GitError) { return .success(try body(handle.pointer)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  // MARK: Refs

  /// The commit HEAD names; nil while there is none. Wraps `git_reference_name_to_id`.
  func head() throws(GitError) -> ObjectID? { try commit(named: "HEAD") }

  /// The commit that a full ref name leads to; nil if there is no such ref. Wraps `git_reference_name_to_id`.
  func commit(named name: String) throws(GitError) -> ObjectID? {
    try withHandle { repository throws(GitError) in
      var oid = git_oid()
      let status = git_reference_name_to_id(&oid, repository, name)
      if status == GIT_ENOTFOUND.rawValue || status == GIT_EUNBORNBRANCH.rawValue { return nil }
      guard status >= 0 else { throw GitError.last(code: status, operation: "read the ref '\(name)'") }
      return ObjectID(oid)
    }
  }

  /// The branch that `refs/remotes/origin/HEAD` names; nil if there is no such ref. Wraps `git_reference_lookup`.
  func remoteBranch() -> String? {
    let prefix = "refs/remotes/origin/"
    let target = try? withHandle { repository throws(GitError) in
      var reference: OpaquePointer?
      guard git_reference_lookup(&reference, repository, prefix + "HEAD") == 0, let reference else {
        return String?.none
      }
      defer { git_reference_free(reference) }
      return git_reference_symbolic_target(reference).map { String(cString: $0) }
    }
    guard let name = target ?? nil, name.hasPrefix(prefix) else { return nil }
    return String(name.dropFirst(prefix.count))
  }

  /// The commit that a revision expression names. Wraps `git_revparse_single` and `git_object_peel`.
  ///
  /// - Throws: with libgit2's status for an unknown or ambiguous name, or one that names no commit.
  func resolve(_ revision: String) throws(GitError) -> ObjectID {
    try withHandle { repository throws(GitError) in
      let object = try gitPointer("resolve '\(revision)'") { git_revparse_single($0, repository, revision) }
      defer { git_object_free(object) }
      let commit = try gitPointer("find the commit of '\(revision)'") {
        git_object_peel($0, object, GIT_OBJECT_COMMIT)
      }
      defer { git_object_free(commit) }
      return ObjectID(git_object_id(commit).pointee)
    }
  }

  // MARK: Objects

  /// Whether an object is here. Wraps `git_odb_exists`.
  func has(_ id: ObjectID) -> Bool {
    let found = try? withHandle { repository throws(GitError) in
      let database = try GitRepository.database(repository)
      var oid = id.libgit
      return git_odb_exists(database.pointer, &oid) == 1
    }
    return found ?? false
  }

  /// A blob's bytes. Wraps `git_odb_read_header` and `git_odb_read`.
  ///
  /// - Parameter limit: a larger blob is not read.
  /// - Returns: nil if the blob is larger than `limit`.
  func blob(_ id: ObjectID, limit: Int) throws(GitError) -> [UInt8]? {
    try withHandle { repository throws(GitError) in
      let database = try GitRepository.database(repository)
      var oid = id.libgit
      var size = 0
      var type = GIT_OBJECT_ANY
      try git("read the object \(id)") { git_odb_read_header(&size, &type, database.pointer, &oid) }
      guard type == GIT_OBJECT_BLOB else {
        throw GitError(code: -1, message: "the object \(id) is not a file's", operation: "read a file")
      }
      guard size <= limit else { return nil }
      let object = try gitPointer("read the object \(id)") { git_odb_read($0, database.pointer, &oid) }
      defer { git_odb_object_free(object) }
      let data = git_odb_object_data(object)
      return Array(UnsafeRawBufferPointer(start: data, count: git_odb_object_size(object)))
    }
  }

  /// Git's blob id of some bytes; nothing is written. Wraps `git_odb_hash`.
  static func blobID(of bytes: [UInt8]) throws(GitError) -> ObjectID {
    try LibgitRuntime.start()
    var oid = git_oid()
    // One byte more than is hashed, so that an empty file has an address too.
    let status = (bytes + [0]).withUnsafeBytes { git_odb_hash(&oid, $0.baseAddress, bytes.count, GIT_OBJECT_BLOB) }
    guard status >= 0 else { throw GitError.last(code: status, operation: "hash a file") }
    return ObjectID(oid)
  }

  /// What git would store for a file's bytes: line ends and `$Id$` put back. Filters that are programs are not run.
  ///
  /// Wraps `git_filter_list_load` and `git_filter_list_apply_to_buffer`, with `GIT_FILTER_TO_ODB`.
  /// - Returns: nil if `.gitattributes` asks for a filter or an encoding that only a program could apply.
  func stored(_ bytes: [UInt8], path: String) throws(GitError) -> [UInt8]? {
    try withHandle { repository throws(GitError) in
      for attribute in ["filter", "working-tree-encoding"] {
        var value: UnsafePointer<CChar>?
        try git("read the attributes of '\(path)'") {
          git_attr_get(&value, repository, UInt32(GIT_ATTR_CHECK_FILE_THEN_INDEX), path, attribute)
        }
        if git_attr_value(value) == GIT_ATTR_VALUE_STRING { return nil }
      }
      var list: OpaquePointer?
      try git("read the filters of '\(path)'") {
        git_filter_list_load(&list, repository, nil, path, GIT_FILTER_TO_ODB, GIT_FILTER_DEFAULT.rawValue)
      }
      guard let list else { return bytes }
      defer { git_filter_list_free(list) }
      var out = git_buf()
      defer { git_buf_dispose(&out) }
      let status = (bytes + [0]).withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) {
          git_filter_list_apply_to_buffer(&out, list, $0.baseAddress, bytes.count)
        }
      }
      guard status >= 0 else { throw GitError.last(code: status, operation: "filter '\(path)'") }
      return Array(UnsafeRawBufferPointer(start: out.ptr, count: out.size))
    }
  }

  /// Whether git ignores an untracked path; a folder's ends in `/`. Wraps `git_ignore_path_is_ignored`.
  func ignores(_ path: String) throws(GitError) -> Bool {
    try withHandle { repository throws(GitError) in
      var ignored: Int32 = 0
      try git("read the ignore rules for '\(path)'") { git_ignore_path_is_ignored(&ignored, repository, path) }
      return ignored == 1
    }
  }

  /// The committer's time of a commit, in seconds since 1970. Wraps `git_commit_time`.
  func time(of id: ObjectID) throws(GitError) -> Int64 {
    try withHandle { repository throws(GitError) in
      Int64(git_commit_time(try GitRepository.commit(id, repository).pointer))
    }
  }

  // MARK: Handles that live for one call

  static func database(_ repository: OpaquePointer) throws(GitError) -> ObjectDatabaseHandle {
    ObjectDatabaseHandle(owning: try gitPointer("open the object database") { git_repository_odb($0, repository) })
  }

  static func commit(_ id: ObjectID, _ repository: OpaquePointer) throws(GitError) -> CommitHandle {
    var oid = id.libgit
    return CommitHandle(
      owning: try gitPointer("read the commit \(id)") { git_commit_lookup($0, repository, &oid) })
  }
}
