internal import DriftModel

/// What a tool says, in whatever format: the same values for all.
struct ToolReport: Sendable {
  /// What it reports, in its order.
  var results: [ToolResult] = []
  /// What it did not look at, or what of the report is not understood: such a report proves nothing clean.
  var gaps: [Unverified] = []
  /// The files that it says it looked at, with or without results.
  var lookedAt: [ToolFile] = []
  /// The tools that speak here, in order; usually one.
  var tools: [ToolName] = []
  /// What a reader of the whole may want to know, a sentence each.
  var notes: [String] = []
  /// The commits that it is about, as it states them.
  var revisions: [String] = []
  /// Whether the report itself shows that the tool came to its end; a line format may break off anywhere.
  var showsItsEnd = true

  private var reasons: Set<String> = []

  /// A report of some tools, in which nothing stands yet.
  init(tools: [ToolName] = [], showsItsEnd: Bool = true) {
    self.tools = tools
    self.showsItsEnd = showsItsEnd
  }

  /// Notes something that is not understood, or was not done, once.
  mutating func add(_ reason: String, at location: Location, remedies: [Remedy] = []) {
    guard reasons.insert(reason).inserted else { return }
    gaps.append(Unverified(reason, at: location, remedies: remedies))
  }

  /// A number of lines, columns, bytes or findings; nil if the text is none, or one that nothing can have so many of.
  static func count(_ text: some StringProtocol) -> Int? {
    Int(text).flatMap { (-1 << 40...1 << 40).contains($0) ? $0 : nil }
  }
}

/// A tool as its report names it.
struct ToolName: Sendable, Hashable {
  var name: String
  var version: String?

  /// `ruff 0.17.5`.
  var text: String { version.map { "\(name) \($0)" } ?? name }
}

/// How bad a tool says something is.
enum ToolSeverity: Sendable, Hashable {
  case error, warning, note
}

/// One thing that a tool reports.
struct ToolResult: Sendable {
  var tool: ToolName
  /// The tool's own name for the rule.
  var rule: String?
  var severity: ToolSeverity
  /// What it says; the first line stands alone.
  var message: [String]
  /// Where; nil if it is about no file.
  var place: ToolPlace?
  /// Other places that it speaks of, and what it says of them.
  var related: [(place: ToolPlace, statement: String)] = []
  /// Why the tool itself does not count it; nil if it does.
  var suppression: ToolSuppression?
  /// What the tool would do about it.
  var suggestion: String?
  /// Where the rule is explained.
  var url: String?

  /// Splits a message into lines: those after the first without the blanks that they begin with.
  static func lines(of message: String) -> [String] {
    let lines = message.split(whereSeparator: \.isNewline).map { line in
      String(line.drop(while: \.isWhitespace))
    }
    return lines.filter { !$0.isEmpty }
  }
}

/// Why a tool does not count what it reports.
struct ToolSuppression: Sendable, Hashable {
  var reason: String?
}

/// A file as a tool names it: an absolute path, or one from the folder that the tool worked in.
struct ToolFile: Sendable, Hashable {
  var name: [UInt8]
  /// The name from the root of what was looked at, for a report that comes from another machine.
  var otherwise: [UInt8]?

  init(_ name: String) { self.init(Array(name.utf8)) }

  init(_ name: [UInt8], otherwise: [UInt8]? = nil) {
    self.name = name
    self.otherwise = otherwise
  }

  /// The path, for messages. Not escaped.
  var text: String { String(decoding: name, as: UTF8.self) }
}

/// A place as a tool names it.
struct ToolPlace: Sendable, Hashable {
  var file: ToolFile
  var span: ToolSpan?
}

/// What a tool counts within a line.
enum ColumnUnit: Sendable, Hashable {
  case bytes, codePoints, utf16
  /// Not the same in every version: only where all count alike, before anything beyond ASCII, is it believed.
  case ascii
  /// Not the same in every tool: believed in ASCII, up to the first tab.
  case uncertain
}

/// A stretch of a file as a tool counts.
enum ToolSpan: Sendable, Hashable {
  /// Lines and columns, from 1; ends are exclusive. Without a column the whole line is meant.
  case lines(line: Int, column: Int?, endLine: Int?, endColumn: Int?, ColumnUnit)
  /// Offsets from the start of the file.
  case offsets(start: Int, length: Int, ColumnUnit)
  /// A cell of a notebook, which is no line of the file.
  case cell(Int)
}

extension DocumentNode {
  /// The text of a member that is a scalar and not null.
  func text(_ key: String) -> String? {
    guard let value = self[key], !value.isNull else { return nil }
    return value.scalar
  }

  /// A whole number that counts something; one beyond all counts is none, so that it can be calculated with.
  func number(_ key: String) -> Int? {
    guard case .scalar(let text, .plain)? = self[key]?.content else { return nil }
    return ToolReport.count(text)
  }

  /// `true` or `false`.
  func flag(_ key: String) -> Bool? {
    guard case .scalar(let text, .plain)? = self[key]?.content else { return nil }
    return text == "true" ? true : text == "false" ? false : nil
  }

  /// The elements of a list; nil if the member is none.
  func items(_ key: String) -> [DocumentNode]? { self[key]?.itemList }

  /// The elements of this list; nil if it is none.
  var itemList: [DocumentNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }
}
