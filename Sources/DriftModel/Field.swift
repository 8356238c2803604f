/// A mistake in the configuration.
public struct ConfigProblem: Error, Sendable, Hashable {
  /// One line: lower case, names in single quotes, no full stop.
  public let message: String
  /// Where it stands.
  public let location: Location
  /// What to do about it, a line each.
  public let help: [String]

  /// A mistake at a place.
  public init(_ message: String, at location: Location, help: [String] = []) {
    self.message = message
    self.location = location
    self.help = help
  }
}

/// A value and where the configuration states it.
public struct Located<Value: Sendable>: Sendable {
  /// The value.
  public let value: Value
  /// Its place in the configuration.
  public let location: Location

  /// A value at a place.
  public init(_ value: Value, at location: Location) {
    self.value = value
    self.location = location
  }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}

/// What a key's value may look like: the source of the JSON Schema and of the tables in the documentation.
public indirect enum Shape: Sendable {
  /// Any scalar taken as text; `what` says what kind of text (`a pattern`).
  case text(what: String)
  /// Any scalar taken as text, and `''` too.
  case textOrNone(what: String)
  /// `true` or `false`.
  case boolean
  /// A whole number, at least `minimum`.
  case integer(minimum: Int)
  /// One of these words.
  case choice([String])
  /// A list; with `orOne` a single element may stand for a list of one.
  case list(Shape, orOne: Bool)
  /// `[]`, where that means something.
  case emptyList
  /// A mapping with these keys.
  case object([FieldShape])
  /// A mapping of any keys to values of one shape.
  case dictionary(keys: String, values: Shape)
  /// Any one of these.
  case alternatives([Shape])
}

/// A key as the schema and the documentation show it.
public struct FieldShape: Sendable {
  /// The key.
  public let name: String
  /// What it is for, as a sentence.
  public let summary: String
  /// What its value looks like.
  public let shape: Shape
  /// Whether it must be there.
  public let isRequired: Bool
  /// The value it has when it is not there, as YAML; nil if there is none.
  public let defaultText: String?
}

/// A key of the configuration, whatever its type.
public protocol AnyField: Sendable {
  /// How the schema and the documentation show it.
  var description: FieldShape { get }
}

/// Reads a value of one type out of a document, and says what the value may look like.
public struct Codec<Value: Sendable>: Sendable {
  /// What the value may look like.
  public let shape: Shape
  /// Reads the node; on a mistake adds it to the problems and returns nil.
  public let decode: @Sendable (DocumentNode, inout [ConfigProblem]) -> Value?

  /// A codec from its parts.
  public init(shape: Shape, decode: @escaping @Sendable (DocumentNode, inout [ConfigProblem]) -> Value?) {
    self.shape = shape
    self.decode = decode
  }
}

/// A typed key of the configuration.
public struct Field<Value: Sendable>: AnyField {
  /// How the schema and the documentation show it.
  public let description: FieldShape
  let codec: Codec<Value>
  let absent: Absent

  enum Absent: Sendable {
    case isAnError
    case means(Value)
  }

  /// A key that must be there.
  public init(required name: String, _ summary: String, _ codec: Codec<Value>) {
    self.description = FieldShape(
      name: name, summary: summary, shape: codec.shape, isRequired: true, defaultText: nil)
    self.codec = codec
    self.absent = .isAnError
  }

  /// A key that may be left out.
  ///
  /// - Parameter defaultText: the default as YAML, for the documentation.
  public init(_ name: String, _ summary: String, _ codec: Codec<Value>, default value: Value, defaultText: String?) {
    self.description = FieldShape(
      name: name, summary: summary, shape: codec.shape, isRequired: false, defaultText: defaultText)
    self.codec = codec
    self.absent = .means(value)
  }

  /// A key that may be left out and then means nil.
  public init<Wrapped: Sendable>(optional name: String, _ summary: String, _ codec: Codec<Wrapped>)
  where Value == Wrapped? {
    self.init(name, summary, codec.optional, default: nil, defaultText: nil)
  }
}

/// The keys of one mapping, read by their tokens.
public struct FieldValues {
  /// The mapping.
  public let node: DocumentNode
  /// What `except:` of the check names; empty within nested mappings.
  public let except: [Located<PathPattern>]
  /// `allow-empty:` of the check.
  public let allowsEmpty: Bool
  /// The mistakes found so far.
  public private(set) var problems: [ConfigProblem] = []

  /// Takes a mapping and complains about keys that are not among `fields`.
  ///
  /// - Parameter elsewhere: further keys that are allowed and read by somebody else.
  public init(
    _ node: DocumentNode, fields: [any AnyField], elsewhere: [String] = [], except: [Located<PathPattern>] = [],
    allowsEmpty: Bool = false
  ) {
    self.node = node
    self.except = except
    self.allowsEmpty = allowsEmpty
    guard case .mapping(let members) = node.content else {
      problems.append(ConfigProblem("expected a mapping, found \(node.shapeName)", at: node.location))
      return
    }
    let names = fields.map(\.description.name)
    for member in members where !names.contains(member.key) && !elsewhere.contains(member.key) {
      let suggestion = closestName(to: member.key, among: names + elsewhere).map { "did you mean '\($0)'?" }
      let known = "known keys here: \((names + elsewhere).joined(separator: ", "))"
      problems.append(
        ConfigProblem("unknown key '\(member.key)'", at: member.keyLocation, help: [suggestion ?? known]))
    }
  }

  /// The value of a key, or its default; nil after a mistake, which is then among ``problems``.
  public mutating func read<Value>(_ field: Field<Value>) -> Value? {
    guard let value = node[field.description.name] else {
      switch field.absent {
      case .means(let value): return value
      case .isAnError:
        if case .mapping = node.content {
          problems.append(
            ConfigProblem(
              "'\(field.description.name)' is missing", at: node.location, help: [field.description.summary]))
        }
        return nil
      }
    }
    return field.codec.decode(value, &problems)
  }

  /// Where a key is written; the mapping's own place if it is not.
  public func location(of name: String) -> Location { node.member(name)?.keyLocation ?? node.location }

  /// Adds a mistake that only the kind can see.
  public mutating func complain(_ message: String, at location: Location? = nil, help: [String] = []) {
    problems.append(ConfigProblem(message, at: location ?? node.location, help: help))
  }
}
