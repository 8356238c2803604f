internal import ArgumentParser
internal import CheckDrift
internal import DriftModel
internal import DriftReports

/// `check-drift build-plugin`: what SwiftPM's build tool plugin calls. It warns and never fails.
struct BuildPluginCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build-plugin", abstract: "Print findings as warnings of a build.", shouldDisplay: false)

  @Option(help: "The package's folder.") var package: String
  @Option(help: "A file that is written anew each time, so that the build runs this each time.") var trigger: String
  @Option(help: "A Swift file without declarations, written once, so that nothing is compiled again.") var output:
    String
  @Option(help: "The configuration.") var config: String?
  @Option(help: "Where answers about single files are kept between builds.") var cache: String?

  func run() async throws {
    let surroundings = try Terminal.surroundings()
    do throws(RunFailure) {
      let options = RunOptions(posture: .local, configuration: config, jobs: Terminal.processors, cache: cache)
      var inPackage = surroundings
      inPackage.directory = package
      let checkup = try Checkup(options, in: inPackage)
      let report = await Run.report(checkup.request)
      let rendering = RenderOptions(quiet: true, pathPrefix: checkup.checkout ?? "")
      try Terminal.print(ReportFormat.compiler.render(report, options: rendering))
    } catch {
      // A build must not fail because of us; what is wrong is said as a warning.
      try? Terminal.print(
        ReportFormat.compiler.render(
          error.complaints, level: .warning, options: RenderOptions(pathPrefix: error.root ?? "")))
    }
    do throws(FileProblem) {
      try DiskFile.write(Array("\(surroundings.now)\n".utf8), to: trigger, root: nil)
      if (try? DiskFile.read(output)) == nil {
        try DiskFile.write(Array("// check-drift looked; it generates nothing.\n".utf8), to: output, root: nil)
      }
    } catch {
      throw RunFailure(error.message, exitStatus: 3)
    }
  }
}
