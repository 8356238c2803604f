internal import CSpawnSupport
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What happens to running tools when somebody ends this program: they end first.
///
/// A tool leads a process group of its own, so a terminal's Ctrl-C does not reach it. While tools run, the signals that
/// end a program are noted instead; whoever watches a tool sees that, ends it, and the last one lets the signal act.
enum Interruption {
  private struct State {
    var running: Set<pid_t> = []
    /// What was done about each signal before, as addresses.
    var previous: [(signal: Int32, handler: Int)] = []
  }

  private static let state = Mutex(State())
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// The pipe that the handler writes the signal's number to. It is never closed.
  private static let ends: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard check_drift_pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    return (ends[0], ends[1])
  }()

  /// Can be read from once somebody asked this program to end.
  static var descriptor: Int32 { ends.reading }

  /// Whether somebody did.
  static var isAsked: Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return descriptor >= 0 && poll(&waiting, 1, 0) > 0
  }

  /// Starts a tool and counts it, so that no signal falls between the two.
  static func start(_ body: () throws(SystemFailure) -> pid_t) throws(SystemFailure) -> pid_t {
    let result = state.withLock { state -> Result<pid_t, SystemFailure> in
      if state.running.isEmpty { note(&state) }
      do throws(SystemFailure) {
        let group = try body()
        state.running.insert(group)
        return .success(group)
      } catch {
        if state.running.isEmpty { restore(&state) }
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// A tool has ended. If it was the last, signals act again, one that came in between at once.
  static func finish(_ group: pid_t) {
    state.withLock { state in
      state.running.remove(group)
      if state.running.isEmpty { restore(&state) }
    }
  }

  private static func note(_ state: inout State) {
    guard descriptor >= 0 else { return }
    for number in signals {
      let before = signal(number) { number in
        let kept = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Interruption.ends.writing, &byte, 1)
        errno = kept
      }
      let address = unsafeBitCast(before, to: Int.self)
      // What the caller ignores (nohup) stays ignored.
      if address == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
      state.previous.append((number, address))
    }
  }

  private static func restore(_ state: inout State) {
    let previous = state.previous
    state.previous = []
    for (number, address) in previous {
      signal(number, unsafeBitCast(address, to: (@convention(c) (Int32) -> Void)?.self))
    }
    var byte: UInt8 = 0
    guard descriptor >= 0, read(descriptor, &byte, 1) == 1 else { return }
    // To the whole process, as the threads that checks run on take no signals: another one does, a moment later, and
    // until then nothing more must be said.
    kill(getpid(), Int32(byte))
    let isDefault = previous.contains { $0.signal == Int32(byte) && $0.handler == unsafeBitCast(SIG_DFL, to: Int.self) }
    if isDefault { sleep(10) }
  }
}
