/// The words of a Swift manifest, without comments. Nothing is executed: this is what a reader sees.
struct SwiftTokens {
  struct Token {
    enum Kind: Equatable {
      /// A name, a keyword or a number.
      case word
      /// A string literal; its text, or nil if it holds an interpolation or an escape.
      case string(String?)
      /// One other character.
      case symbol
      /// `#if`, `#else`, `#elseif`, `#endif`.
      case directive
    }

    let kind: Kind
    /// The offsets of its bytes.
    let range: Range<Int>
    /// As written.
    let text: String

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
    func isWord(_ word: String) -> Bool { kind == .word && text == word }
  }

  private(set) var tokens: [Token] = []
  private let bytes: [UInt8]
  private var at = 0

  /// Reads all of a text. What is never closed ends with it.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while at < bytes.count { step() }
  }

  private mutating func step() {
    let byte = bytes[at]
    if byte <= 0x20 {
      at += 1
    } else if starts("//") {
      at = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    } else if starts("/*") {
      skipComment()
    } else if byte == UInt8(ascii: "\"") {
      readString(hashes: 0)
    } else if byte == UInt8(ascii: "#") {
      readHash()
    } else if SwiftTokens.isWord(byte) {
      let start = at
      while at < bytes.count, SwiftTokens.isWord(bytes[at]) { at += 1 }
      add(.word, from: start)
    } else {
      at += 1
      add(.symbol, from: at - 1)
    }
  }

  private mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(
      Token(kind: kind, range: start..<at, text: String(decoding: bytes[start..<at], as: UTF8.self)))
  }

  private func starts(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[at...].starts(with: $0) }
  }

  /// Comments nest.
  private mutating func skipComment() {
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        at += 2
      } else if starts("*/") {
        depth -= 1
        at += 2
      } else {
        at += 1
      }
    } while depth > 0 && at < bytes.count
    at = min(at, bytes.count)
  }

  private mutating func readHash() {
    let start = at
    var hashes = 0
    while at < bytes.count, bytes[at] == UInt8(ascii: "#") {
      at += 1
      hashes += 1
    }
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
      readString(hashes: hashes, from: start)
      return
    }
    while at < bytes.count, SwiftTokens.isWord(bytes[at]) { at += 1 }
    add(.directive, from: start)
  }

  private mutating func readString(hashes: Int, from first: Int? = nil) {
    let start = first ?? at
    let quotes = starts("\"\"\"") ? 3 : 1
    at += quotes
    let content = at
    let end =
      [UInt8](repeating: UInt8(ascii: "\""), count: quotes) + [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
    let escape = [UInt8(ascii: "\\")] + [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
    var isPlain = quotes == 1
    while at < bytes.count {
      if bytes[at...].starts(with: end) {
        let text = String(decoding: bytes[content..<at], as: UTF8.self)
        at += end.count
        add(.string(isPlain ? text : nil), from: start)
        return
      }
      if bytes[at...].starts(with: escape) {
        isPlain = false
        at += escape.count
        if at < bytes.count, bytes[at] == UInt8(ascii: "(") { skipInterpolation() } else { at += 1 }
        continue
      }
      // A string of one line that is not closed ends with the line.
      if quotes == 1, bytes[at] == UInt8(ascii: "\n") { break }
      at += 1
    }
    at = min(at, bytes.count)
    add(.string(nil), from: start)
  }

  /// Past the closing parenthesis; strings within are passed over without looking into them.
  private mutating func skipInterpolation() {
    var depth = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "\n") where depth == 0: return
      default: break
      }
      at += 1
      if depth == 0 { return }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    TextCursor.isLetter(byte) || TextCursor.isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}
