package import DriftModel

/// The only place that escapes.
///
/// Text goes through ``visible(_:)`` first, whatever the format: after that it is one line, holds no character that a
/// reader cannot see, no credentials, and nothing that a build server takes for a command. What a format needs beyond
/// that (`&lt;`, `%25`) is added by that format's own function.
package enum Escaping {
  // MARK: Every format

  /// The text on one line: control, bidirectional and invisible characters as `\u{202E}`, credentials masked.
  package static func visible(_ text: String) -> String {
    visible(text.utf8)
  }

  /// Bytes as text; those that are not UTF-8 as `\xFF`.
  package static func visible(_ bytes: some Collection<UInt8>) -> String {
    if isPlain(bytes) { return String(decoding: bytes, as: UTF8.self) }
    return VisibleText.pieces(of: Array(bytes), startsLine: true).map(\.text).joined()
  }

  /// A path as it is printed.
  package static func visible(_ file: FileName) -> String {
    switch file {
    case .repository(let path): path.bytes.isEmpty ? "." : visible(path.bytes)
    case .external(let name): visible(name)
    }
  }

  /// The text with credentials masked and nothing else changed, for formats that can carry any character.
  static func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let secrets = Credentials.ranges(in: bytes)
    guard !secrets.isEmpty else { return text }
    var result: [UInt8] = []
    var at = 0
    for secret in secrets {
      result += bytes[at..<secret.lowerBound] + Array("***".utf8)
      at = secret.upperBound
    }
    return String(decoding: result + bytes[at...], as: UTF8.self)
  }

  /// Printable ASCII without anything that needs a second look: nearly all text there is.
  private static func isPlain(_ bytes: some Collection<UInt8>) -> Bool {
    var previous = UInt8(ascii: " ")
    for byte in bytes {
      guard (0x20...0x7E).contains(byte) else { return false }
      if byte == previous, byte == UInt8(ascii: "#") || byte == UInt8(ascii: ":") { return false }
      if byte == UInt8(ascii: "/"), previous == UInt8(ascii: ":") { return false }
      previous = byte
    }
    return true
  }

  // MARK: JSON

  /// Puts a string as JSON behind other bytes, quotes included: ASCII but for printable text, so that a terminal can show
  /// it too.
  static func json(_ text: String, onto bytes: inout [UInt8]) {
    // What is plain holds no credentials either.
    if isPlain(text.utf8), !text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      bytes.append(UInt8(ascii: "\""))
      bytes += text.utf8
      bytes.append(UInt8(ascii: "\""))
      return
    }
    var result = "\""
    var previous: Unicode.Scalar = "\""
    for scalar in masked(text).unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "#" where previous == "#": result += "\\u0023"  // `##vso[` in a log is a command
      case _ where VisibleText.isHidden(scalar):
        for unit in String(scalar).utf16 { result += "\\u" + hexadecimal(UInt32(unit), digits: 4, uppercase: false) }
      default: result.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    bytes += (result + "\"").utf8
  }

  // MARK: Workflow commands

  /// The message of a workflow command; its own line breaks are kept, encoded.
  static func workflowData(_ text: String) -> String {
    replacing(text) { scalar in
      switch scalar {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      default: nil
      }
    }
  }

  /// A property of a workflow command.
  static func workflowProperty(_ text: String) -> String {
    replacing(workflowData(text)) { scalar in
      switch scalar {
      case ":": "%3A"
      case ",": "%2C"
      default: nil
      }
    }
  }

  // MARK: XML, HTML, Markdown

  /// Text or an attribute's value of XML and HTML. What XML cannot hold at all is already gone after ``visible(_:)``.
  static func markup(_ text: String) -> String {
    replacing(text) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      default: nil
      }
    }
  }

  /// Text in Markdown: nothing in it formats, links, embeds or notifies.
  static func markdown(_ text: String) -> String {
    var result = ""
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "!", "$": result += "\\\(scalar)"
      case "@": result += "@<!-- -->"  // no mention
      case "." where www(scalars[..<index]): result += "&#46;"  // no autolink either
      case ":" where scalars.dropFirst(index + 1).starts(with: "//".unicodeScalars): result += "&#58;"  // no autolink
      case _ where index == 0 && "-+=".unicodeScalars.contains(scalar): result += "\\\(scalar)"  // no list, no title
      case _ where ".)".unicodeScalars.contains(scalar) && scalars[..<index].allSatisfy { ("0"..."9").contains($0) }:
        result += "\\\(scalar)"  // no numbered list
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether a text ends in `www`, behind which a dot makes a link of what follows.
  private static func www(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    scalars.count >= 3 && scalars.suffix(3).allSatisfy { $0 == "w" || $0 == "W" }
  }

  /// Text as a code span of Markdown, outside tables.
  static func markdownCode(_ text: String) -> String {
    let fence = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    guard fence.count > 1 || text.first == " " || text.last == " " || text.isEmpty else { return "`\(text)`" }
    return "\(fence) \(text) \(fence)"
  }

  /// The fence of a code block that holds these lines.
  static func markdownFence(_ lines: [String]) -> String {
    String(repeating: "`", count: max(3, (lines.map { longestRun(of: "`", in: $0) }.max() ?? 0) + 1))
  }

  private static func longestRun(of character: Unicode.Scalar, in text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  // MARK: URIs

  /// A path as a relative reference: every byte but unreserved ASCII and `/` percent-encoded, UTF-8 or not.
  static func uri(_ file: FileName) -> String {
    let bytes =
      switch file {
      case .repository(let path): path.bytes.isEmpty ? Array(".".utf8) : path.bytes
      case .external(let name): Array(masked(name).utf8)
      }
    var result = ""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + hexadecimal(UInt32(byte), digits: 2)
      }
    }
    return result
  }

  // MARK: Shell

  /// The words as a command line for a POSIX shell; nil if one of them cannot be shown faithfully (control or invisible
  /// characters, bytes that were not UTF-8) and the line would do something other than it seems to.
  static func shell(_ words: [String]) -> String? {
    var quoted: [String] = []
    for word in words {
      guard isFaithful(word) else { return nil }
      quoted.append(shell(word: masked(word)))
    }
    return quoted.joined(separator: " ")
  }

  /// Whether what a reader sees of the text is all that there is.
  static func isFaithful(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { !VisibleText.isHidden($0) && $0 != "\u{FFFD}" }
      && visible(text) == masked(text)
  }

  private static func shell(word: String) -> String {
    let isSafe = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "_-./:@%+,".utf8.contains(byte)
      }
    }
    if isSafe, !word.isEmpty { return word }
    return "'" + replacing(word) { $0 == "'" ? "'\\''" : nil } + "'"
  }

  // MARK: Parts

  /// Hexadecimal digits, zeros in front.
  static func hexadecimal(_ number: UInt32, digits: Int, uppercase: Bool = true) -> String {
    let text = String(number, radix: 16, uppercase: uppercase)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static func replacing(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
    guard text.unicodeScalars.contains(where: { replacement($0) != nil }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let other = replacement(scalar) { result += other } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }
}
