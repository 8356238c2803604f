import DriftModel

/// A string compared by its bytes: Swift's own equality takes `é` and `e` with a combining accent for one key.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool { left.text.hasSameBytes(as: right.text) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// The keys that a mapping has so far, to find those that stand there twice.
struct KeySet {
  private var list: [(key: String, place: Region)] = []
  /// The marks of the keys in the list: most new keys have one that none of them has.
  private var marks: UInt64 = 0
  /// Filled once a mapping is too large to search its list.
  private var table: [ExactText: Region] = [:]
  private static let listLimit = 16

  /// Adds a key; if it was there already, the place where.
  mutating func insert(_ key: String, at place: Location) -> Region? {
    let region = place.region ?? KeySet.unknown
    if list.count < KeySet.listLimit {
      let mark = DocumentNode.mark(key)
      if marks & mark != 0, let found = list.first(where: { $0.key.hasSameBytes(as: key) }) { return found.place }
      marks |= mark
      if list.isEmpty { list.reserveCapacity(KeySet.listLimit / 2) }
      list.append((key, region))
      return nil
    }
    if table.isEmpty { for entry in list { table[ExactText(entry.key)] = entry.place } }
    let key = ExactText(key)
    if let found = table[key] { return found }
    table[key] = region
    return nil
  }

  private static let unknown = Region(line: 1, column: 1, length: 0)
}
