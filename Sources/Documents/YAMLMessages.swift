import DriftModel

/// Turns libyaml's complaints into located messages that say what to do.
struct YAMLMessages {
  private let source: YAMLSource

  /// Messages about a text.
  init(_ source: YAMLSource) { self.source = source }

  static let quoteHint = "write patterns and regular expressions in single quotes"

  var outOfMemory: DocumentProblem {
    DocumentProblem("there is not enough memory to read the document", at: source.whole, isLimit: true)
  }

  func unknownAlias(_ name: String, at location: Location) -> DocumentProblem {
    DocumentProblem(
      "'*\(name)' repeats a value, but no value before it is marked '&\(name)'", at: location,
      help: [YAMLMessages.quoteHint])
  }

  func keyIsNoScalar(isMapping: Bool, isFlow: Bool, at location: Location) -> DocumentProblem {
    DocumentProblem(
      "a key must be text, found \(isMapping ? "a mapping" : "a list")", at: location,
      help: isFlow ? ["if the key begins with '{' or '[', write it in single quotes"] : [])
  }

  /// The located problem for an error of the parser.
  func problem(for error: YAMLParserError) -> DocumentProblem {
    guard !error.isMemory else { return outOfMemory }
    if error.isByteOffset { return unreadableCharacter(at: error.offset) }
    let offset = source.offset(ofCharacter: error.offset)
    let context = source.offset(ofCharacter: error.contextOffset)
    let character = source.character(at: offset)
    var length = character.utf8.count
    var message = YAMLMessages.sentence(error.problem)
    var help: [String] = []
    switch (error.problem, error.context) {
    case ("found character that cannot start any token", _):
      message =
        character == "\t" ? "a tab cannot indent a line" : "'\(character)' cannot begin a value that is not quoted"
      help = [character == "\t" ? "indent with spaces" : "write the value in single quotes"]
    case ("found unknown escape character", _):
      // The mark is that of the backslash.
      let escape = source.character(at: offset + 1)
      length += escape.utf8.count
      message = "'\\\(escape)' is not an escape that double quotes know"
    case ("did not find expected alphabetic or numeric character", "while scanning an alias"):
      message = "'*' begins an alias, and no name follows it"
    case ("did not find expected alphabetic or numeric character", "while scanning an anchor"):
      message = "'&' begins an anchor, and no name follows it"
      help = ["write the value in single quotes"]
    case ("mapping values are not allowed in this context", _):
      message = "a key cannot stand here"
      help = ["if ': ' is part of a value, write the value in single quotes", "check the indentation of this line"]
    case ("found unexpected end of stream", "while scanning a quoted scalar"):
      return DocumentProblem(
        "the quote that opens here is never closed", at: source.location(context..<(context + 1)))
    default:
      if let about = error.context { message += origin(about, at: context, of: offset) }
    }
    if YAMLMessages.isFlow(error.context), source.line(of: context) != source.line(of: offset) {
      help.append("the bracket on line \(source.line(of: context)) may not be closed")
    } else if looksLikePattern(at: offset) || looksLikePattern(at: context) {
      help.append(YAMLMessages.quoteHint)
    }
    let end = character == "\n" || character == "\r" ? offset : offset + length
    return DocumentProblem(message, at: source.location(offset..<end), help: help)
  }

  /// libyaml's words as a statement about the place.
  private static func sentence(_ problem: String) -> String {
    switch problem {
    case "did not find expected <document start>": return "the document has ended, and more text follows"
    case "did not find expected key": return "expected a key here"
    case "did not find expected '-' indicator": return "expected '-' here"
    case "did not find expected comment or line break": return "expected a comment or the end of the line here"
    case "did not find expected node content": return "expected a value here"
    case "could not find expected ':'": return "expected ':' here"
    case "block sequence entries are not allowed in this context": return "an entry of a list cannot stand here"
    default:
      let prefix = "did not find expected "
      return problem.hasPrefix(prefix) ? "expected \(problem.dropFirst(prefix.count)) here" : problem
    }
  }

  private static func isFlow(_ context: String?) -> Bool {
    context == "while parsing a flow sequence" || context == "while parsing a flow mapping"
  }

  private func origin(_ context: String, at start: Int, of offset: Int) -> String {
    let line = source.line(of: start)
    return " \(context)" + (line == source.line(of: offset) ? "" : " that begins on line \(line)")
  }

  private func unreadableCharacter(at offset: Int) -> DocumentProblem {
    let scalar = source.character(at: offset).unicodeScalars.first?.value ?? 0
    let number = String(scalar, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
    let length = source.character(at: offset).utf8.count
    return DocumentProblem(
      "the control character U+\(padded) is not allowed in YAML", at: source.location(offset..<(offset + length)),
      help: ["in double quotes it can be written as an escape"])
  }

  /// Whether the line of an offset has a value that begins like a pattern, or double quotes with a backslash: the
  /// usual reasons why a configuration of patterns does not parse.
  private func looksLikePattern(at offset: Int) -> Bool {
    let line = source.lineText(at: offset).utf8
    var previous = UInt8(ascii: " ")
    var isValueNext = false
    var isDoubleQuoted = false
    for byte in line {
      defer { previous = byte }
      if byte == UInt8(ascii: "\\") && isDoubleQuoted { return true }
      if byte == UInt8(ascii: "\"") { isDoubleQuoted.toggle() }
      if byte == UInt8(ascii: " ") {
        if ":-,?".utf8.contains(previous) { isValueNext = true }
        continue
      }
      if isValueNext || previous == UInt8(ascii: "["), "{[*".utf8.contains(byte) { return true }
      isValueNext = false
    }
    return false
  }
}
