internal import DriftModel

/// A schema the way a program in JavaScript holds it: values with an identity, that several places may share, and
/// objects whose members can be replaced, added and taken away.
///
/// json-schema-to-typescript rewrites its input in place, and what it writes depends on which parts of it are the same
/// object. Values are named by their number; nothing is ever freed before the graph is.
struct SchemaGraph {
  /// What a value is.
  enum Content {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([Int])
    case object(Members)
  }

  /// The members of an object, in JavaScript's order: keys that are array indices first, by value, then the others as
  /// they were added.
  struct Members {
    private(set) var keys: [String] = []
    private(set) var values: [Int] = []
    /// Where each key stands, as numbers of `SchemaGraph.places`; -1 for members that no file states.
    private(set) var places: [Int32] = []
    /// Positions by key, kept for large objects alone.
    private var positions: [String: Int] = [:]

    var count: Int { keys.count }

    func position(of key: String) -> Int? {
      guard keys.count > 12 else { return keys.firstIndex(of: key) }
      return positions[key]
    }

    subscript(key: String) -> Int? { position(of: key).map { values[$0] } }

    mutating func set(_ key: String, _ value: Int, place: Int32 = -1) {
      if let position = position(of: key) {
        values[position] = value
        return
      }
      let index = Self.arrayIndex(key)
      let position = index.map { index in keys.firstIndex { (Self.arrayIndex($0) ?? .max) > index } ?? keys.count }
      guard let position, position < keys.count else {
        keys.append(key)
        values.append(value)
        places.append(place)
        if keys.count > 12 { note(from: positions.isEmpty ? 0 : keys.count - 1) }
        return
      }
      keys.insert(key, at: position)
      values.insert(value, at: position)
      places.insert(place, at: position)
      note(from: 0)
    }

    mutating func replace(at position: Int, _ value: Int) { values[position] = value }

    mutating func remove(_ key: String) {
      guard let position = position(of: key) else { return }
      keys.remove(at: position)
      values.remove(at: position)
      places.remove(at: position)
      positions = [:]
      note(from: 0)
    }

    private mutating func note(from start: Int) {
      guard keys.count > 12 else { return }
      for position in start..<keys.count { positions[keys[position]] = position }
    }

    /// The value of a key that JavaScript takes for an array index; nil for other keys.
    private static func arrayIndex(_ key: String) -> UInt32? {
      let bytes = key.utf8
      guard let first = bytes.first, bytes.count <= 10, (0x30...0x39).contains(first) else { return nil }
      guard first != 0x30 || bytes.count == 1, let value = UInt32(key), value < .max else { return nil }
      return value
    }
  }

  private(set) var contents: [Content] = []
  /// The value that holds this one, as the linker saw it first; -1 for the root, -2 before it was seen.
  var parents: [Int32] = []
  /// Where each value stands, as numbers of `places`; -1 for values that no file states.
  private(set) var valuePlaces: [Int32] = []
  private(set) var places: [Location] = []

  mutating func add(_ content: Content, place: Int32 = -1) -> Int {
    contents.append(content)
    parents.append(-2)
    valuePlaces.append(place)
    return contents.count - 1
  }

  private mutating func add(_ location: Location) -> Int32 {
    places.append(location)
    return Int32(places.count - 1)
  }

  /// Takes a document in. Its depth is limited by the reader that made it.
  mutating func load(_ document: DocumentNode) -> Int {
    let place = add(document.location)
    switch document.content {
    case .scalar(let text, style: .quoted): return add(.string(text), place: place)
    case .scalar(let text, style: .plain): return add(Self.plain(text), place: place)
    case .sequence(let nodes):
      let number = add(.null, place: place)
      contents[number] = .array(nodes.map { load($0) })
      return number
    case .mapping(let entries):
      let number = add(.null, place: place)
      var members = Members()
      for entry in entries {
        let keyPlace = add(entry.keyLocation)
        members.set(entry.key, load(entry.value), place: keyPlace)
      }
      contents[number] = .object(members)
      return number
    }
  }

  private static func plain(_ text: String) -> Content {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .boolean(true)
    case "false", "False", "FALSE": .boolean(false)
    default: Double(text).map { .number($0) } ?? .string(text)
    }
  }

  // MARK: Reading

  func isObject(_ value: Int) -> Bool {
    if case .object = contents[value] { true } else { false }
  }

  func members(_ value: Int) -> Members? {
    if case .object(let members) = contents[value] { members } else { nil }
  }

  func items(_ value: Int) -> [Int]? {
    if case .array(let items) = contents[value] { items } else { nil }
  }

  func string(_ value: Int) -> String? {
    if case .string(let text) = contents[value] { text } else { nil }
  }

  /// A member of an object; nil if this is no object or has no such member.
  func member(_ value: Int, _ key: String) -> Int? {
    guard case .object(let members) = contents[value] else { return nil }
    return members[key]
  }

  func has(_ value: Int, _ key: String) -> Bool { member(value, key) != nil }

  func string(_ value: Int, _ key: String) -> String? { member(value, key).flatMap { string($0) } }

  func number(_ value: Int, _ key: String) -> Double? {
    guard let member = member(value, key), case .number(let number) = contents[member] else { return nil }
    return number
  }

  func boolean(_ value: Int, _ key: String) -> Bool? {
    guard let member = member(value, key), case .boolean(let boolean) = contents[member] else { return nil }
    return boolean
  }

  /// Whether a member is there and is not one of the values that JavaScript takes for false.
  func isTruthy(_ value: Int, _ key: String) -> Bool {
    guard let member = member(value, key) else { return false }
    switch contents[member] {
    case .null: return false
    case .boolean(let boolean): return boolean
    case .number(let number): return number != 0 && !number.isNaN
    case .string(let text): return !text.isEmpty
    case .array, .object: return true
    }
  }

  /// The children of an array or object, in order.
  func children(_ value: Int) -> [Int] {
    switch contents[value] {
    case .array(let items): items
    case .object(let members): members.values
    default: []
    }
  }

  // MARK: Writing

  mutating func set(_ value: Int, _ key: String, _ content: Content) {
    let member = add(content)
    set(value, key, to: member)
  }

  mutating func set(_ value: Int, _ key: String, to member: Int) {
    guard case .object(var members) = contents[value] else { return }
    contents[value] = .null
    members.set(key, member)
    contents[value] = .object(members)
  }

  mutating func remove(_ value: Int, _ key: String) {
    guard case .object(var members) = contents[value] else { return }
    contents[value] = .null
    members.remove(key)
    contents[value] = .object(members)
  }

  /// Puts another value in the place of a child, by position.
  mutating func replaceChild(of value: Int, at position: Int, with child: Int) {
    switch contents[value] {
    case .array(var items):
      contents[value] = .null
      items[position] = child
      contents[value] = .array(items)
    case .object(var members):
      contents[value] = .null
      members.replace(at: position, child)
      contents[value] = .object(members)
    default: break
    }
  }

  /// A copy of an object that shares its members, without some of them.
  mutating func shallowCopy(_ value: Int, without keys: [String] = []) -> Int {
    guard case .object(var members) = contents[value] else { return value }
    for key in keys { members.remove(key) }
    return add(.object(members), place: valuePlaces[value])
  }

  /// Where a value stands, if a file states it.
  func location(_ place: Int32) -> Location? { place < 0 ? nil : places[Int(place)] }
}
