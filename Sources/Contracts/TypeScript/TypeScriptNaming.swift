/// How json-schema-to-typescript makes a name of a title, an identifier or a file's name.
enum TypeScriptNaming {
  /// A name that is safe to declare: accents dropped, words joined with capitals, everything else dropped.
  static func safeName(_ text: String) -> String {
    var scalars = replaceUnusable(withoutAccents(text))
    capitaliseAfterUnderscores(&scalars)
    capitaliseAfterDigits(&scalars)
    var name: [UInt8] = []
    var isAfterSpace = false
    for scalar in scalars {
      if scalar == 0x20 {
        isAfterSpace = true
        continue
      }
      name.append(isAfterSpace ? upper(scalar) : scalar)
      isAfterSpace = false
    }
    if let first = name.first { name[0] = upper(first) }
    return String(decoding: name, as: UTF8.self)
  }

  /// A safe name that is not in use yet, numbered if need be, and in use from now on.
  static func uniqueName(_ text: String, used: inout Set<String>) -> String {
    var name = safeName(text)
    if name.isEmpty { name = "NoName" }
    if used.contains(name) {
      var counter = 1
      while used.contains(name + String(counter)) { counter += 1 }
      name += String(counter)
    }
    used.insert(name)
    return name
  }

  /// The last part of a path, without what stands after its last dot.
  static func stem(of path: String) -> String {
    withoutExtension(path.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? "")
  }

  /// A name without what stands after its last dot; a dot at the very beginning is part of the name.
  static func withoutExtension(_ name: String) -> String {
    let folder = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
    guard let dot = name[folder...].lastIndex(of: "."), dot > folder else { return name }
    let ending = name[dot...]
    // The generator drops the first occurrence of the ending, wherever it is.
    guard let range = firstRange(of: ending, in: name) else { return name }
    return String(name[..<range.lowerBound] + name[range.upperBound...])
  }

  private static func firstRange(of part: Substring, in text: String) -> Range<String.Index>? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix(part) { return start..<text.index(start, offsetBy: part.count) }
      start = text.index(after: start)
    }
    return nil
  }

  // MARK: Steps

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

  private static func beginsName(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }

  private static func upper(_ byte: UInt8) -> UInt8 { isLower(byte) ? byte - 32 : byte }

  /// Every character that cannot stand in a name becomes a space, a first one that cannot begin it as well.
  private static func replaceUnusable(_ text: [Unicode.Scalar]) -> [UInt8] {
    var rest = text[...]
    var result: [UInt8] = []
    let spaces = rest.prefix { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
    let first = rest.dropFirst(spaces.count).first
    if let first, !(first.isASCII && beginsName(UInt8(first.value))) {
      rest = rest.dropFirst(spaces.count + 1)
      result.append(0x20)
    }
    for scalar in rest {
      let isUsable = scalar.isASCII && (beginsName(UInt8(scalar.value)) || isDigit(UInt8(scalar.value)))
      result.append(isUsable ? UInt8(scalar.value) : 0x20)
    }
    return result
  }

  /// `_a` becomes `_A` at the beginning and `A` elsewhere.
  private static func capitaliseAfterUnderscores(_ name: inout [UInt8]) {
    let underscore = UInt8(ascii: "_")
    var result: [UInt8] = []
    var at = 0
    if name.count > 1, name[0] == underscore, isLower(name[1]) {
      result = [underscore, upper(name[1])]
      at = 2
    }
    while at < name.count {
      if name[at] == underscore, at + 1 < name.count, isLower(name[at + 1]) {
        result.append(upper(name[at + 1]))
        at += 2
      } else {
        result.append(name[at])
        at += 1
      }
    }
    name = result
  }

  /// The letter after a digit or a dollar becomes a capital.
  private static func capitaliseAfterDigits(_ name: inout [UInt8]) {
    for at in name.indices.dropFirst() where isDigit(name[at - 1]) || name[at - 1] == UInt8(ascii: "$") {
      name[at] = upper(name[at])
    }
  }

  /// Letters of Latin-1 and Latin Extended-A lose their accents; marks that combine with a letter are dropped.
  private static func withoutAccents(_ text: String) -> [Unicode.Scalar] {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return Array(text.unicodeScalars) }
    var result: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x300...0x36F, 0xFE20...0xFE2F, 0x20D0...0x20FF: continue
      case 0xC0...0x17F: result.append(contentsOf: (plainLetters[scalar] ?? String(scalar)).unicodeScalars)
      default: result.append(scalar)
      }
    }
    return result
  }

  /// What each accented letter becomes: a letter or two, and the letters that become them.
  private static let plainLetters: [Unicode.Scalar: String] = {
    let groups: [(String, String)] = [
      ("A", "ÀÁÂÃÄÅĀĂĄ"), ("a", "àáâãäåāăą"), ("C", "ÇĆĈĊČ"), ("c", "çćĉċč"), ("D", "ÐĎĐ"), ("d", "ðďđ"),
      ("E", "ÈÉÊËĒĔĖĘĚ"), ("e", "èéêëēĕėęě"), ("G", "ĜĞĠĢ"), ("g", "ĝğġģ"), ("H", "ĤĦ"), ("h", "ĥħ"),
      ("I", "ÌÍÎÏĨĪĬĮİ"), ("i", "ìíîïĩīĭįı"), ("J", "Ĵ"), ("j", "ĵ"), ("K", "Ķ"), ("k", "ķĸ"), ("L", "ĹĻĽĿŁ"),
      ("l", "ĺļľŀł"), ("N", "ÑŃŅŇŊ"), ("n", "ñńņňŋ"), ("O", "ÒÓÔÕÖØŌŎŐ"), ("o", "òóôõöøōŏő"), ("R", "ŔŖŘ"),
      ("r", "ŕŗř"), ("S", "ŚŜŞŠ"), ("s", "śŝşšſ"), ("T", "ŢŤŦ"), ("t", "ţťŧ"), ("U", "ÙÚÛÜŨŪŬŮŰŲ"),
      ("u", "ùúûüũūŭůűų"), ("W", "Ŵ"), ("w", "ŵ"), ("Y", "ÝŶŸ"), ("y", "ýÿŷ"), ("Z", "ŹŻŽ"), ("z", "źżž"),
      ("Ae", "Æ"), ("ae", "æ"), ("Th", "Þ"), ("th", "þ"), ("ss", "ß"), ("IJ", "Ĳ"), ("ij", "ĳ"), ("Oe", "Œ"),
      ("oe", "œ"), ("'n", "ŉ"),
    ]
    var table: [Unicode.Scalar: String] = [:]
    for (plain, letters) in groups {
      for scalar in letters.unicodeScalars { table[scalar] = plain }
    }
    return table
  }()
}
