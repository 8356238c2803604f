import DriftModel
import Testing

@testable import CheckDrift

struct RuleChangesTests {
  private func check(
    _ name: String, level: Level = .error, levels: [String: LevelSetting] = [:], unverified: Level = .error,
    allowsEmpty: Bool = false, except: [String] = []
  ) -> ConfiguredCheck {
    Stub.check(
      name, level: level, levels: levels, unverifiedLevel: unverified, allowsEmpty: allowsEmpty, except: except,
      saying: .success(Examination()))
  }

  @Test func listsWhatWasWeakened() {
    let old = [check("a"), check("b"), check("c"), check("d", except: ["x"]), check("e")]
    let new = [
      check("b", level: .note), check("c", levels: ["broken": .off]),
      check("d", unverified: .warning, allowsEmpty: true, except: ["x", "y/*"]), check("e"), check("f"),
    ]
    #expect(
      RuleChanges.describe(from: old, to: new) == [
        "check 'a' (stub) was removed since the base", "check 'b' (stub) was lowered from error to note since the base",
        "check 'c' (stub) reports 'broken' as nothing (off) since the base, as error before",
        "check 'd' (stub) lets through what could not be looked at since the base",
        "check 'd' (stub) leaves out 'y/*' since the base", "check 'd' (stub) may select nothing since the base",
      ])
  }

  @Test func saysNothingOfRulesThatBecameStricter() {
    let old = [check("a", level: .warning, levels: ["untidy": .off], allowsEmpty: true, except: ["x"])]
    #expect(RuleChanges.describe(from: old, to: [check("a"), check("new")]) == [])
  }
}
