/// What a check needs to see beside the tree: what another tool says. The engine gets it before the check examines.
public struct CaptureRequest: Sendable, Hashable {
  /// The file that the tool writes; nil if it writes none. Under `worktree` it is read although git leaves it out.
  public let report: RepositoryPath?
  /// The command that makes the tool say it; nil if there is none. It runs only if the caller allows it.
  public let command: ToolCommand?

  /// A report, a command, or both: then the command is preferred where it is allowed.
  public init(report: RepositoryPath?, command: ToolCommand?) {
    self.report = report
    self.command = command
  }
}

/// A program and its arguments. No shell reads them.
public struct ToolCommand: Sendable, Hashable {
  /// The program, sought as the caller's `PATH` says, then its arguments. At least one.
  public let words: [String]
  /// The folder that it works in.
  public let directory: RepositoryPath
  /// After how many seconds it is stopped.
  public let timeout: Int

  /// A command from its parts.
  public init(words: [String], directory: RepositoryPath = .root, timeout: Int) {
    self.words = words
    self.directory = directory
    self.timeout = timeout
  }
}

/// What a tool said, and how.
public struct Capture: Sendable, Hashable {
  /// Where it was said.
  public enum Source: Sendable, Hashable {
    /// In a file, written at this time; nil where that says nothing: a file of a commit, or one that the caller named
    /// and vouches for.
    case file(FileName, writtenAt: FileTime?)
    /// On the standard output of a command, which ended with this status.
    case output(of: ToolCommand, status: Int)
  }

  /// What it said.
  public let bytes: [UInt8]
  /// Where.
  public let source: Source
  /// What the command said on its standard error, as far as it was kept.
  public let remarks: [UInt8]
  /// The absolute names of the checkout's folder, none of them with a `/` at its end.
  public let roots: [String]

  /// A capture from its parts.
  public init(bytes: [UInt8], source: Source, remarks: [UInt8] = [], roots: [String] = []) {
    self.bytes = bytes
    self.source = source
    self.remarks = remarks
    self.roots = roots
  }
}

/// When a file was last written.
public struct FileTime: Sendable, Hashable, Comparable {
  /// Since 1970.
  public let seconds: Int
  /// Within the second.
  public let nanoseconds: Int

  /// A time from its parts.
  public init(seconds: Int, nanoseconds: Int) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Earlier before later.
  public static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

extension RepositorySnapshot {
  public func captured() throws(ReadFailure) -> Capture {
    throw ReadFailure(.tool, "nothing was captured for this check")
  }

  public func writingTime(of path: RepositoryPath) -> FileTime? { nil }
}
