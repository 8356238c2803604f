internal import DriftModel

/// Lock files and manifests in TOML, JSON and YAML: where each keeps a package's version.
enum PinDocuments {
  /// `[[package]]` tables with `name` and `version`: poetry.lock, uv.lock, Cargo.lock.
  static func packageTables(_ document: DocumentNode, _ package: String, normalizesNames: Bool) -> [Stamp.Fact] {
    let wanted = normalizesNames ? PythonName.normalized(package) : package
    return elements(of: document["package"]).compactMap { table in
      guard let name = table["name"]?.scalar, (normalizesNames ? PythonName.normalized(name) : name) == wanted else {
        return nil
      }
      return fact(table["version"])
    }
  }

  /// `package-lock.json` of versions 2 and 3 (`packages`, by folder) and 1 (`dependencies`, by name): what the root
  /// installs.
  static func packageLock(_ document: DocumentNode, _ package: String) -> [Stamp.Fact] {
    if let packages = document["packages"] {
      let entry = packages["node_modules/\(package)"]
      // A workspace's own package is a link to its folder.
      let target = entry?["resolved"]?.scalar.flatMap { packages[$0] }
      return [fact(entry?["version"] ?? target?["version"])].compactMap(\.self)
    }
    return [fact(document["dependencies"]?[package]?["version"])].compactMap(\.self)
  }

  /// `package.json`, as far as it pins exactly.
  static func packageJSON(
    _ document: DocumentNode, _ package: String, _ path: RepositoryPath
  ) throws(PinProblem) -> [Stamp.Fact] {
    var facts: [Stamp.Fact] = []
    for section in ["dependencies", "devDependencies", "optionalDependencies"] {
      guard let node = document[section]?[package], let stated = fact(node) else { continue }
      let text = stated.text.hasPrefix("=") ? String(stated.text.dropFirst()) : stated.text
      guard text.first?.isNumber == true || text.first == "v", !text.contains(where: { " |<>^~*xX".contains($0) }),
        text.prefix(while: { $0 != "-" && $0 != "+" }).split(separator: ".").count == 3
      else { throw notExact(package, stated, path) }
      facts.append(Stamp.Fact(text: text, location: stated.location))
    }
    return facts
  }

  /// `pyproject.toml`, as far as it pins exactly: requirement strings anywhere a list of them can stand (PEP 621,
  /// PEP 735), and Poetry's tables.
  static func pyproject(
    _ document: DocumentNode, _ package: String, _ path: RepositoryPath
  ) throws(PinProblem) -> [Stamp.Fact] {
    var requirements = elements(of: document["project"]?["dependencies"])
    for group in members(of: document["project"]?["optional-dependencies"]) {
      requirements += elements(of: group.value)
    }
    for group in members(of: document["dependency-groups"]) { requirements += elements(of: group.value) }
    requirements += elements(of: document["build-system"]?["requires"])
    requirements += elements(of: document["tool"]?["uv"]?["dev-dependencies"])
    var facts: [Stamp.Fact] = []
    for node in requirements {
      guard let text = node.scalar, let requirement = Requirement(text),
        requirement.name == PythonName.normalized(package)
      else { continue }
      guard let version = requirement.exactVersion else {
        throw notExact(package, Stamp.Fact(text: text, location: node.location), path)
      }
      facts.append(Stamp.Fact(text: version, location: node.location))
    }
    let poetry = document["tool"]?["poetry"]
    var tables = [poetry?["dependencies"], poetry?["dev-dependencies"]]
    tables += members(of: poetry?["group"]).map { $0.value["dependencies"] }
    for table in tables {
      for member in members(of: table) where PythonName.normalized(member.key) == PythonName.normalized(package) {
        guard let stated = fact(member.value) ?? fact(member.value["version"]) else { continue }
        // Poetry reads a bare version as exactly that one.
        let text = stated.text.drop { $0 == "=" || $0 == " " }
        guard text.first?.isNumber == true, !text.contains(where: { ",<>^~*|".contains($0) }) else {
          throw notExact(package, stated, path)
        }
        facts.append(Stamp.Fact(text: String(text), location: stated.location))
      }
    }
    return facts
  }

