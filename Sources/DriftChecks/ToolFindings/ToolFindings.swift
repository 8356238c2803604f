internal import Documents
public import DriftModel

/// What a linter or type checker reports, in the same report as everything else.
///
/// Nothing is linted here: a report is read, from a file or from what a command prints. Subjects are the files that the
/// tool speaks of, or the report where it speaks of none.
public struct ToolFindings: Check {
  private static let toolField = Field(
    optional: "tool",
    "The tool: ruff, pyright, basedpyright, mypy, pylint, swiftlint, eslint, or any other. Needed unless the report is SARIF.",
    Codec<String>.text("a tool's name").located)

  private static let reportField = Field(
    optional: "report", "The file that the tool writes. Under '--worktree' it may be one that git ignores.",
    Codec<RepositoryPath>.path.located)

  private static let runField = Field(
    optional: "run",
    "The command that makes the tool print its report: a program and its arguments. Runs only with '--allow-tools'.",
    Codec<String>.argument.list().located)

  private static let formatField = Field(
    optional: "format",
    "What the report looks like; without it what the tool usually writes, and SARIF where the report's name says so.",
    Codec<String>.choice(ToolFormat.allCases.map(\.rawValue)))

  private static let filesField = Field(
    "files", "Patterns of what the tool looks at: a report that is older than one of them is not believed.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true), default: [], defaultText: "[]")

  private static let atMostField = Field(
    optional: "at-most", "How many findings pass: a number, or numbers by the tool's rules.", Codec<Ratchet>.ratchet)

  private static let folderField = Field(
    "folder", "The folder that the command works in, and that relative paths in the report begin at.",
    Codec<RepositoryPath>.path, default: .root, defaultText: nil)

  private static let rootField = Field(
    optional: "root", "What the repository's root was called where the report was written: '/src' in a container.",
    Codec<String>.text("an absolute path").located)

  private static let statusesField = Field(
    optional: "statuses", "The exit statuses of a run that looked at everything; other runs are not believed.",
    Codec<Int>.integer(minimum: 0).list())

  private static let timeoutField = Field(
    "timeout", "After how many seconds the command is stopped.", Codec<Int>.integer(minimum: 1), default: 600,
    defaultText: "600")

  private static let regenerateField = Field(
    optional: "regenerate", "The line that writes the report anew: shown in remedies, never run.",
    Codec<String>.text("a shell line"))

  static let error = Problem(
    "tool-error", "a tool reports an error",
    explanation: """
      A linter or type checker that the configuration names found something, and calls it an error. check-drift adds \
      nothing to that: the message, the rule and the place are the tool's.
      """)

  static let warning = Problem(
    "tool-warning", "a tool reports a warning",
    explanation: """
      A linter or type checker that the configuration names found something, and calls it a warning. It does not block \
      unless 'levels' says so.
      """, defaultLevel: .warning)

  static let note = Problem(
    "tool-note", "a tool remarks on something",
    explanation: """
      What the tool itself calls information or a note. It is never counted by 'at-most', and does not block.
      """, defaultLevel: .note)

  static let exceeded = Problem(
    "ratchet-exceeded", "a tool reports more than 'at-most' lets pass",
    explanation: """
      The number is what was there when somebody decided to add nothing more. Which of the findings is the new one \
      a number cannot tell: those in files that changed are named first. A baseline, which knows each finding, can.
      """)

  static let slack = Problem(
    "ratchet-slack", "a tool reports less than 'at-most' lets pass",
    explanation: """
      Findings were mended, which is good, and the number still lets as many new ones in. A ratchet that is not \
      tightened is no ratchet: 'check-drift fix' lowers the number.
      """, defaultLevel: .warning)

  public static let description = KindDescription(
    name: "tool-findings", summary: "what a linter or type checker reports, in the same report",
    family: .guardrails,
    fields: [
      toolField, reportField, runField, formatField, filesField, atMostField, folderField, rootField, statusesField,
      timeoutField, regenerateField,
    ], problems: [error, warning, note, exceeded, slack])

  /// The tool as the configuration names it; nil if the report says which.
  let tool: String?
  let request: CaptureRequest
  /// Where the configuration names the report or command.
  let place: Location
  let format: ToolFormat
  let files: [Located<PathPattern>]
  private(set) var ratchet: Ratchet?
  let folder: RepositoryPath
  let root: String?
  let statuses: [Int]
  let regenerate: String?
  let except: [PathPattern]
  let allowsEmpty: Bool

  public var capture: CaptureRequest? { request }

  public func tightened(to base: any Check) -> (check: any Check, notes: [String]) {
    guard let base = (base as? ToolFindings)?.ratchet, let limited = ratchet?.limited(to: base) else {
      return (self, [])
    }
    var check = self
    check.ratchet = limited.ratchet
    return (check, limited.notes)
  }

  public init?(_ values: inout FieldValues) {
    let tool = values.read(Self.toolField)
    let report = values.read(Self.reportField)
    let run = values.read(Self.runField)
    let format = values.read(Self.formatField)
    let files = values.read(Self.filesField)
    let ratchet = values.read(Self.atMostField)
    let folder = values.read(Self.folderField)
    let root = values.read(Self.rootField)
    let statuses = values.read(Self.statusesField)
    let timeout = values.read(Self.timeoutField)
    let regenerate = values.read(Self.regenerateField)
    guard let tool, let report, let run, let format, let files, let ratchet, let folder, let root, let statuses,
      let timeout, let regenerate
    else { return nil }
    guard let place = report?.location ?? run?.location else {
      values.complain(
        "there is neither a 'report' to read nor a command to 'run'",
        help: ["'report' names the file that the tool writes; 'run' is its command, for '--allow-tools'"])
      return nil
    }
    if let root, root.value.utf8.first != UInt8(ascii: "/") {
      values.complain("'\(root.value)' is no absolute path", at: root.location)
      return nil
    }
    let known = tool.flatMap { KnownTool.all[$0.value] }
    guard let found = Self.format(format, report?.value, known) else {
      guard let tool else {
        values.complain("'tool' is missing", help: ["only SARIF says itself which tool it comes from"])
        return nil
      }
      values.complain(
        "the format of a report of '\(tool.value)' is not known", at: tool.location,
        help: ["add 'format': \(ToolFormat.allCases.map(\.rawValue).joined(separator: ", "))"])
      return nil
    }
    guard tool != nil || found == .sarif else {
      values.complain("'tool' is missing", help: ["only SARIF says itself which tool it comes from"])
      return nil
    }
    self.tool = tool?.value
    self.request = CaptureRequest(
      report: report?.value,
      command: run.map { ToolCommand(words: $0.value, directory: folder, timeout: timeout) })
    self.place = place
    self.format = found
    self.files = files
    self.ratchet = ratchet
    self.folder = folder
    self.root = root?.value
    self.statuses = statuses ?? known?.statuses ?? KnownTool.usualStatuses
    self.regenerate = regenerate
    self.except = values.except.map(\.value)
    self.allowsEmpty = values.allowsEmpty
  }

  private static func format(_ stated: String?, _ report: RepositoryPath?, _ known: KnownTool?) -> ToolFormat? {
    if let stated { return ToolFormat(rawValue: stated) }
    return report.flatMap { ToolFormat(endingOf: $0) } ?? known?.format
  }

  public func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
    var examination = Examination()
    var selected: [RepositoryPath] = []
    for pattern in files {
      let found = try snapshot.files(matching: pattern.value).map(\.path).filter { path in
        !except.contains { $0.matches(path) }
      }
      examination.selections.append(
        Selection("pattern", pattern, count: found.count, allowsEmpty: allowsEmpty))
      selected += found
    }
    examination.subjects = selected.map(\.description)
    let capture: Capture
    do throws(ReadFailure) {
      capture = try snapshot.captured()
    } catch {
      examination.unverified.append(Unverified(error, at: place))
      return examination
    }
    var judge = ToolJudge(self, capture, snapshot)
    judge.examine(selected: selected, &examination)
    return examination
  }
}

extension Codec where Value == String {
  /// A word of a command; it may be empty, and is taken as it is written.
  fileprivate static var argument: Codec<String> {
    Codec(shape: .alternatives([.text(what: "a program or an argument"), .choice([""])])) { node, problems in
      guard let text = node.scalar, !node.isNull, !text.utf8.contains(0) else {
        problems.append(
          ConfigProblem(
            "expected a program or an argument, found \(node.shapeName)", at: node.location,
            help: ["'run' is a list: [ruff, check, --output-format, json, .]"]))
        return nil
      }
      return text
    }
  }
}
