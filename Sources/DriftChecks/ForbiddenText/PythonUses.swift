internal import SourceText

/// Where a Python file uses one of the names looked for, whatever its imports call it.
///
/// Follows imports, aliases and `from` imports, per function and class. What is assigned, captured, a parameter, or
/// imported from elsewhere hides an import of the same name in an outer scope; lambdas and comprehensions are scopes of
/// their own. Names that are made at run time are not seen.
struct PythonUses {
  /// A use of a name.
  struct Use: Sendable {
    /// The name's position among those looked for.
    let name: Int
    /// The bytes that name it: `js.RefResolver`, or what an import statement imports.
    let range: Range<Int>
    /// The import that gives the name its meaning; nil where the use is the import.
    let importRange: Range<Int>?
  }

  /// What a name means in a scope.
  private enum Binding {
    /// A module or a member of one, and where it is imported.
    case full([String], imported: Range<Int>)
    /// Imported, and told at the import.
    case told
    /// Something else.
    case other
  }

  private struct Scope {
    /// The indentation of the line that opens it.
    let indentation: Int
    let isClass: Bool
    var bindings: [String: Binding] = [:]
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let wanted: [[String]: Int]
  private let longest: Int
  private let tokens: [PythonTokens.Token]
  private let targets: PythonTargets
  /// Where lambdas and comprehensions hide a name, as positions of tokens.
  private let hidden: [String: [Range<Int>]]
  private var at = 0
  private var scopes = [Scope(indentation: -1, isClass: false)]
  private var lineIndentation = 0
  private var depth = 0
  /// Modules that everything is imported from.
  private var stars: [(module: [String], imported: Range<Int>)] = []
  private var uses: [Use] = []

  private init(_ names: [DottedName], _ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    wanted = Dictionary(names.enumerated().map { ($1.parts, $0) }) { first, _ in first }
    longest = names.map(\.parts.count).max() ?? 0
    tokens = PythonTokens.all(bytes)
    targets = PythonTargets(tokens, in: bytes)
    hidden = targets.hidden()
  }

  /// The uses in a file, in order.
  static func find(_ names: [DottedName], in bytes: UnsafeBufferPointer<UInt8>) -> [Use] {
    var finder = PythonUses(names, bytes)
    finder.run()
    return finder.uses
  }

  // MARK: Statements

  private mutating func run() {
    var isStatementStart = true
    var isCompound = false
    while at < tokens.count {
      let token = tokens[at]
      if let indentation = token.indentation {
        close(downTo: indentation)
        lineIndentation = indentation
        isStatementStart = true
        isCompound = token.isName && PythonUses.compounds.contains(text(at))
        depth = 0
        bindOther(targets.walruses(inLineAt: at))
      }
      guard token.isName else {
        if isStatementStart { bindOther(targets.assigned(at: at)) }
        track(token)
        // A colon elsewhere stands before an annotation.
        isStatementStart = depth == 0 && (token.isSign(";") || (token.isSign(":") && isCompound))
        at += 1
        continue
      }
      let startsStatement = isStatementStart
      isStatementStart = false
      switch text(at) {
      case "import" where startsStatement: readImport()
      case "from" where startsStatement: readFromImport()
      case "def": readDefinition(isClass: false)
      case "class" where startsStatement: readDefinition(isClass: true)
      case "async" where startsStatement:
        at += 1
        isStatementStart = true
      case "for" where depth == 0:
        bindOther(targets.loop(at: at).names)
        at += 1
      case "as":
        bindOther(targets.alias(at: at))
        at += 1
      default:
        if startsStatement {
          bindOther(targets.assigned(at: at))
          if token.indentation != nil, text(at) == "case" { bindOther(targets.captures(at: at)) }
        }
        readName()
      }
    }
  }

  /// Words that a line with a statement behind its colon may begin with.
  private static let compounds: Set<String> = [
    "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class", "async", "match", "case",
  ]

  private mutating func track(_ token: PythonTokens.Token) {
    if token.isSign("(") || token.isSign("[") || token.isSign("{") { depth += 1 }
    if token.isSign(")") || token.isSign("]") || token.isSign("}") { depth = max(0, depth - 1) }
  }

