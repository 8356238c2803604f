import RegularExpressions
import Testing

struct TextSearchTests {
  private func needle(_ pattern: String) throws -> TextSearch.Needle { .expression(try RegularExpression(pattern)) }

  private func found(_ needles: [TextSearch.Needle], in text: some Sequence<UInt8>, limit: Int = .max) -> [String] {
    Array(text).withUnsafeBufferPointer { bytes in
      TextSearch(needles).matches(in: bytes, limit: limit).apart.map { match in
        "\(match.line):\(match.column) #\(match.needle) "
          + String(decoding: UnsafeBufferPointer(rebasing: bytes[match.range]), as: UTF8.self)
      }
    }
  }

  @Test func saysWhereEachMatchStands() throws {
    let needles: [TextSearch.Needle] = [
      .literal(Array("utcnow".utf8)), try needle(#"\bprint\("#), try needle(#"\d{3}$"#),
    ]
    let text = "a = datetime.utcnow()\r\nprint(1); print(2)\n\nreprint(3)\nport 123\r\n123 \n456"
    #expect(
      found(needles, in: text.utf8) == [
        "1:14 #0 utcnow", "2:1 #1 print(", "2:11 #1 print(", "5:6 #2 123", "7:1 #2 456",
      ])
  }

  @Test func givesTheFirstThenTheLongestThenTheFirstNamedOfOverlappingMatches() throws {
    let needles: [TextSearch.Needle] = [
      .literal(Array("now".utf8)), .literal(Array("utc".utf8)), .literal(Array("utcnow".utf8)), try needle("utcnow"),
    ]
    #expect(found(needles, in: "utcnow now utc".utf8) == ["1:1 #2 utcnow", "1:8 #0 now", "1:12 #1 utc"])
  }

  @Test func leavesOutEmptyMatches() throws {
    #expect(found([try needle("x*")], in: "axxb\n\nx".utf8) == ["1:2 #0 xx", "3:1 #0 x"])
  }

  @Test func searchesTextThatIsNotUTF8() throws {
    let text = Array("caf".utf8) + [0xE9] + Array(" open\nna".utf8) + [0xFF] + Array("ve open".utf8)
    #expect(found([.literal(Array("open".utf8)), try needle("na.ve")], in: text).count == 3)
  }

  @Test func knowsTheLettersWhoseOtherCaseIsBeyondASCII() throws {
    let needles = [try needle("(?i)mask")]
    #expect(found(needles, in: "MASK ma\u{17F}k mas\u{212A} mast".utf8).count == 3)
    // Without the flag they are other letters.
    #expect(found([try needle("mask")], in: "ma\u{17F}k MASK mask".utf8) == ["1:12 #0 mask"])
    #expect(found([try needle("İstanbul"), try needle(#"\x{2019}"#)], in: "İstanbul\u{2019}".utf8).count == 2)
  }

  @Test func endsAtItsLimitAndSaysSo() throws {
    let text = Array(String(repeating: "todo ", count: 50).utf8)
    text.withUnsafeBufferPointer { bytes in
      let search = TextSearch([.literal(Array("todo".utf8))])
      let some = search.matches(in: bytes, limit: 10)
      #expect(some.all.count == 10)
      #expect(!some.isComplete)
      let all = search.matches(in: bytes, limit: 1000)
      #expect(all.all.count == 50)
      #expect(all.isComplete)
    }
  }

