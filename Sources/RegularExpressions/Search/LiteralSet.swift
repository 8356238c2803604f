private import CRegularExpressions

/// Owns a set of byte strings that are searched for all at once.
///
/// The pointer is kept as a number because Swift takes no pointer for `Sendable`. It is one here: nothing changes after
/// it was made, the number never leaves this type, and the value cannot be copied.
struct LiteralSet: ~Copyable, Sendable {
  /// A byte string.
  struct Literal: Sendable, Hashable {
    var bytes: [UInt8]
    /// Whether ASCII letters match in either case.
    var folds: Bool
  }

  /// A literal of the set, by position, and where it stands.
  typealias Hit = (literal: Int, start: Int)

  private let address: UInt
  private let count: Int

  /// Prepares the search; nil for lack of memory. No literal may be empty. Wraps `check_drift_literals_new`.
  init?(_ literals: [Literal]) {
    let made = check_drift_literals_new(
      literals.flatMap(\.bytes), literals.map(\.bytes.count), literals.map { $0.folds ? 1 : 0 }, literals.count)
    guard let made else { return nil }
    address = UInt(bitPattern: made)
    count = literals.count
  }

  deinit { check_drift_literals_free(OpaquePointer(bitPattern: address)) }

  /// Calls `visit` with every place where a literal stands, line by line, until it returns false. Wraps
  /// `check_drift_literals_scan`.
  borrowing func forEachHit(in text: UnsafeBufferPointer<UInt8>, _ visit: (Hit) -> Bool) {
    guard let start = text.baseAddress, count > 0 else { return }
    withUnsafeTemporaryAllocation(of: check_drift_hit.self, capacity: max(512, 2 * count)) { hits in
      var from = 0
      while from < text.count {
        let found = check_drift_literals_scan(
          OpaquePointer(bitPattern: address), start, text.count, &from, hits.baseAddress, hits.count)
        for hit in hits.prefix(found) where !visit((hit.literal, hit.start)) { return }
      }
    }
  }
}

/// Counts lines, from the start of a text onward. Wraps `check_drift_count_newlines`.
struct LineCounter {
  private let text: UnsafeBufferPointer<UInt8>
  private var at = 0
  private var line = 1

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  /// The 1-based number of the line that an offset lies on. Ask in ascending order.
  mutating func line(of offset: Int) -> Int {
    guard let start = text.baseAddress, offset > at else { return line }
    line += check_drift_count_newlines(start + at, offset - at)
    at = offset
    return line
  }
}
