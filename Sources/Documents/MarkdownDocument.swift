public import DriftModel

/// What a Markdown document links to, what it writes as code, and the headings that links may name.
///
/// Offsets are those of the whole file, front matter included. CommonMark with the extensions of GitHub's dialect.
public struct MarkdownDocument: Sendable {
  /// A link or an image, inline or by reference, or an address in angle brackets.
  public struct Link: Sendable, Hashable {
    /// Whether it is shown in place.
    public let isImage: Bool
    /// Where it leads: the destination with its escapes and entities resolved.
    public let destination: [UInt8]
    /// The bytes of the destination as written, where that is what it reads as; a link by reference has its
    /// definition's, so several may share it. Nil where escapes or entities were resolved.
    public let range: Range<Int>?
    /// An offset on the line where the link begins, or near it.
    public let offset: Int
  }

  /// Inline code on one line.
  public struct CodeSpan: Sendable, Hashable {
    /// The bytes between the backticks, without the blanks that are not part of it.
    public let range: Range<Int>
  }

  /// A block of code, fenced or indented.
  public struct CodeBlock: Sendable, Hashable {
    /// The first word behind the fence in lower case; empty if there is none, and for an indented block.
    public let language: String
    /// Whether it stands between fences.
    public let isFenced: Bool
    /// Its lines that are not empty, without the indentation that is not part of the code.
    public let lines: [Range<Int>]
  }

  /// A heading, `#` or underlined.
  public struct Heading: Sendable, Hashable {
    /// 1 to 6.
    public let level: Int
    /// Its text without markup; images have none.
    public let text: String
    /// An offset on its line.
    public let offset: Int
  }

  /// In the order of the document.
  public internal(set) var links: [Link] = []
  /// In the order of the document.
  public internal(set) var codeSpans: [CodeSpan] = []
  /// In the order of the document.
  public internal(set) var codeBlocks: [CodeBlock] = []
  /// In the order of the document.
  public internal(set) var headings: [Heading] = []
  /// Stretches of raw HTML, in the order of the document: tags, comments and whole blocks.
  public internal(set) var html: [Range<Int>] = []
}

extension Documents {
  /// Reads a Markdown document; front matter is passed over. Bytes that are not UTF-8 are kept as they are.
  ///
  /// - Throws: if definitions of links are repeated so often that reading them out would take for ever.
  public static func markdown(_ bytes: [UInt8], file: FileName) throws(DocumentProblem) -> MarkdownDocument {
    var start = 0
    if let fence = Frontmatter.end(in: bytes) {
      start = bytes[fence...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }
    let document = bytes.withUnsafeBufferPointer { bytes in
      guard let hidden = MarkdownFences.hidden(in: bytes) else { return MarkdownReader.read(bytes, from: start) }
      return hidden.withUnsafeBufferPointer { MarkdownReader.read($0, from: start) }
    }
    guard let document else {
      throw DocumentProblem(
        "the document repeats the destinations of its links too often to be read out",
        at: Location(file: file, region: nil), isLimit: true)
    }
    return document
  }
}
