import Documents
import DriftModel
import DriftTestSupport
import Testing

@testable import DriftChecks

/// How texts are told apart that may name a path, and what they name.
struct LiveReferencesTests {
  @Test(arguments: [
    ("a.md", "a.md"), ("./a%20b.md#c", "./a b.md#c"), ("/x", "/x root"), ("#top", "#top"),
    ("a.py#L3-L12", "a.py#L3-L12 12"),
    ("a.py:7:2", "a.py 7"), ("a.py:3-9", "a.py 9"), ("a?raw=true", "a"), ("a.c#L3C1-L4C2", "a.c#L3C1-L4C2 4"),
    ("", "-"),
    ("https://a", "-"), ("mailto:a@b.c", "-"), ("doc:Guide", "-"), ("C:\\a", "-"), ("//host/a", "-"), ("?tab=1", "-"),
    ("@site/a.png", "-"), ("~/a", "-"), ("crate::a", "-"), ("{{url}}", "-"), ("<name>/a", "-"), ("$HOME/a", "-"),
    ("a*.md", "-"),
    ("path/to/...", "-"), ("a%00", "-"),
  ])
  func aLinkNamesAPathOrNothing(text: String, expected: String) {
    let target = Target.link(Array(text.utf8))
    let found = target.map { target in
      String(decoding: target.path, as: UTF8.self)
        + (target.fragment.map { "#" + String(decoding: $0, as: UTF8.self) } ?? "")
        + (target.line.map { " \($0)" } ?? "") + (target.isAbsolute ? " root" : "")
    }
    #expect(found ?? "-" == expected)
  }

  @Test(arguments: [
    "src/main.py", "./run.sh", "../a1/b1.c", ".github/workflows/ci.yml", "src/app/", "a1/b1/c1.tar.json",
  ])
  func codeReadsAsAPath(text: String) { #expect(PathGuess.readsAsPath(Array(text.utf8))) }

  @Test(arguments: [
    "main.py", "application/json", "and/or", "/etc/passwd.conf", "~/a/b.c", "src/*.py", "src/foo.py", "your-app/a.py",
    "path/to/x.py",
    "a b/c.py", "@scope/pkg.js", "-o/a.c", "src//a.c", "x/y.z", "https://a/b.html", "src/.../a.py", "",
  ])
  func otherCodeDoesNot(text: String) { #expect(!PathGuess.readsAsPath(Array(text.utf8))) }

  private func mentions(_ lines: String...) -> [String] {
    var place = ShellLine.Place.start
    return lines.flatMap { line -> [String] in
      let shell = ShellLine(Array(line.utf8)[...], startingAt: 0, place: place)
      place = shell.place
      return shell.mentions.map { place, mention in
        let folder =
          switch place {
          case .start: ""
          case .folder(let bytes): String(decoding: bytes, as: UTF8.self) + ": "
          case .elsewhere: "?: "
          }
        return folder + String(decoding: mention.word, as: UTF8.self) + (mention.isFolder ? "/" : "")
      }
    }
  }

  @Test func commandsSayWhatTheyRead() {
    #expect(
      mentions("cd app && python run.py --out x.py > log.txt", "./tool 'a b' | tee b.txt; sh -c x.sh")
        == ["app/", "app: run.py", "app: ./tool"])
    #expect(mentions("FOO=1 sudo bash -e scripts/a.sh", "make -C sub -f a.mk all") == ["scripts/a.sh", "sub/", "a.mk"])
    #expect(mentions("cd /tmp", "sh a.sh") == ["?: a.sh"])
    #expect(mentions("git clone https://example.com/tool", "cd tool && sh a.sh") == ["?: tool/", "?: a.sh"])
    #expect(
      mentions("cat $FILE.txt ~/a.txt /a.txt *.txt # ./b.sh", "pip install -r r.txt", "docker build -f d/Dockerfile .")
        == ["r.txt", "d/Dockerfile"])
    #expect(mentions("echo \"unclosed", "'", "((((", "> > >", "") == [])
  }

  @Test(arguments: [
    ("*.md", "a/b.md", true), ("/a", "a/b", true), ("a/", "x/a/b", true), ("/a/*.md", "a/b/c.md", false),
    ("a/**/z", "a/z", true),
    ("doc/[ab].md", "doc/b.md", true), ("a.md", "axmd", false), ("größe/", "x/größe/y", true), ("\\#a", "#a", true),
  ])
  func ignoreRulesMatchAsGitDoes(pattern: String, path: String, matches: Bool) throws {
    let glob = try #require(Glob(ignoring: pattern.utf8, in: .root))
    #expect(glob.matches(Array(path.utf8)) == matches)
  }

  @Test(arguments: [
    ("**.js", "a/b.js", true), ("*.js", "a/b.js", false), ("docs/**", "docs/a/b", true), ("**/a.md", "a.md", true),
    ("*.jsx?", "a.js", true),
    ("src/?", "src/x", false),
  ])
  func filtersMatchAsWorkflowsDo(pattern: String, path: String, matches: Bool) throws {
    let glob = try #require(Glob(filter: pattern.utf8))
    #expect(glob.matches(Array(path.utf8)) == matches)
  }

  @Test(arguments: [
    ("Hello, World!", "hello-world"), ("C++ & C#", "c--c"), ("🚀 Start", "-start"), ("Größe_1", "größe_1"),
    ("1.2 – a", "12--a"),
    ("`a.b()`", "ab"), ("日本語 の", "日本語-の"),
  ])
  func headingsAreNamedAsGitHubDoes(text: String, slug: String) { #expect(Anchors.slug(text) == slug) }

  @Test func hostileDocumentsEnd() throws {
    let pieces = [
      "<a href=", "<!--", "<a href='\u{0}'>", "[a](b:1:2:3)", "`a/b.c:999999999999999999999`", "# {#", "# a {: #",
      "\n(a)=", "![](%ff%fe)",
    ]
    for piece in pieces {
      let bytes = Array(String(repeating: piece, count: 20_000).utf8) + [0xFF, 0xFE, 0]
      let start = ContinuousClock.now
      let found = try MarkdownReferences(bytes, file: path("a.md"), wanted: Set(Construct.allCases))
      #expect(found.references.count >= 0)
      #expect(ContinuousClock.now - start < .seconds(20), "\(piece)")
    }
  }
}
