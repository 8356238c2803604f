import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// What `version-agreement` says of a snapshot; the scenarios show the same against real repositories.
struct VersionAgreementTests {
  private let truth = "truth: { file: version.json, key: /v }\n"

  private func snapshot(_ files: [String: String], truth: String = #"{"v": "1.2.0"}"#) -> MemorySnapshot {
    MemorySnapshot(files.merging(["version.json": truth]) { old, _ in old })
  }

  /// The messages of all findings and failures to look, with the problem and the place of each.
  private func messages(_ yaml: String, _ snapshot: MemorySnapshot) throws -> [String] {
    let (check, problems) = try decode(VersionAgreement.self, yaml)
    let examination = try #require(check, "\(problems)").examine(snapshot)
    return examination.findings.map { "\($0.problem.id): \($0.message)" }
      + examination.unverified.map { "unverified: \($0.reason)" }
  }

  @Test func comparesNoPartOfAValueThatMatchesTooOften() throws {
    let value = String(repeating: "1.2.0 ", count: 1000) + "9.9.9"
    let yaml = truth + "consumers: [{ file: a.json, key: /v, pattern: '([0-9.]+)' }]"
    #expect(
      try messages(yaml, snapshot(["a.json": #"{"v": "\#(value)"}"#])) == [
        "unverified: '([0-9.]+)' matches more than 1000 times in '/v' of 'a.json'"
      ])
  }

  @Test func saysNothingWhereAllAgree() throws {
    let files = [
      "README.md": "---\nversion: 1.2.0\n---\n", "schemas/a.json": #"{"$id": "https://h/schema/1.2.0/a"}"#,
      "pyproject.toml": "[tool.poetry]\nversion = '1.2.0'\n", "Version.swift": "let current = \"1.2.0\"\n",
      "docs/schema/1.2.0/a.md": "", "docs/schema/1.2.0/b.md": "",
    ]
    try expect(
      VersionAgreement.self,
      truth + """
        consumers:
          - { frontmatter: README.md, key: /version }
          - { file: 'schemas/*', key: /$id, pattern: '/schema/([^/]+)/' }
          - { file: pyproject.toml, key: /tool/poetry/version }
          - { text: ['**/Version.swift'], pattern: 'current = "([^"]+)"' }
          - { path: 'docs/schema/{version}/*', capture: version }
        """,
      on: snapshot(files),
      says: """
        looked at: version.json#/v, README.md#/version, schemas/a.json#/$id, pyproject.toml#/tool/poetry/version, \
        Version.swift, docs/schema/1.2.0
        truth pattern 'version.json' at rules.yml:1:16-28: 1
        consumer pattern 'README.md' at rules.yml:3:20-29: 1
        consumer pattern 'schemas/*' at rules.yml:4:13-24: 1
        consumer pattern 'pyproject.toml' at rules.yml:5:13-27: 1
        consumer pattern '**/Version.swift' at rules.yml:6:14-32: 1
        consumer pattern 'docs/schema/{version}/*' at rules.yml:7:13-38: 2
        """)
  }

  @Test func showsBothSidesAndTheEditThatAgrees() throws {
    try expect(
      VersionAgreement.self, truth + "consumers: [{ frontmatter: '*.md', key: /version }]",
      on: snapshot(["a.md": "---\ntitle: A\nversion: '1.1.0'\n---\n"]),
      says: """
        looked at: version.json#/v, a.md#/version
        truth pattern 'version.json' at rules.yml:1:16-28: 1
        consumer pattern '*.md' at rules.yml:2:28-34: 1
        version-differs at a.md:3:10-17: 'a.md' states '1.1.0' at '/version', and the source of truth states '1.2.0'
          = the consumer states '1.1.0' (a.md:3:10-17)
          = the source of truth states '1.2.0' (version.json:1:7-14)
          state '1.2.0' there:
            # replace '1.1.0' with '1.2.0' at '/version' in line 3 of 'a.md'
            edit a.md 22..<29: '1.1.0' -> '1.2.0'
        """)
  }

  @Test func everyMatchOfAPatternIsAStatement() throws {
    let yaml = truth + "consumers: [{ text: a.txt, pattern: 'v=(\\S+)' }]"
    try expect(
      VersionAgreement.self, yaml, on: snapshot(["a.txt": "v=1.2.0 v=1.1\r\nv=1.2.0\nno\nv=\u{e9}\n"]),
      says: """
        looked at: version.json#/v, a.txt
        truth pattern 'version.json' at rules.yml:1:16-28: 1
        consumer pattern 'a.txt' at rules.yml:2:21-26: 1
        version-differs at a.txt:1:11-14: 'a.txt' states '1.1', and the source of truth states '1.2.0'
          = the consumer states '1.1' (a.txt:1:11-14)
          = the source of truth states '1.2.0' (version.json:1:7-14)
          state '1.2.0' there:
            # replace '1.1' with '1.2.0' in line 1 of 'a.txt'
            edit a.txt 10..<13: 1.1 -> 1.2.0
        version-differs at a.txt:4:3-5: 'a.txt' states 'é', and the source of truth states '1.2.0'
          = the consumer states 'é' (a.txt:4:3-5)
          = the source of truth states '1.2.0' (version.json:1:7-14)
          state '1.2.0' there:
            # replace 'é' with '1.2.0' in line 4 of 'a.txt'
            edit a.txt 28..<30: é -> 1.2.0
        """)
  }

  @Test func aPatternOnAKeySearchesTheValueAlone() throws {
    let yaml = truth + "consumers: [{ file: a.json, key: /id, pattern: '/s/([^/]+)/' }]"
    try expect(
      VersionAgreement.self, yaml, on: snapshot(["a.json": "{\n  \"id\": \"h/s/1.0/a\", \"x\": \"/s/9/\"\n}"]),
      says: """
        looked at: version.json#/v, a.json#/id
        truth pattern 'version.json' at rules.yml:1:16-28: 1
        consumer pattern 'a.json' at rules.yml:2:21-27: 1
        version-differs at a.json:2:14-17: 'a.json' states '1.0' at '/id', and the source of truth states '1.2.0'
          = the consumer states '1.0' (a.json:2:14-17)
          = the source of truth states '1.2.0' (version.json:1:7-14)
          state '1.2.0' there:
            # replace '1.0' with '1.2.0' at '/id' in line 2 of 'a.json'
            edit a.json 15..<18: 1.0 -> 1.2.0
        """)
  }

  // MARK: Comparing

  @Test func valuesAreTextNotNumbers() throws {
    let snapshot = snapshot(
      ["a.yml": "v: 1.1\n", "b.yml": "v: '1.10'\n", "c.json": #"{"v": 1.10}"#], truth: #"{"v": 1.10}"#)
    #expect(
      try messages(truth + "consumers: [{ file: ['*.yml', c.json], key: /v }]", snapshot)
        == ["version-differs: 'a.yml' states '1.1' at '/v', and the source of truth states '1.10'"])
  }

  @Test func aLeadingVIsADifferenceUnlessItIsStripped() throws {
    let consumers = "consumers: [{ file: a.yml, key: /v }]\n"
    #expect(
      try messages(truth + consumers, snapshot(["a.yml": "v: v1.2.0\n"])) == [
        "version-differs: 'a.yml' states 'v1.2.0' at '/v', and the source of truth states '1.2.0': only the leading 'v' differs"
      ])
    #expect(try messages(truth + consumers + "normalize: strip-v", snapshot(["a.yml": "v: v1.2.0\n"])) == [])
    #expect(
      try messages(
        truth + consumers + "normalize: strip-v", snapshot(["a.yml": "v: ersion\n"], truth: #"{"v": "version"}"#)
      ).count == 1)
  }

  @Test func aStrippedVStaysWhereItIsWritten() throws {
    let yaml = truth + "consumers: [{ file: a.yml, key: /v }]\nnormalize: strip-v"
    let check = try #require(try decode(VersionAgreement.self, yaml).check)
    let finding = try #require(check.examine(snapshot(["a.yml": "v: v1.1.0\n"])).findings.first)
    #expect(finding.remedies.first?.edit?.replacement == Array("v1.2.0".utf8))
  }

  // MARK: Gaps

  @Test(arguments: [
    ("a.md", "no front matter\n", "'a.md' has no front matter, so it states no version at '/v'"),
    ("a.md", "---\nv: 1\n", "'a.md' has no front matter, so it states no version at '/v'"),
    ("a.md", "---\nw: 1\n---\n", "'a.md' states no version: it has no '/v'"),
    ("a.md", "---\nv:\n---\n", "'a.md' states no version: '/v' is empty"),
    ("a.md", "---\nv: ''\n---\n", "'a.md' states no version: '/v' is empty"),
  ])
  func aDocumentThatStatesNothingIsMissing(name: String, text: String, message: String) throws {
    let consumer = "{ frontmatter: '*.md', key: /v"
    #expect(
      try messages(truth + "consumers: [\(consumer) }]", snapshot([name: text])) == ["version-missing: \(message)"])
    #expect(try messages(truth + "consumers: [\(consumer), required: false }]", snapshot([name: text])) == [])
  }

