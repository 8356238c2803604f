extension String {
  /// Whether two texts are the same bytes: Swift's own equality takes `\u{E9}` and `e` with a combining accent for one.
  package func hasSameBytes(as other: String) -> Bool {
    let areSame = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
      }
    }
    return areSame.flatMap(\.self) ?? utf8.elementsEqual(other.utf8)
  }
}
