/// A set of names that is small nearly always: then they are compared one by one, which is cheaper than to hash them.
struct NameSet {
  private static let few = 16
  private var listed: [String] = []
  /// All names, as soon as there are more than few.
  private var hashed: Set<String> = []

  init() {}

  init(_ names: some Sequence<String>) { for name in names { insert(name) } }

  var isEmpty: Bool { listed.isEmpty }

  func contains(_ name: String) -> Bool { hashed.isEmpty ? listed.contains(name) : hashed.contains(name) }

  /// - Returns: whether the name is new.
  @discardableResult
  mutating func insert(_ name: String) -> Bool {
    guard hashed.isEmpty else { return hashed.insert(name).inserted }
    guard !listed.contains(name) else { return false }
    listed.append(name)
    if listed.count > Self.few { hashed = Set(listed) }
    return true
  }
}
