/// Rust's comments and strings; characters are strings, lifetimes are code.
struct RustLexer: Lexer {
  let text: Source
  var list = SpanList()
  var at = 0

  init(_ text: Source) { self.text = text }

  mutating func begin() {
    // `#![` begins an attribute.
    if !text.has("#![", at: 0) { readInterpreterLine() }
  }

  mutating func step() {
    let start = at
    let byte = text[at]
    if byte.isIdentifier {
      at = text.endOfIdentifier(from: at)
      readPrefixed(start)
      return
    }
    switch byte {
    case Byte.slash where text[at + 1] == Byte.slash: readLineComment()
    case Byte.slash where text[at + 1] == Byte.star: readBlockComment(nests: true)
    case Byte.doubleQuote: readString(from: start)
    case Byte.singleQuote: readCharacter(from: start)
    default: at += 1
    }
  }

  /// Goes on behind a word that may be the prefix of a literal: `b"`, `c"`, `r"`, `br#"`, `cr#"`, `b'`.
  private mutating func readPrefixed(_ start: Int) {
    guard at - start <= 2 else { return }
    let isRaw = text[at - 1] == UInt8(ascii: "r") && (at - start == 1 || startsBytes(start))
    if isRaw, text[at] == Byte.doubleQuote || text[at] == Byte.hash {
      readRawString(from: start)
    } else if at - start == 1, startsBytes(start) {
      if text[at] == Byte.doubleQuote { readString(from: start) }
      if text[at] == Byte.singleQuote, text[start] == UInt8(ascii: "b") { readCharacter(from: start) }
    }
  }

  private func startsBytes(_ start: Int) -> Bool {
    text[start] == UInt8(ascii: "b") || text[start] == UInt8(ascii: "c")
  }

  private mutating func readString(from start: Int) {
    at = min(text.endOfQuotedLines(Byte.doubleQuote, from: at + 1), text.count)
    list.add(.string, start, at)
  }

  private mutating func readRawString(from start: Int) {
    let hashes = text.run(of: Byte.hash, at: at)
    // `r#name` is an identifier.
    guard text[at + hashes] == Byte.doubleQuote else { return }
    at += hashes + 1
    while at < text.count {
      if text[at] == Byte.doubleQuote {
        // Hashes that were counted in vain need not be counted again.
        let found = text.run(of: Byte.hash, at: at + 1)
        at += 1 + min(found, hashes)
        if found >= hashes { break }
      } else {
        at += 1
      }
    }
    list.add(.string, start, at)
  }

  /// Reads a character, or passes the quote of a lifetime.
  private mutating func readCharacter(from start: Int) {
    let first = text[at + 1]
    if first == Byte.backslash {
      at = min(text.endOfQuoted(Byte.singleQuote, from: at + 1), text.count)
      list.add(.string, start, at)
      return
    }
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    if text[at + 1 + length] == Byte.singleQuote, first != Byte.singleQuote {
      at += length + 2
      list.add(.string, start, at)
    } else {
      at += 1
    }
  }
}
