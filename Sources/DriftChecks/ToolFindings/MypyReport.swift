internal import Documents
internal import DriftModel

/// What mypy writes: lines of text with a closing line that counts, or with `--output json` an object a line.
///
/// In text columns begin at 1, in JSON at 0. Both are believed in ASCII only: versions count other characters in
/// different ways (2.4 takes bytes for characters twice).
enum MypyReport {
  static func read(_ bytes: [UInt8], file: FileName, tool: ToolName) -> ToolReport {
    var report = ToolReport(tools: [tool])
    report.showsItsEnd = false
    var errors = 0
    var rest = bytes[...]
    var number = 0
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest.dropFirst(line.count + 1)
      number += 1
      guard let first = line.first else { continue }
      let place = Location(file: file, region: Region(line: number, column: 1, length: line.count))
      let result =
        first == UInt8(ascii: "{")
        ? object(Array(line), at: place, tool, &report) : sentence(line, at: place, tool, errors, &report)
      guard let result else { continue }
      if result.severity == .error { errors += 1 }
      add(result, &report)
    }
    return report
  }

  /// A note on the line of an error belongs to it; any other (`reveal_type`) stands alone.
  private static func add(_ result: ToolResult, _ report: inout ToolReport) {
    guard result.severity == .note, let place = result.place, let last = report.results.indices.last,
      report.results[last].severity == .error, let other = report.results[last].place, place.file == other.file,
      place.line == other.line
    else {
      report.results.append(result)
      return
    }
    report.results[last].message += result.message
  }

  // MARK: JSON

  private static func object(
    _ bytes: [UInt8], at place: Location, _ tool: ToolName, _ report: inout ToolReport
  ) -> ToolResult? {
    guard let entry = try? Documents.read(bytes, as: .json, file: place.file), let file = entry.text("file"),
      let message = entry.text("message"), let severity = severity(entry.text("severity"))
    else {
      report.add("a line of the report is not understood", at: place)
      return nil
    }
    let line = entry.number("line").flatMap { $0 > 0 ? $0 : nil }
    let column = entry.number("column").flatMap { $0 >= 0 ? $0 + 1 : nil }
    let endColumn = entry.number("end_column").flatMap { $0 >= 0 ? $0 + 1 : nil }
    let span = line.map { line in
      ToolSpan.lines(line: line, column: column, endLine: entry.number("end_line"), endColumn: endColumn, .ascii)
    }
    let hint = entry.text("hint").map { ToolResult.lines(of: $0) } ?? []
    return ToolResult(
      tool: tool, rule: entry.text("code"), severity: severity, message: ToolResult.lines(of: message) + hint,
      place: ToolPlace(file: ToolFile(file), span: span))
  }

  // MARK: Text

  private static func sentence(
    _ bytes: ArraySlice<UInt8>, at place: Location, _ tool: ToolName, _ errors: Int, _ report: inout ToolReport
  ) -> ToolResult? {
    let text = String(decoding: bytes, as: UTF8.self)
    if isClosing(text, at: place, errors, &report) { return nil }
    if let line = LineReport.line(text[...]), let severity = severity(line.level) {
      // With '--show-error-end' four numbers stand before the message, and the last one is inclusive.
      let span = ToolSpan.lines(
        line: line.line, column: line.column, endLine: line.endLine, endColumn: line.endColumn.map { $0 + 1 },
        .ascii)
      return ToolResult(
        tool: tool, rule: line.rule, severity: severity, message: ToolResult.lines(of: line.message),
        place: ToolPlace(file: ToolFile(line.file), span: span))
    }
    // `src: error: Duplicate module`, of a file as a whole.
    for (word, severity) in [(": error: ", ToolSeverity.error), (": note: ", .note)] {
      guard let range = text.firstRange(of: word), range.lowerBound > text.startIndex else { continue }
      return ToolResult(
        tool: tool, rule: nil, severity: severity, message: ToolResult.lines(of: String(text[range.upperBound...])),
        place: ToolPlace(file: ToolFile(String(text[..<range.lowerBound])), span: nil))
    }
    // Without the line itself: a configuration may name any file that git ignores, secrets too.
    report.add("a line of the report is not understood", at: place)
    return nil
  }

  /// `Found 2 errors in 1 file (checked 3 source files)`, `Success: no issues found in 3 source files`.
  private static func isClosing(
    _ text: String, at place: Location, _ errors: Int, _ report: inout ToolReport
  ) -> Bool {
    if text.hasPrefix("Success: no issues found in ") {
      report.showsItsEnd = true
      if errors > 0 { report.add("the report says that there are no errors, and lists some", at: place) }
      if text.hasPrefix("Success: no issues found in 0 ") {
        report.add("the report says that no file was checked", at: place)
      }
      return true
    }
    guard text.hasPrefix("Found "), text.contains(" error") else { return false }
    report.showsItsEnd = true
    if text.contains("errors prevented further checking") {
      report.add("mypy stopped: 'errors prevented further checking'", at: place)
    }
    if Int(text.dropFirst(6).prefix { $0.isNumber }) != errors {
      report.add("the closing line of the report counts other than what it lists", at: place)
    }
    return true
  }

  private static func severity(_ word: String?) -> ToolSeverity? {
    switch word {
    case "error": .error
    case "note": .note
    default: nil
    }
  }
}

extension ToolPlace {
  /// Its line, where one is stated.
  fileprivate var line: Int? { if case .lines(let line, _, _, _, _)? = span { line } else { nil } }
}
