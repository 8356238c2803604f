import Foundation
import PackagePlugin

/// Shows the findings as warnings of `swift build`; never fails it.
@main
struct CheckDriftBuild: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
    let package = context.package.directoryURL
    // The build system runs a command only if an input changed, and what git records is no file of the package. So the
    // program rewrites this input of its own in every run, and leaves its output alone once it is there: it runs in
    // every build, and nothing is compiled again because of it.
    let trigger = context.pluginWorkDirectoryURL.appending(path: "trigger")
    if !FileManager.default.fileExists(atPath: trigger.path) { try Data().write(to: trigger) }
    let output = context.pluginWorkDirectoryURL.appending(path: "CheckDriftRan.swift")
    let configuration = Invocation.configurationArguments(package: package, given: [])
    return [
      .buildCommand(
        displayName: "check-drift", executable: try context.tool(named: "check-drift").url,
        arguments: ["build-plugin", "--package", package.path, "--trigger", trigger.path, "--output", output.path]
          + configuration + Invocation.cacheArguments(context.pluginWorkDirectoryURL, given: []),
        inputFiles: [trigger], outputFiles: [output])
    ]
  }
}
