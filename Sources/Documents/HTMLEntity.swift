/// Entities of HTML as addresses and headings hold them.
public enum HTMLEntity {
  /// Signs that headings show by name. GitHub drops them from a heading's name, where the letters of an entity that is
  /// not known would be kept.
  private static let signs: [String: Unicode.Scalar] = [
    "&rarr;": "\u{2192}", "&larr;": "\u{2190}", "&uarr;": "\u{2191}", "&darr;": "\u{2193}", "&harr;": "\u{2194}",
    "&rArr;": "\u{21D2}", "&lArr;": "\u{21D0}", "&hArr;": "\u{21D4}", "&mdash;": "\u{2014}", "&ndash;": "\u{2013}",
    "&hellip;": "\u{2026}", "&middot;": "\u{B7}", "&bull;": "\u{2022}", "&times;": "\u{D7}", "&copy;": "\u{A9}",
    "&reg;": "\u{AE}", "&trade;": "\u{2122}", "&laquo;": "\u{AB}", "&raquo;": "\u{BB}", "&lsquo;": "\u{2018}",
    "&rsquo;": "\u{2019}", "&ldquo;": "\u{201C}", "&rdquo;": "\u{201D}",
  ]

  /// What an entity stands for: numbers, the five names that every HTML has and some signs; any other is kept as written.
  static func meaning(of entity: some Collection<UInt8>) -> [UInt8] {
    let text = String(decoding: entity, as: UTF8.self)
    switch text {
    case "&amp;": return Array("&".utf8)
    case "&lt;": return Array("<".utf8)
    case "&gt;": return Array(">".utf8)
    case "&quot;": return Array("\"".utf8)
    case "&apos;": return Array("'".utf8)
    case "&nbsp;": return Array("\u{A0}".utf8)
    default: break
    }
    if let sign = signs[text] { return Array(String(Character(sign)).utf8) }
    guard text.hasPrefix("&#"), text.hasSuffix(";") else { return Array(entity) }
    let digits = text.dropFirst(2).dropLast()
    let number = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let scalar = number.flatMap(Unicode.Scalar.init), scalar != "\0" else { return Array(entity) }
    return Array(String(Character(scalar)).utf8)
  }

  /// The bytes with their entities resolved.
  public static func resolved(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "&")) else { return Array(bytes) }
    var result: [UInt8] = []
    var at = bytes.startIndex
    while at < bytes.endIndex {
      // The longest name has 31 letters; what is longer is no entity.
      if bytes[at] == UInt8(ascii: "&"),
        let end = bytes[at...].prefix(34).firstIndex(of: UInt8(ascii: ";"))
      {
        result += meaning(of: bytes[at...end])
        at = end + 1
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return result
  }
}
