import Foundation

/// What a program printed and how it ended.
public struct ProcessOutcome: Sendable, Equatable {
  /// The exit status; 128 and the signal's number if a signal ended it, as a shell says it.
  public let status: Int
  public let standardOutput: String
  public let standardError: String
}

/// A program could not be started, or ended with a status that its caller did not expect.
public struct ProcessFailure: Error, CustomStringConvertible {
  public let description: String
}

/// Runs programs to their end.
enum ChildProcess {
  /// Runs a program with exactly this environment. Output is text; it goes through files, because a full pipe would
  /// stop both sides.
  static func run(
    _ program: String, _ arguments: [String], in directory: String, environment: [String: String]
  ) throws -> ProcessOutcome {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("check-drift-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["out", "err"].map { folder.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    let handles = try files.map { try FileHandle(forWritingTo: $0) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    do {
      try process.run()
    } catch {
      throw ProcessFailure(description: "cannot start '\(program)' in '\(directory)': \(error)")
    }
    process.waitUntilExit()
    for handle in handles { try handle.close() }
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    let status = Int(process.terminationStatus)
    return ProcessOutcome(
      status: process.terminationReason == .exit ? status : 128 + status, standardOutput: texts[0],
      standardError: texts[1])
  }
}
