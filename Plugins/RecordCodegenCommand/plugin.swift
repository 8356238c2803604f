import Foundation
import PackagePlugin

/// `swift package record-codegen [arguments]`: `check-drift record`, with the same arguments and leave to write to the package.
@main
struct RecordCodegenCommand: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let package = context.package.directoryURL
    let arguments =
      ["record"] + arguments + Invocation.configurationArguments(package: package, given: arguments)
      + Invocation.cacheArguments(context.pluginWorkDirectoryURL, given: arguments)
    try Invocation.run(try context.tool(named: "check-drift").url, arguments, in: package)
  }
}
