internal import CheckDrift
internal import DriftReports

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What the program knows of the terminal and the process that it runs in.
enum Terminal {
  /// The current directory, the environment and the clock.
  static func surroundings() throws(RunFailure) -> Surroundings {
    do throws(FileProblem) {
      return Surroundings(
        directory: try DiskFile.currentDirectory(), environment: { variable($0) }, now: Int64(time(nil)),
        program: { DiskFile.ownProgram() })
    } catch {
      throw RunFailure(error)
    }
  }

  /// Ends the program. What is still alive is not freed piece by piece: the system takes it back as a whole. Libraries are
  /// not asked to clean up either, which other threads might still use; what was printed was written at once.
  static func leave(_ status: Int32) -> Never { _exit(status) }

  static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Whether colours are wanted on a stream: what the caller says, else on a terminal unless `NO_COLOR` is set
  /// (no-color.org) or the terminal is a dumb one.
  static func usesColor(_ choice: ColorChoice, on descriptor: Int32) -> Bool {
    switch choice {
    case .always: true
    case .never: false
    case .auto:
      Output.isTerminal(descriptor) && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
    }
  }

  /// How many checks may run at the same time unless the caller says: as many as there are processors.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Prints why there is no report to standard error.
  static func complain(_ failure: RunFailure, color: ColorChoice = .auto) {
    let options = RenderOptions(color: usesColor(color, on: STDERR_FILENO))
    Output.toStandardError(
      String(decoding: ReportFormat.text.render(failure.complaints, options: options), as: UTF8.self))
  }

  /// Prints text to standard output; a failure ends in status 3.
  static func print(_ text: String) throws(RunFailure) { try print(Array(text.utf8)) }

  static func print(_ bytes: [UInt8]) throws(RunFailure) {
    if case .failed(let problem) = Output.toStandardOutput(bytes) { throw RunFailure(problem.message, exitStatus: 3) }
  }
}
