internal import DriftModel
internal import RegularExpressions

/// A pattern of git's ignore rules, of CODEOWNERS or of a workflow's filter, as an expression over whole paths.
struct Glob: Sendable {
  /// The folder that every match lies in or is.
  let head: RepositoryPath
  private let expression: RegularExpression

  func matches(_ path: [UInt8]) -> Bool {
    path.withUnsafeBufferPointer { expression.firstMatch(in: $0, range: 0..<$0.count) != nil }
  }

  /// A pattern of `.gitignore`, without its `!`, or of CODEOWNERS; what it names and everything below match.
  ///
  /// - Parameter folder: the folder that the pattern is relative to.
  /// - Returns: nil for a pattern that can match nothing.
  init?(ignoring pattern: some Collection<UInt8>, in folder: RepositoryPath) {
    var bytes = Array(pattern)
    if bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    let isAnchored = bytes.contains(UInt8(ascii: "/"))
    if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
    guard !bytes.isEmpty else { return nil }
    var text = "(?s)^"
    for scalar in folder.description.unicodeScalars { text += Glob.quoted(scalar) }
    if folder != .root { text += "/" }
    if !isAnchored { text += "(?:.*/)?" }
    text += Glob.translated(bytes, isFilter: false) + "(?:/.*)?$"
    self.init(text, head: isAnchored ? Glob.head(of: bytes, in: folder) : folder)
  }

  /// A pattern of a workflow's `paths:`, without its `!`: there `?` and `+` repeat the character before them.
  init?(filter pattern: some Collection<UInt8>) {
    let bytes = Array(pattern)
    self.init("(?s)^" + Glob.translated(bytes, isFilter: true) + "$", head: Glob.head(of: bytes, in: .root))
  }

  private init?(_ text: String, head: RepositoryPath) {
    do throws(RegularExpressionProblem) { expression = try RegularExpression(text) } catch { return nil }
    self.head = head
  }

  private static func translated(_ bytes: [UInt8], isFilter: Bool) -> String {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var text = ""
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      let next = at + 1 < scalars.count ? scalars[at + 1] : nil
      if scalar == "*", next == "*" {
        // As a whole segment it may stand for no folder at all.
        if at + 2 < scalars.count, scalars[at + 2] == "/", at == 0 || scalars[at - 1] == "/" {
          text += "(?:.*/)?"
          at += 3
        } else {
          text += ".*"
          at += 2
        }
        continue
      }
      switch scalar {
      case "*": text += "[^/]*"
      case "?": text += isFilter ? (at == 0 ? "" : "?") : "[^/]"
      case "+" where isFilter && at > 0: text += "+"
      case "\\":
        if let next { text += quoted(next) }
        at += 1
      case "[":
        guard let end = scalars[min(at + 2, scalars.count)...].firstIndex(of: "]") else {
          text += "\\["
          break
        }
        text += "["
        for (offset, scalar) in scalars[(at + 1)..<end].enumerated() {
          let inverts = offset == 0 && (scalar == "!" || scalar == "^")
          text += inverts ? "^" : scalar == "-" ? "-" : quoted(scalar)
        }
        text += "]"
        at = end
      default: text += quoted(scalar)
      }
      at += 1
    }
    return text
  }

  private static func quoted(_ scalar: Unicode.Scalar) -> String {
    let isPlain = !scalar.isASCII || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "/"
    return isPlain ? String(scalar) : "\\x{" + String(scalar.value, radix: 16) + "}"
  }

  private static func head(of bytes: [UInt8], in folder: RepositoryPath) -> RepositoryPath {
    let varying = bytes.firstIndex { "*?[\\+".utf8.contains($0) } ?? bytes.endIndex
    guard let slash = bytes[..<varying].lastIndex(of: UInt8(ascii: "/")), let path = RepositoryPath(bytes[..<slash])
    else { return folder }
    return folder.appending(path)
  }
}

/// What the `.gitignore` files of the tree leave out, asked of the tree itself and so the same for every tree.
struct IgnoreRules: Sendable {
  private struct Rule: Sendable {
    let glob: Glob
    let folder: RepositoryPath
    let ignores: Bool
  }

  private var rules: [Rule] = []

  /// Reads one file. Files of outer folders go first: the last rule that matches decides.
  mutating func add(_ bytes: [UInt8], in folder: RepositoryPath) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      var pattern = line
      while let last = pattern.last, last == 13 || last == 32 || last == 9 { pattern.removeLast() }
      guard let first = pattern.first, first != UInt8(ascii: "#") else { continue }
      let ignores = first != UInt8(ascii: "!")
      guard let glob = Glob(ignoring: ignores ? pattern : pattern.dropFirst(), in: folder) else { continue }
      rules.append(Rule(glob: glob, folder: folder, ignores: ignores))
    }
  }

  /// Whether git would leave a path out, or anything below it.
  func ignores(_ path: RepositoryPath) -> Bool {
    // The last rule that speaks of it decides; a rule of a folder speaks only of what lies in it.
    rules.last { path.isInside($0.folder) && $0.glob.matches(path.bytes) }?.ignores ?? false
  }

  /// Whether a rule leaves the path out as seen from a folder further down: one that names a folder of the path and
  /// what it leaves out of it, `app/src/made/` for `src/made/a.ts`.
  func ignoresDeeper(_ path: RepositoryPath) -> Bool {
    rules.contains { rule in
      guard rule.ignores, rule.glob.head != rule.folder else { return false }
      var folder = rule.glob.head.parent
      while folder != .root {
        if rule.glob.matches(folder.appending(path).bytes) { return true }
        folder = folder.parent
      }
      return false
    }
  }

  /// Whether a rule leaves out something in the folder by the folder's name.
  func speaksOfEntries(of folder: RepositoryPath) -> Bool {
    rules.contains { $0.ignores && $0.glob.head.isInside(folder) }
  }
}
