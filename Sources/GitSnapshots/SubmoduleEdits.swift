internal import CLibgit2
internal import DriftModel

extension WorktreeSource {
  /// What a commit of everything in this checkout would change, as paths of the superproject: staged, changed, deleted
  /// and untracked files, sorted, at most `limit`.
  func edits(since head: ObjectID, limit: Int) throws(ReadFailure) -> [RepositoryPath] {
    var edits = Set(try stagedPaths(since: head, limit: limit))
    let comparesModes = try comparesModes()
    for position in 0..<index.table.count where edits.count < limit {
      guard index.table.kind(position) != .submodule, let path = RepositoryPath(index.table.bytes(position)) else {
        continue
      }
      if try isEdited(position, path, comparesModes: comparesModes) { edits.insert(path) }
    }
    if edits.count < limit {
      for entry in try untrackedFiles(limit: limit - edits.count) {
        if let own = entry.path.relative(to: prefix) { edits.insert(own) }
      }
    }
    return edits.sorted().map(shown)
  }

  private func isEdited(_ position: Int, _ path: RepositoryPath, comparesModes: Bool) throws(ReadFailure) -> Bool {
    let flags = index.table.flags[position]
    if !flags.isDisjoint(with: [.unmerged, .intentToAdd]) { return true }
    guard let status = status(position, path) else { return !flags.contains(.skipWorktree) }
    guard let kind = FileEntry.Kind(status.kind) else { return true }
    let recorded = index.table.kind(position)
    if (kind == .symbolicLink) != (recorded == .symbolicLink) || (comparesModes && kind != recorded) { return true }
    if isUntouched(position, status) { return false }
    do throws(ReadFailure) {
      return try objectID(at: path) != index.table.ids[position].objectID
    } catch {
      // A file that passes through a filter program: only git can tell, and only by running it.
      if error.cause == .repository || error.cause == .limit { throw error }
      return true
    }
  }

  /// Wraps `git_diff_tree_to_index`.
  private func stagedPaths(since head: ObjectID, limit: Int) throws(ReadFailure) -> [RepositoryPath] {
    do throws(GitError) {
      return try repository.withHandle { repository throws(GitError) in
        let commit = try GitRepository.commit(head, repository)
        let tree = TreeHandle(
          owning: try gitPointer("read the tree of \(head)") { git_commit_tree($0, commit.pointer) })
        // Nothing is staged if the index stands for HEAD's very tree; only else is it worth comparing.
        if let id = git_tree_id(tree.pointer), ObjectID(id.pointee) == self.cachedTree { return [] }
        let diff = try gitPointer("compare the index with \(head)") {
          git_diff_tree_to_index($0, repository, tree.pointer, nil, nil)
        }
        defer { git_diff_free(diff) }
        var paths: [RepositoryPath] = []
        for position in 0..<min(git_diff_num_deltas(diff), limit) {
          guard let delta = git_diff_get_delta(diff, position), let name = delta.pointee.new_file.path else { continue }
          if let path = RepositoryPath(String(cString: name)) { paths.append(path) }
        }
        return paths
      }
    } catch {
      throw failure(error, at: .root)
    }
  }

  /// `core.fileMode`; true unless it says otherwise. Wraps `git_config_get_bool`.
  private func comparesModes() throws(ReadFailure) -> Bool {
    do throws(GitError) {
      return try repository.withHandle { repository throws(GitError) in
        let config = try gitPointer("read the configuration") { git_repository_config_snapshot($0, repository) }
        defer { git_config_free(config) }
        var value: Int32 = 1
        return git_config_get_bool(&value, config, "core.filemode") == 0 ? value == 1 : true
      }
    } catch {
      throw failure(error, at: .root)
    }
  }
}
