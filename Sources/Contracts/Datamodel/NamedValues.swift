/// Values by their names, in the order in which they came. There are few nearly always: then names are compared one by
/// one, which is cheaper than to hash them.
struct NamedValues: Sendable, Sequence, ExpressibleByDictionaryLiteral {
  typealias Element = (key: String, value: Value)

  private static let few = 16
  private var entries: [Element] = []
  /// Where names stand, as soon as there are more than few.
  private var places: [String: Int] = [:]

  init() {}

  init(dictionaryLiteral elements: (String, Value)...) {
    for (key, value) in elements { self[key] = value }
  }

  private init(_ entries: [Element]) {
    self.entries = entries
    index()
  }

  private mutating func index() {
    places = [:]
    guard entries.count > Self.few else { return }
    for (place, entry) in entries.enumerated() { places[entry.key] = place }
  }

  private func place(of key: String) -> Int? {
    places.isEmpty ? entries.firstIndex { $0.key == key } : places[key]
  }

  var isEmpty: Bool { entries.isEmpty }
  var keys: some Sequence<String> { entries.lazy.map { $0.key } }

  func makeIterator() -> Array<Element>.Iterator { entries.makeIterator() }

  subscript(key: String) -> Value? {
    get { place(of: key).map { entries[$0].value } }
    set {
      let place = place(of: key)
      if let newValue {
        if let place {
          entries[place].value = newValue
        } else {
          entries.append((key, newValue))
          if !places.isEmpty { places[key] = entries.count - 1 } else if entries.count > Self.few { index() }
        }
      } else if let place {
        entries.remove(at: place)
        if !places.isEmpty { index() }
      }
    }
  }

  mutating func removeValue(forKey key: String) -> Value? {
    let value = self[key]
    self[key] = nil
    return value
  }

  func filter(_ isIncluded: (Element) -> Bool) -> NamedValues { NamedValues(entries.filter(isIncluded)) }

  /// Adds values; where a name is there already, the combination of both.
  mutating func merge(_ others: NamedValues, _ combine: (Value, Value) -> Value) {
    for (key, value) in others { self[key] = self[key].map { combine($0, value) } ?? value }
  }

  func merging(_ others: NamedValues, _ combine: (Value, Value) -> Value) -> NamedValues {
    var all = self
    all.merge(others, combine)
    return all
  }
}
