internal import ArgumentParser
internal import CheckDrift
internal import DriftChecks
internal import DriftModel
internal import DriftReports
internal import GitSnapshots

/// `check-drift record`.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Write the receipt of the generated code.",
    discussion: """
      Run it after the generator, in the repository that owns the outputs, and commit 'codegen.lock.json' with them. The \
      receipt says what inputs, outputs and generator were; from then on an edited output, a moved input and another \
      generator are told apart without running anything.

      It is refused where the other evidence of the check finds drift, where something could not be looked at, and where \
      a submodule is not clean at its recorded commit: a receipt must not make wrong code look right.
      """)

  @Flag(help: "Say what would be written and write nothing.") var dryRun = false
  @OptionGroup(title: "What to look at") var tree: TreeOptions
  @OptionGroup(title: "What to record") var selection: SelectionOptions
  @OptionGroup var colors: ColorOptions

  func validate() throws {
    guard tree.tree == .worktree else { throw ValidationError("only what is on disk can be recorded") }
  }

  func run() throws {
    var options = RunOptions(posture: .local)
    tree.fill(&options)
    selection.fill(&options)
    let checkup = try Checkup(options, in: try Terminal.surroundings())
    guard let checkout = checkup.checkout else { throw RunFailure("a bare repository has no files to write to") }
    let record = Record(
      checkup.request.checks.map { Record.Candidate(name: $0.name, check: $0.check) }, in: checkup.request.snapshot)
    guard !record.recorded.isEmpty || !record.refusals.isEmpty else {
      throw RunFailure(
        "no check asks for a receipt", help: ["add 'receipt' to 'evidence' of a check of kind 'generated-code'"])
    }
    var text = ""
    do throws(FileProblem) {
      for file in record.files {
        if file.isChanged, !dryRun { try DiskFile.write(file.bytes, at: file.path.bytes, below: checkout) }
        let done = file.isChanged ? (dryRun ? "would be written" : "written") : "unchanged"
        text += "\(Escaping.visible(file.path.bytes)): \(done)\n"
      }
    } catch {
      throw RunFailure(error.message, exitStatus: 3)
    }
    for recorded in record.recorded {
      let outputs = recorded.outputs == 1 ? "1 output" : "\(recorded.outputs) outputs"
      text += "  \(outputs) of check '\(Escaping.visible(recorded.check))'\n"
    }
    // What another repository owns is no failure beside what was recorded here, unless it was asked for by name.
    let isFailure = record.recorded.isEmpty || !selection.only.isEmpty
    for refusal in record.refusals where refusal.reason.isElsewhere && !isFailure {
      text += "  none of check '\(Escaping.visible(refusal.check))': \(Escaping.visible(refusal.reason.reason))\n"
    }
    try Terminal.print(text)
    let failures = record.refusals.filter { !$0.reason.isElsewhere || isFailure }
    guard let status = failures.map(RecordCommand.status).max() else { return }
    Terminal.complain(RunFailure(failures.flatMap(RecordCommand.complaints), exitStatus: status), color: colors.color)
    throw ExitCode(Int32(status))
  }

  /// Like a check's: 1 for drift, 3 for what could not be looked at.
  private static func status(_ refusal: Record.Refusal) -> Int { refusal.reason.findings.isEmpty ? 3 : 1 }

  private static func complaints(_ refusal: Record.Refusal) -> [Complaint] {
    let reason = refusal.reason
    let head = Complaint(
      "check '\(refusal.check)' is not recorded: \(reason.reason)", at: reason.location,
      help: reason.remedies.map(\.summary))
    // The reason quotes the first of them.
    let findings = reason.findings.filter { !reason.reason.hasSuffix($0.message) }.map { finding in
      Complaint(
        "\(finding.problem.id): \(finding.message)", at: finding.location, help: finding.remedies.map(\.summary))
    }
    let unverified = reason.unverified.filter { !reason.reason.hasSuffix($0.reason) }.map { unverified in
      Complaint("not verified: \(unverified.reason)", at: unverified.location, help: unverified.remedies.map(\.summary))
    }
    return [head] + findings + unverified
  }
}
