/// Makes types of a normalised schema.
struct TypePlanner {
  var normalizer: SchemaNormalizer
  var plan = TypePlan()
  let style: TypeScriptStyle
  private var usedNames: Set<String> = []
  private var planned: [Int: [SchemaKind: Int]] = [:]
  /// The key of each definition of a root, by root; the first of two keys for one value wins.
  private var definitions: [Int: [Int: String]] = [:]
  private var depth = 0

  /// Plans the types of a schema.
  /// - Returns: the types, the number of the root's, and the schema as it was left.
  static func plan(
    _ normalizer: SchemaNormalizer
  ) throws(ExpectationProblem) -> (plan: TypePlan, root: Int, graph: SchemaGraph) {
    var planner = TypePlanner(normalizer)
    let root = try planner.type(of: normalizer.root, key: nil)
    return (planner.plan, root, planner.normalizer.graph)
  }

  private init(_ normalizer: SchemaNormalizer) {
    self.normalizer = normalizer
    style = normalizer.style
    let shape: TypePlan.Shape = style.writesUnknown ? .unknown : .any
    plan.shared = plan.add(TypePlan.Entry(shape: shape))
    plan.sharedIndex = plan.add(TypePlan.Entry(shape: shape, key: "[k: string]"))
  }

  var graph: SchemaGraph {
    _read { yield normalizer.graph }
    _modify { yield &normalizer.graph }
  }

  private var open: TypePlan.Shape { style.writesUnknown ? .unknown : .any }

  private func problem(_ message: String, at schema: Int) -> ExpectationProblem {
    ExpectationProblem(message, at: graph.location(graph.valuePlaces[schema]))
  }

  // MARK: Types

  mutating func type(of schema: Int, key: String?) throws(ExpectationProblem) -> Int {
    try nested(at: schema) { planner throws(ExpectationProblem) in try planner.unguardedType(of: schema, key: key) }
  }

  /// Does something one level deeper, if that is not too deep.
  mutating func nested(
    at schema: Int, _ work: (inout TypePlanner) throws(ExpectationProblem) -> Int
  ) throws(ExpectationProblem) -> Int {
    depth += 1
    defer { depth -= 1 }
    guard depth <= SchemaInliner.deepest else {
      throw problem("schemas nest more than \(SchemaInliner.deepest) deep here", at: schema)
    }
    return try work(&self)
  }

  private mutating func unguardedType(of schema: Int, key: String?) throws(ExpectationProblem) -> Int {
    guard graph.isObject(schema) else {
      if style.release < .v10 {
        return plan.add(TypePlan.Entry(shape: open, key: key, place: graph.valuePlaces[schema]))
      }
      if style.release >= .v13, case .boolean(let isAllowed) = graph.contents[schema] {
        return plan.add(TypePlan.Entry(shape: isAllowed ? open : .never, key: key, place: graph.valuePlaces[schema]))
      }
      return literal(schema, key: key)
    }
    if style.release < .v10 {
      return try cached(schema, SchemaTyping.earlyKind(of: schema, in: graph, release: style.release), key: key)
    }
    return style.release >= .v15 ? try typedType(of: schema, key: key) : try splitType(of: schema, key: key)
  }

  private mutating func literal(_ value: Int, key: String? = nil) -> Int {
    plan.add(TypePlan.Entry(shape: .literal(value), key: key, place: graph.valuePlaces[value]))
  }

  /// From release 15 on: what a schema is was worked out beforehand.
  private mutating func typedType(of schema: Int, key: String?) throws(ExpectationProblem) -> Int {
    guard let typing = normalizer.types[schema] else {
      throw problem("the generator does not look at this schema, and cannot make a type of it", at: schema)
    }
    guard let intersection = typing.intersection else { return try cached(schema, typing.kinds[0], key: key) }
    let type = try cached(intersection, .allOf, key: key)
    for kind in typing.kinds {
      let part = try cached(schema, kind, key: key)
      guard case .intersection(let parts) = plan.entries[type].shape else {
        throw problem("the generator cannot make a type of a schema that holds itself", at: schema)
      }
      plan.entries[type].shape = .intersection(parts + [part])
    }
    return type
  }

  /// Before release 15: a schema that is several things loses its name when it is met first.
  private mutating func splitType(of schema: Int, key: String?) throws(ExpectationProblem) -> Int {
    let kinds = SchemaTyping.kinds(of: schema, in: graph, release: style.release)
    if kinds.count == 1 { return try cached(schema, kinds[0], key: key) }
    let identifier = style.release >= .v11 ? "$id" : "id"
    var members = SchemaGraph.Members()
    for key in [identifier, "description", "title"] {
      guard let own = graph.members(schema), let position = own.position(of: key) else { continue }
      members.set(key, own.values[position], place: own.places[position])
    }
    members.set("allOf", graph.add(.array([])))
    let whole = graph.add(.object(members), place: graph.valuePlaces[schema])
    graph.parents[whole] = -1
    let type = try cached(whole, .allOf, key: key)
    var parts: [Int] = []
    for kind in kinds {
      for key in [identifier, "description", "name"] { graph.remove(schema, key) }
      parts.append(try cached(schema, kind, key: key))
    }
    plan.entries[type].shape = .intersection(parts)
    return type
  }