  private mutating func readDefinition(isClass: Bool) {
    let indentation = lineIndentation
    at += 1
    guard at < tokens.count, tokens[at].isName else { return }
    bind(text(at), .other)
    at += 1
    var scope = Scope(indentation: indentation, isClass: isClass)
    guard !isClass, at < tokens.count, tokens[at].isSign("("), tokens[at].indentation == nil else {
      open(scope)
      return
    }
    // Parameters; their annotations and defaults are looked at afterwards, in the scope around.
    let opening = at
    var level = 0
    var names: Set<String> = []
    var isParameter = false
    while at < tokens.count {
      let token = tokens[at]
      if token.isSign("(") || token.isSign("[") || token.isSign("{") {
        level += 1
        isParameter = level == 1
      } else if token.isSign(")") || token.isSign("]") || token.isSign("}") {
        level -= 1
        if level == 0 { break }
      } else if level == 1, token.isSign(",") || token.isSign("*") {
        isParameter = true
      } else {
        if isParameter, token.isName { names.insert(text(at)) }
        isParameter = false
      }
      at += 1
    }
    let closing = min(at, tokens.count)
    at = opening + 1
    while at < closing {
      if tokens[at].isName, !isKeywordArgument(at), !names.contains(text(at)) || !startsParameter(at) {
        readReference(upTo: closing)
      } else {
        at += 1
      }
    }
    for name in names { scope.bindings[name] = .other }
    open(scope)
    at = closing + 1
  }

  /// Begins a scope. None is within another one of the same line, so no more are open than lines can be indented.
  private mutating func open(_ scope: Scope) {
    close(downTo: scope.indentation)
    scopes.append(scope)
  }

  /// Ends the scopes that a line of an indentation is not in.
  private mutating func close(downTo indentation: Int) {
    while let scope = scopes.last, scopes.count > 1, indentation <= scope.indentation { scopes.removeLast() }
  }

  private func startsParameter(_ index: Int) -> Bool {
    index > 0 && (tokens[index - 1].isSign("(") || tokens[index - 1].isSign(",") || tokens[index - 1].isSign("*"))
  }

  private mutating func readName() {
    if isKeywordArgument(at) {
      at += 1
      return
    }
    if targets.isWalrus(at: at) { bindOther([text(at)]) }
    readReference(upTo: tokens.count)
  }

  /// Whether the name stands before a `=` within brackets: `f(name=1)`.
  private func isKeywordArgument(_ index: Int) -> Bool {
    guard index > 0, index + 1 < tokens.count, tokens[index + 1].isSign("=") else { return false }
    guard tokens[index - 1].isSign("(") || tokens[index - 1].isSign(",") else { return false }
    let sign = tokens[index + 1].range.upperBound
    return !(index + 2 < tokens.count && tokens[index + 2].isSign("=") && tokens[index + 2].range.lowerBound == sign)
  }

  // MARK: Imports

  private mutating func readImport() {
    at += 1
    repeat {
      let (module, range) = readDotted()
      guard !module.isEmpty else { return }
      var alias: String?
      if at < tokens.count, tokens[at].isName, text(at) == "as", at + 1 < tokens.count, tokens[at + 1].isName {
        alias = text(at + 1)
        at += 2
      }
      if let (length, name) = wantedPrefix(of: module) {
        uses.append(Use(name: name, range: dotted(from: range.lowerBound, parts: length, range), importRange: nil))
        bind(alias ?? module[0], .told)
      } else {
        bind(alias ?? module[0], .full(alias == nil ? [module[0]] : module, imported: range))
      }
    } while takeSign(",")
  }

  private mutating func readFromImport() {
    at += 1
    var isRelative = false
    while at < tokens.count, tokens[at].isSign("."), tokens[at].indentation == nil {
      isRelative = true
      at += 1
    }
    var module: [String] = []
    var range = 0..<0
    if !(at < tokens.count && tokens[at].isName && text(at) == "import") { (module, range) = readDotted() }
    guard at < tokens.count, tokens[at].isName, text(at) == "import" else { return }
    at += 1
    let told = isRelative ? nil : wantedPrefix(of: module)
    if let told {
      uses.append(
        Use(name: told.name, range: dotted(from: range.lowerBound, parts: told.length, range), importRange: nil))
    }
    _ = takeSign("(")
    if takeSign("*") {
      // What nobody looks for need not be remembered; of the same module the first import is enough.
      let mayHold = wanted.keys.contains { $0.count > module.count && $0.starts(with: module) }
      if !isRelative, told == nil, mayHold, !stars.contains(where: { $0.module == module }) {
        stars.append((module, range))
      }
      return
    }
    repeat {
      guard at < tokens.count, tokens[at].isName, tokens[at].indentation == nil else { return }
      let member = text(at)
      let place = tokens[at].range
      at += 1
      var alias = member
      if at < tokens.count, tokens[at].isName, text(at) == "as", at + 1 < tokens.count, tokens[at + 1].isName {
        alias = text(at + 1)
        at += 2
      }
      if isRelative {
        bind(alias, .other)
      } else if told != nil {
        bind(alias, .told)
      } else if let name = wanted[module + [member]] {
        uses.append(Use(name: name, range: place, importRange: nil))
        bind(alias, .told)
      } else {
        bind(alias, .full(module + [member], imported: place))
      }
    } while takeSign(",")
  }

