internal import Documents
internal import DriftModel

/// `poetry.lock`.
struct PoetryLock: DependencyLock {
  var contents: LockContents

  init(_ document: DocumentNode, _ path: RepositoryPath) {
    contents = LockContents(path: path, ecosystem: .python, relock: "poetry lock")
    for table in document["package"]?.elements ?? [] {
      guard let name = table["name"], let text = name.scalar else { continue }
      let source = table["source"]?["type"]?.scalar
      contents.add(
        LockedPackage(
          text, in: .python, version: table["version"]?.scalar, at: (table["version"] ?? name).location,
          isLocal: source == "directory" || source == "file",
          references: ["resolved_reference", "reference"].compactMap { table["source"]?[$0]?.scalar },
          needs: table["dependencies"]?.members.map(\.key) ?? []))
    }
  }

  func covers(_ manifest: Manifest, root: Manifest?) -> Bool {
    manifest.folder == contents.folder && manifest.path.lastSegment.elementsEqual("pyproject.toml".utf8)
  }

  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer {
    // Only newer versions of Poetry read the groups of PEP 735.
    LockAnswer(candidates: contents[dependency.package], isRequired: !dependency.group.hasPrefix("group "))
  }
}

/// `uv.lock`. It copies the requirements of every project that it covers.
struct UVLock: DependencyLock {
  var contents: LockContents
  /// The requirements of a project, by its folder: its own, members of its workspace, and folders that those name.
  private var projects: [RepositoryPath: [RecordedRequirement]?] = [:]

  init(_ document: DocumentNode, _ path: RepositoryPath) {
    contents = LockContents(path: path, ecosystem: .python, relock: "uv lock")
    for table in document["package"]?.elements ?? [] {
      guard let name = table["name"], let text = name.scalar else { continue }
      let source = table["source"]
      let folder = (source?["editable"] ?? source?["virtual"] ?? source?["directory"])?.scalar
      let url = source?["git"]?.scalar
      contents.add(
        LockedPackage(
          text, in: .python, version: table["version"]?.scalar, at: (table["version"] ?? name).location,
          isLocal: folder != nil || source?["path"] != nil,
          references: url.map { $0.split(whereSeparator: { "#?&".contains($0) }).dropFirst().map(String.init) } ?? [],
          needs: (table["dependencies"]?.elements ?? []).compactMap { $0["name"]?.scalar }))
      if let folder, let place = folder == "." ? path.parent : path.parent.resolving(folder.utf8) {
        projects[place] = .some(UVLock.records(table["metadata"]))
      }
    }
  }

  /// `requires-dist` and the groups of `requires-dev`; nil if the file is from before they were written.
  private static func records(_ metadata: DocumentNode?) -> [RecordedRequirement]? {
    guard let metadata else { return nil }
    var nodes = metadata["requires-dist"]?.elements ?? []
    for group in metadata["requires-dev"]?.members ?? [] { nodes += group.value.elements }
    return nodes.compactMap { node in
      guard let name = node["name"]?.scalar else { return nil }
      let isLocal = ["editable", "virtual", "directory", "path", "git", "url"].contains { node[$0] != nil }
      let specifier = node["specifier"]
      return RecordedRequirement(
        package: PackageName(name, in: .python),
        requirement: isLocal
          ? DependencyRequirement(text: "", meaning: .local) : .python(specifier?.scalar ?? ""),
        location: (specifier ?? node["name"] ?? node).location)
    }
  }

  func covers(_ manifest: Manifest, root: Manifest?) -> Bool {
    guard manifest.path.lastSegment.elementsEqual("pyproject.toml".utf8) else { return false }
    return manifest.folder == contents.folder || isInside(manifest) && projects[manifest.folder] != nil
  }

  /// `tool.uv.sources` may name folders beside the project (`../core`).
  func reaches(_ manifest: Manifest) -> Bool {
    manifest.path.lastSegment.elementsEqual("pyproject.toml".utf8) && !isInside(manifest)
      && projects[manifest.folder] != nil
  }

  private func isInside(_ manifest: Manifest) -> Bool { contents.relative(manifest.folder) != nil }

  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer {
    // Extras and groups of a project beside this one are not of this environment.
    if reaches(manifest), dependency.group != "dependencies" { return LockAnswer(isRequired: false) }
    var answer = LockAnswer(candidates: contents[dependency.package])
    if case .python = dependency.requirement.meaning {
      answer.recorded = records(of: manifest)?.filter { $0.package == dependency.package }
    }
    return answer
  }

  func records(of manifest: Manifest) -> [RecordedRequirement]? {
    manifest.isDynamic ? nil : projects[manifest.folder] ?? nil
  }
}

/// A `requirements.txt` that a tool wrote from a `.in` file or from `pyproject.toml`.
struct RequirementsLock: DependencyLock {
  var contents: LockContents
  /// Whether a `.in` file of the same name is read.
  private let hasInput: Bool
  /// Packages that the tool says it left out.
  private let omitted: Set<PackageName>

  init(_ manifest: Manifest, _ text: ManifestText, inputs: Set<RepositoryPath>) {
    omitted = RequirementsLock.omitted(in: text.bytes)
    contents = LockContents(
      path: manifest.path, ecosystem: .python, relock: "the command in the head of '\(manifest.path)'")
    hasInput = RequirementsLock.input(of: manifest.path).map(inputs.contains) ?? false
    for dependency in manifest.dependencies where dependency.role == .needed {
      contents.add(
        LockedPackage(
          dependency.name, in: .python, version: dependency.requirement.exactVersion, at: dependency.location))
    }
    contents.obstacles = manifest.obstacles
  }

  /// The names that pip-compile lists at the end, one a comment: `# setuptools`.
  private static func omitted(in bytes: [UInt8]) -> Set<PackageName> {
    var names: Set<PackageName> = []
    var isList = false
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first == UInt8(ascii: "#") {
      let comment = String(decoding: line.dropFirst(), as: UTF8.self).trimmingBlanks
      if comment.hasSuffix("considered to be unsafe in a requirements file:")
        || comment.hasPrefix("WARNING: The following packages were not pinned")
      {
        isList = true
      } else if isList, !comment.isEmpty, !comment.contains(where: \.isWhitespace) {
        names.insert(PackageName(comment, in: .python))
      }
    }
    return names
  }

  /// The file that a tool compiles into a requirements file, by its name.
  static func input(of path: RepositoryPath) -> RepositoryPath? {
    guard path.bytes.suffix(4).elementsEqual(".txt".utf8) else { return nil }
    return RepositoryPath(Array(path.bytes.dropLast(4)) + Array(".in".utf8))
  }

  func covers(_ manifest: Manifest, root: Manifest?) -> Bool {
    if hasInput { return RequirementsLock.input(of: contents.path) == manifest.path }
    return manifest.folder == contents.folder && manifest.path.lastSegment.elementsEqual("pyproject.toml".utf8)
  }

  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer {
    // Groups and extras are exported only if somebody asks for them, and conditions are evaluated.
    LockAnswer(
      candidates: contents[dependency.package],
      isRequired: dependency.group == "dependencies" && dependency.condition == nil
        && !omitted.contains(dependency.package))
  }
}
