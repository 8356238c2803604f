public import DriftModel

/// A value written in a schema or in code.
public enum Value: Sendable, Hashable {
  case null
  case boolean(Bool)
  /// A whole number, as its digits without leading zeros, so that no size is lost.
  case integer(String)
  case number(Double)
  case string(String)
  case list([Value])
  case object([Entry])
  /// A name with a meaning in the code: `Extra.forbid`, `Color.red`.
  case symbol(String)
  /// A call or construction: `Color('red')`, `field(default_factory=list)`.
  case call(String, [Argument])
  /// A function without parameters: `lambda: [...]`.
  indirect case function(Value)
  /// A type where a value could stand: `Optional[str]` as an argument.
  indirect case type(TypeExpression)

  /// An entry of an object; order is kept.
  public struct Entry: Sendable, Hashable {
    /// The key.
    public let key: Value
    /// The value.
    public let value: Value

    /// An entry.
    public init(_ key: Value, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// An argument of a call, named or not.
  public struct Argument: Sendable, Hashable {
    /// Its name; nil if it is given by position.
    public let name: String?
    /// Its value.
    public let value: Value

    /// An argument.
    public init(_ name: String? = nil, _ value: Value) {
      self.name = name
      self.value = value
    }
  }
}

extension Value {
  /// The value of a JSON document, or of a YAML document that uses JSON's types.
  public init(_ node: DocumentNode) {
    switch node.content {
    case .mapping(let members): self = .object(members.map { Entry(.string($0.key), Value($0.value)) })
    case .sequence(let items): self = .list(items.map { Value($0) })
    case .scalar(let text, .quoted): self = .string(text)
    case .scalar(let text, .plain):
      if node.isNull {
        self = .null
      } else if text == "true" || text == "false" {
        self = .boolean(text == "true")
      } else {
        self = Value(number: text) ?? .string(text)
      }
    }
  }

  /// A number as JSON and most languages write it; nil if the text is none.
  public init?(number text: String) {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || first == 0x2E
    else { return nil }
    if digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      let significant = digits.drop { $0 == "0" }
      self = .integer(significant.isEmpty ? "0" : (text.hasPrefix("-") ? "-" : "") + significant)
    } else if let number = Double(text) {
      self = .number(number)
    } else {
      return nil
    }
  }

  /// Short text for messages, at most about 60 characters.
  public var shortText: String {
    let text = fullText
    return text.count > 60 ? text.prefix(57) + "..." : text
  }

  /// Messages stand on one line.
  private static func oneLine(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  private var fullText: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let digits): digits
    case .number(let value): "\(value)"
    case .string(let text): "\"\(Self.oneLine(text))\""
    case .list(let items): "[" + items.prefix(20).map(\.fullText).joined(separator: ", ") + "]"
    case .object(let entries):
      "{" + entries.prefix(20).map { "\($0.key.fullText): \($0.value.fullText)" }.joined(separator: ", ") + "}"
    case .symbol(let name): name
    case .call(let name, let arguments):
      "\(name)("
        + arguments.prefix(20).map { ($0.name.map { "\($0)=" } ?? "") + $0.value.fullText }
        .joined(separator: ", ") + ")"
    case .function(let value): "a function that returns \(value.fullText)"
    case .type(let type): type.text
    }
  }
}
