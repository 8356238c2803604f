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

/// What is printed and written, and how.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to write, and where (default: text, to standard output). Repeatable, one of them to standard output.",
      valueName: "format[:file]"))
  var format: [FormatRequest] = []

  @Flag(name: .shortAndLong, help: "Print nothing beyond what is wrong or was not looked at.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print also what was looked at, check by check, and what was accepted.")
  var verbose = false

  @Option(help: ArgumentHelp("Write how long each check took; no report says it.", valueName: "file"))
  var timings: String?

  @OptionGroup var colors: ColorOptions

  private var color: ColorChoice { colors.color }

  func validate() throws {
    if quiet, verbose { throw ValidationError("'--quiet' and '--verbose' exclude each other") }
    guard format.count(where: { $0.file == nil }) <= 1 else {
      throw ValidationError(
        "only one format can go to standard output; give the others a file: '--format json:report.json'")
    }
    var files: Set<String> = []
    for case let file? in format.map(\.file) where !files.insert(file).inserted {
      throw ValidationError("two formats would be written to '\(file)'")
    }
  }

  /// All formats to write. Where all of them go to files, there is still text for whoever reads the log.
  private var requests: [FormatRequest] {
    format.contains { $0.file == nil } ? format : format + [FormatRequest(format: .text, file: nil)]
  }

  /// Writes the report in every format; what fails is said on standard error.
  ///
  /// - Parameters:
  ///   - root: the checkout, below which no link is followed.
  ///   - jobs: how many formats may be made at the same time.
  /// - Returns: whether all of it was written.
  func write(_ report: Report, _ timings: Timings, root: String?, jobs: Int) async -> Bool {
    var isWritten = true
    let (requests, options) = (requests, requests.map(renderOptions))
    let documents = await sideBySide(requests.count, jobs: jobs) { number in
      requests[number].format.render(report, options: options[number])
    }
    for (request, bytes) in zip(requests, documents) {
      do throws(FileProblem) {
        if let file = request.file {
          try DiskFile.write(bytes, to: file, root: root)
        } else if case .failed(let problem) = Output.toStandardOutput(bytes) {
          throw problem
        }
      } catch {
        Terminal.complain(RunFailure(error.message, exitStatus: 3), color: color)
        isWritten = false
      }
    }
    if let file = self.timings {
      do throws(FileProblem) {
        try DiskFile.write(ReportOptions.document(timings), to: file, root: root)
      } catch {
        Terminal.complain(RunFailure(error.message, exitStatus: 3), color: color)
        isWritten = false
      }
    }
    return isWritten
  }

  private func renderOptions(for request: FormatRequest) -> RenderOptions {
    let isTerminal = request.file == nil
    return RenderOptions(
      color: isTerminal && Terminal.usesColor(color, on: STDOUT_FILENO), verbose: verbose, quiet: quiet,
      width: isTerminal ? Output.terminalWidth : nil)
  }

  private static func document(_ timings: Timings) -> [UInt8] {
    let checks = timings.checks.map { check in
      JSONValue.object([("name", .string(check.name)), ("microseconds", .integer(check.microseconds))])
    }
    return JSONWriter.bytes(of: .object([("checks", .array(checks)), ("microseconds", .integer(timings.total))]))
  }

  /// Prints why there is no report: to standard error, and where standard output is for a machine that shows lines of
  /// its own, in its words there.
  ///
  /// - Returns: the status to exit with.
  func explain(_ failure: RunFailure) throws -> ExitCode {
    Terminal.complain(failure, color: color)
    if let format = format.first(where: { $0.file == nil })?.format, format == .compiler || format == .github {
      try Terminal.print(format.render(failure.complaints, options: RenderOptions()))
    }
    return ExitCode(Int32(failure.exitStatus))
  }
}
