internal import Documents

/// Attributes of raw HTML in a document. Not a parser of pages: tags as people write them between Markdown.
struct HTMLScan {
  /// Values that lead somewhere: `href` of `a`, `src` of `img`, `source`, `video`, `srcset` left alone.
  private(set) var references: [(value: [UInt8], range: Range<Int>, isImage: Bool)] = []
  /// Values of `id` and `name`, which a link may name.
  private(set) var identifiers: [[UInt8]] = []

  private let bytes: [UInt8]
  private var at: Int
  private let end: Int

  /// Reads one stretch of a file.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    at = range.lowerBound
    end = range.upperBound
    while let open = bytes[at..<end].firstIndex(of: UInt8(ascii: "<")) {
      at = open + 1
      if bytes[at..<end].starts(with: "!--".utf8) {
        skipComment()
      } else if at < end, isLetter(bytes[at]) {
        readTag()
      }
    }
  }

  private mutating func skipComment() {
    at += 3
    while at < end {
      guard let dash = bytes[at..<end].firstIndex(of: UInt8(ascii: "-")) else {
        at = end
        return
      }
      at = dash + 1
      if bytes[dash..<end].starts(with: "-->".utf8) {
        at = dash + 3
        return
      }
    }
  }

  private mutating func readTag() {
    let tag = word()
    let before = references.count
    var isScripted = false
    while at < end, bytes[at] != UInt8(ascii: ">") {
      guard isName(bytes[at]) else {
        at += 1
        continue
      }
      let name = word()
      // What a click does is then up to a script.
      isScripted = isScripted || name == "onclick"
      skipBlanks()
      guard at < end, bytes[at] == UInt8(ascii: "=") else { continue }
      at += 1
      skipBlanks()
      guard let range = value(), !range.isEmpty else { continue }
      take(tag, name, range)
    }
    if isScripted { references.removeSubrange(before...) }
  }

  private mutating func take(_ tag: String, _ name: String, _ range: Range<Int>) {
    switch (tag, name) {
    case (_, "id"), (_, "name"): identifiers.append(Array(bytes[range]))
    case ("a", "href"), ("img", "src"), ("source", "src"), ("video", "src"):
      references.append((HTMLEntity.resolved(bytes[range]), range, tag != "a"))
    default: break
    }
  }

  private mutating func word() -> String {
    let start = at
    while at < end, isName(bytes[at]) { at += 1 }
    return String(decoding: bytes[start..<at].map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while at < end, bytes[at] == 32 || bytes[at] == 9 || bytes[at] == 10 || bytes[at] == 13 { at += 1 }
  }

  private mutating func value() -> Range<Int>? {
    guard at < end else { return nil }
    if bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") {
      let start = at + 1
      guard let close = bytes[start..<end].firstIndex(of: bytes[at]) else {
        at = end
        return nil
      }
      at = close + 1
      return start..<close
    }
    let start = at
    while at < end, bytes[at] > 32, bytes[at] != UInt8(ascii: ">") { at += 1 }
    return start..<at
  }

  private func isName(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ":")
  }
}
