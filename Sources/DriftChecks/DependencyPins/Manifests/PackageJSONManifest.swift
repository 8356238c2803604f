internal import Documents
internal import DriftModel

/// Reads `package.json`, and `pnpm-workspace.yaml` and `.yarnrc.yml` for their catalogs.
enum PackageJSONManifest {
  private static let sections: [(key: String, role: Dependency.Role)] = [
    ("dependencies", .needed), ("devDependencies", .needed), ("optionalDependencies", .optional),
    ("peerDependencies", .peer),
  ]

  static func read(_ document: DocumentNode, _ text: ManifestText) -> Manifest {
    var manifest = Manifest(path: text.path, ecosystem: .npm)
    manifest.name = document["name"]?.scalar
    manifest.version = document["version"]?.scalar
    for section in sections {
      for member in document[section.key]?.members ?? [] {
        add(member, role: section.role, group: section.key, text, &manifest)
      }
    }
    let workspaces = document["workspaces"]
    manifest.members = (workspaces?.elements ?? workspaces?["packages"]?.elements ?? []).compactMap(\.scalar)
    if manifest.members.isEmpty { manifest.members = (workspaces?["packages"]?.elements ?? []).compactMap(\.scalar) }
    readOverrides(document["overrides"], &manifest)
    readOverrides(document["resolutions"], &manifest)
    readOverrides(document["pnpm"]?["overrides"], &manifest)
    readCatalogs(workspaces ?? document, text, &manifest)
    return manifest
  }

  /// `pnpm-workspace.yaml`: `catalog`, `catalogs`, `overrides`, `packages`.
  static func readWorkspace(_ document: DocumentNode, _ text: ManifestText) -> Manifest {
    var manifest = Manifest(path: text.path, ecosystem: .npm)
    manifest.members = (document["packages"]?.elements ?? []).compactMap(\.scalar)
    readOverrides(document["overrides"], &manifest)
    readCatalogs(document, text, &manifest)
    return manifest
  }

  /// `.yarnrc.yml`, where yarn keeps `catalog` and `catalogs`.
  static func readSettings(_ document: DocumentNode, _ text: ManifestText) -> Manifest {
    var manifest = Manifest(path: text.path, ecosystem: .npm)
    readCatalogs(document, text, &manifest)
    return manifest
  }

  private static func readCatalogs(_ document: DocumentNode, _ text: ManifestText, _ manifest: inout Manifest) {
    for member in document["catalog"]?.members ?? [] {
      add(member, role: .catalog, group: "catalog ", text, &manifest)
    }
    for catalog in document["catalogs"]?.members ?? [] {
      let name = catalog.key == "default" ? "" : catalog.key
      for member in catalog.value.members { add(member, role: .catalog, group: "catalog \(name)", text, &manifest) }
    }
  }

  private static func add(
    _ member: DocumentNode.Member, role: Dependency.Role, group: String, _ text: ManifestText,
    _ manifest: inout Manifest
  ) {
    guard let written = member.value.scalar else {
      manifest.obstacles.append(
        Unverified(
          "'\(member.key)' in '\(text.path)' is \(member.value.shapeName), not a range", at: member.keyLocation))
      return
    }
    var name = member.key
    var range = written.trimmingBlanks
    if range.hasPrefix("npm:") {
      // `npm:real@1.2.3`: the key is a name of this manifest's own.
      let target = range.dropFirst(4)
      if let at = target.dropFirst().lastIndex(of: "@") {
        name = String(target[..<at])
        range = String(target[target.index(after: at)...])
      } else if !target.isEmpty, SemanticRange(npm: String(target)) == nil {
        name = String(target)
        range = ""
      } else {
        range = String(target)
      }
    }
    let requirement = PackageJSONManifest.requirement(range, written)
    var site: RequirementSite?
    if case .semantic = requirement.meaning, let whole = text.range(of: member.value) {
      let length = range.utf8.count
      let start = whole.upperBound - length - (written.utf8.count - written.trimmingBlanks.utf8.count)
      if start >= whole.lowerBound, text.bytes[start..<(start + length)].elementsEqual(range.utf8) {
        site = text.site(at: start..<(start + length), .npm)
      }
    }
    manifest.dependencies.append(
      Dependency(
        name, in: .npm, requirement, role: role, group: group, alias: name == member.key ? nil : member.key,
        at: member.value.location, site: site))
  }

  /// What names a place that a package is taken from.
  private static let knownProtocols: Set<String> = [
    "git", "git+ssh", "git+https", "git+http", "git+file", "ssh", "http", "https", "github", "gitlab", "bitbucket",
    "gist", "jsr", "exec",
  ]

