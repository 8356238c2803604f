internal import DriftModel

/// An Xcode project or workspace that has a `Package.resolved` of its own, for the packages of this repository that it
/// names.
struct XcodeProject: Sendable {
  /// The folder that the project lies in.
  let folder: RepositoryPath
  /// The command that resolves its packages, run in that folder.
  let resolve: String
  /// The folders of the packages that it names.
  private(set) var packages: Set<RepositoryPath> = []

  private static let projectLimit = 100

  /// Reads the project around a `Package.resolved`; nil if it lies in none.
  ///
  /// Xcode keeps it in `A.xcworkspace/xcshareddata/swiftpm`, and every `A.xcodeproj` holds a workspace of its own,
  /// `project.xcworkspace`.
  init?(of lock: RepositoryPath, in snapshot: any RepositorySnapshot) {
    let inner = lock.parent.parent.parent
    guard lock.parent.lastSegment.elementsEqual("swiftpm".utf8), XcodeProject.has("xcworkspace", inner) else {
      return nil
    }
    let isOfProject = XcodeProject.has("xcodeproj", inner.parent)
    let container = isOfProject ? inner.parent : inner
    folder = container.parent
    let name = String(decoding: container.lastSegment, as: UTF8.self)
    resolve = "xcodebuild -resolvePackageDependencies \(isOfProject ? "-project" : "-workspace") \(name)"
    if isOfProject {
      readProject(container, in: snapshot)
    } else {
      readWorkspace(container, in: snapshot)
    }
  }

  private static func has(_ suffix: String, _ path: RepositoryPath) -> Bool {
    path.lastSegment.suffix(suffix.utf8.count + 1).elementsEqual(".\(suffix)".utf8)
  }

  /// `<FileRef location = "group:App/App.xcodeproj">`: projects, and folders of packages.
  private mutating func readWorkspace(_ container: RepositoryPath, in snapshot: any RepositorySnapshot) {
    guard let text = XcodeProject.text("contents.xcworkspacedata", in: container, snapshot) else { return }
    for piece in text.split(separator: "\"").prefix(Self.projectLimit * 10) {
      for prefix in ["group:", "container:"] where piece.hasPrefix(prefix) {
        guard let path = XcodeProject.folder(piece.dropFirst(prefix.count), from: folder) else { continue }
        if XcodeProject.has("xcodeproj", path) {
          readProject(path, in: snapshot)
        } else {
          packages.insert(path)
        }
      }
    }
  }

  /// Lines like `relativePath = ../Core;`, and, before Xcode 15, file references with `path = Packages/Core;`.
  ///
  /// The path of a file reference continues that of its group, which is not looked up: one that is not found from the
  /// project's folder is no package that is known.
  private mutating func readProject(_ container: RepositoryPath, in snapshot: any RepositorySnapshot) {
    guard let text = XcodeProject.text("project.pbxproj", in: container, snapshot) else { return }
    for line in text.split(separator: "\n") {
      let key: String
      if line.contains("isa = PBXFileReference;"), line.contains(" path = ") {
        key = " path = "
      } else if line.contains("relativePath = ") {
        key = "relativePath = "
      } else {
        continue
      }
      guard let start = line.firstRange(of: key)?.upperBound else { continue }
      let value = line[start...].prefix { $0 != ";" }.filter { $0 != "\"" }
      if let path = XcodeProject.folder(value, from: container.parent) { packages.insert(path) }
    }
  }

  /// A folder named from another; nil if it is not in this repository.
  private static func folder(_ name: some StringProtocol, from folder: RepositoryPath) -> RepositoryPath? {
    // The root has no name of its own that could be found.
    name.isEmpty ? folder : folder.resolving("\(name)/Package.swift".utf8)?.parent
  }

  private static func text(
    _ name: String, in container: RepositoryPath, _ snapshot: any RepositorySnapshot
  ) -> String? {
    guard let path = container.resolving(name.utf8) else { return nil }
    // Without it no package is known to belong to the project, which is said of the lock file.
    return (try? snapshot.contents(of: path)).map { String(decoding: $0, as: UTF8.self) }
  }
}
