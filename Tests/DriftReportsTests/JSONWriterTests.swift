import DriftReports
import Testing

struct JSONWriterTests {
  private func text(_ value: JSONValue) -> String { String(decoding: JSONWriter.bytes(of: value), as: UTF8.self) }

  @Test func whatIsShortAndFlatStandsOnOneLine() {
    let short = JSONValue.object([("a", .array([.integer(1), .null])), ("b", .object([]))])
    #expect(text(short) == "{\"a\": [1, null], \"b\": {}}\n")
    #expect(
      text(.array([short, .array([.array([.boolean(true)])])]))
        == "[\n  {\"a\": [1, null], \"b\": {}},\n  [[true]]\n]\n")
    let long = JSONValue.strings([String(repeating: "x", count: 60), String(repeating: "y", count: 60)])
    #expect(text(long).split(separator: "\n").count == 4)
  }

  /// Lists of subjects have tens of thousands of members, and a hostile name is as long as it likes.
  @Test func whatIsOfAnyLengthIsWritten() {
    let many = JSONValue.strings((0..<100_000).map { "a/rather/long/path/to/file\($0)" })
    #expect(text(.object([("list", many)])).split(separator: "\n").count == 100_004)
    #expect(!JSONWriter.line(of: .array([many])).contains("\n"))
    let deep = JSONValue.array([.array([.array([.string(String(repeating: "x", count: 2_000_000))])])])
    #expect(text(deep).utf8.count > 2_000_000)
    #expect(JSONWriter.line(of: deep).utf8.count == 2_000_008)
  }
}
