/// Tells the comments and strings of a language from its code: what every lexer keeps, and what many languages write
/// alike.
///
/// A lexer is a value whose type is known where it is run (``Language/spans(in:)``), so its loop holds no dynamic call.
protocol Lexer {
  var text: Source { get }
  /// What was found before ``at``.
  var list: SpanList { get set }
  /// The offset of the place read.
  var at: Int { get set }

  /// Reads what only the beginning of a text may hold. The default: nothing.
  mutating func begin()
  /// Reads on from ``at``, by a byte at least. May end beyond the text, and is then not asked again.
  mutating func step()
  /// Adds what the end of the text left open. The default: nothing.
  mutating func finish()
}

extension Lexer {
  mutating func begin() {}
  mutating func finish() {}

  /// The comments and strings of the whole text, in order.
  func spans() -> [SourceSpan] {
    var lexer = self
    lexer.begin()
    while lexer.at < text.count { lexer.step() }
    lexer.finish()
    return lexer.list.spans
  }

  /// Reads the line `#!…` that names the interpreter, if the text begins with one.
  mutating func readInterpreterLine() {
    guard text.has("#!", at: 0) else { return }
    at = text.endOfLine(from: 0)
    list.add(.comment, 0, at)
  }

  /// Reads a comment that begins at the place read, up to the end of its line.
  @inline(__always)
  mutating func readLineComment() {
    let start = at
    at = text.endOfLine(from: at)
    list.add(.comment, start, at)
  }

  /// ``readLineComment()`` where `\r` alone ends a line too.
  @inline(__always)
  mutating func readAnyLineComment() {
    let start = at
    at = text.endOfAnyLine(from: at)
    list.add(.comment, start, at)
  }

  /// Reads a comment whose `/*` stands at the place read.
  @inline(__always)
  mutating func readBlockComment(nests: Bool) {
    let start = at
    at = text.endOfBlockComment(from: at, nests: nests)
    list.add(.comment, start, at)
  }

  /// Passes the backslash at the place read, and what it escapes.
  @inline(__always)
  mutating func skipEscape() { at += text.lengthOfEscape(at: at) }

  /// Passes a name whose opening backtick stands at the place read; it may hold anything but a backtick and the end of
  /// the line.
  mutating func skipBacktickName() {
    at += 1
    while at < text.count, text[at] != Byte.backtick, text[at] != Byte.newline { at += 1 }
    at += 1
  }

  /// Reads a literal that is closed on its own line by the quote that stands at the place read.
  ///
  /// - Parameter start: where the literal begins, with its prefix.
  @inline(__always)
  mutating func readQuoted(from start: Int) {
    at = min(text.endOfQuoted(text[at], from: at + 1), text.count)
    list.add(.string, start, at)
  }
}
