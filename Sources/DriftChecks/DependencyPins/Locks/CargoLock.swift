internal import Documents
internal import DriftModel

/// `Cargo.lock`.
struct CargoLock: DependencyLock {
  var contents: LockContents
  /// Positions of packages without a source: members of the workspace and folders.
  private var local: [String: [String]] = [:]

  init(_ document: DocumentNode, _ path: RepositoryPath) {
    contents = LockContents(path: path, ecosystem: .cargo, relock: "cargo update --workspace")
    // Version 1 kept the root apart.
    let tables = (document["package"]?.elements ?? []) + [document["root"]].compactMap(\.self)
    for table in tables {
      guard let name = table["name"], let text = name.scalar else { continue }
      let source = table["source"]?.scalar
      let needs = (table["dependencies"]?.elements ?? []).compactMap(\.scalar)
      let names = needs.map { String($0.prefix { $0 != " " }) }
      if source == nil { local[text] = needs }
      contents.add(
        LockedPackage(
          text, in: .cargo, version: table["version"]?.scalar, at: (table["version"] ?? name).location,
          isLocal: source == nil,
          references: source.map { $0.split(whereSeparator: { "#?&".contains($0) }).dropFirst().map(String.init) }
            ?? [],
          needs: names))
    }
  }

  func covers(_ manifest: Manifest, root: Manifest?) -> Bool {
    guard let name = manifest.name else { return manifest.folder == contents.folder }
    guard local[name] != nil else { return false }
    guard manifest.folder != contents.folder, let root, !root.members.isEmpty else { return true }
    return !Workspace.excludes(manifest.folder, root)
  }

  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer {
    guard let name = manifest.name, let needs = local[name] else { return LockAnswer(isRequired: false) }
    let all = contents[dependency.package]
    // `name`, or `name version` where there are several.
    let own = needs.filter { PackageName(String($0.prefix { $0 != " " }), in: .cargo) == dependency.package }
    let versions = own.compactMap { need in
      need.split(separator: " ").dropFirst().first.map(String.init)
    }
    let candidates = own.isEmpty ? [] : versions.isEmpty ? all : all.filter { versions.contains($0.version ?? "") }
    return LockAnswer(candidates: candidates)
  }
}

/// Which folders belong to a workspace.
enum Workspace {
  /// Whether a workspace's own words name a folder.
  static func includes(_ folder: RepositoryPath, _ root: Manifest) -> Bool {
    matches(folder, root.members, root) && !excludes(folder, root)
  }

  static func excludes(_ folder: RepositoryPath, _ root: Manifest) -> Bool {
    matches(folder, root.excluded, root)
      || matches(folder, root.members.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }, root)
  }

  private static func matches(_ folder: RepositoryPath, _ patterns: [String], _ root: Manifest) -> Bool {
    guard let relative = folder.relative(to: root.folder), !relative.bytes.isEmpty else { return false }
    return patterns.contains { text in
      var text = text.hasPrefix("./") ? text.dropFirst(2) : text[...]
      while text.hasSuffix("/") { text = text.dropLast() }
      // What such a pattern means beyond this language is not known.
      guard let pattern = try? PathPattern(String(text)) else { return false }
      return pattern.matches(relative)
    }
  }
}
