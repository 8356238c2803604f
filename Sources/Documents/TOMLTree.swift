import DriftModel

/// One part of a dotted key.
struct TOMLKey {
  let text: String
  let location: Location
}

/// The tables of a TOML document while it is read: later lines add to earlier tables, within the rules of who may.
///
/// Collections refer to each other by their index, and each comes before those that it holds.
struct TOMLTree {
  /// What a key or a position holds.
  enum Value {
    case scalar(DocumentNode)
    case collection(Int)
  }

  /// How a collection came to be, which decides who may add to it.
  enum Origin: Equatable {
    /// `[a]`, an element of `[[a]]`, or the document itself.
    case header
    /// `a` of `[a.b]`: may still be defined itself.
    case implicit
    /// `a` of `a.b = 1`: further dotted keys of the same table may add to it.
    case dotted(within: Int)
    /// `[[a]]` as a whole.
    case tableArray
    case inlineTable
    case list
  }

  /// Where a value goes.
  struct Slot {
    let table: Int
    let key: TOMLKey
  }

  private struct Collection {
    var origin: Origin
    var location: Location
    /// How many collections a value in it lies in.
    let depth: Int
    var isClosed = false
    var keys: [TOMLKey] = []
    var values: [Value] = []
    var positions: [ExactText: Int] = [:]
  }

  /// The document's own table.
  static let root = 0

  private var collections: [Collection]
  private var nodes = 1
  private let limits: DocumentLimits

  /// An empty document.
  init(at location: Location, limits: DocumentLimits) {
    self.collections = [Collection(origin: .header, location: location, depth: 1)]
    self.limits = limits
  }

  /// Whether a collection has keys.
  func isTable(_ index: Int) -> Bool {
    switch collections[index].origin {
    case .list, .tableArray: false
    default: true
    }
  }

  /// Counts a value.
  mutating func count(at location: Location) throws(DocumentProblem) {
    nodes += 1
    guard nodes <= limits.nodes else {
      throw DocumentProblem("the document holds more than \(limits.nodes) values", at: location, isLimit: true)
    }
  }

  /// Adds an empty collection that will be put below another.
  mutating func add(_ origin: Origin, at location: Location, below parent: Int) throws(DocumentProblem) -> Int {
    let depth = collections[parent].depth + 1
    guard depth <= limits.openCollections else {
      throw DocumentProblem(
        "the document is nested more than \(limits.openCollections) levels deep", at: location, isLimit: true)
    }
    try count(at: location)
    collections.append(Collection(origin: origin, location: location, depth: depth))
    return collections.count - 1
  }

  /// Nothing more can be added to a collection.
  mutating func close(_ index: Int) { collections[index].isClosed = true }

  /// Puts a value at a place that ``slot(for:in:)`` made.
  mutating func put(_ value: Value, into slot: Slot) {
    collections[slot.table].positions[ExactText(slot.key.text)] = collections[slot.table].keys.count
    collections[slot.table].keys.append(slot.key)
    collections[slot.table].values.append(value)
  }

  /// Adds a value to a list.
  mutating func append(_ value: Value, to list: Int) { collections[list].values.append(value) }

  private func value(of key: TOMLKey, in table: Int) -> (key: TOMLKey, value: Value)? {
    guard let position = collections[table].positions[ExactText(key.text)] else { return nil }
    return (collections[table].keys[position], collections[table].values[position])
  }

  // MARK: keys with values

  /// Where the value of `a.b =` goes; makes the tables on the way.
  mutating func slot(for path: [TOMLKey], in table: Int) throws(DocumentProblem) -> Slot {
    var current = table
    for key in path.dropLast() {
      guard let found = value(of: key, in: current) else {
        let next = try add(.dotted(within: table), at: key.location, below: current)
        put(.collection(next), into: Slot(table: current, key: key))
        current = next
        continue
      }
      guard case .collection(let next) = found.value, isTable(next) else {
        throw TOMLTree.conflict("'\(key.text)' is no table, so a dotted key cannot add to it", key, found.key)
      }
      switch collections[next].origin {
      case .implicit: collections[next].origin = .dotted(within: table)
      case .dotted(within: table): break
      default:
        throw TOMLTree.conflict(
          "the table '\(key.text)' is defined elsewhere, so a dotted key cannot add to it", key, found.key)
      }
      current = next
    }
    guard let key = path.last else {
      return Slot(table: current, key: TOMLKey(text: "", location: location(of: table)))
    }
    if let found = value(of: key, in: current) {
      throw TOMLTree.conflict("the key '\(key.text)' stands here twice", key, found.key)
    }
    return Slot(table: current, key: key)
  }

