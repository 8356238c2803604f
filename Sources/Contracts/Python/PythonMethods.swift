import DriftModel

/// Reads methods: their decorators, signature and statements as words, so that two that differ in line breaks, quotes
/// and needless brackets read the same.
struct PythonMethods {
  var scanner: PythonScanner
  private let path: RepositoryPath

  init(_ scanner: PythonScanner, path: RepositoryPath) {
    self.scanner = scanner
    self.path = path
  }

  /// Whether a method begins here.
  static func begins(_ scanner: PythonScanner) -> Bool {
    scanner.isOperator("@") || scanner.isName("def") || scanner.isName("async")
  }

  /// Reads a method with its decorators; the current token is its first.
  mutating func readMethod() throws(PythonRefusal) -> Method {
    var decorators: [String] = []
    while scanner.isOperator("@") {
      try scanner.advance()
      decorators.append(try readLine().text)
      while scanner.token == .newline { try scanner.advance() }
    }
    var words = PythonWords()
    if scanner.isName("async") { try take(&words) }
    guard scanner.isName("def") else {
      throw scanner.refusal("a decorator stands before something that is no method")
    }
    try take(&words)
    guard scanner.token == .name else { throw scanner.refusal("expected the name of a method") }
    let name = scanner.text
    let location = Location(path, scanner.region)
    while !scanner.isOperator(":") || words.isInBrackets {
      guard scanner.token != .newline, scanner.token != .end else { throw scanner.refusal("expected ':'") }
      try take(&words)
    }
    try scanner.advance()
    return Method(name, at: location, decorators: decorators, signature: words.text, body: try readBody())
  }

  private mutating func readBody() throws(PythonRefusal) -> [String] {
    guard scanner.token == .newline else {
      let line = try readLine().text
      while scanner.token == .newline { try scanner.advance() }
      return [line]
    }
    while scanner.token == .newline { try scanner.advance() }
    guard scanner.token == .indent else { throw scanner.refusal("expected an indented block") }
    try scanner.advance()
    var level = 0
    var lines: [String] = []
    while scanner.token != .end {
      switch scanner.token {
      case .indent: level += 1
      case .dedent:
        level -= 1
        if level < 0 {
          try scanner.advance()
          return lines
        }
      case .newline: break
      case .name, .number, .string, .operator, .end:
        lines.append(String(repeating: "  ", count: level) + (try readLine().text))
        continue
      }
      try scanner.advance()
    }
    return lines
  }

  /// The words of a logical line; the current token then is what ends it.
  private mutating func readLine() throws(PythonRefusal) -> PythonWords {
    var words = PythonWords()
    while scanner.token != .newline, scanner.token != .end, scanner.token != .dedent { try take(&words) }
    return words
  }

  private mutating func take(_ words: inout PythonWords) throws(PythonRefusal) {
    words.append(scanner.token, scanner.text)
    try scanner.advance()
  }
}

extension PythonReader {
  /// The methods of a class's body, as a template has it; none if the text is none.
  static func methods(_ text: String, at location: Location) -> [Method] {
    guard let path = RepositoryPath("template.py") else { return [] }
    let module = read(Array("class Template:\n\(text)\n".utf8), at: path).module
    return (module?.contract.declarations.first?.methods ?? []).map { method in
      var method = method
      method.location = location
      return method
    }
  }
}

/// The words of a logical line of Python in one form, however a formatter broke the line.
struct PythonWords {
  private struct Bracket {
    let isCall: Bool
    var commas = 0
  }

  private struct Word {
    let token: PythonToken
    var text: String
  }

  private var words: [Word] = []
  private var brackets: [Bracket] = []
  /// The value of the last word where that is a plain string: strings side by side are one.
  private var lastString: String?

  /// Whether a bracket is open.
  var isInBrackets: Bool { !brackets.isEmpty }

  private static let operators: Set<String> = [
    "and", "as", "assert", "await", "del", "elif", "else", "except", "for", "from", "if", "in", "is", "lambda", "not",
    "or", "raise", "return", "while", "with", "yield",
  ]

