/// What a ``TextSearch`` is compiled to: the literals to look for and what each of them means.
final class SearchEngine: Sendable {
  /// What it means that a literal stands on a line.
  private struct Meaning: Sendable {
    /// Needles that are this literal.
    var needles: [Int] = []
    /// Expressions that match no line without it.
    var announced: [Int] = []
    /// The filter's literals that it stands for.
    var filtered: [Int32] = []
    /// Whether it is one of the two letters beyond ASCII that have an ASCII letter as another case.
    var isRareCase = false
  }

  private let needles: [TextSearch.Needle]
  private let literals: LiteralSet?
  private let meanings: [Meaning]
  private let filter: LiteralFilter?
  /// The needles behind the filter's expressions.
  private let filtered: [Int]
  /// The needles that no literal announces.
  private let everywhere: EverywhereSearch
  /// The needles that match in any case.
  private let caseless: [Int]

  init(_ needles: [TextSearch.Needle]) {
    self.needles = needles
    var candidates: [(needle: Int, pattern: String)] = []
    var everywhere: [Int] = []
    var caseless: [Int] = []
    for (index, needle) in needles.enumerated() {
      guard case .expression(let expression) = needle else { continue }
      if SearchEngine.isPlain(expression.pattern) {
        candidates.append((index, expression.pattern))
        if SearchEngine.foldsCase(expression.pattern) { caseless.append(index) }
      } else {
        everywhere.append(index)
      }
    }
    // An expression that can match without any of the literals is not filtered by them.
    var filter = LiteralFilter(candidates.map(\.pattern))
    let free = Set(filter?.expressions(for: []) ?? Array(candidates.indices))
    everywhere += free.map { candidates[$0].needle }
    candidates = candidates.enumerated().filter { !free.contains($0.offset) }.map(\.element)
    if !free.isEmpty { filter = LiteralFilter(candidates.map(\.pattern)) }

    var table = LiteralTable()
    // Of the literals that an expression cannot do without one is enough to look for. What is left takes several.
    let announcers = filter?.announcers ?? []
    if announcers.contains(where: { $0 != nil }) {
      for (candidate, literal) in zip(candidates, announcers) {
        guard let literal else { continue }
        table.add(LiteralSet.Literal(bytes: SearchEngine.withoutRareCases(literal), folds: true)) {
          $0.announced.append(candidate.needle)
        }
      }
      candidates = zip(candidates, announcers).filter { $0.1 == nil }.map(\.0)
      filter = LiteralFilter(candidates.map(\.pattern))
    }
    for (index, needle) in needles.enumerated() {
      if case .literal(let bytes) = needle, !bytes.isEmpty {
        table.add(LiteralSet.Literal(bytes: bytes, folds: false)) { $0.needles.append(index) }
      }
    }
    for (index, literal) in (filter?.literals ?? []).enumerated() {
      table.add(LiteralSet.Literal(bytes: SearchEngine.withoutRareCases(literal), folds: true)) {
        $0.filtered.append(Int32(index))
      }
    }
    if !caseless.isEmpty {
      for rare in SearchEngine.rareCases {
        table.add(LiteralSet.Literal(bytes: rare.bytes, folds: false)) { $0.isRareCase = true }
      }
    }
    self.literals = LiteralSet(table.literals)
    self.meanings = table.meanings
    self.filter = filter
    self.filtered = candidates.map(\.needle)
    self.caseless = caseless
    self.everywhere = EverywhereSearch(
      everywhere.sorted().compactMap { index in
        if case .expression(let expression) = needles[index] { (index, expression) } else { nil }
      })
  }

  private struct LiteralTable {
    private(set) var literals: [LiteralSet.Literal] = []
    private(set) var meanings: [Meaning] = []
    private var positions: [LiteralSet.Literal: Int] = [:]

    mutating func add(_ literal: LiteralSet.Literal, _ mean: (inout Meaning) -> Void) {
      let position = positions[literal] ?? literals.count
      if position == literals.count {
        positions[literal] = position
        literals.append(literal)
        meanings.append(Meaning())
      }
      mean(&meanings[position])
    }
  }

  // MARK: Searching

