internal import DriftModel

/// What compilers write, and every tool that imitates them: `path:line:column: level: message [rule]`, the column and
/// the level being optional. Other lines (excerpts, carets, summaries) say nothing by themselves.
enum LineReport {
  /// A line that is understood.
  struct Line {
    var file: String
    var line: Int
    var column: Int?
    var endLine: Int?
    var endColumn: Int?
    var level: String?
    var message: String
    var rule: String?
  }

  static func read(_ bytes: [UInt8], file: FileName, tool: ToolName) -> ToolReport {
    var report = ToolReport(tools: [tool])
    report.showsItsEnd = false
    // pylint's columns begin at 0.
    let first = tool.name.lowercased() == "pylint" ? 0 : 1
    for text in lines(of: bytes) {
      guard let line = line(text), !line.message.isEmpty else { continue }
      let column = line.column.flatMap { $0 >= first ? $0 - first + 1 : nil }
      let place = ToolPlace(
        file: ToolFile(line.file),
        span: .lines(line: line.line, column: column, endLine: nil, endColumn: nil, .uncertain))
      // A compiler's note belongs to the error or warning that it follows, wherever it points. One under a rule of its
      // own, as shellcheck has them, stands by itself.
      if line.level == "note", line.rule == nil, let last = report.results.indices.last {
        report.results[last].related.append((place, line.message))
        continue
      }
      report.results.append(
        ToolResult(
          tool: tool, rule: line.rule, severity: first == 0 ? category(of: line.rule) : severity(line.level),
          message: ToolResult.lines(of: line.message),
          place: place))
    }
    return report
  }

  /// The lines of a text, without what ends them.
  static func lines(of bytes: [UInt8]) -> [Substring] {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
  }

  /// A line as compilers write it; nil if it is none.
  static func line(_ text: Substring) -> Line? {
    guard let (file, numbers, rest) = place(text), let number = numbers.first, number > 0 else { return nil }
    var line = Line(file: String(file), line: number, message: "")
    if numbers.count > 1 { line.column = numbers[1] }
    if numbers.count > 3 { (line.endLine, line.endColumn) = (numbers[2], numbers[3]) }
    var message = rest.drop { $0 == " " }
    if let (level, after) = level(message) {
      line.level = level
      message = after.drop { $0 == " " }
    }
    let trimmed = String(message.reversed().drop(while: \.isWhitespace).reversed())
    let leading = leadingCode(trimmed)
    if let leading, leading.hasColon {
      // pylint has a name behind as well: `C0114: Missing module docstring (missing-module-docstring)`.
      (line.rule, line.message) = (leading.code, String(leading.rest))
    } else if let (rest, rule) = trailingRule(trimmed) {
      (line.rule, line.message) = (rule, rest)
    } else if let leading {
      (line.rule, line.message) = (leading.code, String(leading.rest))
    } else {
      line.message = trimmed
    }
    return line
  }

  /// The path and the numbers before a message: `a/b.c:12:3:`. The path ends where the first number begins.
  private static func place(_ text: Substring) -> (file: Substring, numbers: [Int], rest: Substring)? {
    var search = text.startIndex
    while let colon = text[search...].firstIndex(of: ":") {
      var numbers: [Int] = []
      var at = text.index(after: colon)
      while numbers.count < 4 {
        let digits = text[at...].prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.endIndex < text.endIndex, text[digits.endIndex] == ":",
          let number = ToolReport.count(digits)
        else { break }
        numbers.append(number)
        at = text.index(after: digits.endIndex)
      }
      if !numbers.isEmpty {
        let file = text[..<colon]
        guard let first = file.first, !first.isWhitespace else { return nil }
        return (file, numbers, text[at...])
      }
      search = text.index(after: colon)
    }
    return nil
  }

  private static let levels = [
    "fatal error", "error", "warning", "note", "info", "information", "style", "convention", "refactor", "hint",
  ]

  private static func level(_ text: Substring) -> (String, Substring)? {
    for level in levels where text.lowercased().hasPrefix(level) {
      let after = text.dropFirst(level.count)
      if after.first == ":" { return (level, after.dropFirst()) }
    }
    // yamllint: `[error] too many blank lines (empty-lines)`
    for level in levels where text.lowercased().hasPrefix("[\(level)]") {
      return (level, text.dropFirst(level.count + 2))
    }
    return nil
  }

  /// The name of a rule in brackets or parentheses at the end: `[-Wunused]`, `[SC2086]`, `(line-length)`.
  private static func trailingRule(_ text: String) -> (rest: String, rule: String)? {
    for (open, close) in [("[", "]"), ("(", ")")] where text.hasSuffix(close) {
      guard let start = text.lastIndex(of: Character(open)), start > text.startIndex else { continue }
      let rule = text[text.index(after: start)...].dropLast()
      guard isName(rule), text[text.index(before: start)] == " " else { continue }
      return (String(text[..<start].reversed().drop(while: \.isWhitespace).reversed()), String(rule))
    }
    return nil
  }

  /// A code before the message: `F401 'os' imported but unused`, `C0114: Missing docstring`.
  private static func leadingCode(_ text: String) -> (code: String, hasColon: Bool, rest: Substring)? {
    let code = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    guard code.contains(where: \.isNumber), code.first?.isUppercase ?? false, (2...10).contains(code.count) else {
      return nil
    }
    let rest = text[code.endIndex...]
    guard rest.first == ":" || rest.first == " " else { return nil }
    let message = rest.drop { $0 == ":" || $0 == " " }
    return message.isEmpty ? nil : (String(code), rest.first == ":", message)
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.count <= 60
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=+#,".contains($0)) }
  }

  /// What pylint's letters stand for: fatal, error; warning, refactoring, convention.
  private static func category(of code: String?) -> ToolSeverity {
    switch code?.first {
    case "F", "E": .error
    default: .warning
    }
  }

  private static func severity(_ level: String?) -> ToolSeverity {
    switch level {
    case "fatal error", "error": .error
    case "note", "info", "information", "style", "hint": .note
    default: .warning
    }
  }
}
