internal import CLibgit2
internal import DriftModel

extension GitRepository {
  /// How far a search for departures goes.
  struct DepartureLimits {
    /// How many commits are read, newest first.
    var commits = 20_000
    /// How many changed files of one commit are compared by content, to learn what was renamed.
    var changes = 1_000
    /// How many are compared by id at most.
    var exactChanges = 50_000
  }

  /// The newest commit in the history of `start` that removed each of some paths, which `start` does not hold.
  ///
  /// A merge removes nothing that one of its parents lacks: there, the commit that did is on that parent's side.
  func departures(
    of paths: [RepositoryPath], since start: ObjectID, limits: DepartureLimits = .init()
  ) throws(GitError) -> Departures {
    let asked = Array(Set(paths)).sorted().prefix(PathPresence.Paths.capacity)
    return try withHandle { repository throws(GitError) in
      var search = DepartureSearch(Array(asked), repository: repository, limits: limits)
      try search.run(from: start)
      if asked.count < Set(paths).count { search.departures.isComplete = false }
      return search.departures
    }
  }
}

/// One walk over a history, newest commits first. Lives within one call that holds the repository.
private struct DepartureSearch {
  private let paths: [RepositoryPath]
  private let repository: OpaquePointer
  private let limits: GitRepository.DepartureLimits
  private var presence: PathPresence
  private var wanted: PathPresence.Paths
  var departures = Departures(isComplete: true)

  init(_ paths: [RepositoryPath], repository: OpaquePointer, limits: GitRepository.DepartureLimits) {
    self.paths = paths
    self.repository = repository
    self.limits = limits
    self.presence = PathPresence(paths)
    self.wanted = PathPresence.Paths(upTo: paths.count)
  }

  private struct Waiting: Comparable {
    let time: Int64
    let id: ObjectIDBytes
    let order: Int

    // Newest first; of the same second the one that was met first, so that every run walks the same way.
    static func < (left: Waiting, right: Waiting) -> Bool {
      left.time != right.time ? left.time > right.time : left.order < right.order
    }
  }

  mutating func run(from start: ObjectID) throws(GitError) {
    var queue = Heap<Waiting>()
    var seen: Set<ObjectIDBytes> = [ObjectIDBytes(start.libgit)]
    queue.insert(Waiting(time: .max, id: ObjectIDBytes(start.libgit), order: 0))
    var count = 0
    while !wanted.isEmpty, let next = queue.popFirst() {
      count += 1
      guard count <= limits.commits else {
        departures.isComplete = false
        return
      }
      guard let commit = try commit(next.id.objectID) else { continue }
      let own = try presence.paths(in: git_commit_tree_id(commit.pointer).pointee, repository)
      // What the first commit still holds left in none.
      if count == 1 { wanted.subtract(own) }
      var gone = wanted.subtracting(own)
      let parents = git_commit_parentcount(commit.pointer)
      if parents == 0 { gone = PathPresence.Paths() }
      for index in 0..<parents {
        guard let id = git_commit_parent_id(commit.pointer, index) else { continue }
        guard let parent = try self.commit(ObjectID(id.pointee)) else {
          gone = PathPresence.Paths()
          continue
        }
        gone.formIntersection(try presence.paths(in: git_commit_tree_id(parent.pointer).pointee, repository))
        let key = ObjectIDBytes(id.pointee)
        if seen.insert(key).inserted {
          queue.insert(Waiting(time: git_commit_time(parent.pointer), id: key, order: seen.count))
        }
      }
      if !gone.isEmpty {
        try record(gone, removedBy: commit.pointer)
        wanted.subtract(gone)
      }
    }
  }

  /// A commit; nil past a shallow boundary.
  private mutating func commit(_ id: ObjectID) throws(GitError) -> CommitHandle? {
    do throws(GitError) {
      return try GitRepository.commit(id, repository)
    } catch {
      guard error.isNotFound else { throw error }
      departures.isComplete = false
      return nil
    }
  }

