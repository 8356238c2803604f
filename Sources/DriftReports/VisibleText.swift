/// Bytes of unknown origin cut into pieces that a terminal shows as they are, each with its place and its width.
///
/// Part of ``Escaping``; apart from it only because excerpts need to know where each byte ended up.
enum VisibleText {
  /// Something to print for a few bytes.
  struct Piece {
    /// What is printed.
    let text: String
    /// The offset of the first byte that it stands for.
    let offset: Int
    /// How many columns of a terminal it takes.
    let width: Int
  }

  /// The pieces, in order.
  ///
  /// - Parameters:
  ///   - startsLine: whether the result may stand at the beginning of a line, where `::` begins a workflow command.
  ///   - tabWidth: how many columns a tab advances to a multiple of; nil to show it as `\t`.
  static func pieces(of bytes: [UInt8], startsLine: Bool, tabWidth: Int? = nil) -> [Piece] {
    var pieces: [Piece] = []
    pieces.reserveCapacity(bytes.count)
    var secrets = Credentials.ranges(in: bytes)[...]
    var column = 0
    var offset = 0
    var iterator = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var isAtStart = startsLine
    func add(_ text: String, width: Int) {
      pieces.append(Piece(text: text, offset: offset, width: width))
      column += width
    }
    while true {
      let length: Int
      var shown: (text: String, width: Int)
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: return pieces
      case .error(let count):
        length = count
        shown = ("", 0)
        for byte in bytes[offset..<min(bytes.count, offset + count)] {
          shown.text += "\\x" + Escaping.hexadecimal(UInt32(byte), digits: 2)
          shown.width += 4
        }
      case .valid(let encoded):
        length = encoded.count
        let scalar = Unicode.UTF8.decode(encoded)
        if scalar == "\t", let tabWidth {
          let width = tabWidth - column % tabWidth
          shown = (String(repeating: " ", count: width), width)
        } else if isHidden(scalar)
          || (scalar == "#" && isLoggingCommand(bytes, at: offset))
          || (scalar == ":" && isAtStart && bytes.dropFirst(offset + 1).first == UInt8(ascii: ":"))
        {
          let text = escape(scalar)
          shown = (text, text.utf8.count)
        } else {
          shown = (String(scalar), width(of: scalar))
        }
        if scalar != " " { isAtStart = false }
      }
      if let secret = secrets.first, secret.contains(offset) {
        if offset == secret.lowerBound { add("***", width: 3) }
        if offset + length >= secret.upperBound { secrets.removeFirst() }
      } else {
        add(shown.text, width: shown.width)
      }
      offset += length
    }
  }

  /// Whether a reader would not see the character, or it would change how its neighbours are shown.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
    default: break
    }
    // The selectors of text and emoji style are part of ordinary text; all other ignorables smuggle.
    if scalar.value == 0xFE0E || scalar.value == 0xFE0F { return false }
    return scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint
  }

  /// The second `#` of `##[`, `##vso[` or `##teamcity[`, which build servers obey anywhere in a line.
  private static func isLoggingCommand(_ bytes: [UInt8], at offset: Int) -> Bool {
    guard offset > 0, bytes[offset - 1] == UInt8(ascii: "#") else { return false }
    let rest = bytes[(offset + 1)...]
    return ["[", "vso[", "teamcity["].contains { rest.starts(with: $0.utf8) }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{" + Escaping.hexadecimal(scalar.value, digits: 2) + "}"
    }
  }

  /// The columns that a terminal gives a printable character.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    guard scalar.value >= 0x300 else { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
