/// Comments of Dockerfiles: lines whose first byte is `#`. Nothing there is told to be a string.
struct DockerfileLexer {
  private let text: Source
  private var list = SpanList()

  init(_ text: Source) { self.text = text }

  mutating func run() -> [SourceSpan] {
    var at = 0
    while at < text.count {
      var first = at
      while text[first].isBlank { first += 1 }
      let end = text.endOfLine(from: first)
      if text[first] == Byte.hash { list.add(.comment, first, end) }
      at = text.firstOffset(of: Byte.newline, from: end) + 1
    }
    return list.spans
  }
}
