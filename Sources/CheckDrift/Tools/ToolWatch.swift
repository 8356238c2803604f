#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Watches a program: takes what it prints, ends it when its time is up, and sees it end.
struct ToolWatch {
  private let group: pid_t
  private let limits: ToolRunner.Limits
  private var streams: [Stream]
  private var deadline: ContinuousClock.Instant
  /// Why it was told to end; nil while it may go on.
  private var reason: ToolRun.End?
  private var isKilled = false

  private struct Stream {
    let descriptor: Int32
    /// How much of it is kept.
    let limit: Int
    /// Whether more than that is a reason to end the program.
    let isBounded: Bool
    var bytes: [UInt8] = []
    var isOpen = true
    var isFlooded = false
  }

  /// - Parameters:
  ///   - group: the program, and the process group that it leads.
  ///   - output: the reading end of its standard output.
  ///   - remarks: the reading end of its standard error.
  init(
    group: pid_t, output: Int32, remarks: Int32, deadline: ContinuousClock.Instant, limits: ToolRunner.Limits
  ) {
    self.group = group
    self.limits = limits
    self.deadline = deadline
    streams = [
      Stream(descriptor: output, limit: limits.output, isBounded: true),
      Stream(descriptor: remarks, limit: limits.remarks, isBounded: false),
    ]
  }

  /// Waits until the program has ended and its group with it.
  mutating func untilTheEnd() -> ToolRun {
    while !hasEnded {
      wait(at: 50)
      if reason == nil, Interruption.isAsked { end(for: .interrupted) }
      if reason == nil, streams[0].isFlooded { end(for: .flood) }
      guard ContinuousClock.now >= deadline else { continue }
      if reason == nil {
        end(for: .timeout)
      } else if !isKilled {
        isKilled = true
        kill(-group, SIGKILL)
      }
    }
    // The number of the leader is not given away before it is waited for, so this ends its own group and no other.
    kill(-group, SIGKILL)
    drain()
    var status: Int32 = 0
    while waitpid(group, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    let natural: ToolRun.End = signal == 0 ? .status(Int(status >> 8 & 0xFF)) : .signal(Int(signal))
    let end = reason ?? (streams[0].isFlooded ? .flood : natural)
    return ToolRun(end: end, output: streams[0].bytes, remarks: streams[1].bytes)
  }

  private mutating func end(for reason: ToolRun.End) {
    self.reason = reason
    kill(-group, SIGTERM)
    deadline = .now + limits.grace
  }

  /// Whether the program ended; it stays to be waited for. Wraps `waitid` with `WNOWAIT`.
  private var hasEnded: Bool {
    var information = siginfo_t()
    let status = waitid(P_PID, id_t(group), &information, WEXITED | WNOHANG | WNOWAIT)
    return status != 0 ? errno != EINTR : information.si_signo == SIGCHLD
  }

  /// Takes what there is when the program has ended; what somebody else holds open is not waited for.
  private mutating func drain() {
    let end = ContinuousClock.now + .milliseconds(500)
    while streams.contains(where: \.isOpen), ContinuousClock.now < end {
      guard wait(at: 20) else { continue }
    }
  }

  /// Waits for something to read, or for a time, and reads.
  ///
  /// - Returns: whether there was something.
  @discardableResult
  private mutating func wait(at milliseconds: Int32) -> Bool {
    var waiting = streams.map { stream in
      // A negative descriptor is passed over.
      pollfd(fd: stream.isOpen ? stream.descriptor : -1, events: Int16(POLLIN), revents: 0)
    }
    waiting.append(pollfd(fd: Interruption.descriptor, events: Int16(POLLIN), revents: 0))
    // Once the program was told to end, the wish that it should is no news.
    let count = reason == nil ? waiting.count : waiting.count - 1
    let remaining = max(1, min(Int(milliseconds), (deadline - .now).milliseconds))
    guard poll(&waiting, nfds_t(count), Int32(remaining)) > 0 else { return false }
    for index in streams.indices where waiting[index].revents != 0 { read(index) }
    return true
  }

  private mutating func read(_ index: Int) {
    let room = 1 << 16
    let stream = streams[index]
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      count = max(0, take(stream.descriptor, buffer.baseAddress, room))
    }
    guard !bytes.isEmpty else {
      streams[index].isOpen = false
      return
    }
    let left = stream.limit - stream.bytes.count
    streams[index].bytes += bytes.prefix(left)
    if bytes.count > left, stream.isBounded { streams[index].isFlooded = true }
  }
}

/// `read`, which is also the name of a function there; goes on after an interruption.
private func take(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  while true {
    let number = read(descriptor, buffer, count)
    if number < 0, errno == EINTR { continue }
    return number
  }
}

extension Duration {
  /// Whole milliseconds, at most an hour of them.
  fileprivate var milliseconds: Int {
    self > .seconds(3600)
      ? 3_600_000
      : Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
