import DriftChecks
import DriftModel
import DriftTestSupport
import Testing

/// What `submodule-pin` says of a snapshot; the scenarios show the same against real repositories.
struct SubmodulePinTests {
  /// `libs/a`, declared, recorded and checked out.
  private func submodule(
    _ name: String = "libs/a", url: String? = "../a.git", branch: String? = nil, state: SubmoduleState? = nil,
    read: ObjectID? = nil, edits: [String] = [], failure: ReadFailure? = nil
  ) throws -> Submodule {
    let modules = try path(".gitmodules")
    let isDeclared = state != .notDeclared
    return Submodule(
      path: try path(name), name: isDeclared ? name : nil, url: url, branch: branch,
      declaration: isDeclared ? Location(modules, Region(line: 1, column: 1, length: 20)) : nil,
      urlLocation: isDeclared && url != nil ? Location(modules, Region(line: 3, column: 2, length: 14)) : nil,
      recorded: state == .declaredButNotASubmodule ? nil : try id("1"),
      read: state == .notInitialised ? nil : try read ?? id("1"), state: state,
      edits: edits.compactMap { RepositoryPath($0) },
      isReadable: state != .notInitialised && state != .commitMissing && failure == nil, failure: failure)
  }

  private func snapshot(_ submodules: Submodule...) -> MemorySnapshot {
    var snapshot = MemorySnapshot()
    snapshot.knownSubmodules = submodules
    return snapshot
  }

  @Test func saysNothingOfSubmodulesThatAgree() throws {
    let snapshot = snapshot(try submodule(), try submodule("libs/b"))
    try expect(
      SubmodulePin.self, "path: 'libs/*'", on: snapshot,
      says: """
        looked at: libs/a, libs/b
        pattern 'libs/*' at rules.yml:1:7-15: 2
        """)
  }

  @Test func countsEveryPatternAndLeavesOutWhatIsExcepted() throws {
    let snapshot = snapshot(try submodule(), try submodule("libs/b", state: .notInitialised))
    try expect(
      SubmodulePin.self, "{ path: ['libs/a', 'libs/*', 'x/*'], except: [libs/b], allow-empty: true }", on: snapshot,
      says: """
        looked at: libs/a
        pattern 'libs/a' at rules.yml:1:10-18: 1, may be none
        pattern 'libs/*' at rules.yml:1:20-28: 1, may be none
        pattern 'x/*' at rules.yml:1:30-35: 0, may be none
        """)
  }

  @Test func aPatternBelowAnUnreadableSubmoduleIsBlockedByItsState() throws {
    try expect(
      SubmodulePin.self, "path: libs/a/vendor/*", on: snapshot(try submodule(state: .notInitialised)),
      says: """
        looked at: nothing
        unverified at libs/a: submodules below 'libs/a' cannot be seen, because it cannot be read (not-initialised)
          because of: libs/a
          fetch it:
            $ git submodule update --init -- libs/a
        """)
  }

  @Test func everyStateIsAProblemOfItsOwnName() throws {
    for state in SubmoduleState.allCases {
      let check = try #require(try decode(SubmodulePin.self, "path: '**'").check)
      let findings = try check.examine(snapshot(try submodule(state: state, read: id("2")))).findings
      #expect(findings.map(\.problem.id) == [state.rawValue])
      #expect(findings.allSatisfy { $0.remedies.count >= 1 && !$0.evidence.isEmpty })
    }
  }

  @Test func cleanFalseAllowsEditsAndNothingElse() throws {
    let yaml = "{ path: '**', clean: false }"
    let edited = try submodule(state: .edited, edits: ["libs/a/x"])
    #expect(try #require(decode(SubmodulePin.self, yaml).check).examine(snapshot(edited)).findings == [])
    let moved = try submodule(state: .checkedOutElsewhere, read: id("2"))
    let findings = try #require(decode(SubmodulePin.self, yaml).check).examine(snapshot(moved)).findings
    #expect(findings.map(\.problem.id) == ["checked-out-elsewhere"])
  }

