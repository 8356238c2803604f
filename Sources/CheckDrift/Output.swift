#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Writes to open files: all of it, or a problem.
public enum Output {
  /// What became of a write to a stream that somebody reads.
  public enum StreamResult: Sendable, Hashable {
    /// All of it was taken.
    case written
    /// The reader went away (`| head`), which is its right.
    case readerIsGone
    /// It could not be written, and why.
    case failed(FileProblem)
  }

  /// Writes to standard output.
  public static func toStandardOutput(_ bytes: [UInt8]) -> StreamResult {
    stream(bytes, to: STDOUT_FILENO, name: "standard output")
  }

  /// Writes to standard error. Nobody can be told of a failure there.
  public static func toStandardError(_ text: String) {
    _ = stream(Array(text.utf8), to: STDERR_FILENO, name: "standard error")
  }

  private static func stream(_ bytes: [UInt8], to descriptor: Int32, name: String) -> StreamResult {
    // Without this a reader that goes away ends the program by a signal, and its exit status says nothing.
    signal(SIGPIPE, SIG_IGN)
    do throws(FileProblem) {
      try write(bytes, to: descriptor, name: name)
      return .written
    } catch {
      return error.isClosedPipe ? .readerIsGone : .failed(error)
    }
  }

  /// Writes everything: goes on after an interruption, after a short write, and when the other side is ready again.
  static func write(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(FileProblem) {
    var at = 0
    while at < bytes.count {
      let count = bytes.withUnsafeBytes { put(descriptor, $0.baseAddress?.advanced(by: at), bytes.count - at) }
      if count >= 0 {
        at += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      default: throw FileProblem("cannot write '\(name)'", number: errno)
      }
    }
  }

  /// Whether a stream is a terminal.
  public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The columns of the terminal that standard output is; nil if it is none.
  public static var terminalWidth: Int? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  private static func put(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, start, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, start, count)
    #else
      Darwin.write(descriptor, start, count)
    #endif
  }
}
