import Foundation
import PackagePlugin

/// `swift package check-drift [arguments]`: the program, with the same arguments.
@main
struct CheckDriftCommand: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let package = context.package.directoryURL
    let arguments =
      arguments + Invocation.configurationArguments(package: package, given: arguments)
      + Invocation.cacheArguments(context.pluginWorkDirectoryURL, given: arguments)
    try Invocation.run(try context.tool(named: "check-drift").url, arguments, in: package)
  }
}
