/// One step of a remedy.
public enum RemedyStep: Sendable, Hashable {
  /// A command of ours: a program and its arguments, run at the repository's root. Printed, never run.
  case command([String])
  /// A line that the repository's own configuration declares (`regenerate:`), for a shell in `directory`. Printed,
  /// marked as the configuration's, never run.
  case configured(String, directory: RepositoryPath)
  /// Something that only a person can do: `state '0.7.3' in 'README.md'`.
  case instruction(String)
}

/// A change of a file that can be made without asking: `fix` makes it, nothing else does.
public struct Edit: Sendable, Hashable {
  /// The file.
  public let path: RepositoryPath
  /// The byte offsets of what is replaced.
  public let range: Range<Int>
  /// What must stand there for the edit to be made.
  public let expected: [UInt8]
  /// What is put there.
  public let replacement: [UInt8]

  /// Replaces `expected`, which stands at `range`.
  public init(path: RepositoryPath, range: Range<Int>, expected: [UInt8], replacement: [UInt8]) {
    self.path = path
    self.range = range
    self.expected = expected
    self.replacement = replacement
  }
}

/// One way to make a finding right. Its steps run in order; alternatives are separate remedies.
public struct Remedy: Sendable, Hashable {
  /// What it does, as an imperative without a full stop: `bump the submodule to the fixed commit`.
  public let summary: String
  /// The steps, in order.
  public let steps: [RemedyStep]
  /// The edit that `check-drift fix` makes; nil where a person has to decide.
  public let edit: Edit?

  /// A remedy of any steps.
  public init(_ summary: String, steps: [RemedyStep] = [], edit: Edit? = nil) {
    self.summary = summary
    self.steps = steps
    self.edit = edit
  }

  /// A remedy of commands of ours.
  public init(_ summary: String, commands: [[String]]) {
    self.init(summary, steps: commands.map { .command($0) })
  }

  /// The commands of ours, in order, without the steps of others between them.
  public var commands: [[String]] {
    steps.compactMap { if case .command(let words) = $0 { words } else { nil } }
  }
}
