internal import DriftModel

/// Reads `go.mod`: `require` and `replace`, alone or in blocks.
enum GoManifest {
  static func read(_ text: ManifestText) -> Manifest {
    var manifest = Manifest(path: text.path, ecosystem: .go)
    var block: String?
    for line in lines(of: text.bytes) {
      var words = GoManifest.words(line, in: text.bytes)
      if words.first?.text == ")" {
        block = nil
        continue
      }
      if words.count == 2, words[1].text == "(" {
        block = words[0].text
        continue
      }
      let verb: String
      if let block {
        verb = block
      } else {
        guard let first = words.first else { continue }
        verb = first.text
        words.removeFirst()
      }
      switch verb {
      case "module": manifest.name = words.first?.text
      case "require": require(words, line, text, &manifest)
      case "replace": replace(words, text, &manifest)
      default: break
      }
    }
    return manifest
  }

  private struct Word {
    let text: String
    let range: Range<Int>
  }

  private static func require(_ words: [Word], _ line: Range<Int>, _ text: ManifestText, _ manifest: inout Manifest) {
    guard words.count == 2 else {
      if !words.isEmpty {
        manifest.obstacles.append(
          Unverified("a line of '\(text.path)' is not understood", at: text.location(of: line)))
      }
      return
    }
    let version = words[1]
    let requirement =
      SemanticVersion(version.text, prefixed: true)
      .map { DependencyRequirement(text: version.text, meaning: .semantic(SemanticRange(from: $0, prereleases: .all))) }
      ?? .unknown(version.text, "no version of a Go module")
    let rest = String(decoding: text.bytes[version.range.upperBound..<line.upperBound], as: UTF8.self)
    let isIndirect = rest.drop { $0 == " " || $0 == "\t" || $0 == "/" }.hasPrefix("indirect")
    manifest.dependencies.append(
      Dependency(
        words[0].text, in: .go, requirement, role: isIndirect ? .indirect : .needed,
        group: "require", at: text.location(of: version.range),
        site: text.site(at: version.range, .go)))
  }

  /// `replace old [version] => new [version]`.
  private static func replace(_ words: [Word], _ text: ManifestText, _ manifest: inout Manifest) {
    guard let arrow = words.firstIndex(where: { $0.text == "=>" }), arrow > 0 else { return }
    manifest.overrides[words[0].text] = ForcedVersion(nil, at: text.location(of: words[0].range))
  }

  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      lines.append(start..<end)
      start = end + 1
    }
    return lines
  }

  /// The words of a line up to a comment, quotes removed.
  private static func words(_ line: Range<Int>, in bytes: [UInt8]) -> [Word] {
    var words: [Word] = []
    var at = line.lowerBound
    while at < line.upperBound {
      let byte = bytes[at]
      if byte <= 0x20 {
        at += 1
        continue
      }
      if byte == UInt8(ascii: "/"), at + 1 < line.upperBound, bytes[at + 1] == UInt8(ascii: "/") { break }
      let isQuoted = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
      let start = isQuoted ? at + 1 : at
      var end = start
      while end < line.upperBound, isQuoted ? bytes[end] != byte : bytes[end] > 0x20 { end += 1 }
      words.append(Word(text: String(decoding: bytes[start..<end], as: UTF8.self), range: start..<end))
      at = isQuoted ? end + 1 : end
    }
    return words
  }
}
