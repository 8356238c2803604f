import Documents
import DriftModel
import Testing

struct JSONTests {
  @Test(arguments: [
    (
      #"{"a": 1.10, "b": [true, false, null, "x"], "c": {}, "d": []}"#,
      #"{a: 1.10, b: [true, false, null, "x"], c: {}, d: []}"#
    ),
    (" \t\r\n1E+2 \n", "1E+2"), ("-0", "-0"), ("0.5e-3", "0.5e-3"), (#""""#, #""""#), ("[[[]]]", "[[[]]]"),
    (#""\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t""#, "\"é😀\"\\/\u{8}\u{C}\n\r\t\""),
    ("{\"\": 1, \"é\": 2, \"e\u{301}\": 3}", "{: 1, é: 2, e\u{301}: 3}"), (#""\u0000""#, "\"\u{0}\""),
    ("12345678901234567890123", "12345678901234567890123"),
  ])
  func reads(text: String, meaning: String) throws {
    #expect(try read(text, as: .json).meaning == meaning)
  }

  @Test func findsKeysByTheirBytes() throws {
    let node = try read("{\"\": 1, \"\u{E9}\": 2, \"e\u{301}\": 3, \"ab\": 4, \"ba\": 5}", as: .json)
    #expect(["", "\u{E9}", "e\u{301}", "ab", "ba", "b"].map { node.scalar(of: $0) } == ["1", "2", "3", "4", "5", nil])
    #expect(["", "\u{E9}", "e", "aa"].map { node.has($0) } == [true, true, false, false])
    #expect(node["e\u{301}"]?.location.region?.column == node.member("e\u{301}")?.value.location.region?.column)
    #expect(node["ab"]?["ab"] == nil)
  }

  @Test(arguments: [15, 16, 17, 40]) func findsOneOfManyKeysTwice(count: Int) {
    let keys = (0..<count).map { "\"k\($0)\": \($0)" }
    for twice in [0, count - 1] {
      let text = "{" + (keys + ["\"k\(twice)\": 0"]).joined(separator: ",\n") + "}"
      #expect(
        problem(text, as: .json)
          == "\(count + 1):1-\("k\(twice)".count + 3) the key 'k\(twice)' stands here twice | it was first given on line "
          + "\(twice + 1), column \(twice == 0 ? 2 : 1)")
    }
  }

  @Test(arguments: [
    ("", "- the file holds no JSON value | it is empty"), (" \n ", "- the file holds no JSON value | it is empty"),
    (#"{"a": 1, "a": 2}"#, "1:10-13 the key 'a' stands here twice | it was first given on line 1, column 2"),
    (#"{"a": 1, "\u0061": 2}"#, "1:10-18 the key 'a' stands here twice | it was first given on line 1, column 2"),
    ("[1, 2,\n]", "1:6-7 JSON allows no comma before ']' | remove the comma"),
    (#"{"a": 1,}"#, "1:8-9 JSON allows no comma before '}' | remove the comma"),
    ("[1 2]", "1:4-5 expected ',' or ']', found '2'"), (#"{"a" 1}"#, "1:6-7 expected ':', found '1'"),
    ("{a: 1}", "1:2-3 expected a key in double quotes, found 'a'"),
    ("[1", "1:3 expected ',' or ']', found the end of the file"),
    ("[", "1:2 expected a value, found the end of the file"), ("1 é", "1:3-5 expected the end of the file, found 'é'"),
    ("// c\n1", "1:1-2 expected a value, found '/' | JSON has no comments"),
    ("['a']", "1:2-3 expected a value, found ''' | JSON strings stand in double quotes"),
    ("01", "1:2-3 JSON numbers have no leading zeros | write it as a string if it is not a number"),
    ("-", "1:2 expected a digit, found the end of the file"), ("1.e2", "1:3-4 expected a digit, found 'e'"),
    (".5", "1:1-2 expected a value, found '.'"), ("+1", "1:1-2 expected a value, found '+'"),
    ("1e", "1:3 expected a digit, found the end of the file"), ("tru", "1:1-2 expected a value, found 't'"),
    ("nulll", "1:5-6 expected the end of the file, found 'l'"), ("NaN", "1:1-2 expected a value, found 'N'"),
    (#""é\q""#, #"1:4-6 '\' stands before one of '"', '\', '/', 'b', 'f', 'n', 'r', 't', 'u' in a string"#),
    (#""\u12g4""#, #"1:2-6 '\u' takes four hexadecimal digits"#),
    ("\"\\", "1:2-3 '\\' stands before one of '\"', '\\', '/', 'b', 'f', 'n', 'r', 't', 'u' in a string"),
    (
      "\"a\nb\"",
      #"1:1-2 the string that opens here does not end on its line | a line break within a string is written '\n'"#
    ),
    ("\"a\tb\"", "1:3-4 the control character U+0009 must be written as an escape in a string"),
    ("[\n \"abc", "2:2-3 the string that opens here never ends"),
    ("\u{0}", "1:1-2 expected a value, found the control character U+0000"),
    (
      "\u{FEFF}{}",
      "1:1-4 the file begins with a byte order mark, which JSON does not allow | save the file as UTF-8 without a byte order mark"
    ),
    ("\u{A0}1", "1:1-3 expected a value, found '\u{A0}'"), ("]", "1:1-2 expected a value, found ']'"),
  ])
  func refuses(text: String, description: String) {
    #expect(problem(text, as: .json) == description)
  }

  @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800\ud800""#, #""\ud800x""#, #""\ud800\n""#])
  func refusesHalvesOfSurrogatePairs(text: String) {
    #expect(
      problem(text, as: .json) == "1:2-8 the escape is half of a surrogate pair, which is no character"
        + #" | characters above U+FFFF take two escapes, the first from '\ud800' to '\udbff'"#)
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3],
      [0xF0, 0x9F, 0x98],
      [0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(bytes: [UInt8]) {
    let byte = String(bytes[0], radix: 16, uppercase: true)
    #expect(
      problem(Array("[\n \"é12345678".utf8) + bytes + Array("\"]".utf8), as: .json)
        == "2:13-14 the byte 0x\(byte) is not UTF-8 | JSON files are UTF-8; save the file in that encoding")
  }

  @Test func acceptsEveryWellFormedLength() throws {
    for scalar: Unicode.Scalar in [
      "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
    ] {
      #expect(try read("\"\(scalar)\"", as: .json).scalar == String(scalar))
    }
  }

  @Test func locatesInBytes() throws {
    let text = "{\n  \"é\": [1.10, \"a\\u00e9\",\n null],\n \"b\": {}}\n"
    #expect(
      try read(text, as: .json).places == [
        "{} 1:1-2", "é: 2:3-7", "[] 2:9-10", "1.10 2:10-14 @11..<15", "\"aé\" 2:16-25 @17..<26", "null 3:2-6 @29..<33",
        "b: 4:2-5", "{} 4:7-8",
      ])
  }

  @Test func nestingIsLimitedAndLocated() {
    let limit = "LIMIT the document is nested more than 200 levels deep"
    #expect(problem(String(repeating: "[", count: 200_000), as: .json) == "1:201-202 \(limit)")
    #expect(problem(String(repeating: "{\"a\":", count: 200_000), as: .json) == "1:1001-1002 \(limit)")
    #expect(problem(String(repeating: "[", count: 200) + String(repeating: "]", count: 200), as: .json) == nil)
  }

  @Test func valuesAreLimited() {
    var limits = DocumentLimits()
    limits.nodes = 3
    #expect(problem("[1, 2]", as: .json, limits) == nil)
    #expect(problem("[1, 2, 3]", as: .json, limits) == "1:8-9 LIMIT the document holds more than 3 values")
  }
}
