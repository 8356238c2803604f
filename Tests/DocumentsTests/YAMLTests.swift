import Documents
import DriftModel
import Testing

struct YAMLTests {
  @Test(arguments: [
    ("a: 1.10\nb: [x, 'y']\nc: {d: \"e\"}\n", #"{a: 1.10, b: [x, "y"], c: {d: "e"}}"#),
    ("a: yes\nb: 0o17\nc: ~\nd:\n", "{a: yes, b: 0o17, c: ~, d: ~}"),
    ("- - 1\n  - 2\n-\n- ''\n", #"[[1, 2], ~, ""]"#),
    ("a: |\n  x\n  y\nb: >-\n  z\n  w\n", "{a: \"x\ny\n\", b: \"z w\"}"),
    ("'it''s': \"\\u00e9\\n\"\n", "{it's: \"é\n\"}"),
    ("a: x #c\nb: y#c\n", "{a: x, b: y#c}"),
    ("a: 1\r\nb: [2,\r\n 3]\r\n", "{a: 1, b: [2, 3]}"),
    ("\u{FEFF}a: 1\n", "{a: 1}"),
    ("%YAML 1.2\n---\na: 1\n...\n", "{a: 1}"),
    ("just text", "just text"),
    ("---\n", "~"),
    (
      "a: !!str 1\nb: !!int \"12\"\nc: !!float -1.5e3\nd: !!bool true\ne: !!null ''\nf: ! 1\n",
      #"{a: "1", b: 12, c: -1.5e3, d: true, e: ~, f: "1"}"#
    ),
    ("a: !!map {}\nb: !!seq []\nc: !<tag:yaml.org,2002:str> x\n", #"{a: {}, b: [], c: "x"}"#),
    ("a: &x [1]\nb: *x\nc: &y k\n*y : 2\n", "{a: [1], b: [1], c: k, k: 2}"),
    ("a: &x 1\nb: &x 2\nc: *x\n", "{a: 1, b: 2, c: 2}"),
    ("'<<': 1\n'': 2\n", "{<<: 1, : 2}"),
    ("é: 1\ne\u{301}: 2\n", "{é: 1, e\u{301}: 2}"),
  ])
  func reads(text: String, meaning: String) throws {
    #expect(try read(text, as: .yaml).meaning == meaning)
  }

  @Test(arguments: [
    ("", "- the file holds no YAML document | it is empty, or holds nothing but comments"),
    ("# c\n", "- the file holds no YAML document | it is empty, or holds nothing but comments"),
    ("a: 1\na: 2\n", "2:1-2 the key 'a' stands here twice | it was first given on line 1, column 1"),
    ("é: {\"b\": 1, 'b': 2}\n", "1:14-17 the key 'b' stands here twice | it was first given on line 1, column 6"),
    (
      "a: 1\n---\nb: 2\n",
      "2:1-4 a second document begins here, and only one is read"
        + " | remove the '---' line, or put the documents into files of their own"
    ),
    ("a: 1\n...\nb: 2\n", "3:1-2 the document has ended, and more text follows"),
    (
      "a: !foo x\n",
      "1:4-10 the tag '!foo' is not known"
        + " | only the tags of YAML's core schema are read; if this is text that begins with '!', quote it"
    ),
    ("a: !!int x\n", "1:4-11 the tag '!!int' does not fit the value 'x'"),
    ("a: !!seq {}\n", "1:4-11 the tag '!!seq' does not fit a mapping"),
    (
      "x: &x {a: 1}\ny:\n  <<: *x\n",
      "3:3-5 merge keys ('<<') are not part of YAML 1.2 | write the keys out where they apply"
    ),
    (
      "{{ x }}: 1\n",
      "1:1-2 a key must be text, found a mapping | if the key begins with '{' or '[', write it in single quotes"
    ),
    (
      "? [a]\n: 1\n",
      "1:3-4 a key must be text, found a list | if the key begins with '{' or '[', write it in single quotes"
    ),
    ("? - a\n: 1\n", "1:3-4 a key must be text, found a list"),
    ("?\n: 1\n", "1:2 there is no key before this ':'"),
    ("a: &a [*a]\n", "1:8-10 the alias '*a' stands within the value that it repeats"),
    (
      "a: &x [1]\n*x : 2\n",
      "2:1-3 a key must be text, found a list"
    ),
    ("a:\n\t- b\n", "2:1-2 a tab cannot indent a line | indent with spaces"),
    ("a: @x\n", "1:4-5 '@' cannot begin a value that is not quoted | write the value in single quotes"),
    (
      "a: é: c\n",
      "1:6-7 a key cannot stand here | if ': ' is part of a value, write the value in single quotes"
        + " | check the indentation of this line"
    ),
    ("a: 'x\nb: 1\n", "1:4-5 the quote that opens here is never closed"),
    ("a:\n  - b\n c: d\n", "3:2-3 expected a key here while parsing a block mapping that begins on line 1"),
    (
      "a: [1, 2\nb: 3\n",
      "2:2-3 expected ',' or ']' here while parsing a flow sequence that begins on line 1"
        + " | the bracket on line 1 may not be closed"
    ),
    (
      "a: é\u{7}\n",
      "1:6-7 the control character U+0007 is not allowed in YAML | in double quotes it can be written as an escape"
    ),
    ("%YAML 3.0\n---\na: 1\n", "1:1-2 found incompatible YAML document"),
  ])
  func refuses(text: String, description: String) {
    #expect(problem(text, as: .yaml) == description)
  }

  @Test(arguments: [
    ("inputs: {name}.json\nx: 1\n", "1:15-16 expected a key here while parsing a block mapping"),
    ("inputs: [a-z]*.md\n", "1:15-16 '*' begins an alias, and no name follows it"),
    ("files: *.md\n", "1:9-10 '*' begins an alias, and no name follows it"),
    ("files: [README.md, **/x.md]\n", "1:21-22 '*' begins an alias, and no name follows it"),
    ("- *foo\n", "1:3-7 '*foo' repeats a value, but no value before it is marked '&foo'"),
    ("pattern: \"\\d+\"\n", "1:11-13 '\\d' is not an escape that double quotes know"),
  ])
  func advisesSingleQuotesForPatterns(text: String, description: String) {
    #expect(
      problem(text, as: .yaml) == description + " | write patterns and regular expressions in single quotes")
  }

  @Test func refusesOtherEncodings() {
    #expect(
      problem([0x61, 0x3A, 0x20, 0x0A, 0xC3, 0xA9, 0xE9, 0x0A], as: .yaml)
        == "2:3-4 the byte 0xE9 is not UTF-8 | YAML files are UTF-8; save the file in that encoding")
    #expect(
      problem([0xFF, 0xFE, 0x61, 0], as: .yaml) == "- the file is UTF-16, only UTF-8 is read | save the file as UTF-8")
  }