  /// What a specifier of npm, yarn or pnpm means.
  static func requirement(_ range: String, _ written: String) -> DependencyRequirement {
    if let parsed = SemanticRange(npm: range) { return DependencyRequirement(text: range, meaning: .semantic(parsed)) }
    for prefix in ["workspace:", "file:", "link:", "portal:", "./", "../", "~/", "/"] where range.hasPrefix(prefix) {
      return DependencyRequirement(text: range, meaning: .local)
    }
    if range.hasPrefix("catalog:") {
      let name = range.dropFirst("catalog:".count).trimmingBlanks
      return DependencyRequirement(text: range, meaning: .inherited(name == "default" ? "" : name))
    }
    if range.hasPrefix("patch:") {
      // `patch:name@npm%3A1.2.3#patches/x.patch`
      let inner = range.dropFirst("patch:".count).prefix { $0 != "#" }
      guard let at = inner.dropFirst().lastIndex(of: "@") else {
        return .unknown(range, "a patch of an unknown version")
      }
      var version = String(inner[inner.index(after: at)...])
      for prefix in ["npm%3A", "npm:"] where version.hasPrefix(prefix) {
        version = String(version.dropFirst(prefix.count))
      }
      guard let parsed = SemanticRange(npm: PercentEncoding.decoded(version)) else {
        return .unknown(range, "a patch of an unknown version")
      }
      return DependencyRequirement(text: range, meaning: .semantic(parsed))
    }
    if let colon = range.firstIndex(of: ":") {
      // Plugins of yarn bring protocols of their own; `git@host:path` is none.
      let scheme = range[..<colon]
      let isScheme = scheme.utf8.allSatisfy { TextCursor.isLetter($0) || $0 == UInt8(ascii: "+") }
      guard !isScheme || knownProtocols.contains(scheme.lowercased()) else {
        return .unknown(written, "of a protocol that is not known")
      }
    }
    if range.contains(":") || range.contains("/") {
      let url = range.prefix { $0 != "#" }
      let reference = range.dropFirst(url.count).dropFirst()
      return DependencyRequirement(
        text: range, meaning: .source(url: String(url), reference: reference.isEmpty ? nil : String(reference)))
    }
    let isTag = range.utf8.first.map(TextCursor.isLetter) ?? false
    return isTag && range.utf8.allSatisfy { $0 > 0x20 }
      ? DependencyRequirement(text: range, meaning: .tag) : .unknown(written, "no range of npm")
  }

  // MARK: Overrides

  /// `overrides` of npm and pnpm, `resolutions` of yarn: which packages have a version forced on them.
  private static func readOverrides(_ node: DocumentNode?, _ manifest: inout Manifest) {
    for member in node?.members ?? [] {
      let name = overriddenName(member.key)
      guard name == member.key, let written = member.value.scalar else {
        // `a>b`, `a/b`, `**/b`, `b@1`: for some who need it.
        manifest.overrides[name] = ForcedVersion(nil, at: member.keyLocation)
        for inner in member.value.members {
          manifest.overrides[overriddenName(inner.key)] = ForcedVersion(nil, at: inner.keyLocation)
        }
        continue
      }
      let range = written.hasPrefix("npm:") ? written.split(separator: "@").last.map(String.init) ?? "" : written
      let requirement = requirement(range, written)
      let isPlain = if case .semantic = requirement.meaning { !written.hasPrefix("npm:") } else { false }
      manifest.overrides[name] = ForcedVersion(isPlain ? requirement : nil, at: member.value.location)
    }
  }

  /// What stands behind the last `>` between two packages: `b@>=1` of `a@1>b@>=1`. One in a range follows a blank,
  /// `@` or `|`.
  private static func needed(in key: String) -> String {
    let bytes = Array(key.utf8)
    let separator = bytes.indices.dropFirst().last { index in
      bytes[index] == UInt8(ascii: ">") && !" @|".utf8.contains(bytes[index - 1])
    }
    return separator.map { String(decoding: bytes[($0 + 1)...], as: UTF8.self).trimmingBlanks } ?? key
  }

  /// The package that a key is about: the last name in it, without a range.
  private static func overriddenName(_ key: String) -> String {
    var name = needed(in: key)
    if let at = name.dropFirst().lastIndex(of: "@"), !name[name.index(after: at)...].contains("/") {
      name = String(name[..<at])
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.last, parts.count > 1 else { return name }
    let scope = parts[parts.count - 2]
    return scope.hasPrefix("@") ? scope + "/" + last : last
  }
}

/// The `%3A` of URLs.
enum PercentEncoding {
  static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var cursor = TextCursor(text)
    while let byte = cursor.next {
      cursor.advance()
      if byte == UInt8(ascii: "%"), let high = cursor.next.flatMap(hexadecimal),
        let low = cursor.peek(1).flatMap(hexadecimal)
      {
        bytes.append(high << 4 | low)
        cursor.advance()
        cursor.advance()
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
