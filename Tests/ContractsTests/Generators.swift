import Foundation
import Testing

/// Real generators, run while a test runs.
///
/// `CHECK_DRIFT_GENERATORS` names interpreters, separated by `:`, that have datamodel-code-generator installed, each in
/// another version (Tests/generators.txt); `make test` makes them. Without it there is nothing to run.
enum Generators {
  /// The interpreters, oldest generator first.
  static let pythons =
    ProcessInfo.processInfo.environment["CHECK_DRIFT_GENERATORS"]?.split(separator: ":").map(String.init) ?? []

  static var areNamed: Bool { !pythons.isEmpty }

  /// Runs a generator in a folder of its own, which is gone afterwards.
  ///
  /// - Parameters:
  ///   - files: What lies in the folder, by path.
  ///   - input: What of it the generator is to read: a file, or a folder.
  ///   - output: The file or folder that it is to write.
  /// - Returns: The outputs by their paths in the folder; nil if the generator failed, as it does where its version does
  ///   not know an option.
  static func run(
    _ python: String, on files: [String: String], input: String, output: String, _ options: [String]
  ) throws -> [String: [UInt8]]? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "generated-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.currentDirectoryURL = folder
    process.arguments =
      [
        "-m", "datamodel_code_generator", "--input", input, "--input-file-type", "jsonschema", "--output", output,
      ] + options
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    let written = folder.appending(path: output)
    if output.hasSuffix(".py") { return [output: Array(try Data(contentsOf: written))] }
    var outputs: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: written.path()) where name.hasSuffix(".py") {
      outputs["\(output)/\(name)"] = Array(try Data(contentsOf: written.appending(path: name)))
    }
    return outputs
  }

  /// The module that a generator writes for a schema; fails the test if it fails.
  static func module(_ python: String, for schema: String, _ options: [String]) throws -> [UInt8] {
    let outputs = try run(python, on: ["input.json": schema], input: "input.json", output: "output.py", options)
    return try #require(outputs?["output.py"])
  }
}
