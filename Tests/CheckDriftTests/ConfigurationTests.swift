import DriftChecks
import DriftModel
import Testing

@testable import CheckDrift

/// What a configuration may say, and what is said of its mistakes.
struct ConfigurationTests {
  private func mistakes(_ text: String) -> [String] {
    do {
      _ = try Configuration(Array(text.utf8), file: .external("c.yml"), kinds: Registry.kinds)
      return []
    } catch {
      return error.all.map { problem in
        let region = problem.location.region
        return "\(region?.line ?? 0):\(region?.column ?? 0): "
          + ([problem.message] + problem.help).joined(separator: " | ")
      }
    }
  }

  private func checks(_ text: String) throws -> [ConfiguredCheck] {
    try Configuration(Array(text.utf8), file: .external("c.yml"), kinds: Registry.kinds).checks
  }

  @Test func decodesTheKeysOfEveryCheck() throws {
    let all = try checks(
      """
      version: 1
      checks:
        - kind: submodule-pin
          path: 'libs/*'
        - kind: submodule-pin
          name: strict pins
          path: 'libs/*'
          level: warning
          levels: { behind: note, edited: off, unverified: warning }
          except: ['libs/old']
          allow-empty: true
          because: the build reads them
      """)
    #expect(all.map(\.name) == ["submodule-pin", "strict pins"])
    #expect(all.map(\.level) == [.error, .warning])
    #expect(all[1].levels == ["behind": .level(.note), "edited": .off])
    #expect(all.map(\.unverifiedLevel) == [.error, .warning])
    #expect(all[1].except.map(\.value.text) == ["libs/old"])
    #expect(all.map(\.allowsEmpty) == [false, true])
    #expect(all[1].because == "the build reads them")
    #expect(all.map(\.location.region?.line) == [3, 5])
  }

  @Test func reportsEveryMistakeAtOnceSorted() {
    let kinds = Registry.kinds.map { $0.description.name }.joined(separator: ", ")
    let text = """
      version: 2
      chekcs: []
      checks:
        - kind: submodul-pin
        - kind: submodule-pin
          pth: x
          level: fatal
        - kind: submodule-pin
          levels: { behnd: off, unverified: off }
          path: '/x'
        - just text
        - path: x
        - kind: compose
      """
    #expect(
      mistakes(text) == [
        "1:10: version '2' of the format is not known; this program reads version 1",
        "2:1: unknown key 'chekcs' | did you mean 'checks'?",
        "4:11: unknown kind 'submodul-pin' | did you mean 'submodule-pin'?",
        "5:5: 'path' is missing | Which submodules: a pattern, or a list of them, over the paths that '.gitmodules' declares or the tree records.",
        "6:5: unknown key 'pth' | did you mean 'path'?",
        "7:12: expected one of 'error', 'warning', 'note', found 'fatal'",
        "8:5: two checks of kind 'submodule-pin' have no name (line 5) | add `name:` to both",
        "9:15: kind 'submodule-pin' has no problem 'behnd' | did you mean 'behind'?",
        "9:27: 'unverified' can be 'error' or 'warning', nothing less | what was not looked at must not pass for clean; 'warning' keeps it out of the exit status",
        "10:11: pattern '/x': patterns are relative to the repository's root; remove the leading '/'",
        "11:5: expected a mapping with a 'kind', found a scalar",
        "12:5: 'kind' is missing | kinds: \(kinds)",
        "13:11: kind 'compose' is not in this version yet | kinds: \(kinds)",
      ])
  }

  @Test(arguments: [
    ("", "0:0: the file holds no YAML document"),
    ("- a", "1:1: expected a mapping with 'version' and 'checks', found a list"),
    ("version: 1", "1:1: 'checks' is missing | a list of checks, each with a 'kind'"),
    ("version: 1\nchecks: []", "2:9: expected a list of checks, found an empty list"),
    ("version: 1\nchecks:\n", "2:8: expected a list of checks, found an empty value"),
    ("version: 1\nversion: 1\nchecks: []", "2:1: the key 'version' stands here twice"),
  ])
  func refusesWhatIsNoConfiguration(text: String, mistake: String) {
    #expect(mistakes(text).first.map { $0.hasPrefix(mistake) } == true, "\(mistakes(text))")
  }

  @Test(arguments: [
    "    path: {a}*.json", "    path: *.md", "    path: [a-c]*.md", "    path: \"\\d\"",
  ])
  func saysHowToQuoteAPattern(line: String) {
    let found = mistakes("version: 1\nchecks:\n  - kind: submodule-pin\n\(line)\n")
    #expect(found.contains { $0.contains("single quotes") }, "\(found)")
  }

  @Test func takesAnEmptyArgumentOfAGenerator() {
    let text = """
      version: 1
      checks:
        - kind: generated-code
          inputs: 'a.json'
          outputs: 'a.py'
          evidence: [structure]
          generator: { name: datamodel-code-generator, options: ['--special-field-name-prefix', %] }
      """
    #expect(mistakes(text.replacing("%", with: "''")) == [])
    #expect(mistakes(text.replacing("%", with: "~")) == ["7:91: expected an argument, found an empty value"])
  }
}