  private static func isOperand(_ word: Word?) -> Bool {
    guard let word else { return false }
    switch word.token {
    case .name: return !operators.contains(word.text)
    case .operator: return word.text == ")" || word.text == "]"
    case .string: return true
    default: return false
    }
  }

  mutating func append(_ token: PythonToken, _ text: String) {
    if token == .string {
      if let value = PythonString.value(of: text) {
        if let known = lastString {
          words.removeLast()
          lastString = known + value
        } else {
          lastString = value
        }
        words.append(Word(token: .string, text: String(reflecting: lastString ?? "")))
      } else {
        lastString = nil
        words.append(Word(token: .string, text: Self.requoted(text)))
      }
      return
    }
    lastString = nil
    guard token == .operator else { return words.append(Word(token: token, text: text)) }
    switch text {
    case "(", "[", "{":
      brackets.append(Bracket(isCall: Self.isOperand(words.last)))
    case ")", "]", "}":
      if let bracket = brackets.popLast() {
        // A comma at the end says something only where it makes a tuple.
        let isTuple = bracket.commas == 1 && (text == ")" && !bracket.isCall || text == "]" && bracket.isCall)
        if words.last?.text == ",", words.last?.token == .operator, !isTuple { words.removeLast() }
      }
    case ",": if !brackets.isEmpty { brackets[brackets.count - 1].commas += 1 }
    default: break
    }
    words.append(Word(token: token, text: text))
  }

  /// A string with something in it that is no text, in one kind of quotes.
  private static func requoted(_ text: String) -> String {
    guard let start = text.firstIndex(where: { $0 == "'" || $0 == "\"" }) else { return text }
    let prefix = text[..<start].lowercased()
    let rest = text[start...]
    let isTriple = rest.count >= 6 && rest.prefix(3).allSatisfy { $0 == rest.first }
    let content = rest.dropFirst(isTriple ? 3 : 1).dropLast(isTriple ? 3 : 1)
    guard !content.contains("\""), !content.contains(where: \.isNewline) else {
      return prefix + rest.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\\n")
    }
    return prefix + "\"" + content + "\""
  }

  /// The line.
  var text: String {
    var words = words
    while let (open, close) = Self.needlessBrackets(words) {
      words.remove(at: close)
      words.remove(at: open)
    }
    var text = ""
    var last: Word?
    for word in words {
      if let last, Self.isApart(last, word) { text += " " }
      text += word.text
      last = word
    }
    return text
  }

  private static let tight: Set<String> = ["(", "[", "{", "."]
  private static let leaning: Set<String> = [")", "]", "}", ",", ":", "."]

  /// Whether a blank stands between two words.
  private static func isApart(_ left: Word, _ right: Word) -> Bool {
    if left.token == .operator, tight.contains(left.text) { return false }
    if right.token == .operator {
      if leaning.contains(right.text) { return false }
      if right.text == "(" || right.text == "[" { return !isOperand(left) }
    }
    return true
  }

  private static let beforeWhole: Set<String> = ["=", "return", "in", "if", "elif", "while", "assert", "raise"]

  /// Brackets around all that stands behind one of these words.
  private static func needlessBrackets(_ words: [Word]) -> (open: Int, close: Int)? {
    guard var close = words.indices.last else { return nil }
    if words[close].token == .operator, words[close].text == ":", close > 0 { close -= 1 }
    guard words[close].token == .operator, words[close].text == ")" else { return nil }
    var depth = 0
    var hasComma = false
    for open in words.indices[...close].reversed() where words[open].token == .operator {
      switch words[open].text {
      case ")", "]", "}": depth += 1
      case "(", "[", "{": depth -= 1
      case ",": hasComma = hasComma || depth == 1
      default: break
      }
      guard depth == 0 else { continue }
      let isNeedless =
        !hasComma && open > 0 && close > open + 1 && words[open].text == "(" && words[open - 1].token != .string
        && beforeWhole.contains(words[open - 1].text)
      return isNeedless ? (open, close) : nil
    }
    return nil
  }
}
