internal import Documents
internal import DriftModel

/// Reads `pyproject.toml`: PEP 621, PEP 735's groups, Poetry's tables, and what uv adds.
struct PyprojectManifest {
  private let text: ManifestText
  private var manifest: Manifest
  /// What `tool.uv.sources` says of packages, by identity.
  private var sources: [String: DependencyRequirement] = [:]

  static func read(
    _ document: DocumentNode, _ text: ManifestText, in snapshot: any RepositorySnapshot
  ) -> Manifest {
    var reader = PyprojectManifest(text: text, manifest: Manifest(path: text.path, ecosystem: .python))
    reader.read(document, in: snapshot)
    return reader.manifest
  }

  private mutating func read(_ document: DocumentNode, in snapshot: any RepositorySnapshot) {
    let project = document["project"]
    let uv = document["tool"]?["uv"]
    let poetry = document["tool"]?["poetry"]
    manifest.name = (project?["name"] ?? poetry?["name"])?.scalar
    for member in uv?["sources"]?.members ?? [] {
      sources[PythonName.normalized(member.key)] = PyprojectManifest.source(member.value)
    }
    for node in document["build-system"]?["requires"]?.elements ?? [] { add(node, role: .build, group: "build-system") }
    for node in project?["dependencies"]?.elements ?? [] { add(node, group: "dependencies") }
    for group in project?["optional-dependencies"]?.members ?? [] {
      for node in group.value.elements { add(node, group: "extra \(PythonName.normalized(group.key))") }
    }
    for group in document["dependency-groups"]?.members ?? [] {
      // A group can include another: `{include-group = "test"}`.
      for node in group.value.elements where node["include-group"] == nil {
        add(node, group: "group \(PythonName.normalized(group.key))")
      }
    }
    for node in uv?["dev-dependencies"]?.elements ?? [] { add(node, group: "group dev") }
    for node in uv?["constraint-dependencies"]?.elements ?? [] { add(node, role: .constraint, group: "constraints") }
    for node in uv?["override-dependencies"]?.elements ?? [] { override(node) }
    manifest.members = PyprojectManifest.texts(uv?["workspace"]?["members"])
    manifest.excluded = PyprojectManifest.texts(uv?["workspace"]?["exclude"])
    if let poetry { readPoetry(poetry) }
    readDynamic(project, document["tool"], in: snapshot)
  }

  private static func texts(_ node: DocumentNode?) -> [String] { node?.elements.compactMap(\.scalar) ?? [] }

  // MARK: Requirements

  private mutating func add(_ node: DocumentNode, role: Dependency.Role = .needed, group: String) {
    guard let written = node.scalar, let parsed = PythonRequirement(written) else {
      let shown = node.scalar.map { VersionText.quoted(Array($0.utf8)) } ?? node.shapeName
      manifest.obstacles.append(
        Unverified("\(shown) in '\(text.path)' is no requirement that is understood", at: node.location))
      return
    }
    let source = role == .build ? nil : sources[PythonName.normalized(parsed.name)]
    let site = parsed.url == nil && source == nil ? text.site(of: node, part: parsed.specifierRange, .pep508) : nil
    manifest.dependencies.append(
      Dependency(
        parsed.name, in: .python, source ?? parsed.requirement, role: role, group: group, condition: parsed.marker,
        at: node.location, site: site))
  }

  private mutating func override(_ node: DocumentNode) {
    guard let written = node.scalar, let parsed = PythonRequirement(written) else { return }
    // One under a condition holds in some environments only.
    manifest.overrides[PythonName.normalized(parsed.name)] = ForcedVersion(
      parsed.marker == nil ? parsed.requirement : nil, at: node.location)
  }

  /// An entry of `tool.uv.sources`; an index changes nothing about what is wanted.
  private static func source(_ node: DocumentNode) -> DependencyRequirement? {
    if case .sequence = node.content {
      return .unknown("", "several sources, each under a condition")
    }
    if let git = node["git"]?.scalar {
      let reference = (node["rev"] ?? node["tag"] ?? node["branch"])?.scalar
      return DependencyRequirement(text: git, meaning: .source(url: git, reference: reference))
    }
    if let url = node["url"]?.scalar {
      return DependencyRequirement(text: url, meaning: .source(url: url, reference: nil))
    }
    if node["workspace"] != nil || node["path"] != nil {
      return DependencyRequirement(text: node["path"]?.scalar ?? "workspace", meaning: .local)
    }
    return nil
  }

  // MARK: Poetry

  private mutating func readPoetry(_ poetry: DocumentNode) {
    readTable(poetry["dependencies"], group: "dependencies")
    readTable(poetry["dev-dependencies"], group: "poetry dev")
    for group in poetry["group"]?.members ?? [] {
      readTable(group.value["dependencies"], group: "poetry \(PythonName.normalized(group.key))")
    }
  }

