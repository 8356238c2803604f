import Foundation

/// A real repository in a folder of its own, made with the git of this machine; it deletes itself.
///
/// Everything is fixed that could make two runs differ: names, dates, the default branch, and no configuration of the
/// machine or its user is read. Equal steps make equal commit ids.
public final class TemporaryRepository: Sendable {
  /// The folder that holds everything: the repository, its remotes and their clones. An absolute path without links.
  public let scratch: String
  /// The repository's work tree.
  public let root: String
  /// The environment of every program that runs here: nothing of the caller's but `PATH`.
  public let environment: [String: String]

  /// Makes an empty repository.
  public init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("check-drift-" + UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("home"), withIntermediateDirectories: true)
    scratch = folder.resolvingSymlinksInPath().path
    root = scratch + "/project"
    environment = TemporaryRepository.environment(home: scratch + "/home")
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    try git("init", "--quiet")
  }

  deinit { try? FileManager.default.removeItem(atPath: scratch) }

  // MARK: Files

  /// Writes a file, and the folders above it.
  ///
  /// - Parameter path: relative to `folder`.
  public func write(_ bytes: [UInt8], to path: String, in folder: String? = nil, executable: Bool = false) throws {
    let url = try place(path, in: folder)
    try Data(bytes).write(to: url)
    let mode = executable ? 0o755 : 0o644
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
  }

  /// Writes a text file, and the folders above it.
  public func write(_ text: String, to path: String, in folder: String? = nil) throws {
    try write(Array(text.utf8), to: path, in: folder)
  }

  /// Makes a symbolic link, and the folders above it.
  public func link(_ path: String, to target: String, in folder: String? = nil) throws {
    try FileManager.default.createSymbolicLink(
      atPath: try place(path, in: folder).path, withDestinationPath: target)
  }

  private func place(_ path: String, in folder: String?) throws -> URL {
    let url = URL(fileURLWithPath: folder ?? root).appendingPathComponent(path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    return url
  }

  // MARK: Git

  /// Runs git; anything but success is an error that shows what it said.
  ///
  /// - Returns: what it printed, without the last line's end.
  @discardableResult
  public func git(_ arguments: String..., in folder: String? = nil) throws -> String {
    try succeed("/usr/bin/env", ["git"] + arguments, in: folder, named: "git " + arguments.joined(separator: " "))
  }

  /// Runs a script with `sh -eu`; anything but success is an error that shows what it said.
  @discardableResult
  public func shell(_ script: String, in folder: String? = nil, variables: [String: String] = [:]) throws -> String {
    try succeed("/bin/sh", ["-euc", script], in: folder, variables: variables, named: script)
  }

  /// Adds everything and commits it.
  ///
  /// - Returns: the commit's id.
  @discardableResult
  public func commit(_ message: String, in folder: String? = nil) throws -> String {
    try git("add", "--all", in: folder)
    try git("commit", "--quiet", "--allow-empty", "-m", message, in: folder)
    return try git("rev-parse", "HEAD", in: folder)
  }

  /// Makes a bare repository beside this one, and a clone of it to work in, with one commit.
  ///
  /// - Returns: the URL to add it as a submodule with, relative so that it is the same in every run.
  @discardableResult
  public func makeRemote(_ name: String, _ write: (_ clone: String) throws -> Void) throws -> String {
    let clone = self.clone(of: name)
    try FileManager.default.createDirectory(atPath: clone, withIntermediateDirectories: true)
    try git("init", "--quiet", in: clone)
    try write(clone)
    try commit("First commit of \(name)", in: clone)
    try git("clone", "--quiet", "--bare", clone, "\(scratch)/\(name).git", in: scratch)
    try git("remote", "add", "origin", "../\(name).git", in: clone)
    try git("push", "--quiet", "--set-upstream", "origin", "main", in: clone)
    return "../\(name).git"
  }

  /// The folder of a remote's clone.
  public func clone(of name: String) -> String { "\(scratch)/\(name)" }

  // MARK: Programs

  /// Runs any program to its end.
  public func run(_ program: String, _ arguments: [String], in folder: String? = nil) throws -> ProcessOutcome {
    try ChildProcess.run(program, arguments, in: folder ?? root, environment: environment)
  }

  private func succeed(
    _ program: String, _ arguments: [String], in folder: String?, variables: [String: String] = [:], named name: String
  ) throws -> String {
    let all = environment.merging(variables) { _, new in new }
    let outcome = try ChildProcess.run(program, arguments, in: folder ?? root, environment: all)
    guard outcome.status == 0 else {
      throw ProcessFailure(
        description: "'\(name)' ended with \(outcome.status):\n\(outcome.standardOutput)\(outcome.standardError)")
    }
    var output = outcome.standardOutput
    if output.hasSuffix("\n") { output.removeLast() }
    return output
  }

  private static func environment(home: String) -> [String: String] {
    var environment = [
      // Remedies name the program; what they mean is the one that was built.
      "PATH": (BuiltProgram.path as NSString).deletingLastPathComponent + ":"
        + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
      "HOME": home, "LC_ALL": "C",
      "TZ": "UTC", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_TERMINAL_PROMPT": "0",
      // What a person would do in the editor that 'git commit' opens.
      "GIT_EDITOR": "echo 'Say what changed' >",
    ]
    for role in ["AUTHOR", "COMMITTER"] {
      environment["GIT_\(role)_NAME"] = "Scenario"
      environment["GIT_\(role)_EMAIL"] = "scenario@example.com"
      environment["GIT_\(role)_DATE"] = "2026-01-02T03:04:05Z"
    }
    let settings = [
      // Submodules of these repositories lie beside them, which git forbids by default.
      ("protocol.file.allow", "always"), ("init.defaultBranch", "main"), ("advice.detachedHead", "false"),
      ("gc.auto", "0"), ("core.autocrlf", "false"),
    ]
    environment["GIT_CONFIG_COUNT"] = String(settings.count)
    for (index, setting) in settings.enumerated() {
      environment["GIT_CONFIG_KEY_\(index)"] = setting.0
      environment["GIT_CONFIG_VALUE_\(index)"] = setting.1
    }
    return environment
  }
}
