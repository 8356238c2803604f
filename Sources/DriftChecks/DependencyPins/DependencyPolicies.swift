internal import DriftModel
internal import RegularExpressions

/// A package that must be nowhere.
struct BannedPackage: Sendable {
  let package: PackagePattern
  let location: Location
  /// What to use in its place.
  let instead: String?
  let reason: String?

  private static let packageField = Field(
    required: "package", "The name, or a pattern with '*'.", Codec<PackagePattern>.packagePattern.located)
  private static let insteadField = Field(
    optional: "instead", "What to use in its place.", Codec<String>.text("a name or a sentence"))
  private static let reasonField = Field(
    optional: "reason", "Why it is banned.", Codec<String>.text("a sentence"))

  /// A name, or a mapping.
  static var codec: Codec<BannedPackage> {
    let mapping = Codec<BannedPackage>.object([packageField, insteadField, reasonField]) { values in
      let package = values.read(packageField)
      let instead = values.read(insteadField)
      let reason = values.read(reasonField)
      guard let package, let instead, let reason else { return nil }
      return BannedPackage(package: package.value, location: package.location, instead: instead, reason: reason)
    }
    let name = Codec<PackagePattern>.packagePattern
    return Codec(shape: .alternatives([name.shape, mapping.shape])) { node, problems in
      if case .mapping = node.content { return mapping.decode(node, &problems) }
      return name.decode(node, &problems).map {
        BannedPackage(package: $0, location: node.location, instead: nil, reason: nil)
      }
    }
  }
}

/// A package that must have one version.
struct PinnedPackage: Sendable {
  let package: PackagePattern
  let version: String
  let location: Location

  /// A mapping from names to versions.
  static let codec = Codec<[PinnedPackage]>(
    shape: .dictionary(keys: "a package", values: .text(what: "a version"))
  ) { node, problems in
    guard case .mapping(let members) = node.content else {
      problems.append(
        ConfigProblem(
          "expected a mapping of packages to versions, found \(node.shapeName)", at: node.location,
          help: ["pinned: { pydantic: 2.9.2 }"]))
      return nil
    }
    var pins: [PinnedPackage] = []
    for member in members {
      guard let version = Codec<String>.text("a version").decode(member.value, &problems) else { continue }
      guard let package = PackagePattern(member.key), !package.isNegative else {
        problems.append(ConfigProblem("'\(member.key)' names no package", at: member.keyLocation))
        continue
      }
      guard version.utf8.first.map(TextCursor.isDigit) ?? false || version.hasPrefix("v") else {
        problems.append(
          ConfigProblem(
            "'\(version)' is no version", at: member.value.location,
            help: ["a pin is one version; ranges are stated in manifests"]))
        continue
      }
      pins.append(PinnedPackage(package: package, version: version, location: member.value.location))
    }
    return pins.count == members.count ? pins : nil
  }

  /// Whether a version is the pinned one, as its ecosystem compares versions.
  func agrees(with version: String, in ecosystem: Ecosystem) -> Bool {
    if version == self.version { return true }
    switch ecosystem {
    case .python:
      guard let one = PythonVersion(version), let other = PythonVersion(self.version) else { return false }
      return one == other
    case .go: return PinNumbering.bare(version) == PinNumbering.bare(self.version)
    case .cargo, .npm, .swift:
      guard let one = SemanticVersion(version, prefixed: true),
        let other = SemanticVersion(self.version, prefixed: true)
      else { return false }
      return one == other
    }
  }
}

/// Generated files whose header states a generator's version.
struct StampedFiles: Sendable {
  let files: [Located<PathPattern>]
  /// The generator, as written.
  let packageText: String
  let location: Location
  let stamp: DeclaredStamp?

  private static let filesField = Field(
    required: "files", "The generated files.", Codec<Located<PathPattern>>.pattern().list(orOne: true))
  private static let packageField = Field(
    required: "package", "What manifests and lock files call the generator.", Codec<String>.text("a name").located)
  private static let stampField = Field(
    optional: "stamp",
    "A regular expression for the header's line with a group '(?P<version>...)'; needed where the "
      + "form of the header is not known.", Codec<DeclaredStamp>.declaredStamp)

  static let codec = Codec<StampedFiles>.object([filesField, packageField, stampField]) { values in
    let files = values.read(filesField)
    let package = values.read(packageField)
    let stamp = values.read(stampField)
    guard let files, let package, let stamp else { return nil }
    if let stamp, stamp.version == nil {
      values.complain(
        "the stamp has no group named 'version'", at: values.location(of: "stamp"),
        help: ["write '(?P<version>...)' around the version"])
    }
    return StampedFiles(
      files: files, pattern: PackagePattern(package.value), packageText: package.value, location: package.location,
      stamp: stamp)
  }

  private let pattern: PackagePattern?

  private init(
    files: [Located<PathPattern>], pattern: PackagePattern?, packageText: String, location: Location,
    stamp: DeclaredStamp?
  ) {
    self.files = files
    self.pattern = pattern
    self.packageText = packageText
    self.location = location
    self.stamp = stamp
  }

  /// The generator's name without its ecosystem.
  var generatorName: String { pattern?.name ?? packageText }

  /// Whether a package is the generator.
  func isGenerator(_ package: PackageName) -> Bool { pattern?.matches(package) ?? false }
}

extension Codec where Value == PackagePattern {
  /// The name of a package, or a pattern with `*`.
  static var packagePattern: Codec<PackagePattern> {
    Codec(shape: .text(what: "a package")) { node, problems in
      guard let text = Codec<String>.text("a package").decode(node, &problems) else { return nil }
      guard let pattern = PackagePattern(text) else {
        problems.append(ConfigProblem("'\(text)' names no package", at: node.location))
        return nil
      }
      return pattern
    }
  }
}
