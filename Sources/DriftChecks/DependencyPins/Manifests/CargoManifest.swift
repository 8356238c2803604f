internal import Documents
internal import DriftModel

/// Reads `Cargo.toml`: dependencies of every kind, for every target, and those that a workspace keeps for its members.
enum CargoManifest {
  private static let sections: [(key: String, role: Dependency.Role)] = [
    ("dependencies", .needed), ("dev-dependencies", .needed), ("dev_dependencies", .needed),
    ("build-dependencies", .needed), ("build_dependencies", .needed),
  ]

  static func read(_ document: DocumentNode, _ text: ManifestText) -> Manifest {
    var manifest = Manifest(path: text.path, ecosystem: .cargo)
    manifest.name = document["package"]?["name"]?.scalar
    readSections(of: document, condition: nil, text, &manifest)
    for target in document["target"]?.members ?? [] {
      readSections(of: target.value, condition: target.key, text, &manifest)
    }
    for member in document["workspace"]?["dependencies"]?.members ?? [] {
      add(member, role: .catalog, group: "catalog ", condition: nil, text, &manifest)
    }
    manifest.members = (document["workspace"]?["members"]?.elements ?? []).compactMap(\.scalar)
    manifest.adoptsFolders = document["workspace"] != nil
    manifest.excluded = (document["workspace"]?["exclude"]?.elements ?? []).compactMap(\.scalar)
    for registry in document["patch"]?.members ?? [] {
      for member in registry.value.members {
        let name = member.value["package"]?.scalar ?? member.key
        manifest.overrides[Ecosystem.cargo.identity(of: name)] = ForcedVersion(nil, at: member.keyLocation)
      }
    }
    for member in document["replace"]?.members ?? [] {
      let name = String(member.key.prefix { $0 != ":" && $0 != "@" })
      manifest.overrides[Ecosystem.cargo.identity(of: name)] = ForcedVersion(nil, at: member.keyLocation)
    }
    return manifest
  }

  private static func readSections(
    of table: DocumentNode, condition: String?, _ text: ManifestText, _ manifest: inout Manifest
  ) {
    for section in sections {
      for member in table[section.key]?.members ?? [] {
        add(member, role: section.role, group: section.key, condition: condition, text, &manifest)
      }
    }
  }

  private static func add(
    _ member: DocumentNode.Member, role: Dependency.Role, group: String, condition: String?, _ text: ManifestText,
    _ manifest: inout Manifest
  ) {
    let node = member.value
    let version = node.scalar == nil ? node["version"] : node
    let requirement: DependencyRequirement
    var site: RequirementSite?
    if node["workspace"]?.isPlain("true") == true {
      requirement = DependencyRequirement(text: "workspace = true", meaning: .inherited(""))
    } else if let git = node["git"]?.scalar {
      let reference = (node["rev"] ?? node["tag"] ?? node["branch"])?.scalar
      requirement = DependencyRequirement(text: git, meaning: .source(url: git, reference: reference))
    } else if let path = node["path"]?.scalar {
      requirement = DependencyRequirement(text: path, meaning: .local)
    } else if let version, let written = version.scalar {
      requirement =
        SemanticRange(cargo: written).map { DependencyRequirement(text: written, meaning: .semantic($0)) }
        ?? .unknown(written, "no version requirement of Cargo")
      site = text.site(of: version, .cargo)
    } else {
      requirement = DependencyRequirement(text: "", meaning: .semantic(.any))
    }
    manifest.dependencies.append(
      Dependency(
        // An inherited dependency is renamed where the workspace keeps it.
        node["package"]?.scalar ?? member.key, in: .cargo, requirement,
        role: node["optional"]?.isPlain("true") == true && role == .needed ? .optional : role, group: group,
        condition: condition, alias: node["package"] == nil ? nil : member.key,
        at: version?.location ?? member.keyLocation, site: site))
  }
}
