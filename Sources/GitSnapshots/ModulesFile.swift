internal import DriftModel

/// A `.gitmodules` file, read from bytes.
///
/// libgit2 reads configuration only from files on disk, and follows `include.path` out of the repository while it does;
/// it also forgets where an entry stands. The grammar is that of git-config(1), "Syntax".
struct ModulesFile: Sendable {
  /// One `[submodule "name"]` section; repeated sections of one name are one entry, the last value wins.
  struct Entry: Sendable {
    var name: String
    var path: [UInt8]?
    var url: String?
    var branch: String?
    var region: Region
    var pathRegion: Region?
    var urlRegion: Region?
  }

  /// A line that is not git-config's syntax.
  struct Problem: Error, Sendable {
    var line: Int
    var message: String
  }

  private(set) var entries: [Entry] = []

  /// Reads the bytes.
  init(_ bytes: [UInt8]) throws(Problem) {
    var parser = ModulesParser(bytes)
    try parser.parse { name, region in
      if !entries.contains(where: { $0.name == name }) { entries.append(Entry(name: name, region: region)) }
    } onValue: { name, key, value, region in
      guard let at = entries.firstIndex(where: { $0.name == name }) else { return }
      switch key {
      case "path":
        entries[at].path = value
        entries[at].pathRegion = region
      case "branch": entries[at].branch = String(decoding: value, as: UTF8.self)
      case "url":
        entries[at].url = String(decoding: value, as: UTF8.self)
        entries[at].urlRegion = region
      default: break
      }
    }
  }

  /// Which part of an entry git would refuse (`check_submodule_name` and the path rules of git's submodule-config.c);
  /// nil if none.
  static func refusedPart(of entry: Entry) -> RefusedDeclaration.Part? {
    let segments = entry.name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
    if entry.name.isEmpty || segments.contains("..") || entry.name.hasPrefix("/") { return .name }
    guard let path = entry.path, path.first != UInt8(ascii: "-"), RepositoryPath(path) != nil else { return .path }
    return nil
  }
}

/// Reads git-config's syntax a line at a time.
private struct ModulesParser {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private var lineStart = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  mutating func parse(
    _ onSection: (String, Region) -> Void, onValue: (String, String, [UInt8], Region) -> Void
  ) throws(ModulesFile.Problem) {
    var section: String?
    while true {
      skipSpaceAndComments()
      guard at < bytes.count else { return }
      let start = (line: line, column: at - lineStart + 1)
      if bytes[at] == UInt8(ascii: "[") {
        let header = try parseHeader()
        section = header.section == "submodule" ? header.name : nil
        if let section { onSection(section, region(from: start)) }
        continue
      }
      let key = try parseKey()
      let value = try parseValue()
      if let section { onValue(section, key, value, region(from: start)) }
    }
  }

  private func region(from start: (line: Int, column: Int)) -> Region {
    Region(line: start.line, column: start.column, endLine: line, endColumn: at - lineStart + 1)
  }

  private mutating func skipSpaceAndComments() {
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\n"):
        at += 1
        line += 1
        lineStart = at
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): at += 1
      case UInt8(ascii: "#"), UInt8(ascii: ";"):
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
      default: return
      }
    }
  }

  /// `[section]`, `[section "name"]` or the old `[section.name]`.
  private mutating func parseHeader() throws(ModulesFile.Problem) -> (section: String, name: String?) {
    at += 1
    let start = at
    while at < bytes.count, isKeyByte(bytes[at]) || bytes[at] == UInt8(ascii: ".") { at += 1 }
    let text = String(decoding: bytes[start..<at], as: UTF8.self).lowercased()
    while at < bytes.count, bytes[at] == UInt8(ascii: " ") || bytes[at] == UInt8(ascii: "\t") { at += 1 }
    var name: [UInt8]?
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
      name = []
      at += 1
      while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\n") {
        if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count { at += 1 }
        name?.append(bytes[at])
        at += 1
      }
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw problem("the section's name is not closed") }
      at += 1
    }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "]"), !text.isEmpty else {
      throw problem("the section's header is not closed by ']'")
    }
    at += 1
    if let name { return (text, String(decoding: name, as: UTF8.self)) }
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    return (parts.first ?? "", parts.count > 1 ? parts[1] : nil)
  }

  private mutating func parseKey() throws(ModulesFile.Problem) -> String {
    let start = at
    while at < bytes.count, isKeyByte(bytes[at]) { at += 1 }
    guard at > start else { throw problem("expected a section or a key") }
    return String(decoding: bytes[start..<at], as: UTF8.self).lowercased()
  }

  private mutating func parseValue() throws(ModulesFile.Problem) -> [UInt8] {
    while at < bytes.count, bytes[at] == UInt8(ascii: " ") || bytes[at] == UInt8(ascii: "\t") { at += 1 }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else { return Array("true".utf8) }
    at += 1
    while at < bytes.count, bytes[at] == UInt8(ascii: " ") || bytes[at] == UInt8(ascii: "\t") { at += 1 }
    var value: [UInt8] = []
    var kept = 0  // what comes after is white space that counts only if something follows it
    var isQuoted = false
    loop: while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\n"):
        guard !isQuoted else { throw problem("a quoted value is not closed") }
        break loop
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "#") where !isQuoted, UInt8(ascii: ";") where !isQuoted:
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
        break loop
      case UInt8(ascii: "\\"): try parseEscape(into: &value)
      default: value.append(byte)
      }
      if isQuoted || !(byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")) {
        kept = value.count
      }
      at += 1
    }
    guard !isQuoted else { throw problem("a quoted value is not closed") }
    return Array(value.prefix(kept))
  }

  private mutating func parseEscape(into value: inout [UInt8]) throws(ModulesFile.Problem) {
    at += 1
    if at < bytes.count, bytes[at] == UInt8(ascii: "\r") { at += 1 }
    guard at < bytes.count else { throw problem("'\\' at the end of the file") }
    switch bytes[at] {
    case UInt8(ascii: "\n"):
      line += 1
      lineStart = at + 1
    case UInt8(ascii: "n"): value.append(10)
    case UInt8(ascii: "t"): value.append(9)
    case UInt8(ascii: "b"): value.append(8)
    case UInt8(ascii: "\\"), UInt8(ascii: "\""): value.append(bytes[at])
    default: throw problem("unknown escape in a value")
    }
  }

  private func isKeyByte(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
  }

  private func problem(_ message: String) -> ModulesFile.Problem { ModulesFile.Problem(line: line, message: message) }
}
