/// What literals mean, so that `'a'` and `"\u0061"`, `1e3` and `1000` compare equal.
enum TypeScriptLiterals {
  /// The value of a string as written, quotes included. A lone surrogate and a malformed escape become U+FFFD: what
  /// is compared with it was written by the same rules.
  static func string(_ source: ArraySlice<UInt8>) -> String {
    let body = source.dropFirst().dropLast()
    guard body.contains(UInt8(ascii: "\\")) else { return String(decoding: body, as: UTF8.self) }
    var units: [UInt16] = []
    var at = body.startIndex
    while at < body.endIndex {
      let byte = body[at]
      guard byte == UInt8(ascii: "\\") else {
        let next = body[at...].dropFirst().firstIndex(of: UInt8(ascii: "\\")) ?? body.endIndex
        units.append(contentsOf: String(decoding: body[at..<next], as: UTF8.self).utf16)
        at = next
        continue
      }
      at += 1
      guard at < body.endIndex else { break }
      let (escaped, next) = escape(body, at)
      units.append(contentsOf: escaped)
      at = next
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// What follows a backslash at `at`: its code units, and where to go on.
  private static func escape(_ body: ArraySlice<UInt8>, _ at: Int) -> ([UInt16], Int) {
    switch body[at] {
    case UInt8(ascii: "n"): return ([0x0A], at + 1)
    case UInt8(ascii: "t"): return ([0x09], at + 1)
    case UInt8(ascii: "r"): return ([0x0D], at + 1)
    case UInt8(ascii: "b"): return ([0x08], at + 1)
    case UInt8(ascii: "f"): return ([0x0C], at + 1)
    case UInt8(ascii: "v"): return ([0x0B], at + 1)
    case UInt8(ascii: "0"): return ([0x00], at + 1)
    case UInt8(ascii: "x"): return hexadecimal(body, at + 1, digits: 2)
    case UInt8(ascii: "u"):
      guard at + 1 < body.endIndex, body[at + 1] == UInt8(ascii: "{") else {
        return hexadecimal(body, at + 1, digits: 4)
      }
      guard let close = body[at...].prefix(12).firstIndex(of: UInt8(ascii: "}")),
        let value = UInt32(String(decoding: body[(at + 2)..<close], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(value)
      else { return ([0xFFFD], at + 1) }
      return (Array(String(Character(scalar)).utf16), close + 1)
    case 0x0A: return ([], at + 1)
    default:
      // Any other character stands for itself; it may be several bytes long.
      var end = at + 1
      while end < body.endIndex, body[end] & 0xC0 == 0x80 { end += 1 }
      return (Array(String(decoding: body[at..<end], as: UTF8.self).utf16), end)
    }
  }

  private static func hexadecimal(_ body: ArraySlice<UInt8>, _ at: Int, digits: Int) -> ([UInt16], Int) {
    guard at + digits <= body.endIndex else { return ([0xFFFD], body.endIndex) }
    guard let value = UInt16(String(decoding: body[at..<(at + digits)], as: UTF8.self), radix: 16) else {
      return ([0xFFFD], at)
    }
    return ([value], at + digits)
  }

  /// The value of a number as written, a sign before it included; nil if it is no decimal number.
  static func number(_ source: ArraySlice<UInt8>) -> Double? {
    let text = String(decoding: source.filter { $0 != UInt8(ascii: "_") && $0 > 0x20 }, as: UTF8.self)
    guard text.utf8.allSatisfy({ byte in "0123456789+-.eE".utf8.contains(byte) }) else { return nil }
    return Double(text)
  }
}