  /// `Package.resolved` of versions 1 to 3, by identity, by name, or by the last part of the URL.
  static func packageResolved(_ document: DocumentNode, _ package: String) -> [Stamp.Fact] {
    let pins = elements(of: document["pins"] ?? document["object"]?["pins"])
    return pins.compactMap { pin in
      let url = (pin["location"] ?? pin["repositoryURL"])?.scalar ?? ""
      let last = url.split(separator: "/").last.map { $0.hasSuffix(".git") ? $0.dropLast(4) : $0 }
      let names = [pin["identity"]?.scalar, pin["package"]?.scalar, last.map(String.init)]
      guard names.contains(where: { $0?.lowercased() == package.lowercased() }) else { return nil }
      return fact(pin["state"]?["version"])
    }
  }

  /// `buf.gen.yaml` of versions 1 and 2: remote plugins as `buf.build/owner/name:v1.2.3`.
  static func bufGenerate(_ document: DocumentNode, _ package: String) -> [Stamp.Fact] {
    elements(of: document["plugins"]).compactMap { plugin in
      guard let node = plugin["remote"] ?? plugin["plugin"], let stated = fact(node),
        let colon = stated.text.lastIndex(of: ":"), stated.text[..<colon] == package
      else { return nil }
      return Stamp.Fact(text: String(stated.text[stated.text.index(after: colon)...]), location: stated.location)
    }
  }

  /// `openapitools.json`: the generator that npm's wrapper downloads.
  static func openAPITools(_ document: DocumentNode, _ package: String) -> [Stamp.Fact] {
    guard PinNumbering(package: package) == .own("openapi-generator") else { return [] }
    return [fact(document["generator-cli"]?["version"])].compactMap(\.self)
  }

  private static func fact(_ node: DocumentNode?) -> Stamp.Fact? {
    guard let node, let text = node.scalar, !text.isEmpty else { return nil }
    return Stamp.Fact(text: text, location: node.location)
  }

  private static func elements(of node: DocumentNode?) -> [DocumentNode] {
    guard case .sequence(let nodes)? = node?.content else { return [] }
    return nodes
  }

  private static func members(of node: DocumentNode?) -> [DocumentNode.Member] {
    guard case .mapping(let members)? = node?.content else { return [] }
    return members
  }

  private static func notExact(_ package: String, _ stated: Stamp.Fact, _ path: RepositoryPath) -> PinProblem {
    PinProblem(
      "'\(path)' does not pin '\(package)' to one version: '\(stated.text)'", at: stated.location,
      remedies: [Remedy("name the lock file in 'generator.pinned-in'")])
  }
}

/// One requirement in Python's language (PEP 508).
struct Requirement {
  /// The package's name, normalised.
  let name: String
  /// The version, if exactly one satisfies it: `name==1.2.3`.
  let exactVersion: String?

  /// - Returns: nil for a URL, an option, a comment.
  init?(_ line: some StringProtocol) {
    let text = line.drop { $0 == " " || $0 == "\t" }
    let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    guard !name.isEmpty, name.first != "-" else { return nil }
    self.name = PythonName.normalized(name)
    var rest = text.dropFirst(name.count).drop { $0 == " " }
    if rest.first == "[" { rest = rest.drop { $0 != "]" }.dropFirst().drop { $0 == " " } }
    if rest.first == "(" { rest = rest.dropFirst() }
    // Marker, hash, comment, continuation: whatever ends the specifier.
    let specifier = rest.prefix { !";#\\)".contains($0) }
    let bounds = specifier.split(separator: ",")
    let only = bounds.count == 1 ? bounds[0].drop { $0 == " " } : ""
    guard only.hasPrefix("==") else {
      self.exactVersion = nil
      return
    }
    let exact = String(only.drop { $0 == "=" || $0 == " " }.prefix { !$0.isWhitespace })
    self.exactVersion = exact.isEmpty || exact.contains("*") ? nil : exact
  }
}
