/// Python's comments and strings, as CPython's tokenizer tells them; prefixes belong to the string.
///
/// The replacement fields of f-strings and t-strings are code by the rules of 3.12, which read everything right that is
/// legal in older versions: quotes may nest, and a comment may stand in a field. Their braces are code.
struct PythonLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0
  /// The f-strings that enclose the place read, outermost first.
  private var open: [Template] = []

  /// An f-string that is being read.
  private struct Template {
    let quote: UInt8
    let isTriple: Bool
    let isRaw: Bool
    /// How many replacement fields are open, one within the format of the other.
    var fields = 0
    /// How many brackets are open within the innermost field.
    var brackets = 0
  }

  init(_ text: Source) { self.text = text }

  mutating func step() {
    let byte = text[at]
    if byte.isIdentifier {
      let start = at
      at = text.endOfIdentifier(from: at)
      let next = text[at]
      if at - start <= 2, next == Byte.doubleQuote || next == Byte.singleQuote, let prefix = prefix(start..<at) {
        readString(from: start, prefix)
      }
      return
    }
    switch byte {
    case Byte.hash: readAnyLineComment()
    case Byte.doubleQuote, Byte.singleQuote:
      readString(from: at, Prefix(isTemplate: false, isRaw: false))
    default:
      at += 1
      if !open.isEmpty { stepInField(byte) }
    }
  }

  private struct Prefix {
    let isTemplate: Bool
    let isRaw: Bool
  }

  /// What the letters before a quote mean; nil if they are no prefix.
  private func prefix(_ range: Range<Int>) -> Prefix? {
    let first = text[range.lowerBound] | 0x20
    let second = range.count == 2 ? text[range.lowerBound + 1] | 0x20 : 0
    let (r, b, u, f, t) = (
      UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "u"), UInt8(ascii: "f"), UInt8(ascii: "t")
    )
    switch (first, second) {
    case (r, 0), (r, b), (b, r): return Prefix(isTemplate: false, isRaw: true)
    case (b, 0), (u, 0): return Prefix(isTemplate: false, isRaw: false)
    case (f, 0), (t, 0): return Prefix(isTemplate: true, isRaw: false)
    case (f, r), (r, f), (t, r), (r, t): return Prefix(isTemplate: true, isRaw: true)
    default: return nil
    }
  }

  /// Reads a literal whose opening quote stands at the place read.
  private mutating func readString(from start: Int, _ prefix: Prefix) {
    let quote = text[at]
    let isTriple = text[at + 1] == quote && text[at + 2] == quote
    at += isTriple ? 3 : 1
    if prefix.isTemplate {
      open.append(Template(quote: quote, isTriple: isTriple, isRaw: prefix.isRaw))
      readTemplate(from: start)
      return
    }
    while at < text.count {
      let byte = text[at]
      if byte == quote, !isTriple || (text[at + 1] == quote && text[at + 2] == quote) {
        at += isTriple ? 3 : 1
        break
      }
      if byte == Byte.backslash {
        skipEscape()
      } else if !isTriple, byte == Byte.newline || byte == Byte.carriageReturn {
        break
      } else {
        at += 1
      }
    }
    at = min(at, text.count)
    list.add(.string, start, at)
  }

  /// Reads the text of the innermost f-string, up to its next field or its end.
  private mutating func readTemplate(from first: Int) {
    guard let template = open.last else { return }
    var start = first
    while at < text.count {
      let byte = text[at]
      let isInFormat = open[open.count - 1].fields > 0
      switch byte {
      case template.quote where !template.isTriple || (text[at + 1] == byte && text[at + 2] == byte):
        at += template.isTriple ? 3 : 1
        list.add(.string, start, at)
        open.removeLast()
        return
      case Byte.newline where !template.isTriple, Byte.carriageReturn where !template.isTriple:
        list.add(.string, start, at)
        open.removeLast()
        return
      case Byte.backslash:
        let next = text[at + 1]
        if next == Byte.openBrace || next == Byte.closeBrace {
          at += 1
        } else if next == UInt8(ascii: "N"), !template.isRaw, text[at + 2] == Byte.openBrace {
          // A character by its name. The name ends at the brace, or at the quote if there is none.
          at += 3
          while at < text.count, text[at] != Byte.closeBrace, text[at] != template.quote, text[at] != Byte.newline {
            at += 1
          }
          if text[at] == Byte.closeBrace { at += 1 }
        } else {
          skipEscape()
        }
      case Byte.openBrace:
        if text[at + 1] == Byte.openBrace, !isInFormat {
          at += 2
          continue
        }
        list.add(.string, start, at)
        at += 1
        open[open.count - 1].fields += 1
        open[open.count - 1].brackets = 0
        return
      case Byte.closeBrace where isInFormat:
        list.add(.string, start, at)
        at += 1
        start = at
        open[open.count - 1].fields -= 1
      default:
        at += 1
      }
    }
    at = min(at, text.count)
    list.add(.string, start, at)
    open.removeLast()
  }

  /// Goes on behind a byte of code within a field of the innermost f-string.
  private mutating func stepInField(_ byte: UInt8) {
    let innermost = open.count - 1
    switch byte {
    case Byte.openParen, Byte.openBracket, Byte.openBrace:
      open[innermost].brackets += 1
    case Byte.closeParen, Byte.closeBracket:
      if open[innermost].brackets > 0 { open[innermost].brackets -= 1 }
    case Byte.closeBrace:
      if open[innermost].brackets > 0 {
        open[innermost].brackets -= 1
      } else {
        open[innermost].fields -= 1
        readTemplate(from: at)
      }
    case Byte.colon:
      if open[innermost].brackets == 0 { readTemplate(from: at) }
    default: break
    }
  }
}
