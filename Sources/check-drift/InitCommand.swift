internal import ArgumentParser
internal import CheckDrift
internal import DriftModel
internal import DriftReports

/// `check-drift init`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a configuration for this repository.",
    discussion: """
      Looks at what is there (submodules, files that state a version) and writes a '.check-drift.yml' that begins \
      with what can be checked at once; what has to be decided is there as a comment. An existing one is never \
      overwritten.
      """)

  @Option(help: ArgumentHelp("The repository; else the one around the current directory.", valueName: "dir"))
  var repository: String?

  @Flag(help: "Print it instead.") var print = false

  @Flag(help: "Read a repository that belongs to somebody else.") var trustOwner = false

  func run() throws {
    let options = RunOptions(repository: repository, trustsOwner: trustOwner)
    let draft = try ConfigurationDraft(options, in: try Terminal.surroundings())
    guard !print else { return try Terminal.print(draft.text) }
    let name = try draft.write()
    try Terminal.print(
      """
      wrote '\(Escaping.visible(name))' with \(draft.checks == 1 ? "1 check" : "\(draft.checks) checks")
      read it, complete what is commented out, and run: check-drift

      """)
  }
}
