import DriftReports
import Foundation
import Testing

/// What is rendered is valid by the format's own definition: our schema, the official one of SARIF, the counts of JUnit.
///
/// Needs `Tests/requirements.txt`, installed for `CHECK_DRIFT_PYTHON` (as `make test` does) or for `python3`.
struct FormatTests {
  @Test(arguments: [ReportFormat.json, .sarif, .junit, .gitlab, .html])
  func isValid(format: ReportFormat) throws {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var files: [String] = []
    let reports = [AwkwardReport.report(isStrict: true), AwkwardReport.report(isStrict: false), AwkwardReport.clean]
    for (index, report) in reports.enumerated() {
      let file = folder.appending(path: "report-\(index)")
      try Data(format.render(report, options: RenderOptions(verbose: index == 1))).write(to: file)
      files.append(file.path)
    }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "validate_reports.py")
    let python = ProcessInfo.processInfo.environment["CHECK_DRIFT_PYTHON"] ?? "python3"
    process.arguments = [python, script.path, format.rawValue] + files
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
  }
}
