import DriftModel

/// Constructs that versions of the generator write in different ways, or that are only partly followed here: where one
/// of them stands, a difference may be no more than that.
enum DatamodelDoubts {
  private static let keywords: Set<String> = [
    "propertyNames", "prefixItems", "unevaluatedProperties", "unevaluatedItems", "discriminator", "if", "then", "else",
    "not",
    "dependentSchemas", "dependentRequired", "dependencies", "contentEncoding", "contentMediaType", "$dynamicRef",
    "$dynamicAnchor", "$recursiveRef", "minProperties", "maxProperties", "contains", "readOnly", "writeOnly",
    "deprecated",
    "customTypePath", "customBasePath", "default_factory", "x-enum-names", "x-enumNames", "enumNames",
    "x-enum-field-as-literal", "x-python-type", "x-python-import", "x-propertyNames",
  ]

  /// What is no doubt of an output of this version, since all that it writes for it is followed here.
  static func settled(version: String?, model: DatamodelStyle.Model) -> Set<String> {
    let always: Set<String> = model == .typedDict ? [] : [absentOrNull]
    guard let minor = minor(of: version), minor >= 72 else { return always }
    let keywords = ["deprecated", "readOnly", "default_factory", "x-python-type", "x-python-import", "customTypePath"]
    var settled = Set(keywords.map { "'\($0)'" }).union(always)
    if minor == 72 { settled.formUnion([resource, absentOrNull]) }
    if model == .typedDict { settled.insert(typedExtras) }
    return settled
  }

  /// Whether all that a version writes is followed here, as far as runs of it have shown.
  static func isFollowed(_ version: String?) -> Bool {
    guard let minor = minor(of: version) else { return false }
    return [25, 26, 33, 72].contains(minor)
  }

  /// Whether a version is older than those whose rules are followed here.
  static func isAncient(_ version: String?) -> Bool { minor(of: version).map { $0 < 25 } ?? false }

  /// The second number of a version `0.…`; nil for any other, and where none is known.
  private static func minor(of version: String?) -> Int? {
    let parts = version?.split(separator: ".") ?? []
    return parts.first == "0" ? parts.dropFirst().first.flatMap { Int($0) } : nil
  }

  /// What versions before 0.70 or so leave the null out of where a key may be absent.
  private static let absentOrNull = "null among the types of a list or an enumeration"
  private static let constants = "constants as alternatives"

  private static let typedExtras = "a schema for properties that are not named, beside named ones"

  /// The places of the properties and declarations that hold such a construct, and what it is.
  ///
  /// - Parameter settled: constructs that are none.
  static func all(in root: Schema, but settled: Set<String> = []) -> [Location: String] {
    var doubts: [Location: String] = [:]
    // With each schema, the places that a difference in it is located at.
    var pending: [(schema: Schema, places: [Location])] = [(root, [root.location])]
    while let (schema, places) = pending.popLast() {
      if !schema.pointer.isEmpty, schema.string("$id") != nil, !settled.contains(Self.resource) {
        // What it declares changes the names of others as well.
        for place in Self.places(in: schema.node) + [root.location] where doubts[place] == nil {
          doubts[place] = Self.resource
        }
      }
      if let doubt = Self.doubts(of: schema).first(where: { !settled.contains($0) }) {
        let inner = doubt == Self.constants ? Self.places(in: schema.node) : []
        for place in places + inner where doubts[place] == nil { doubts[place] = doubt }
      }
      for (_, nameLocation, child) in schema.named("properties") {
        pending.append((child, [nameLocation, child.location]))
      }
      for child in schema.children where child.pointer.dropLast().last != "properties" {
        let isDeclaration = ["$defs", "definitions"].contains(child.pointer.dropLast().last)
        pending.append((child, isDeclaration ? [child.location] : places + [child.location]))
      }
    }
    return doubts
  }

  /// What references within it lead to, versions since about 0.75 tell by it rather than by the document.
  private static let resource = "a part with an '$id' of its own"

  /// The places of properties that are constants, or one of several.
  static func constants(in root: Schema) -> Set<Location> {
    var places: Set<Location> = []
    var pending = [root.node]
    while let node = pending.popLast() {
      switch node.content {
      case .mapping(let members):
        for member in members {
          let object = SchemaObject(member.value)
          if ([object] + object.anyOf + object.oneOf).contains(where: { $0.node.has("const") }) {
            places.formUnion([member.keyLocation, member.value.location])
          }
          pending.append(member.value)
        }
      case .sequence(let items): pending += items
      case .scalar: continue
      }
    }
    return places
  }

  /// The places of a schema and all within it.
  private static func places(in node: DocumentNode) -> [Location] {
    var places: [Location] = []
    var pending = [node]
    while let node = pending.popLast() {
      places.append(node.location)
      switch node.content {
      case .mapping(let members):
        for member in members {
          places.append(member.keyLocation)
          pending.append(member.value)
        }
      case .sequence(let items): pending += items
      case .scalar: continue
      }
    }
    return places
  }

  private static func doubts(of schema: Schema) -> [String] {
    var doubts = schema.keywords.map(\.key).filter { keywords.contains($0) }.map { "'\($0)'" }
    if schema.boolean != nil, schema.pointer.last != "additionalProperties" {
      doubts.append("a schema that is only true or false")
    }
    if schema.has("additionalProperties"), schema.schema("additionalProperties")?.boolean == nil,
      schema.has("properties")
    {
      doubts.append(typedExtras)
    }
    if schema.has("allOf"), !schema.schemas("allOf").allSatisfy({ $0.string("$ref") != nil }) {
      doubts.append("'allOf' with a schema in place")
    }
    for keyword in ["anyOf", "oneOf"] where schema.schemas(keyword).contains(where: { $0.has("const") }) {
      doubts.append(Self.constants)
    }
    if schema.types.count > 1, schema.types.contains("null"), schema.has("items") || schema.has("enum") {
      doubts.append(Self.absentOrNull)
    }
    if schema.types.contains("integer") {
      let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
      for keyword in bounds {
        if case .number(let number)? = schema.value(keyword), number.rounded() != number {
          doubts.append("a bound of whole numbers that is none")
        }
      }
    }
    if schema.has("$ref"), schema.keywords.contains(where: { SchemaObject.constraints.contains($0.key) }) {
      doubts.append("bounds beside '$ref'")
    }
    return doubts
  }
}
