internal import Documents
internal import DriftModel

/// `pnpm-lock.yaml`. It copies the ranges of every package of the workspace.
struct PnpmLock: DependencyLock {
  var contents: LockContents
  /// What each package of the workspace asks for, by its folder: range and version, by key.
  private var importers: [String: [String: Settled]] = [:]

  private struct Settled {
    let specifier: DocumentNode?
    let version: DocumentNode
  }

  init(_ document: DocumentNode, _ path: RepositoryPath) {
    contents = LockContents(path: path, ecosystem: .npm, relock: "pnpm install --lockfile-only")
    for member in document["importers"]?.members ?? [] {
      importers[member.key == "." ? "" : member.key] = PnpmLock.importer(member.value)
    }
    if document["importers"] == nil { importers[""] = PnpmLock.importer(document) }
    // Since version 9 what a package needs stands apart, once for each set of peers.
    var snapshots: [String: [String]] = [:]
    for member in document["snapshots"]?.members ?? [] {
      snapshots[String(member.key.prefix { $0 != "(" }), default: []] += PnpmLock.needs(member.value)
    }
    for member in document["packages"]?.members ?? [] {
      guard let (name, version) = PnpmLock.package(member.key) else { continue }
      let needs = snapshots[member.key] ?? PnpmLock.needs(member.value)
      contents.add(LockedPackage(name, in: .npm, version: version, at: member.keyLocation, needs: needs))
    }
  }

  private static func needs(_ node: DocumentNode) -> [String] {
    ["dependencies", "optionalDependencies"].flatMap { node[$0]?.members.map(\.key) ?? [] }
  }

  private static func importer(_ node: DocumentNode) -> [String: Settled] {
    var settled: [String: Settled] = [:]
    for section in ["dependencies", "devDependencies", "optionalDependencies"] {
      for member in node[section]?.members ?? [] {
        // Before version 6 the ranges stood in a list of their own.
        let specifier = member.value["specifier"] ?? node["specifiers"]?[member.key]
        settled[member.key] = Settled(specifier: specifier, version: member.value["version"] ?? member.value)
      }
    }
    return settled
  }

  /// `/name/1.2.3`, `/name@1.2.3(peer@1)`, `name@1.2.3`.
  private static func package(_ key: String) -> (name: String, version: String)? {
    var text = key.prefix { $0 != "(" }
    if text.hasPrefix("/") { text = text.dropFirst() }
    if let at = text.dropFirst().lastIndex(of: "@") {
      return (String(text[..<at]), String(text[text.index(after: at)...]))
    }
    guard let slash = text.lastIndex(of: "/") else { return nil }
    return (String(text[..<slash]), String(text[text.index(after: slash)...].prefix { $0 != "_" }))
  }

  func covers(_ manifest: Manifest, root: Manifest?) -> Bool {
    manifest.path.lastSegment.elementsEqual("package.json".utf8)
      && contents.relative(manifest.folder).map { importers[$0] != nil } ?? false
  }

  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer {
    let key = dependency.key
    guard let folder = contents.relative(manifest.folder), let settled = importers[folder]?[key] else {
      return LockAnswer(isRequired: dependency.role == .needed)
    }
    let text = settled.version.scalar ?? ""
    let isLocal = ["link:", "file:", "workspace:"].contains { text.hasPrefix($0) }
    var version = String(text.prefix { $0 != "(" && $0 != "_" })
    if let at = version.dropFirst().lastIndex(of: "@") { version = String(version[version.index(after: at)...]) }
    if let slash = version.lastIndex(of: "/") { version = String(version[version.index(after: slash)...]) }
    let candidate = LockedPackage(
      dependency.name, in: .npm, version: SemanticVersion(version) == nil ? nil : version,
      at: settled.version.location, isLocal: isLocal)
    guard let specifier = settled.specifier, let written = specifier.scalar,
      case .semantic = dependency.requirement.meaning, dependency.alias == nil
    else { return LockAnswer(candidates: [candidate]) }
    let requirement = PackageJSONManifest.requirement(written, written)
    let record = RecordedRequirement(
      package: dependency.package, requirement: requirement, location: specifier.location)
    return LockAnswer(candidates: [candidate], recorded: [record])
  }
}
