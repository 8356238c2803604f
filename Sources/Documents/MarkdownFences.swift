/// Works around a fault of md4c 0.4.8, the version of Debian 12: it takes an indented line of a paragraph that looks
/// like a fence for one, and all that follows for code. CommonMark says that such a line belongs to the paragraph.
/// Generators with notes (`!!! note`, their text indented below) make it common.
enum MarkdownFences {
  /// The bytes with other characters in the place of those fences, so that every offset stays right; nil if there are
  /// none.
  static func hidden(in bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var changed: [UInt8]?
    var isInParagraph = false
    var fence: UInt8?
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      let (indent, first) = indentation(of: line)
      let mark = fenceMark(line[first...])
      if first == end || bytes[first] == 13 {
        isInParagraph = false
      } else if let open = fence {
        if mark == open, indent < 4 { fence = nil }
      } else if indent < 4 {
        fence = mark
        isInParagraph = mark == nil && beginsParagraph(line[first...])
      } else if isInParagraph, mark != nil {
        var copy = changed ?? Array(bytes)
        for index in first..<end where copy[index] == UInt8(ascii: "`") || copy[index] == UInt8(ascii: "~") {
          copy[index] = UInt8(ascii: "\"")
        }
        changed = copy
      }
      start = end + 1
    }
    return changed
  }

  private static func indentation(of line: Slice<UnsafeBufferPointer<UInt8>>) -> (columns: Int, first: Int) {
    var columns = 0
    var at = line.startIndex
    while at < line.endIndex, line[at] == 32 || line[at] == 9 {
      columns = line[at] == 9 ? (columns / 4 + 1) * 4 : columns + 1
      at += 1
    }
    return (columns, at)
  }

  /// The character of a fence that some text begins with.
  private static func fenceMark(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt8? {
    guard let first = text.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else { return nil }
    return text.prefix(3).count == 3 && text.prefix(3).allSatisfy { $0 == first } ? first : nil
  }

  /// Whether a line goes into a paragraph of its own: in a list or a quotation, what is indented has another meaning.
  private static func beginsParagraph(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = text.first else { return false }
    let second = text.dropFirst().first ?? 32
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): return second != 32 && second != 9
    case UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: "|"): return false
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let mark = text.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.first
      return mark != UInt8(ascii: ".") && mark != UInt8(ascii: ")")
    default: return true
    }
  }
}
