/// A value of a YAML, JSON or TOML document that knows where it stands.
///
/// Scalars keep the text that was written: `1.10` is not `1.1`, and `no` is not a Boolean unless a reader asks.
public struct DocumentNode: Sendable, Hashable {
  /// How a scalar was written, which decides what it may mean.
  public enum ScalarStyle: Sendable, Hashable {
    /// Without quotes: may be a number, a Boolean, null or a string.
    case plain
    /// Quoted, or a block: a string.
    case quoted
  }

  /// One entry of a mapping.
  public struct Member: Sendable, Hashable {
    /// The key as text.
    public let key: String
    /// Where the key stands.
    public let keyLocation: Location
    /// Its value.
    public let value: DocumentNode

    /// An entry.
    public init(key: String, keyLocation: Location, value: DocumentNode) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  /// What it holds.
  public enum Content: Sendable, Hashable {
    /// A scalar. For a quoted one the text is what it means, escapes resolved.
    case scalar(String, style: ScalarStyle)
    /// A sequence.
    case sequence([DocumentNode])
    /// A mapping in the order of the document; keys are unique.
    case mapping([Member])
  }

  /// What it holds.
  public let content: Content
  /// Where it stands.
  public let location: Location
  /// The byte offsets of a scalar as written, quotes included; nil if the reader does not know them.
  public let byteRange: Range<Int>?
  /// The marks of a mapping's keys: most look-ups are for keys that are not there, which this tells without a search.
  private let keyMarks: UInt64

  /// A value at a place.
  public init(_ content: Content, at location: Location, byteRange: Range<Int>? = nil) {
    self.content = content
    self.location = location
    self.byteRange = byteRange
    var marks: UInt64 = 0
    if case .mapping(let members) = content {
      for index in members.indices { marks |= DocumentNode.mark(members[index].key) }
    }
    keyMarks = marks
  }

  /// One of 64 bits, the same for equal keys. The factor tells the keywords of JSON Schema that are written most from
  /// all others.
  package static func mark(_ key: String) -> UInt64 {
    let mark = key.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.isEmpty ? 1 : 1 &<< (UInt64(bytes[0]) &+ UInt64(bytes[bytes.count - 1]) &+ 42 &* UInt64(bytes.count))
    }
    // No claim is made for a text that Swift does not hold as bytes in a row.
    return mark ?? .max
  }

  /// The marks of some keys, to ask for all of them at once.
  package struct Marks: Sendable {
    fileprivate let bits: UInt64

    package init(_ keys: String...) { bits = keys.reduce(0) { $0 | DocumentNode.mark($1) } }
  }

  /// Whether one of some keys may be there; that none is there is certain.
  package func mayHave(_ marks: Marks) -> Bool { keyMarks & marks.bits != 0 }

  /// Where a key stands among the entries; nil if it does not.
  private func position(of key: String, in members: [Member]) -> Int? {
    let count = key.utf8.count
    for index in members.indices where members[index].key.utf8.count == count {
      if members[index].key.hasSameBytes(as: key) { return index }
    }
    return nil
  }

  /// The value of a mapping's key; nil if this is no mapping or has no such key.
  public subscript(key: String) -> DocumentNode? {
    guard keyMarks & DocumentNode.mark(key) != 0, case .mapping(let members) = content else { return nil }
    return position(of: key, in: members).map { members[$0].value }
  }

  /// A mapping's entry; nil if this is no mapping or has no such key.
  public func member(_ key: String) -> Member? {
    guard keyMarks & DocumentNode.mark(key) != 0, case .mapping(let members) = content else { return nil }
    return position(of: key, in: members).map { members[$0] }
  }

  /// What the value of a mapping's key holds; nil if this is no mapping or has no such key.
  public func content(of key: String) -> Content? {
    guard keyMarks & DocumentNode.mark(key) != 0, case .mapping(let members) = content else { return nil }
    return position(of: key, in: members).map { members[$0].value.content }
  }

  /// The text of a key's value, if that is a scalar; nil if it is not, or if there is no such key.
  public func scalar(of key: String) -> String? {
    if case .scalar(let text, _)? = content(of: key) { text } else { nil }
  }

  /// Whether this is a mapping with such a key.
  public func has(_ key: String) -> Bool {
    guard keyMarks & DocumentNode.mark(key) != 0, case .mapping(let members) = content else { return false }
    return position(of: key, in: members) != nil
  }

  /// The text of a scalar; nil for anything else.
  public var scalar: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// Whether this is a plain scalar that YAML's core schema reads as null.
  public var isNull: Bool {
    guard case .scalar(let text, .plain) = content else { return false }
    return text.isEmpty || text == "~" || text == "null" || text == "Null" || text == "NULL"
  }

  /// `a mapping`, `a list`, `an empty value` or `a scalar`, for messages.
  public var shapeName: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar: isNull ? "an empty value" : "a scalar"
    }
  }
}
