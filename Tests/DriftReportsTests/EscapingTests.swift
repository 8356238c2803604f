import DriftModel
import Testing

@testable import DriftReports

struct EscapingTests {
  @Test(arguments: [
    ("plain text, with 'quotes' and 100%", "plain text, with 'quotes' and 100%"), ("a\nb\r\tc", "a\\nb\\r\\tc"),
    ("\u{1B}[2J\u{7F}\u{9B}1m", "\\u{1B}[2J\\u{7F}\\u{9B}1m"), ("a\u{202E}b\u{2066}c", "a\\u{202E}b\\u{2066}c"),
    ("zero\u{200B}width \u{E0041}tag \u{3164}filler", "zero\\u{200B}width \\u{E0041}tag \\u{3164}filler"),
    ("\u{2028}\u{FEFF}\u{AD}", "\\u{2028}\\u{FEFF}\\u{AD}"), ("❤️ é e\u{301} 日本", "❤️ é e\u{301} 日本"),
    ("\u{FFFE}", "\\u{FFFE}"), ("::error::x", "\\u{3A}:error::x"), ("  ::error::x", "  \\u{3A}:error::x"),
    ("std::string", "std::string"),
    ("a ##vso[x] ##[y] ##teamcity[z ## #", "a #\\u{23}vso[x] #\\u{23}[y] #\\u{23}teamcity[z ## #"),
  ])
  func showsWhatCannotBeSeen(text: String, shown: String) { #expect(Escaping.visible(text) == shown) }

  @Test func showsBytesThatAreNotText() {
    #expect(Escaping.visible([0x61, 0xFF, 0xC3, 0x28, 0xE2, 0x82]) == "a\\xFF\\xC3(\\xE2\\x82")
  }

  @Test(arguments: [
    ("https://user:secret@host/x", "https://***@host/x"), ("https://token@host", "https://***@host"),
    ("see 'https://u:p@h/x' and http://a:b@c/", "see 'https://***@h/x' and http://***@c/"),
    ("https://u:p@ss@host/x", "https://***@host/x"), ("https://u:pa/s@host/x", "https://***@host/x"),
    ("https://host:8080/@scope/x", "https://host:8080/@scope/x"), ("https://host/a@b", "https://host/a@b"),
    ("ssh://git@host/x", "ssh://git@host/x"), ("ssh://git:secret@host/x", "ssh://***@host/x"),
    ("git@host:x", "git@host:x"), ("https://@host/", "https://@host/"), ("://", "://"),
    ("a://b@c://d:e@f", "a://***@c://***@f"),
  ])
  func masksCredentials(text: String, masked: String) {
    #expect(Escaping.visible(text) == masked)
    #expect(Escaping.masked(text) == masked)
  }

  @Test(
    arguments: [
      (["git", "add", "--", "a/b-c_d.e"], "git add -- a/b-c_d.e"), (["echo", ""], "echo ''"),
      (
        ["echo", "it's", "$HOME", "a b", "*", "~", "a=b", "!x", "#c", "é"],
        "echo 'it'\\''s' '$HOME' 'a b' '*' '~' 'a=b' '!x' '#c' 'é'"
      ),
      (["echo", "a\nb"], nil), (["echo", "a\u{202E}b"], nil), (["echo", "a\u{FFFD}"], nil), (["::x"], nil),
    ] as [([String], String?)])
  func quotesCommands(words: [String], line: String?) { #expect(Escaping.shell(words) == line) }

  @Test func keepsStepsFaithful() throws {
    let configuration = FileName.repository(try #require(RepositoryPath(".check-drift.yml")))
    let folder = try #require(RepositoryPath("-x"))
    #expect(
      Wording.step(.configured("make", directory: folder), configuration: configuration)
        == "(cd -- -x && make)    # from .check-drift.yml")
    #expect(
      Wording.step(.configured("make", directory: .root), configuration: configuration)
        == "make    # from .check-drift.yml")
  }

  @Test func masksCredentialsInLinearTime() {
    let text = String(repeating: "a://b:c", count: 50_000)
    let start = ContinuousClock.now
    // The text itself is nothing to print where this fails.
    let isTheSame = Escaping.visible(text) == text
    #expect(isTheSame)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func encodesWorkflowCommands() {
    #expect(Escaping.workflowData("50%\r\n::x, y") == "50%25%0D%0A::x, y")
    #expect(Escaping.workflowProperty("a:b,c%\n") == "a%3Ab%2Cc%25%0A")
  }

  @Test(arguments: [
    ("a.b - c", "a.b - c"), ("1. x", "1\\. x"), ("- x", "\\- x"),
    ("*b* _i_ `c` [l](http://x)", "\\*b\\* \\_i\\_ \\`c\\` \\[l\\](http&#58;//x)"),
    ("<b>&", "&lt;b&gt;&amp;"), ("@me", "@<!-- -->me"), ("a | b", "a \\| b"),
    ("(www.x.org wWw.y w.z)", "(www&#46;x.org wWw&#46;y w.z)"),
  ])
  func keepsMarkdownFromFormatting(text: String, escaped: String) { #expect(Escaping.markdown(text) == escaped) }

  @Test func fencesCode() {
    #expect(Escaping.markdownCode("a") == "`a`")
    #expect(Escaping.markdownCode("a``b") == "``` a``b ```")
    #expect(Escaping.markdownFence(["```", "x"]) == "````")
  }

  @Test func encodesPathsAsURIs() throws {
    let path = try #require(RepositoryPath([0x61, 0x20, 0xFF, 0x2F, 0x3A, 0x25, 0x7E]))
    #expect(Escaping.uri(.repository(path)) == "a%20%FF/%3A%25~")
    #expect(Escaping.uri(.repository(.root)) == ".")
  }

  @Test func writesJSONThatATerminalCanShow() {
    var bytes = Array("=".utf8)
    Escaping.json("\"\\\n\u{1B}\u{202E}\u{E0041}é##[x", onto: &bytes)
    Escaping.json("plain", onto: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "=\"\\\"\\\\\\n\\u001b\\u202e\\udb40\\udc41é#\\u0023[x\"\"plain\"")
  }

  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")])
  func encodesBase64(text: String, encoded: String) { #expect(base64(Array(text.utf8)) == encoded) }

  /// Whatever the bytes are, the result can be seen, and no build server obeys it.
  @Test func holdsForAnyBytes() {
    var state: UInt64 = 7
    func random(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let alphabet: [UInt8] = Array("::##//@[ %\n\u{1B}é\u{202E}\u{200B}vso".utf8) + [0xFF, 0x80, 0xC3, 0xF0, 0]
    for _ in 0..<5000 {
      let bytes = (0..<random(below: 24)).map { _ in alphabet[random(below: alphabet.count)] }
      let shown = Escaping.visible(bytes)
      let isVisible = shown.unicodeScalars.allSatisfy { !VisibleText.isHidden($0) }
      let isCommand = shown.drop { $0 == " " }.hasPrefix("::") || shown.contains("##[") || shown.contains("##vso[")
      #expect(isVisible && !isCommand, "\(bytes)")
    }
  }
}
