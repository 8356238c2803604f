import DriftModel
import RegularExpressions
import Testing

struct RegularExpressionTests {
  private func texts(_ pattern: String, _ text: [UInt8]) throws -> [[String]] {
    try RegularExpression(pattern).lineMatches(in: text).map { match in
      match.groups.map { range in range.map { String(decoding: text[$0], as: UTF8.self) } ?? "nil" }
    }
  }

  @Test func findsEveryMatchOnEveryLine() throws {
    let text = Array("a1 a2\nb\na3".utf8)
    #expect(try texts(#"a(\d)"#, text) == [["a1", "1"], ["a2", "2"], ["a3", "3"]])
  }

  @Test func statesLinesColumnsAndOffsets() throws {
    let text = "ä = 1\r\nü = 22\n"
    let matches = try RegularExpression("= ([0-9]+)$").lineMatches(in: Array(text.utf8))
    #expect(matches.map(\.line) == [1, 2])
    #expect(matches.map(\.lineStart) == [0, 8])
    #expect(matches.map(\.groups) == [[3..<6, 5..<6], [11..<15, 13..<15]])
    #expect(matches.map { $0.column(of: $0.range.lowerBound) } == [4, 4])
  }

  @Test func neverCrossesALine() throws {
    #expect(try texts(#"a\s*b"#, Array("a\nb\na b".utf8)) == [["a b"]])
  }

  @Test func carriageReturnBelongsToTheLineEndOnly() throws {
    #expect(try texts("^(.*)$", Array("x\r\ny\r".utf8)) == [["x", "x"], ["y\r", "y\r"]])
  }

  @Test func emptyMatchesDoNotStandStill() throws {
    #expect(try texts("x*", Array("äx\n\n".utf8)) == [[""], ["x"], [""], [""]])
  }

  @Test func groupsThatTakeNoPartAreNil() throws {
    #expect(try texts("(a)|(b)", Array("b".utf8)) == [["b", "nil", "b"]])
  }

  @Test func searchesLinesThatAreNotUTF8() throws {
    let text = Array("é 'x'\n".utf8) + [UInt8(ascii: "'"), 0xE9, UInt8(ascii: "'"), 10] + Array("'é'".utf8)
    let matches = try RegularExpression("'([^']+)'").lineMatches(in: text)
    #expect(matches.map { $0.groups[1].map { Array(text[$0]) } } == [[0x78], [0xE9], [0xC3, 0xA9]])
    #expect(try RegularExpression("'(.)'").lineMatches(in: text).count == 3)
  }

  @Test func firstMatchStaysWithinItsRange() throws {
    let expression = try RegularExpression("b(c)?")
    Array("abcb".utf8).withUnsafeBufferPointer { text in
      #expect(expression.firstMatch(in: text, range: 0..<4) == [1..<3, 2..<3])
      #expect(expression.firstMatch(in: text, range: 0..<2) == [1..<2, nil])
      #expect(expression.firstMatch(in: text, range: 2..<99) == [3..<4, nil])
      #expect(expression.firstMatch(in: text, range: 0..<1) == nil)
    }
    UnsafeBufferPointer<UInt8>(start: nil, count: 0).withMemoryRebound(to: UInt8.self) { empty in
      #expect((try? RegularExpression("x*"))?.firstMatch(in: empty, range: 0..<0) == [0..<0])
    }
  }

