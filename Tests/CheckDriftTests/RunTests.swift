import DriftModel
import DriftReports
import DriftTestSupport
import Testing

@testable import CheckDrift

struct RunTests {
  private let one = Examination(subjects: ["a.txt"])

  private func examination(_ findings: [Finding] = [], _ unverified: [Unverified] = []) -> Examination {
    Examination(subjects: ["a.txt"], findings: findings, unverified: unverified)
  }

  // MARK: Exit status and verdict

  @Test func isCleanWhereEverythingAgrees() async {
    let report = await Run.report(Stub.request([Stub.check(saying: .success(one))]))
    #expect(report.verdict == .clean)
    #expect(report.exitStatus == 0)
    #expect(report.checks.map(\.verdict) == [.clean])
    #expect(report.summary.subjects == 1)
  }

  @Test(arguments: [
    // level, strict, has a finding, has an unverified: exit status
    (Level.error, true, true, false, 1), (.error, true, true, true, 1), (.error, true, false, true, 3),
    (.error, false, true, true, 0), (.warning, true, true, false, 0), (.warning, true, true, true, 3),
    (.note, true, true, false, 0),
  ])
  func exitsAsTheContractSays(level: Level, strict: Bool, finding: Bool, unverified: Bool, status: Int) async {
    let seen = examination(
      finding ? [Stub.finding("wrong")] : [], unverified ? [Unverified("no way", at: Stub.place("b.txt"))] : [])
    let report = await Run.report(Stub.request([Stub.check(level: level, saying: .success(seen))], strict: strict))
    #expect(report.exitStatus == status)
    #expect(report.verdict == (finding ? .drift : .unverified))
    #expect(report.findings.map(\.isBlocking) == (finding ? [level == .error && strict] : []))
    #expect(report.findings.map(\.level) == (finding ? [level] : []))
  }

  @Test func asksEachFamilyOfItsOwnPosture() async {
    let seen = Result<Examination, ReadFailure>.success(examination([Stub.finding("wrong")]))
    var request = Stub.request([
      Stub.check("g", kind: StubCheck.kind("g", .guardrails), saying: seen),
      Stub.check("c", kind: StubCheck.kind("c", .codegen), saying: seen),
    ])
    request.posture.codegenIsStrict = false
    let report = await Run.report(request)
    #expect(report.findings.map { "\($0.check) \($0.isBlocking)" } == ["c false", "g true"])
    #expect(report.exitStatus == 1)
  }

  @Test func endsInThreeWhereTheRepositoryCannotBeRead() async {
    let broken = Stub.check("a", saying: .failure(ReadFailure(.repository, "an object is broken")))
    let wrong = Stub.check("b", saying: .success(examination([Stub.finding("wrong")])))
    for strict in [true, false] {
      let report = await Run.report(Stub.request([broken, wrong], strict: strict))
      #expect(report.exitStatus == 3)
      #expect(report.unverified.map(\.unverified.reason) == ["an object is broken"])
      #expect(report.unverified.map(\.unverified.location) == [Stub.place(".check-drift.yml", line: 3)])
    }
  }

  @Test func letsUnverifiedPassWhereTheConfigurationSaysSo() async {
    let seen = examination([], [Unverified("no way", at: Stub.place("b.txt"))])
    let report = await Run.report(Stub.request([Stub.check(unverifiedLevel: .warning, saying: .success(seen))]))
    #expect(report.exitStatus == 0)
    #expect(report.verdict == .unverified)
    #expect(report.checks.map(\.verdict) == [.unverified])
    #expect(report.summary.unverified == 1)
  }

  // MARK: Levels

  @Test func takesTheLowerOfTheChecksLevelAndTheProblemsDefault() async {
    let seen = examination([Stub.finding("b"), Stub.finding("u", StubCheck.untidy)])
    func levels(_ level: Level, _ levels: [String: LevelSetting] = [:]) async -> [Level] {
      await Run.report(Stub.request([Stub.check(level: level, levels: levels, saying: .success(seen))])).findings.map(
        \.level)
    }
    #expect(await levels(.error) == [.error, .warning])
    #expect(await levels(.note) == [.note, .note])
    #expect(await levels(.note, ["untidy": .level(.error)]) == [.note, .error])
    #expect(await levels(.error, ["broken": .off]) == [.warning])
  }

  @Test func isCleanWhereAllThatWasFoundIsTurnedOff() async {
    let seen = examination([Stub.finding("b")])
    let report = await Run.report(Stub.request([Stub.check(levels: ["broken": .off], saying: .success(seen))]))
    #expect(report.verdict == .clean)
    #expect(report.findings.isEmpty)
  }

  // MARK: Vacuity

  @Test func doesNotTakeSilenceForAgreement() async {
    let selection = Selection("pattern 'x/*'", at: Stub.place(".check-drift.yml", line: 7), count: 0)
    let seen = Examination(subjects: ["a.txt"], selections: [selection])
    let report = await Run.report(Stub.request([Stub.check(saying: .success(seen))]))
    #expect(report.unverified.map(\.unverified.reason) == ["pattern 'x/*' selects nothing"])
    #expect(report.unverified.map(\.unverified.location) == [selection.location])
    #expect(report.exitStatus == 3)
    let nothing = await Run.report(Stub.request([Stub.check(saying: .success(Examination()))]))
    #expect(nothing.unverified.map(\.unverified.reason) == ["the check looked at nothing"])
  }

