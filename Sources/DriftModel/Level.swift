/// How much a finding matters. It belongs to the configuration; a check does not know it.
public enum Level: String, Sendable, Hashable, Comparable, CaseIterable {
  case note, warning, error

  /// `note` < `warning` < `error`.
  public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// What a check, one of its witnesses, or the whole run says.
public enum Verdict: String, Sendable, Hashable {
  /// Looked at, and in agreement.
  case clean
  /// Looked at, and not in agreement.
  case drift
  /// Not, or not completely, looked at. Never counted as clean.
  case unverified
}

/// Which of the two strictness switches a kind listens to.
public enum PostureFamily: String, Sendable, Hashable {
  /// `STRICT_CODEGEN`.
  case codegen
  /// `STRICT_GUARDRAILS`.
  case guardrails
}
