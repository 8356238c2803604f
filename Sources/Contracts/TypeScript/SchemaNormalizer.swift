/// Rewrites a schema as json-schema-to-typescript does before it makes types of it: identifiers, defaults, tuples,
/// comments, enumerations.
///
/// Each rule runs over the whole schema before the next begins; later rules see what earlier ones wrote.
struct SchemaNormalizer {
  var graph: SchemaGraph
  let root: Int
  let style: TypeScriptStyle
  let fileName: String
  private var names: [Int: String]
  private(set) var failure: ExpectationProblem?
  /// What each schema is, and the intersection that stands for it where it is more than one thing.
  private(set) var types: [Int: SchemaTyping] = [:]

  /// Rewrites the schema below `root`.
  /// - Parameters:
  ///   - names: the reference that each value was named by.
  ///   - fileName: what the root is named for if nothing else names it.
  init(_ graph: SchemaGraph, root: Int, names: [Int: String], style: TypeScriptStyle, fileName: String) {
    self.graph = graph
    self.root = root
    self.names = names
    self.style = style
    self.fileName = fileName
  }

  mutating func run() throws(ExpectationProblem) {
    link()
    validate()
    normalizeBasics()
    normalizeIdentifiers()
    normalizeArrays()
    normalizeDefinitions()
    if style.release >= .v15 {
      walk { normalizer, schema in
        guard normalizer.graph.isObject(schema) else { return }
        normalizer.applyTyping(schema)
      }
    }
    if let failure { throw failure }
  }

  /// Works out what a schema is, and splits it where it is several things at once.
  mutating func applyTyping(_ schema: Int) {
    guard types[schema] == nil else { return }
    types[schema] = SchemaTyping.split(schema, in: &graph)
  }

  // MARK: Walking

  /// Gives every value the parent that is met first.
  private mutating func link() {
    // Depth first, in order: what is reached twice belongs to the parent that is reached first.
    var stack = [(value: root, parent: Int32(-1))]
    while let (value, parent) = stack.popLast() {
      guard graph.parents[value] == -2 else { continue }
      graph.parents[value] = parent
      for child in graph.children(value).reversed() where graph.parents[child] == -2 {
        stack.append((child, Int32(value)))
      }
    }
  }

  /// Visits every schema below the root once, a parent before its children.
  mutating func walk(_ visit: (inout SchemaNormalizer, Int) -> Void) {
    var seen: Set<Int> = []
    walk(root, &seen, visit)
  }

  private static let walkedKeys: Set<String> = [
    "id", "$defs", "$id", "$schema", "title", "description", "default", "multipleOf", "maximum", "exclusiveMaximum",
    "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "additionalItems", "items", "maxItems",
    "minItems", "uniqueItems", "maxProperties", "minProperties", "required", "additionalProperties", "definitions",
    "properties", "patternProperties", "dependencies", "enum", "type", "allOf", "anyOf", "oneOf", "not",
  ]

  private mutating func walk(
    _ schema: Int, _ seen: inout Set<Int>, _ visit: (inout SchemaNormalizer, Int) -> Void
  ) {
    guard seen.insert(schema).inserted else { return }
    visit(&self, schema)
    for key in ["anyOf", "allOf", "oneOf"] {
      for item in graph.member(schema, key).flatMap({ graph.items($0) }) ?? [] { walk(item, &seen, visit) }
    }
    for key in ["properties", "patternProperties"] { walkMembers(graph.member(schema, key), &seen, visit) }
    if let member = graph.member(schema, "additionalProperties"), isContainer(member) { walk(member, &seen, visit) }
    if let items = graph.member(schema, "items") {
      if let list = graph.items(items) {
        for item in list { walk(item, &seen, visit) }
      } else if graph.isTruthy(schema, "items") {
        walk(items, &seen, visit)
      }
    }
    if let member = graph.member(schema, "additionalItems"), isContainer(member) { walk(member, &seen, visit) }
    if let dependencies = graph.member(schema, "dependencies") {
      if let list = graph.items(dependencies) {
        for item in list { walk(item, &seen, visit) }
      } else {
        walkMembers(dependencies, &seen, visit)
      }
    }
    for key in style.release >= .v12 ? ["definitions", "$defs"] : ["definitions"] {
      walkMembers(graph.member(schema, key), &seen, visit)
    }
    if graph.isTruthy(schema, "not"), let member = graph.member(schema, "not") { walk(member, &seen, visit) }
    if let intersection = types[schema]?.intersection,
      let all = graph.member(intersection, "allOf").flatMap({ graph.items($0) })
    {
      for item in all { walk(item, &seen, visit) }
    }
    guard let members = graph.members(schema) else { return }
    for (key, value) in zip(members.keys, members.values) where isContainer(value) {
      if Self.walkedKeys.contains(key), key != "$defs" || style.release >= .v12 { continue }
      walkMembers(value, &seen, visit)
    }
  }

