import SourceText
import Testing

/// Bytes that nobody would write, in every language: each must have an answer, in time proportional to their number.
struct HostileTests {
  /// A generator that gives the same numbers on every machine.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private static let pieces: [String] = [
    "\"", "'", "`", "\"\"\"", "'''", "#", "//", "/*", "*/", "\\", "\n", "\r\n", "\r", " ", "\t", "${", "$(", "((", "(",
    ")", "{", "}", "[", "]", "<", ">", "</", "/>", "<<EOF", "EOF", "f\"", "f'", "r#\"", "\"#", "R\"x(", ")x\"", "$$",
    "$a$", "\\(", "#\"", "|", ">", ": ", "- ", "--", "=", "a", "if", "return", "/", "case x in", "esac", "@\"", "$\"",
    "0", "\\.", "stdin;", "#/", "/#", "é", "\u{2028}", ",", ";", "!", ":", "%", "N{",
  ]

  private func check(_ bytes: [UInt8], _ language: Language) {
    var end = 0
    for span in SourceMap(bytes, as: language).spans {
      if span.start < end || span.end <= span.start || span.end > bytes.count {
        Issue.record("\(language): span \(span) of \(bytes) is out of order")
        return
      }
      end = span.end
    }
  }

  @Test(arguments: Language.allCases)
  func everySequenceOfPiecesHasSpansInOrder(language: Language) {
    var numbers = Numbers(state: 42)
    for _ in 0..<500 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...30, using: &numbers) {
        bytes += Array((HostileTests.pieces.randomElement(using: &numbers) ?? "").utf8)
      }
      check(bytes, language)
    }
  }

  @Test(arguments: Language.allCases)
  func everySequenceOfBytesHasSpansInOrder(language: Language) {
    var numbers = Numbers(state: 7)
    for _ in 0..<500 {
      check(
        (0..<Int.random(in: 0...60, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) }, language)
    }
  }

  /// What is quadratic takes minutes here.
  @Test(arguments: Language.allCases)
  func repeatedPiecesTakeLinearTime(language: Language) {
    for piece in HostileTests.pieces {
      check(Array(String(repeating: piece, count: 12_000).utf8), language)
    }
  }

  @Test func anEmptyTextHasNoSpans() {
    for language in Language.allCases { #expect(SourceMap([], as: language).spans == []) }
  }
}
