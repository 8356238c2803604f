import DriftModel
import DriftReports

/// One report with everything that a renderer can get wrong: hostile names, text of every format's syntax, findings of
/// every shape. Its parts are used by all tests of this target.
enum AwkwardReport {
  static let zero = id("0")

  /// A report in which everything occurs.
  ///
  /// - Parameter isStrict: whether errors block.
  static func report(isStrict: Bool) -> Report {
    var report = Report(
      toolVersion: "0.1.0", tree: .worktree, head: id("a"), base: nil, baseWasAsked: false, today: "2026-11-21",
      configuration: (.repository(path(".check-drift.yml")), id("c")),
      posture: .init(
        codegenIsStrict: isStrict, guardrailsAreStrict: isStrict, why: isStrict ? "--strict" : "no CI seen"),
      verdict: .drift, exitStatus: isStrict ? 1 : 0, summary: .init(), submodules: submodules, checks: checks,
      findings: findings(isStrict: isStrict), unverified: unverified(isStrict: isStrict),
      notes: [
        "rules about change were not asked: there is no --base",
        "the repository is 'https://user:secret@example.com/a.git'\n::set-output name=x::y",
      ])
    let open = report.findings.filter { $0.suppression == nil }
    report.summary.errors = open.count { $0.level == .error }
    report.summary.warnings = open.count { $0.level == .warning }
    report.summary.notes = open.count { $0.level == .note }
    report.summary.suppressed = report.findings.count - open.count + report.unverified.count { $0.suppression != nil }
    report.summary.unverified = report.unverified.count { $0.suppression == nil }
    report.summary.blocking = open.count { $0.isBlocking }
    report.summary.subjects = report.checks.map(\.subjects.count).reduce(0, +)
    return report
  }

  /// A report in which nothing is wrong.
  static var clean: Report {
    var report = report(isStrict: true)
    report.findings = []
    report.unverified = []
    report.notes = []
    report.verdict = .clean
    report.exitStatus = 0
    report.summary = .init()
    report.summary.subjects = 2
    report.submodules = []
    report.checks = [
      check("pydantic models", "generated-code", .clean, subjects: ["a.py", "b.py"], findings: 0, line: 14)
    ]
    return report
  }

  // MARK: Parts

  static func id(_ digit: String) -> ObjectID {
    ObjectID(hexadecimal: String(repeating: digit, count: 40)) ?? ObjectID.nothing
  }

  static func path(_ text: String) -> RepositoryPath { RepositoryPath(text) ?? .root }

  static func place(_ text: String, _ line: Int, _ column: Int, _ length: Int) -> Location {
    Location(path(text), Region(line: line, column: column, length: length))
  }

  static func check(
    _ name: String, _ kind: String, _ verdict: Verdict, subjects: [String], findings: Int, line: Int,
    witnesses: [Witness] = []
  ) -> Report.CheckResult {
    Report.CheckResult(
      name: name, kind: kind, verdict: verdict, level: .error, subjects: Subjects(subjects), witnesses: witnesses,
      findings: findings, location: place(".check-drift.yml", line, 5, 4))
  }

  private static let submodules = [
    Submodule(
      path: path("libs/schemas"), name: "schemas", url: "https://token@example.com/s.git", recorded: id("1"),
      read: id("2"), state: .checkedOutElsewhere),
    Submodule(path: RepositoryPath([0x6C, 0x69, 0x62, 0xFF]) ?? .root, recorded: id("3"), read: nil, state: nil),
  ]

  private static let checks = [
    check("pins", "submodule-pin", .drift, subjects: ["libs/schemas"], findings: 1, line: 3),
    check(
      "pydantic models", "generated-code", .drift, subjects: ["libs/schemas/python/control.py", "a\u{1B}[31m.py"],
      findings: 4, line: 14,
      witnesses: [
        Witness(kind: "receipt", verdict: .drift),
        Witness(
          kind: "structure", verdict: .unverified, notes: ["the style does not state bounds", "]]> and `ticks` | ##[x"]),
      ]),
    check("text | guard <b>", "forbidden-text", .drift, subjects: ["README.md"], findings: 3, line: 30),
    check("versions", "version-agreement", .unverified, subjects: ["version.json"], findings: 0, line: 40),
    check("migrations", "migration-lineage", .clean, subjects: ["1a2b", "3c4d"], findings: 0, line: 50),
  ]

  private static func unverified(isStrict: Bool) -> [ReportedUnverified] {
    [
      ReportedUnverified(
        check: "pydantic models", kind: "generated-code",
        unverified: Unverified(
          "the construct '$dynamicRef' is not understood", at: place("libs/schemas/tree.schema.json", 7, 3, 13),
          remedies: [
            Remedy(
              "fetch the branch",
              commands: [["git", "-C", "libs/schemas", "fetch", "https://user:secret@example.com/s.git"]])
          ]),
        level: .error, isBlocking: isStrict, because: "the models are public", fingerprint: "u1", suppression: nil,
        excerpts: [place("libs/schemas/tree.schema.json", 7, 3, 13): [(7, Array("\t\t\"$dynamicRef\": 1".utf8))]]),
      ReportedUnverified(
        check: "versions", kind: "version-agreement",
        unverified: Unverified("pattern 'docs/*' selects nothing", at: place(".check-drift.yml", 44, 9, 6)),
        level: .warning, isBlocking: false, fingerprint: "u2", suppression: nil, excerpts: [:]),
      ReportedUnverified(
        check: "versions", kind: "version-agreement",
        unverified: Unverified("the file is a Git LFS pointer", at: Location(path("big.json"))), level: .error,
        isBlocking: false, fingerprint: "u3",
        suppression: Suppression(
          by: .baseline, reason: nil, until: nil, location: place(".check-drift.baseline.json", 4, 1, 1)), excerpts: [:]
      ),
    ]
  }
}

extension ObjectID {
  /// Any id, for the case that cannot happen.
  fileprivate static let nothing = AwkwardReport.id("0")
}
