internal import DriftModel

/// Which repository a file belongs to, asked once a folder, and what follows for findings about it.
struct FileOwners {
  private let snapshot: any RepositorySnapshot
  private var submodules: [RepositoryPath: Submodule?] = [:]
  /// Submodules that could not be asked about.
  private(set) var obstacles: [Unverified] = []

  init(_ snapshot: any RepositorySnapshot) { self.snapshot = snapshot }

  /// The submodule that a file lies in; nil for the superproject's own.
  mutating func submodule(of file: FileEntry) -> Submodule? {
    let folder = file.path.parent
    if let known = submodules[folder] { return known }
    var found: Submodule?
    do throws(ReadFailure) {
      found = try snapshot.submodule(containing: file.path)
    } catch {
      obstacles.append(Unverified(error, at: Location(file.path)))
    }
    submodules[folder] = .some(found)
    return found
  }

  /// The submodule whose state may explain a finding in a file.
  mutating func consequence(of file: FileEntry) -> RepositoryPath? {
    guard let submodule = submodule(of: file), submodule.mayDeviate(at: file.path) else { return nil }
    return submodule.path
  }

  /// The path of a file in the repository that owns it.
  mutating func ownPath(of file: FileEntry) -> RepositoryPath {
    submodule(of: file).flatMap { file.path.relative(to: $0.path) } ?? file.path
  }

  /// A remedy at the place that owns the file: in a submodule with the way there and back.
  ///
  /// - Parameter message: the commit's, in the submodule.
  mutating func inPlace(_ remedy: Remedy, in file: FileEntry, message: String) -> [Remedy] {
    guard let submodule = submodule(of: file) else { return [remedy] }
    // Where they cannot be listed the way leads into the submodule alone, which is most of it.
    let all = (try? snapshot.submodules()) ?? []
    let way = SubmoduleSteps(into: submodule, among: all)
    let steps = way.enter + remedy.steps + way.publish(message)
    guard submodule.state == .declaredButNotASubmodule else {
      return [Remedy("\(remedy.summary), in the submodule's repository, and bump '\(submodule.path)'", steps: steps)]
    }
    let restore = SubmodulePin.makeSubmodule(submodule, branch: nil, replacingFiles: true)
    return [Remedy("make '\(submodule.path)' a submodule again, and \(remedy.summary)", steps: restore.steps + steps)]
  }
}

extension Submodule {
  /// Whether the file that was read at a path may be another than the one recorded.
  func mayDeviate(at path: RepositoryPath) -> Bool {
    if read != recorded { return true }
    // The list of edits is cut: beyond it nothing is known.
    return edits.contains(path) || edits.count >= 100
  }
}
