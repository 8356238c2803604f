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

  /// A finding. Order of `evidence` and `remedies` is kept.
  public init(
    _ problem: Problem, _ message: String, at location: Location, culprit: Culprit? = nil, evidence: [Evidence] = [],
    remedies: [Remedy] = [], consequenceOf: RepositoryPath? = nil
  ) {
    self.problem = problem
    self.message = message
    self.location = location
    self.culprit = culprit
    self.evidence = evidence
    self.remedies = remedies
    self.consequenceOf = consequenceOf
  }

  /// The same finding, marked as caused by a submodule's state.
  public func asConsequence(of submodule: RepositoryPath?) -> Finding {
    Finding(
      problem, message, at: location, culprit: culprit, evidence: evidence, remedies: remedies,
      consequenceOf: submodule ?? consequenceOf)
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
