internal import DriftModel

/// One requirement in Python's language (PEP 508): `name[extra]>=1,<2; python_version > "3.8"`, or `name @ URL`.
struct PythonRequirement {
  let name: String
  /// The offsets of the version specifier, blanks and parentheses left out; where it would stand if there is none.
  let specifierRange: Range<Int>
  let specifier: String
  let url: String?
  /// The condition, blanks made one.
  let marker: String?

  /// - Returns: nil if the text is none.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    var cursor = TextCursor(bytes)
    cursor.skipBlanks()
    name = cursor.take { TextCursor.isLetter($0) || TextCursor.isDigit($0) || "-_.".utf8.contains($0) }
    guard let first = name.utf8.first, let last = name.utf8.last,
      ![first, last].contains(where: { "-_.".utf8.contains($0) })
    else { return nil }
    var end = cursor.offset
    cursor.skipBlanks()
    if cursor.take("[") {
      _ = cursor.take { $0 != UInt8(ascii: "]") }
      guard cursor.take("]") else { return nil }
      end = cursor.offset
      cursor.skipBlanks()
    }
    if cursor.take("@") {
      cursor.skipBlanks()
      let url = cursor.take { $0 > 0x20 }
      guard !url.isEmpty else { return nil }
      self.url = url
      specifierRange = end..<end
      specifier = ""
      cursor.skipBlanks()
    } else {
      url = nil
      let parenthesised = cursor.take("(")
      if parenthesised { cursor.skipBlanks() }
      let start = cursor.offset
      let written = cursor.take { !";()#".utf8.contains($0) }
      specifier = written.trimmingBlanks
      guard specifier.isEmpty || specifier.utf8.first.map({ "<>=!~".utf8.contains($0) }) ?? false else { return nil }
      specifierRange = specifier.isEmpty ? end..<end : start..<(start + specifier.utf8.count)
      if parenthesised {
        guard cursor.take(")") else { return nil }
        cursor.skipBlanks()
      }
    }
    guard !cursor.isAtEnd else {
      marker = nil
      return
    }
    guard cursor.take(";") else { return nil }
    let condition = cursor.take { _ in true }
    marker = condition.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// What it asks for.
  var requirement: DependencyRequirement {
    if let url { return PythonRequirement.source(url) }
    return .python(specifier)
  }

  /// A URL that pip installs from: `git+https://host/path@ref#egg=name`, a file, an archive.
  static func source(_ url: String) -> DependencyRequirement {
    let base = url.prefix { $0 != "#" }
    if base.hasPrefix("file:") || base.hasPrefix(".") || base.hasPrefix("/") {
      return DependencyRequirement(text: url, meaning: .local)
    }
    let path = base.firstRange(of: "://").map { $0.upperBound } ?? base.startIndex
    guard base.contains("+"), let slash = base[path...].firstIndex(of: "/"),
      let at = base[slash...].lastIndex(of: "@")
    else { return DependencyRequirement(text: url, meaning: .source(url: String(base), reference: nil)) }
    let reference = String(base[base.index(after: at)...])
    return DependencyRequirement(text: url, meaning: .source(url: String(base[..<at]), reference: reference))
  }
}
