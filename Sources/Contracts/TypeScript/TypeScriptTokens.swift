/// What a token is. Keywords of TypeScript are contextual, so they are names here and the parser tells them apart.
enum TypeScriptTokenKind: UInt8, Sendable {
  case end, name, string, number, template
  case braceOpen, braceClose, bracketOpen, bracketClose, parenOpen, parenClose, angleOpen, angleClose
  case colon, semicolon, comma, question, pipe, ampersand, equals, arrow, ellipsis, dot, minus, plus, star, at, hash
}

/// One token: byte offsets into the source, the end exclusive.
struct TypeScriptToken: Sendable {
  var kind: TypeScriptTokenKind
  var start: Int
  var end: Int
  /// Whether a line ends between this token and the one before: an interface's members may be separated by that alone.
  var startsLine: Bool
  /// The number of the last JSDoc comment between this token and the one before; -1 if there is none.
  var documentation: Int32
}

/// Turns TypeScript source into tokens, one at a time; comments that are no JSDoc are skipped.
struct TypeScriptTokenizer {
  let source: [UInt8]
  /// Where each JSDoc comment stands, from `/**` to past `*/`, in source order.
  private(set) var documentation: [Range<Int>] = []
  private var offset: Int

  /// Begins after a byte order mark, if there is one.
  init(_ source: [UInt8]) {
    self.source = source
    self.offset = source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next token; `.end` again and again once the source is used up.
  mutating func next() throws(TypeScriptProblem) -> TypeScriptToken {
    let before = documentation.count
    let startsLine = try skipTrivia()
    let documentationNumber = documentation.count > before ? Int32(documentation.count - 1) : -1
    let start = offset
    guard start < source.count else {
      return TypeScriptToken(
        kind: .end, start: start, end: start, startsLine: true, documentation: documentationNumber)
    }
    let kind = try scan()
    return TypeScriptToken(
      kind: kind, start: start, end: offset, startsLine: startsLine, documentation: documentationNumber)
  }

  /// Steps over white space and comments, noting JSDoc.
  /// - Returns: whether a line ended on the way.
  private mutating func skipTrivia() throws(TypeScriptProblem) -> Bool {
    var startsLine = offset == 0
    let count = source.count
    while offset < count {
      switch source[offset] {
      case 0x20, 0x09, 0x0B, 0x0C: offset += 1
      case 0x0A, 0x0D:
        startsLine = true
        offset += 1
      case 0xC2 where offset + 1 < count && source[offset + 1] == 0xA0: offset += 2
      case UInt8(ascii: "/") where offset + 1 < count && source[offset + 1] == UInt8(ascii: "/"):
        while offset < count, source[offset] != 0x0A, source[offset] != 0x0D { offset += 1 }
      case UInt8(ascii: "/") where offset + 1 < count && source[offset + 1] == UInt8(ascii: "*"):
        if try skipBlockComment() { startsLine = true }
      default: return startsLine
      }
    }
    return startsLine
  }

  private mutating func skipBlockComment() throws(TypeScriptProblem) -> Bool {
    let start = offset
    var sawLine = false
    offset += 2
    while offset + 1 < source.count {
      let byte = source[offset]
      if byte == UInt8(ascii: "*"), source[offset + 1] == UInt8(ascii: "/") {
        offset += 2
        // `/**/` is an empty comment, no JSDoc.
        if offset - start > 4, source[start + 2] == UInt8(ascii: "*") { documentation.append(start..<offset) }
        return sawLine
      }
      if byte == 0x0A { sawLine = true }
      offset += 1
    }
    throw TypeScriptProblem("this comment never ends", start..<source.count)
  }

  private mutating func scan() throws(TypeScriptProblem) -> TypeScriptTokenKind {
    let byte = source[offset]
    if Self.beginsName(byte) {
      skipName()
      return .name
    }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      try skipString(byte)
      return .string
    case UInt8(ascii: "`"):
      try skipTemplate()
      return .template
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      skipNumber()
      return .number
    case UInt8(ascii: "."):
      if followed(by: "..") {
        offset += 3
        return .ellipsis
      }
      if offset + 1 < source.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(source[offset + 1]) {
        skipNumber()
        return .number
      }
      offset += 1
      return .dot
    case UInt8(ascii: "="):
      if followed(by: ">") {
        offset += 2
        return .arrow
      }
      offset += 1
      return .equals
    case UInt8(ascii: "\\"):
      throw TypeScriptProblem("cannot read an escape in a name", offset..<(offset + 1))
    default: break
    }
    guard let kind = Self.punctuation(byte) else {
      throw TypeScriptProblem("cannot read this character here", offset..<(offset + 1))
    }
    offset += 1
    return kind
  }

  private func followed(by text: StaticString) -> Bool {
    guard offset + text.utf8CodeUnitCount < source.count else { return false }
    for step in 0..<text.utf8CodeUnitCount where source[offset + 1 + step] != text.utf8Start[step] { return false }
    return true
  }

  private static func punctuation(_ byte: UInt8) -> TypeScriptTokenKind? {
    switch byte {
    case UInt8(ascii: "{"): .braceOpen
    case UInt8(ascii: "}"): .braceClose
    case UInt8(ascii: "["): .bracketOpen
    case UInt8(ascii: "]"): .bracketClose
    case UInt8(ascii: "("): .parenOpen
    case UInt8(ascii: ")"): .parenClose
    case UInt8(ascii: "<"): .angleOpen
    case UInt8(ascii: ">"): .angleClose
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: ";"): .semicolon
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: "?"): .question
    case UInt8(ascii: "|"): .pipe
    case UInt8(ascii: "&"): .ampersand
    case UInt8(ascii: "-"): .minus
    case UInt8(ascii: "+"): .plus
    case UInt8(ascii: "*"): .star
    case UInt8(ascii: "@"): .at
    case UInt8(ascii: "#"): .hash
    default: nil
    }
  }

  private static func beginsName(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
  }

  private mutating func skipName() {
    let count = source.count
    var at = offset
    while at < count {
      let byte = source[at]
      guard Self.beginsName(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
      at += 1
    }
    offset = at
  }

  private mutating func skipNumber() {
    var previous: UInt8 = 0
    while offset < source.count {
      let byte = source[offset]
      let isSign =
        (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
        && (previous == UInt8(ascii: "e") || previous == UInt8(ascii: "E"))
      let isPart =
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".") || Self.beginsName(byte)
      guard isPart || isSign else { break }
      previous = byte
      offset += 1
    }
  }

  private mutating func skipString(_ quote: UInt8) throws(TypeScriptProblem) {
    let start = offset
    offset += 1
    while offset < source.count {
      let byte = source[offset]
      if byte == quote {
        offset += 1
        return
      }
      if byte == 0x0A || byte == 0x0D { break }
      offset += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    offset = min(offset, source.count)
    throw TypeScriptProblem("this string never ends", start..<offset)
  }

  private mutating func skipTemplate() throws(TypeScriptProblem) {
    let start = offset
    offset += 1
    while offset < source.count {
      let byte = source[offset]
      if byte == UInt8(ascii: "`") {
        offset += 1
        return
      }
      offset += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    offset = source.count
    throw TypeScriptProblem("this template never ends", start..<offset)
  }
}
