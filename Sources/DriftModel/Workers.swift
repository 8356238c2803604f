internal import Synchronization

/// The threads that somebody has leave to use, for work whose pieces need nothing of one another.
public struct Workers: Sendable {
  /// Asks for the next pieces until there are none.
  public typealias Shift = @Sendable (_ next: () -> Range<Int>?) -> Void

  private let divide: @Sendable (_ count: Int, _ shift: @escaping Shift) -> Void

  /// - Parameter divide: hands out `0..<count`, each number once, to as many shifts side by side as there is leave for,
  ///   and comes back when the last one has ended.
  public init(_ divide: @escaping @Sendable (_ count: Int, _ shift: @escaping Shift) -> Void) { self.divide = divide }

  /// No thread but the one that asks.
  public static let one = Workers { count, shift in
    var rest = 0..<count
    shift {
      defer { rest = rest.upperBound..<rest.upperBound }
      return rest.isEmpty ? nil : rest
    }
  }

  /// What is made of each number below `count`, in order.
  public func map<Result: Sendable>(_ count: Int, _ make: @escaping @Sendable (Int) -> Result) -> [Result] {
    if count <= 1 { return (0..<count).map(make) }
    let made = Made<Result>()
    divide(count) { next in
      var own: [(Int, Result)] = []
      while let range = next() {
        for index in range { own.append((index, make(index))) }
      }
      made.add(own)
    }
    return made.inOrder
  }
}

private final class Made<Result: Sendable>: Sendable {
  private let all = Mutex<[(index: Int, result: Result)]>([])

  func add(_ some: [(Int, Result)]) { all.withLock { $0 += some } }

  var inOrder: [Result] { all.withLock { $0.sorted { $0.index < $1.index }.map { $0.result } } }
}

extension RepositorySnapshot {
  public var workers: Workers { .one }

  public func readings<Reading: Sendable>(
    of paths: [RepositoryPath], _ make: @escaping @Sendable ([UInt8], RepositoryPath) -> Reading
  ) -> [Result<Reading, ReadFailure>] {
    paths.map { path in Result { () throws(ReadFailure) in make(try contents(of: path), path) } }
  }
}
