internal import Documents
internal import DriftModel

/// The formats in which tools report, and how each is read.
enum ToolFormat: String, Sendable, CaseIterable {
  case sarif
  case ruff = "ruff-json"
  case pyright = "pyright-json"
  case mypy
  case swiftlint = "swiftlint-json"
  case eslint = "eslint-json"
  case gcc

  /// The format by the ending of a report's name; nil if that says nothing.
  init?(endingOf path: RepositoryPath) {
    let name = String(decoding: path.lastSegment, as: UTF8.self)
    guard name.hasSuffix(".sarif") || name.hasSuffix(".sarif.json") else { return nil }
    self = .sarif
  }

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - file: the name that locations carry.
  ///   - tool: the tool that speaks, unless the report says which.
  func read(_ bytes: [UInt8], file: FileName, tool: ToolName) throws(DocumentProblem) -> ToolReport {
    switch self {
    case .mypy: return MypyReport.read(bytes, file: file, tool: tool)
    case .gcc: return LineReport.read(bytes, file: file, tool: tool)
    case .sarif, .ruff, .pyright, .swiftlint, .eslint: break
    }
    var limits = DocumentLimits()
    limits.nodes = 8_000_000
    let root = try Documents.read(bytes, as: .json, file: file, limits: limits)
    if self != .sarif, root["runs"]?.itemList != nil, root.text("version") != nil {
      var report = ToolReport()
      report.add(
        "the report is SARIF, and '\(rawValue)' was expected", at: root.location,
        remedies: [Remedy("say so", steps: [.instruction("add 'format: sarif' to the check")])])
      return report
    }
    return switch self {
    case .sarif: SARIFReport.read(root, tool: tool)
    case .ruff: RuffReport.read(root, tool: tool)
    case .pyright: PyrightReport.read(root, tool: tool)
    case .swiftlint: SwiftLintReport.read(root, tool: tool)
    case .eslint: ESLintReport.read(root, tool: tool)
    case .mypy, .gcc: ToolReport()
    }
  }
}

/// What is known of a tool by its name.
struct KnownTool: Sendable {
  let format: ToolFormat
  /// The exit statuses of a run that looked at everything.
  let statuses: [Int]
  /// What it says on standard error when it looked at nothing and calls that success.
  var sayingNothingWasSeen: String?

  /// The statuses of tools that nothing is known of.
  static let usualStatuses = [0, 1]

  /// The tools whose reports are read without being told the format.
  static let all: [String: KnownTool] = [
    // 2: 'ruff terminates abnormally due to invalid configuration, invalid CLI options, or an internal error'.
    "ruff": KnownTool(format: .ruff, statuses: [0, 1], sayingNothingWasSeen: "No Python files found"),
    // 2: fatal error, 3: unreadable configuration, 4: wrong arguments.
    "pyright": KnownTool(format: .pyright, statuses: [0, 1]),
    "basedpyright": KnownTool(format: .pyright, statuses: [0, 1]),
    // 2: it could not check.
    "mypy": KnownTool(format: .mypy, statuses: [0, 1]),
    // A sum: 1 a fatal message, 2 errors, 4 warnings, 8 refactorings, 16 conventions, 32 wrong usage.
    "pylint": KnownTool(format: .gcc, statuses: Array(stride(from: 0, through: 30, by: 2))),
    // 2: at least one violation is an error. 1: wrong usage, nothing to lint, or a crash.
    "swiftlint": KnownTool(format: .swiftlint, statuses: [0, 2]),
    // 2: a configuration problem or a crash.
    "eslint": KnownTool(format: .eslint, statuses: [0, 1]),
  ]
}
