/// Runs a compiled pattern over a path.
///
/// It backtracks, and remembers each (instruction, offset) that failed: whether the rest matches does not depend on
/// how the matcher came there, so no pair is tried twice and the cost is bounded by their number.
struct PathMatcher {
  private let program: [PathInstruction]
  private let wanted: Bool
  private let remembers: Bool
  private var failed: Set<Int> = []
  private var exhausted: [Int: (start: Int, end: Int)] = [:]
  /// The captures' offsets, by index; meaningful after a match, if captures were wanted.
  private(set) var ranges: [Range<Int>] = []
  private var starts: [Int] = []

  /// - Parameters:
  ///   - wanted: whether captures are wanted.
  ///   - remembers: whether failures are remembered; needless where little can be tried twice.
  init(_ program: [PathInstruction], wanted: Bool, remembers: Bool) {
    self.program = program
    self.wanted = wanted
    self.remembers = remembers
  }

  mutating func run(_ path: UnsafeBufferPointer<UInt8>) -> Bool { match(0, 0, path) }

  private mutating func match(_ start: Int, _ offset: Int, _ path: UnsafeBufferPointer<UInt8>) -> Bool {
    var instruction = start
    var at = offset
    let slash = UInt8(ascii: "/")
    while true {
      switch program[instruction] {
      case .byte(let byte):
        guard at < path.count, path[at] == byte else { return false }
        at += 1
        instruction += 1
      case .set(let set):
        guard at < path.count, path[at] != slash, set.contains(path[at]) else { return false }
        at += 1
        instruction += 1
      case .anyCharacter:
        guard at < path.count, path[at] != slash else { return false }
        at += PathMatcher.characterLength(path, at)
        instruction += 1
      case .star:
        var end = at
        while end < path.count, path[end] != slash { end += 1 }
        return tryAll(from: end, downTo: at, then: instruction, path)
      case .folders:
        var ends = [at]
        var next = at
        while next < path.count {
          if path[next] == slash { ends.append(next + 1) }
          next += 1
        }
        for end in ends.reversed() where attempt(instruction + 1, end, path) { return true }
        return false
      case .rest:
        guard at < path.count else { return false }
        at = path.count
        instruction += 1
      case .split(let targets):
        for target in targets where attempt(target, at, path) { return true }
        return false
      case .jump(let target): instruction = target
      case .captureStart(let index):
        let before = wanted ? setStart(index, at) : 0
        if attempt(instruction + 1, at, path) { return true }
        if wanted { starts[index] = before }
        return false
      case .captureEnd(let index, let trimmingSlash):
        guard attempt(instruction + 1, at, path) else { return false }
        if wanted { setRange(index, end: at, trimmingSlash: trimmingSlash) }
        return true
      case .accept: return at == path.count
      }
    }
  }

  private mutating func tryAll(
    from end: Int, downTo start: Int, then instruction: Int, _ path: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var at = end
    // What follows this star already failed at every offset of this segment from `tried` on: begin just before it.
    if let tried = exhausted[instruction], tried.end == end { at = min(at, tried.start - 1) }
    while at >= start {
      if attempt(instruction + 1, at, path) { return true }
      at -= 1
    }
    if remembers { exhausted[instruction] = (at + 1, end) }
    return false
  }

  /// Matches the rest from a point that other paths through the pattern may reach as well.
  private mutating func attempt(_ instruction: Int, _ at: Int, _ path: UnsafeBufferPointer<UInt8>) -> Bool {
    guard remembers else { return match(instruction, at, path) }
    let key = instruction * (path.count + 1) + at
    if failed.contains(key) { return false }
    if match(instruction, at, path) { return true }
    failed.insert(key)
    return false
  }

  private mutating func setStart(_ index: Int, _ at: Int) -> Int {
    while starts.count <= index { starts.append(0) }
    let before = starts[index]
    starts[index] = at
    return before
  }

  private mutating func setRange(_ index: Int, end: Int, trimmingSlash: Bool) {
    while ranges.count <= index { ranges.append(0..<0) }
    let start = starts[index]
    ranges[index] = start..<(trimmingSlash && end > start ? end - 1 : end)
  }

  private static func characterLength(_ path: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let length =
      switch path[at] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    guard length > 1, at + length <= path.count else { return 1 }
    for next in (at + 1)..<(at + length) where path[next] & 0xC0 != 0x80 { return 1 }
    return length
  }
}
