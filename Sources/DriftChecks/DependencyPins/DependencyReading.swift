internal import Documents
internal import DriftModel

/// Every manifest and lock file that a check selects, read.
struct DependencyReading {
  private(set) var manifests: [Manifest] = []
  private(set) var locks: [any DependencyLock] = []
  private(set) var subjects: [String] = []
  private(set) var selections: [Selection] = []
  var obstacles = Obstacles()
  private let snapshot: any RepositorySnapshot
  private let except: [PathPattern]
  private let allowsEmpty: Bool

  /// The names that are known, for messages.
  private static let knownManifests =
    "pyproject.toml, requirements files (.txt, .in), package.json, pnpm-workspace.yaml, .yarnrc.yml, Cargo.toml, go.mod, Package.swift"
  private static let knownLocks =
    "poetry.lock, uv.lock, requirements files (.txt), package-lock.json, npm-shrinkwrap.json, yarn.lock, pnpm-lock.yaml, "
    + "Cargo.lock, go.sum, Package.resolved"

  init(
    manifests: [Located<PathPattern>], lockfiles: [Located<PathPattern>], in snapshot: any RepositorySnapshot,
    except: [PathPattern], allowsEmpty: Bool
  ) {
    self.snapshot = snapshot
    self.except = except
    self.allowsEmpty = allowsEmpty
    for path in select(manifests, "manifest") { readManifest(path) }
    let inputs = Set(self.manifests.map(\.path))
    for path in select(lockfiles, "lock file") { readLock(path, inputs) }
  }

  private mutating func select(_ patterns: [Located<PathPattern>], _ what: String) -> [RepositoryPath] {
    var paths: Set<RepositoryPath> = []
    for pattern in patterns {
      do throws(ReadFailure) {
        let found = try snapshot.files(matching: pattern.value).filter { file in
          file.kind != .submodule && !except.contains { $0.matches(file.path) }
        }
        selections.append(
          Selection(
            "\(what) pattern '\(pattern.value)'", at: pattern.location, count: found.count, allowsEmpty: allowsEmpty))
        paths.formUnion(found.map(\.path))
      } catch {
        obstacles.add(Unverified(error, at: pattern.location))
      }
    }
    return paths.sorted()
  }

  // MARK: Reading

  private mutating func readManifest(_ path: RepositoryPath) {
    subjects.append(path.description)
    let name = String(decoding: path.lastSegment, as: UTF8.self)
    read(path) { text, snapshot throws(DocumentProblem) -> Manifest? in
      switch name {
      case "pyproject.toml": return PyprojectManifest.read(try text.document(.toml), text, in: snapshot)
      case "package.json": return PackageJSONManifest.read(try text.document(.json), text)
      case "pnpm-workspace.yaml":
        // An empty one only says that here is no part of the workspace above.
        if text.isBlank { return Manifest(path: text.path, ecosystem: .npm) }
        return PackageJSONManifest.readWorkspace(try text.document(.yaml), text)
      case ".yarnrc.yml": return PackageJSONManifest.readSettings(try text.document(.yaml), text)
      case "Cargo.toml": return CargoManifest.read(try text.document(.toml), text)
      case "go.mod": return GoManifest.read(text)
      default:
        if name == "Package.swift" || name.hasPrefix("Package@swift-") && name.hasSuffix(".swift") {
          return SwiftManifest.read(text)
        }
        return name.hasSuffix(".txt") || name.hasSuffix(".in") ? RequirementsManifest.read(text, in: snapshot) : nil
      }
    }.map { found in
      guard let found else {
        return obstacles.add(
          Unverified(
            "'\(path)' is no manifest that is known", at: Location(path),
            remedies: [Remedy("name it in 'except'; those that are known: \(Self.knownManifests)")]))
      }
      for reason in found.obstacles { obstacles.add(reason) }
      manifests.append(found)
    }
  }

  private mutating func readLock(_ path: RepositoryPath, _ inputs: Set<RepositoryPath>) {
    subjects.append(path.description)
    let name = String(decoding: path.lastSegment, as: UTF8.self)
    read(path) { text, snapshot throws(DocumentProblem) -> (any DependencyLock)? in
      switch name {
      case "poetry.lock": return PoetryLock(try text.document(.toml), path)
      case "uv.lock": return UVLock(try text.document(.toml), path)
      case "Cargo.lock": return CargoLock(try text.document(.toml), path)
      case "package-lock.json", "npm-shrinkwrap.json": return NPMLock(try text.document(.json), path)
      case "yarn.lock": return YarnLock(text)
      case "pnpm-lock.yaml": return PnpmLock(try text.document(.yaml), path)
      case "Package.resolved": return SwiftLock(try text.document(.json), XcodeProject(of: path, in: snapshot), path)
      case "go.sum": return GoSums(text)
      default:
        guard name.hasSuffix(".txt") else { return nil }
        return RequirementsLock(RequirementsManifest.read(text, in: snapshot), text, inputs: inputs)
      }
    }.map { found in
      guard let found else {
        return obstacles.add(
          Unverified(
            "'\(path)' is no lock file that is known", at: Location(path),
            remedies: [Remedy("name it in 'except'; those that are known: \(Self.knownLocks)")]))
      }
      for reason in found.contents.obstacles { obstacles.add(reason) }
      locks.append(found)
    }
  }

