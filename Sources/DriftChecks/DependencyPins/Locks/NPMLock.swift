internal import Documents
internal import DriftModel

/// `package-lock.json` and `npm-shrinkwrap.json`, versions 1 to 3.
struct NPMLock: DependencyLock {
  var contents: LockContents
  /// Folders of packages that are part of the workspace; empty for the root.
  private var folders: Set<String> = [""]
  /// Positions in the packages by the folder that they are installed in.
  private var installed: [String: Int] = [:]

  init(_ document: DocumentNode, _ path: RepositoryPath) {
    contents = LockContents(path: path, ecosystem: .npm, relock: "npm install --package-lock-only")
    if let packages = document["packages"] {
      read(packages)
    } else {
      for member in document["dependencies"]?.members ?? [] { readTree(member, below: "") }
    }
  }

  private mutating func read(_ packages: DocumentNode) {
    var versions: [String: DocumentNode] = [:]
    for member in packages.members where !member.key.contains("node_modules/") {
      folders.insert(member.key)
      versions[member.key] = member.value
    }
    for member in packages.members {
      guard let found = member.key.firstRange(ofLast: "node_modules/") else { continue }
      let entry = member.value
      let isLink = entry["link"]?.isPlain("true") == true
      // A link's target is a folder of this repository, with an entry of its own.
      let target = isLink ? entry["resolved"]?.scalar.flatMap { versions[$0] } : nil
      let version = (target ?? entry)["version"]
      installed[member.key] = contents.packages.count
      contents.add(
        LockedPackage(
          entry["name"]?.scalar ?? String(member.key[found.upperBound...]), in: .npm, version: version?.scalar,
          at: version?.location ?? member.keyLocation, isLocal: isLink,
          needs: ["dependencies", "optionalDependencies"].flatMap { entry[$0]?.members.map(\.key) ?? [] }))
    }
  }

  /// Version 1: a tree of packages, each with those that only it sees.
  private mutating func readTree(_ member: DocumentNode.Member, below folder: String) {
    let place = folder + "node_modules/" + member.key
    let version = member.value["version"]
    var text = version?.scalar
    var name = member.key
    if let written = text, written.hasPrefix("npm:"), let at = written.dropFirst(5).lastIndex(of: "@") {
      name = String(written[written.index(written.startIndex, offsetBy: 4)..<at])
      text = String(written[written.index(after: at)...])
    }
    let isVersion = text.map { SemanticVersion($0) != nil } ?? false
    installed[place] = contents.packages.count
    contents.add(
      LockedPackage(
        name, in: .npm, version: isVersion ? text : nil, at: version?.location ?? member.keyLocation,
        isLocal: text?.hasPrefix("file:") ?? false,
        needs: member.value["requires"]?.members.map(\.key) ?? []))
    for inner in member.value["dependencies"]?.members ?? [] { readTree(inner, below: place + "/") }
  }

  func covers(_ manifest: Manifest, root: Manifest?) -> Bool {
    manifest.path.lastSegment.elementsEqual("package.json".utf8)
      && contents.relative(manifest.folder).map(folders.contains) ?? false
  }

  /// Looks where Node looks: beside the package, then in each folder above it.
  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer {
    let name = dependency.key
    var folder = contents.relative(manifest.folder) ?? ""
    while true {
      if let index = installed[(folder.isEmpty ? "" : folder + "/") + "node_modules/" + name] {
        return LockAnswer(candidates: [contents.packages[index]])
      }
      guard !folder.isEmpty else { break }
      folder = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? ""
    }
    return LockAnswer(isRequired: dependency.role == .needed)
  }
}

extension String {
  /// The range of the last occurrence of a text.
  func firstRange(ofLast text: String) -> Range<String.Index>? {
    var found: Range<String.Index>?
    var rest = self[...]
    while let next = rest.firstRange(of: text) {
      found = next
      rest = rest[next.upperBound...]
    }
    return found
  }
}
