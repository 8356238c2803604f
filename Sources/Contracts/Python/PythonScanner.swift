import DriftModel

/// A construct of a Python file that the reader does not know, or text that is no Python.
struct PythonRefusal: Error {
  let message: String
  let region: Region
}

/// What kind of token stands at a place.
enum PythonToken: UInt8 {
  case name, number, string, `operator`, newline, indent, dedent, end
}

/// Cuts Python source into tokens, one at a time, with the indentation made explicit.
///
/// The bytes must outlive the scanner. Nothing is skipped but comments and blanks.
struct PythonScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var offset = 0
  private var line = 1
  private var lineStart = 0
  private var brackets: [UInt8] = []
  private var indents: [Int] = [0]
  private var pendingDedents = 0
  private var atLineStart = true

  /// The current token.
  private(set) var token = PythonToken.newline
  private(set) var start = 0
  private(set) var startLine = 1
  private(set) var startColumn = 1
  /// The end of the token before the current one.
  private(set) var previousEnd = (line: 1, column: 1)

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      offset = 3
      lineStart = 3
    }
  }

  /// The text of the current token.
  var text: String { String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<offset]), as: UTF8.self) }

  /// Whether the current token is this operator.
  func isOperator(_ text: StaticString) -> Bool {
    token == .operator && matches(text)
  }

  /// Whether the current token is this name.
  func isName(_ text: StaticString) -> Bool { token == .name && matches(text) }

  private func matches(_ text: StaticString) -> Bool {
    guard offset - start == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { word in
      for index in 0..<word.count where bytes[start + index] != word[index] { return false }
      return true
    }
  }

  /// The stretch of the current token.
  var region: Region {
    Region(line: startLine, column: startColumn, endLine: line, endColumn: offset - lineStart + 1)
  }

  func refusal(_ message: String) -> PythonRefusal { PythonRefusal(message: message, region: region) }

  /// Moves on to the next token.
  mutating func advance() throws(PythonRefusal) {
    previousEnd = (line, offset - lineStart + 1)
    if pendingDedents > 0 {
      pendingDedents -= 1
      mark(.dedent)
      return
    }
    if atLineStart, brackets.isEmpty {
      if try readIndentation() { return }
    }
    skipBlanks()
    mark(.end)
    guard offset < bytes.count else { return finish() }
    let byte = bytes[offset]
    switch byte {
    case UInt8(ascii: "\n"):
      token = .newline
      newLine()
      atLineStart = true
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...0xFF:
      try readName()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
    case UInt8(ascii: "."):
      if offset + 1 < bytes.count, Self.isDigit(bytes[offset + 1]) { readNumber() } else { readOperator() }
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      token = .string
      try readString()
    default: try readOperatorOrBracket(byte)
    }
  }

  private mutating func mark(_ kind: PythonToken) {
    token = kind
    start = offset
    startLine = line
    startColumn = offset - lineStart + 1
  }

  private mutating func finish() {
    if !atLineStart {
      atLineStart = true
      token = .newline
      return
    }
    if indents.count > 1 {
      indents.removeLast()
      token = .dedent
      return
    }
    token = .end
  }

  /// Reads the blanks that begin a line; true if that made a token.
  private mutating func readIndentation() throws(PythonRefusal) -> Bool {
    while true {
      var column = 0
      scan: while offset < bytes.count {
        switch bytes[offset] {
        case UInt8(ascii: " "): column += 1
        case UInt8(ascii: "\t"): column = (column / 8 + 1) * 8
        case UInt8(ascii: "\u{0C}"): column = 0
        default: break scan
        }
        offset += 1
      }
      guard offset < bytes.count else {
        mark(.end)
        return false
      }
      switch bytes[offset] {
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "\n"): newLine()
      default:
        atLineStart = false
        let current = indents.last ?? 0
        if column == current { return false }
        if column > current {
          guard indents.count < 100 else { throw refusal("the code is nested more than 100 levels deep") }
          indents.append(column)
          mark(.indent)
          return true
        }
        while let last = indents.last, last > column {
          indents.removeLast()
          pendingDedents += 1
        }
        guard indents.last == column else {
          mark(.dedent)
          throw refusal("the indentation matches no outer level")
        }
        pendingDedents -= 1
        mark(.dedent)
        return true
      }
    }
  }

  private mutating func skipComment() {
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
  }

  private mutating func newLine() {
    offset += 1
    line += 1
    lineStart = offset
  }

  private mutating func skipBlanks() {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x0C: offset += 1
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\n"):
        guard !brackets.isEmpty else { return }
        newLine()
      case UInt8(ascii: "\\"):
        var next = offset + 1
        if next < bytes.count, bytes[next] == UInt8(ascii: "\r") { next += 1 }
        guard next < bytes.count, bytes[next] == UInt8(ascii: "\n") else { return }
        offset = next
        newLine()
      default: return
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte >= 0x80
  }

  private mutating func readName() throws(PythonRefusal) {
    token = .name
    while offset < bytes.count, Self.isNamePart(bytes[offset]) { offset += 1 }
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "'") || bytes[offset] == UInt8(ascii: "\""),
      offset - start <= 2, bytes[start..<offset].allSatisfy({ "rRbBuUfFtT".utf8.contains($0) })
    else { return }
    token = .string
    try readString()
  }

  private mutating func readNumber() {
    token = .number
    while offset < bytes.count {
      let byte = bytes[offset]
      if Self.isNamePart(byte) || byte == UInt8(ascii: ".") {
        offset += 1
      } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"), bytes[offset - 1] | 0x20 == UInt8(ascii: "e"),
        !(bytes[start] == 0x30 && start + 1 < offset && bytes[start + 1] | 0x20 == UInt8(ascii: "x"))
      {
        offset += 1
      } else {
        return
      }
    }
  }

  private mutating func readString() throws(PythonRefusal) {
    let quote = bytes[offset]
    let isTriple = offset + 2 < bytes.count && bytes[offset + 1] == quote && bytes[offset + 2] == quote
    offset += isTriple ? 3 : 1
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == quote {
        if !isTriple {
          offset += 1
          return
        }
        if offset + 2 < bytes.count, bytes[offset + 1] == quote, bytes[offset + 2] == quote {
          offset += 3
          return
        }
        offset += 1
      } else if byte == UInt8(ascii: "\\") {
        offset += 1
        guard offset < bytes.count else { break }
        if bytes[offset] == UInt8(ascii: "\n") { newLine() } else { offset += 1 }
      } else if byte == UInt8(ascii: "\n") {
        guard isTriple else { break }
        newLine()
      } else {
        offset += 1
      }
    }
    throw refusal("the string that opens here never ends")
  }

  private mutating func readOperator() {
    token = .operator
    let first = bytes[offset]
    offset += 1
    guard offset < bytes.count else { return }
    let second = bytes[offset]
    switch (first, second) {
    case (UInt8(ascii: "-"), UInt8(ascii: ">")), (UInt8(ascii: "*"), UInt8(ascii: "*")),
      (UInt8(ascii: "="), UInt8(ascii: "=")), (UInt8(ascii: "!"), UInt8(ascii: "=")),
      (UInt8(ascii: ":"), UInt8(ascii: "=")):
      offset += 1
    case (UInt8(ascii: "."), UInt8(ascii: ".")):
      if offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: ".") { offset += 2 }
    default: break
    }
  }

  private mutating func readOperatorOrBracket(_ byte: UInt8) throws(PythonRefusal) {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      guard brackets.count < 100 else { throw refusal("the code is nested more than 100 levels deep") }
      brackets.append(byte)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      // Opening and closing brackets of a kind are one or two apart in ASCII.
      guard let open = brackets.popLast(), byte &- open <= 2 else {
        throw refusal("a bracket closes here that was not opened")
      }
    case UInt8(ascii: "!") where offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "="): break
    case 0..<0x20, 0x7F: throw refusal("a control character stands in the code")
    case UInt8(ascii: "$"), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "`"):
      throw refusal("a character stands here that Python does not know")
    default: break
    }
    readOperator()
  }
}