  @Test func droppingAMoveKeepsCommitsThatNothingElseKeeps() throws {
    var snapshot = snapshot(
      try submodule(branch: "main", state: .checkedOutElsewhere, read: id("2"), edits: ["libs/a/x"]))
    snapshot.relations["main"] = .success(.notOnBranch(tip: try id("3")))
    let drop = { (snapshot: MemorySnapshot) throws -> [[String]] in
      let check = try #require(try decode(SubmodulePin.self, "path: '**'").check)
      let remedies = try check.examine(snapshot).findings.first?.remedies
      return try #require(remedies?.first { $0.summary.hasPrefix("drop") }).commands
    }
    let stash = ["git", "-C", "libs/a", "stash", "push", "--include-untracked"]
    let update = ["git", "submodule", "update", "--init", "--", "libs/a"]
    let keep = ["git", "-C", "libs/a", "branch", "--force", "kept-2222222222", try id("2").description]
    #expect(try drop(snapshot) == [stash, keep, update])
    snapshot.descents = [[try id("1"), try id("2")]]
    #expect(try drop(snapshot) == [stash, update])
    snapshot.descents = []
    snapshot.relations["main"] = .success(.behind(4, tip: try id("3")))
    #expect(try drop(snapshot) == [stash, update])
  }

  // MARK: History

  @Test func theBranchOfTheConfigurationIsAskedAboutBeforeTheDeclaredOne() throws {
    var snapshot = snapshot(try submodule(branch: "dev"))
    snapshot.relations = ["dev": .success(.tip), "main": .success(.notOnBranch(tip: try id("3")))]
    let findings = { (yaml: String) in
      try #require(try decode(SubmodulePin.self, yaml).check).examine(snapshot).findings.map(\.problem.id)
    }
    #expect(try findings("path: '**'") == [])
    #expect(try findings("{ path: '**', branch: main }") == ["not-on-branch"])
  }

