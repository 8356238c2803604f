import DriftModel

/// What `--generate-schema-validators` writes: rules as variables of the class, and classes that have the checks.
struct DatamodelValidators {
  private let style: DatamodelStyle
  private let models: [GeneratedModel]
  /// What a class has to have, or gets from what it extends.
  private struct Needs: Hashable {
    var core = false
    var counts = false

    func union(_ other: Needs) -> Needs { Needs(core: core || other.core, counts: counts || other.counts) }

    init(core: Bool = false, counts: Bool = false) {
      self.core = core
      self.counts = counts
    }

    init(_ rules: GeneratedRules?) { self.init(core: rules?.hasCore ?? false, counts: rules?.counts != nil) }
  }

  init(_ models: [GeneratedModel], style: DatamodelStyle) {
    self.models = models
    self.style = style
  }

  /// Tells each declaration which class it has its checks from.
  ///
  /// - Returns: the declarations of these classes.
  func plan() -> [Declaration] {
    let ruled = models.filter { $0.rules != nil }
    guard let first = ruled.first else { return [] }
    let base = style.validatorBase
    guard ruled.contains(where: { $0.rules?.counts != nil }) else {
      for model in ruled { model.validatorBase = Self.inheritsRules(model) ? nil : base }
      return declarations(core(base, ruled), at: first.location)
    }
    var known: [ObjectIdentifier: Needs] = [:]
    var missing: [(model: GeneratedModel, needs: Needs)] = []
    for model in ruled {
      let inherited = model.bases.compactMap(\.source).reduce(Needs()) { $0.union(effective($1, &known, depth: 0)) }
      let needs = Needs(model.rules)
      missing.append(
        (model, Needs(core: needs.core && !inherited.core, counts: needs.counts && !inherited.counts)))
    }
    let wanted = Set(missing.map(\.needs)).subtracting([Needs()])
    var names = self.names(wanted, base)
    for (model, needs) in missing { model.validatorBase = names[needs] }
    let both = Needs(core: true, counts: true)
    if wanted.contains(both), names[Needs(core: true)] == nil {
      names[Needs(core: true)] = unique("\(names[both] ?? base)Core", Set(names.values))
    }
    var text = ""
    let cores = ruled.filter { $0.rules?.hasCore == true }
    if let name = names[Needs(core: true)] { text += core(name, cores) }
    if let name = names[Needs(counts: true)] { text += counting(name, "BaseModel") }
    if let name = names[both] { text += counting(name, names[Needs(core: true)] ?? "BaseModel") }
    return declarations(text, at: first.location)
  }

  /// What the module imports for rules.
  static func imports(_ models: [GeneratedModel]) -> Set<String> {
    let rules = models.compactMap(\.rules)
    if rules.isEmpty { return [] }
    let checked: Set<String> = ["Any", "ClassVar", "model_validator"]
    return rules.contains { !$0.patterns.isEmpty } ? checked.union(["TypeAdapter", "re"]) : checked
  }

  private static func inheritsRules(_ model: GeneratedModel) -> Bool {
    var pending = model.bases.compactMap(\.source)
    var seen: Set<ObjectIdentifier> = []
    while let next = pending.popLast() {
      guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
      if next.rules != nil { return true }
      pending += next.bases.compactMap(\.source)
    }
    return false
  }

  /// What a class offers to those that extend it.
  private func effective(_ model: GeneratedModel, _ known: inout [ObjectIdentifier: Needs], depth: Int) -> Needs {
    if let needs = known[ObjectIdentifier(model)] { return needs }
    guard depth < 100 else { return Needs() }
    known[ObjectIdentifier(model)] = Needs()
    let needs = model.bases.compactMap(\.source).reduce(Needs(model.rules)) {
      $0.union(effective($1, &known, depth: depth + 1))
    }
    known[ObjectIdentifier(model)] = needs
    return needs
  }

