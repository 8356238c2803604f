public import DriftReports

/// Decides whether findings block, for each of the two families of kinds.
public enum Posture {
  /// A variable of the environment that says neither yes nor no.
  public struct Problem: Error, Sendable, Hashable {
    /// One line: lower case, no full stop.
    public let message: String
  }

  /// What the caller asked for.
  public enum Choice: Sendable, Hashable {
    /// `--strict`.
    case strict
    /// `--local`.
    case local
  }

  /// The posture of a run.
  ///
  /// The caller's choice wins; else `STRICT_CODEGEN` and `STRICT_GUARDRAILS`, each for its family; else whether this
  /// looks like CI.
  public static func decide(
    _ choice: Choice?, environment: (String) -> String?
  ) throws(Problem) -> Report.Posture {
    switch choice {
    case .strict: return Report.Posture(codegenIsStrict: true, guardrailsAreStrict: true, why: "--strict")
    case .local: return Report.Posture(codegenIsStrict: false, guardrailsAreStrict: false, why: "--local")
    case nil: break
    }
    let codegen = try strictness("STRICT_CODEGEN", environment)
    let guardrails = try strictness("STRICT_GUARDRAILS", environment)
    var reasons = [codegen?.why, guardrails?.why].compactMap(\.self)
    let sign = signOfCI(environment)
    if codegen == nil || guardrails == nil, sign != nil || reasons.isEmpty { reasons.append(sign ?? "no CI seen") }
    return Report.Posture(
      codegenIsStrict: codegen?.isStrict ?? (sign != nil), guardrailsAreStrict: guardrails?.isStrict ?? (sign != nil),
      why: reasons.joined(separator: ", "))
  }

  private static func strictness(
    _ name: String, _ environment: (String) -> String?
  ) throws(Problem) -> (isStrict: Bool, why: String)? {
    guard let value = environment(name) else { return nil }
    switch value {
    case "1", "true": return (true, "\(name)=\(value)")
    case "0", "false": return (false, "\(name)=\(value)")
    default:
      let found = value.isEmpty ? "is empty" : "is '\(value)'"
      throw Problem(message: "the variable \(name) \(found); it must be 1, true, 0 or false, or not be set")
    }
  }

  private static func signOfCI(_ environment: (String) -> String?) -> String? {
    if let value = environment("CI"), !["", "0", "false"].contains(value) { return "CI is set" }
    for name in ["TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION"] where !(environment(name) ?? "").isEmpty {
      return "\(name) is set"
    }
    return nil
  }
}
