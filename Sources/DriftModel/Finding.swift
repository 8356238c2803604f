/// One way in which a kind's claim can be false.
public struct Problem: Sendable, Hashable {
  /// Its name, unique within the kind: `output-edited`.
  public let id: String
  /// What it means, as one sentence without a full stop.
  public let summary: String
  /// What a reader who meets it should know: why it matters and what usually causes it. Whole sentences.
  public let explanation: String
  /// The level it has unless the configuration says otherwise.
  public let defaultLevel: Level

  /// Declares a problem.
  public init(_ id: String, _ summary: String, explanation: String, defaultLevel: Level = .error) {
    self.id = id
    self.summary = summary
    self.explanation = explanation
    self.defaultLevel = defaultLevel
  }
}

/// A located statement of fact that a sceptic can verify.
public struct Evidence: Sendable, Hashable {
  /// Where to look; nil for a fact about the repository as a whole.
  public let location: Location?
  /// What is seen there: `the recorded commit is 3e94b44724`. Lower case, one line, no full stop.
  public let statement: String

  /// A fact and the place that shows it.
  public init(_ statement: String, at location: Location? = nil) {
    self.location = location
    self.statement = statement
  }
}

/// Who has to change for both sides to agree again.
public enum Culprit: String, Sendable, Hashable {
  case output, input, generator, pin, unknown
}

/// The rule of another tool that a finding comes from.
public struct ToolRule: Sendable, Hashable {
  /// The tool's name: `ruff`.
  public let tool: String
  /// Its version, if it says so.
  public let version: String?
  /// Its own name for the rule: `F401`; nil for what it reports under no rule.
  public let rule: String?

  /// A rule of a tool.
  public init(tool: String, version: String?, rule: String?) {
    self.tool = tool
    self.version = version
    self.rule = rule
  }
}

/// Why a finding counts as accepted before anybody looks at a baseline. It is listed and does not count.
public struct Acceptance: Sendable, Hashable {
  /// Who accepted it.
  public enum Means: String, Sendable, Hashable {
    /// The baseline.
    case baseline
    /// A remark in the file itself.
    case inline
    /// The tool that reports it: it found a remark in the file, or an entry of its own baseline.
    case tool
    /// The number of them that the configuration lets pass.
    case ratchet
  }

  /// Who accepted it.
  public let by: Means
  /// Why; nil if nobody said so.
  public let reason: String?
  /// The last day on which it holds, as `2026-12-31`.
  public let until: String?
  /// Where it is written down.
  public let location: Location?

  /// An acceptance from its parts.
  public init(by means: Means, reason: String? = nil, until: String? = nil, location: Location? = nil) {
    self.by = means
    self.reason = reason
    self.until = until
    self.location = location
  }
}

/// One problem, at one place, with what shows it and what mends it.
public struct Finding: Sendable, Hashable {
  /// Which of the kind's problems this is.
  public let problem: Problem
  /// One line, lower case, names in single quotes, no full stop and no line numbers: it is part of the fingerprint.
  public let message: String
  /// Where the reader should look first.
  public let location: Location
  /// Who is wrong, as far as can be known; nil for kinds in which the question does not arise.
  public let culprit: Culprit?
  /// Facts on both sides.
  public let evidence: [Evidence]
  /// Alternatives; the first is the usual one.
  public let remedies: [Remedy]
  /// The submodule whose state causes this finding, so that one mistake is one finding.
  public let consequenceOf: RepositoryPath?
  /// The rule of another tool that this comes from; nil for what check-drift found itself.
  public let rule: ToolRule?
  /// Why it counts as accepted; nil if it does not, as far as the check knows.
  public let acceptance: Acceptance?

  /// A finding. Order of `evidence` and `remedies` is kept.
  public init(
    _ problem: Problem, _ message: String, at location: Location, culprit: Culprit? = nil, evidence: [Evidence] = [],
    remedies: [Remedy] = [], consequenceOf: RepositoryPath? = nil, rule: ToolRule? = nil,
    acceptance: Acceptance? = nil
  ) {
    self.problem = problem
    self.message = message
    self.location = location
    self.culprit = culprit
    self.evidence = evidence
    self.remedies = remedies
    self.consequenceOf = consequenceOf
    self.rule = rule
    self.acceptance = acceptance
  }

  /// The same finding, marked as caused by a submodule's state.
  public func asConsequence(of submodule: RepositoryPath?) -> Finding {
    with(consequenceOf: submodule ?? consequenceOf, acceptance: acceptance)
  }

  /// The same finding, caused by nothing that is reported.
  public var countingByItself: Finding { with(consequenceOf: nil, acceptance: acceptance) }

  /// The same finding, accepted.
  public func accepted(_ acceptance: Acceptance) -> Finding {
    with(consequenceOf: consequenceOf, acceptance: acceptance)
  }

  /// The same finding, with further facts behind its own.
  public func adding(_ facts: [Evidence]) -> Finding {
    with(consequenceOf: consequenceOf, acceptance: acceptance, facts: facts)
  }

  private func with(consequenceOf: RepositoryPath?, acceptance: Acceptance?, facts: [Evidence] = []) -> Finding {
    Finding(
      problem, message, at: location, culprit: culprit, evidence: evidence + facts, remedies: remedies,
      consequenceOf: consequenceOf, rule: rule, acceptance: acceptance)
  }
}

/// Something that a check should have looked at and could not.
public struct Unverified: Sendable, Hashable {
  /// Why, as one line: lower case, no full stop, no line numbers.
  public let reason: String
  /// What could not be looked at, or the line of the configuration that asks for it.
  public let location: Location
  /// What makes it possible.
  public let remedies: [Remedy]
  /// The submodule whose state is the reason; equal ones are reported once in a check.
  public let submodule: RepositoryPath?

  /// A failure to look.
  public init(_ reason: String, at location: Location, remedies: [Remedy] = [], submodule: RepositoryPath? = nil) {
    self.reason = reason
    self.location = location
    self.remedies = remedies
    self.submodule = submodule
  }

  /// A failure of the snapshot, told at the place it names, or at `fallback` if it names none.
  public init(_ failure: ReadFailure, at fallback: Location) {
    self.init(
      failure.reason, at: failure.location ?? fallback, remedies: failure.remedies, submodule: failure.submodule)
  }
}
