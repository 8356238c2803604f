private import CRegularExpressions

/// Tells from the literals that a line holds which of many expressions may match it. Wraps RE2's `FilteredRE2`.
///
/// The pointer is kept as a number; see ``CompiledPattern``.
struct LiteralFilter: ~Copyable, Sendable {
  /// Shorter literals are too common to be looked for.
  private static let shortest: Int32 = 3

  private let address: UInt
  private let count: Int
  /// The literals, in lower case; each stands for all its cases.
  let literals: [[UInt8]]

  /// Wraps `check_drift_filter_new`.
  ///
  /// - Returns: nil for lack of memory, or if a pattern is not one.
  init?(_ patterns: [String]) {
    let bytes = patterns.map { $0.utf8.map { CChar(bitPattern: $0) } }
    let lengths = bytes.map(\.count)
    let starts = lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    let made = (bytes.flatMap { $0 } + [0]).withUnsafeBufferPointer { all in
      let pointers = starts.dropLast().map { start in all.baseAddress.map { $0 + start } }
      return check_drift_filter_new(pointers, lengths, patterns.count, LiteralFilter.shortest, CompiledPattern.memory)
    }
    guard let made else { return nil }
    literals = (0..<check_drift_filter_literal_count(made)).map { index in
      var length = 0
      let start = check_drift_filter_literal(made, index, &length)
      return Array(UnsafeRawBufferPointer(start: start, count: length))
    }
    address = UInt(bitPattern: made)
    count = patterns.count
  }

  deinit { check_drift_filter_free(OpaquePointer(bitPattern: address)) }

  /// For each expression a literal that every match needs, the longest; nil where it takes several, or none.
  var announcers: [[UInt8]?] {
    var found = [[UInt8]?](repeating: nil, count: count)
    // Each costs a walk through all; with very many the filter as a whole is good enough.
    guard literals.count <= 400 else { return found }
    let all = literals.indices.map { Int32($0) }
    for index in literals.indices {
      let possible = Set(expressions(for: all.filter { $0 != Int32(index) }))
      for expression in found.indices where !possible.contains(expression) {
        if literals[index].count > found[expression]?.count ?? 0 { found[expression] = literals[index] }
      }
    }
    return found
  }

  /// The expressions that may match a text with these literals and no others, by position. Wraps
  /// `check_drift_filter_expressions`.
  borrowing func expressions(for literals: [Int32]) -> [Int] {
    guard count > 0 else { return [] }
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { room in
      let found = check_drift_filter_expressions(
        OpaquePointer(bitPattern: address), literals, literals.count, room.baseAddress)
      return room.prefix(found).map { Int($0) }
    }
  }
}
