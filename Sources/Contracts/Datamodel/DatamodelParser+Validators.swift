import DriftModel

/// Rules of JSON Schema that types cannot say, for `--generate-schema-validators`.
extension DatamodelParser {
  /// `_should_parse_object_with_schema_validators`: a record, for the sake of its rules.
  func isRecordForRules(_ object: SchemaObject) throws(DatamodelRefusal) -> Bool {
    guard style.schemaValidators else { return false }
    if !object.patternProperties.isEmpty { return true }
    let hasProperties = object.hasProperties
    if hasProperties, hasGroups(object) { return true }
    if hasProperties, try counts(of: object) != nil { return true }
    let branches = Self.branches(object)
    let hasMore = branches.contains { $0.hasProperties || !$0.patternProperties.isEmpty }
    return (hasProperties || hasMore) && hasConditional(object)
  }

  /// `_has_schema_validator_constraints`.
  func hasRules(_ object: SchemaObject) throws(DatamodelRefusal) -> Bool {
    guard style.schemaValidators else { return false }
    if hasGroups(object) || hasConditional(object) { return true }
    if try hasPatterns(object) { return true }
    return try counts(of: object) != nil
  }

  /// Whether a schema, or one that it is made of, speaks of names by patterns.
  func hasPatterns(_ object: SchemaObject) throws(DatamodelRefusal) -> Bool {
    try ruleSources(object).contains { !$0.patternProperties.isEmpty }
  }

  private func hasGroups(_ object: SchemaObject) -> Bool {
    !Self.groups(object.oneOf).isEmpty || !Self.groups(object.anyOf).isEmpty
  }

  private func hasConditional(_ object: SchemaObject) -> Bool {
    Self.predicate(object) != nil && Self.branches(object).contains { !$0.required.isEmpty }
  }

  /// `then` and `else` as far as they are no Booleans.
  static func branches(_ object: SchemaObject) -> [SchemaObject] {
    ["then", "else"].compactMap { branch(object, $0) }
  }

  private static func branch(_ object: SchemaObject, _ keyword: String) -> SchemaObject? {
    guard let node = object.node[keyword], case .mapping = node.content else { return nil }
    return SchemaObject(node)
  }

  /// The schema with the properties of its conditional parts.
  func withConditionalProperties(_ object: SchemaObject) -> SchemaObject {
    guard style.schemaValidators else { return object }
    var members: [DocumentNode.Member] = []
    if case .mapping(let own)? = object.node["properties"]?.content { members = own }
    let count = members.count
    for branch in Self.branches(object) {
      guard case .mapping(let more)? = branch.node["properties"]?.content else { continue }
      for member in more where !members.contains(where: { $0.key == member.key }) { members.append(member) }
    }
    guard members.count > count else { return object }
    return object.setting([("properties", DocumentNode(.mapping(members), at: object.location))])
  }

  /// The schema and those that `allOf` makes it of, references followed.
  private func ruleSources(
    _ object: SchemaObject, keepsReferences: Bool = false
  ) throws(DatamodelRefusal) -> [SchemaObject] {
    var sources: [SchemaObject] = []
    var pending: [(object: SchemaObject, seen: Set<String>)] = [(object, [])]
    while let (next, seen) = pending.popLast() {
      guard sources.count < 1_000 else { throw refusal("more than 1000 schemas in 'allOf'", object) }
      sources.append(next)
      var children: [(object: SchemaObject, seen: Set<String>)] = []
      for item in next.allOf where item.boolean == nil {
        guard let ref = item.ref else {
          children.append((item, seen))
          continue
        }
        // What stands beside a reference is looked at, but not what it is made of.
        if keepsReferences { children.append((item.setting([("allOf", nil)]), seen)) }
        let path = try resolve(ref, item).path
        guard !seen.contains(path) else { continue }
        guard ref.hasPrefix("#") else { throw refusal("rules of another document's schema", item) }
        if let target = try target(of: ref), target.boolean == nil { children.append((target, seen.union([path]))) }
      }
      pending += children.reversed()
    }
    return sources
  }

  // MARK: rules

  /// Writes down the rules of a declaration.
  ///
  /// - Parameters:
  ///   - model: The declaration, with its fields and what it extends.
  ///   - name: What is made for its patterns is called by this.
  mutating func addRules(
    to model: GeneratedModel, _ name: String, _ object: SchemaObject, _ path: [String], countsProperties: Bool = true
  ) throws(DatamodelRefusal) {
    guard style.schemaValidators, style.model == .pydantic2 else { return }
    var rules = GeneratedRules()
    let names = try inputNames(model)
    if let patterns = try patternRule(name, object, path, names) { rules.patterns = [patterns] }
    func named(_ groups: [[String]]) -> [GeneratedRules.Group] { groups.map { $0.map { names[$0] ?? [$0] } } }
    let (one, any) = (Self.groups(object.oneOf), Self.groups(object.anyOf))
    if !one.isEmpty { rules.oneOf = [named(one)] }
    if !any.isEmpty { rules.anyOf = [named(any)] }
    if let predicate = Self.predicate(object) {
      let (yes, no) = (Self.branch(object, "then")?.required ?? [], Self.branch(object, "else")?.required ?? [])
      if !yes.isEmpty || !no.isEmpty {
        rules.conditional = [
          GeneratedRules.Conditional(
            condition: predicate.map { (names[$0.name] ?? [$0.name], $0.values) },
            whenTrue: yes.isEmpty ? [] : named([yes]), otherwise: no.isEmpty ? [] : named([no]))
        ]
      }
    }
    if countsProperties { rules.counts = try counts(of: object) }
    if style.collapseRoots, rules.types.flatMap(\.all).contains(where: { $0.reference?.source?.kind == .root }) {
      throw refusal("rules that name what '--collapse-root-models' takes out", object)
    }
    if !rules.isEmpty { model.rules = rules }
  }

