import DriftModel
import DriftTestSupport
import Testing

@testable import DriftChecks

/// What scenarios cannot show: submodules, untracked files, names, and input from strangers.
struct DependencyPinsTests {
  private static let yaml = """
    manifests: ['**/pyproject.toml', '**/*.txt', '**/package.json', '**/pnpm-workspace.yaml', '**/Package.swift', '**/Cargo.toml', '**/go.mod']
    lockfiles: ['**/uv.lock', '**/poetry.lock', '**/package-lock.json', '**/yarn.lock', '**/pnpm-lock.yaml', '**/Package.resolved', '**/Cargo.lock', '**/go.sum']
    require: identical
    banned: ['left*']
    pinned: { pinned: 1.0.0 }
    stamps: [{ files: '**/*.txt', package: pinned }]
    """

  private func findings(_ yaml: String, _ snapshot: MemorySnapshot) throws -> [Finding] {
    try #require(try decode(DependencyPins.self, yaml).check).examine(snapshot).findings
  }

  @Test(arguments: [
    ("npm:react", "react", Ecosystem.npm, true), ("npm:react", "react", .cargo, false), ("React", "react", .npm, false),
    ("PyYAML", "pyyaml", .python, true), ("zope.interface", "Zope_Interface", .python, true),
    ("serde-json", "serde_json", .cargo, true), ("@types/*", "@types/node", .npm, true), ("*", "x", .go, true),
    ("*lint*", "eslint-plugin", .npm, true), ("a*a", "a", .npm, false),
    ("swift-*", "https://x/Swift-Log.git", .swift, true),
    ("swift-log", "git@host:apple/swift-log.git/", .swift, true), ("golang.org/x/*", "golang.org/x/net", .go, true),
  ])
  func comparesNamesAsTheirEcosystemDoes(pattern: String, name: String, ecosystem: Ecosystem, matches: Bool) throws {
    let pattern = try #require(PackagePattern(pattern))
    #expect(pattern.matches(PackageName(name, in: ecosystem)) == matches)
  }

  @Test(arguments: [
    ("^1.2.3", ">=1.2.3,<2.0", true), ("~1.2", ">=1.2,<1.3", true), ("~1", ">=1,<2", true),
    ("^0.0.3", ">=0.0.3,<0.0.4", true),
    ("^0.0", ">=0.0,<0.1", true), ("1.2.*", "==1.2.*", true), ("1.2.3", "==1.2.3", true), ("*", "", true),
    (">=1 <2", ">=1,<2.0.0", true), ("^1", ">=1,<3", false), ("1.0", "==1.0.0", true), ("^1 || ^1.5", ">=1,<2", true),
    ("~=1.4.2", ">=1.4.2,==1.4.*", true),
  ])
  func readsPoetrysConstraints(poetry: String, pep440: String, isSame: Bool) throws {
    let one = try #require(PythonSpecifier(poetry: poetry)?.versions)
    let other = try #require(PythonSpecifier(pep440)?.versions)
    #expect((one == other) == isSame)
  }

  @Test func inASubmoduleTheRemedyGoesThereAndNothingIsEditedHere() throws {
    var snapshot = MemorySnapshot(["libs/a/package.json": #"{"dependencies": {"x": "^1"}}"#])
    snapshot.knownSubmodules = [
      Submodule(path: try path("libs/a"), name: "a", branch: "dev", recorded: try id("1"), read: try id("1"))
    ]
    let found = try findings("manifests: libs/a/package.json\npinned: { x: 1.0.0 }", snapshot)
    #expect(found.map(\.problem.id) == ["not-as-pinned"])
    let remedy = try #require(found.first?.remedies.first)
    #expect(remedy.edit == nil)
    #expect(remedy.steps.contains(.instruction("ask for '1.0.0' of 'x' in line 1 of 'libs/a/package.json'")))
    #expect(remedy.steps.last == .command(["git", "commit", "-m", "Bump libs/a", "--", "libs/a"]))
  }

  @Test func anUntrackedFileIsSaidToBeNotAdded() throws {
    var snapshot = MemorySnapshot(["package.json": #"{"dependencies": {"x": "^1"}}"#])
    snapshot.untracked = [try path("package.json")]
    let found = try findings("manifests: package.json\nbanned: x", snapshot)
    #expect(found.first?.evidence.last == Evidence("the file is not added yet", at: Location(try path("package.json"))))
  }

  @Test func whatIsLeftOutIsNotCompared() throws {
    let snapshot = MemorySnapshot([
      "a/package.json": #"{"dependencies": {"x": "1", "y": "1", "z": "1"}}"#,
      "b/package.json": #"{"dependencies": {"x": "2", "y": "2", "z": "2"}}"#,
    ])
    let names = try findings("manifests: '*/package.json'\npackages: ['*', '!x', '!npm:z']", snapshot).map(\.message)
    #expect(
      names == ["no version of 'y' is what 'b/package.json' asks for, '2', and what 'a/package.json' does, '1'"])
  }

  @Test func thousandsOfStatementsEndInAMessage() throws {
    let lines = (0..<1500).map { "a==\($0)" }.joined(separator: "\n")
    let calls = String(repeating: ".package(", count: 20_000)
    let examination = try #require(try decode(DependencyPins.self, "manifests: '*'").check)
      .examine(MemorySnapshot(["requirements.txt": lines, "Package.swift": calls]))
    #expect(examination.findings == [])
    #expect(
      examination.unverified.map(\.reason).suffix(2) == [
        "'Package.swift' has more than 2000 dependencies", "'a' is named more than 1000 times",
      ])
  }

  /// Every text of the clean case, cut and with bytes changed: whatever it says, it says something.
  @Test func inputFromStrangersNeverTraps() throws {
    let clean = try #require(
      try Scenario.all(below: Self.fixtures).first { $0.description == "dependency-pins/clean" })
    let others = try #require(
      try Scenario.all(below: Self.fixtures).first { $0.description == "dependency-pins/other-lock-files" })
    let check = try #require(try decode(DependencyPins.self, Self.yaml).check)
    var random = SeededNumbers(state: 42)
    for _ in 0..<60 {
      var snapshot = MemorySnapshot()
      for section in clean.sections + others.sections where section.name.hasPrefix("tree/") {
        var bytes = Array(section.body.utf8)
        for _ in 0..<(1 + random.next() % 6) where !bytes.isEmpty {
          let at = Int(random.next() % UInt64(bytes.count))
          switch random.next() % 4 {
          case 0: bytes = Array(bytes.prefix(at))
          case 1: bytes[at] = UInt8(truncatingIfNeeded: random.next())
          case 2: bytes.remove(at: at)
          default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 30)], at: at / 2)
          }
        }
        snapshot.files[try path(String(section.name.dropFirst(5)))] = bytes
      }
      let examination = try check.examine(snapshot)
      #expect(examination.subjects.count > 10)
    }
  }

  private static let fixtures =
    String(#filePath.dropLast("DependencyPins/DependencyPinsTests.swift".count)) + "Fixtures"

  /// The same numbers every time.
  private struct SeededNumbers {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }
}
