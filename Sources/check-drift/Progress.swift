internal import CheckDrift

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Says on a terminal that work is going on, if it takes longer than a second, and takes it back at the end.
struct Progress {
  private let start: Int
  private let isShown: Bool

  init() {
    isShown = Output.isTerminal(STDERR_FILENO)
    start = Progress.seconds
    guard isShown else { return }
    // An alarm needs no thread of its own, and its handler may do nothing but write.
    signal(SIGALRM) { _ in
      let text: StaticString = "check-drift: looking..."
      _ = text.withUTF8Buffer { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
    alarm(1)
  }

  /// Takes the line back.
  func end() {
    guard isShown else { return }
    alarm(0)
    if Progress.seconds > start { Output.toStandardError("\r\u{1B}[K") }
  }

  private static var seconds: Int { time(nil) }
}