  private mutating func cached(_ schema: Int, _ kind: SchemaKind, key: String?) throws(ExpectationProblem) -> Int {
    if let known = planned[schema]?[kind] { return known }
    let number = plan.add(TypePlan.Entry(shape: .pending))
    planned[schema, default: [:]][kind] = number
    let entry = try entry(for: schema, kind, key: key)
    plan.entries[number] = entry
    return number
  }

  // MARK: Names

  private mutating func definitionKey(of schema: Int) -> String? {
    var root = style.release < .v10 ? normalizer.root : schema
    while graph.parents[root] >= 0 { root = Int(graph.parents[root]) }
    if let known = definitions[root] { return known[schema] }
    var keys: [Int: String] = [:]
    if let members = graph.member(root, style.release >= .v12 ? "$defs" : "definitions").flatMap({ graph.members($0) })
    {
      for (key, value) in zip(members.keys, members.values) where keys[value] == nil { keys[value] = key }
    }
    definitions[root] = keys
    return keys[schema]
  }

  mutating func name(of schema: Int, definitionKey: String?) throws(ExpectationProblem) -> String? {
    for key in ["title", style.release >= .v11 ? "$id" : "id"] where graph.isTruthy(schema, key) {
      guard let text = graph.string(schema, key) else {
        throw problem("the generator cannot make a name of a '\(key)' that is no string", at: schema)
      }
      return TypeScriptNaming.uniqueName(text, used: &usedNames)
    }
    guard let definitionKey, !definitionKey.isEmpty else { return nil }
    return TypeScriptNaming.uniqueName(definitionKey, used: &usedNames)
  }

  // MARK: Entries

  private mutating func entry(
    for schema: Int, _ kind: SchemaKind, key: String?
  ) throws(ExpectationProblem) -> TypePlan.Entry {
    let definitionKey = definitionKey(of: schema)
    switch kind {
    case .namedSchema: return try interface(schema, key: key, definitionKey: nil)
    case .unnamedSchema: return try interface(schema, key: key, definitionKey: definitionKey)
    case .reference: throw problem("the generator cannot follow this reference", at: schema)
    default: break
    }
    var entry = TypePlan.Entry(shape: .pending, key: key, place: graph.valuePlaces[schema])
    entry.comment = graph.string(schema, "description")
    entry.isDeprecated = style.release >= .v13Deprecation && graph.boolean(schema, "deprecated") == true
    // Before release 10 what a schema holds is named first.
    if style.release < .v10 { entry.shape = try shape(of: schema, kind, definitionKey: definitionKey) }
    let isNamedByKey = kind == .namedEnumeration
    let ownKey = style.release < .v10 ? nil : definitionKey
    entry.name = try name(of: schema, definitionKey: isNamedByKey ? ownKey ?? key : definitionKey)
    if style.release >= .v10 { entry.shape = try shape(of: schema, kind, definitionKey: definitionKey) }
    return entry
  }

  private mutating func shape(
    of schema: Int, _ kind: SchemaKind, definitionKey: String?
  ) throws(ExpectationProblem) -> TypePlan.Shape {
    switch kind {
    case .allOf: return .intersection(try types(in: schema, "allOf"))
    case .any: return open
    case .anyOf: return .union(try types(in: schema, "anyOf"))
    case .oneOf: return .union(try types(in: schema, "oneOf"))
    case .boolean: return .boolean
    case .customType:
      guard let text = graph.string(schema, "tsType") else {
        throw problem("the generator cannot write a 'tsType' that is no string", at: schema)
      }
      return .custom(text)
    case .namedEnumeration: return try enumeration(schema)
    case .never: return .never
    case .null: return .null
    case .number: return .number
    case .object: return .object
    case .string: return .string
    case .typedArray: return try typedArray(schema)
    case .untypedArray: return untypedArray(schema)
    case .union: return try typeList(schema)
    case .unnamedEnumeration:
      var cases: [Int] = []
      for value in graph.member(schema, "enum").flatMap({ graph.items($0) }) ?? [] { cases.append(try enumCase(value)) }
      return .union(cases)
    case .namedSchema, .unnamedSchema, .reference: return .pending
    }
  }

