/// Kotlin's comments and strings; the inside of `${ }` is code.
struct KotlinLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0
  private var open: [Literal] = []

  private struct Literal {
    let isRaw: Bool
    /// How many `$` begin a template.
    let dollars: Int
    /// How many braces are open within the template.
    var braces = 0
  }

  init(_ text: Source) { self.text = text }

  mutating func begin() { readInterpreterLine() }

  mutating func step() {
    let start = at
    switch text[at] {
    case Byte.slash where text[at + 1] == Byte.slash: readLineComment()
    case Byte.slash where text[at + 1] == Byte.star: readBlockComment(nests: true)
    case Byte.singleQuote: readQuoted(from: start)
    case Byte.backtick: skipBacktickName()
    case Byte.dollar:
      let dollars = text.run(of: Byte.dollar, at: at)
      at += dollars
      if text[at] == Byte.doubleQuote { readString(from: start, dollars: dollars) }
    case Byte.doubleQuote: readString(from: start, dollars: 1)
    case Byte.openBrace:
      if !open.isEmpty { open[open.count - 1].braces += 1 }
      at += 1
    case Byte.closeBrace:
      at += 1
      guard let innermost = open.last else { return }
      if innermost.braces > 0 { open[open.count - 1].braces -= 1 } else { readLiteral(from: at) }
    default: at += 1
    }
  }

  private mutating func readString(from start: Int, dollars: Int) {
    let isRaw = text[at + 1] == Byte.doubleQuote && text[at + 2] == Byte.doubleQuote
    at += isRaw ? 3 : 1
    open.append(Literal(isRaw: isRaw, dollars: dollars))
    readLiteral(from: start)
  }

  private mutating func readLiteral(from start: Int) {
    guard let literal = open.last else { return }
    while at < text.count {
      let byte = text[at]
      if byte == Byte.doubleQuote {
        let quotes = text.run(of: byte, at: at)
        if !literal.isRaw {
          at += 1
          break
        }
        // Further quotes before the closing three belong to the text.
        at += quotes
        if quotes >= 3 { break }
      } else if byte == Byte.dollar {
        let dollars = text.run(of: byte, at: at)
        if dollars >= literal.dollars, text[at + dollars] == Byte.openBrace {
          list.add(.string, start, at + dollars - literal.dollars)
          at += dollars + 1
          open[open.count - 1].braces = 0
          return
        }
        at += dollars
      } else if !literal.isRaw, byte == Byte.backslash {
        at += 2
      } else if !literal.isRaw, byte == Byte.newline {
        break
      } else {
        at += 1
      }
    }
    at = min(at, text.count)
    list.add(.string, start, at)
    open.removeLast()
  }
}
