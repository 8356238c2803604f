private import CLibgit2

/// An open `git_repository`, closed when this value ends.
struct RepositoryHandle: ~Copyable {
  let pointer: OpaquePointer
  init(owning pointer: OpaquePointer) { self.pointer = pointer }
  deinit { git_repository_free(pointer) }
}

/// A `git_index` read from one file, freed when this value ends.
struct IndexHandle: ~Copyable {
  let pointer: OpaquePointer
  init(owning pointer: OpaquePointer) { self.pointer = pointer }
  deinit { git_index_free(pointer) }
}

/// A `git_tree`, freed when this value ends.
struct TreeHandle: ~Copyable {
  let pointer: OpaquePointer
  init(owning pointer: OpaquePointer) { self.pointer = pointer }
  deinit { git_tree_free(pointer) }
}

/// A `git_commit`, freed when this value ends.
struct CommitHandle: ~Copyable {
  let pointer: OpaquePointer
  init(owning pointer: OpaquePointer) { self.pointer = pointer }
  deinit { git_commit_free(pointer) }
}

/// A `git_odb`, freed when this value ends.
struct ObjectDatabaseHandle: ~Copyable {
  let pointer: OpaquePointer
  init(owning pointer: OpaquePointer) { self.pointer = pointer }
  deinit { git_odb_free(pointer) }
}
