internal import ArgumentParser
internal import CheckDrift
internal import DriftReports

/// `check-drift graph`.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Show which source of truth feeds which derived file.",
    discussion: """
      Reads the configuration and the tree, and prints for every check what is derived from what. What a check could \
      not read is left out and said on standard error.
      """)

  enum Style: String, ExpressibleByArgument, CaseIterable {
    case text, dot, mermaid
  }

  @Option(help: "How: text, dot (Graphviz) or mermaid (Markdown).") var style = Style.text
  @OptionGroup(title: "What to look at") var tree: TreeOptions
  @OptionGroup(title: "What to check") var selection: SelectionOptions

  func run() throws {
    var options = RunOptions(posture: .local)
    tree.fill(&options)
    selection.fill(&options)
    let checkup = try Checkup(options, in: try Terminal.surroundings())
    let graph = DerivationGraph(checkup.request)
    for failure in graph.failures { Output.toStandardError("note: \(Escaping.visible(failure))\n") }
    switch style {
    case .text: try Terminal.print(graph.picture.text)
    case .dot: try Terminal.print(graph.picture.dot)
    case .mermaid: try Terminal.print(graph.picture.mermaid)
    }
  }
}
