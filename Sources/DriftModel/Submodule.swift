/// What is wrong with a submodule, the first that holds. The raw value is the name of the `submodule-pin` problem.
public enum SubmoduleState: String, Sendable, Hashable, CaseIterable {
  /// `.gitmodules` has an entry, and plain files are committed at its path (or nothing is recorded there at all).
  case declaredButNotASubmodule = "declared-but-not-a-submodule"
  /// A commit is recorded, and `.gitmodules` does not say where it comes from.
  case notDeclared = "not-declared"
  /// There is a checkout of the superproject, and the submodule's folder was never filled.
  case notInitialised = "not-initialised"
  /// The recorded commit is in none of the places where its objects could be.
  case commitMissing = "commit-missing"
  /// The submodule's HEAD is not the recorded commit.
  case checkedOutElsewhere = "checked-out-elsewhere"
  /// The checkout holds local changes or untracked files.
  case edited = "edited"
}

/// A submodule as a snapshot sees it: what is declared, what is recorded, what is checked out.
public struct Submodule: Sendable, Hashable {
  /// Its path in the outermost superproject.
  public let path: RepositoryPath
  /// The superproject's path of the repository that records it: ``RepositoryPath/root``, or another submodule.
  public let parent: RepositoryPath
  /// Its name in `.gitmodules`; nil if it is not declared.
  public let name: String?
  /// Its URL as `.gitmodules` has it, credentials included: mask it before it is printed.
  public let url: String?
  /// The branch that `.gitmodules` names; `.` where it names the superproject's own, and that is on none.
  public let branch: String?
  /// The branch that the remote's HEAD named when the submodule was cloned: where changes usually go if `branch` says
  /// nothing. Never a reason for a finding.
  public let remoteBranch: String?
  /// The entry in `.gitmodules`: the section's line; nil if it is not declared.
  public let declaration: Location?
  /// The line of the entry's `url`, if it has one.
  public let urlLocation: Location?
  /// The commit that the tree looked at records; nil where none is (``SubmoduleState/declaredButNotASubmodule``).
  public let recorded: ObjectID?
  /// The commit whose files this snapshot reads: under `worktree` the checkout's HEAD; nil if none can be read.
  public let read: ObjectID?
  /// The first state that holds; nil if all is well.
  public let state: SubmoduleState?
  /// Changed, deleted and untracked files of the checkout, sorted; filled where `state` is `edited` or
  /// `checkedOutElsewhere`, never more than 100.
  public let edits: [RepositoryPath]
  /// Whether its files can be read at all.
  public let isReadable: Bool
  /// Why its repository cannot be opened although it is there (a broken one, another owner's); nil if it can, or if
  /// `state` says all there is to say.
  public let failure: ReadFailure?

  /// A submodule's facts.
  public init(
    path: RepositoryPath, parent: RepositoryPath = .root, name: String? = nil, url: String? = nil,
    branch: String? = nil, remoteBranch: String? = nil, declaration: Location? = nil, urlLocation: Location? = nil,
    recorded: ObjectID? = nil,
    read: ObjectID? = nil, state: SubmoduleState? = nil, edits: [RepositoryPath] = [], isReadable: Bool = true,
    failure: ReadFailure? = nil
  ) {
    self.path = path
    self.parent = parent
    self.name = name
    self.url = url
    self.branch = branch
    self.remoteBranch = remoteBranch
    self.declaration = declaration
    self.urlLocation = urlLocation
    self.recorded = recorded
    self.read = read
    self.state = state
    self.edits = edits
    self.isReadable = isReadable
    self.failure = failure
  }
}

/// An entry of `.gitmodules` that git itself refuses to use, and that therefore names no ``Submodule``.
///
/// Its path leaves the repository, is absolute or leads into `.git`, or its name would lead out of `.git/modules`.
/// A pull request that adds one is an attack or a mistake; it must not disappear silently.
public struct RefusedDeclaration: Sendable, Hashable {
  /// Which part of the entry git refuses.
  public enum Part: String, Sendable, Hashable {
    case name, path
  }

  /// The name in the section's header.
  public let name: String
  /// The part that is refused.
  public let part: Part
  /// That part's value, as written.
  public let value: String
  /// The line that states the value.
  public let location: Location

  /// An entry and what is wrong with it.
  public init(name: String, part: Part, value: String, location: Location) {
    self.name = name
    self.part = part
    self.value = value
    self.location = location
  }
}

/// How a submodule's recorded commit stands to a branch.
public enum BranchRelation: Sendable, Hashable {
  /// It is the branch's tip.
  case tip
  /// It is in the branch's history, this many commits behind `tip`; nil where a shallow boundary hides how many.
  case behind(Int?, tip: ObjectID)
  /// It is not in the branch's history.
  case notOnBranch(tip: ObjectID)
}
