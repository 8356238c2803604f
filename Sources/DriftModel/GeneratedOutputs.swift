/// The files that one check of the configuration claims to be generated: kinds that look at what people write leave them
/// out unless they are told otherwise.
public struct GeneratedOutputs: Sendable, Hashable {
  private let patterns: [PathPattern]
  private let except: [PathPattern]

  /// What the patterns select and `except` does not name.
  public init(_ patterns: [PathPattern], except: [PathPattern] = []) {
    self.patterns = patterns
    self.except = except
  }

  /// Whether a file is one of them.
  public func contains(_ path: RepositoryPath) -> Bool {
    patterns.contains { $0.matches(path) } && !except.contains { $0.matches(path) }
  }
}
