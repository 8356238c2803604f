internal import SourceText

/// The names and signs of a Python file's code, in order; comments are passed over, strings are one token each.
///
/// Knows no grammar but where logical lines begin and how far they are indented, so every sequence of bytes has tokens.
struct PythonTokens {
  enum Kind: Sendable {
    case name
    /// One byte that is no part of a name: `.`, `(`, `=`.
    case sign(UInt8)
    case number
    case string
  }

  struct Token: Sendable {
    let kind: Kind
    let range: Range<Int>
    /// The indentation of the logical line that begins with this token; nil within a line.
    let indentation: Int?

    func isSign(_ character: Unicode.Scalar) -> Bool {
      if case .sign(let byte) = kind { byte == UInt8(ascii: character) } else { false }
    }

    var isName: Bool { if case .name = kind { true } else { false } }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let spans: [SourceSpan]
  private var span = 0
  private var at = 0
  private var depth = 0
  private var indentation: Int? = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    spans = Language.python.spans(in: bytes)
  }

  /// All tokens of a file.
  static func all(_ bytes: UnsafeBufferPointer<UInt8>) -> [Token] {
    var tokens = PythonTokens(bytes)
    var all: [Token] = []
    while let token = tokens.next() { all.append(token) }
    return all
  }

  private mutating func next() -> Token? {
    while at < bytes.count {
      while span < spans.count, spans[span].end <= at { span += 1 }
      if span < spans.count, spans[span].start <= at {
        let start = at
        at = spans[span].end
        if spans[span].kind == .comment { continue }
        return token(.string, from: start)
      }
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        at += 1
        if depth == 0 { indentation = 0 }
      case UInt8(ascii: "\\"):
        // The next line goes on with this one.
        at += 1
        if at < bytes.count, bytes[at] == UInt8(ascii: "\r") { at += 1 }
        if at < bytes.count, bytes[at] == UInt8(ascii: "\n") { at += 1 }
      case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0C:
        at += 1
        if let width = indentation { indentation = byte == UInt8(ascii: "\t") ? (width / 8 + 1) * 8 : width + 1 }
      case _ where PythonTokens.isWord(byte):
        let start = at
        while at < bytes.count, PythonTokens.isWord(bytes[at]) { at += 1 }
        return token((UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? .number : .name, from: start)
      default:
        if "([{".utf8.contains(byte) { depth += 1 }
        if ")]}".utf8.contains(byte) { depth = max(0, depth - 1) }
        at += 1
        return token(.sign(byte), from: at - 1)
      }
    }
    return nil
  }

  private mutating func token(_ kind: Kind, from start: Int) -> Token {
    defer { indentation = nil }
    return Token(kind: kind, range: start..<at, indentation: indentation)
  }

  /// Whether a byte may be part of a name; all of UTF-8's bytes beyond ASCII are taken for letters.
  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
      true
    default: false
    }
  }
}