  @Test func behindCountsFromTheLimitOn() throws {
    var snapshot = snapshot(try submodule())
    snapshot.relations["main"] = .success(.behind(3, tip: try id("3")))
    #expect(
      try transcript(SubmodulePin.self, "{ path: '**', branch: main, max-behind: 3 }", snapshot).contains("behind")
        == false)
    try expect(
      SubmodulePin.self, "{ path: '**', branch: main, max-behind: 2 }", on: snapshot,
      says: """
        looked at: libs/a
        pattern '**' at rules.yml:1:9-13: 1
        behind at libs/a: 'libs/a' is more than 2 commits behind 'main'
          culprit: pin
          = the tree records 1111111111111111111111111111111111111111 (libs/a)
          = 'origin/main' is at 3333333333333333333333333333333333333333, 3 commits further, as last fetched (libs/a)
          = 'max-behind' is 2 (rules.yml:1:41-42)
          move the pin to the newest commit of 'main':
            $ git -C libs/a fetch origin
            $ git -C libs/a checkout --detach origin/main
            $ git add -- libs/a
        """)
  }

  @Test func aCutHistoryThatShowsThePinLeavesOnlyTheCountOpen() throws {
    var snapshot = snapshot(try submodule())
    snapshot.relations["main"] = .success(.behind(nil, tip: try id("3")))
    let none = "looked at: libs/a\npattern '**' at rules.yml:1:9-13: 1"
    try expect(SubmodulePin.self, "{ path: '**', branch: main }", on: snapshot, says: none)
    try expect(
      SubmodulePin.self, "{ path: '**', branch: main, max-behind: 3 }", on: snapshot,
      says: none + """

        unverified at .gitmodules:1:1-21: the history of submodule 'libs/a' is cut, so nobody can count how far it is \
        behind 'main'
          fetch the rest of its history:
            $ git -C libs/a fetch --unshallow origin main
        """)
  }

  @Test func whatTheHistoryLeavesOpenIsToldOnce() throws {
    var snapshot = snapshot(try submodule())
    let failure = ReadFailure(.history, "the history ends here", at: Location(try path("libs/a")))
    snapshot.relations["main"] = .failure(failure)
    var base = snapshot
    base.knownSubmodules = [Submodule(path: try path("libs/a"), recorded: try id("9"))]
    snapshot.base = .tree(base)
    snapshot.descentFailure = failure
    try expect(
      SubmodulePin.self, "{ path: '**', branch: main, max-behind: 3 }", on: snapshot,
      says: """
        looked at: libs/a
        pattern '**' at rules.yml:1:9-13: 1
        unverified at libs/a: the history ends here
        """)
  }

  @Test func aQuestionThatNobodyNamedABranchForIsNotAskedUnlessALimitAsksIt() throws {
    let snapshot = snapshot(try submodule())
    #expect(try transcript(SubmodulePin.self, "path: '**'", snapshot).contains("unverified") == false)
    try expect(
      SubmodulePin.self, "{ path: '**', max-behind: 3 }", on: snapshot,
      says: """
        looked at: libs/a
        pattern '**' at rules.yml:1:9-13: 1
        unverified at rules.yml:1:27-28: 'max-behind' asks how far 'libs/a' is behind its branch, and no branch is named
          name the branch:
            # add 'branch: NAME' to the check, or 'branch = NAME' to the entry in '.gitmodules'
        """)
  }

  @Test(arguments: ["--upload-pack=x", "a..b", "a b", ".", "x.lock", "/a", "a@{1}"])
  func aDeclaredBranchThatIsNoneIsNotAskedFor(branch: String) throws {
    let check = try #require(try decode(SubmodulePin.self, "path: '**'").check)
    let examination = try check.examine(snapshot(try submodule(branch: branch)))
    #expect(examination.unverified.count == 1)
    #expect(examination.unverified.first?.location.region?.line == 1)
  }

  @Test func aPinThatMovedAsideOfTheBaseIsToldApartFromOneThatMovedBack() throws {
    var base = MemorySnapshot()
    base.knownSubmodules = [try submodule().recorded(id("9"))]
    var snapshot = snapshot(try submodule())
    snapshot.base = .tree(base)
    let message = { (snapshot: MemorySnapshot) throws -> String? in
      try #require(try decode(SubmodulePin.self, "path: '**'").check).examine(snapshot).findings.first?.message
    }
    #expect(
      try message(snapshot)
        == "the pin of 'libs/a' moved to a commit that does not contain the one that the base records")
    snapshot.descents = [[try id("9"), try id("1")]]
    #expect(try message(snapshot) == "the pin of 'libs/a' moved back: the base already records a newer commit")
    snapshot.descents = [[try id("1"), try id("9")]]
    #expect(try message(snapshot) == nil)
  }

  @Test func aSubmoduleThatMovedIsFoundInTheBaseByItsName() throws {
    var base = MemorySnapshot()
    base.knownSubmodules = [try submodule("old/a").recorded(id("9")).named("libs/a")]
    var snapshot = snapshot(try submodule())
    snapshot.base = .tree(base)
    let check = try #require(try decode(SubmodulePin.self, "path: '**'").check)
    #expect(try check.examine(snapshot).findings.map(\.problem.id) == ["moved-back"])
  }

  @Test func aBaseThatCannotBeKnownIsUnverified() throws {
    var snapshot = snapshot(try submodule())
    snapshot.base = .unavailable(ReadFailure(.history, "there is no common history"))
    try expect(
      SubmodulePin.self, "path: '**'", on: snapshot,
      says: """
        looked at: libs/a
        pattern '**' at rules.yml:1:7-11: 1
        unverified at rules.yml:1:7-11: there is no common history
        """)
  }

  @Test func aRepositoryThatCannotBeOpenedIsUnverifiedOnce() throws {
    let failure = ReadFailure(.repository, "cannot open it", at: Location(try path("libs/a")))
    try expect(
      SubmodulePin.self, "{ path: '**', branch: main }", on: snapshot(try submodule(failure: failure)),
      says: """
        looked at: libs/a
        pattern '**' at rules.yml:1:9-13: 1
        unverified at libs/a: cannot open it
        """)
  }

  // MARK: URLs

  @Test(arguments: [
    ("-u./payload", "begins with '-', which programs take for an option"),
    ("ssh://-oProxyCommand=x/y", "has a host that begins with '-', which programs take for an option"),
    ("git@-x:y", "has a host that begins with '-', which programs take for an option"),
    ("ext::sh -c id", "names a program to run instead of a repository"),
    ("https://example.com/a%0Ahost=b", "holds a control character"), ("a\nb", "holds a control character"),
    ("https://user:secret@example.com/a", "carries credentials"),
    ("https://token@example.com/a", "carries credentials"),
    ("ssh://user:secret@example.com/a", "carries credentials"),
    ("https://user:sec/secret@example.com/a", "carries credentials"),
  ])
  func someURLsAreNeverAcceptable(url: String, objection: String) throws {
    let check = try #require(try decode(SubmodulePin.self, "{ path: '**', allowed-urls: '**' }").check)
    let examination = try check.examine(snapshot(try submodule(url: url)))
    #expect(examination.findings.map(\.message) == ["the URL of 'libs/a' \(objection)"])
    #expect(!examination.transcript.contains("secret") && !examination.transcript.contains("token@"))
  }

  @Test(arguments: [
    "ssh://git@example.com/a", "git@example.com:a", "https://h:8443/a@b", "https://[::1]/a@b", "x://", "https://@h/a",
    "../a.git", "./a", "/srv/a", "https://h/a@b",
  ])
  func ordinaryURLsAreAcceptableWhereNothingIsSaid(url: String) throws {
    let check = try #require(try decode(SubmodulePin.self, "path: '**'").check)
    #expect(try check.examine(snapshot(try submodule(url: url))).findings == [])
  }

  @Test(arguments: [
    ("https://github.com/org/*", "https://github.com/org/a.git", true),
    ("https://github.com/org/*", "https://github.com/org/a/b", false),
    ("https://github.com/org/**", "https://github.com/org/a/b", true),
    ("https://github.com/org/**", "https://github.com/org/../evil/b", false),
    ("https://github.com/org/**", "https://github.com/org/%2e./evil/b", false),
    ("https://github.com/org/*", "https://github.com/org/", false),
    ("https://*.example.com/**", "https://evil.com#.example.com/a", false),
    ("https://*.example.com/**", "https://git.example.com/a", true),
    ("../*", "../a.git", true), ("../*", "../../a.git", false),
    ("https://h/a", "https://h/a.git", false),
  ])
  func allowedURLsAreMatchedAsWholes(pattern: String, url: String, isAllowed: Bool) throws {
    let yaml = "{ path: '**', allowed-urls: ['\(pattern)'] }"
    let check = try #require(try decode(SubmodulePin.self, yaml).check)
    let problems = try check.examine(snapshot(try submodule(url: url))).findings.map(\.problem.id)
    #expect(problems == (isAllowed ? [] : ["url-not-allowed"]))
  }

  @Test func matchingAURLStaysCheap() throws {
    let stars = String(repeating: "*a**", count: 40)
    let yaml = "{ path: '**', allowed-urls: ['\(stars)b'] }"
    let check = try #require(try decode(SubmodulePin.self, yaml).check)
    let url = String(repeating: "a", count: 4000)
    #expect(try check.examine(snapshot(try submodule(url: url))).findings.count == 1)
  }

  @Test func whatGitRefusesIsReportedWhateverThePatternSelects() throws {
    var snapshot = snapshot(try submodule())
    let place = Location(try path(".gitmodules"), Region(line: 2, column: 2, length: 9))
    snapshot.refused = [
      RefusedDeclaration(name: "x", part: .path, value: "../../etc", location: place),
      RefusedDeclaration(name: "x", part: .path, value: "-x", location: place),
      RefusedDeclaration(name: "x", part: .path, value: "", location: place),
      RefusedDeclaration(name: "../x", part: .name, value: "../x", location: place),
    ]
    let check = try #require(try decode(SubmodulePin.self, "path: libs/a").check)
    let findings = try check.examine(snapshot).findings
    #expect(findings.allSatisfy { $0.problem.id == "url-not-allowed" && $0.location == place })
    #expect(
      findings.map(\.message) == [
        "the path '../../etc' of submodule 'x' leaves the repository",
        "the path '-x' of submodule 'x' begins with '-', which programs take for an option",
        "submodule 'x' is declared without a path", "the submodule name '../x' leads out of '.git/modules'",
      ])
  }

  // MARK: Configuration

  @Test func mistakesInTheConfigurationAreAllReported() throws {
    let yaml = """
      branch: origin/main
      max-behind: -1
      allowed-urls: []
      clean: maybe
      pth: x
      """
    let problems = try decode(SubmodulePin.self, yaml).problems
    #expect(
      problems == [
        "5:1: unknown key 'pth'\n  did you mean 'path'?", "1:1: 'path' is missing\n  " + pathSummary,
        "1:9: 'origin/main' is more than the name of a branch\n"
          + "  it is looked up as 'origin/<branch>' of the submodule: write 'main'",
        "2:13: expected a whole number of at least 0, found '-1'", "3:15: an empty list selects nothing",
        "4:8: expected true or false, found 'maybe'",
      ])
  }

  private var pathSummary: String {
    SubmodulePin.description.fields.map(\.description).first { $0.name == "path" }?.summary ?? ""
  }
}

extension Submodule {
  fileprivate func recorded(_ commit: ObjectID) -> Submodule {
    Submodule(path: path, name: name, url: url, declaration: declaration, recorded: commit, read: commit)
  }

  fileprivate func named(_ name: String) -> Submodule {
    Submodule(path: path, name: name, url: url, declaration: declaration, recorded: recorded, read: read)
  }
}