  @Test func locatesInBytes() throws {
    let text = "é:\n  - 'ü'\n  - {ö: [x, \"ß\"]}\n"
    #expect(
      try read(text, as: .yaml).places == [
        "{} 1:1-3", "é: 1:1-3", "[] 2:3-4", "\"ü\" 2:5-9 @8..<12", "{} 3:5-6", "ö: 3:6-8", "[] 3:10-11",
        "x 3:11-12 @23..<24", "\"ß\" 3:14-18 @26..<30",
      ])
  }

  @Test func locatesBehindManyCharacters() throws {
    let padding = String(repeating: "é", count: 1_000)
    #expect(
      try read("# \(padding)\n\(padding): x\n", as: .yaml).places == [
        "{} 2:1-2001", "\(padding): 2:1-2001", "x 2:2003-2004 @4005..<4006",
      ])
  }

  @Test func locatesScalarsWithoutTheirAnchorsAndTags() throws {
    let text = "a: &x !!str 12\nb: *x\nc: &y\n  {}\nd: !!seq\n- &z\n"
    #expect(
      try read(text, as: .yaml).places == [
        "{} 1:1-2", "a: 1:1-2", "\"12\" 1:13-15 @12..<14", "b: 2:1-2", "\"12\" 1:13-15 @12..<14", "c: 3:1-2",
        "{} 4:3-4", "d: 5:1-2", "[] 6:1-2", "~ 6:5 @45..<45",
      ])
  }

  @Test func locatesBlocksAndEmptyValues() throws {
    let text = "\u{FEFF}a:\nb: |\n  hi\n  ho\n\nc: plain\n  more\n# end\n"
    #expect(
      try read(text, as: .yaml).places == [
        "{} 1:4-5", "a: 1:4-5", "~ 1:6 @5..<5", "b: 2:1-2", "\"hi\nho\n\" 2:4-4:5 @9..<20", "c: 6:1-2",
        "plain more 6:4-7:7 @25..<37",
      ])
  }

  @Test func countsLinesByLineFeedsAlone() throws {
    #expect(try read("a: 'x\u{85}\u{2028}y'\nb: 1\n", as: .yaml)["b"].map { place($0.location) } == "2:4-5")
  }
}

