/// The types that json-schema-to-typescript makes of a schema before it writes them. Types are named by their number;
/// several places may share one, and a type may hold itself.
struct TypePlan {
  /// What a type is.
  enum Shape {
    /// Not made yet: met again while it is being made.
    case pending
    case any, unknown, never, null, boolean, number, string, object
    /// A value of the schema.
    case literal(Int)
    /// Text that the schema gives.
    case custom(String)
    case array(Int)
    case tuple(Tuple)
    case union([Int])
    case intersection([Int])
    case interface([Member], extends: [Int])
    case enumeration([Case])
  }

  struct Tuple {
    var elements: [Int]
    var rest: Int?
    var least: Double
    /// Nil if the schema sets none.
    var most: Double?
  }

  struct Member {
    var type: Int
    var key: String
    var isRequired: Bool
    var isPattern = false
    var isUnreachable = false
    /// Where the member is stated, as a number of the graph's places.
    var place: Int32
  }

  struct Case {
    var name: String
    var literal: Int
    var place: Int32
  }

  struct Entry {
    var shape: Shape
    /// The name that it is declared by; nil for one that is written where it is used.
    var name: String?
    var comment: String?
    var isDeprecated = false
    var key: String?
    /// Where the schema states it.
    var place: Int32 = -1

    /// Whether a comment is written.
    var hasComment: Bool { !(comment ?? "").isEmpty || isDeprecated }
  }

  var entries: [Entry] = []
  /// The one `any` or `unknown` that simplification puts in the place of a union.
  var shared: Int = 0
  /// The one that index signatures have.
  var sharedIndex: Int = 0

  mutating func add(_ entry: Entry) -> Int {
    entries.append(entry)
    return entries.count - 1
  }
}
