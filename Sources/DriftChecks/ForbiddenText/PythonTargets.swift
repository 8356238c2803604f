/// The names that Python's statements and expressions bind: targets, captures, parameters of lambdas.
///
/// Reads tokens without a grammar; what is no Python binds something or nothing, and never reads a token more than a few times.
struct PythonTargets {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let tokens: [PythonTokens.Token]

  init(_ tokens: [PythonTokens.Token], in bytes: UnsafeBufferPointer<UInt8>) {
    self.tokens = tokens
    self.bytes = bytes
  }

  // MARK: Statements

  /// What an assignment that begins at a token binds: `a`, `b` and `c` in `a, *b = c = 3`; also `a: int` and `a += 1`.
  func assigned(at start: Int) -> [String] {
    var bound: [String] = []
    var segment: [String] = []
    var level = 0
    /// The levels of the brackets open now that are a call's or a subscript's: what is in them is read, not bound.
    var reading = 0
    var at = start
    while at < tokens.count, at == start || tokens[at].indentation == nil {
      let token = tokens[at]
      if opens(token) {
        level += 1
        if reading == 0, at > start, endsValue(at - 1) { reading = level }
      } else if closes(token) {
        if level == reading { reading = 0 }
        level -= 1
        if level < 0 { break }
      } else if level == 0, token.isSign(";") {
        break
      } else if level == 0, token.isSign(":") {
        // An annotation; or what ends `if a`, which is more than a name.
        if at == start + 1 { bound += segment }
        break
      } else if level == 0, isAssignment(at) {
        bound += segment
        segment = []
      } else if reading == 0, isTarget(at) {
        segment.append(text(at))
      }
      at += 1
    }
    return bound
  }

  /// What a `for` binds, and the `in` behind it; nil where there is none.
  func loop(at start: Int) -> (names: [String], end: Int?) {
    var names: [String] = []
    var at = start + 1
    while at < tokens.count, tokens[at].indentation == nil {
      if isWord(at, "in") { return (names, at) }
      if isWord(at, "for") || tokens[at].isSign(":") { break }
      if isTarget(at) { names.append(text(at)) }
      at += 1
    }
    return (names, nil)
  }

  /// What stands behind an `as`: a name, or several in brackets.
  func alias(at start: Int) -> [String] {
    var names: [String] = []
    var level = 0
    var at = start + 1
    while at < tokens.count, tokens[at].indentation == nil, !isWord(at, "as") {
      if opens(tokens[at]) { level += 1 }
      if closes(tokens[at]) { level -= 1 }
      if isTarget(at) { names.append(text(at)) }
      if level <= 0 { break }
      at += 1
    }
    return names
  }

  /// What the pattern of a `case` captures; nothing where `case` is a name like any other.
  func captures(at start: Int) -> [String] {
    var names: [String] = []
    var level = 0
    var at = start + 1
    while at < tokens.count, tokens[at].indentation == nil {
      if opens(tokens[at]) { level += 1 }
      if closes(tokens[at]) { level -= 1 }
      if level == 0, tokens[at].isSign(":") || isWord(at, "if") { return at > start + 1 ? names : [] }
      let isKeyword = at + 1 < tokens.count && tokens[at + 1].isSign("=")
      if isTarget(at), !isKeyword { names.append(text(at)) }
      at += 1
    }
    return []
  }

  /// Whether `:=` follows a name.
  func isWalrus(at index: Int) -> Bool {
    index + 2 < tokens.count && tokens[index + 1].isSign(":") && tokens[index + 2].isSign("=")
      && tokens[index + 1].range.upperBound == tokens[index + 2].range.lowerBound
  }

  /// What `:=` binds in the line that begins at a token.
  func walruses(inLineAt start: Int) -> [String] {
    var names: [String] = []
    var at = start
    while at < tokens.count, at == start || tokens[at].indentation == nil {
      if tokens[at].isName, isWalrus(at: at) { names.append(text(at)) }
      at += 1
    }
    return names
  }

  // MARK: Expressions

  /// What is open at a token of an expression.
  private struct Frame {
    enum Kind { case bracket, comprehension, parameters, body }

    var kind: Kind
    /// Where it opens; of a body, its first token.
    var start: Int
    /// What is bound within.
    var names: [String] = []
    /// What a comprehension loops over first, from `source` to `rest`, is read outside of it.
    var source = 0
    var rest: Int?
    /// Whether a parameter's name may come next.
    var expectsName = false
  }

