/// Comments and strings of YAML: quoted scalars and block scalars are strings, plain ones are code, as keys are.
struct YAMLLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0
  private var lineStart = 0
  /// How many brackets and braces of flow collections are open.
  private var flow = 0
  /// Whether a node may begin here, so that a quote opens a scalar.
  private var expectsNode = true
  /// Where the last node began, as a column.
  private var nodeColumn = 0
  /// The column of the key or dash that the coming node belongs to; -1 for the document itself.
  private var parent = -1
  /// Whether the line read last ended in a plain scalar, which may go on.
  private var endedInPlain = false

  init(_ text: Source) { self.text = text }

  mutating func begin() { beginLine() }

  private mutating func beginLine() {
    lineStart = at
    var first = at
    while text[first] == Byte.space { first += 1 }
    if first == at, text.has("---", at: at) || text.has("...", at: at), text[at + 3].isSpace || at + 3 >= text.count {
      at += 3
      flow = 0
      parent = -1
      expectsNode = true
      endedInPlain = false
      return
    }
    if flow == 0 {
      let isBlank = text[first].isSpace || text[first] == Byte.hash
      // A plain scalar goes on where the line is indented deeper than what it belongs to.
      if !isBlank { expectsNode = !(endedInPlain && first - at > parent) }
    }
    at = first
  }

  mutating func step() {
    let byte = text[at]
    switch byte {
    case Byte.newline:
      at += 1
      beginLine()
    case Byte.space, Byte.tab, Byte.carriageReturn: at += 1
    case Byte.hash where at == lineStart || text[at - 1].isSpace:
      readLineComment()
      endedInPlain = false
    default:
      if flow > 0, stepInFlow(byte) { return }
      if byte == Byte.colon, endsKey {
        at += 1
        if flow == 0 { parent = nodeColumn }
        expectsNode = true
        endedInPlain = false
      } else if expectsNode {
        readNode(byte)
      } else {
        at += 1
      }
    }
  }

  /// Whether the colon at the place read ends a key.
  private var endsKey: Bool {
    let next = text[at + 1]
    if at + 1 >= text.count || next.isSpace { return true }
    guard flow > 0 else { return false }
    // Behind a quoted key no space is needed.
    return next == Byte.comma || next == Byte.closeBracket || next == Byte.closeBrace || next == Byte.openBracket
      || next == Byte.openBrace || text[at - 1] == Byte.doubleQuote || text[at - 1] == Byte.singleQuote
  }

  private mutating func stepInFlow(_ byte: UInt8) -> Bool {
    switch byte {
    case Byte.openBracket, Byte.openBrace:
      flow += 1
      expectsNode = true
    case Byte.closeBracket, Byte.closeBrace:
      flow -= 1
      expectsNode = false
      endedInPlain = false
    case Byte.comma: expectsNode = true
    default: return false
    }
    at += 1
    return true
  }

  private mutating func readNode(_ byte: UInt8) {
    endedInPlain = false
    switch byte {
    case Byte.minus where flow == 0 && endsIndicator, Byte.question where flow == 0 && endsIndicator:
      parent = at - lineStart
      at += 1
    case Byte.openBracket, Byte.openBrace:
      nodeColumn = at - lineStart
      _ = stepInFlow(byte)
    case UInt8(ascii: "&"), UInt8(ascii: "!"):
      while at < text.count, !text[at].isSpace, !(flow > 0 && (text[at] == Byte.comma || text[at] == Byte.closeBracket))
      {
        at += 1
      }
    case Byte.doubleQuote, Byte.singleQuote:
      nodeColumn = at - lineStart
      readQuoted(byte)
      expectsNode = false
    case Byte.bar where flow == 0, Byte.greater where flow == 0:
      if !readBlockScalar() { readPlain() }
    default: readPlain()
    }
  }

  private var endsIndicator: Bool { text[at + 1].isSpace || at + 1 >= text.count }

  private mutating func readPlain() {
    nodeColumn = at - lineStart
    at += 1
    expectsNode = false
    endedInPlain = true
  }

  private mutating func readQuoted(_ quote: UInt8) {
    let start = at
    at += 1
    while at < text.count {
      let byte = text[at]
      if byte == quote {
        at += 1
        if quote == Byte.singleQuote, text[at] == quote {
          at += 1
        } else {
          break
        }
      } else if byte == Byte.backslash, quote == Byte.doubleQuote {
        at += 2
      } else {
        at += 1
      }
    }
    at = min(at, text.count)
    list.add(.string, start, at)
  }

  /// Reads `|` or `>` and the text below; false if it is no header of a block scalar.
  private mutating func readBlockScalar() -> Bool {
    var end = at + 1
    var indent: Int?
    while text[end] == Byte.plus || text[end] == Byte.minus || text[end].isDigit {
      if text[end].isDigit { indent = max(parent, 0) + Int(text[end] - 0x30) }
      end += 1
    }
    let header = end
    while text[end].isBlank { end += 1 }
    if text[end] == Byte.hash, end > header {
      let comment = end
      end = text.endOfLine(from: end)
      list.add(.comment, comment, end)
    }
    if text[end] == Byte.carriageReturn { end += 1 }
    guard end >= text.count || text[end] == Byte.newline else { return false }
    at = min(end + 1, text.count)
    let start = at
    var contentEnd = at
    while at < text.count {
      let lineEnd = text.endOfLine(from: at)
      var first = at
      while text[first] == Byte.space { first += 1 }
      if first < lineEnd {
        let wanted = indent ?? max(first - at, parent + 1)
        if first - at < wanted { break }
        indent = wanted
        contentEnd = lineEnd
      }
      at = min(text.firstOffset(of: Byte.newline, from: lineEnd) + 1, text.count)
    }
    list.add(.string, start, contentEnd)
    expectsNode = true
    endedInPlain = false
    beginLine()
    return true
  }
}