  @Test(arguments: [
    ("(?=a)", "'(?=': there is no look-around in RE2's language"),
    ("a(?!b)", "'(?!': there is no look-around in RE2's language"),
    ("(?<=a)b", "'(?<=': there is no look-around in RE2's language"),
    ("(?<!a)b", "'(?<!': there is no look-around in RE2's language"),
    ("(?<name>a)", "'(?<' does not begin a group in RE2's language"),
    (#"(a)\1"#, #"'\1': there are no back-references in RE2's language"#),
    ("(a", "missing ): (a"),
    ("a**", "bad repetition operator: **"),
    ("[z-a]", "invalid character class range: z-a"),
    ("a{1001}", "invalid repetition size: {1001}"),
    (#"((\pL{10}){10}){10}"#, "the pattern is too large"),
  ])
  func refusesWhatRE2DoesNotKnow(pattern: String, message: String) {
    #expect { try RegularExpression(pattern) } throws: { ($0 as? RegularExpressionProblem)?.message == message }
  }

  @Test func hostilePatternsEndInAMessage() {
    for pattern in [
      String(repeating: "(", count: 100_000), String(repeating: "(a{9})", count: 100_000),
      String(repeating: "(", count: 50_000) + String(repeating: ")", count: 50_000),
      String(repeating: "()", count: 51), "((((a{100}){100}){100}){100})", "a\u{0}b[",
    ] {
      #expect(throws: RegularExpressionProblem.self, "\(pattern.prefix(20))") { _ = try RegularExpression(pattern) }
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func costlyPatternsEndSoon() throws {
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 2_000) + [UInt8(ascii: "\n")]
    for pattern in [
      String(repeating: "(?:a|", count: 5_000) + String(repeating: ")", count: 5_000),
      String(repeating: "(?:", count: 8_000) + String(repeating: ")", count: 8_000),
      String(repeating: "(a*)*", count: 50), String(repeating: "(\\pL?)", count: 50) + "b",
      "(?:\\pL{1,9}){1,5}b", "(a?){50}(a?){50}(a){50}", "[^x]{900}$",
    ] {
      #expect(try RegularExpression(pattern).lineMatches(in: text).allSatisfy { $0.line == 1 }, "\(pattern.prefix(20))")
    }
  }

  @Test func takesTimeLinearInTheText() throws {
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(try RegularExpression("(a*)*b").lineMatches(in: text) == [])
  }

  @Test func countsGroups() throws {
    #expect(try RegularExpression("(a)(?:b)(?P<n>c)").groupCount == 2)
  }

  @Test func equalPatternsAreEqualExpressions() throws {
    #expect(try RegularExpression("a") == RegularExpression("a"))
    #expect(try RegularExpression("é") != RegularExpression("e\u{301}"))
  }

  @Test func searchesFromSeveralThreadsAtOnce() async throws {
    let expression = try RegularExpression(#"(\w+)@(\w+)\.com"#)
    let text = Array(String(repeating: "x someone@example.com y\n", count: 200).utf8)
    let expected = expression.lineMatches(in: text)
    #expect(expected.count == 200)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 { group.addTask { expression.lineMatches(in: text) == expected } }
      for await isEqual in group { #expect(isEqual) }
    }
  }
}

struct RegularExpressionCodecTests {
  private let file = FileName.external("c.yml")

  private func problems(_ text: String, groups: Int?) -> [ConfigProblem] {
    var problems: [ConfigProblem] = []
    let node = DocumentNode(.scalar(text, style: .quoted), at: Location(file: file, region: nil))
    _ = Codec<RegularExpression>.regularExpression(groups: groups).decode(node, &problems)
    return problems
  }

  @Test func acceptsTheRightNumberOfGroups() {
    #expect(problems("a(b)", groups: 1) == [])
    #expect(problems("a", groups: 0) == [])
    #expect(problems("(a)(b)", groups: nil) == [])
  }

  @Test(arguments: [
    ("ab", 1, "pattern 'ab': expected exactly one group, found 0", "put parentheses around the part that counts"),
    (
      "(a)(b)", 1, "pattern '(a)(b)': expected exactly one group, found 2",
      "a group that only holds together is written '(?:...)'"
    ),
    ("(a)", 2, "pattern '(a)': expected exactly 2 groups, found 1", "put parentheses around the part that counts"),
    ("(a)", 0, "pattern '(a)': expected no groups, found 1", "a group that only holds together is written '(?:...)'"),
  ])
  func refusesAnotherNumberOfGroups(pattern: String, groups: Int, message: String, help: String) {
    let location = Location(file: file, region: nil)
    #expect(problems(pattern, groups: groups) == [ConfigProblem(message, at: location, help: [help])])
  }

  @Test func refusesAnEmptyPattern() {
    #expect(problems("", groups: nil).map(\.message) == ["expected a regular expression, found an empty value"])
  }
}
