import DriftModel
import DriftReports
import Foundation
import Testing

/// The awkward report in every format, compared with files that a person has read.
///
/// `RECORD=1 swift test --filter SnapshotTests` writes the files anew; read them before they are committed.
struct SnapshotTests {
  @Test(arguments: Snapshot.all) func rendersTheAwkwardReport(snapshot: Snapshot) throws {
    let rendered = snapshot.bytes
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(snapshot.name)")
    let environment = ProcessInfo.processInfo.environment
    if environment["RECORD"] == "1", environment["CI"] == nil {
      try Data(rendered).write(to: file)
      return
    }
    let expected = try [UInt8](Data(contentsOf: file))
    let report = "the output differs from \(file.path); if that is meant, record it with RECORD=1 and read it"
    #expect(String(decoding: rendered, as: UTF8.self) == String(decoding: expected, as: UTF8.self), "\(report)")
  }

  @Test(arguments: ReportFormat.allCases) func leavesNothingForATerminalOrALogToObey(format: ReportFormat) {
    for report in [AwkwardReport.report(isStrict: true), AwkwardReport.report(isStrict: false), AwkwardReport.clean] {
      let text = String(
        decoding: format.render(report, options: RenderOptions(verbose: true)), as: UTF8.self)
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value) })
      #expect(!text.unicodeScalars.contains { [0x202E, 0x2066, 0x200B].contains($0.value) })
      #expect(!text.contains("secret") && !text.contains("pa/ss"))
      #expect(!text.contains("##[") && !text.contains("##vso["))
      if format == .github { continue }
      let commands = text.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("::") }
      #expect(commands == [])
    }
  }

  @Test func saysNothingWhenQuietAndClean() {
    for format in [ReportFormat.text, .compiler, .github] {
      #expect(format.render(AwkwardReport.clean, options: RenderOptions(quiet: true)) == [])
    }
  }

  @Test func keepsTheReportToTheTerminalsWidth() {
    let options = RenderOptions(width: 60)
    var report = AwkwardReport.report(isStrict: true)
    let place = AwkwardReport.place("long.json", 1, 201, 3)
    report.findings = [report.findings[7]]
    report.findings[0].finding = .init(AwkwardReport.found, "'long.json' holds 'abc'", at: place)
    let line = String(repeating: "x", count: 200) + "abc" + String(repeating: "y", count: 190)
    report.findings[0].excerpts = [place: [(1, Array(line.utf8))]]
    let text = String(decoding: ReportFormat.text.render(report, options: options), as: UTF8.self)
    #expect(
      text.hasPrefix(
        """
        note[forbidden-text/text-found]: 'long.json' holds 'abc'
          --> long.json:1:201
           |
         1 | ...xxxxxxxxxxxxxxxxabcyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy...
           |                    ^^^

        """))
  }
}

/// One file of `Snapshots`.
struct Snapshot: Sendable, CustomTestStringConvertible {
  let name: String
  let format: ReportFormat
  var isStrict = true
  var isClean = false
  var options = RenderOptions()

  var testDescription: String { name }

  var bytes: [UInt8] {
    format.render(isClean ? AwkwardReport.clean : AwkwardReport.report(isStrict: isStrict), options: options)
  }

  static let all = [
    Snapshot(name: "text.txt", format: .text),
    Snapshot(name: "text-local.txt", format: .text, isStrict: false),
    Snapshot(name: "text-verbose.txt", format: .text, options: RenderOptions(verbose: true)),
    Snapshot(name: "text-color.txt", format: .text, options: RenderOptions(color: true)),
    Snapshot(name: "text-quiet.txt", format: .text, options: RenderOptions(quiet: true)),
    Snapshot(name: "text-clean.txt", format: .text, isClean: true, options: RenderOptions(verbose: true)),
    Snapshot(name: "compiler.txt", format: .compiler),
    Snapshot(name: "compiler-local.txt", format: .compiler, isStrict: false),
    Snapshot(name: "report.json", format: .json),
    Snapshot(name: "report-verbose.json", format: .json, isStrict: false, options: RenderOptions(verbose: true)),
    Snapshot(name: "report-clean.json", format: .json, isClean: true),
    Snapshot(name: "report.sarif", format: .sarif),
    Snapshot(name: "report-local.sarif", format: .sarif, isStrict: false),
    Snapshot(name: "report-clean.sarif", format: .sarif, isClean: true),
    Snapshot(name: "github.txt", format: .github),
    Snapshot(name: "github-local.txt", format: .github, isStrict: false),
    Snapshot(name: "gitlab.json", format: .gitlab),
    Snapshot(name: "junit.xml", format: .junit),
    Snapshot(name: "junit-local.xml", format: .junit, isStrict: false),
    Snapshot(name: "report.md", format: .markdown),
    Snapshot(name: "report-clean.md", format: .markdown, isClean: true),
    Snapshot(name: "report.html", format: .html),
  ]
}
