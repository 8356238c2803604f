import DriftReports
import Testing

@testable import CheckDrift

struct PostureTests {
  @Test(
    arguments: [
      ([:], false, false, "no CI seen"), (["CI": "true"], true, true, "CI is set"),
      (["CI": "0"], false, false, "no CI seen"), (["CI": ""], false, false, "no CI seen"),
      (["CI": "false"], false, false, "no CI seen"), (["CI": "FALSE"], true, true, "CI is set"),
      (["TF_BUILD": "True"], true, true, "TF_BUILD is set"), (["JENKINS_URL": "x"], true, true, "JENKINS_URL is set"),
      (["TEAMCITY_VERSION": "1"], true, true, "TEAMCITY_VERSION is set"),
      (["STRICT_CODEGEN": "1"], true, false, "STRICT_CODEGEN=1"),
      (["STRICT_CODEGEN": "false", "CI": "1"], false, true, "STRICT_CODEGEN=false, CI is set"),
      (
        ["STRICT_CODEGEN": "0", "STRICT_GUARDRAILS": "true", "CI": "1"], false, true,
        "STRICT_CODEGEN=0, STRICT_GUARDRAILS=true"
      ),
    ] as [([String: String], Bool, Bool, String)])
  func followsTheEnvironment(environment: [String: String], codegen: Bool, guardrails: Bool, why: String) throws {
    let posture = try Posture.decide(nil) { environment[$0] }
    #expect(posture == Report.Posture(codegenIsStrict: codegen, guardrailsAreStrict: guardrails, why: why))
  }

  @Test func letsTheCallerWin() throws {
    let environment = ["CI": "1", "STRICT_CODEGEN": "perhaps"]
    let local = try Posture.decide(.local) { environment[$0] }
    #expect(local == Report.Posture(codegenIsStrict: false, guardrailsAreStrict: false, why: "--local"))
    let strict = try Posture.decide(.strict) { _ in nil }
    #expect(strict == Report.Posture(codegenIsStrict: true, guardrailsAreStrict: true, why: "--strict"))
  }

  @Test(arguments: [("yes", "is 'yes'"), ("", "is empty"), ("True", "is 'True'")])
  func refusesWhatSaysNeitherYesNorNo(value: String, found: String) {
    #expect(
      throws: Posture.Problem(
        message: "the variable STRICT_GUARDRAILS \(found); it must be 1, true, 0 or false, or not be set")
    ) {
      try Posture.decide(nil) { $0 == "STRICT_GUARDRAILS" ? value : nil }
    }
  }
}
