internal import CAllocator
internal import Dispatch
internal import DriftModel
internal import Synchronization

/// The threads that a run may use at the same time: one for each check that runs, and what is left over for those that
/// have much to do.
final class Crew: Sendable {
  private let jobs: Int
  private let free: Mutex<Int>

  /// - Parameter jobs: how many threads there are in all.
  init(jobs: Int) {
    self.jobs = jobs
    free = Mutex(jobs)
  }

  /// A check takes a thread. The caller starts no more checks at the same time than there are threads.
  func join() {
    check_drift_use_large_pages()
    free.withLock { $0 -= 1 }
  }

  /// Gives a thread back.
  func leave() { free.withLock { $0 += 1 } }

  private func joinIfFree() -> Bool {
    free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }

  /// Leave to divide work that takes long for each piece.
  var workers: Workers { Workers { [self] count, shift in divide(count, by: 1...1, shift) } }

  /// Divides `0..<count` among the calling thread and all that are free or become free on the way.
  ///
  /// - Parameters:
  ///   - sizes: how large a piece may be. A thread that becomes free joins in when the next one is taken: none may last
  ///     long.
  ///   - work: called once on each thread; asks for the next piece until there is none.
  func divide(
    _ count: Int, by sizes: ClosedRange<Int> = Pieces.usual,
    _ work: @escaping @Sendable (_ next: () -> Range<Int>?) -> Void
  ) {
    let pieces = Pieces(count: count, threads: jobs, sizes: sizes)
    let helpers = DispatchGroup()
    work {
      guard let range = pieces.take() else { return nil }
      if pieces.areLeft, self.joinIfFree() {
        DispatchQueue.global().async(group: helpers) {
          check_drift_use_large_pages()
          work { pieces.take() }
          self.leave()
        }
      }
      return range
    }
    helpers.wait()
  }
}

extension Crew {
  /// What is made of each element, in their order, by all threads that are free. The caller has no thread yet.
  func map<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ make: @escaping @Sendable (Element) -> Value
  ) -> [Value] {
    join()
    defer { leave() }
    return workers.map(elements.count) { make(elements[$0]) }
  }
}

/// Hands out what is to be done: in large pieces first, as neighbours share folders and memory, and in small ones at the
/// end, so that no thread waits long for the others.
final class Pieces: Sendable {
  static let usual = 4...256

  private let count: Int
  private let threads: Int
  private let sizes: ClosedRange<Int>
  private let taken = Atomic<Int>(0)

  /// - Parameters:
  ///   - threads: how many may take pieces at the same time.
  ///   - sizes: how large a piece may be.
  init(count: Int, threads: Int, sizes: ClosedRange<Int> = Pieces.usual) {
    self.count = count
    self.sizes = sizes
    self.threads = max(1, threads)
  }

  var areLeft: Bool { taken.load(ordering: .relaxed) < count }

  /// The next piece; nil if all were taken.
  func take() -> Range<Int>? {
    var start = taken.load(ordering: .relaxed)
    while start < count {
      let left = count - start
      let size = min(left, max(sizes.lowerBound, min(sizes.upperBound, left / (8 * threads))))
      let (exchanged, now) = taken.weakCompareExchange(expected: start, desired: start + size, ordering: .relaxed)
      if exchanged { return start..<(start + size) }
      start = now
    }
    return nil
  }
}
