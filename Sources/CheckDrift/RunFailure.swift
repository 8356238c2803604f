internal import DriftModel
public import DriftReports
public import GitSnapshots

/// Why a run ended without a report.
public struct RunFailure: Error, Sendable {
  /// What is wrong, all of it.
  public let complaints: [Complaint]
  /// 2 if the call or the configuration is wrong, 3 if something could not be read or written.
  public let exitStatus: Int
  /// The folder that paths of the complaints begin at, with a trailing `/`; nil before a repository was opened.
  public private(set) var root: String?

  /// A failure for several reasons.
  public init(_ complaints: [Complaint], exitStatus: Int) {
    self.complaints = complaints
    self.exitStatus = exitStatus
  }

  /// A failure for one reason.
  public init(_ message: String, help: [String] = [], exitStatus: Int = 2) {
    self.init([Complaint(message, help: help)], exitStatus: exitStatus)
  }

  /// The repository could not be opened.
  public init(_ problem: GitProblem) {
    self.init(problem.message, help: problem.help, exitStatus: problem.exitStatus)
  }

  /// A file could not be read or written. One that the caller named and that does not exist is a mistake in the call.
  public init(_ problem: FileProblem) {
    self.init(problem.message, exitStatus: problem.isMissing ? 2 : 3)
  }

  /// The same failure, of a repository that is known.
  func of(_ repository: OpenedRepository) -> RunFailure {
    var failure = self
    failure.root = repository.root
    return failure
  }

  /// Mistakes in a file, shown with their lines.
  init(_ problems: [ConfigProblem], in file: FileName, bytes: [UInt8], snapshot: any RepositorySnapshot) {
    var excerpts = Excerpts(snapshot, known: [file: bytes])
    let ordered = Ordering.sorted(problems) { Ordering.Key($0.location, check: "", problem: "", message: $0.message) }
    let complaints = ordered.map { problem in
      Complaint(
        problem.message, at: problem.location, help: problem.help,
        lines: excerpts.lines(for: [problem.location])[problem.location] ?? [])
    }
    self.init(complaints, exitStatus: 2)
  }
}
