internal import ArgumentParser
internal import CAllocator
internal import CheckDrift
internal import Dispatch
internal import DriftModel

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The program. Its subcommands parse, call `CheckDrift`, and print.
struct CheckDriftProgram: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-drift",
    abstract: "Does what is committed agree with its source of truth? Answered by reading, never by regenerating.",
    discussion: """
      Generated code and its schema, a version and all who state it, a submodule and its pin: what is written down \
      twice drifts apart. check-drift reads both sides, says who is wrong, shows the evidence, and prints the steps \
      that mend it. It fetches nothing, and runs and writes only what you ask for.

      What must agree is stated in '.check-drift.yml' at the repository's root. To begin:

        check-drift init         write a configuration for this repository
        check-drift              check what you are about to commit
        check-drift --strict     the same, and fail if it does not agree: for CI
        check-drift explain ID   what a problem means

      Without --strict or --local, findings fail the call where CI is set, and are warnings elsewhere.

      EXIT STATUS: 0 nothing blocks; 1 findings of level error in strict; 2 the configuration or the call is wrong; \
      3 something could not be looked at (in strict), read or written.
      """,
    version: Version.current,
    subcommands: [
      CheckCommand.self, InitCommand.self, RecordCommand.self, BaselineCommand.self, FixCommand.self,
      ExplainCommand.self, KindsCommand.self, GraphCommand.self, SchemaCommand.self, BuildPluginCommand.self,
    ],
    defaultSubcommand: CheckCommand.self)
}

@main
enum Main {
  static func main() async {
    check_drift_keep_memory()
    DispatchQueue.global().async { Checkup.prepare() }
    do {
      let command = try CheckDriftProgram.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        var command = command
        try command.run()
      }
    } catch {
      exit(status(of: error))
    }
  }

  /// What to say of a first word that is no subcommand, where the parser takes it for a surplus argument.
  private static var suggestion: String? {
    let names = CheckDriftProgram.configuration.subcommands.filter { $0.configuration.shouldDisplay }
      .compactMap { $0.configuration.commandName }
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), !(names + ["help"]).contains(word)
    else { return nil }
    let other = closestName(to: word, among: names).map { "did you mean '\($0)'?" }
    return "There is no subcommand of that name; \(other ?? "they are: \(names.joined(separator: ", "))")"
  }

  /// Prints what an error has to say, and gives the status to exit with.
  private static func status(of error: any Error) -> Int32 {
    if let failure = error as? RunFailure {
      Terminal.complain(failure)
      return Int32(failure.exitStatus)
    }
    if let code = error as? ExitCode { return code.rawValue }
    let message = CheckDriftProgram.fullMessage(for: error)
    let code = CheckDriftProgram.exitCode(for: error)
    guard code.isSuccess else {
      Output.toStandardError(message + (suggestion.map { "\n  \($0)" } ?? "") + "\n")
      return 2  // the call is wrong: the parser's own status for that is 64
    }
    // Help and version are what was asked for, so they go to standard output.
    if case .failed(let problem) = Output.toStandardOutput(Array((message + "\n").utf8)) {
      Output.toStandardError("error: \(problem.message)\n")
      return 3
    }
    return 0
  }
}
