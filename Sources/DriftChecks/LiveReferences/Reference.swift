internal import DriftModel

/// Where in a document a path can be named.
enum Construct: String, Sendable, CaseIterable {
  case links, images, html, code, commands, workflows, codeowners, makefiles, dockerfiles
}

/// A path that a document names, as written.
struct Reference: Sendable {
  let construct: Construct
  /// The text, escapes resolved.
  let text: [UInt8]
  /// Where it stands in the document; nil if it is not written as it reads.
  let range: Range<Int>?
  /// An offset on its line, if `range` is nil.
  let offset: Int
  /// The folders that it may be relative to, the likeliest first.
  let folders: [RepositoryPath]
  /// How sure it is that the text names a path of this repository.
  let certainty: Certainty
  /// Whether it may name the folder that a clone of something on the web lies in.
  var mayBeClone = false

  enum Certainty: Sendable {
    /// The place takes nothing but a path.
    case stated
    /// It reads like one.
    case likely
  }

  init(
    _ construct: Construct, _ text: [UInt8], at range: Range<Int>?, offset: Int? = nil, from folders: [RepositoryPath],
    certainty: Certainty = .stated
  ) {
    self.construct = construct
    self.text = text
    self.range = range
    self.offset = range?.lowerBound ?? offset ?? 0
    self.folders = folders
    self.certainty = certainty
  }
}

/// What a reference's text means: a path, and what of it is meant.
struct Target: Sendable, Hashable {
  /// The path as written, percent signs resolved, without what is behind it; empty for the document itself.
  var path: [UInt8]
  /// How many bytes of the text the path takes.
  var length: Int
  /// Whether it begins with `/`: the repository's root.
  var isAbsolute = false
  /// The text behind `#`, percent signs resolved; nil if there is none.
  var fragment: [UInt8]?
  /// The last line that is named: `:12`, `#L12-L20`.
  var line: Int?

  /// Reads a link's destination.
  ///
  /// - Returns: nil for what names nothing in the repository: addresses with a scheme, placeholders, queries alone.
  static func link(_ text: [UInt8]) -> Target? {
    guard !text.isEmpty, !hasScheme(text), !text.starts(with: "//".utf8), !isPlaceholder(text) else { return nil }
    // `[text](url)`, which shows how a link is written.
    guard String(decoding: text, as: UTF8.self).lowercased() != "url" else { return nil }
    // `@site/…`, `~/…` and `@ref` belong to site generators; `::` and blanks to the documentation of code.
    guard let first = text.first, !"@~$%|\\".utf8.contains(first), !contains(text, "::") else { return nil }
    let hash = text.firstIndex(of: UInt8(ascii: "#")) ?? text.endIndex
    let query = text[..<hash].firstIndex(of: UInt8(ascii: "?")) ?? hash
    var target = Target(path: [], length: query)
    target.isAbsolute = first == UInt8(ascii: "/")
    guard let path = percentDecoded(text[..<query]), path.first != nil || query == 0 else { return nil }
    guard !(query == 0 && hash > 0) else { return nil }
    target.path = path
    if hash < text.endIndex {
      guard let fragment = percentDecoded(text[(hash + 1)...]) else { return nil }
      target.fragment = fragment
      target.line = lineOfFragment(fragment)
    }
    target.takeLineSuffix()
    return target
  }

  /// Reads a path that stands alone in code or in a command.
  static func plain(_ text: [UInt8]) -> Target? {
    guard !text.isEmpty, !hasScheme(text), !isPlaceholder(text) else { return nil }
    var target = Target(path: text, length: text.count)
    if let hash = text.firstIndex(of: UInt8(ascii: "#")) {
      target.path = Array(text[..<hash])
      target.length = hash
      target.line = lineOfFragment(Array(text[(hash + 1)...]))
    }
    target.takeLineSuffix()
    return target
  }

  /// `:12`, `:12:5` and `:12-20` behind a path.
  private mutating func takeLineSuffix() {
    guard let colon = path.firstIndex(of: UInt8(ascii: ":")) else { return }
    let suffix = path[(colon + 1)...]
    guard colon > 0, let first = suffix.first, isDigit(first),
      suffix.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-") })
    else { return }
    let parts = suffix.split(separator: UInt8(ascii: ":"), maxSplits: 1).first ?? []
    line = parts.split(separator: UInt8(ascii: "-")).compactMap { Int(String(decoding: $0, as: UTF8.self)) }.max()
    length -= path.count - colon
    path = Array(path[..<colon])
  }

  /// `L12`, `L12-L20`, `L12C3-L20C5`, `L12-20`.
  private static func lineOfFragment(_ fragment: [UInt8]) -> Int? {
    guard fragment.first == UInt8(ascii: "L"), fragment.count > 1 else { return nil }
    var last: Int?
    for part in fragment.split(separator: UInt8(ascii: "-")) {
      let digits = (part.first == UInt8(ascii: "L") ? part.dropFirst() : part)[...]
      let number = digits.prefix(while: isDigit)
      let rest = digits.dropFirst(number.count)
      guard let value = Int(String(decoding: number, as: UTF8.self)),
        rest.isEmpty || (rest.first == UInt8(ascii: "C") && rest.dropFirst().allSatisfy(isDigit))
      else { return nil }
      last = max(last ?? 0, value)
    }
    return last
  }

  // MARK: Texts that name nothing here

  /// `https:`, `mailto:`, `doc:`; a single letter is a drive of Windows, and no path of a repository either.
  private static func hasScheme(_ text: [UInt8]) -> Bool {
    guard let first = text.first, isLetter(first), let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
      return false
    }
    let scheme = text[..<colon]
    guard scheme.allSatisfy({ isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }) else { return false }
    // `a.md:12` is a line of a file.
    let rest = text[(colon + 1)...]
    return rest.first.map { !isDigit($0) } ?? true || !scheme.contains(UInt8(ascii: "."))
  }

  /// What a reader is to put something else for, and what a site generator or a shell does.
  static func isPlaceholder(_ text: [UInt8]) -> Bool {
    if text.contains(where: { "<>{}$*|\"`^\n\r\t".utf8.contains($0) }) { return true }
    return contains(text, "...") || contains(text, "\u{2026}") || contains(text, "%7B") || contains(text, "%3C")
  }

  static func contains(_ text: [UInt8], _ part: String) -> Bool {
    let part = Array(part.utf8)
    guard text.count >= part.count else { return false }
    return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }

  /// The bytes that `%41` and its like stand for; nil for a NUL, which no path holds.
  static func percentDecoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] == UInt8(ascii: "%"), at + 2 < text.endIndex,
        let byte = UInt8(String(decoding: text[(at + 1)...(at + 2)], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        at += 3
      } else {
        result.append(text[at])
        at += 1
      }
    }
    return result.contains(0) ? nil : result
  }
}

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