  /// What a reader makes of a file; nil, and an obstacle, if it cannot be read.
  private mutating func read<Result>(
    _ path: RepositoryPath,
    _ body: (ManifestText, any RepositorySnapshot) throws(DocumentProblem) -> Result
  ) -> Result? {
    let bytes: [UInt8]
    do throws(ReadFailure) {
      bytes = try snapshot.contents(of: path)
    } catch {
      obstacles.add(Unverified(error, at: Location(path)))
      return nil
    }
    do throws(DocumentProblem) {
      return try body(ManifestText(bytes, of: path), snapshot)
    } catch {
      obstacles.add(Unverified("'\(path)' cannot be read: \(error.message)", at: error.location))
      return nil
    }
  }

  // MARK: Belonging together

  /// The lock files that settle a manifest: those of the workspace that names it, else those in its folder, or in the
  /// nearest folder above that has one; and those of projects that name it.
  func locks(of manifest: Manifest) -> [any DependencyLock] {
    foundLocks(of: manifest) + locks.filter { $0.contents.ecosystem == manifest.ecosystem && $0.reaches(manifest) }
  }

  private func foundLocks(of manifest: Manifest) -> [any DependencyLock] {
    var nearest: [any DependencyLock] = []
    var folder = manifest.folder
    while true {
      let root = root(in: folder, manifest.ecosystem)
      let found = locks.filter { lock in
        lock.contents.ecosystem == manifest.ecosystem && lock.contents.folder == folder
          && lock.covers(manifest, root: root)
      }
      if let root, folder != manifest.folder, !found.isEmpty,
        root.adoptsFolders || Workspace.includes(manifest.folder, root)
      {
        return found
      }
      if nearest.isEmpty { nearest = found }
      if folder == .root { return nearest }
      folder = folder.parent
    }
  }

  /// The lock file that should settle a manifest, by the words of the workspace that it lies in, and does not.
  func missingLock(of manifest: Manifest) -> (lock: any DependencyLock, root: Manifest)? {
    for lock in locks where lock.contents.ecosystem == manifest.ecosystem && manifest.folder != lock.contents.folder {
      guard manifest.name != nil, let root = root(in: lock.contents.folder, manifest.ecosystem),
        Workspace.includes(manifest.folder, root)
      else { continue }
      return (lock, root)
    }
    return nil
  }

  /// The manifest of a folder that says what belongs to its workspace.
  func root(in folder: RepositoryPath, _ ecosystem: Ecosystem) -> Manifest? {
    let all = manifests.filter { $0.folder == folder && $0.ecosystem == ecosystem }
    return all.first { !$0.members.isEmpty } ?? all.first
  }

  /// Whether a member of a lock file's workspace is what a dependency asks for, by its name and version. What has
  /// another version than is asked for, or none, comes from the registry.
  func hasMember(for dependency: Dependency, of lock: any DependencyLock) -> Bool {
    guard dependency.alias == nil else { return false }
    let root = root(in: lock.contents.folder, lock.contents.ecosystem)
    let lerna = folderOfLerna(above: lock.contents.folder)
    return manifests.contains { member in
      guard member.ecosystem == lock.contents.ecosystem, member.name == dependency.name, let version = member.version
      else { return false }
      let isMember = root.map { Workspace.includes(member.folder, $0) } ?? false
      let isLinked = lerna.map(member.folder.isInside) ?? false
      return (isMember || isLinked) && dependency.requirement.allows(version) == true
    }
  }

  /// The folder of the `lerna.json` around another: Lerna links packages that fit each other, whatever their own lock
  /// files hold.
  private func folderOfLerna(above folder: RepositoryPath) -> RepositoryPath? {
    var folder = folder
    while true {
      // One that cannot be looked for links nothing.
      if let path = folder.resolving("lerna.json".utf8), (try? snapshot.entry(at: path)) ?? nil != nil { return folder }
      guard folder != .root else { return nil }
      folder = folder.parent
    }
  }

  /// What a dependency asks for, once what it inherits from a workspace is looked up; nil if that was not read.
  func resolved(_ dependency: Dependency, of manifest: Manifest) -> Dependency? {
    guard case .inherited(let catalog) = dependency.requirement.meaning else { return dependency }
    var folder = manifest.folder
    while true {
      for other in manifests where other.folder == folder && other.ecosystem == manifest.ecosystem {
        let entries = other.dependencies.filter { $0.role == .catalog && $0.group == "catalog \(catalog)" }
        // The key is what is looked up; an entry for the same package under another key is not meant.
        let found = entries.first { $0.key == dependency.name } ?? entries.first { $0.package == dependency.package }
        if let found { return found }
      }
      guard folder != .root else { return nil }
      folder = folder.parent
    }
  }
}

extension ManifestText {
  /// The text as a structured document.
  func document(_ format: DocumentFormat) throws(DocumentProblem) -> DocumentNode {
    try Documents.read(bytes, as: format, file: .repository(path))
  }
}
