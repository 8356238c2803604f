internal import DriftModel

/// The tree looked at beside the one that it is compared with. What either cannot say is not known: no answer is made
/// of a failure to read.
struct ReferenceTrees {
  private let snapshot: any RepositorySnapshot
  private let reference: (any RepositorySnapshot)?
  private var owners: Owners
  private var changes: [RepositoryPath: Change?] = [:]
  private var moves: [RepositoryPath: Move?] = [:]
  private var formerOutputs: [RepositoryPath: RepositoryPath]?

  /// What became of a file.
  enum Change: Sendable, Hashable {
    case unchanged, changed, added, removed
    /// It is in neither tree.
    case absent
  }

  /// A submodule whose recorded commit is not the reference's.
  struct Move {
    let path: RepositoryPath
    let before: ObjectID
    let after: ObjectID
  }

  init(_ snapshot: any RepositorySnapshot) {
    self.snapshot = snapshot
    self.reference = snapshot.reference
    self.owners = Owners(snapshot)
  }

  /// `HEAD` or `the base`.
  var name: String {
    if case .tree = snapshot.base { return "the base" }
    return "HEAD"
  }

  /// Who owns a file; this repository, if that cannot be told.
  mutating func owner(of path: RepositoryPath) -> Owner {
    do throws(ReadFailure) { return try owners.owner(of: path) } catch { return .here }
  }

  /// What became of a file since; nil if that cannot be told.
  mutating func change(of path: RepositoryPath) -> Change? {
    if let known = changes[path] { return known }
    var change: Change?
    if let reference, let now = presence(of: path, in: snapshot), let before = presence(of: path, in: reference) {
      switch (before, now) {
      case (.absent, .absent): change = .absent
      case (.absent, .present): change = .added
      case (.present, .absent): change = .removed
      case (.present, .present): change = before == now ? .unchanged : .changed
      }
    }
    changes[path] = .some(change)
    return change
  }

  /// Whether a file's bytes, or its being there, differ; nil if that cannot be told.
  mutating func hasChanged(_ path: RepositoryPath) -> Bool? {
    change(of: path).map { $0 != .unchanged && $0 != .absent }
  }

  /// Whether the comparison is with HEAD, so that what differs is in no commit yet.
  var isWithHead: Bool {
    if case .revision = snapshot.tree { return false }
    if case .tree = snapshot.base { return false }
    return reference != nil
  }

  private enum Presence: Equatable {
    case absent
    case present(ObjectID)
  }

  private func presence(of path: RepositoryPath, in tree: any RepositorySnapshot) -> Presence? {
    do throws(ReadFailure) {
      return .present(try tree.objectID(of: path))
    } catch {
      return error.cause == .notFound ? .absent : nil
    }
  }

  /// How a submodule's pin moved; nil if it did not, or nobody can tell.
  mutating func move(of submodule: Submodule) -> Move? {
    if let known = moves[submodule.path] { return known }
    var move: Move?
    do throws(ReadFailure) {
      // Any path below the submodule asks for it.
      let inside = RepositoryPath("x").map { submodule.path.appending($0) } ?? submodule.path
      if let after = submodule.recorded, let before = try reference?.submodule(containing: inside)?.recorded,
        before != after
      {
        move = Move(path: submodule.path, before: before, after: after)
      }
    } catch {
      move = nil
    }
    moves[submodule.path] = .some(move)
    return move
  }

  /// The input that yielded an orphan in the reference tree, and is gone.
  mutating func formerInput(of orphan: Pairing.Orphan, of check: GeneratedCode) -> RepositoryPath? {
    let former = formerOutputs ?? outputsOfReference(check)
    formerOutputs = former
    return former[orphan.path]
  }

  /// What the inputs of the reference tree yield there, by path.
  private func outputsOfReference(_ check: GeneratedCode) -> [RepositoryPath: RepositoryPath] {
    guard let reference else { return [:] }
    var outputs: [RepositoryPath: RepositoryPath] = [:]
    for input in check.inputs {
      let files: [FileEntry]
      do throws(ReadFailure) { files = try reference.files(matching: input.value) } catch { continue }
      for entry in files where !check.leavesOut(entry.path) {
        let captures = input.value.captures(in: entry.path) ?? [:]
        for rule in check.outputs {
          if let path = rule.pattern.value.path(for: captures) { outputs[path] = entry.path }
        }
      }
    }
    return outputs
  }
}