  /// Reads `a.b.c`.
  private mutating func readDotted() -> (parts: [String], range: Range<Int>) {
    var parts: [String] = []
    var end = at < tokens.count ? tokens[at].range.lowerBound : bytes.count
    let start = end
    while at < tokens.count, tokens[at].isName {
      if parts.isEmpty, ["import", "as"].contains(text(at)) { break }
      parts.append(text(at))
      end = tokens[at].range.upperBound
      at += 1
      guard at < tokens.count, tokens[at].isSign("."), tokens[at].indentation == nil else { break }
      at += 1
    }
    return (parts, start..<end)
  }

  /// The bytes of the first parts of a dotted name without blanks; of all of it where there are some.
  private func dotted(from start: Int, parts: Int, _ whole: Range<Int>) -> Range<Int> {
    var dots = 0
    for offset in whole where bytes[offset] == UInt8(ascii: ".") {
      dots += 1
      if dots == parts { return start..<offset }
    }
    return whole
  }

  private func wantedPrefix(of parts: [String]) -> (length: Int, name: Int)? {
    for length in stride(from: 1, through: min(parts.count, longest), by: 1) {
      if let name = wanted[Array(parts[..<length])] { return (length, name) }
    }
    return nil
  }

  private mutating func takeSign(_ character: Unicode.Scalar) -> Bool {
    guard at < tokens.count, tokens[at].isSign(character), tokens[at].indentation == nil else { return false }
    at += 1
    return true
  }

  // MARK: Names

  /// Gives a name a meaning in this scope. Where this scope imports it, that stands: assigning it too is how a missing
  /// module is made up for.
  private mutating func bind(_ name: String, _ binding: Binding) {
    guard let last = scopes.indices.last else { return }
    if case .other = binding, let known = scopes[last].bindings[name] {
      if case .other = known {} else { return }
    }
    scopes[last].bindings[name] = binding
  }

  private mutating func bindOther(_ names: [String]) {
    for name in names { bind(name, .other) }
  }

  private func lookUp(_ name: String) -> Binding? {
    for (index, scope) in scopes.enumerated().reversed() {
      // What a class holds is not seen from its methods.
      if scope.isClass, index < scopes.count - 1 { continue }
      if let binding = scope.bindings[name] { return binding }
    }
    return nil
  }

  /// Reads `a.b.c` where it is used, and tells whether it is what is looked for.
  private mutating func readReference(upTo end: Int) {
    let first = at
    guard !followsDot(first) else {
      at += 1
      return
    }
    var parts = [text(first)]
    var ends = [tokens[first].range.upperBound]
    at += 1
    while at + 1 < end, tokens[at].isSign("."), tokens[at].indentation == nil, tokens[at + 1].isName {
      parts.append(text(at + 1))
      ends.append(tokens[at + 1].range.upperBound)
      at += 2
    }
    guard !isHidden(parts[0], at: first) else { return }
    let candidates: [(base: [String], imported: Range<Int>)]
    switch lookUp(parts[0]) {
    case .full(let full, let imported): candidates = [(full, imported)]
    case .told, .other: return
    case nil: candidates = stars.map { ($0.module + [parts[0]], $0.imported) }
    }
    for (base, imported) in candidates {
      var full = base
      for index in parts.indices {
        if index > 0 { full.append(parts[index]) }
        guard full.count <= longest else { break }
        if let name = wanted[full] {
          uses.append(Use(name: name, range: tokens[first].range.lowerBound..<ends[index], importRange: imported))
          return
        }
      }
    }
  }

  /// Whether a lambda or a comprehension around the token gives the name its meaning.
  private func isHidden(_ name: String, at index: Int) -> Bool {
    guard let ranges = hidden[name] else { return false }
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= index { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(index)
  }

  private func followsDot(_ index: Int) -> Bool { index > 0 && tokens[index - 1].isSign(".") }

  private func text(_ index: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[tokens[index].range]), as: UTF8.self)
  }
}
