internal import ArgumentParser
internal import CheckDrift
internal import DriftModel
internal import DriftReports

/// `check-drift baseline`.
struct BaselineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Accept what is found now, so that only what is new is reported.",
    discussion: """
      Writes '.check-drift.baseline.json': one line for each finding, by what it states and not by its line number. Add \
      a "reason" and an "until" date to each line; they are kept when the file is written again, and lines that match \
      nothing any more go. Commit it. A check with --base lets a baseline only shrink. --baseline FILE writes FILE instead.
      """)

  @OptionGroup(title: "What to look at") var tree: TreeOptions
  @OptionGroup(title: "What to check") var selection: SelectionOptions
  @OptionGroup(title: "Other tools") var tools: ToolOptions
  @OptionGroup var colors: ColorOptions

  func validate() throws {
    guard selection.only.isEmpty, selection.kind.isEmpty else {
      throw ValidationError("a baseline is written for all checks, without '--only' and '--kind'")
    }
  }

  func run() async throws {
    var options = RunOptions(posture: .local)
    tree.fill(&options)
    selection.fill(&options)
    tools.fill(&options)
    let target = options.baseline
    // The file need not exist yet. One that cannot be read must not be written over: its reasons would be lost.
    if let target {
      do throws(FileProblem) {
        _ = try DiskFile.read(target)
      } catch {
        guard error.isMissing else { throw RunFailure(error) }
        options.baseline = nil
      }
    }
    let checkup = try Checkup(options, in: try Terminal.surroundings())
    guard target != nil || checkup.checkout != nil else {
      throw RunFailure("a bare repository has no files to write to", help: ["name one: --baseline FILE"])
    }
    var request = checkup.request
    request.baseline = nil
    let report = await Run.report(request)
    // In this posture nothing else ends in 3. A baseline of what could not be read at all accepts nothing that is known.
    guard report.exitStatus != 3 else {
      let reason = report.unverified.first.map { ": \($0.unverified.reason)" } ?? ""
      throw RunFailure("the repository cannot be read, so no baseline is written\(reason)", exitStatus: 3)
    }
    let name = target ?? Baseline.usualName
    let baseline = Baseline(accepting: report, file: .external(name), keeping: checkup.baseline)
    do throws(FileProblem) {
      if target == nil, let checkout = checkup.checkout {
        try DiskFile.write(baseline.text(), at: Array(name.utf8), below: checkout)
      } else {
        try DiskFile.write(baseline.text(), to: name, root: checkup.checkout)
      }
    } catch {
      throw RunFailure(error.message, exitStatus: 3)
    }
    let count = baseline.entries.reduce(0) { $0 + $1.count }
    let findings = count == 1 ? "1 finding" : "\(count) findings"
    try Terminal.print("'\(Escaping.visible(name))' accepts \(findings)\n")
  }
}
