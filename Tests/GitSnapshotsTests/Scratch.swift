import DriftModel
import DriftTestSupport
import Foundation
import GitSnapshots
import Testing

/// A folder for repositories made by git itself; it is removed with this value.
struct Scratch {
  private let repository: TemporaryRepository

  init() throws { repository = try TemporaryRepository() }

  var root: URL { URL(filePath: repository.scratch) }

  /// Runs a script in the folder, with git's names, dates and configuration fixed; fails the test if it fails.
  @discardableResult
  func run(_ script: String, in folder: String = ".") throws -> String {
    try repository.shell(script, in: root.appending(path: folder).path)
  }

  func path(_ name: String) -> String { root.appending(path: name).path }

  func open(
    _ name: String, _ tree: SnapshotRequest.Tree = .worktree, base: String? = nil, objects: [String: String] = [:]
  ) throws -> OpenedRepository {
    let pairs = objects.sorted { $0.key < $1.key }.compactMap { pair in
      RepositoryPath(pair.key).map { (path: $0, gitDirectory: path(pair.value)) }
    }
    return try GitEngine.open(
      SnapshotRequest(start: path(name), tree: tree, base: base, submoduleObjects: pairs))
  }
}

/// A path that the test knows to be one.
func path(_ text: String) throws -> RepositoryPath { try #require(RepositoryPath(text)) }

extension RepositorySnapshot {
  /// The matching paths as text.
  func names(_ pattern: String) throws -> [String] { try files(matching: PathPattern(pattern)).map(\.path.description) }

  /// A file as text.
  func text(_ name: String) throws -> String {
    String(decoding: try contents(of: try DriftSnapshotPath(name).path), as: UTF8.self)
  }
}

private struct DriftSnapshotPath {
  let path: RepositoryPath
  init(_ name: String) throws { path = try #require(RepositoryPath(name)) }
}