  /// A name for each set of checks that some class needs; the largest has the usual one.
  private func names(_ wanted: Set<Needs>, _ base: String) -> [Needs: String] {
    let (core, counts) = (Needs(core: true), Needs(counts: true))
    let both = Needs(core: true, counts: true)
    guard let first = [both, counts, core].first(where: { wanted.contains($0) }) else { return [:] }
    var names = [first: base]
    for (needs, suffix) in [(core, "Core"), (counts, "PropertyCount"), (both, "Combined")]
    where wanted.contains(needs) && needs != first {
      names[needs] = unique(base + suffix, Set(names.values))
    }
    return names
  }

  private func unique(_ name: String, _ taken: Set<String>) -> String {
    let taken = taken.union(models.map(\.reference.shortName))
    var unique = name
    var number = 2
    while taken.contains(unique) {
      unique = "\(name)\(number)"
      number += 1
    }
    return unique
  }

  private func declarations(_ text: String, at location: Location) -> [Declaration] {
    guard let path = RepositoryPath("template.py") else { return [] }
    let found = PythonReader.read(Array(text.utf8), at: path).module?.contract.declarations ?? []
    return found.map { declaration in
      var declaration = declaration
      declaration.location = location
      for index in declaration.members.indices { declaration.members[index].location = location }
      for index in declaration.methods.indices { declaration.methods[index].location = location }
      return declaration
    }
  }
}

extension DatamodelWriter {
  private static let variable = "ClassVar[tuple[Any, ...]]"

  /// The rules of a declaration, as variables of its class.
  func rules(_ model: GeneratedModel) -> [Member] {
    guard let rules = model.rules, let path = RepositoryPath("template.py") else { return [] }
    var lines: [String] = []
    func add(_ name: String, _ items: [String]) {
      if !items.isEmpty { lines.append("    __json_schema_\(name)__: \(Self.variable) = \(Self.tuple(items))") }
    }
    if let (least, most) = rules.counts {
      add("property_count_rule", [least, most].map { $0.map(String.init) ?? "None" })
    }
    add("pattern_properties", rules.patterns.map { pattern($0) })
    add("one_of_required_groups", rules.oneOf.map { Self.groups($0) })
    add("any_of_required_groups", rules.anyOf.map { Self.groups($0) })
    add(
      "conditional_required",
      rules.conditional.map { rule in
        let condition = rule.condition.map {
          Self.tuple([Self.names($0.names), Self.tuple($0.values.map(\.pythonSource))])
        }
        return "{'condition': \(Self.tuple(condition)), 'then_required_groups': \(Self.groups(rule.whenTrue)), "
          + "'else_required_groups': \(Self.groups(rule.otherwise))}"
      })
    let text = "class Template:\n\(lines.joined(separator: "\n"))\n"
    let members = PythonReader.read(Array(text.utf8), at: path).module?.contract.declarations.first?.members ?? []
    return members.map { member in
      var member = member
      member.location = model.location
      return member
    }
  }

  private func pattern(_ rule: GeneratedRules.Patterns) -> String {
    let type = { (type: GeneratedType) in (hints.hint(type) ?? .named("Any")).pythonSource }
    let patterns = rule.patterns.map { Self.tuple([PythonString.literal($0.pattern), type($0.type)]) }
    return "{'declared_properties': \(Self.names(rule.declared)), 'rejected_patterns': \(Self.names(rule.rejected)), "
      + "'pattern_properties': \(Self.tuple(patterns)), 'additional_property_type': "
      + "\(rule.additional.map(type) ?? "None"), 'allow_unmatched': \(rule.allowsOthers ? "True" : "False")}"
  }

  private static func groups(_ groups: [GeneratedRules.Group]) -> String {
    tuple(groups.map { group in tuple(group.map { names($0) }) })
  }

  private static func names(_ names: [String]) -> String { tuple(names.map { PythonString.literal($0) }) }

  private static func tuple(_ items: [String]) -> String {
    "(\(items.joined(separator: ", "))\(items.count == 1 ? "," : ""))"
  }

  /// What a declaration extends, with the class that has its checks.
  func withValidators(_ bases: [TypeExpression], _ model: GeneratedModel) -> [TypeExpression] {
    guard let base = model.validatorBase else { return bases }
    return [.named(base)] + (bases == [.named("BaseModel")] ? [] : bases)
  }
}
