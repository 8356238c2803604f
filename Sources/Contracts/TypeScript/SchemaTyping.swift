/// One of the things that a schema can be for json-schema-to-typescript, in the order in which it asks.
enum SchemaKind: UInt8, Sendable, CaseIterable {
  case allOf, any, anyOf, boolean, customType, namedEnumeration, namedSchema, never, null, number, object, oneOf
  case reference, string, typedArray, union, unnamedEnumeration, unnamedSchema, untypedArray
}

/// What a schema is. One that is several things at once is written as their intersection.
struct SchemaTyping {
  /// In the order of ``SchemaKind``.
  var kinds: [SchemaKind]
  /// The schema that stands for the intersection and has its name and description.
  var intersection: Int?

  /// Works out what a schema is; if it is several things, its name and description move to the intersection.
  static func split(_ schema: Int, in graph: inout SchemaGraph) -> SchemaTyping {
    var kinds = kinds(of: schema, in: graph, release: .v15)
    guard kinds.count > 1 else { return SchemaTyping(kinds: kinds, intersection: nil) }
    var members = SchemaGraph.Members()
    for key in ["$id", "description", "name", "title", "allOf"] {
      guard let position = graph.members(schema)?.position(of: key), let own = graph.members(schema) else { continue }
      members.set(key, own.values[position], place: own.places[position])
    }
    if members["allOf"] == nil { members.set("allOf", graph.add(.array([]))) }
    let intersection = graph.add(.object(members), place: graph.valuePlaces[schema])
    graph.parents[intersection] = Int32(schema)
    kinds.removeAll { $0 == .allOf }
    for key in ["allOf", "$id", "description", "name", "title"] { graph.remove(schema, key) }
    return SchemaTyping(kinds: kinds, intersection: intersection)
  }

  /// Everything that a schema is; a schema that is nothing else is an unnamed one.
  static func kinds(of schema: Int, in graph: SchemaGraph, release: TypeScriptStyle.Release) -> [SchemaKind] {
    if graph.isTruthy(schema, "tsType") { return [.customType] }
    let facts = Facts(schema, graph, release)
    let kinds = SchemaKind.allCases.filter { facts.matches($0) }
    return kinds.isEmpty ? [.unnamedSchema] : kinds
  }

  /// What a schema is before release 10: the first thing that it could be, and no other.
  static func earlyKind(of schema: Int, in graph: SchemaGraph, release: TypeScriptStyle.Release) -> SchemaKind {
    func has(_ key: String) -> Bool { graph.isTruthy(schema, key) }
    if has("tsType") { return .customType }
    if has("allOf") { return .allOf }
    if has("anyOf") { return .anyOf }
    if has("oneOf") { return .oneOf }
    let isList = graph.member(schema, "type").flatMap { graph.items($0) } != nil
    if release >= .v8, isList { return .union }
    if release >= .v8, graph.string(schema, "type") == "null" { return .null }
    if has("items") { return .typedArray }
    if has("enum") { return has("tsEnumNames") ? .namedEnumeration : .unnamedEnumeration }
    if has("$ref") { return .reference }
    if isList { return .union }
    switch graph.string(schema, "type") {
    case "string": return .string
    case "number", "integer": return .number
    case "boolean": return .boolean
    case "array": return .untypedArray
    case "null": return .null
    case "any": return .any
    default: break
    }
    if graph.boolean(schema, "default") != nil { return .boolean }
    if graph.number(schema, "default") != nil { return .number }
    if graph.string(schema, "default") != nil { return .string }
    if has("id") { return .namedSchema }
    return graph.members(schema)?.count ?? 0 > 0 ? .unnamedSchema : .any
  }

  private struct Facts {
    let schema: Int
    let graph: SchemaGraph
    let identifier: String
    /// The type, if it is one word.
    let type: String?
    let hasTruthyType: Bool
    let isCompound: Bool
    let hasTypeList: Bool

    init(_ schema: Int, _ graph: SchemaGraph, _ release: TypeScriptStyle.Release) {
      self.schema = schema
      self.graph = graph
      identifier = release >= .v11 ? "$id" : "id"
      type = graph.string(schema, "type")
      hasTruthyType = graph.isTruthy(schema, "type")
      hasTypeList = graph.member(schema, "type").flatMap { graph.items($0) } != nil
      isCompound = hasTypeList || graph.has(schema, "anyOf") || graph.has(schema, "oneOf")
    }

    func matches(_ kind: SchemaKind) -> Bool {
      switch kind {
      case .allOf: graph.has(schema, "allOf")
      case .any: graph.members(schema)?.count == 0 || type == "any"
      case .anyOf: graph.has(schema, "anyOf")
      case .boolean: isScalar(type == "boolean", hasDefault: graph.boolean(schema, "default") != nil)
      case .customType, .never, .unnamedSchema: false
      case .namedEnumeration: graph.has(schema, "enum") && graph.has(schema, "tsEnumNames")
      case .namedSchema:
        graph.has(schema, identifier) && (graph.has(schema, "patternProperties") || graph.has(schema, "properties"))
      case .null: type == "null"
      case .number:
        isScalar(type == "integer" || type == "number", hasDefault: graph.number(schema, "default") != nil)
      case .object: isPlainObject
      case .oneOf: graph.has(schema, "oneOf")
      case .reference: graph.has(schema, "$ref")
      case .string: isScalar(type == "string", hasDefault: graph.string(schema, "default") != nil)
      case .typedArray: (!hasTruthyType || type == "array") && graph.has(schema, "items")
      case .union: hasTypeList
      case .unnamedEnumeration:
        !graph.has(schema, "tsEnumNames") && graph.has(schema, "enum")
          && (!hasTruthyType || ["boolean", "integer", "number", "string"].contains(type))
      case .untypedArray: type == "array" && !graph.has(schema, "items")
      }
    }

    private func isScalar(_ hasType: Bool, hasDefault: Bool) -> Bool {
      !graph.has(schema, "enum") && (hasType || !isCompound && hasDefault)
    }

    private var isPlainObject: Bool {
      type == "object" && !(graph.member(schema, "additionalProperties").map { graph.isObject($0) } ?? false)
        && ["allOf", "anyOf", "oneOf", "patternProperties", "properties", "required"].allSatisfy {
          !graph.isTruthy(schema, $0)
        }
    }
  }
}
