internal import Documents
internal import DriftModel

/// The bytes of a manifest, and where in them things stand.
struct ManifestText: Sendable {
  let path: RepositoryPath
  let bytes: [UInt8]
  private let lines: LineIndex

  init(_ bytes: [UInt8], of path: RepositoryPath) {
    self.path = path
    self.bytes = bytes
    self.lines = LineIndex(bytes)
  }

  /// The place of some bytes.
  func location(of range: Range<Int>) -> Location { Location(path, lines.region(of: range)) }

  /// Whether it holds nothing but blanks and comments (`#`).
  var isBlank: Bool {
    bytes.split(separator: UInt8(ascii: "\n")).allSatisfy { line in
      line.first { $0 > 0x20 }.map { $0 == UInt8(ascii: "#") } ?? true
    }
  }

  /// The offsets of a scalar's text, quotes left out; nil if it is not written as it reads.
  func range(of node: DocumentNode) -> Range<Int>? {
    guard let written = node.byteRange, let text = node.scalar, written.upperBound <= bytes.count else { return nil }
    for quote in [0, 1] where written.count == text.utf8.count + 2 * quote {
      let range = (written.lowerBound + quote)..<(written.upperBound - quote)
      if bytes[range].elementsEqual(text.utf8) { return range }
    }
    return nil
  }

  /// The site of a part of a scalar's text.
  ///
  /// - Parameter part: offsets within the text.
  func site(
    of node: DocumentNode, part: Range<Int>? = nil, _ language: RequirementSite.Language
  ) -> RequirementSite? {
    guard let whole = range(of: node) else { return nil }
    let range = part.map { (whole.lowerBound + $0.lowerBound)..<(whole.lowerBound + $0.upperBound) } ?? whole
    return site(at: range, language)
  }

  /// The site of some bytes.
  func site(at range: Range<Int>, _ language: RequirementSite.Language) -> RequirementSite {
    RequirementSite(path: path, range: range, expected: Array(bytes[range]), language: language)
  }
}

extension DocumentNode {
  /// The elements of a list; none for anything else.
  var elements: [DocumentNode] { if case .sequence(let nodes) = content { nodes } else { [] } }

  /// The entries of a mapping; none for anything else.
  var members: [Member] { if case .mapping(let members) = content { members } else { [] } }

  /// Whether it is the plain word.
  func isPlain(_ word: String) -> Bool { content == .scalar(word, style: .plain) }
}