  private mutating func patternRule(
    _ name: String, _ object: SchemaObject, _ path: [String], _ names: [String: [String]]
  ) throws(DatamodelRefusal) -> GeneratedRules.Patterns? {
    var patterns: [(pattern: String, type: GeneratedType)] = []
    var rejected: [String] = []
    var additional: (index: Int, source: SchemaObject, schema: SchemaObject)?
    var allowsOthers = true
    for (index, source) in try ruleSources(object).enumerated() {
      if source.additionalFlag == false || source.flag("unevaluatedProperties") == false {
        allowsOthers = false
      }
      if additional == nil, let schema = source.additionalSchema { additional = (index, source, schema) }
      for (number, (pattern, schema)) in source.patternProperties.enumerated() {
        switch schema.boolean {
        case false?: rejected.append(pattern)
        case true?: patterns.append((pattern, GeneratedType("Any")))
        case nil:
          let special = Self.special("schemaValidators/patternProperties/\(index)/\(number)", path)
          patterns.append((pattern, try currentItem(name, schema, special)))
        }
      }
    }
    guard !patterns.isEmpty || !rejected.isEmpty else { return nil }
    var others: GeneratedType?
    if let (index, source, schema) = additional {
      let own = "\(name)AdditionalProperty"
      others = try additionalValue(
        own, schema, Self.special("schemaValidators/additionalProperties/\(index)", path), parent: source,
        constrainedName: own)
    }
    return GeneratedRules.Patterns(
      declared: Set(names.values.joined()).sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) },
      patterns: patterns, rejected: rejected, additional: others, allowsOthers: allowsOthers)
  }

  /// The names that properties have in data, by their names in the schema.
  private func inputNames(_ model: GeneratedModel) throws(DatamodelRefusal) -> [String: [String]] {
    var names: [String: [String]] = [:]
    func add(_ field: GeneratedField, replaces: Bool) {
      guard let property = field.originalName ?? field.name, replaces || names[property] == nil else { return }
      var all: [String] = []
      for name in [field.originalName, field.alias, field.name].compactMap(\.self) + (field.choices ?? [])
      where !all.contains(name) {
        all.append(name)
      }
      names[property] = all
    }
    for field in model.fields { add(field, replaces: true) }
    for base in model.bases {
      guard let source = base.source else {
        for property in try schema(at: base.path)?.properties ?? [] where names[property.name] == nil {
          names[property.name] = [property.name]
        }
        continue
      }
      var pending = [source]
      var seen: Set<ObjectIdentifier> = []
      while let next = pending.popLast() {
        guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
        for field in next.fields { add(field, replaces: false) }
        pending += next.bases.compactMap(\.source)
      }
    }
    return names
  }

  /// How many properties there may be, by a schema and those that it is made of; newer releases look.
  private func counts(of object: SchemaObject) throws(DatamodelRefusal) -> (least: Int?, most: Int?)? {
    guard style.countValidators else { return nil }
    var least: Int?
    var most: Int?
    for source in try ruleSources(object, keepsReferences: true) {
      if let count = source.count("minProperties"), count > 0 { least = max(least ?? count, count) }
      if let count = source.count("maxProperties") { most = min(most ?? count, count) }
    }
    return least == nil && most == nil ? nil : (least, most)
  }

  /// Alternatives that only require properties; none if one of them says more.
  private static func groups(_ items: [SchemaObject]) -> [[String]] {
    var groups: [[String]] = []
    for item in items {
      guard item.boolean == nil, !item.required.isEmpty, !item.node.has("type") || item.singleType == "object",
        case .mapping(let members) = item.node.content,
        members.allSatisfy({ describing.contains($0.key) || $0.key.hasPrefix("x-") })
      else { return [] }
      groups.append(item.required)
    }
    return groups
  }

  private static let describing: Set<String> = [
    "required", "type", "title", "description", "id", "$id", "$anchor", "$schema", "$comment", "examples", "example",
    "definitions", "$defs", "default", "readOnly", "writeOnly", "deprecated", "contentEncoding", "contentMediaType",
    "contentSchema", "externalDocs", "xml",
  ]

  /// The properties and values that `if` asks for; nil if it asks for more.
  private static func predicate(_ object: SchemaObject) -> [(name: String, values: [Value])]? {
    guard let condition = branch(object, "if"), let properties = condition.properties, !properties.isEmpty,
      !condition.required.isEmpty
    else { return nil }
    var predicate: [(name: String, values: [Value])] = []
    for name in condition.required {
      guard let property = properties.first(where: { $0.name == name })?.object, property.boolean == nil else {
        return nil
      }
      if let constant = property.node.member("const") {
        predicate.append((name, [Value(yaml: constant.value)]))
      } else if !property.enumValues.isEmpty {
        predicate.append((name, property.enumValues.map { Value(yaml: $0) }))
      } else {
        return nil
      }
    }
    return predicate
  }
}