  /// Where lambdas and comprehensions hide a name: positions of tokens, in order, apart from each other.
  func hidden() -> [String: [Range<Int>]] {
    var hidden: [String: [Range<Int>]] = [:]
    var frames: [Frame] = []
    func hide(_ names: [String], _ range: Range<Int>) {
      for name in names where !range.isEmpty { hidden[name, default: []].append(range) }
    }
    func endBodies(_ at: Int) {
      while let frame = frames.last, frame.kind == .body {
        frames.removeLast()
        hide(frame.names, frame.start..<at)
      }
    }
    func endBracket(_ at: Int) {
      while let frame = frames.popLast() {
        switch frame.kind {
        case .bracket: return
        case .comprehension:
          hide(frame.names, frame.start..<frame.source)
          if let rest = frame.rest { hide(frame.names, rest..<at) }
          return
        case .parameters: continue
        case .body: hide(frame.names, frame.start..<at)
        }
      }
    }
    for at in tokens.indices {
      let token = tokens[at]
      if token.indentation != nil { while !frames.isEmpty { endBracket(at) } }
      if token.isSign(":") || token.isSign(",") || token.isSign(";") || isWord(at, "for") { endBodies(at) }
      let last = frames.count - 1
      if opens(token) {
        frames.append(Frame(kind: .bracket, start: at))
      } else if closes(token) {
        endBracket(at)
      } else if isWord(at, "lambda") {
        frames.append(Frame(kind: .parameters, start: at, expectsName: true))
      } else if last >= 0 {
        switch frames[last].kind {
        case .parameters where token.isSign(":"):
          frames[last].kind = .body
          frames[last].start = at + 1
        case .parameters where token.isSign(","): frames[last].expectsName = true
        case .parameters where frames[last].expectsName && !token.isSign("*"):
          frames[last].expectsName = false
          guard token.isName else { break }
          frames[last].names.append(text(at))
          hide([text(at)], at..<at + 1)
        case .bracket where isWord(at, "for"), .comprehension where isWord(at, "for"):
          let (names, end) = loop(at: at)
          guard let end else { break }
          if frames[last].kind == .bracket {
            frames[last].kind = .comprehension
            frames[last].source = end
          } else if frames[last].rest == nil {
            frames[last].rest = at
          }
          frames[last].names += names
        case .comprehension where frames[last].rest == nil && (isWord(at, "if") || isWord(at, "async")):
          frames[last].rest = at
        default: break
        }
      }
    }
    while !frames.isEmpty { endBracket(tokens.count) }
    return hidden.mapValues(PythonTargets.merged)
  }

  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  // MARK: Tokens

  private func opens(_ token: PythonTokens.Token) -> Bool {
    token.isSign("(") || token.isSign("[") || token.isSign("{")
  }

  private func closes(_ token: PythonTokens.Token) -> Bool {
    token.isSign(")") || token.isSign("]") || token.isSign("}")
  }

  /// Whether a bracket behind the token is a call's or a subscript's.
  private func endsValue(_ index: Int) -> Bool { tokens[index].isName || closes(tokens[index]) }

  /// Whether the token is a name that stands for itself: no part of a dotted name, not called, not subscripted.
  private func isTarget(_ index: Int) -> Bool {
    guard tokens[index].isName, index == 0 || !tokens[index - 1].isSign(".") else { return false }
    guard index + 1 < tokens.count, tokens[index + 1].indentation == nil else { return true }
    let next = tokens[index + 1]
    return !next.isSign(".") && !next.isSign("(") && !next.isSign("[")
  }

  /// Whether the token is the `=` of an assignment, and of no comparison.
  private func isAssignment(_ index: Int) -> Bool {
    guard tokens[index].isSign("=") else { return false }
    let range = tokens[index].range
    if range.upperBound < bytes.count, bytes[range.upperBound] == UInt8(ascii: "=") { return false }
    if range.lowerBound > 0, "=!<>".utf8.contains(bytes[range.lowerBound - 1]) {
      // `<<=` and `>>=` assign.
      return range.lowerBound > 1 && bytes[range.lowerBound - 1] == bytes[range.lowerBound - 2]
        && "<>".utf8.contains(bytes[range.lowerBound - 1])
    }
    return true
  }

  private func isWord(_ index: Int, _ word: String) -> Bool {
    tokens[index].isName && tokens[index].range.count == word.utf8.count
      && bytes[tokens[index].range].elementsEqual(word.utf8)
  }

  private func text(_ index: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[tokens[index].range]), as: UTF8.self)
  }
}
