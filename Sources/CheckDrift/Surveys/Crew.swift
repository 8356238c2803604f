internal import CAllocator
internal import Dispatch
internal import DriftModel
internal import Synchronization

/// The threads that a run may use at the same time: one for each check that runs, and what is left over for those that
/// have much to do.
final class Crew: Sendable {
  private let free: Mutex<Int>

  /// - Parameter jobs: how many threads there are in all.
  init(jobs: Int) { free = Mutex(jobs) }

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
  var workers: Workers { Workers { [self] count, shift in divide(count, piece: 1, shift) } }

  /// Divides `0..<count` among the calling thread and all that are free or become free on the way.
  ///
  /// - Parameter work: called once on each thread; asks for the next piece until there is none.
  func divide(_ count: Int, piece: Int, _ work: @escaping @Sendable (_ next: () -> Range<Int>?) -> Void) {
    let pieces = Pieces(count: count, size: piece)
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

private final class Pieces: Sendable {
  private let count: Int
  private let size: Int
  private let taken = Atomic<Int>(0)

  init(count: Int, size: Int) {
    self.count = count
    self.size = size
  }

  var areLeft: Bool { taken.load(ordering: .relaxed) * size < count }

  func take() -> Range<Int>? {
    let start = taken.add(1, ordering: .relaxed).oldValue * size
    return start < count ? start..<min(start + size, count) : nil
  }
}
