import SourceText
import Testing

/// Shows the spans of a text: comments between `⟪` and `⟫`, strings between `‹` and `›`.
func marked(_ text: String, as language: Language) -> String {
  let bytes = Array(text.utf8)
  var result: [UInt8] = []
  var at = 0
  for span in SourceMap(bytes, as: language).spans {
    result += bytes[at..<span.start]
    result += Array((span.kind == .comment ? "⟪" : "‹").utf8)
    result += bytes[span.range]
    result += Array((span.kind == .comment ? "⟫" : "›").utf8)
    at = span.end
  }
  return String(decoding: result + bytes[at...], as: UTF8.self)
}

/// A text with its comments and strings marked as ``marked(_:as:)`` marks them; without the marks it is the input.
func expect(_ expected: String, as language: Language, sourceLocation: SourceLocation = #_sourceLocation) {
  let input = expected.filter { !"⟪⟫‹›".contains($0) }
  #expect(marked(input, as: language) == expected, sourceLocation: sourceLocation)
}