  private mutating func types(in schema: Int, _ key: String) throws(ExpectationProblem) -> [Int] {
    guard let items = graph.member(schema, key).flatMap({ graph.items($0) }) else {
      throw problem("the generator cannot read an '\(key)' that is no list", at: schema)
    }
    var types: [Int] = []
    for item in items { types.append(try type(of: item, key: nil)) }
    return types
  }

  /// Releases 10 and 11 read the cases of an enumeration as schemas.
  private mutating func enumCase(_ value: Int) throws(ExpectationProblem) -> Int {
    style.release >= .v12 || style.release < .v10 ? literal(value) : try type(of: value, key: nil)
  }

  private mutating func enumeration(_ schema: Int) throws(ExpectationProblem) -> TypePlan.Shape {
    let values = graph.member(schema, "enum").flatMap { graph.items($0) } ?? []
    let names = graph.member(schema, "tsEnumNames").flatMap { graph.items($0) } ?? []
    guard names.count >= values.count else {
      throw problem("the generator refuses a schema with more or fewer 'tsEnumNames' than cases", at: schema)
    }
    var cases: [TypePlan.Case] = []
    for (value, name) in zip(values, names) {
      cases.append(
        TypePlan.Case(
          name: graph.string(name) ?? "", literal: try enumCase(value), place: graph.valuePlaces[value]))
    }
    return .enumeration(cases)
  }

  private mutating func typedArray(_ schema: Int) throws(ExpectationProblem) -> TypePlan.Shape {
    guard let items = graph.member(schema, "items") else { return .pending }
    guard let list = graph.items(items) else {
      // The generator forgot a dollar here; the key matters for enumerations that have no other name.
      return .array(try type(of: items, key: style.release >= .v13 ? "{keyNameFromDefinition}Items" : nil))
    }
    var elements: [Int] = []
    for item in list { elements.append(try type(of: item, key: nil)) }
    guard style.release >= .v7 else {
      return .tuple(TypePlan.Tuple(elements: elements, rest: nil, least: .nan, most: nil))
    }
    var tuple = TypePlan.Tuple(
      elements: elements, rest: nil, least: graph.number(schema, "minItems") ?? .nan,
      most: graph.number(schema, "maxItems"))
    if let additional = graph.member(schema, "additionalItems") {
      if graph.boolean(schema, "additionalItems") == true {
        tuple.rest = plan.shared
      } else if graph.isTruthy(schema, "additionalItems") {
        tuple.rest = try type(of: additional, key: nil)
      }
    }
    return .tuple(tuple)
  }

  private mutating func untypedArray(_ schema: Int) -> TypePlan.Shape {
    let least = graph.number(schema, "minItems") ?? .nan
    let most = graph.number(schema, "maxItems")
    guard style.release >= .v7, least > 0 || (most ?? -1) >= 0 else { return .array(plan.shared) }
    let count = max(most ?? -1, least.isNaN ? 0 : least)
    return .tuple(
      TypePlan.Tuple(
        elements: Array(repeating: plan.shared, count: Int(min(max(count, 0), 1_000))),
        rest: (most ?? -1) >= 0 ? nil : plan.shared, least: least, most: most))
  }

  /// A schema with several types: one member for each, all with the schema's other keys.
  private mutating func typeList(_ schema: Int) throws(ExpectationProblem) -> TypePlan.Shape {
    var members: [Int] = []
    for type in graph.member(schema, "type").flatMap({ graph.items($0) }) ?? [] {
      let member = emptiedCopy(of: schema)
      graph.parents[member] = -1
      graph.set(member, "type", to: type)
      if style.release >= .v10 { stripDefault(member) }
      if style.release >= .v15 { normalizer.applyTyping(member) }
      members.append(try self.type(of: member, key: nil))
    }
    return .union(members)
  }

  /// A copy without the keys that a member of a list of types does not inherit.
  private mutating func emptiedCopy(of schema: Int) -> Int {
    if style.release < .v8 { return graph.add(.object(SchemaGraph.Members()), place: graph.valuePlaces[schema]) }
    if style.release < .v10 { return graph.shallowCopy(schema) }
    let identifier = style.release >= .v11 ? "$id" : "id"
    return graph.shallowCopy(schema, without: [identifier, "description", "title"])
  }

  /// Drops a default that is not of the schema's type, which would make a type of its own.
  private mutating func stripDefault(_ schema: Int) {
    guard let value = graph.member(schema, "default") else { return }
    let isOwn =
      switch (graph.string(schema, "type"), graph.contents[value]) {
      case ("array", .array), ("boolean", .boolean), ("integer", .number), ("number", .number), ("string", .string),
        ("null", .null), ("object", .object):
        true
      default: false
      }
    if !isOwn { graph.remove(schema, "default") }
  }
}
