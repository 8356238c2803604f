internal import Documents
internal import DriftModel
internal import RegularExpressions

/// Versions as text: what is compared, and what is shown.
enum VersionText {
  /// The value without a `v` before its first digit.
  static func withoutPrefix(_ value: [UInt8]) -> [UInt8] { hasPrefix(value) ? Array(value.dropFirst()) : value }

  /// Whether the value is a `v` or `V` and a digit, and whatever follows.
  static func hasPrefix(_ value: [UInt8]) -> Bool {
    guard value.count > 1, value[0] | 0x20 == UInt8(ascii: "v") else { return false }
    return isDigit(value[1])
  }

  /// The value in quotes, cut where it is absurdly long for a version.
  static func quoted(_ value: [UInt8]) -> String {
    let text = String(decoding: value, as: UTF8.self)
    let scalars = text.unicodeScalars
    return scalars.count <= 80 ? "'\(text)'" : "'\(String(String.UnicodeScalarView(scalars.prefix(80))))…'"
  }

  /// Whether the value means itself in every format, quoted or not, and cannot be taken for a word.
  static func isPlain(_ value: [UInt8]) -> Bool {
    guard value.count <= 80, value.contains(where: isDigit) else { return false }
    return value.allSatisfy { byte in
      isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || ".+-_".utf8.contains(byte)
    }
  }

  /// Whether JSON and TOML read the value as a number without quotes.
  static func isNumber(_ value: [UInt8]) -> Bool {
    let parts = value.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else {
      return false
    }
    return parts[0].count == 1 || parts[0].first != UInt8(ascii: "0")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

/// The bytes of a file that state a version, and what may be put there instead without anybody looking.
struct EditSite: Sendable, Hashable {
  private enum Writing: Sendable, Hashable {
    /// As it stands.
    case bare
    /// Between this quote.
    case quoted(UInt8)
    /// As it stands, and only a number is a value there.
    case number
    /// A part of a text that a pattern finds: the text, and where in it the part stands.
    case part(of: [UInt8], at: Range<Int>, RegularExpression)
  }

  private let writing: Writing
  private let range: Range<Int>
  private let expected: [UInt8]

  /// A longer line is not searched again for each of its matches.
  private static let lineLimit = 4096

  /// A scalar of a document; nil if it is not written as it reads (escapes, blocks).
  init?(scalar: String, style: DocumentNode.ScalarStyle, written: [UInt8], at range: Range<Int>, format: DocumentFormat)
  {
    let value = Array(scalar.utf8)
    if style == .plain, written == value {
      switch format {
      case .yaml: writing = .bare
      case .json, .toml: writing = .number
      }
    } else if style == .quoted, let quote = written.first, "\"'".utf8.contains(quote),
      written == [quote] + value + [quote]
    {
      writing = .quoted(quote)
    } else {
      return nil
    }
    self.range = range
    expected = written
  }

  /// A match of a pattern in a text.
  init?(text: [UInt8], match: LineMatch, group: Range<Int>, pattern: RegularExpression) {
    var end = text[match.range.upperBound...].firstIndex { $0 == UInt8(ascii: "\n") } ?? text.count
    if end > match.range.upperBound, end < text.count, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    guard end - match.lineStart <= EditSite.lineLimit else { return nil }
    let start = match.lineStart
    self.init(
      range: group, context: Array(text[start..<end]), group: (group.lowerBound - start)..<(group.upperBound - start),
      pattern: pattern)
  }

  /// A part of a text that a pattern finds.
  ///
  /// - Parameters:
  ///   - range: where the part stands in the file.
  ///   - context: the text that the pattern is applied to, and `group` where in it the part stands.
  init?(range: Range<Int>, context: [UInt8], group: Range<Int>, pattern: RegularExpression) {
    guard context.count <= EditSite.lineLimit else { return nil }
    writing = .part(of: context, at: group, pattern)
    self.range = range
    expected = Array(context[group])
  }

  /// The edit that makes a file state another version; nil if it would not, or if it needs a person to decide.
  func edit(of path: RepositoryPath, to value: [UInt8]) -> Edit? {
    guard VersionText.isPlain(value) else { return nil }
    let replacement: [UInt8]
    switch writing {
    case .bare: replacement = value
    case .quoted(let quote): replacement = [quote] + value + [quote]
    case .number:
      guard VersionText.isNumber(value) else { return nil }
      replacement = value
    case .part(let context, let group, let pattern):
      let changed = Array(context[..<group.lowerBound]) + value + Array(context[group.upperBound...])
      let wanted = group.lowerBound..<(group.lowerBound + value.count)
      guard pattern.lineMatches(in: changed).contains(where: { ($0.groups.dropFirst().first ?? nil) == wanted }) else {
        return nil
      }
      replacement = value
    }
    return Edit(path: path, range: range, expected: expected, replacement: replacement)
  }
}
