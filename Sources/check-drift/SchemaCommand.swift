internal import ArgumentParser
internal import CheckDrift

/// `check-drift schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of the configuration, for editors.",
    discussion: """
      Name it in the first line of '.check-drift.yml':

        # yaml-language-server: $schema=./check-drift.schema.json
      """)

  func run() throws { try Terminal.print(SchemaDocument.text()) }
}
