import Foundation
import Testing

/// The plugins, used from another package as a user would use them. SwiftPM builds this package once more for it.
@Suite(.serialized)
struct PluginTests {
  private struct Result {
    var status: Int32
    var output: String
  }

  private static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A copy of the fixture package, committed to a repository of its own.
  private func consumer() throws -> URL {
    let folder = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath()
      .appending(path: "check-drift-consumer-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: PluginTests.checkout.appending(path: "Tests/Fixtures/Consumer"), to: folder)
    try? FileManager.default.removeItem(at: folder.appending(path: ".build"))
    let script = "git init -q -b main . && git add . && git -c user.name=t -c user.email=t@example.org commit -qm first"
    let made = try run("/bin/sh", ["-c", script], in: folder)
    try #require(made.status == 0, "\(made.output)")
    return folder
  }

  private func run(
    _ program: String, _ arguments: [String], in folder: URL, environment added: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    // What would make the run strict, or make this SwiftPM believe that it is the one that runs the tests.
    for name in ["CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "STRICT_CODEGEN", "STRICT_GUARDRAILS"] {
      environment[name] = nil
    }
    environment["CHECK_DRIFT_PACKAGE"] = PluginTests.checkout.path
    environment.merge(added) { $1 }
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: output)
  }

  private func swift(_ words: [String], in folder: URL, environment: [String: String] = [:]) throws -> Result {
    // One place for what is built, so that only the first run after a change takes long.
    let scratch = PluginTests.checkout.appending(path: ".build/consumer").path
    let command = [words[0], "--scratch-path", scratch] + words.dropFirst()
    return try run("/usr/bin/env", ["swift"] + command, in: folder, environment: environment)
  }

  private let finding = "README.md:2:10"

  @Test func theCommandPluginRunsTheProgramAndFailsWhenItFails() throws {
    let folder = try consumer()
    defer { try? FileManager.default.removeItem(at: folder) }
    let local = try swift(["package", "check-drift"], in: folder)
    #expect(local.status == 0, "\(local.output)")
    #expect(local.output.contains("version-agreement/version-differs"), "\(local.output)")
    #expect(local.output.contains(finding), "\(local.output)")

    let strict = try swift(["package", "check-drift", "--strict"], in: folder)
    #expect(strict.status == 1)
    #expect(strict.output.contains("check-drift ended with status 1"), "\(strict.output)")

    let environment = try swift(["package", "check-drift"], in: folder, environment: ["STRICT_GUARDRAILS": "1"])
    #expect(environment.status == 1)
    #expect(environment.output.contains("STRICT_GUARDRAILS=1"), "\(environment.output)")

    let wrong = try swift(["package", "check-drift", "--frmat", "json"], in: folder)
    #expect(wrong.status == 1)
    #expect(wrong.output.contains("check-drift ended with status 2"), "\(wrong.output)")
  }

  @Test func theFixPluginWrites() throws {
    let folder = try consumer()
    defer { try? FileManager.default.removeItem(at: folder) }
    let fixed = try swift(["package", "--allow-writing-to-package-directory", "fix-drift"], in: folder)
    #expect(fixed.status == 0, "\(fixed.output)")
    let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    #expect(readme == "---\nversion: 1.1.0\n---\n# Consumer\n")
  }

  @Test func theBuildPluginWarnsInEveryBuildAndNeverFailsIt() throws {
    let folder = try consumer()
    defer { try? FileManager.default.removeItem(at: folder) }
    for _ in 1...3 {
      let built = try swift(["build"], in: folder, environment: ["CI": "true"])
      #expect(built.status == 0, "\(built.output)")
      #expect(built.output.contains("\(folder.path)/\(finding): warning: "), "\(built.output)")
    }
    try "version: 1\nchecks: {}\n".write(
      to: folder.appending(path: ".check-drift.yml"), atomically: true, encoding: .utf8)
    let broken = try swift(["build"], in: folder)
    #expect(broken.status == 0)
    #expect(broken.output.contains("\(folder.path)/.check-drift.yml:2:9: warning: "), "\(broken.output)")
  }
}
