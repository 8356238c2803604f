internal import ArgumentParser
internal import CheckDrift
internal import DriftModel
internal import DriftReports
internal import GitSnapshots

/// `check-drift fix`.
struct FixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix", abstract: "Make the edits that need no decision.",
    discussion: """
      Some findings have one mend that is certain: a version stated wrongly is put right where it stands. fix makes \
      these edits in your files and prints each; everything else stays a step for you. A file that changed since it was \
      checked is left alone, as are files in submodules, which are mended in their own repository.
      """)

  @Flag(help: "Print the edits and make none.") var dryRun = false
  @OptionGroup(title: "What to look at") var tree: TreeOptions
  @OptionGroup(title: "What to check") var selection: SelectionOptions
  @OptionGroup(title: "Other tools") var tools: ToolOptions
  @OptionGroup var colors: ColorOptions

  func validate() throws {
    guard tree.tree == .worktree else { throw ValidationError("only files on disk can be mended") }
  }

  func run() async throws {
    var options = RunOptions(posture: .local)
    tree.fill(&options)
    selection.fill(&options)
    tools.fill(&options)
    let checkup = try Checkup(options, in: try Terminal.surroundings())
    guard let checkout = checkup.checkout else { throw RunFailure("a bare repository has no files to mend") }
    let report = await Run.report(checkup.request)
    let snapshot = checkup.request.snapshot
    let plan = RemedyApplier(
      report, submodule: { path in (try? snapshot.submodule(containing: path))?.path },
      read: { (path) throws(FileProblem) in try DiskFile.read(path.bytes, below: checkout) })
    var isWhole = !plan.refusals.contains(where: \.isFailure)
    var written: Set<RepositoryPath> = []
    for (path, bytes) in plan.files {
      do throws(FileProblem) {
        if !dryRun { try DiskFile.write(bytes, at: path.bytes, below: checkout) }
        written.insert(path)
      } catch {
        Terminal.complain(RunFailure(error.message, exitStatus: 3))
        isWhole = false
      }
    }
    let changes = plan.changes.filter { written.contains($0.edit.path) }.map { change in
      FixReport.Change(
        path: change.edit.path, line: change.line, expected: change.edit.expected,
        replacement: change.edit.replacement, summary: change.summary)
    }
    let open = report.findings.count { $0.suppression == nil }
    let told = FixReport(
      changes: changes, refusals: plan.refusals.map(\.reason), remaining: max(0, open - changes.count),
      isDryRun: dryRun)
    try Terminal.print(told.text)
    throw ExitCode(isWhole ? 0 : 3)
  }
}