  private func isContainer(_ value: Int) -> Bool {
    switch graph.contents[value] {
    case .array, .object: true
    default: false
    }
  }

  private mutating func walkMembers(
    _ value: Int?, _ seen: inout Set<Int>, _ visit: (inout SchemaNormalizer, Int) -> Void
  ) {
    guard let value else { return }
    for child in graph.children(value) where graph.isObject(child) { walk(child, &seen, visit) }
  }

  // MARK: Rules

  private mutating func fail(_ message: String, at value: Int) {
    guard failure == nil else { return }
    failure = ExpectationProblem(message, at: graph.location(graph.valuePlaces[value]))
  }

  mutating func validate() {
    walk { normalizer, schema in
      let graph = normalizer.graph
      guard graph.isObject(schema) else { return }
      let most = graph.number(schema, "maxItems")
      let least = graph.number(schema, "minItems")
      if let most, let least, most < least {
        normalizer.fail("the generator refuses a schema whose 'maxItems' is less than its 'minItems'", at: schema)
      }
      if (most ?? 0) < 0 || (least ?? 0) < 0 {
        normalizer.fail("the generator refuses a schema with a negative 'minItems' or 'maxItems'", at: schema)
      }
      if let names = graph.member(schema, "tsEnumNames").flatMap({ graph.items($0) }) {
        let cases = graph.member(schema, "enum").flatMap { graph.items($0) }
        if let cases, cases.count != names.count {
          normalizer.fail("the generator refuses a schema with more or fewer 'tsEnumNames' than cases", at: schema)
        }
        if names.contains(where: { graph.string($0) == nil }) {
          normalizer.fail("the generator refuses 'tsEnumNames' that are not strings", at: schema)
        }
      }
      if normalizer.style.release >= .v13Deprecation, graph.has(schema, "deprecated"),
        graph.boolean(schema, "deprecated") == nil
      {
        normalizer.fail("the generator refuses a 'deprecated' that is no Boolean", at: schema)
      }
    }
  }

  private func hasType(_ schema: Int, _ name: String) -> Bool {
    guard let type = graph.member(schema, "type") else { return false }
    if graph.string(type) == name { return true }
    return graph.items(type)?.contains { graph.string($0) == name } ?? false
  }

  private func isObjectType(_ schema: Int) -> Bool {
    graph.has(schema, "properties") || hasType(schema, "object") || hasType(schema, "any")
  }

  private func isArrayType(_ schema: Int) -> Bool {
    graph.has(schema, "items") || hasType(schema, "array") || hasType(schema, "any")
  }

  mutating func normalizeBasics() {
    walk { normalizer, schema in
      guard normalizer.style.release >= .v8 else { return }
      guard let cases = normalizer.graph.member(schema, "enum").flatMap({ normalizer.graph.items($0) }),
        cases.contains(where: { if case .null = normalizer.graph.contents[$0] { true } else { false } }),
        let types = normalizer.graph.member(schema, "type").flatMap({ normalizer.graph.items($0) })
      else { return }
      let others = types.filter { normalizer.graph.string($0) != "null" }
      normalizer.graph.set(schema, "type", .array(others))
    }
    walk { normalizer, schema in
      guard let types = normalizer.graph.member(schema, "type").flatMap({ normalizer.graph.items($0) }),
        types.count == 1
      else { return }
      normalizer.graph.set(schema, "type", to: types[0])
    }
    walk { normalizer, schema in
      guard normalizer.isObjectType(schema), !normalizer.graph.has(schema, "required") else { return }
      normalizer.graph.set(schema, "required", .array([]))
    }
    walk { normalizer, schema in
      guard normalizer.graph.boolean(schema, "required") == false else { return }
      normalizer.graph.set(schema, "required", .array([]))
    }
    walk { normalizer, schema in
      guard normalizer.isObjectType(schema), !normalizer.graph.has(schema, "additionalProperties"),
        !normalizer.graph.has(schema, "patternProperties")
      else { return }
      normalizer.graph.set(schema, "additionalProperties", .boolean(normalizer.style.additionalProperties))
    }
  }

