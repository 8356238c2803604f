internal import DriftModel

/// What a manifest or a lock file asks of a package.
struct DependencyRequirement: Sendable, Hashable {
  enum Meaning: Sendable, Hashable {
    /// Versions of a Python package.
    case python(PythonSpecifier)
    /// Versions of any other.
    case semantic(SemanticRange)
    /// A place and, if it is said, what of it: a branch, a tag, a commit.
    case source(url: String, reference: String?)
    /// A folder of this repository.
    case local
    /// What a workspace says: the name of a catalog, empty for the only one.
    case inherited(String)
    /// A name that a registry resolves: `latest`.
    case tag
    /// Something that is not understood, and why.
    case unknown(String)
  }

  /// As written; empty for any version.
  let text: String
  let meaning: Meaning

  /// As messages show it.
  var shown: String { text.isEmpty ? "any version" : VersionText.quoted(Array(text.utf8)) }

  /// The one version that is allowed; nil if it is not one.
  var exactVersion: String? {
    switch meaning {
    case .python(let specifier): specifier.exactVersion
    case .semantic(let range): range.exactVersion
    default: nil
    }
  }

  /// Whether a version is allowed; nil if that cannot be said.
  func allows(_ version: String) -> Bool? {
    switch meaning {
    case .python(let specifier): specifier.allows(version)
    case .semantic(let range): SemanticVersion(version, prefixed: true).map(range.allows)
    case .source, .local, .inherited, .tag, .unknown: nil
    }
  }

  /// Reads PEP 440.
  static func python(_ text: String) -> DependencyRequirement {
    let trimmed = text.trimmingBlanks
    guard let specifier = PythonSpecifier(trimmed) else { return .unknown(trimmed, "no version specifier") }
    return DependencyRequirement(text: trimmed, meaning: .python(specifier))
  }

  static func unknown(_ text: String, _ reason: String) -> DependencyRequirement {
    DependencyRequirement(text: text, meaning: .unknown(reason))
  }
}

/// A dependency as a manifest states it.
struct Dependency: Sendable {
  /// What the statement is for.
  enum Role: Sendable {
    /// Needed: at run time, in development, in a group or extra.
    case needed
    /// Wanted where it can be had.
    case optional
    /// A range that is tolerated of what somebody else brings.
    case peer
    /// Needed to build, in an environment of its own.
    case build
    /// A bound on a package that others need.
    case constraint
    /// Written down by the tool itself, for somebody else who needs it.
    case indirect
    /// Kept in one place for others to inherit.
    case catalog
  }

  let package: PackageName
  /// The name as written.
  let name: String
  let requirement: DependencyRequirement
  let role: Role
  /// The list that it stands in, as the ecosystem names it: `dependencies`, `dev`, `extra docs`.
  let group: String
  /// When it holds, as written; nil if always.
  let condition: String?
  /// The name that the manifest gives it (npm's `"old": "npm:react@17"`), so that it can stand beside another version.
  let alias: String?
  /// What the manifest calls it: the alias, or else the name.
  var key: String { alias ?? name }
  /// Where it is stated.
  let location: Location
  /// What can be put in place of the requirement; nil where only a person can.
  let site: RequirementSite?

  init(
    _ name: String, in ecosystem: Ecosystem, _ requirement: DependencyRequirement, role: Role = .needed,
    group: String = "dependencies", condition: String? = nil, alias: String? = nil, at location: Location,
    site: RequirementSite? = nil
  ) {
    self.package = PackageName(name, in: ecosystem)
    self.name = name
    self.requirement = requirement
    self.role = role
    self.group = group
    self.condition = condition
    self.alias = alias
    self.location = location
    self.site = site
  }
}

/// The bytes of a manifest that say which versions are wanted.
struct RequirementSite: Sendable, Hashable {
  /// How one version is written there.
  enum Language: Sendable { case pep508, poetry, npm, cargo, swift, go }

  let path: RepositoryPath
  let range: Range<Int>
  let expected: [UInt8]
  let language: Language

  /// What stands there for exactly one version; nil if that version means something else there.
  func exactly(_ version: String) -> String? {
    guard VersionText.isPlain(Array(version.utf8)) else { return nil }
    switch language {
    case .pep508: return "==" + version
    case .poetry, .npm: return version
    case .cargo: return "=" + version
    case .swift: return "exact: \"\(version)\""
    case .go: return version.hasPrefix("v") ? version : "v" + version
    }
  }

  /// The edit that puts a text there.
  func edit(to text: String) -> Edit {
    Edit(path: path, range: range, expected: expected, replacement: Array(text.utf8))
  }
}

/// A version that is forced on all who need a package.
struct ForcedVersion: Sendable {
  /// What is forced; nil where it depends on more than the package: who needs it, which version, another source.
  let requirement: DependencyRequirement?
  /// Where that is said.
  let location: Location

  init(_ requirement: DependencyRequirement?, at location: Location) {
    self.requirement = requirement
    self.location = location
  }
}

/// A manifest that was read.
struct Manifest: Sendable {
  let path: RepositoryPath
  let ecosystem: Ecosystem
  var dependencies: [Dependency] = []
  /// What in it could not be understood.
  var obstacles: [Unverified] = []
  /// What the package itself is called.
  var name: String?
  /// The version that it says of itself, where members of a workspace are told apart by it.
  var version: String?
  /// Packages whose version is forced on everybody, by identity.
  var overrides: [String: ForcedVersion] = [:]
  /// Patterns of the folders that share its lock file, as written.
  var members: [String] = []
  /// Whether folders that it depends on, and that lie in its own, share its lock file without being named (Cargo).
  var adoptsFolders = false
  /// Folders that do not, as written.
  var excluded: [String] = []
  /// Whether its dependencies are made up when it is built.
  var isDynamic = false
  /// Further files that were read for it.
  var included: Set<RepositoryPath> = []

  /// The folder that it is the manifest of.
  var folder: RepositoryPath { path.parent }
}

extension StringProtocol {
  /// Without blanks at its ends.
  var trimmingBlanks: String {
    let head = drop { $0.isWhitespace }
    guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(head[...last])
  }
}