  @Test func allowsSilenceWhereItIsAskedFor() async {
    let place = Stub.place(".check-drift.yml", line: 7)
    let empty = Examination(selections: [Selection("pattern 'x/*'", at: place, count: 0)])
    let byCheck = await Run.report(Stub.request([Stub.check(allowsEmpty: true, saying: .success(empty))]))
    #expect(byCheck.verdict == .clean)
    let itself = Examination(selections: [Selection("pattern 'x/*'", at: place, count: 0, allowsEmpty: true)])
    let byConsumer = await Run.report(Stub.request([Stub.check(saying: .success(itself))]))
    #expect(byConsumer.verdict == .clean)
  }

  @Test func saysOnceThatASubmoduleCannotBeRead() async {
    let submodule = Stub.path("libs/x")
    let seen = Examination(
      subjects: ["a.txt"],
      unverified: [
        Unverified("'libs/x' is not-initialised", at: Stub.place("libs/x"), submodule: submodule),
        Unverified("'libs/x' is not-initialised too", at: Stub.place("libs/x"), submodule: submodule),
      ], selections: [Selection("pattern 'libs/x/*.json'", at: Stub.place(".check-drift.yml", line: 9), count: 0)])
    let report = await Run.report(Stub.request([Stub.check(saying: .success(seen))]))
    #expect(report.unverified.map(\.unverified.reason) == ["'libs/x' is not-initialised"])
  }

  @Test func countsEachSubjectOnce() async {
    let report = await Run.report(
      Stub.request([Stub.check(saying: .success(Examination(subjects: ["a", "b", "a"])))]))
    #expect(report.checks.map(\.subjects) == [["a", "b"]])
    #expect(report.summary.subjects == 2)
  }

  // MARK: Submodules

  @Test func keepsAConsequenceOnlyWhereItsCauseIsReported() async {
    let submodule = Stub.path("libs/x")
    var snapshot = MemorySnapshot()
    snapshot.knownSubmodules = [Submodule(path: submodule, state: .edited)]
    let caused = Stub.check(
      "models", saying: .success(examination([Stub.finding("wrong", consequenceOf: submodule)])))
    let alone = await Run.report(Stub.request([caused], in: snapshot))
    #expect(alone.findings.map(\.finding.consequenceOf) == [nil])

    struct Pins: Check {
      static let description = StubCheck.kind("submodule-pin", .codegen)
      init() {}
      init?(_ values: inout FieldValues) { nil }
      func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
        Examination(
          subjects: ["libs/x"],
          findings: try snapshot.submodules().map { Finding(StubCheck.broken, "moved", at: Location($0.path)) })
      }
    }
    let pins = ConfiguredCheck(
      name: "pins", kind: Pins.description, check: Pins(), location: Stub.place(".check-drift.yml", line: 1))
    let both = await Run.report(Stub.request([caused, pins], in: snapshot))
    #expect(both.findings.map(\.finding.consequenceOf) == [submodule, nil])
    #expect(both.findings.map(\.submodule) == [nil, submodule])
    #expect(both.submodules.map(\.path) == [submodule])
  }

  // MARK: Order

  @Test func isTheSameWhateverTheNumberOfJobs() async {
    let checks = (0..<20).map { index in
      Stub.check(
        "check \(index)", line: index + 1,
        saying: .success(
          examination(
            (0..<5).map { Stub.finding("m\($0)", at: Stub.place("f\((index * 7 + $0 * 3) % 11)", line: 5 - $0)) })))
    }
    let format = ReportFormat.json
    let options = RenderOptions(verbose: true)
    let alone = format.render(await Run.report(Stub.request(checks)), options: options)
    for jobs in [2, 3, 8] {
      #expect(format.render(await Run.report(Stub.request(checks, jobs: jobs)), options: options) == alone)
    }
  }

  @Test func ordersByPathRegionCheckProblemAndMessage() async {
    let seen = examination([
      Stub.finding("z", at: Stub.place("b", line: 1)), Stub.finding("y", at: Stub.place("a", line: 2)),
      Stub.finding("x", at: Stub.place("a", line: 2)), Stub.finding("w", at: Stub.place("a")),
      Stub.finding("v", at: Location(file: .external("/a"), region: nil)),
    ])
    let report = await Run.report(Stub.request([Stub.check(saying: .success(seen))]))
    #expect(report.findings.map(\.finding.message) == ["w", "x", "y", "z", "v"])
  }

  // MARK: Excerpts

  @Test func showsTheLinesThatAreMeant() async {
    let long = String(repeating: "é", count: 300)
    let snapshot = MemorySnapshot(["a.txt": "one\ntwo\r\n3\n4\n5\n6\n7\n\(long)"])
    func lines(_ region: Region) async -> [String] {
      let seen = examination([Stub.finding("wrong", at: Location(Stub.path("a.txt"), region))])
      let report = await Run.report(Stub.request([Stub.check(saying: .success(seen))], in: snapshot))
      return report.findings.flatMap(\.excerpts.values).joined().map {
        "\($0.line) \(String(decoding: $0.text, as: UTF8.self))"
      }
    }
    #expect(await lines(Region(line: 2, column: 1, length: 3)) == ["2 two"])
    #expect(await lines(Region(line: 1, column: 1, endLine: 3, endColumn: 1)) == ["1 one", "2 two"])
    #expect(
      await lines(Region(line: 1, column: 1, endLine: 7, endColumn: 2)) == ["1 one", "2 two", "3 3", "4 4", "5 5"])
    #expect(await lines(Region(line: 8, column: 1, length: 2)) == ["8 " + String(repeating: "é", count: 200)])
    #expect(await lines(Region(line: 8, column: 500, length: 2)) == [])
    #expect(await lines(Region(line: 99, column: 1, length: 2)) == [])
  }
}
