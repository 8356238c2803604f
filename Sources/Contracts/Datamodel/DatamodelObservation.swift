/// What the outputs of a check show of the style at a glance.
enum DatamodelObservation {
  /// The style, and the names of the settings that were seen rather than assumed.
  static func style(_ modules: [PythonReader.Module]) -> (DatamodelStyle, Set<String>) {
    var style = DatamodelStyle()
    var hasStrEnum = false
    var seen: Set<String> = ["model"]
    var imports: Set<String> = []
    for module in modules { imports.formUnion(module.imports.values) }
    style.isFolder = imports.contains { $0.hasPrefix(".") }
    style.deferredAnnotations = imports.contains("__future__.annotations")
    var usesGenerics: Set<String> = []
    var usesUnion = false
    var forms: Set<Value> = []
    var hasConfiguration1 = false
    var hasConfiguration2 = false
    var hasRootModel = false
    var hasRootField = false
    for module in modules {
      for declaration in module.contract.declarations {
        for attribute in declaration.attributes {
          if attribute.name.hasPrefix("Config.") { hasConfiguration1 = true }
          if attribute.name.hasPrefix("model_config.") { hasConfiguration2 = true }
          // Only newer versions write these.
          if attribute.name == "class.extra_items" || attribute.name == "class.closed"
            || attribute.value == .string("TypeAlias") || attribute.value == .string("TypeAliasType")
          {
            style.rules = .v72
          }
          if attribute.name == "form" { forms.insert(attribute.value) }
        }
        if declaration.description != nil { style.schemaDescription = true }
        if declaration.methods.contains(where: { $0.name == "_validate_json_schema_runtime_rules" }) {
          style.schemaValidators = true
          style.validatorBase = declaration.name
          style.rules = .v72
          seen.insert("generate-schema-validators")
        }
        for base in declaration.bases {
          if case .generic("RootModel", _) = base { hasRootModel = true }
          if case .generic("Sequence", _) = base, !declaration.methods.isEmpty { style.sequenceInterface = true }
        }
        if declaration.kind == .enumeration {
          if declaration.bases == [.named("StrEnum")] || declaration.bases == [.named("IntEnum")] {
            style.specializedEnum = true
            if declaration.bases == [.named("StrEnum")] { hasStrEnum = true }
          } else if declaration.bases.count == 2 {
            style.subclassEnum = true
          }
        }
        for member in declaration.members {
          if member.name == "__root__" { hasRootField = true }
          if member.description != nil { style.fieldDescription = true }
          if let type = member.type { look(type, &usesGenerics, &usesUnion, &style) }
          if case .call("Field", let arguments)? = member.value {
            if arguments.contains(where: { $0.name == "default" }) { style.defaultKeyword = true }
          }
        }
      }
    }
    if imports.contains("dataclasses.dataclass") {
      style.model = .dataclass
    } else if imports.contains("pydantic.dataclasses.dataclass") {
      style.model = .pydanticDataclass
    } else if imports.contains(where: { $0.hasSuffix(".TypedDict") }) {
      style.model = .typedDict
    } else if imports.contains("msgspec.Struct") {
      style.model = .msgspec
    } else if hasConfiguration2 || hasRootModel || imports.contains("pydantic.ConfigDict")
      || imports.contains("pydantic.RootModel") || imports.contains("pydantic.AwareDatetime")
    {
      style.model = .pydantic2
    } else if hasConfiguration1 || hasRootField || imports.contains("pydantic.Extra") {
      style.model = .pydantic1
    } else {
      seen.remove("model")
    }
    if forms.contains(.string("type")) {
      style.rules = .v72
      style.pythonMinor = 12
    }
    style.typeAliasType = !style.model.isPydantic && forms.contains(.string("TypeAliasType"))
    if usesGenerics.contains("list") || usesGenerics.contains("dict") {
      style.standardCollections = true
      seen.insert("use-standard-collections")
    } else if !usesGenerics.isDisjoint(with: ["List", "Dict"]) {
      seen.insert("use-standard-collections")
    }
    style.hasStrEnum = hasStrEnum || !style.specializedEnum
    style.genericBase = modules.contains { module in
      module.contract.declarations.contains { $0.name == "BaseModel" && $0.bases == [.named("_BaseModel")] }
    }
    if style.model.isPydantic, !style.genericBase, let base = baseClass(modules) {
      style.baseClass = base
      seen.insert("base-class")
    }
    style.unionOperator = usesUnion
    if imports.contains("msgspec.UNSET") { style.rules = .v72 }
    // These came together: the operator and the built-in collections are the default since.
    if usesUnion, style.standardCollections || !usesGenerics.isSuperset(of: ["List"]) { style.rules = .v72 }
    if usesUnion || !usesGenerics.isDisjoint(with: ["Optional", "Union"]) { seen.insert("use-union-operator") }
    return (style, seen)
  }

  /// What most records derive from, if that is neither the library's own base nor declared beside them.
  private static func baseClass(_ modules: [PythonReader.Module]) -> String? {
    var counts: [String: Int] = [:]
    for module in modules {
      let declared = Set(module.contract.declarations.map(\.name))
      for declaration in module.contract.declarations where declaration.kind == .record {
        guard declaration.bases.count == 1, case .named(let base) = declaration.bases[0], !declared.contains(base),
          // What another module of the package declares is a parent like any other.
          module.imports[base]?.hasPrefix(".") != true
        else {
          continue
        }
        counts[base, default: 0] += 1
      }
    }
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    guard let most, most.key != "BaseModel", most.value > counts["BaseModel", default: 0] else { return nil }
    return most.key
  }

  private static func look(
    _ type: TypeExpression, _ generics: inout Set<String>, _ usesUnion: inout Bool, _ style: inout DatamodelStyle
  ) {
    switch type {
    case .generic(let name, let arguments):
      generics.insert(name)
      for argument in arguments { look(argument, &generics, &usesUnion, &style) }
    case .union(let members):
      usesUnion = true
      for member in members { look(member, &generics, &usesUnion, &style) }
    case .constrained(let inner, let attributes):
      if attributes.first?.name == "Annotated" { style.annotated = true }
      look(inner, &generics, &usesUnion, &style)
    case .named("datetime"): style.awareDatetime = false
    default: return
    }
  }
}
