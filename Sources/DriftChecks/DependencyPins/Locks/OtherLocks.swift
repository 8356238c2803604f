internal import Documents
internal import DriftModel

/// `Package.resolved`, versions 1 to 3, of a package or of an Xcode project.
struct SwiftLock: DependencyLock {
  var contents: LockContents
  private let project: XcodeProject?

  init(_ document: DocumentNode, _ project: XcodeProject?, _ path: RepositoryPath) {
    self.project = project
    contents = LockContents(
      path: path, ecosystem: .swift, relock: project?.resolve ?? "swift package resolve", folder: project?.folder)
    for pin in (document["pins"] ?? document["object"]?["pins"])?.elements ?? [] {
      let url = (pin["location"] ?? pin["repositoryURL"])?.scalar
      let identity = pin["identity"]?.scalar ?? url.map(Ecosystem.swiftIdentity)
      guard let name = identity ?? pin["package"]?.scalar else { continue }
      let state = pin["state"]
      let version = state?["version"].flatMap { $0.isNull ? nil : $0 }
      let references = ["branch", "revision"].compactMap { key in
        state?[key].flatMap { $0.isNull ? nil : $0.scalar }
      }
      contents.add(
        LockedPackage(
          name, in: .swift, version: version?.scalar,
          at: (version ?? state?["branch"] ?? state?["revision"] ?? pin).location, references: references))
    }
  }

  /// Manifests for other versions of Swift are settled when those are used.
  func covers(_ manifest: Manifest, root: Manifest?) -> Bool {
    project == nil && manifest.folder == contents.folder
      && manifest.path.lastSegment.elementsEqual("Package.swift".utf8)
  }

  func reaches(_ manifest: Manifest) -> Bool {
    project?.packages.contains(manifest.folder) ?? false
      && manifest.path.lastSegment.elementsEqual("Package.swift".utf8)
  }

  /// What a project does not use of a package need not be resolved.
  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer {
    LockAnswer(candidates: contents[dependency.package], isRequired: dependency.role == .needed && project == nil)
  }
}

/// `go.sum`: for every module that the build looks at, a line with the hash of its `go.mod`.
struct GoSums: DependencyLock {
  var contents: LockContents

  init(_ text: ManifestText) {
    contents = LockContents(path: text.path, ecosystem: .go, relock: "go mod tidy")
    var start = 0
    while start < text.bytes.count {
      let end = text.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.bytes.count
      let words = String(decoding: text.bytes[start..<end], as: UTF8.self).split(separator: " ")
      if words.count >= 3 {
        let version = words[1].hasSuffix("/go.mod") ? words[1].dropLast("/go.mod".count) : words[1]
        contents.add(
          LockedPackage(
            String(words[0]), in: .go, version: String(version), at: text.location(of: start..<end)))
      }
      start = end + 1
    }
  }

  func covers(_ manifest: Manifest, root: Manifest?) -> Bool { manifest.folder == contents.folder }

  /// The sum of exactly the version that `go.mod` names: a newer one would stand there too.
  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer {
    LockAnswer(candidates: contents[dependency.package].filter { $0.version == dependency.requirement.text })
  }
}
