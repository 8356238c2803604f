import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// A report that a test makes up, and what `tool-findings` says of it.
struct ToolReports {
  var files: [String: String] = [:]
  var report: String
  /// Keys of the check beside `report`.
  var keys: String
  var status: Int?
  var remarks = ""
  var root = "/repo"
  var written: FileTime?
  var writingTimes: [String: FileTime] = [:]

  private var snapshot: MemorySnapshot {
    get throws {
      var snapshot = MemorySnapshot(files)
      let command = ToolCommand(words: ["lint"], timeout: 1)
      let source =
        try status.map { Capture.Source.output(of: command, status: $0) }
        ?? .file(.repository(path("report")), writtenAt: written)
      snapshot.capture = .success(
        Capture(bytes: Array(report.utf8), source: source, remarks: Array(remarks.utf8), roots: [root]))
      for (name, time) in writingTimes { snapshot.writingTimes[try path(name)] = time }
      return snapshot
    }
  }

  func examination() throws -> Examination {
    let (check, problems) = try decode(ToolFindings.self, (status == nil ? "report: report\n" : "run: [lint]\n") + keys)
    return try #require(check, "\(problems)").examine(snapshot)
  }

  /// A line for each finding and each failure to look: problem, place, message; then evidence, indented.
  func says() throws -> [String] {
    let examination = try examination()
    let findings = examination.findings.flatMap { finding -> [String] in
      let accepted = finding.acceptance.map { " (\($0.by.rawValue)\($0.reason.map { ": \($0)" } ?? ""))" } ?? ""
      return ["\(finding.problem.id) \(place(finding.location)) \(finding.message)\(accepted)"]
        + finding.evidence.filter { !$0.statement.hasSuffix(" reports it") }.map { evidence in
          "  \(evidence.statement)" + (evidence.location.map { " \(place($0))" } ?? "")
        }
    }
    return findings + examination.unverified.map { "unverified \($0.reason)" }
  }

  private func place(_ location: Location) -> String {
    guard let region = location.region else { return location.file.text }
    let end = region.endLine == region.line ? "\(region.endColumn)" : "\(region.endLine):\(region.endColumn)"
    return "\(location.file.text):\(region.line):\(region.column)-\(end)"
  }
}
