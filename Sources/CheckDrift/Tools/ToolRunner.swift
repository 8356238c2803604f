internal import CSpawnSupport
internal import DriftModel

#if canImport(Glibc)
  @preconcurrency internal import Glibc
#elseif canImport(Musl)
  @preconcurrency internal import Musl
#else
  @preconcurrency internal import Darwin
#endif

/// What a program printed, and how it ended.
struct ToolRun: Sendable, Hashable {
  /// How a program ended.
  enum End: Sendable, Hashable {
    case status(Int)
    case signal(Int)
    /// It took longer than it may.
    case timeout
    /// It printed more than is kept.
    case flood
    /// Somebody ended this program, and so that one.
    case interrupted
  }

  let end: End
  let output: [UInt8]
  /// The beginning of what it said on standard error.
  let remarks: [UInt8]
}

/// Runs programs that the caller allowed: no shell, nothing to read, and an end to everything they start.
enum ToolRunner {
  /// What may not be exceeded.
  struct Limits: Sendable {
    /// How many bytes of standard output are taken.
    var output = 64 << 20
    /// How many bytes of standard error are kept.
    var remarks = 64 << 10
    /// How long a program that is told to end may take to do so.
    var grace = Duration.seconds(2)
  }

  /// Runs a program to its end, with the environment of this one. Wraps `posix_spawnp`.
  ///
  /// It works in a process group of its own, which is ended with it: what it started does not outlive it.
  /// - Parameter directory: where it works: an absolute path.
  /// - Throws: the system's number if it could not be started.
  static func run(
    _ words: [String], in directory: String, timeout: Duration, limits: Limits = Limits()
  ) throws(SystemFailure) -> ToolRun {
    var output = try Pipe()
    var remarks = try Pipe()
    let group = try Interruption.start { () throws(SystemFailure) in
      try spawn(words, in: directory, output: output.writing, remarks: remarks.writing)
    }
    var watch = ToolWatch(
      group: group, output: output.reading, remarks: remarks.reading, deadline: .now + timeout, limits: limits)
    output.closeWriting()
    remarks.closeWriting()
    let run = watch.untilTheEnd()
    Interruption.finish(group)
    return run
  }

  private static func spawn(
    _ words: [String], in directory: String, output: Int32, remarks: Int32
  ) throws(SystemFailure) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
      let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
      let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, remarks, STDERR_FILENO)
    check_drift_spawn_in(&actions, directory)
    // This program ignores SIGPIPE, which the other must not inherit, and may have blocked others.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    var mask = defaults
    sigemptyset(&mask)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let number = posix_spawnp(&process, words[0], &actions, &attributes, &arguments, environ)
    guard number == 0 else { throw SystemFailure(number: number) }
    return process
  }
}

/// A system call's `errno`.
struct SystemFailure: Error, Sendable, Hashable {
  let number: Int32

  /// Whether something that was named does not exist.
  var isMissing: Bool { number == ENOENT }

  /// The system's sentence for it. Wraps `strerror`.
  var message: String { String(cString: strerror(number)) }
}

/// A pipe that no other program inherits by accident. Both ends are closed with it.
struct Pipe: ~Copyable {
  let reading: Int32
  let writing: Int32
  private var isWritable = true

  init() throws(SystemFailure) {
    var ends: [Int32] = [-1, -1]
    guard check_drift_pipe(&ends) == 0 else { throw SystemFailure(number: errno) }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    close(reading)
    if isWritable { close(writing) }
  }

  /// Leaves the writing end to the program that was started, so that its end is seen.
  mutating func closeWriting() {
    if isWritable { close(writing) }
    isWritable = false
  }
}
