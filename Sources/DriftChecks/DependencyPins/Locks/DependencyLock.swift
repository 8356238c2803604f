internal import DriftModel

/// A package as a lock file settles it.
struct LockedPackage: Sendable {
  let package: PackageName
  /// The name as written.
  let name: String
  /// The version as written; nil if it has none (a branch, a folder).
  let version: String?
  /// The branch or commit, where that is settled.
  var references: [String] = []
  /// Whether it is a folder of this repository.
  var isLocal = false
  /// Where it stands: its version, or else its entry.
  let location: Location
  /// What it needs, by name.
  var needs: [String] = []

  init(
    _ name: String, in ecosystem: Ecosystem, version: String?, at location: Location, isLocal: Bool = false,
    references: [String] = [], needs: [String] = []
  ) {
    self.package = PackageName(name, in: ecosystem)
    self.name = name
    self.version = version
    self.location = location
    self.isLocal = isLocal
    self.references = references
    self.needs = needs
  }
}

/// A requirement that a lock file copied from a manifest.
struct RecordedRequirement: Sendable {
  let package: PackageName
  let requirement: DependencyRequirement
  let location: Location
}

/// What a lock file says of one dependency of a manifest.
struct LockAnswer: Sendable {
  /// What it may be settled as: one of these should do.
  var candidates: [LockedPackage] = []
  /// The requirements for it that were copied; nil if this lock file copies none.
  var recorded: [RecordedRequirement]?
  /// Whether something must be there.
  var isRequired = true
}

/// A lock file that was read.
protocol DependencyLock: Sendable {
  var contents: LockContents { get }

  /// Whether members of the workspace never stand in it: what fits one of them is not locked.
  var omitsMembers: Bool { get }

  /// Whether an entry stands under the ranges that were asked for, so that one that is forced hides the manifest's own.
  var namesRanges: Bool { get }

  /// Whether it settles the dependencies of a manifest.
  ///
  /// - Parameter root: the manifest in the lock file's own folder, if it was read.
  func covers(_ manifest: Manifest, root: Manifest?) -> Bool

  /// Whether it settles those of a manifest that lies in none of its folders, because a project names it.
  func reaches(_ manifest: Manifest) -> Bool

  /// What it says of a dependency of a manifest that it covers.
  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer

  /// All requirements that it copied from a manifest; nil if it copies none, or not all.
  func records(of manifest: Manifest) -> [RecordedRequirement]?
}

extension DependencyLock {
  var omitsMembers: Bool { false }

  var namesRanges: Bool { false }

  func reaches(_ manifest: Manifest) -> Bool { false }

  func records(of manifest: Manifest) -> [RecordedRequirement]? { nil }
}

/// What every lock file has.
struct LockContents: Sendable {
  let path: RepositoryPath
  let ecosystem: Ecosystem
  /// The command that brings it up to date, run in its folder.
  let relock: String
  private(set) var packages: [LockedPackage] = []
  private var positions: [PackageName: [Int]] = [:]
  /// What in it could not be understood.
  var obstacles: [Unverified] = []

  /// The folder that it is the lock file of: the one that it lies in, but for what a tool hides in its own.
  let folder: RepositoryPath
  /// Whether it is of a project file, which is not read as a manifest, and of the manifests that it names.
  var isOfProject: Bool { folder != path.parent }

  init(path: RepositoryPath, ecosystem: Ecosystem, relock: String, folder: RepositoryPath? = nil) {
    self.path = path
    self.folder = folder ?? path.parent
    self.ecosystem = ecosystem
    self.relock = relock
  }

  mutating func add(_ package: LockedPackage) {
    positions[package.package, default: []].append(packages.count)
    packages.append(package)
  }

  /// All entries of a package.
  subscript(package: PackageName) -> [LockedPackage] { (positions[package] ?? []).map { packages[$0] } }

  /// Who needs a package, by name: the first few, sorted.
  func dependents(of package: PackageName) -> [String] {
    let names = packages.filter { entry in
      entry.needs.contains { PackageName($0, in: ecosystem) == package }
    }.map(\.name)
    return Set(names).sorted()
  }

  /// A folder as this file names it: empty for its own.
  func relative(_ folder: RepositoryPath) -> String? {
    folder == self.folder ? "" : folder.relative(to: self.folder)?.description
  }
}
