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

  /// A value at a place.
  public init(_ content: Content, at location: Location, byteRange: Range<Int>? = nil) {
    self.content = content
    self.location = location
    self.byteRange = byteRange
  }

  /// The value of a mapping's key; nil if this is no mapping or has no such key.
  public subscript(key: String) -> DocumentNode? { member(key)?.value }

  /// A mapping's entry; nil if this is no mapping or has no such key.
  public func member(_ key: String) -> Member? {
    guard case .mapping(let members) = content else { return nil }
    return members.first { $0.key == key }
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