  /// A line of many matches, each of which makes the expression look at all the rest.
  @Test(.timeLimit(.minutes(1))) func isNotMadeSlowByOneLongLine() throws {
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 8 << 20)
    for pattern in ["a.*b|a", "[a-z].*[0-9]|[a-z]"] {
      let search = TextSearch([try needle(pattern)])
      let matches = text.withUnsafeBufferPointer { search.matches(in: $0, limit: 1000) }
      #expect(!matches.isComplete)
      #expect(!matches.all.isEmpty)
    }
  }

  /// What the search finds in one pass is what each needle finds alone, line by line.
  @Test func agreesWithSearchingLineByLine() throws {
    var random = Random(state: 7)
    let patterns = [
      "foo", #"\bfoo\b"#, "(?i)FOO.ba[rz]", "^import +foo", "ba[rz]$", "foo.*bar", "foo|quux", "[0-9]{3}", "a.c",
      #"\s+$"#, "(?i)k[0-9]", "é.", "[^ -~]", "x*foo", "o{2}", "(?m)^bar$", #"\Aqux"#, "qux", "foo\\.bar", "(?s)f.o",
    ]
    let words = [
      "foo", "FOO", "bar", "baz", " ", "  ", "\n", "\r\n", "\n\n", "import ", "quux", "123", "abc", "é", "\u{212A}7",
      "k7",
      "foo.bar", "\u{17F}", "x", ".", "\t",
    ]
    for round in 0..<400 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<60, using: &random) {
        text += Array((words.randomElement(using: &random) ?? "").utf8)
        if round % 5 == 0, Int.random(in: 0..<20, using: &random) == 0 { text.append(0xE9) }
      }
      let chosen = try patterns.shuffled(using: &random).prefix(Int.random(in: 1...6, using: &random)).map {
        try RegularExpression($0)
      }
      let literals = [Array("foo".utf8), Array("ba".utf8), Array("r".utf8), Array("é".utf8)]
        .prefix(Int.random(in: 0...4, using: &random))
      let needles = literals.map { TextSearch.Needle.literal($0) } + chosen.map { .expression($0) }
      let search = TextSearch(needles)
      let found = text.withUnsafeBufferPointer { search.matches(in: $0) }
      #expect(found.isComplete)
      #expect(
        found.apart.map { "\($0.needle) \($0.range) \($0.line) \($0.column)" }
          == reference(Array(literals), chosen, in: text), "patterns \(chosen.map(\.pattern)) in \(text)")
    }
  }

  private func reference(_ literals: [[UInt8]], _ expressions: [RegularExpression], in text: [UInt8]) -> [String] {
    var all: [(needle: Int, range: Range<Int>, line: Int, column: Int)] = []
    for (index, literal) in literals.enumerated() {
      var (line, lineStart) = (1, 0)
      for start in text.indices {
        if text[start...].starts(with: literal) {
          all.append((index, start..<(start + literal.count), line, start - lineStart + 1))
        }
        if text[start] == UInt8(ascii: "\n") { (line, lineStart) = (line + 1, start + 1) }
      }
    }
    for (index, expression) in expressions.enumerated() {
      for match in expression.lineMatches(in: text) where !match.range.isEmpty {
        all.append((literals.count + index, match.range, match.line, match.column(of: match.range.lowerBound)))
      }
    }
    all.sort {
      ($0.range.lowerBound, -$0.range.count, $0.needle) < ($1.range.lowerBound, -$1.range.count, $1.needle)
    }
    var end = 0
    return all.filter { match in
      guard match.range.lowerBound >= end else { return false }
      end = match.range.upperBound
      return true
    }.map { "\($0.needle) \($0.range) \($0.line) \($0.column)" }
  }

  /// A literal is found wherever it stands: the text is looked at in blocks, the last of which may overlap another.
  @Test(arguments: ["z", "zy", "zyx", "zyxwv"]) func findsALiteralAtEveryOffset(literal: String) {
    let search = TextSearch([.literal(Array(literal.utf8)), .literal(Array("other".utf8))])
    for length in Array(0...12) + Array(60...72) + Array(124...136) + [200] where length >= literal.utf8.count {
      for offset in 0...(length - literal.utf8.count) {
        var text = [UInt8](repeating: UInt8(ascii: "."), count: length)
        text.replaceSubrange(offset..<(offset + literal.utf8.count), with: literal.utf8)
        let found = text.withUnsafeBufferPointer { search.matches(in: $0) }
        #expect(found.all.map(\.range) == [offset..<(offset + literal.utf8.count)], "\(length) \(offset)")
      }
    }
  }

  /// Many literals, of all lengths: more than there are buckets, in a text longer than a vector.
  @Test func findsManyLiterals() throws {
    var random = Random(state: 11)
    let alphabet = Array("abcdefgh".utf8)
    func word(_ length: Int) -> [UInt8] { (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 } }
    for shortest in [1, 2, 3, 5] {
      let literals = Array(Set((0..<300).map { word(shortest + $0 % 7) })).sorted { $0.lexicographicallyPrecedes($1) }
      let text = word(5000)
      let search = TextSearch(literals.map { .literal($0) })
      let found = text.withUnsafeBufferPointer { search.matches(in: $0) }
      #expect(
        found.apart.map { "\($0.needle) \($0.range) \($0.line) \($0.column)" } == reference(literals, [], in: text))
    }
  }
}

/// The same numbers in every run (splitmix64).
private struct Random: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
