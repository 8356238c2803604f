internal import Documents
public import DriftModel
internal import RegularExpressions

/// Whether manifests, lock files and the headers of generated code agree on the versions of dependencies.
///
/// Subjects are the manifests, lock files and stamped files that were read. Names are compared as each ecosystem
/// compares them, within it only.
public struct DependencyPins: Check {
  private static let patterns = Codec<Located<PathPattern>>.pattern().list(orOne: true)

  private static let manifestsField = Field(
    "manifests", "Where dependencies are stated: pyproject.toml, package.json, Package.swift and their like.",
    patterns, default: [], defaultText: nil)

  private static let lockfilesField = Field(
    "lockfiles", "Where they are settled: uv.lock, package-lock.json, Package.resolved and their like.", patterns,
    default: [], defaultText: nil)

  private static let packagesField = Field(
    "packages",
    "Names or patterns of packages to compare; '*' stands for any text, 'npm:' before a name for its ecosystem, '!' "
      + "leaves out. By default all.",
    Codec<PackagePattern>.packagePattern.located.list(orOne: true), default: [], defaultText: nil)

  private static let requireField = Field(
    "require",
    "'compatible': some version satisfies all statements of a package; 'identical': they all allow the same versions.",
    Codec<String>.choice(["compatible", "identical"]), default: "compatible", defaultText: "compatible")

  private static let bannedField = Field(
    "banned", "Packages that must be nowhere: names or patterns, or mappings with 'package', 'instead' and 'reason'.",
    BannedPackage.codec.list(orOne: true), default: [], defaultText: nil)

  private static let pinnedField = Field(
    "pinned", "The version that a package must have, exactly, in every manifest and lock file.", PinnedPackage.codec,
    default: [], defaultText: nil)

  private static let stampsField = Field(
    "stamps", "Generated files whose header states the version of the generator that wrote them.",
    StampedFiles.codec.list(orOne: true), default: [], defaultText: nil)

  public static let description = KindDescription(
    name: "dependency-pins",
    summary: "one dependency has one version across manifests, lock files and generated headers",
    family: .guardrails,
    fields: [
      manifestsField, lockfilesField, packagesField, requireField, bannedField, pinnedField, stampsField,
    ],
    problems: [
      requirementDiffers, requirementsConflict, lockDiffers, lockStale, notLocked, bannedDependency, notAsPinned,
      stampDiffers,
    ])

  let manifests: [Located<PathPattern>]
  let lockfiles: [Located<PathPattern>]
  let packages: [Located<PackagePattern>]
  let isIdentical: Bool
  let banned: [BannedPackage]
  let pinned: [PinnedPackage]
  let stamps: [StampedFiles]
  let except: [PathPattern]
  let allowsEmpty: Bool

  public init?(_ values: inout FieldValues) {
    let manifests = values.read(Self.manifestsField)
    let lockfiles = values.read(Self.lockfilesField)
    let packages = values.read(Self.packagesField)
    let require = values.read(Self.requireField)
    let banned = values.read(Self.bannedField)
    let pinned = values.read(Self.pinnedField)
    let stamps = values.read(Self.stampsField)
    guard let manifests, let lockfiles, let packages, let require, let banned, let pinned, let stamps else {
      return nil
    }
    if manifests.isEmpty, lockfiles.isEmpty {
      values.complain("nothing says where dependencies are stated", help: ["give 'manifests', 'lockfiles' or both"])
      return nil
    }
    self.manifests = manifests
    self.lockfiles = lockfiles
    self.packages = packages
    self.isIdentical = require == "identical"
    self.banned = banned
    self.pinned = pinned
    self.stamps = stamps
    self.except = values.except.map(\.value)
    self.allowsEmpty = values.allowsEmpty
  }

  public func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
    let reading = DependencyReading(
      manifests: manifests, lockfiles: lockfiles, in: snapshot, except: except, allowsEmpty: allowsEmpty)
    var judge = DependencyJudge(check: self, reading: reading, places: DependencyPlaces(snapshot))
    judge.compareRequirements()
    judge.compareLocks()
    judge.judgeBanned()
    judge.judgePinned()
    judge.judgeStamps(in: snapshot)
    return judge.examination
  }

  /// Whether a package is to be compared.
  func looksAt(_ package: PackageName) -> Bool {
    var isWanted = !packages.contains { !$0.value.isNegative }
    for pattern in packages where pattern.value.matches(package) { isWanted = !pattern.value.isNegative }
    return isWanted
  }

  /// The version that a package must have, if it must have one.
  func pin(of package: PackageName) -> PinnedPackage? { pinned.first { $0.package.matches(package) } }
}
