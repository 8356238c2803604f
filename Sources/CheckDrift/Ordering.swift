internal import DriftModel

/// The one order in which things are reported: by path, region, check, problem and message.
enum Ordering {
  /// What an element is sorted by, prepared once.
  struct Key {
    fileprivate let numbers: [Int]
    fileprivate let texts: [[UInt8]]

    init(_ location: Location, check: String, problem: String, message: String) {
      numbers = location.region.map { [$0.line, $0.column, $0.endLine, $0.endColumn] } ?? []
      // Files of the repository before others.
      let file: [UInt8] =
        switch location.file {
        case .repository(let path): [0] + path.bytes
        case .external(let name): [1] + name.utf8
        }
      texts = [file, Array(check.utf8), Array(problem.utf8), Array(message.utf8)]
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
    let file = compare(left.texts[0], right.texts[0])
    if file != 0 { return file }
    let region = compare(left.numbers, right.numbers)
    if region != 0 { return region }
    for index in 1..<left.texts.count {
      let order = compare(left.texts[index], right.texts[index])
      if order != 0 { return order }
    }
    return 0
  }

  private static func compare<Part: Comparable>(_ left: [Part], _ right: [Part]) -> Int {
    if left.lexicographicallyPrecedes(right) { return -1 }
    return right.lexicographicallyPrecedes(left) ? 1 : 0
  }
}
