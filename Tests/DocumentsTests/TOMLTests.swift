import Documents
import DriftModel
import Testing

struct TOMLTests {
  @Test(arguments: [
    ("", "{}"), ("# c\n\n", "{}"), ("a = 1.10\nb = 'x'\n", #"{a: 1.10, b: "x"}"#),
    ("z = 1\na = 2\n", "{z: 1, a: 2}"), ("\u{FEFF}a = 1\r\nb = 2\r\n", "{a: 1, b: 2}"),
    ("a.b.c = 1\na.b.d = 2\n\"x.y\".'z' = 3\n", "{a: {b: {c: 1, d: 2}}, x.y: {z: 3}}"),
    ("[a.b]\nc = 1\n[a]\nd = 2\n", "{a: {b: {c: 1}, d: 2}}"),
    ("[[a]]\nx = 1\n[a.b]\ny = 2\n[[a]]\n", "{a: [{x: 1, b: {y: 2}}, {}]}"),
    ("a = [1, [2, 'x',], {b.c = 3, b.d = []},]\n", #"{a: [1, [2, "x"], {b: {c: 3, d: []}}]}"#),
    ("a = [ # c\n 1,\n\n 2 # d\n]\n", "{a: [1, 2]}"), ("a = {\n b = 1, # c\n}\n", "{a: {b: 1}}"),
    ("a = \"\\u00e9\\U0001F600\\t\\\"\\e\\x41\"\n", "{a: \"é😀\t\"\u{1B}A\"}"), (#"a = '\d+'"#, #"{a: "\d+"}"#),
    ("a = \"\"\"\nx\\\n   \n  y\n\"\"\"\"\n", "{a: \"xy\n\"\"}"), ("a = '''\r\nx''y\r\n'''''\n", "{a: \"x''y\n''\"}"),
    ("a = \"x\\u0000y\"\n\"k\\u0000\" = 1\n", "{a: \"x\u{0}y\", k\u{0}: 1}"),
    (
      "a = [0xFF, 0o17, 0b1, 1_000, -0, +1, 1e5, -1.5E-3, inf, -nan, true]",
      "{a: [0xFF, 0o17, 0b1, 1_000, -0, +1, 1e5, -1.5E-3, inf, -nan, true]}"
    ),
    (
      "a = [1979-05-27, 07:32:00.5, 1979-05-27 07:32:00Z, 1979-05-27T07:32:00-07:00, 2024-02-29, 07:32]",
      "{a: [1979-05-27, 07:32:00.5, 1979-05-27 07:32:00Z, 1979-05-27T07:32:00-07:00, 2024-02-29, 07:32]}"
    ),
    ("[a]\nb.c = 1\n[a.b.d]\n", "{a: {b: {c: 1, d: {}}}}"), ("[ a . 'b' ]\n1 = 2\n-_ = 3\n", "{a: {b: {1: 2, -_: 3}}}"),
  ])
  func reads(text: String, meaning: String) throws {
    #expect(try read(text, as: .toml).meaning == meaning)
  }

  @Test(arguments: [
    ("a = 1\na = 2\n", "2:1-2 the key 'a' stands here twice | 'a' was first given on line 1, column 1"),
    ("[a]\n[a]\n", "2:2-3 the table 'a' is defined twice | 'a' was first given on line 1, column 2"),
    ("a.b = 1\n[a]\n", "2:2-3 the table 'a' is defined twice | 'a' was first given on line 1, column 1"),
    (
      "a = 1\na.b = 2\n",
      "2:1-2 'a' is no table, so a dotted key cannot add to it | 'a' was first given on line 1, column 1"
    ),
    (
      "[a.b]\n[a]\nb.c = 1\n",
      "3:1-2 the table 'b' is defined elsewhere, so a dotted key cannot add to it | 'b' was first given on line 1, column 4"
    ),
    ("a = {}\n[a.b]\n", "2:2-3 'a' is no table that a header can add to | 'a' was first given on line 1, column 1"),
    (
      "a = {}\na.b = 1\n",
      "2:1-2 the table 'a' is defined elsewhere, so a dotted key cannot add to it | 'a' was first given on line 1, column 1"
    ),
    (
      "a = [{}]\n[[a]]\n",
      "2:3-4 'a' is no array of tables, so '[[...]]' cannot add to it | 'a' was first given on line 1, column 1"
    ),
    ("a = [{}]\n[a.b]\n", "2:2-3 'a' is no table that a header can add to | 'a' was first given on line 1, column 1"),
    (
      "[a]\n[[a]]\n",
      "2:3-4 'a' is no array of tables, so '[[...]]' cannot add to it | 'a' was first given on line 1, column 2"
    ),
    ("[[a]]\n[a]\n", "2:2-3 'a' is an array of tables: write '[[...]]' | 'a' was first given on line 1, column 3"),
    ("a = {b = 1, b = 2}\n", "1:13-14 the key 'b' stands here twice | 'b' was first given on line 1, column 6"),
    ("a = abc\n", "1:5-8 'abc' is no number, Boolean, date or time | strings stand in quotes in TOML"),
    ("a = 1.2.3\n", "1:5-10 '1.2.3' is no number, Boolean, date or time | strings stand in quotes in TOML"),
    ("a =\n", "1:4 expected a value, found the end of the line"), ("a", "1:2 expected '=', found the end of the file"),
    ("é = 1", "1:1-3 expected a key, found 'é'"),
    ("= 1\n", "1:1-2 expected a key, found '='"), ("a = 1 b = 2\n", "1:7-8 expected the end of the line, found 'b'"),
    ("[a\n", "1:3 expected ']', found the end of the line"), ("[[a] ]\n", "1:5-6 expected ']', found ' '"),
    ("[]\n", "1:2-3 expected a key, found ']'"), ("a.b. = 1\n", "1:6-7 expected a key, found '='"),
    ("a = [1 2]\n", "1:8-9 expected ',' or ']', found '2'"), ("a = [1,,2]\n", "1:8-9 expected a value, found ','"),
    ("a = {b = 1 c = 2}\n", "1:12-13 expected ',' or '}', found 'c'"),
    ("a = [", "1:6 expected a value, found the end of the file"),
    ("a = \"x\nb = 1\n", "1:5-6 the string that opens here does not end on its line"),
    ("a = \"\"\"x\n", "1:5-8 the string that opens here never ends"),
    ("a = '''x''", "1:5-8 the string that opens here never ends"),
    ("a = \"\\d\"\n", "1:6-8 '\\' begins no escape here | write patterns and regular expressions in single quotes"),
    ("a = \"\\ud800\"\n", "1:6-12 the escape stands for no character"),
    ("a = \"\\u12\"\n", "1:6-10 the escape takes 4 hexadecimal digits"),
    ("\"\"\"a\"\"\" = 1\n", "1:1-4 a key cannot be a multi-line string"),
    ("a = 1 # é\u{0}\n", "1:11-12 the control character U+0000 is not allowed in TOML"),
    ("a = 'é\u{7F}'\n", "1:8-9 the control character U+007F is not allowed in TOML"),
    ("a = 1\rb = 2\n", "1:6-7 expected the end of the line, found the control character U+000D"),
  ])
  func refuses(text: String, description: String) {
    #expect(problem(text, as: .toml) == description)
  }

  @Test(arguments: [
    "01", "1_", "_1", "1__0", "0x", "-0x1", "0xG", "0o8", "0b2", "0X1", "1.", ".1", "1.e2", "1e", "1e_1", "1._1", "+-1",
    "Inf", "True",
    "9223372036854775808", "0xFFFFFFFFFFFFFFFF", "1979-02-29", "1979-13-01", "1979-00-01", "1979-1-01", "24:00:00",
    "07:60:00",
    "07:32:61", "07:32:00.", "1979-05-27T", "1979-05-27 ", "1979-05-27T07:32:00+25:00", "1979-05-27T07:32:00-07",
    "07:32:00Z", "0.0.0",
    "1979-05-27T07:32:00ZZ", "1979-05-27T07:32:00+07:00:00", "--1", "e1", "nan1", "12-34", "::", "-", "+", "1e1.0",
  ])
  func refusesWhatIsNoScalar(text: String) {
    // `1979-05-27 ` is a date and a blank.
    #expect((problem("a = [\(text)]", as: .toml) != nil) == (text != "1979-05-27 "))
  }

  @Test func refusesWhatIsNotUTF8() {
    #expect(
      problem(Array("é = 1\n".utf8) + [0xFF], as: .toml)
        == "2:1-2 the byte 0xFF is not UTF-8 | TOML files are UTF-8; save the file in that encoding")
  }

  @Test func locatesInBytes() throws {
    let text = "'é' = 1.10\nb.c = 'ü' # c\n[t.u]\nk = [1, {a = 2}]\n[[l]]\nx = 1979-05-27 07:32:00Z\n[t]\n"
    #expect(
      try read(text, as: .toml).places == [
        "{} 1:1", "é: 1:1-5", "1.10 1:8-12 @7..<11", "b: 2:1-2", "{} 2:1-2", "c: 2:3-4", "\"ü\" 2:7-11 @18..<22",
        "t: 3:2-3", "{} 7:1-4", "u: 3:4-5", "{} 3:1-6", "k: 4:1-2", "[] 4:5-6", "1 4:6-7 @38..<39", "{} 4:9-10",
        "a: 4:10-11", "2 4:14-15 @46..<47", "l: 5:3-4", "[] 5:1-6", "{} 5:1-6", "x: 6:1-2",
        "1979-05-27 07:32:00Z 6:5-25 @60..<80",
      ])
  }

  @Test func nestingIsLimitedAndLocated() {
    let limit = "LIMIT the document is nested more than 200 levels deep"
    #expect(problem("a = " + String(repeating: "[", count: 200_000), as: .toml) == "1:204-205 \(limit)")
    #expect(problem("a = " + String(repeating: "{a = ", count: 200_000), as: .toml) == "1:1000-1001 \(limit)")
    let path = Array(repeating: "a", count: 200_000).joined(separator: ".")
    #expect(problem(path + " = 1", as: .toml) == "1:399-400 \(limit)")
    #expect(problem("[\(path)]", as: .toml) == "1:400-401 \(limit)")
    #expect(problem("[[\(path)]]", as: .toml) == "1:401-402 \(limit)")
    #expect(problem("a = [{\(path) = 1}]", as: .toml) == "1:401-402 \(limit)")
    let fits = Array(repeating: "a", count: 200).joined(separator: ".")
    #expect(problem(fits + " = 1", as: .toml) == nil)
    #expect(problem("\(fits) = {}", as: .toml) == "1:403-404 \(limit)")
  }

  @Test func valuesAreLimited() {
    var limits = DocumentLimits()
    limits.nodes = 4
    #expect(problem("a.b = [1]", as: .toml, limits) == nil)
    #expect(problem("a.b = [1, 2]", as: .toml, limits) == "1:11-12 LIMIT the document holds more than 4 values")
  }
}
