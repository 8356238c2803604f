/// What is known of keywords, found by their length first: few have the same, and to compare is cheaper than to hash.
struct KeywordTable<Value: Sendable>: Sendable {
  private var byLength: [[(name: String, value: Value)]] = []

  init(_ values: [String: Value]) {
    for (name, value) in values {
      let count = name.utf8.count
      while byLength.count <= count { byLength.append([]) }
      byLength[count].append((name, value))
    }
  }

  subscript(name: String) -> Value? {
    let count = name.utf8.count
    guard count < byLength.count else { return nil }
    for index in byLength[count].indices where byLength[count][index].name == name {
      return byLength[count][index].value
    }
    return nil
  }
}

extension KeywordTable where Value == Void {
  /// A set of names.
  init(_ names: [String]) { self.init(Dictionary(names.map { ($0, ()) }) { first, _ in first }) }

  func contains(_ name: String) -> Bool { self[name] != nil }
}
