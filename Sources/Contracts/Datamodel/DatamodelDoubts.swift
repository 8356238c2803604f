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
    let parts = version?.split(separator: ".") ?? []
    guard parts.first == "0", let minor = parts.dropFirst().first.flatMap({ Int($0) }), minor >= 72 else { return [] }
    let keywords = ["deprecated", "readOnly", "default_factory", "x-python-type", "x-python-import", "customTypePath"]
    var settled = Set(keywords.map { "'\($0)'" })
    if model == .typedDict { settled.insert(typedExtras) }
    return settled
  }

  private static let typedExtras = "a schema for properties that are not named, beside named ones"

  /// The places of the properties and declarations that hold such a construct, and what it is.
  ///
  /// - Parameter settled: constructs that are none.
  static func all(in root: Schema, but settled: Set<String> = []) -> [Location: String] {
    var doubts: [Location: String] = [:]
    // With each schema, the places that a difference in it is located at.
    var pending: [(schema: Schema, places: [Location])] = [(root, [root.location])]
    while let (schema, places) = pending.popLast() {
      if let doubt = Self.doubts(of: schema).first(where: { !settled.contains($0) }) {
        for place in places where doubts[place] == nil { doubts[place] = doubt }
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
      doubts.append("constants as alternatives")
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
