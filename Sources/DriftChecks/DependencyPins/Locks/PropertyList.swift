/// A property list as Xcode writes its projects, in the old form: `{ key = value; }`, `( value, value, )`, words, strings
/// in quotes, and comments. Data (`<0fbd77>`) is kept as its digits.
enum PropertyList: Sendable, Hashable {
  case text(String)
  case list([PropertyList])
  case table([String: PropertyList])

  /// Reads one value and nothing behind it; nil if that is not what the bytes are, or if it is nested too deep to have
  /// been written by Xcode.
  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes)
    guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
    self = value
  }

  /// The value of a key of a table.
  subscript(_ key: String) -> PropertyList? {
    if case .table(let members) = self { members[key] } else { nil }
  }

  /// The text, of a word or a string.
  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The values of a list; none for whatever else it is.
  var items: [PropertyList] { if case .list(let items) = self { items } else { [] } }
}

extension PropertyList {
  private struct Reader {
    private let bytes: [UInt8]
    private var at = 0

    private static let deepest = 100

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool {
      mutating get {
        skipBlanks()
        return at == bytes.count
      }
    }

    mutating func value(depth: Int) -> PropertyList? {
      guard depth < Reader.deepest else { return nil }
      if take("{") { return table(depth: depth) }
      if take("(") { return list(depth: depth) }
      return text().map(PropertyList.text)
    }

    private mutating func table(depth: Int) -> PropertyList? {
      var members: [String: PropertyList] = [:]
      while !take("}") {
        guard let key = text(), take("="), let value = value(depth: depth + 1), take(";") else { return nil }
        members[key] = value
      }
      return .table(members)
    }

    private mutating func list(depth: Int) -> PropertyList? {
      var items: [PropertyList] = []
      while !take(")") {
        guard let item = value(depth: depth + 1) else { return nil }
        items.append(item)
        // The last one may have a comma too.
        guard take(",") || peek(")") else { return nil }
      }
      return .list(items)
    }

    private mutating func text() -> String? {
      skipBlanks()
      guard at < bytes.count else { return nil }
      if bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") { return quoted(by: bytes[at]) }
      let isData = take("<")
      let start = at
      while at < bytes.count, Reader.isWord(bytes[at]) || isData && bytes[at] == UInt8(ascii: " ") { at += 1 }
      let word = bytes[start..<at]
      guard isData ? take(">") : !word.isEmpty else { return nil }
      return String(decoding: word, as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_.$/:-+@".utf8.contains(byte)
      }
    }

    private mutating func quoted(by quote: UInt8) -> String? {
      at += 1
      var text: [UInt8] = []
      while at < bytes.count, bytes[at] != quote {
        if bytes[at] == UInt8(ascii: "\\") {
          guard at + 1 < bytes.count else { return nil }
          at += 1
          escape(onto: &text)
        } else {
          text.append(bytes[at])
          at += 1
        }
      }
      guard at < bytes.count else { return nil }
      at += 1
      return String(decoding: text, as: UTF8.self)
    }

    /// `\n`, `\t` and their like, `\U00e9`, and any other character as itself.
    private mutating func escape(onto text: inout [UInt8]) {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "r"): text.append(UInt8(ascii: "\r"))
      case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "U"):
        let digits = String(decoding: bytes[at...].prefix(4), as: UTF8.self)
        guard digits.utf8.count == 4, let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else {
          return
        }
        text += String(scalar).utf8
        at += 4
      default: text.append(byte)
      }
    }

    // MARK: Signs

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
      guard peek(sign) else { return false }
      at += 1
      return true
    }

    private mutating func peek(_ sign: Unicode.Scalar) -> Bool {
      skipBlanks()
      return at < bytes.count && bytes[at] == UInt8(ascii: sign)
    }

    /// Blanks and comments, `// ...` and `/* ... */`.
    private mutating func skipBlanks() {
      while at < bytes.count {
        if bytes[at] == UInt8(ascii: " ") || (0x09...0x0D).contains(bytes[at]) {
          at += 1
        } else if bytes[at...].starts(with: "//".utf8) {
          at = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        } else if bytes[at...].starts(with: "/*".utf8) {
          at += 2
          while at < bytes.count, !bytes[at...].starts(with: "*/".utf8) { at += 1 }
          at = min(at + 2, bytes.count)
        } else {
          return
        }
      }
    }
  }
}