  @Test func aTextWithoutAMatchIsMissing() throws {
    #expect(
      try messages(truth + "consumers: [{ text: a, pattern: 'v=(x)?' }]", snapshot(["a": "v=\n"]))
        == ["version-missing: 'a' states no version: nothing in it matches 'v=(x)?'"])
    #expect(
      try messages(truth + "consumers: [{ file: a.yml, key: /v, pattern: 'v=(.)' }]", snapshot(["a.yml": "v: x"]))
        == ["version-missing: 'a.yml' states no version: 'x' at '/v' does not match 'v=(.)'"])
  }

  @Test func aCollectionIsMalformedEvenWhereNothingIsRequired() throws {
    #expect(
      try messages(
        truth + "consumers: [{ file: a.yml, key: /v, required: false }]", snapshot(["a.yml": "v: [1.2.0]"]))
        == ["version-malformed: '/v' in 'a.yml' is a list, not a version"])
  }

  @Test func aValueOfAnotherFormIsMalformedAndNotAlsoDifferent() throws {
    let yaml = truth + "consumers: [{ file: a.yml, key: /v }]\nformat: '\\d+\\.\\d+\\.\\d+'"
    #expect(
      try messages(yaml, snapshot(["a.yml": "v: 1.2.0-dev\n"]))
        == ["version-malformed: 'a.yml' states '1.2.0-dev', which does not match '\\d+\\.\\d+\\.\\d+'"])
    // The truth is to blame for its own form, and not those that repeat it.
    #expect(
      try messages(yaml, snapshot(["a.yml": "v: x\n"], truth: #"{"v": "x"}"#)) == [
        "version-malformed: the source of truth 'version.json' states 'x', which does not match '\\d+\\.\\d+\\.\\d+'"
      ])
    #expect(try messages(yaml + "\nnormalize: strip-v", snapshot(["a.yml": "v: v1.2.0\n"])) == [])
    #expect(try messages(yaml.replacing("\\d+'", with: "\\d+|x'"), snapshot(["a.yml": "v: 1.2.0x\n"])).count == 1)
  }

  // MARK: What cannot be looked at

  @Test(arguments: [
    ("{}", "the source of truth cannot be read: 'version.json' states no version: it has no '/v'"),
    (#"{"v": null}"#, "the source of truth cannot be read: 'version.json' states no version: '/v' is empty"),
    (#"{"v": []}"#, "the source of truth cannot be read: '/v' in 'version.json' is a list, not a version"),
  ])
  func anUnreadableTruthIsUnverifiedAndNothingIsCompared(text: String, reason: String) throws {
    let yaml = truth + "consumers: [{ file: a.yml, key: /v }]"
    #expect(try messages(yaml, snapshot(["a.yml": "v: 1"], truth: text)) == ["unverified: \(reason)"])
  }

  @Test func aTruthMustGiveOneValue() throws {
    let files = ["a.txt": "v=1\nv=1\n", "b.txt": "v=2\n"]
    let yaml = { (file: String) in
      "truth: { text: \(file), pattern: 'v=(.)' }\nconsumers: [{ text: a.txt, pattern: 'v=(.)' }]"
    }
    #expect(try messages(yaml("a.txt"), snapshot(files)) == [])
    #expect(
      try messages(yaml("'*.txt'"), snapshot(files))
        == ["unverified: the source of truth must give one version, and gives 2: '1', '2'"])
    #expect(try messages(yaml("c.txt"), snapshot(files)) == ["unverified: the source of truth 'c.txt' selects no file"])
  }

  @Test func aTruthMayBeAPath() throws {
    let yaml = "truth: { path: 'docs/v{n}/*' }\nconsumers: [{ text: a, pattern: 'v=(.)' }]"
    #expect(try messages(yaml, MemorySnapshot(["docs/v1/x": "", "docs/v1/y": "", "a": "v=1"])) == [])
    #expect(
      try messages(yaml, MemorySnapshot(["docs/v1/x": "", "docs/v2/x": "", "a": "v=1"]))
        == ["unverified: the source of truth must give one version, and gives 2: '1', '2'"])
  }

  @Test func whatCannotBeReadIsUnverifiedWhereItIs() throws {
    var snapshot = snapshot(["a.yml": "v: [", "b.lock": "v = 1", "c.yml": "v: 1.2.0"])
    snapshot.failures[try path("c.yml")] = ReadFailure(.limit, "'c.yml' is too large", at: Location(try path("c.yml")))
    let examination = try #require(
      try decode(VersionAgreement.self, truth + "consumers: [{ file: ['*.yml', '*.lock'], key: /v }]").check
    ).examine(snapshot)
    #expect(examination.findings == [])
    #expect(examination.unverified.map(\.location.path?.description) == ["a.yml", "c.yml", "b.lock"])
    #expect(
      examination.unverified.last?.reason
        == "'b.lock' is neither JSON, YAML nor TOML by its ending, so '/v' cannot be looked up")
  }

  @Test func anUnreadableSubmoduleIsToldOnceAndEmptiesNoSelection() throws {
    var snapshot = snapshot([:])
    snapshot.knownSubmodules = [Submodule(path: try path("libs/a"), state: .notInitialised, isReadable: false)]
    try expect(
      VersionAgreement.self,
      truth + "consumers: [{ file: 'libs/a/*.json', key: /v }, { text: 'libs/a/*.py', pattern: '(.)' }]",
      on: snapshot,
      says: """
        looked at: version.json#/v
        truth pattern 'version.json' at rules.yml:1:16-28: 1
        unverified at libs/a: submodule 'libs/a' is not-initialised
          because of: libs/a
        """)
  }

  // MARK: Remedies

  @Test func inASubmoduleTheRemedyGoesThereAndComesBack() throws {
    var snapshot = snapshot(["libs/a/x.yml": "v: 1"])
    snapshot.knownSubmodules = [
      Submodule(path: try path("libs/a"), name: "a", branch: "dev", recorded: try id("1"), read: try id("1"))
    ]
    let check = try #require(
      try decode(VersionAgreement.self, truth + "consumers: [{ file: libs/a/x.yml, key: /v }]").check)
    let finding = try #require(check.examine(snapshot).findings.first)
    #expect(finding.consequenceOf == nil)
    #expect(finding.remedies.map(\.edit) == [nil])
    #expect(
      finding.remedies.first?.steps == [
        .command(["git", "-C", "libs/a", "fetch", "origin"]),
        .command(["git", "-C", "libs/a", "checkout", "dev", "--"]),
        .command(["git", "-C", "libs/a", "merge", "--ff-only", "origin/dev"]),
        .instruction("replace '1' with '1.2.0' at '/v' in line 1 of 'libs/a/x.yml'"),
        .command(["git", "-C", "libs/a", "add", "--all"]),
        .command(["git", "-C", "libs/a", "commit", "-m", "State the version in x.yml"]),
        .command(["git", "-C", "libs/a", "push", "origin", "dev"]), .command(["git", "add", "--", "libs/a"]),
        .command(["git", "commit", "-m", "Bump libs/a", "--", "libs/a"]),
      ])
  }

  @Test func aSubmoduleThatIsElsewhereOrEditedIsTheCauseOnEitherSide() throws {
    let consequence = { (submodule: Submodule) throws -> RepositoryPath? in
      var snapshot = snapshot(["libs/a/v.json": #"{"v": "2"}"#, "libs/a/w.json": "", "x.yml": "v: 1"])
      snapshot.knownSubmodules = [submodule]
      let yaml = "truth: { file: libs/a/v.json, key: /v }\nconsumers: [{ file: x.yml, key: /v }]"
      return try #require(try decode(VersionAgreement.self, yaml).check).examine(snapshot).findings.first?.consequenceOf
    }
    let libs = try path("libs/a")
    let (one, two) = (try id("1"), try id("2"))
    #expect(try consequence(Submodule(path: libs, recorded: one, read: one)) == nil)
    #expect(try consequence(Submodule(path: libs, recorded: one, read: two, state: .checkedOutElsewhere)) == libs)
    let edits = { (name: String) in
      Submodule(path: libs, recorded: one, read: one, state: .edited, edits: [libs.appending(try path(name))])
    }
    #expect(try consequence(try edits("v.json")) == libs)
    #expect(try consequence(try edits("w.json")) == nil)
  }

  @Test func aVersionInAPathIsOneStatementForAllFilesThatShareIt() throws {
    let yaml = truth + "consumers: [{ path: 'docs/v{n}/**', capture: n }]"
    try expect(
      VersionAgreement.self, yaml,
      on: snapshot(["docs/v1.1/a": "", "docs/v1.1/b": "", "docs/v1.2.0/c": "", "docs/v1.0/a": "", "docs/x": ""]),
      says: """
        looked at: version.json#/v, docs/v1.0, docs/v1.1, docs/v1.2.0
        truth pattern 'version.json' at rules.yml:1:16-28: 1
        consumer pattern 'docs/v{n}/**' at rules.yml:2:21-35: 4
        version-differs at docs/v1.0/a: 'docs/v1.0' states '1.0', and the source of truth states '1.2.0'
          = the consumer states '1.0', in its path (docs/v1.0/a)
          = the source of truth states '1.2.0' (version.json:1:7-14)
          state '1.2.0' in the path:
            # rename 'docs/v1.0', or name it in 'except' if it is kept on purpose
        version-differs at docs/v1.1/a: 'docs/v1.1' states '1.1', and the source of truth states '1.2.0'
          = the consumer states '1.1', in the path of 2 files (docs/v1.1/a)
          = the source of truth states '1.2.0' (version.json:1:7-14)
          state '1.2.0' in the path:
            # rename 'docs/v1.1', or name it in 'except' if it is kept on purpose
        """)
    let check = try #require(try decode(VersionAgreement.self, yaml).check)
    let free = try #require(check.examine(snapshot(["docs/v1.1/a": ""])).findings.first)
    #expect(free.remedies.first?.commands == [["git", "mv", "--", "docs/v1.1", "docs/v1.2.0"]])
  }

  @Test(arguments: [
    // Not written as it reads, or not a number where only numbers stand bare.
    ("a.json", #"{"v": "1.\u0031"}"#, "1.2.0"), ("a.json", #"{"v": 1.1}"#, "1.2.0"),
    ("a.yml", "v: |-\n  1.1\n", "1.2.0"),
    ("a.toml", "v = \"\"\"1.1\"\"\"\n", "1.2.0"),
    // Not plainly a version.
    ("a.yml", "v: 1.1\n", "1.2 # x"), ("a.yml", "v: 1.1\n", "none"),
  ])
  func whatOnlyAPersonCanReplaceHasNoEdit(name: String, text: String, version: String) throws {
    let check = try #require(
      try decode(VersionAgreement.self, truth + "consumers: [{ file: 'a.*', key: /v }]").check)
    let finding = try #require(
      check.examine(snapshot([name: text], truth: #"{"v": "\#(version)"}"#)).findings.first)
    #expect(finding.remedies.map(\.edit) == [nil])
  }

  @Test func anEditThatThePatternWouldNoLongerFindIsNotOffered() throws {
    let yaml = truth + "consumers: [{ text: a, pattern: 'v=(\\d\\.\\d\\.\\d)$' }]"
    let edit = { (version: String) throws -> Edit? in
      let snapshot = snapshot(["a": "x\nv=1.1.0\r\ny\n"], truth: #"{"v": "\#(version)"}"#)
      return try #require(try decode(VersionAgreement.self, yaml).check).examine(snapshot).findings.first?.remedies
        .first?.edit
    }
    let expected = Edit(
      path: try path("a"), range: 4..<9, expected: Array("1.1.0".utf8), replacement: Array("1.2.0".utf8))
    #expect(try edit("1.2.0") == expected)
    #expect(try edit("1.2.0-rc1") == nil)
  }

  @Test func bytesThatAreNotTextAreComparedAsBytes() throws {
    var snapshot = snapshot([:])
    snapshot.files[try path("a")] = Array("v=".utf8) + [0xFF, 0x1B] + Array("\n".utf8)
    let found = try messages(truth + "consumers: [{ text: a, pattern: 'v=(.+)' }]", snapshot)
    #expect(found == ["version-differs: 'a' states '\u{FFFD}\u{1B}', and the source of truth states '1.2.0'"])
  }

  @Test func anUntrackedFileIsSaidToBeNotAdded() throws {
    var snapshot = snapshot(["a.yml": "v: 1"])
    snapshot.untracked = [try path("a.yml")]
    let check = try #require(try decode(VersionAgreement.self, truth + "consumers: [{ file: a.yml, key: /v }]").check)
    #expect(
      try check.examine(snapshot).findings.first?.evidence.last
        == Evidence("the file is not added yet", at: Location(try path("a.yml"))))
  }

  // MARK: Configuration

  @Test func leavesOutWhatIsExcepted() throws {
    let yaml = truth + "consumers: [{ file: '*.yml', key: /v, except: a.yml }]\nexcept: [b.yml]"
    #expect(try messages(yaml, snapshot(["a.yml": "v: 1", "b.yml": "v: 1", "c.yml": "v: 1.2.0"])) == [])
  }

  @Test func keysThatDoNotFitTogetherAreAllReported() throws {
    let yaml = """
      truth: { file: a.json }
      consumers:
        - { frontmatter: a.md, key: version }
        - { text: a, key: /v }
        - { path: 'docs/{a}/{b}' }
        - { path: 'docs/{version}', capture: versoin }
        - { path: docs/x, pattern: '(x)' }
        - { file: a.json, text: b, key: /v }
        - { key: /v }
        - { text: a, pattern: 'x' }
      normalize: strip
      format: '('
      """
    let problems = try decode(VersionAgreement.self, yaml).problems
    #expect(
      problems == [
        "1:10: 'file' needs 'key'", "3:31: 'version': a JSON pointer begins with '/'\n  did you mean '/version'?",
        "4:7: 'text' needs 'pattern'",
        "4:16: 'key' has no meaning with 'text'\n  a value under a key is looked up in a 'file' or 'frontmatter'",
        "5:13: the pattern has several captures\n  name one with 'capture'",
        "6:31: the pattern has no capture '{versoin}'\n  did you mean 'version'?",
        "7:21: 'pattern' has no meaning with 'path'",
        "7:13: no capture says which part of the path is the version\n  write it as '{version}'",
        "8:21: a version is stated in one place only\n  give exactly one of 'frontmatter', 'file', 'text' and 'path'",
        "9:5: nothing says where the version is stated\n  give exactly one of 'frontmatter', 'file', 'text' and 'path'",
        "10:25: pattern 'x': expected exactly one group, found 0\n  put parentheses around the part that counts",
        "11:12: expected one of 'strip-v', found 'strip'\n  did you mean 'strip-v'?",
        "12:9: pattern '(': missing ): (",
      ])
  }
}
