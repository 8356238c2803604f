internal import DriftModel

/// The one order in which things are reported: by path, region, check, problem and message.
enum Ordering {
  struct Key {
    let location: Location
    let check: String
    let problem: String
    let message: String

    init(_ location: Location, check: String, problem: String, message: String) {
      self.location = location
      self.check = check
      self.problem = problem
      self.message = message
    }
  }

  /// Sorts; things with equal keys keep the order in which they came.
  static func sorted<Element>(_ elements: [Element], by key: (Element) -> Key) -> [Element] {
    elements.enumerated().map { (offset: $0, key: key($1), element: $1) }
      .sorted { left, right in
        let order = compare(left.key, right.key)
        return order == 0 ? left.offset < right.offset : order < 0
      }
      .map(\.element)
  }

  private static func compare(_ left: Key, _ right: Key) -> Int {
    let file = compare(name(left.location.file), name(right.location.file))
    if file != 0 { return file }
    let region = compare(numbers(left.location.region), numbers(right.location.region))
    if region != 0 { return region }
    for (left, right) in [(left.check, right.check), (left.problem, right.problem), (left.message, right.message)] {
      let order = compare(Array(left.utf8), Array(right.utf8))
      if order != 0 { return order }
    }
    return 0
  }

  private static func compare<Part: Comparable>(_ left: [Part], _ right: [Part]) -> Int {
    if left.lexicographicallyPrecedes(right) { return -1 }
    return right.lexicographicallyPrecedes(left) ? 1 : 0
  }

  /// Files of the repository before others.
  private static func name(_ file: FileName) -> [UInt8] {
    switch file {
    case .repository(let path): [0] + path.bytes
    case .external(let name): [1] + name.utf8
    }
  }

  private static func numbers(_ region: Region?) -> [Int] {
    region.map { [$0.line, $0.column, $0.endLine, $0.endColumn] } ?? []
  }
}