  private mutating func record(_ gone: PathPresence.Paths, removedBy commit: OpaquePointer) throws(GitError) {
    let id = git_commit_id(commit).map { ObjectID($0.pointee) } ?? .zero
    let subject = git_commit_summary(commit).map { String(cString: $0) } ?? ""
    let renames = try renames(by: commit)
    for index in gone.indices {
      departures.add(
        Departure(
          paths[index], commit: id, subject: subject,
          destination: DepartureSearch.destination(of: paths[index], renames)))
    }
  }

  // MARK: Renames

  private struct Rename {
    let old: RepositoryPath
    /// Nil if the file was deleted.
    let new: RepositoryPath?
  }

  /// The files that a commit removed against its first parent, and where those went that were renamed. Wraps
  /// `git_diff_tree_to_tree` and `git_diff_find_similar`.
  private func renames(by commit: OpaquePointer) throws(GitError) -> [Rename] {
    let new = TreeHandle(owning: try gitPointer("read a commit's tree") { git_commit_tree($0, commit) })
    let parent = CommitHandle(owning: try gitPointer("read a commit's parent") { git_commit_parent($0, commit, 0) })
    let old = TreeHandle(owning: try gitPointer("read a commit's tree") { git_commit_tree($0, parent.pointer) })
    let diff = try gitPointer("compare a commit with its parent") {
      git_diff_tree_to_tree($0, repository, old.pointer, new.pointer, nil)
    }
    defer { git_diff_free(diff) }
    let changes = git_diff_num_deltas(diff)
    if changes <= limits.exactChanges {
      var options = git_diff_find_options()
      git_diff_find_options_init(&options, UInt32(GIT_DIFF_FIND_OPTIONS_VERSION))
      options.flags = GIT_DIFF_FIND_RENAMES.rawValue
      if changes > limits.changes { options.flags |= GIT_DIFF_FIND_EXACT_MATCH_ONLY.rawValue }
      try git("look for renamed files") { git_diff_find_similar(diff, &options) }
    }
    var renames: [Rename] = []
    for index in 0..<git_diff_num_deltas(diff) {
      guard let delta = git_diff_get_delta(diff, index) else { continue }
      let status = delta.pointee.status
      guard status == GIT_DELTA_RENAMED || status == GIT_DELTA_DELETED,
        let old = delta.pointee.old_file.path.flatMap({ RepositoryPath(String(cString: $0)) })
      else { continue }
      let new = status == GIT_DELTA_RENAMED ? delta.pointee.new_file.path.map { String(cString: $0) } : nil
      renames.append(Rename(old: old, new: new.flatMap { RepositoryPath($0) }))
    }
    return renames
  }

  /// Where a file went, or the folder that most of a folder's files went to under their own names.
  private static func destination(of path: RepositoryPath, _ renames: [Rename]) -> RepositoryPath? {
    if let file = renames.first(where: { $0.old == path }) { return file.new }
    var folders: [RepositoryPath: Int] = [:]
    var count = 0
    for rename in renames where rename.old.isInside(path) {
      count += 1
      guard let tail = rename.old.relative(to: path), let new = rename.new else { continue }
      let ending = [UInt8(ascii: "/")] + tail.bytes
      guard new.bytes.count > ending.count, new.bytes.suffix(ending.count).elementsEqual(ending),
        let folder = RepositoryPath(new.bytes.dropLast(ending.count))
      else { continue }
      folders[folder, default: 0] += 1
    }
    let best = folders.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return best.flatMap { $0.value * 2 > count ? $0.key : nil }
  }
}

/// A binary heap; the least element comes first.
private struct Heap<Element: Comparable> {
  private var elements: [Element] = []

  mutating func insert(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0, elements[child] < elements[(child - 1) / 2] {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> Element? {
    guard !elements.isEmpty else { return nil }
    elements.swapAt(0, elements.count - 1)
    let first = elements.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < elements.count && elements[child] < elements[least] {
        least = child
      }
      guard least != parent else { return first }
      elements.swapAt(parent, least)
      parent = least
    }
  }
}
