internal import CLibgit2
internal import DriftModel

/// Whether one commit is in the history of another, as far as the history is here.
enum Ancestry: Sendable, Hashable {
  case yes
  case no
  /// The history ends at a shallow boundary before the question is settled.
  case cutOff
}

extension GitRepository {
  /// Whether `descendant` is `ancestor` or has it in its history. Wraps `git_graph_descendant_of`.
  ///
  /// In a shallow repository seeing the ancestor proves that it is there; not seeing it proves nothing.
  func ancestry(of descendant: ObjectID, from ancestor: ObjectID) throws(GitError) -> Ancestry {
    if descendant == ancestor { return .yes }
    if isShallow { return try walk(from: descendant, to: ancestor) }
    return try withHandle { repository throws(GitError) in
      var child = descendant.libgit
      var parent = ancestor.libgit
      let status = try git("compare two commits") { git_graph_descendant_of(repository, &child, &parent) }
      return status == 1 ? .yes : .no
    }
  }

  /// How many commits `tip` has that `commit`, an ancestor, has not. Wraps `git_graph_ahead_behind`.
  ///
  /// - Returns: nil where a shallow boundary leaves it open.
  func distance(from commit: ObjectID, to tip: ObjectID) throws(GitError) -> Int? {
    if isShallow { return nil }
    return try withHandle { repository throws(GitError) in
      var local = tip.libgit
      var upstream = commit.libgit
      var ahead = 0
      var behind = 0
      try git("count commits") { git_graph_ahead_behind(&ahead, &behind, repository, &local, &upstream) }
      return ahead
    }
  }

  /// The best common ancestor of two commits; nil if they have none. Wraps `git_merge_base`.
  func mergeBase(_ one: ObjectID, _ other: ObjectID) throws(GitError) -> ObjectID? {
    try withHandle { repository throws(GitError) in
      var left = one.libgit
      var right = other.libgit
      var base = git_oid()
      let status = git_merge_base(&base, repository, &left, &right)
      if status == GIT_ENOTFOUND.rawValue { return nil }
      guard status >= 0 else { throw GitError.last(code: status, operation: "find the merge base") }
      return ObjectID(base)
    }
  }

  /// Breadth first over the commits that are here: libgit2's own walk stops with an error at a shallow boundary.
  private func walk(from start: ObjectID, to wanted: ObjectID) throws(GitError) -> Ancestry {
    try withHandle { repository throws(GitError) in
      var seen: Set<ObjectID> = [start]
      var queue = [start]
      var isCutOff = false
      while let id = queue.popLast() {
        let commit: CommitHandle
        do throws(GitError) {
          commit = try GitRepository.commit(id, repository)
        } catch {
          guard error.isNotFound else { throw error }
          isCutOff = true
          continue
        }
        for index in 0..<git_commit_parentcount(commit.pointer) {
          guard let parent = git_commit_parent_id(commit.pointer, index) else { continue }
          let parentID = ObjectID(parent.pointee)
          if parentID == wanted, GitRepository.exists(parentID, repository) { return .yes }
          if seen.insert(parentID).inserted { queue.append(parentID) }
        }
      }
      return isCutOff ? .cutOff : .no
    }
  }

  private static func exists(_ id: ObjectID, _ repository: OpaquePointer) -> Bool {
    (try? commit(id, repository)) != nil
  }
}
