import DriftModel
import Testing

/// Where lines begin and end: behind `\n`, and without a `\r` before it.
struct LineIndexTests {
  @Test(arguments: [
    ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\r\nbc\n\n", ["a", "bc", "", ""]), ("\r\n\r", ["", "\r"]),
    ("a\rb\r\r\nc", ["a\rb\r", "c"]),
  ])
  func tellsTheBytesOfEachLine(text: String, lines: [String]) {
    let bytes = Array(text.utf8)
    let index = LineIndex(bytes)
    #expect(index.count == lines.count)
    #expect(
      (1...index.count).map { String(decoding: bytes[index.range(ofLine: $0, in: bytes)], as: UTF8.self) } == lines)
  }
}
