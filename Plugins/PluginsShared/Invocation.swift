import Foundation
import PackagePlugin

/// What the plugins have in common: which configuration is meant, how the program is started, what its status says.
/// SwiftPM plugins cannot import a library, so each plugin's folder links to this one.
enum Invocation {
  /// The configuration's name.
  static let configurationName = ".check-drift.yml"

  /// `--config FILE` if the package has a configuration of its own below the repository's root; else nothing: the
  /// program then reads the one at the root, from the tree that it looks at.
  static func configurationArguments(package: URL, given arguments: [String]) -> [String] {
    guard !arguments.contains(where: { $0 == "--config" || $0.hasPrefix("--config=") }) else { return [] }
    let own = package.appending(path: configurationName)
    guard FileManager.default.fileExists(atPath: own.path), repositoryRoot(of: package) != package.standardizedFileURL
    else { return [] }
    return ["--config", own.path]
  }

  /// `--cache DIR`: answers about single files are kept in the folder that SwiftPM gives a plugin, unless the caller says
  /// where, or that nowhere.
  static func cacheArguments(_ folder: URL, given arguments: [String]) -> [String] {
    let others = ["init", "explain", "kinds", "graph", "schema", "help", "--help", "-h", "--version", "--no-cache"]
    guard !arguments.contains(where: { $0 == "--cache" || $0.hasPrefix("--cache=") || others.contains($0) }) else {
      return []
    }
    return ["--cache", folder.appending(path: "cache").path]
  }

  /// The nearest folder from the package up that has a `.git`.
  static func repositoryRoot(of package: URL) -> URL? {
    var folder = package.standardizedFileURL
    while true {
      if FileManager.default.fileExists(atPath: folder.appending(path: ".git").path) { return folder }
      let parent = folder.deletingLastPathComponent().standardizedFileURL
      guard parent.path != folder.path else { return nil }
      folder = parent
    }
  }

  /// Runs the program in the package's folder with the environment of this process, its output going where ours goes.
  ///
  /// SwiftPM ends with 1 whatever a plugin's status is, so a failure says in words which status it was.
  static func run(_ tool: URL, _ arguments: [String], in package: URL) throws {
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    process.currentDirectoryURL = package
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit else {
      Diagnostics.error("check-drift was ended by signal \(process.terminationStatus)")
      return
    }
    let status = process.terminationStatus
    if status != 0 { Diagnostics.error("check-drift ended with status \(status): \(meaning(of: status))") }
  }

  private static func meaning(of status: Int32) -> String {
    switch status {
    case 1: "findings of level error, and the posture is strict"
    case 2: "the configuration or the call is wrong"
    case 3: "something could not be looked at, read or written"
    default: "unexpected; please report it"
    }
  }
}
