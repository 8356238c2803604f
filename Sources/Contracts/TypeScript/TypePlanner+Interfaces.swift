/// Interfaces and their members.
extension TypePlanner {
  mutating func interface(
    _ schema: Int, key: String?, definitionKey: String?
  ) throws(ExpectationProblem) -> TypePlan.Entry {
    var entry = TypePlan.Entry(shape: .pending, key: key, place: graph.valuePlaces[schema])
    entry.comment = graph.string(schema, "description")
    entry.isDeprecated = style.release >= .v13Deprecation && graph.boolean(schema, "deprecated") == true
    let name = try name(of: schema, definitionKey: definitionKey)
    entry.name = name
    let members = try members(of: schema, parent: name ?? "undefined")
    var extended: [Int] = []
    let bases = graph.member(schema, "extends")
    // Release 6 leaves one schema alone as it is, and not as a list.
    for base in bases.flatMap({ graph.items($0) ?? (graph.isObject($0) ? [$0] : nil) }) ?? [] {
      extended.append(try self.base(base))
    }
    entry.shape = .interface(members, extends: extended)
    return entry
  }

  /// Before release 10 each place that extends a schema makes a type of its own of it.
  private mutating func base(_ schema: Int) throws(ExpectationProblem) -> Int {
    guard style.release < .v10, graph.isObject(schema) else { return try type(of: schema, key: nil) }
    return try nested(at: schema) { planner throws(ExpectationProblem) in
      planner.plan.add(try planner.interface(schema, key: nil, definitionKey: nil))
    }
  }

  private mutating func members(of schema: Int, parent: String) throws(ExpectationProblem) -> [TypePlan.Member] {
    var required: Set<String> = []
    if let names = graph.member(schema, "required").flatMap({ graph.items($0) }) {
      required = Set(names.compactMap { graph.string($0) })
    }
    var members: [TypePlan.Member] = []
    if let properties = graph.member(schema, "properties").flatMap({ graph.members($0) }) {
      for position in 0..<properties.count {
        let key = properties.keys[position]
        let type = try type(of: properties.values[position], key: key)
        members.append(
          TypePlan.Member(
            type: type, key: key, isRequired: required.contains(key), place: properties.places[position]))
      }
    }
    let isSinglePattern = try appendPatterns(of: schema, parent: parent, required: required, to: &members)
    if style.unreachableDefinitions {
      try appendDefinitions(of: schema, parent: parent, required: required, to: &members)
    }
    try appendIndex(of: schema, isSinglePattern: isSinglePattern, to: &members)
    return members
  }

  /// - Returns: whether one pattern alone says what all members are, so that it is written as an index signature.
  private mutating func appendPatterns(
    of schema: Int, parent: String, required: Set<String>, to members: inout [TypePlan.Member]
  ) throws(ExpectationProblem) -> Bool {
    guard graph.isTruthy(schema, "patternProperties"),
      let patterns = graph.member(schema, "patternProperties").flatMap({ graph.members($0) })
    else { return false }
    let isSingle = !graph.isTruthy(schema, "additionalProperties") && patterns.count == 1
    for position in 0..<patterns.count {
      let key = patterns.keys[position]
      let type = try type(of: patterns.values[position], key: key)
      let shown = style.release >= .v13Deprecation ? firstCommentEndEscaped(key) : key
      comment(
        type,
        "This interface was referenced by `\(parent)`'s JSON-Schema definition\nvia the `patternProperty` \"\(shown)\"."
      )
      members.append(
        TypePlan.Member(
          type: type, key: isSingle ? "[k: string]" : key, isRequired: isSingle || required.contains(key),
          isPattern: !isSingle, place: patterns.places[position]))
    }
    return isSingle
  }

  private func firstCommentEndEscaped(_ key: String) -> String {
    key.replacing("*/", with: "*\\/", maxReplacements: 1)
  }

  private mutating func appendDefinitions(
    of schema: Int, parent: String, required: Set<String>, to members: inout [TypePlan.Member]
  ) throws(ExpectationProblem) {
    let keyword = style.release >= .v12 ? "$defs" : "definitions"
    guard let definitions = graph.member(schema, keyword).flatMap({ graph.members($0) }) else { return }
    for position in 0..<definitions.count {
      let key = definitions.keys[position]
      let type = try type(of: definitions.values[position], key: key)
      comment(
        type, "This interface was referenced by `\(parent)`'s JSON-Schema\nvia the `definition` \"\(key)\".")
      members.append(
        TypePlan.Member(
          type: type, key: key, isRequired: required.contains(key), isUnreachable: true,
          place: definitions.places[position]))
    }
  }

  private mutating func appendIndex(
    of schema: Int, isSinglePattern: Bool, to members: inout [TypePlan.Member]
  ) throws(ExpectationProblem) {
    let position = graph.members(schema)?.position(of: "additionalProperties")
    let place = position.flatMap { graph.members(schema)?.places[$0] } ?? -1
    let additional = graph.member(schema, "additionalProperties")
    if additional == nil || graph.boolean(schema, "additionalProperties") == true {
      guard !isSinglePattern else { return }
      members.append(
        TypePlan.Member(
          type: plan.sharedIndex, key: "[k: string]", isRequired: true,
          place: place >= 0 ? place : graph.valuePlaces[schema]))
    } else if let additional, graph.boolean(schema, "additionalProperties") == nil {
      members.append(
        TypePlan.Member(
          type: try type(of: additional, key: "[k: string]"), key: "[k: string]", isRequired: true, place: place))
    }
  }

  private mutating func comment(_ type: Int, _ text: String) {
    let own = plan.entries[type].comment ?? ""
    plan.entries[type].comment = own.isEmpty ? text : own + "\n\n" + text
  }
}
