import DriftModel

/// A string compared by its bytes: Swift's own equality takes `é` and `e` with a combining accent for one key.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// The keys that a mapping has so far, to find those that stand there twice.
struct KeySet {
  private var list: [(key: ExactText, place: Location)] = []
  /// Filled once a mapping is too large to search its list.
  private var table: [ExactText: Location] = [:]
  private static let listLimit = 8

  /// Adds a key; if it was there already, the place where.
  mutating func insert(_ key: String, at place: Location) -> Region? {
    let key = ExactText(key)
    if list.count < KeySet.listLimit {
      if let found = list.first(where: { $0.key == key }) { return found.place.region ?? KeySet.unknown }
      list.append((key, place))
      return nil
    }
    if table.isEmpty { for entry in list { table[entry.key] = entry.place } }
    if let found = table[key] { return found.region ?? KeySet.unknown }
    table[key] = place
    return nil
  }

  private static let unknown = Region(line: 1, column: 1, length: 0)
}