  func matches(in text: UnsafeBufferPointer<UInt8>, limit: Int) -> TextMatches {
    var (announced, others) = (FoundMatches(limit: limit), FoundMatches(limit: limit))
    searchLiterals(text, &announced)
    everywhere.search(text, &others)
    let sorted = (announced.all + others.all).sorted { left, right in
      (left.range.lowerBound, -left.range.count, left.needle) < (
        right.range.lowerBound, -right.range.count, right.needle
      )
    }
    return TextMatches(
      all: Array(sorted.prefix(limit)),
      isComplete: announced.isComplete && others.isComplete && sorted.count <= limit)
  }

  private func searchLiterals(_ text: UnsafeBufferPointer<UInt8>, _ found: inout FoundMatches) {
    var counter = LineCounter(text)
    var line: Range<Int> = 0..<0
    var seen: [Int32] = []
    var announced: [Int] = []
    var hasRareCase = false
    var hasLine = false
    func endLine() {
      guard !seen.isEmpty || !announced.isEmpty || hasRareCase else { return }
      var asked = announced
      if !seen.isEmpty { asked += (filter?.expressions(for: seen) ?? []).map { filtered[$0] } }
      if hasRareCase { asked += caseless.filter { !asked.contains($0) } }
      for needle in asked {
        guard case .expression(let expression) = needles[needle] else { continue }
        expression.search(text, line: line, needle: needle, &counter, &found)
      }
      seen.removeAll(keepingCapacity: true)
      announced.removeAll(keepingCapacity: true)
      hasRareCase = false
    }
    literals?.forEachHit(in: text) { hit in
      if !hasLine || hit.start >= line.upperBound {
        endLine()
        line = text.line(around: hit.start)
        hasLine = true
      }
      let meaning = meanings[hit.literal]
      for needle in meaning.needles {
        guard case .literal(let bytes) = needles[needle] else { continue }
        found.append(
          TextMatch(
            needle: needle, range: hit.start..<(hit.start + bytes.count), line: counter.line(of: line.lowerBound),
            lineStart: line.lowerBound))
      }
      for needle in meaning.announced where !announced.contains(needle) { announced.append(needle) }
      for literal in meaning.filtered where !seen.contains(literal) { seen.append(literal) }
      if meaning.isRareCase { hasRareCase = true }
      return !found.isFull
    }
    endLine()
  }

  // MARK: Patterns

  /// Whether RE2's literals of a pattern are all there is to know: they are lower-cased as Unicode has it, and what is
  /// searched for here knows the cases of ASCII letters.
  private static func isPlain(_ pattern: String) -> Bool {
    let bytes = Array(pattern.utf8)
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return false }
    let escapes = zip(bytes, bytes.dropFirst()).filter { $0.0 == UInt8(ascii: "\\") }.map(\.1)
    return !escapes.contains { "xpPC01234567Q".utf8.contains($0) }
  }

  /// Whether a pattern has a group of flags with an `i`.
  private static func foldsCase(_ pattern: String) -> Bool {
    let bytes = Array(pattern.utf8)
    for start in bytes.indices.dropLast(2) where bytes[start] == UInt8(ascii: "(") {
      guard bytes[start + 1] == UInt8(ascii: "?") else { continue }
      let flags = bytes[(start + 2)...].prefix { $0 != UInt8(ascii: ")") && $0 != UInt8(ascii: ":") }
      if flags.contains(UInt8(ascii: "i")) { return true }
    }
    return false
  }

  /// The long s and the Kelvin sign: `(?i)s` and `(?i)k` match them too.
  private static let rareCases: [(bytes: [UInt8], ascii: UInt8)] = [
    ([0xC5, 0xBF], UInt8(ascii: "s")), ([0xE2, 0x84, 0xAA], UInt8(ascii: "k")),
  ]

  /// A literal with the ASCII letters for the rare ones. Lines that hold those are asked anyway.
  private static func withoutRareCases(_ literal: [UInt8]) -> [UInt8] {
    guard literal.contains(where: { $0 >= 0x80 }) else { return literal }
    var result: [UInt8] = []
    var at = 0
    while at < literal.count {
      if let rare = rareCases.first(where: { literal[at...].starts(with: $0.bytes) }) {
        result.append(rare.ascii)
        at += rare.bytes.count
      } else {
        result.append(literal[at])
        at += 1
      }
    }
    return result
  }
}