struct YAMLLimitTests {
  private func depth(_ opening: String, _ count: Int) -> String? {
    problem(String(repeating: opening, count: count), as: .yaml)
  }

  @Test func nestingIsLimitedAndLocated() {
    #expect(depth("[", 200_000) == "1:201-202 LIMIT the document is nested more than 200 levels deep")
    #expect(depth("- ", 200_000) == "1:401-402 LIMIT the document is nested more than 200 levels deep")
    #expect(depth("{a: ", 200_000) == "1:801-802 LIMIT the document is nested more than 200 levels deep")
    #expect(depth("? ", 200_000) == "1:3 a key must be text, found a mapping")
    #expect(depth("[{a: ", 200_000) == "1:501-502 LIMIT the document is nested more than 200 levels deep")
    let indented = (0..<300).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    #expect(problem(indented, as: .yaml) == "201:201 LIMIT the document is nested more than 200 levels deep")
  }

  @Test func nestingUpToTheLimitIsRead() {
    #expect(problem(String(repeating: "[", count: 200) + String(repeating: "]", count: 200), as: .yaml) == nil)
    var limits = DocumentLimits()
    limits.depth = .max
    #expect(
      problem(String(repeating: "[", count: 200_000), as: .yaml, limits)
        == "1:1001-1002 LIMIT the document is nested more than 1000 levels deep")
  }

  @Test func valuesAreLimited() {
    var limits = DocumentLimits()
    limits.nodes = 4
    #expect(problem("[1, 2, 3]", as: .yaml, limits) == nil)
    #expect(
      problem("[1, 2, 3, 4]", as: .yaml, limits) == "1:11-12 LIMIT the document holds more than 4 values"
        + " | values that aliases repeat are counted each time")
  }

  @Test func billionLaughsAreCounted() throws {
    var text = "a0: &a0 [x, x]\n"
    for level in 1..<64 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    let found = try #require(problem(text, as: .yaml))
    #expect(
      found == "18:18-22 LIMIT the document holds more than 1000000 values"
        + " | values that aliases repeat are counted each time")
  }

  @Test func aliasesAreLimited() {
    var limits = DocumentLimits()
    limits.aliases = 2
    #expect(problem("[&a 1, *a, *a]", as: .yaml, limits) == nil)
    #expect(problem("[&a 1, *a, *a, *a]", as: .yaml, limits) == "1:16-18 LIMIT the document uses more than 2 aliases")
  }

  @Test func aliasesCannotNestPastTheLimit() {
    var text = "a0: &a0 []\n"
    for level in 1..<210 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(
      problem(text, as: .yaml) == "200:14-19 LIMIT the alias '*a198' nests the document more than 200 levels deep")
  }

  @Test(.timeLimit(.minutes(1)))
  func directivesAreLimited() {
    let directives = (0..<400_000).map { "%TAG !a\($0)! x\n" }.joined()
    let limit = "LIMIT the document has more than 100 lines that begin with '%'"
    #expect(problem(directives + "---\na: 1\n", as: .yaml) == "101:1-2 \(limit)")
    #expect(problem("a: 1\n...\n" + directives, as: .yaml) == "103:1-2 \(limit)")
    #expect(problem("%TAG !a! tag:yaml.org,2002:\n---\na: !a!str 1\n", as: .yaml) == nil)
  }

  @Test(.timeLimit(.minutes(1)))
  func largeTextIsNoTrap() {
    for text in [
      String(repeating: "a", count: 3_000_000), String(repeating: "'", count: 1_000_001),
      String(repeating: "\n", count: 3_000_000), String(repeating: "# c\n", count: 500_000),
      "|\n" + String(repeating: " \n", count: 500_000), String(repeating: "a: b\n", count: 2) + "\u{0}",
      "&" + String(repeating: "a", count: 1_000_000), "!<" + String(repeating: "a", count: 1_000_000),
      String(repeating: " ", count: 1_000_000) + "a: 1", (0..<100_000).map { "k\($0): v\n" }.joined(),
      String(repeating: "%", count: 100_000), String(repeating: "!a ", count: 50_000),
    ] {
      _ = problem(text, as: .yaml)
    }
  }
}
