/// How json-schema-to-typescript was run: its version, as far as it matters, and its options.
struct TypeScriptStyle: Sendable, Hashable {
  /// The releases that write different declarations for the same schema, oldest first.
  enum Release: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// References are followed last; a schema is one thing alone. Tuples have no lengths.
    case v6 = 6_00
    case v7 = 7_00
    /// The members of a list of types keep the schema's other keys.
    case v8 = 8_00
    /// `unknown` is written.
    case v9 = 9_00
    /// References are followed first, and name what they lead to.
    case v10 = 10_00
    case v11 = 11_00
    case v12 = 12_00
    case v13 = 13_00
    /// `deprecated` is written.
    case v13Deprecation = 13_10
    /// The members of arrays are simplified too.
    case v14 = 14_00
    /// Intersections are complete.
    case v15 = 15_00

    static func < (left: Release, right: Release) -> Bool { left.rawValue < right.rawValue }

    /// The release that a version such as `13.1.2` behaves like; nil for versions that are not known.
    init?(version: String) {
      let numbers = version.split(separator: ".").prefix(3).map { Int($0) ?? -1 }
      guard let major = numbers.first, (6...15).contains(major) else { return nil }
      let minor = numbers.count > 1 ? numbers[1] : 0
      switch major {
      case 6: self = .v6
      case 7: self = .v7
      case 8: self = .v8
      case 9: self = .v9
      case 10: self = .v10
      case 11: self = .v11
      case 12: self = .v12
      case 13: self = minor >= 1 ? .v13Deprecation : .v13
      case 14: self = .v14
      default: self = .v15
      }
    }
  }

  /// What the root is called whose schema has neither a title nor an identifier.
  enum RootName: Sendable, Hashable {
    /// The schema's file name without this many endings; the command line drops one, `compileFromFile` two.
    case fileName(endings: Int)
    /// A name that the caller gave.
    case given(String)
  }

  var release: Release = .v15
  var additionalProperties = true
  var declareExternallyReferenced = true
  var enableConstEnums = true
  var inferStringEnumKeysFromValues = false
  var ignoreMinAndMaxItems = false
  /// The largest number of tuples in a union; -1 for none at all.
  var maxItems = 20
  var strictIndexSignatures = false
  var unreachableDefinitions = false
  var unknownAny = true
  /// Whether the library that follows references (json-schema-ref-parser before 11.7.1) keeps what it found for a
  /// reference that leads back to where it stands. Releases before 14 always have such a one.
  var keepsCircularReferences = false
  /// Whether that library (from 9.0.7 on) remembers what a reference led to, so that its keys win over those beside a
  /// later reference. Which one releases 9 and 10 came with depends on when they were installed.
  var remembersReferences = true
  var rootName: RootName = .fileName(endings: 1)

  /// Whether the library that follows references keeps circular ones, and whether it remembers any.
  var followsReferences: (keepingCircular: Bool, remembering: Bool) {
    (release < .v14 || keepsCircularReferences, release >= .v11 || release >= .v9 && remembersReferences)
  }

  /// Whether an unconstrained value is `unknown` rather than `any`; early releases know no other.
  var writesUnknown: Bool { unknownAny && release >= .v9 }

  /// What the newest release does unless it is told otherwise.
  init() {}
}
