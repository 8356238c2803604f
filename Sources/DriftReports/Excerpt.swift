import DriftModel

/// Source lines with a marker below what a statement is about, laid out for a fixed-width font.
struct Excerpt {
  /// One line of it.
  enum Line {
    /// A line of the file.
    case source(number: Int, text: String)
    /// Carets under the line before.
    case marker(String)
    /// Lines that are left out.
    case gap
  }

  /// The lines, in order; empty if there is nothing to show.
  let lines: [Line]

  /// Lays out the lines that belong to a region.
  ///
  /// - Parameter width: how many columns a source line may take; nil for any number.
  init(_ source: SourceLines, of region: Region, width: Int?) {
    var lines: [Line] = []
    for (number, bytes) in source {
      let marked = Excerpt.markedBytes(of: region, line: number, length: bytes.count)
      let (text, marker) = Excerpt.layOut(bytes, marking: marked, width: width)
      lines.append(.source(number: number, text: text))
      if let marker { lines.append(.marker(marker)) }
    }
    if let last = source.last?.line, last < region.endLine, !(last + 1 == region.endLine && region.endColumn <= 1) {
      lines.append(.gap)
    }
    self.lines = lines
  }

  /// The offsets of a line that lie in the region; only the region's first line is marked.
  private static func markedBytes(of region: Region, line: Int, length: Int) -> Range<Int>? {
    guard line == region.line, region.column >= 1, region.column - 1 <= length else { return nil }
    let start = region.column - 1
    let end = region.endLine > line ? length : min(region.endColumn - 1, length)
    return start..<max(start, end)
  }

  private static func layOut(_ bytes: [UInt8], marking marked: Range<Int>?, width: Int?) -> (String, String?) {
    let pieces = VisibleText.pieces(of: bytes, startsLine: false, tabWidth: 4)
    var start = 0
    var length = 0
    var total = 0
    for piece in pieces {
      if let marked {
        if piece.offset < marked.lowerBound { start += piece.width }
        if marked.contains(piece.offset) { length += piece.width }
      }
      total += piece.width
    }
    let isLong = width.map { total > $0 } ?? false
    let firstColumn = isLong && marked != nil ? max(0, start - (width ?? 0) / 3) : 0
    let lastColumn = isLong ? firstColumn + (width ?? 0) : Int.max
    var text = ""
    var shown = 0
    var skipped = 0
    for piece in pieces {
      if skipped < firstColumn {
        skipped += piece.width
      } else if skipped + shown + piece.width <= lastColumn {
        text += piece.text
        shown += piece.width
      } else {
        break
      }
    }
    if skipped > 0 { text = "..." + text }
    if skipped + shown < total { text += "..." }
    guard marked != nil else { return (trimmed(text), nil) }
    let indent = start - skipped + (skipped > 0 ? 3 : 0)
    let visible = max(1, min(length, shown - (start - skipped)))
    return (trimmed(text), String(repeating: " ", count: max(0, indent)) + String(repeating: "^", count: visible))
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.utf8.last == UInt8(ascii: " ") { text.removeLast() }
    return String(text)
  }
}
