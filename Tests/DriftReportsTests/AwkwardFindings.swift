import DriftModel
import DriftReports

extension AwkwardReport {
  static let edited = Problem(
    "output-edited", "an output was changed after it was generated",
    explanation: "The receipt records other bytes than the file has, while the inputs are as recorded.")
  static let moved = Problem(
    "checked-out-elsewhere", "the checkout is not at the recorded commit",
    explanation: "Somebody moved the submodule and did not add the move.")
  static let found = Problem(
    "text-found", "a forbidden text occurs", explanation: "It was replaced by something else.", defaultLevel: .warning)

  static func findings(isStrict: Bool) -> [ReportedFinding] {
    [
      pin, accepted, severalRemedies, consequence, invalidName, hostileName, wide, note,
    ].map { make in
      var reported = make
      reported.isBlocking = isStrict && reported.level == .error && reported.suppression == nil
      return reported
    }
  }

  private static func reported(
    _ check: String, _ kind: String, _ finding: Finding, level: Level = .error, because: String? = nil,
    fingerprint: String, suppression: Suppression? = nil, excerpts: [Location: SourceLines] = [:],
    submodule: RepositoryPath? = nil
  ) -> ReportedFinding {
    ReportedFinding(
      check: check, kind: kind, finding: finding, level: level, isBlocking: false, because: because,
      fingerprint: fingerprint, suppression: suppression, excerpts: excerpts, submodule: submodule)
  }

  /// The state of a submodule, with two ways out; others follow from it.
  private static var pin: ReportedFinding {
    reported(
      "pins", "submodule-pin",
      Finding(
        moved, "submodule 'libs/schemas' is not at the recorded commit", at: place(".gitmodules", 1, 1, 21),
        culprit: .pin,
        evidence: [
          Evidence("the recorded commit is 1111111111", at: Location(path("libs/schemas"))),
          Evidence("its HEAD is 2222222222"),
          Evidence("it comes from https://user:secret@example.com/s.git", at: place(".gitmodules", 3, 2, 50)),
        ],
        remedies: [
          Remedy("keep the move", commands: [["git", "add", "--", "libs/schemas"]]),
          Remedy("drop the move", commands: [["git", "submodule", "update", "--init", "--", "libs/schemas"]]),
        ]),
      because: "the pin is what everybody builds", fingerprint: "f1",
      excerpts: [
        place(".gitmodules", 1, 1, 21): [(1, Array("[submodule \"schemas\"]".utf8))],
        place(".gitmodules", 3, 2, 50): [(3, Array("\turl = https://user:secret@example.com/s.git".utf8))],
      ], submodule: path("libs/schemas"))
  }

  private static var accepted: ReportedFinding {
    reported(
      "pydantic models", "generated-code",
      Finding(edited, "'a.py' was changed after it was generated", at: Location(path("a.py"))), fingerprint: "f2",
      suppression: Suppression(
        by: .baseline, reason: "legacy ::error:: <script>", until: "2026-12-31",
        location: place(".check-drift.baseline.json", 3, 1, 1)))
  }

  /// Mixed steps, two sides with source of their own, a region of several lines.
  private static var severalRemedies: ReportedFinding {
    let output = place("libs/schemas/python/control.py", 12, 5, 5)
    let input = Location(
      path("libs/schemas/jsonschema/control.schema.json"), Region(line: 104, column: 3, endLine: 107, endColumn: 4))
    return reported(
      "pydantic models", "generated-code",
      Finding(
        edited, "'libs/schemas/python/control.py' was changed after it was generated", at: output, culprit: .output,
        evidence: [
          Evidence("receipt codegen.lock.json:4 records blob 3e94b44724, the file is 0288b47afa", at: output),
          Evidence("the schema declares 'label' as required", at: input),
          Evidence("100% of the generator's output; see `gen` | {name} & <b>", at: Location(path("gen,a:b.txt"))),
        ],
        remedies: [
          Remedy(
            "regenerate in the schemas repository, push, and bump it here",
            steps: [
              .command(["git", "-C", "libs/schemas", "fetch", "origin"]),
              .configured("make codegen-py && echo '$HOME'", directory: path("libs/schemas")),
              .instruction("commit and push there"),
              .command(["git", "add", "--", "libs/schemas", "it's here", "-x", ""]),
            ]),
          Remedy(
            "write the recorded text back",
            edit: Edit(
              path: path("libs/schemas/python/control.py"), range: 120..<125, expected: Array("label".utf8),
              replacement: Array("name".utf8))),
        ]),
      fingerprint: "f3",
      excerpts: [
        output: [(12, Array("    label: Optional[Label] = None".utf8))],
        input: [
          (104, Array("  \"required\": [".utf8)), (105, Array("    \"label\",".utf8)), (106, Array("    \"id\"".utf8)),
        ],
      ])
  }