  private func location(of index: Int) -> Location { collections[index].location }

  // MARK: headers

  /// The table of `[a.b]`.
  mutating func openTable(_ path: [TOMLKey], at header: Location) throws(DocumentProblem) -> Int {
    let parent = try parent(of: path)
    guard let key = path.last else { return parent }
    guard let found = value(of: key, in: parent) else {
      let table = try add(.header, at: header, below: parent)
      put(.collection(table), into: Slot(table: parent, key: key))
      return table
    }
    guard case .collection(let table) = found.value, isTable(table) else {
      let isArray =
        if case .collection(let array) = found.value { collections[array].origin == .tableArray } else { false }
      throw TOMLTree.conflict(
        isArray ? "'\(key.text)' is an array of tables: write '[[...]]'" : "the key '\(key.text)' stands here twice",
        key,
        found.key)
    }
    guard collections[table].origin == .implicit else {
      throw TOMLTree.conflict("the table '\(key.text)' is defined twice", key, found.key)
    }
    collections[table].origin = .header
    collections[table].location = header
    return table
  }

  /// A new table of `[[a.b]]`.
  mutating func appendTable(_ path: [TOMLKey], at header: Location) throws(DocumentProblem) -> Int {
    let parent = try parent(of: path)
    guard let key = path.last else { return parent }
    let array: Int
    if let found = value(of: key, in: parent) {
      guard case .collection(let index) = found.value, collections[index].origin == .tableArray else {
        throw TOMLTree.conflict("'\(key.text)' is no array of tables, so '[[...]]' cannot add to it", key, found.key)
      }
      array = index
    } else {
      array = try add(.tableArray, at: header, below: parent)
      put(.collection(array), into: Slot(table: parent, key: key))
    }
    let table = try add(.header, at: header, below: array)
    append(.collection(table), to: array)
    return table
  }

  /// The table that holds the last part of a header's path; makes the tables on the way.
  private mutating func parent(of path: [TOMLKey]) throws(DocumentProblem) -> Int {
    var current = TOMLTree.root
    for key in path.dropLast() {
      guard let found = value(of: key, in: current) else {
        let next = try add(.implicit, at: key.location, below: current)
        put(.collection(next), into: Slot(table: current, key: key))
        current = next
        continue
      }
      guard case .collection(var next) = found.value, !collections[next].isClosed else {
        throw TOMLTree.conflict("'\(key.text)' is no table that a header can add to", key, found.key)
      }
      if collections[next].origin == .tableArray, case .collection(let last)? = collections[next].values.last {
        next = last
      }
      current = next
    }
    return current
  }

  private static func conflict(_ message: String, _ key: TOMLKey, _ first: TOMLKey) -> DocumentProblem {
    let place = first.location.region.map { "line \($0.line), column \($0.column)" } ?? "an earlier line"
    return DocumentProblem(message, at: key.location, help: ["'\(first.text)' was first given on \(place)"])
  }

  // MARK: the document

  /// The finished document. From the last collection to the first, so that each finds those that it holds: no
  /// recursion.
  func document() -> DocumentNode {
    var finished: [Int: DocumentNode] = [:]
    for index in collections.indices.reversed() {
      let collection = collections[index]
      let values = collection.values.compactMap { value in
        switch value {
        case .scalar(let node): node
        case .collection(let child): finished.removeValue(forKey: child)
        }
      }
      let content: DocumentNode.Content =
        isTable(index)
        ? .mapping(
          zip(collection.keys, values).map { .init(key: $0.text, keyLocation: $0.location, value: $1) })
        : .sequence(values)
      finished[index] = DocumentNode(content, at: collection.location)
    }
    return finished[TOMLTree.root] ?? DocumentNode(.mapping([]), at: collections[TOMLTree.root].location)
  }
}
