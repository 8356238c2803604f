/// Finds the block of YAML that a Markdown file may begin with.
enum Frontmatter {
  /// The offset of the line that closes the block; nil if there is no block.
  static func end(in bytes: [UInt8]) -> Int? {
    var line = bytes[(bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)...]
    guard isFence(firstLine(of: line), closing: false) else { return nil }
    while let newline = line.firstIndex(of: UInt8(ascii: "\n")) {
      line = line[(newline + 1)...]
      if isFence(firstLine(of: line), closing: true) { return line.startIndex }
    }
    return nil
  }

  private static func firstLine(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes[..<(bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex)]
  }

  /// Blanks after the fence are allowed, as every reader of front matter does. More than three hyphens close the block
  /// too: formatters make them of what they take for a heading's underline, and no YAML that begins at the margin can
  /// hold such a line.
  private static func isFence(_ line: ArraySlice<UInt8>, closing: Bool) -> Bool {
    let fence = line.prefix(3)
    guard fence.elementsEqual("---".utf8) || (closing && fence.elementsEqual("...".utf8)) else { return false }
    let rest = closing && fence.first == UInt8(ascii: "-") ? line.drop { $0 == UInt8(ascii: "-") } : line.dropFirst(3)
    return rest.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == 13 }
  }
}
