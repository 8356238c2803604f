/// The styles next to a style: those that differ in one setting.
enum DatamodelVariants {
  private static let switches: [(name: String, path: any WritableKeyPath<DatamodelStyle, Bool> & Sendable)] = [
    ("field-constraints", \.fieldConstraints), ("use-annotated", \.annotated),
    ("use-schema-description", \.schemaDescription), ("use-field-description", \.fieldDescription),
    ("use-standard-collections", \.standardCollections), ("use-union-operator", \.unionOperator),
    ("use-subclass-enum", \.subclassEnum), ("use-specialized-enum", \.specializedEnum),
    ("use-title-as-name", \.titleAsName), ("use-default", \.useDefault), ("strict-nullable", \.strictNullable),
    ("snake-case-field", \.snakeCase), ("use-default-kwarg", \.defaultKeyword),
    ("capitalise-enum-members", \.capitaliseEnum), ("set-default-enum-member", \.enumDefaults),
    ("use-one-literal-as-default", \.literalAsDefault), ("force-optional", \.forceOptional),
    ("allow-population-by-field-name", \.populateByName), ("strip-default-none", \.stripDefaultNone),
    ("keyword-only", \.keywordOnly), ("frozen-dataclasses", \.frozen), ("use-exact-imports", \.exactImports),
    ("input is a folder", \.isFolder),
    ("references followed by the generator", \.followsReferences),
    ("aware-datetime", \.awareDatetime), ("numbers rewritten by JavaScript", \.rewrittenNumbers),
    ("constants as defaults", \.constantDefaults), ("typed extras", \.typedExtras), ("base64 strings", \.base64),
    ("configured root models", \.configuresRoots),
  ]

  /// Settings that show in what is missing rather than in what is there.
  private static let weak: Set<String> = [
    "use-default", "force-optional", "strict-nullable", "strip-default-none", "use-one-literal-as-default",
    "extra-fields",
    "use-title-as-name", "enum-field-as-literal", "input is a folder", "references followed by the generator",
  ]

  /// Options that few use: a single difference says nothing of them, even where there is but one output.
  private static let rare: [(name: String, path: any WritableKeyPath<DatamodelStyle, Bool> & Sendable)] = [
    ("collapse-root-models", \.collapseRoots), ("reuse-model", \.reuseModel), ("enable-faux-immutability", \.immutable),
    ("use-generic-container-types", \.genericContainers), ("use-unique-items-as-set", \.uniqueItemsAsSet),
    ("use-serialize-as-any", \.serializeAsAny),
  ]

  /// - Returns: each with whether it has to explain more than one difference: always, or among several outputs.
  static func all(of style: DatamodelStyle) -> [DatamodelSearch.Variant] {
    var variants: [DatamodelSearch.Variant] = []
    func add(_ name: String, _ change: (inout DatamodelStyle) -> Void) {
      var variant = style
      change(&variant)
      if variant != style {
        variants.append((name, variant, weak.contains(name), rare.contains { $0.name == name }))
      }
    }
    if style.model.isPydantic {
      add("model") { $0.model = .pydantic1 }
      add("model") { $0.model = .pydantic2 }
      // What newer versions do for pydantic 2 alone shows in neither of the two.
      add("model") {
        $0.model = .pydantic2
        if $0.rules == .v25 { $0.rules = .v33 }
      }
    }
    for rules in [DatamodelStyle.Rules.v25, .v28, .v33, .v72] { add("rules") { $0.rules = rules } }
    for (name, path) in switches + rare { add(name) { $0[keyPath: path].toggle() } }
    for form in [DatamodelStyle.EnumForm.none, .one, .all] { add("enum-field-as-literal") { $0.enumForm = form } }
    for extra in [nil, "allow", "forbid", "ignore"] { add("extra-fields") { $0.extraFields = extra } }
    if style.specializedEnum { add("target-python-version") { $0.pythonMinor = 10 } }
    add("class-name") { $0.ownClassNames = true }
    if style.schemaValidators { add("validators of property counts") { $0.countValidators.toggle() } }
    if !style.overrides.classKeywords.isEmpty { add("template data as code") { $0.codeInOverrides.toggle() } }
    add("rules") {
      $0.rules = .v72
      $0.standardCollections = true
      $0.unionOperator = true
    }
    add("field-constraints") {
      $0.fieldConstraints = true
      $0.annotated = true
    }
    return variants
  }

  /// The names of the settings in which two styles differ.
  static func differing(_ left: DatamodelStyle, _ right: DatamodelStyle) -> [String] {
    var names: [String] = []
    for (name, path) in switches + rare where left[keyPath: path] != right[keyPath: path] { names.append(name) }
    if left.model != right.model { names.append("output-model-type") }
    if left.enumForm != right.enumForm { names.append("enum-field-as-literal") }
    if left.extraFields != right.extraFields { names.append("extra-fields") }
    return names
  }

  static func describe(_ style: DatamodelStyle, settled: Set<String>, declared: Set<String> = []) -> Style {
    func setting(_ name: String, _ value: String) -> Style.Setting {
      Style.Setting(name, value, declared.contains(name) ? .declared : settled.contains(name) ? .inferred : .assumed)
    }
    var settings = [
      Style.Setting(
        "output-model-type", style.model.rawValue,
        declared.contains("model") ? .declared : settled.contains("model") ? .inferred : .assumed)
    ]
    settings += switches.map { setting($0.name, style[keyPath: $0.path] ? "yes" : "no") }
    for (name, path) in rare where style[keyPath: path] { settings.append(setting(name, "yes")) }
    settings.append(setting("enum-field-as-literal", style.enumForm.rawValue))
    if let base = style.baseClass { settings.append(setting("base-class", base)) }
    if style.ownClassNames { settings.append(setting("class-name", "each output's own")) }
    settings.append(setting("extra-fields", style.extraFields ?? "not set"))
    return Style(
      generator: DatamodelGenerator.name, settings: settings,
      notCompared: ["imports, comments, formatting, and calls behind the declarations"])
  }
}
