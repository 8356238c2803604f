/// The value of a Python string literal as it stands in source, prefix and quotes included.
enum PythonString {
  /// What a literal means.
  ///
  /// - Returns: nil for byte strings, formatted strings and escapes that name a character.
  static func value(of literal: String) -> String? {
    var bytes = Array(literal.utf8)[...]
    var isRaw = false
    while let first = bytes.first, first != UInt8(ascii: "'"), first != UInt8(ascii: "\"") {
      switch first | 0x20 {
      case UInt8(ascii: "r"): isRaw = true
      case UInt8(ascii: "u"): break
      default: return nil
      }
      bytes = bytes.dropFirst()
    }
    guard let quote = bytes.first else { return nil }
    let width = bytes.count >= 6 && bytes.prefix(3).allSatisfy({ $0 == quote }) ? 3 : 1
    guard bytes.count >= 2 * width else { return nil }
    let body = bytes.dropFirst(width).dropLast(width)
    guard body.contains(UInt8(ascii: "\\")) || body.contains(UInt8(ascii: "\r")) else {
      return String(decoding: body, as: UTF8.self)
    }
    return isRaw ? String(decoding: unified(body), as: UTF8.self) : unescaped(unified(body)[...])
  }

  /// Python reads every line ending as `\n`.
  private static func unified(_ body: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(body.count)
    var rest = body
    while let byte = rest.popFirst() {
      if byte == 0x0D {
        if rest.first == 0x0A { rest = rest.dropFirst() }
        result.append(0x0A)
      } else {
        result.append(byte)
      }
    }
    return result
  }

  private static func unescaped(_ body: ArraySlice<UInt8>) -> String? {
    var result: [UInt8] = []
    result.reserveCapacity(body.count)
    var rest = body
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
        result.append(byte)
        continue
      }
      switch letter {
      case 0x0A: break
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(letter)
      case UInt8(ascii: "a"): result.append(7)
      case UInt8(ascii: "b"): result.append(8)
      case UInt8(ascii: "f"): result.append(12)
      case UInt8(ascii: "n"): result.append(10)
      case UInt8(ascii: "r"): result.append(13)
      case UInt8(ascii: "t"): result.append(9)
      case UInt8(ascii: "v"): result.append(11)
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        var number = UInt32(letter - 0x30)
        for _ in 0..<2 {
          guard let next = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(next) else { break }
          number = number * 8 + UInt32(next - 0x30)
          rest = rest.dropFirst()
        }
        append(number, to: &result)
      case UInt8(ascii: "x"): guard hexadecimal(2, &rest, &result) else { return nil }
      case UInt8(ascii: "u"): guard hexadecimal(4, &rest, &result) else { return nil }
      case UInt8(ascii: "U"): guard hexadecimal(8, &rest, &result) else { return nil }
      case UInt8(ascii: "N"): return nil
      default: result += [UInt8(ascii: "\\"), letter]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func append(_ number: UInt32, to result: inout [UInt8]) {
    if let scalar = Unicode.Scalar(number) { result += Array(String(Character(scalar)).utf8) }
  }

  private static func hexadecimal(_ digits: Int, _ rest: inout ArraySlice<UInt8>, _ result: inout [UInt8]) -> Bool {
    guard rest.count >= digits,
      let number = UInt32(String(decoding: rest.prefix(digits), as: UTF8.self), radix: 16),
      Unicode.Scalar(number) != nil
    else { return false }
    rest = rest.dropFirst(digits)
    append(number, to: &result)
    return true
  }

  /// What a reader sees of a description that a generator wrote as an indented docstring.
  ///
  /// - Parameter isEscaped: Whether the generator took care that backslashes stay backslashes. Such versions take a
  ///   carriage return for a letter like any other when they indent, and Python then ends a line there.
  static func docstring(_ description: String, isEscaped: Bool) -> String {
    let text = isEscaped ? description : String(decoding: unified(Array(description.utf8)[...]), as: UTF8.self)
    let lines = Self.lines(of: text)
    let body = "\n" + lines.map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n") + "\n    "
    if isEscaped { return dedented(String(decoding: unified(Array(body.utf8)[...]), as: UTF8.self)) }
    if body.utf8.contains(UInt8(ascii: "\\")) {
      return dedented(unescaped(Array(body.utf8)[...]) ?? body)
    }
    return dedented(body)
  }

  /// What stands between line feeds; a carriage return before one is the last of its line, though Swift takes the two
  /// for one character.
  private static func lines(of text: String) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  /// A docstring without its indentation, as `inspect.cleandoc` gives it.
  static func dedented(_ text: String) -> String {
    var lines = Self.lines(of: text).map { expandTabs($0) }
    var margin = Int.max
    for line in lines.dropFirst() {
      let blanks = line.prefix { $0 == " " }.count
      if blanks < line.count { margin = min(margin, blanks) }
    }
    for index in lines.indices {
      let line = lines[index]
      if index == 0 {
        lines[index] = line.drop { $0 == " " }
      } else if margin < Int.max {
        lines[index] = line.dropFirst(margin)
      }
    }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    return lines.map { $0.reversed().drop { $0 == " " }.reversed() }.map { String($0) }.joined(separator: "\n")
  }

  private static func expandTabs(_ line: Substring) -> Substring {
    guard line.utf8.contains(9) else { return line }
    var result = ""
    for character in line {
      if character == "\t" {
        repeat { result.append(" ") } while result.count % 8 != 0
      } else {
        result.append(character)
      }
    }
    return result[...]
  }
}
