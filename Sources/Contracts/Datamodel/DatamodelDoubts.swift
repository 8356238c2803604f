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

  /// Keywords that are followed to the letter as version 0.72 writes them.
  private static let settled = ["x-python-type", "x-python-import", "customTypePath"].map { "'\($0)'" }

  /// Whether a doubt is none where the generator has a certain version.
  static func isSettled(_ doubt: String, version: String?) -> Bool {
    let minor = version?.split(separator: ".").dropFirst().first.flatMap { Int($0) }
    return version?.hasPrefix("0.") == true && minor ?? 0 >= 72 && settled.contains(doubt)
  }

  /// The places of the properties and declarations that hold such a construct, and what it is.
  static func all(in root: Schema) -> [Location: String] {
    var doubts: [Location: String] = [:]
    // With each schema, the places that a difference in it is located at.
    var pending: [(schema: Schema, places: [Location])] = [(root, [root.location])]
    while let (schema, places) = pending.popLast() {
      if let doubt = doubt(schema) {
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

  private static func doubt(_ schema: Schema) -> String? {
    for keyword in schema.keywords where keywords.contains(keyword.key) { return "'\(keyword.key)'" }
    if schema.boolean != nil, schema.pointer.last != "additionalProperties" {
      return "a schema that is only true or false"
    }
    if schema.has("additionalProperties"), schema.schema("additionalProperties")?.boolean == nil,
      schema.has("properties")
    {
      return "a schema for properties that are not named, beside named ones"
    }
    if schema.has("allOf"), !schema.schemas("allOf").allSatisfy({ $0.string("$ref") != nil }) {
      return "'allOf' with a schema in place"
    }
    for keyword in ["anyOf", "oneOf"] where schema.schemas(keyword).contains(where: { $0.has("const") }) {
      return "constants as alternatives"
    }
    if schema.types.contains("integer") {
      let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
      for keyword in bounds {
        if case .number(let number)? = schema.value(keyword), number.rounded() != number {
          return "a bound of whole numbers that is none"
        }
      }
    }
    if schema.has("$ref"), schema.keywords.contains(where: { SchemaObject.constraints.contains($0.key) }) {
      return "bounds beside '$ref'"
    }
    return nil
  }
}