  private static let structuralKeys = [
    "$defs", "allOf", "anyOf", "definitions", "dependencies", "enum", "not", "oneOf", "patternProperties",
    "properties", "required",
  ]

  private func isSchemaLike(_ value: Int) -> Bool {
    guard graph.isObject(value) else { return false }
    let parent = Int(graph.parents[value])
    guard parent >= 0 else { return true }
    return !Self.structuralKeys.contains { graph.member(parent, $0) == value }
  }

  private mutating func normalizeIdentifiers() {
    guard style.release >= .v11 else {
      if !graph.isTruthy(root, "id") {
        graph.set(root, "id", .string(TypeScriptNaming.safeName(TypeScriptNaming.stem(of: fileName))))
      }
      return
    }
    walk { normalizer, schema in
      guard normalizer.isSchemaLike(schema), normalizer.graph.isTruthy(schema, "id"),
        let id = normalizer.graph.member(schema, "id")
      else { return }
      if normalizer.graph.isTruthy(schema, "$id"),
        normalizer.graph.string(schema, "$id") != normalizer.graph.string(id)
      {
        normalizer.fail("the generator refuses a schema with an 'id' and another '$id'", at: schema)
      }
      normalizer.graph.set(schema, "$id", to: id)
      normalizer.graph.remove(schema, "id")
    }
    walk { normalizer, schema in normalizer.identify(schema) }
  }

  private mutating func identify(_ schema: Int) {
    guard isSchemaLike(schema) else { return }
    if !graph.isTruthy(schema, "$id"), graph.parents[schema] < 0 {
      graph.set(schema, "$id", .string(TypeScriptNaming.safeName(TypeScriptNaming.stem(of: fileName))))
      return
    }
    guard isArrayType(schema) || isObjectType(schema), let name = names[schema] else { return }
    if !graph.isTruthy(schema, "$id"), !graph.isTruthy(schema, "title") {
      graph.set(schema, "$id", .string(TypeScriptNaming.safeName(TypeScriptNaming.stem(of: name))))
    }
    names[schema] = nil
  }

  mutating func normalizeArrays() {
    walk { normalizer, schema in
      guard let text = normalizer.graph.string(schema, "description"), text.contains("*/") else { return }
      normalizer.graph.set(schema, "description", .string(text.replacing("*/", with: "* /")))
    }
    if style.release >= .v11 {
      walk { normalizer, schema in normalizer.describeBounds(schema) }
    }
    walk { normalizer, schema in
      guard normalizer.graph.isObject(schema) else { return }
      let isBounded = normalizer.style.release < .v11 || normalizer.isArrayType(schema)
      guard isBounded else { return }
      if normalizer.style.ignoreMinAndMaxItems { normalizer.graph.remove(schema, "minItems") }
      if normalizer.style.ignoreMinAndMaxItems || normalizer.style.maxItems == -1 {
        normalizer.graph.remove(schema, "maxItems")
      }
    }
    guard !style.ignoreMinAndMaxItems else { return removeEmptyExtensions() }
    walk { normalizer, schema in
      guard normalizer.isArrayType(schema), normalizer.graph.number(schema, "minItems") == nil else { return }
      normalizer.graph.set(schema, "minItems", .number(0))
    }
    if style.release >= .v11, style.maxItems != -1 {
      walk { normalizer, schema in
        guard normalizer.isArrayType(schema), let most = normalizer.graph.number(schema, "maxItems"),
          let least = normalizer.graph.number(schema, "minItems"), most - least > Double(normalizer.style.maxItems)
        else { return }
        normalizer.graph.remove(schema, "maxItems")
      }
    }
    walk { normalizer, schema in normalizer.expandItems(schema) }
    removeEmptyExtensions()
  }