  private mutating func readTable(_ table: DocumentNode?, group: String) {
    for member in table?.members ?? [] where PythonName.normalized(member.key) != "python" {
      if case .sequence(let nodes) = member.value.content {
        // One requirement for each condition.
        for node in nodes { addPoetry(member, node, group: group) }
      } else {
        addPoetry(member, member.value, group: group)
      }
    }
  }

  private mutating func addPoetry(_ member: DocumentNode.Member, _ node: DocumentNode, group: String) {
    let version = node.scalar == nil ? node["version"] : node
    let requirement: DependencyRequirement
    var site: RequirementSite?
    if let git = node["git"]?.scalar {
      let reference = (node["rev"] ?? node["tag"] ?? node["branch"])?.scalar
      requirement = DependencyRequirement(text: git, meaning: .source(url: git, reference: reference))
    } else if let url = node["url"]?.scalar {
      requirement = DependencyRequirement(text: url, meaning: .source(url: url, reference: nil))
    } else if let path = (node["path"] ?? node["file"])?.scalar {
      requirement = DependencyRequirement(text: path, meaning: .local)
    } else if let version, let written = version.scalar {
      site = text.site(of: version, .poetry)
      requirement =
        PythonSpecifier(poetry: written).map { DependencyRequirement(text: written, meaning: .python($0)) }
        ?? .unknown(written, "no constraint of Poetry")
    } else if stands(member.key, in: group) {
      // Poetry adds to what `project` states.
      return
    } else {
      requirement = DependencyRequirement(text: "", meaning: .python(.any))
    }
    let conditions = ["markers", "python", "platform"].compactMap { key in
      node[key]?.scalar.map { key == "markers" ? $0 : "\(key) \($0)" }
    }
    manifest.dependencies.append(
      Dependency(
        member.key, in: .python, requirement, group: group,
        condition: conditions.isEmpty ? nil : conditions.joined(separator: " and "),
        at: version?.location ?? member.keyLocation, site: site))
  }

  /// Whether `project` names a package already.
  private func stands(_ name: String, in group: String) -> Bool {
    let package = PackageName(name, in: .python)
    return manifest.dependencies.contains { $0.package == package && $0.role == .needed }
  }

  // MARK: Dynamic

  /// Dependencies that a build back end makes up are not in this file. Setuptools can take them from others.
  private mutating func readDynamic(
    _ project: DocumentNode?, _ tool: DocumentNode?, in snapshot: any RepositorySnapshot
  ) {
    for node in project?["dynamic"]?.elements ?? [] {
      guard let key = node.scalar, key == "dependencies" || key == "optional-dependencies" else { continue }
      manifest.isDynamic = true
      // Poetry's own tables are where its dynamic dependencies stand.
      guard tool?["poetry"] == nil else { continue }
      let stated = tool?["setuptools"]?["dynamic"]?[key]
      let groups = key == "dependencies" ? [stated].compactMap(\.self) : stated?.members.map(\.value) ?? []
      let files = groups.flatMap { group in
        [group["file"]?.scalar].compactMap(\.self) + (group["file"]?.elements.compactMap(\.scalar) ?? [])
      }
      if readHook(tool?["hatch"]?["metadata"]?["hooks"], key) { continue }
      guard files.isEmpty else {
        for file in files { readFile(file, at: node.location, in: snapshot) }
        continue
      }
      manifest.obstacles.append(
        Unverified("the \(key) of '\(text.path)' are dynamic: they are made up when it is built", at: node.location))
    }
  }

  /// What a hook of Hatch is given to make the dependencies of: requirements, in which `{{ version }}` stands for the
  /// project's own version, so for a package of this repository.
  private mutating func readHook(_ hooks: DocumentNode?, _ key: String) -> Bool {
    let stated = (hooks?.members ?? []).compactMap { $0.value[key] }
    for node in stated {
      for (group, nodes) in node.elements.isEmpty
        ? node.members.map({ ("extra \(PythonName.normalized($0.key))", $0.value.elements) })
        : [("dependencies", node.elements)]
      {
        for node in nodes where node.scalar?.contains("{{") != true { add(node, group: group) }
      }
    }
    return !stated.isEmpty
  }

  private mutating func readFile(_ name: String, at location: Location, in snapshot: any RepositorySnapshot) {
    guard let path = text.path.parent.resolving(name.utf8) else {
      manifest.obstacles.append(Unverified("'\(name)' is not in this repository", at: location))
      return
    }
    do throws(ReadFailure) {
      let found = RequirementsManifest.read(ManifestText(try snapshot.contents(of: path), of: path), in: snapshot)
      manifest.dependencies += found.dependencies
      manifest.obstacles += found.obstacles
      manifest.included.formUnion(found.included.union([path]))
    } catch {
      manifest.obstacles.append(
        Unverified("'\(path)' holds dependencies, and cannot be read: \(error.reason)", at: location))
    }
  }
}
