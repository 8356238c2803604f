import DriftModel
import Foundation
import GitSnapshots
import Testing

/// A folder for repositories made by git itself; it is removed with this value.
final class Scratch {
  let root: URL

  init() throws {
    root = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath()
      .appending(path: "check-drift-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// Runs a script in the folder, with git's names, dates and configuration fixed; fails the test if it fails.
  @discardableResult
  func run(_ script: String, in folder: String = ".") throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-euc", script]
    process.currentDirectoryURL = root.appending(path: folder)
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    environment["GIT_CONFIG_NOSYSTEM"] = "1"
    for role in ["AUTHOR", "COMMITTER"] {
      environment["GIT_\(role)_NAME"] = "Tester"
      environment["GIT_\(role)_EMAIL"] = "tester@example.org"
      environment["GIT_\(role)_DATE"] = "2026-01-02T03:04:05Z"
    }
    environment["GIT_CONFIG_COUNT"] = "2"
    environment["GIT_CONFIG_KEY_0"] = "protocol.file.allow"
    environment["GIT_CONFIG_VALUE_0"] = "always"
    environment["GIT_CONFIG_KEY_1"] = "init.defaultBranch"
    environment["GIT_CONFIG_VALUE_1"] = "main"
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(script)\n\(text)")
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
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