  private static var consequence: ReportedFinding {
    reported(
      "pydantic models", "generated-code",
      Finding(
        edited, "'libs/schemas/python/other.py' was changed after it was generated",
        at: place("libs/schemas/python/other.py", 1, 1, 1), culprit: .pin, consequenceOf: path("libs/schemas")),
      fingerprint: "f4")
  }

  /// A name that is not UTF-8, no evidence, no remedy but one that a terminal cannot show.
  private static var invalidName: ReportedFinding {
    let name = RepositoryPath([0x62, 0xFF, 0x25, 0x20, 0xC3, 0xA9, 0x2E, 0x70, 0x79]) ?? .root
    return reported(
      "pydantic models", "generated-code",
      Finding(
        edited, "'\(name)' was changed after it was generated",
        at: Location(name, Region(line: 2, column: 3, length: 0)),
        culprit: .unknown,
        remedies: [
          Remedy("restore it", commands: [["git", "checkout", "--", name.description]]),
          Remedy("regenerate it", steps: [.configured("make\u{1B}[2J", directory: .root)]),
        ]),
      fingerprint: "f5",
      excerpts: [Location(name, Region(line: 2, column: 3, length: 0)): [(2, [0x61, 0xFF, 0x1B, 0x5B, 0x41, 0x0D])]])
  }

  /// A name that tries every format's syntax.
  private static var hostileName: ReportedFinding {
    let name = path("::error file=x::p\n%0A,a:b]]><script>&\"'`|\u{1B}[31m\u{202E}txt.py")
    let location = Location(name, Region(line: 1, column: 1, length: 1))
    return reported(
      "text | guard <b>", "forbidden-text",
      Finding(
        found, "'\(name)' holds '##vso[task.setvariable variable=x]y' and ##[error]z", at: location,
        evidence: [
          Evidence("@someone wrote https://user:pa/ss@host/x **bold** [link](http://x)\r\n::warning::z", at: location)
        ],
        remedies: [
          Remedy("rename it", commands: [["git", "mv", "--", name.description, "plain.py"]]),
          Remedy("run what is configured", steps: [.configured("::set-env name=PATH::/tmp", directory: .root)]),
        ]),
      level: .warning, because: "it says ]]> and --> and \u{2066}so on", fingerprint: "f6",
      excerpts: [location: [(1, Array("::stop-commands::x ##[group]\u{200B}".utf8))]])
  }

  /// Characters of two columns and of none before the marked ones.
  private static var wide: ReportedFinding {
    let location = place("README.md", 1000, 18, 6)
    return reported(
      "text | guard <b>", "forbidden-text",
      Finding(
        found, "'README.md' holds '日本'", at: location,
        remedies: [
          Remedy(
            "write 'Japan' there",
            edit: Edit(
              path: path("README.md"), range: 9_000..<9_006, expected: Array("日本".utf8),
              replacement: Array("Japan".utf8)))
        ]), level: .warning, fingerprint: "f7",
      suppression: nil, excerpts: [location: [(1000, Array("e\u{301}t\u{E9}\t日本語 日本 and more".utf8))]])
  }

  private static var note: ReportedFinding {
    reported(
      "text | guard <b>", "forbidden-text",
      Finding(found, "'README.md' holds 'soon'", at: place("README.md", 2000, 1, 4)), level: .note, fingerprint: "f7")
  }
}
