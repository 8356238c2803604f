public import DriftModel

/// Why there is no report: a mistake in the call or in the configuration, or a repository that cannot be read.
public struct Complaint: Sendable {
  /// One line: lower case, no full stop. Not escaped.
  public let message: String
  /// Where the mistake is, if it is in a file.
  public let location: Location?
  /// What to do about it, a line each.
  public let help: [String]
  /// The source lines of `location`.
  public let lines: SourceLines

  /// A complaint.
  public init(_ message: String, at location: Location? = nil, help: [String] = [], lines: SourceLines = []) {
    self.message = message
    self.location = location
    self.help = help
    self.lines = lines
  }
}

extension ReportFormat {
  /// Complaints for a reader of this format: as lines of a compiler or as annotations where the format is such, else
  /// as text. With `options.color` in colours.
  ///
  /// - Parameter level: `warning` where they must not fail whatever reads them.
  public func render(_ complaints: [Complaint], level: Level = .error, options: RenderOptions) -> [UInt8] {
    let text =
      switch self {
      case .compiler: complaints.map { CompilerRenderer.line($0, level, options) }.joined()
      case .github: complaints.map { GitHubRenderer.command($0, level) }.joined()
      default: complaints.map { TextRenderer.block($0, level, options) }.joined(separator: "\n")
      }
    return Array(text.utf8)
  }
}

extension CompilerRenderer {
  fileprivate static func line(_ complaint: Complaint, _ level: Level, _ options: RenderOptions) -> String {
    let place = complaint.location.map { self.place($0, options) } ?? "check-drift"
    let help = complaint.help.first.map { "; help: \(Escaping.visible($0))" } ?? ""
    return "\(place): \(level.rawValue): \(Escaping.visible(complaint.message))\(help)\n"
  }
}

extension GitHubRenderer {
  fileprivate static func command(_ complaint: Complaint, _ level: Level) -> String {
    let lines = [Escaping.visible(complaint.message)] + complaint.help.map { "help: " + Escaping.visible($0) }
    return command(level, at: complaint.location, title: "check-drift", lines)
  }
}

extension TextRenderer {
  fileprivate static func block(_ complaint: Complaint, _ level: Level, _ options: RenderOptions) -> String {
    var block = TextBlock(options: options)
    block.add(complaint, level)
    return block.text
  }
}
