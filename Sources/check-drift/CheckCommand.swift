internal import ArgumentParser
internal import CheckDrift
internal import DriftReports

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// `check-drift [check]`.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check that what is committed agrees (the default).",
    discussion: """
      Reads '.check-drift.yml', looks at one tree of the repository, and reports what does not agree, with evidence on \
      both sides and the steps that mend it. What could not be looked at is reported too, and never called clean.

      FORMATS, for --format FORMAT[:FILE]:
      \(ReportFormat.allCases.map { "  \($0.rawValue.padded(to: 10))\($0.summary)" }.joined(separator: "\n"))

      EXAMPLES:
        check-drift                                what you are about to commit
        check-drift --staged                       what a commit would hold
        check-drift --strict --base origin/main    a pull request, in CI
        check-drift --rev v1.2.0                   a release, not checked out
        check-drift --strict --format github --format sarif:drift.sarif
      """)

  @OptionGroup(title: "Posture") var posture: PostureOptions
  @OptionGroup(title: "What to look at") var tree: TreeOptions
  @OptionGroup(title: "What to check") var selection: SelectionOptions
  @OptionGroup(title: "Other tools") var tools: ToolOptions
  @OptionGroup(title: "What to print") var report: ReportOptions

  func run() async throws {
    let surroundings = try Terminal.surroundings()
    let progress = Progress()
    let checkup: Checkup
    do throws(RunFailure) {
      checkup = try Checkup(options, in: surroundings)
    } catch {
      progress.end()
      throw try report.explain(error)
    }
    let (result, timings) = await Run.timedReport(checkup.request)
    progress.end()
    let isWritten = await report.write(result, timings, root: checkup.checkout, jobs: checkup.request.jobs)
    withExtendedLifetime((checkup, result)) { Terminal.leave(isWritten ? Int32(result.exitStatus) : 3) }
  }

  var options: RunOptions {
    var options = RunOptions(posture: posture.choice)
    tree.fill(&options)
    selection.fill(&options)
    tools.fill(&options)
    return options
  }
}

extension String {
  /// The text with spaces after it, up to a width.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
