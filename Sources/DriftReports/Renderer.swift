/// What the caller wants to see, beside the format.
public struct RenderOptions: Sendable, Hashable {
  /// Whether terminal colours may be used; only `text` has any.
  public var color: Bool
  /// Whether the lists behind the counts are wanted: subjects, witnesses' notes, accepted findings.
  public var verbose: Bool
  /// Whether to say nothing beyond what is wrong.
  public var quiet: Bool
  /// The columns of the terminal, to which source lines are cut; nil if lines may have any length.
  public var width: Int?
  /// What `compiler` puts before paths of the repository: its root, for readers that stand elsewhere.
  public var pathPrefix: String

  /// Options; plain and complete by default.
  public init(
    color: Bool = false, verbose: Bool = false, quiet: Bool = false, width: Int? = nil, pathPrefix: String = ""
  ) {
    self.color = color
    self.verbose = verbose
    self.quiet = quiet
    self.width = width
    self.pathPrefix = pathPrefix
  }
}

/// Turns a report into the bytes of one format.
///
/// A renderer is a pure function: equal reports and options give equal bytes. Everything in a report may have been
/// written by somebody hostile, so all of its text goes through ``Escaping``.
public protocol Renderer {
  /// The bytes to write, the last line ended.
  static func render(_ report: Report, options: RenderOptions) -> [UInt8]
}

/// The formats that `--format` knows.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  case text, compiler, json, sarif, github, gitlab, junit, markdown, html

  /// The bytes of a report in this format.
  public func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    renderer.render(report, options: options)
  }

  /// What it is for, as one line.
  public var summary: String {
    switch self {
    case .text: "for a person: source, evidence and steps"
    case .compiler: "path:line:column: warning: ..., for build logs and editors"
    case .json: "everything, for programs (schemas/report.schema.json)"
    case .sarif: "SARIF 2.1.0, for code scanning"
    case .github: "annotations of GitHub Actions, the worst first"
    case .gitlab: "GitLab's code quality report"
    case .junit: "JUnit XML, for whatever shows test results"
    case .markdown: "for a pull request's comment or a job's summary"
    case .html: "one page without scripts"
    }
  }

  private var renderer: any Renderer.Type {
    switch self {
    case .text: TextRenderer.self
    case .compiler: CompilerRenderer.self
    case .json: JSONRenderer.self
    case .sarif: SARIFRenderer.self
    case .github: GitHubRenderer.self
    case .gitlab: GitLabRenderer.self
    case .junit: JUnitRenderer.self
    case .markdown: MarkdownRenderer.self
    case .html: HTMLRenderer.self
    }
  }
}