  private mutating func describeBounds(_ schema: Int) {
    guard isArrayType(schema), graph.isObject(schema) else { return }
    var lines: [String] = []
    for key in ["minItems", "maxItems"] {
      guard let bound = graph.member(schema, key) else { continue }
      lines.append("@\(key) \(JavaScriptText.string(of: bound, in: graph))")
    }
    guard !lines.isEmpty else { return }
    let bounds = lines.joined(separator: "\n")
    let description = graph.string(schema, "description") ?? ""
    graph.set(schema, "description", .string(description.isEmpty ? bounds : description + "\n\n" + bounds))
  }

  /// The most elements that a tuple is written with; the generator has no limit in some releases, and would not end.
  private static let longestTuple = 1_000

  private mutating func expandItems(_ schema: Int) {
    guard graph.isObject(schema) else { return }
    let most = graph.number(schema, "maxItems").flatMap { $0 >= 0 ? $0 : nil }
    let least = graph.number(schema, "minItems").flatMap { $0 > 0 ? $0 : nil }
    guard (most ?? 0) <= Double(Self.longestTuple), (least ?? 0) <= Double(Self.longestTuple) else {
      return fail("a tuple of more than \(Self.longestTuple) elements is not compared", at: schema)
    }
    if let items = graph.member(schema, "items"), graph.isTruthy(schema, "items"), graph.items(items) == nil,
      most != nil || least != nil
    {
      var count = most ?? 0
      if count == 0 { count = least ?? 0 }
      if most == nil { graph.set(schema, "additionalItems", to: items) }
      graph.set(schema, "items", .array(Array(repeating: items, count: Int(count))))
    }
    if let most, let list = graph.member(schema, "items").flatMap({ graph.items($0) }), most < Double(list.count) {
      graph.set(schema, "items", .array(Array(list.prefix(Int(most)))))
    }
  }

  private mutating func removeEmptyExtensions() {
    walk { normalizer, schema in
      guard let extended = normalizer.graph.member(schema, "extends") else { return }
      if case .null = normalizer.graph.contents[extended] {
        normalizer.graph.remove(schema, "extends")
      } else if normalizer.graph.items(extended)?.isEmpty == true {
        normalizer.graph.remove(schema, "extends")
      } else if normalizer.graph.items(extended) == nil {
        normalizer.graph.set(schema, "extends", .array([extended]))
      }
    }
  }

  private mutating func normalizeDefinitions() {
    let (from, into) = style.release >= .v12 ? ("definitions", "$defs") : ("$defs", "definitions")
    walk { normalizer, schema in
      guard normalizer.graph.isTruthy(schema, from), let definitions = normalizer.graph.member(schema, from) else {
        return
      }
      if normalizer.style.release >= .v12, let other = normalizer.graph.member(schema, into) {
        guard JavaScriptText.isSame(definitions, other, in: normalizer.graph) else {
          return normalizer.fail("the generator refuses a schema with 'definitions' and other '$defs'", at: schema)
        }
      }
      normalizer.graph.set(schema, into, to: definitions)
      normalizer.graph.remove(schema, from)
    }
    walk { normalizer, schema in
      guard let constant = normalizer.graph.member(schema, "const") else { return }
      normalizer.graph.set(schema, "enum", .array([constant]))
      normalizer.graph.remove(schema, "const")
    }
    guard style.inferStringEnumKeysFromValues, style.release >= .v14 else { return }
    walk { normalizer, schema in
      guard normalizer.graph.string(schema, "type") == "string", !normalizer.graph.has(schema, "tsEnumNames"),
        let cases = normalizer.graph.member(schema, "enum").flatMap({ normalizer.graph.items($0) })
      else { return }
      var names: [Int] = []
      for one in cases {
        names.append(normalizer.graph.add(.string(JavaScriptText.string(of: one, in: normalizer.graph))))
      }
      normalizer.graph.set(schema, "tsEnumNames", .array(names))
    }
  }
}
