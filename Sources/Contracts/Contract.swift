public import DriftModel

/// What one file promises about data: its records, enumerations and named types, in the file's order.
///
/// The same model says what a generator would write for a schema (then locations point into the schema) and what a
/// committed file states (then they point into that file), so that the two can be compared.
public struct Contract: Sendable {
  /// The declarations, in order.
  public var declarations: [Declaration]

  /// A contract.
  public init(_ declarations: [Declaration] = []) { self.declarations = declarations }
}

/// One record, enumeration or named type.
public struct Declaration: Sendable {
  /// What is declared.
  public enum Kind: Sendable, Hashable {
    case record, enumeration, alias
  }

  /// What is declared.
  public var kind: Kind
  /// Its name in the code.
  public var name: String
  /// Where it stands.
  public var location: Location
  /// What it extends, in order.
  public var bases: [TypeExpression]
  /// Its description, as the code carries it.
  public var description: String?
  /// Where the description stands.
  public var descriptionLocation: Location?
  /// What is said of the declaration as a whole: extra-properties policy, decorators, titles.
  public var attributes: [Attribute]
  /// Fields of a record, cases of an enumeration, in order.
  public var members: [Member]
  /// The methods of a record, in order.
  public var methods: [Method] = []
  /// What an alias stands for.
  public var type: TypeExpression?
  /// Which records it accepts properties for that it does not name, where the language states it as a type (an index
  /// signature); nil where it does not.
  public var additional: TypeExpression?

  /// A declaration.
  public init(
    _ kind: Kind, _ name: String, at location: Location, bases: [TypeExpression] = [], description: String? = nil,
    descriptionLocation: Location? = nil, attributes: [Attribute] = [], members: [Member] = [],
    type: TypeExpression? = nil, additional: TypeExpression? = nil
  ) {
    self.kind = kind
    self.name = name
    self.location = location
    self.bases = bases
    self.description = description
    self.descriptionLocation = descriptionLocation
    self.attributes = attributes
    self.members = members
    self.type = type
    self.additional = additional
  }
}

/// A field of a record or a case of an enumeration.
public struct Member: Sendable {
  /// Its name in the code.
  public var name: String
  /// Its name in the data, where the code states another one.
  public var wireName: String?
  /// Where it stands.
  public var location: Location
  /// Its type; nil for a case of an enumeration.
  public var type: TypeExpression?
  /// Whether it must be present.
  public var isRequired: Bool
  /// The default of a field, the value of a case; nil if none is stated.
  public var value: Value?
  /// Bounds, lengths, patterns, titles, examples: what else is stated of it, in no particular order.
  public var attributes: [Attribute]
  /// Its description, as the code carries it.
  public var description: String?

  /// A member.
  public init(
    _ name: String, wireName: String? = nil, at location: Location, type: TypeExpression? = nil,
    isRequired: Bool = true, value: Value? = nil, attributes: [Attribute] = [], description: String? = nil
  ) {
    self.name = name
    self.wireName = wireName
    self.location = location
    self.type = type
    self.isRequired = isRequired
    self.value = value
    self.attributes = attributes
    self.description = description
  }
}

/// Something stated about a declaration, a member or a type: `max_length=3`, `title='Name'`, `extra='forbid'`.
public struct Attribute: Sendable, Hashable {
  /// What an attribute is about; decides which problem a difference in it is.
  public enum Topic: Sendable, Hashable {
    case constraint, description, extraPolicy, wireName, other
  }

  /// Its name in the code.
  public var name: String
  /// What it is about.
  public var topic: Topic
  /// Its value.
  public var value: Value

  /// An attribute.
  public init(_ name: String, _ value: Value, topic: Topic) {
    self.name = name
    self.value = value
    self.topic = topic
  }
}

/// A type as the code writes it. No locations: equality is equality of what is said.
public enum TypeExpression: Sendable, Hashable {
  /// A type of the language or of a library: `str`, `number`, `AnyUrl`.
  case named(String)
  /// A type declared in this output, or imported from another output of the check.
  case reference(String)
  /// A type with arguments: `list[str]`, `Optional[int]`, `Record<string, T>`.
  case generic(String, [TypeExpression])
  /// One of several, written as an operator: `A | B`.
  case union([TypeExpression])
  /// All of several: `A & B`.
  case intersection([TypeExpression])
  /// Values as types: `Literal['a', 'b']`, `"a"`.
  case literal([Value])
  /// A fixed list of types; the last element may be a rest.
  indirect case tuple([TypeExpression], rest: TypeExpression?)
  /// A type and constraints written on it: `constr(max_length=3)`, `Annotated[str, Field(...)]`.
  indirect case constrained(TypeExpression, [Attribute])
  /// A record without a name: members, and the type of members that are not named.
  indirect case record([RecordMember], additional: TypeExpression?)

  /// A member of a record without a name.
  public struct RecordMember: Sendable, Hashable {
    /// Its name in the data.
    public let name: String
    /// Its type.
    public let type: TypeExpression
    /// Whether it must be present.
    public let isRequired: Bool
    /// Its description.
    public let description: String?

    /// A member.
    public init(_ name: String, _ type: TypeExpression, isRequired: Bool, description: String? = nil) {
      self.name = name
      self.type = type
      self.isRequired = isRequired
      self.description = description
    }
  }
}
