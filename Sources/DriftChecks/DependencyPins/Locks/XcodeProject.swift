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
    guard let bytes = XcodeProject.bytes("contents.xcworkspacedata", in: container, snapshot) else { return }
    for piece in String(decoding: bytes, as: UTF8.self).split(separator: "\"").prefix(Self.projectLimit * 10) {
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

  /// The local packages (`XCLocalSwiftPackageReference`), and, before Xcode 15, file references that lead to one.
  private mutating func readProject(_ container: RepositoryPath, in snapshot: any RepositorySnapshot) {
    guard let bytes = XcodeProject.bytes("project.pbxproj", in: container, snapshot),
      case .table(let objects)? = PropertyList(bytes)?["objects"]
    else { return }
    let references = XcodeReferences(objects, in: container.parent)
    for (id, object) in objects {
      switch object["isa"]?.text {
      case "XCLocalSwiftPackageReference":
        let name = object["relativePath"]?.text ?? ""
        if let path = XcodeProject.folder(name, from: references.folder) { packages.insert(path) }
      case "PBXFileReference" where object["path"] != nil:
        if let path = references.place(of: id) { packages.insert(path) }
      default: break
      }
    }
  }

  /// A folder named from another; nil if it is not in this repository.
  fileprivate static func folder(_ name: some StringProtocol, from folder: RepositoryPath) -> RepositoryPath? {
    // The root has no name of its own that could be found.
    name.isEmpty ? folder : folder.resolving("\(name)/Package.swift".utf8)?.parent
  }

  private static func bytes(
    _ name: String, in container: RepositoryPath, _ snapshot: any RepositorySnapshot
  ) -> [UInt8]? {
    // Without it no package is known to belong to the project, which is said of the lock file.
    container.resolving(name.utf8).flatMap { try? snapshot.contents(of: $0) }
  }
}

/// Where the files of a project lie: each in the folder of its group, which lies in that of its own.
private struct XcodeReferences {
  private let objects: [String: PropertyList]
  private var groups: [String: String] = [:]
  /// The folder that the project is about.
  let folder: RepositoryPath

  /// Groups are not nested deeper; one that holds itself ends here too.
  private static let deepest = 100

  init(_ objects: [String: PropertyList], in folder: RepositoryPath) {
    self.objects = objects
    let projects = objects.values.filter { $0["isa"]?.text == "PBXProject" }
    let moved = projects.count == 1 ? projects[0]["projectDirPath"]?.text : nil
    self.folder = moved.flatMap { XcodeProject.folder($0, from: folder) } ?? folder
    // What two groups hold, which Xcode does not write, is the first one's in every run.
    for id in objects.keys.sorted() {
      for case .text(let child) in objects[id]?["children"]?.items ?? [] where groups[child] == nil {
        groups[child] = id
      }
    }
  }

  /// The folder or file that a reference or group stands for; nil if it is none of this repository.
  func place(of id: String, depth: Int = 0) -> RepositoryPath? {
    guard depth < Self.deepest, let object = objects[id] else { return nil }
    let holder: RepositoryPath?
    switch object["sourceTree"]?.text {
    case "<group>"?, nil: holder = groups[id].map { place(of: $0, depth: depth + 1) } ?? folder
    case "SOURCE_ROOT"?: holder = folder
    // Absolute, or below what is built or installed.
    default: holder = nil
    }
    return holder.flatMap { XcodeProject.folder(object["path"]?.text ?? "", from: $0) }
  }
}
