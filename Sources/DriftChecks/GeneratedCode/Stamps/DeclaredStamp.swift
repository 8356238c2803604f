internal import DriftModel
internal import RegularExpressions

/// A header that the configuration describes: `generator.stamp`.
struct DeclaredStamp: Sendable {
  let expression: RegularExpression
  /// Which capturing group is which, 1-based; at least one is there.
  let source: Int?
  let version: Int?

  /// Reads the header: the first match of each group, line by line.
  ///
  /// - Returns: nil if no line matches.
  func read(_ bytes: [UInt8], at path: RepositoryPath) -> Stamp? {
    let head = Array(bytes.prefix(Stamp.reach.bytes))
    let matches = expression.lineMatches(in: head).filter { $0.line <= Stamp.reach.lines }
    guard let first = matches.first else { return nil }
    func fact(_ group: Int?) -> Stamp.Fact? {
      guard let group else { return nil }
      for match in matches {
        guard match.groups.indices.contains(group), let range = match.groups[group], !range.isEmpty else { continue }
        return Stamp.Fact(
          text: String(decoding: head[range], as: UTF8.self), location: Location(path, match.region(of: range)))
      }
      return nil
    }
    return Stamp(
      source: fact(source), version: fact(version), at: Location(path, first.region(of: first.range)))
  }
}

extension LineMatch {
  /// The stretch that some offsets on this line cover.
  fileprivate func region(of range: Range<Int>) -> Region {
    Region(line: line, column: column(of: range.lowerBound), length: range.count)
  }
}

extension Codec where Value == DeclaredStamp {
  /// A regular expression with the named groups `source`, `version` or both.
  static var declaredStamp: Codec<DeclaredStamp> {
    Codec(shape: .text(what: "a regular expression")) { node, problems in
      guard let expression = Codec<RegularExpression>.regularExpression().decode(node, &problems) else { return nil }
      let names = GroupNames(expression.pattern).names
      let source = names.firstIndex(of: "source").map { $0 + 1 }
      let version = names.firstIndex(of: "version").map { $0 + 1 }
      guard source != nil || version != nil else {
        problems.append(
          ConfigProblem(
            "pattern '\(expression.pattern)': a stamp needs a group named 'source' or 'version'", at: node.location,
            help: ["write '(?P<source>...)' around the source file's name, '(?P<version>...)' around the version"]))
        return nil
      }
      return DeclaredStamp(expression: expression, source: source, version: version)
    }
  }
}

/// The capturing groups of a regular expression in RE2's language, in order: their names, or nil.
struct GroupNames {
  private(set) var names: [String?] = []

  /// - Parameter pattern: an expression that RE2 has accepted.
  init(_ pattern: String) {
    let bytes = Array(pattern.utf8)
    var at = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\\"): at = GroupNames.skipEscape(bytes, from: at)
      case UInt8(ascii: "["): at = GroupNames.skipClass(bytes, from: at)
      case UInt8(ascii: "("):
        at += 1
        guard bytes[at...].starts(with: "?".utf8) else {
          names.append(nil)
          continue
        }
        guard bytes[at...].starts(with: "?P<".utf8), let end = bytes[at...].firstIndex(of: UInt8(ascii: ">")) else {
          continue  // `(?:`, `(?i)`
        }
        names.append(String(decoding: bytes[(at + 3)..<end], as: UTF8.self))
        at = end + 1
      default: at += 1
      }
    }
  }

  /// Past `\x`, or past `\Q...\E`.
  private static func skipEscape(_ bytes: [UInt8], from start: Int) -> Int {
    guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "Q") else { return start + 2 }
    var at = start + 2
    while at < bytes.count, !bytes[at...].starts(with: "\\E".utf8) { at += 1 }
    return at + 2
  }

  /// Past a class: `]` first in it stands for itself, and `[:alpha:]` may be in it.
  private static func skipClass(_ bytes: [UInt8], from start: Int) -> Int {
    var at = start + 1
    if at < bytes.count, bytes[at] == UInt8(ascii: "^") { at += 1 }
    if at < bytes.count, bytes[at] == UInt8(ascii: "]") { at += 1 }
    while at < bytes.count, bytes[at] != UInt8(ascii: "]") {
      if bytes[at...].starts(with: "[:".utf8) {
        at += 2
        while at < bytes.count, bytes[at] != UInt8(ascii: ":") { at += 1 }
        at += 2
      } else {
        at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
      }
    }
    return at + 1
  }
}
