import Foundation
import Testing

/// The newest of the generators that `CHECK_DRIFT_GENERATORS` names.
enum NewestGenerator {
  static let version = "0.72.3"

  /// Its interpreter; nil if it is not there.
  static var python: String? {
    ProcessInfo.processInfo.environment["CHECK_DRIFT_GENERATORS"]?.split(separator: ":").map(String.init)
      .first { $0.contains("/\(version)/") }
  }

  /// The module that it writes for a schema; fails the test if it fails.
  ///
  /// - Parameters:
  ///   - file: The name of the schema's file.
  ///   - files: What stands beside it, by name: files that options name.
  static func output(
    for schema: String, named file: String = "input.json", beside files: [String: String] = [:], _ options: [String]
  ) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "regenerated-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    try Data(schema.utf8).write(to: folder.appending(path: file))
    let process = Process()
    process.executableURL = URL(filePath: try #require(python))
    process.currentDirectoryURL = folder
    process.arguments =
      [
        "-m", "datamodel_code_generator", "--input", file, "--input-file-type", "jsonschema", "--output", "output.py",
      ] + options
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: try Data(contentsOf: folder.appending(path: "output.py")), as: UTF8.self)
  }
}
