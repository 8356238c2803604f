private import CRegularExpressions

/// Owns one compiled expression of RE2.
///
/// The pointer is kept as a number because Swift takes no pointer for `Sendable`. It is one here: RE2's matching is
/// `const` and documented as safe for several threads at once (re2.h, at `class RE2`), the number never leaves this
/// type, and the value cannot be copied, so that nothing searches after `deinit`. A lock would serialise all searches.
struct CompiledPattern: ~Copyable, Sendable {
  /// The text that RE2 reads.
  enum Alphabet {
    case utf8, bytes
  }

  private let address: UInt

  /// What RE2 itself takes if nothing is said: large enough for any pattern that a person writes.
  static let memory: Int64 = 8 << 20

  /// Compiles a pattern. Wraps `check_drift_regex_new`.
  ///
  /// - Parameter lines: whether it is for texts of many lines: then `^` and `$` are the ends of each, and no match holds
  ///   a line's end.
  init(_ pattern: String, over alphabet: Alphabet, lines: Bool = false) throws(RegularExpressionProblem) {
    var text = lines ? "(?m:\(pattern))" : pattern
    let regex = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        check_drift_regex_new(
          $0.baseAddress, $0.count, alphabet == .utf8 ? 1 : 0, lines ? 1 : 0, CompiledPattern.memory)
      }
    }
    guard let regex else {
      throw RegularExpressionProblem("there is not enough memory to compile the pattern")
    }
    if let error = check_drift_regex_error(regex) {
      var length = 0
      let start = check_drift_regex_error_argument(regex, &length)
      let argument = UnsafeRawBufferPointer(start: start, count: length)
      let problem = RegularExpressionProblem(
        re2: String(cString: error), argument: String(decoding: argument, as: UTF8.self), pattern: pattern)
      check_drift_regex_free(regex)
      throw problem
    }
    self.address = UInt(bitPattern: regex)
  }

  deinit { check_drift_regex_free(OpaquePointer(bitPattern: address)) }

  /// How many capturing groups there are. Wraps `check_drift_regex_group_count`.
  var groupCount: Int { Int(check_drift_regex_group_count(OpaquePointer(bitPattern: address))) }

  /// Whether anything in the text matches. Wraps `check_drift_regex_search`.
  borrowing func isFound(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.withMemoryRebound(to: CChar.self) { text in
      check_drift_regex_search(OpaquePointer(bitPattern: address), text.baseAddress, 0, text.count, nil, 0) == 1
    }
  }

  /// The leftmost match that begins at `start` or later, without its groups. Wraps `check_drift_regex_search`.
  borrowing func firstRange(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    var offsets = (-1, -1)
    let isFound = withUnsafeMutableBytes(of: &offsets) { offsets in
      offsets.withMemoryRebound(to: Int.self) { offsets in
        text.withMemoryRebound(to: CChar.self) { text in
          check_drift_regex_search(
            OpaquePointer(bitPattern: address), text.baseAddress, start, text.count, offsets.baseAddress, 1)
        }
      }
    }
    guard isFound == 1 else { return nil }
    return offsets.0 < 0 ? start..<start : offsets.0..<offsets.1
  }

  /// The leftmost match that begins at `start` or later, and its groups. Wraps `check_drift_regex_search`.
  ///
  /// - Returns: the range of the match, then of each group; nil for one that took no part.
  borrowing func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>?]? {
    let groups = groupCount + 1
    var offsets = [Int](repeating: -1, count: groups * 2)
    let isFound = text.withMemoryRebound(to: CChar.self) { text in
      check_drift_regex_search(
        OpaquePointer(bitPattern: address), text.baseAddress, start, text.count, &offsets, Int32(groups))
    }
    guard isFound == 1 else { return nil }
    return (0..<groups).map { group in
      let (lower, upper) = (offsets[2 * group], offsets[2 * group + 1])
      // An empty buffer has no address, which RE2 also gives to a group that took no part.
      if group == 0 && lower < 0 { return start..<start }
      return lower < 0 || upper < lower ? nil : lower..<upper
    }
  }
}
