internal import DriftModel

/// The repository that a file belongs to, as far as remedies care.
enum Owner: Sendable, Hashable {
  /// The repository looked at.
  case here
  /// A submodule of it.
  case submodule(Submodule)
  /// Plain files where `.gitmodules` declares a submodule: whoever regenerates them here is undone by the next import.
  case plainFiles(Submodule)

  /// The root of the repository, as the superproject sees it.
  var root: RepositoryPath {
    switch self {
    case .here: .root
    case .submodule(let submodule), .plainFiles(let submodule): submodule.path
    }
  }

  /// `this repository` or `'libs/schemas'`.
  var name: String {
    switch self {
    case .here: "this repository"
    case .submodule(let submodule), .plainFiles(let submodule): "'\(submodule.path)'"
    }
  }

  /// The submodule; plain files have none.
  var submodule: Submodule? { if case .submodule(let submodule) = self { submodule } else { nil } }

  /// The submodule whose state explains what is found in it: the check read another commit than the recorded one, or
  /// files that are in no commit.
  var causingSubmodule: Submodule? {
    switch submodule?.state {
    case .checkedOutElsewhere, .edited: submodule
    default: nil
    }
  }
}

/// Who owns which file. Asks the snapshot once per folder.
struct Owners {
  private let snapshot: any RepositorySnapshot
  private var known: [RepositoryPath: Owner] = [:]
  private var ways: [RepositoryPath: SubmoduleSteps] = [:]
  private var submodules: [Submodule]?

  init(_ snapshot: any RepositorySnapshot) { self.snapshot = snapshot }

  /// The owner of a file.
  ///
  /// - Throws: as the snapshot does.
  mutating func owner(of path: RepositoryPath) throws(ReadFailure) -> Owner {
    if let owner = known[path.parent] { return owner }
    let owner: Owner =
      switch try snapshot.submodule(containing: path) {
      case nil: .here
      case let submodule? where submodule.state == .declaredButNotASubmodule: .plainFiles(submodule)
      case let submodule?: .submodule(submodule)
      }
    known[path.parent] = owner
    return owner
  }

  /// The way into a submodule and back.
  ///
  /// - Throws: as the snapshot does.
  mutating func way(into submodule: Submodule) throws(ReadFailure) -> SubmoduleSteps {
    if let way = ways[submodule.path] { return way }
    let all = if let submodules { submodules } else { try snapshot.submodules() }
    submodules = all
    let way = SubmoduleSteps(into: submodule, among: all)
    ways[submodule.path] = way
    return way
  }

  /// What makes a file right again.
  ///
  /// - Throws: as the snapshot does.
  mutating func cure(
    for path: RepositoryPath, of check: GeneratedCode, blame: Blame.Answer = Blame.Answer(culprit: .unknown)
  ) throws(ReadFailure) -> Cure {
    let owner = try owner(of: path)
    let way: SubmoduleSteps? =
      switch owner {
      case .here: nil
      case .submodule(let submodule), .plainFiles(let submodule): try way(into: submodule)
      }
    return Cure(check: check, owner: owner, way: way, blame: blame, owners: self)
  }
}
