import DriftModel

/// What the generator does to its list of declarations between reading the schema and writing the file.
struct DatamodelFinisher {
  let style: DatamodelStyle
  let registry: GeneratedRegistry
  let writer: DatamodelWriter
  var models: [GeneratedModel]
  /// What other modules of the package declare.
  var others: [GeneratedModel] = []
  /// How declarations of other modules are named here; nil if there are no other modules.
  var imports: DatamodelImports?
  /// Declarations, here or elsewhere, that nothing refers to any longer; see ``drop(_:)``.
  var unused: [GeneratedModel] = []
  /// Whether another module declares the base class of all records.
  var hasBaseElsewhere = false

  init(_ models: [GeneratedModel], style: DatamodelStyle, registry: GeneratedRegistry) {
    self.models = models
    self.style = style
    self.registry = registry
    self.writer = DatamodelWriter(style)
  }

  /// The declarations as they are written.
  mutating func contract() throws(DatamodelRefusal) -> Contract {
    models = try DatamodelOrder.all(models, style: style)
    name()
    if let first = models.first, DatamodelSharing(style).isNeeded(for: models) {
      throw DatamodelRefusal(
        message:
          "what datamodel-code-generator writes is not known here: declarations that are alike, which spread the "
          + "output over several modules", location: first.location)
    }
    try refuseCircularRoots()
    finish()
    drop(unused)
    return written
  }

  /// The declarations in their last form.
  var written: Contract {
    let validators = DatamodelValidators(models, style: style).plan()
    var declarations = models.map { writer.declaration($0) }
    // The classes with the checks extend the base class of all records.
    declarations.insert(contentsOf: validators, at: models.first?.isGenericBase == true ? 1 : 0)
    guard style.model == .typedDict, style.rules < .v72 else { return Contract(declarations) }
    // Older versions write the description of a call in front of it, where it is read as that of an alias before.
    for index in declarations.indices where declarations[index].attributes.first == DatamodelWriter.callForm {
      if index > 0, declarations[index - 1].kind == .alias {
        declarations[index - 1].description = declarations[index].description
      }
      declarations[index].description = nil
    }
    return Contract(declarations)
  }

  /// Takes out what is declared twice and names the rest; the declarations are sorted.
  mutating func name() {
    removeDuplicates()
    collapseEqualModels()
    rename()
  }

  /// All that is done once everything has its name, apart from taking out what is no longer used.
  mutating func finish() {
    DatamodelShadows(style).renameTypes(models) { importedNames(stated: false) }
    completeRequired()
    imports?.name(models)
    useSets()
    flattenEnumerations()
    passDefaults()
    reuseModels()
    collapseRootModels()
    // Data classes always name the member.
    if style.enumDefaults || style.rules == .v72 && style.model == .dataclass { nameEnumDefaults() }
    keepOrder()
    renameShadowingTypes()
    DatamodelShadows(style).renameFields(models)
    if style.rules == .v72 { applyDiscriminators() }
    if style.literalAsDefault { useLiterals() }
    overrideTypes()
    if style.model == .pydantic2 { useAliases() }
    if style.rules == .v72 { quoteForwardReferences() }
    addNestedFactories()
    if style.model.isPydantic || style.model == .msgspec { addGenericBase() }
    orderConstructors()
  }

  /// Takes out declarations that nothing refers to, once all modules are done.
  mutating func drop(_ unused: [GeneratedModel]) {
    // `__remove_overridden_models` makes a list of its own, from which nothing is taken out.
    if style.rules == .v72, style.typeOverrides.keys.contains(where: { !$0.utf8.contains(UInt8(ascii: ".")) }) {
      return
    }
    models.removeAll { model in unused.contains { $0 === model } }
  }

  private func remove(_ model: GeneratedModel, from list: inout [GeneratedModel]) { list.removeAll { $0 === model } }

  private mutating func removeDuplicates() {
    var byName: [String: GeneratedModel] = [:]
    var duplicates: [(original: GeneratedModel, copies: [GeneratedModel])] = []
    for model in models {
      if model.kind == .root, let field = model.fields.first {
        let type = field.type
        if let target = type.reference, !type.isDict, !type.isList, let source = target.source,
          models.contains(where: { $0 === source }),
          target.name == registry.className(model.reference.originalName, isUnique: false).name
        {
          for child in model.reference.children { child.replaceReference(target) }
          remove(model, from: &models)
          for inner in type.all where inner.reference != nil { inner.replaceReference(nil) }
          continue
        }
        for child in model.reference.modelChildren { child.bases.removeAll { $0 === model.reference } }
      }
      let name = model.reference.duplicateName ?? model.reference.shortName
      if let original = byName[name], wording(model) == wording(original) {
        if let index = duplicates.firstIndex(where: { $0.original === original }) {
          duplicates[index].copies.append(model)
        } else {
          duplicates.append((original, [model]))
        }
        continue
      }
      byName[name] = model
    }
    for (original, copies) in duplicates {
      for copy in copies {
        for child in copy.reference.children { child.replaceReference(original.reference) }
        for child in copy.reference.modelChildren {
          for index in child.bases.indices where child.bases[index] === copy.reference {
            child.bases[index] = original.reference
          }
        }
        remove(copy, from: &models)
      }
    }
  }

  private func wording(_ model: GeneratedModel) -> Wording {
    Wording(writer.declaration(model, name: model.reference.duplicateName))
  }

  private mutating func rename() {
    let wanted = models.map { model in
      let own = model.reference.shortName
      return registry.names.keeps(own) ? own : registry.names.valid(own, for: .type)
    }
    // What a file imports is costly to tell, and matters only where a declaration could be called the same.
    let isFree = Set(wanted).count == wanted.count && importable.isDisjoint(with: wanted)
    var taken = isFree ? [] : importedNames(stated: true)
    var byName: [String: GeneratedModel] = [:]
    for (model, name) in zip(models, wanted) {
      var unique = name
      var count = 0
      while taken.contains(unique) {
        unique = "\(name)Model\(count == 0 ? "" : "\(count)")"
        count += 1
      }
      taken.insert(unique)
      if unique != model.reference.shortName { registry.rename(model.reference, toShort: unique) }
      byName[unique] = model
    }
    for model in models {
      guard let wanted = model.reference.duplicateName, !wanted.isEmpty, byName[wanted] == nil else { continue }
      byName[model.reference.shortName] = nil
      registry.rename(model.reference, toShort: wanted)
      byName[wanted] = model
    }
  }

  /// Every name that a file may import.
  private var importable: Set<String> {
    Self.libraryNames.union(["TypedDict", "Struct", "Meta", style.baseClass ?? "BaseModel"])
      .union(DatamodelPythonImports.stated(by: models).keys)
  }

  /// Every name that the file imports.
  ///
  /// - Parameter stated: whether what schemas themselves say is imported counts as well.
  private func importedNames(stated: Bool) -> Set<String> {
    var names: Set<String> = []
    let own = Set(models.map(\.reference.shortName))
    // What types are called that are no declarations: only those can be imported under the name of one.
    let named = Set(models.flatMap { $0.fields.flatMap(\.type.all).compactMap(\.type) })
    // Names within types that schemas state are no names of the libraries.
    let words = Set(models.flatMap { $0.fields.flatMap(\.type.all).flatMap { $0.python?.names ?? [] } })
      .subtracting(["Annotated", "Optional", "Union"])
    let builtIn: Set<String> = ["str", "int", "float", "bool", "None", "bytes", "list", "dict", "set", "Field", ""]
    for model in models {
      var base = style.baseClass ?? "BaseModel"
      if model.kind == .enumeration, case .named(let name)? = writer.declaration(model).bases.last { base = name }
      if model.kind == .root, style.model == .pydantic2 { base = "RootModel" }
      switch style.model {
      case .typedDict where model.kind == .record: base = "TypedDict"
      case .msgspec where model.kind == .record: base = "Struct"
      case .dataclass, .pydanticDataclass, .typedDict, .msgspec: base = model.kind == .enumeration ? base : ""
      case .pydantic1, .pydantic2: break
      }
      if model.bases.isEmpty { names.insert(base) }
      let declaration = writer.declaration(model)
      if model.kind == .enumeration { continue }
      for type in model.fields.flatMap(\.type.all) {
        if let name = type.type, type.python == nil, DatamodelFinisher.libraryNames.contains(name) {
          names.insert(name)
        }
      }
      if !declaration.attributes.isEmpty, style.model.isPydantic {
        names.insert(style.model == .pydantic1 ? "Extra" : "ConfigDict")
      }
      for member in declaration.members {
        if case .call("Field", _)? = member.value { names.insert("Field") }
        if member.value == .symbol("UNSET") { names.insert("UNSET") }
        if let type = member.type { collect(type, own.subtracting(named), words, &names) }
      }
    }
    // A reference to a declaration is no import, though it may be called like something that could be imported.
    let plain = Set(
      models.flatMap { $0.fields.flatMap { $0.type.all.compactMap { $0.reference == nil ? $0.type : nil } } })
    let found = names.filter { !builtIn.contains($0) || $0 == "Field" && names.contains("Field") }.filter { name in
      !own.contains(name) || Self.structuralNames.contains(name) || plain.contains(name)
    }
    let all = found.union(DatamodelValidators.imports(models))
    return stated ? all.union(DatamodelPythonImports.stated(by: models).keys) : all
  }

  /// What types are built with, apart from the types themselves.
  private static let structuralNames: Set<String> = [
    "Any", "Optional", "Union", "List", "Dict", "Set", "Literal", "Annotated", "BaseModel", "RootModel", "Field",
    "Extra", "ConfigDict", "Enum", "StrEnum", "IntEnum", "Sequence", "Mapping", "FrozenSet", "Tuple", "TypedDict",
    "NotRequired", "Required", "ReadOnly", "Struct", "Meta", "UnsetType", "UNSET",
  ]

  private static let libraryNames: Set<String> = [
    "Any", "Optional", "Union", "List", "Dict", "Set", "Literal", "Annotated", "BaseModel", "RootModel", "Field",
    "Extra",
    "ConfigDict", "Enum", "StrEnum", "IntEnum", "constr", "conint", "confloat", "conbytes", "date", "datetime", "time",
    "timedelta", "AwareDatetime", "Decimal", "UUID", "AnyUrl", "EmailStr", "Path", "SecretStr", "IPv4Address",
    "IPv6Address",
    "IPv4Network", "IPv6Network", "PositiveInt", "NegativeInt", "PositiveFloat", "NegativeFloat", "UUID1", "UUID2",
    "UUID3",
    "UUID4", "UUID5", "Sequence", "Mapping", "FrozenSet", "Tuple", "NotRequired", "Required", "ReadOnly", "UnsetType",
    "UNSET",
  ]

  private func collect(
    _ type: TypeExpression, _ own: Set<String>, _ words: Set<String>, _ names: inout Set<String>
  ) {
    switch type {
    case .named(let name), .reference(let name):
      if DatamodelFinisher.libraryNames.contains(name), !own.contains(name), !words.contains(name) {
        names.insert(name)
      }
    case .generic(let name, let arguments):
      if DatamodelFinisher.libraryNames.contains(name), !words.contains(name) { names.insert(name) }
      for argument in arguments { collect(argument, own, words, &names) }
    case .union(let types), .intersection(let types): for type in types { collect(type, own, words, &names) }
    case .constrained(let type, let attributes):
      collect(type, own, words, &names)
      if attributes.contains(where: { $0.name == "Annotated" }) {
        names.formUnion(["Annotated", style.model == .msgspec ? "Meta" : "Field"])
      }
    case .literal: names.insert("Literal")
    case .tuple, .record: break
    }
  }

  /// A property that a declaration only requires takes its type from the one that it extends.
  private mutating func completeRequired() {
    for model in models where model.kind == .record {
      var fields: [GeneratedField] = []
      for field in model.fields {
        guard let name = field.originalName, field.type.isUnknown else {
          fields.append(field)
          continue
        }
        guard let original = find(name, in: model.bases) else { continue }
        let copy = original.copy()
        copy.isRequired = true
        copy.showsDefault = style.rules == .v72 && style.useDefault && copy.hasDefault
        if let names = field.ownNames {
          copy.name = names.name
          copy.take(names)
        }
        fields.append(copy)
      }
      model.fields = fields
    }
  }

  private func find(_ name: String, in bases: [GeneratedReference]) -> GeneratedField? {
    var pending = bases.compactMap(\.source)
    var seen: Set<ObjectIdentifier> = []
    var index = 0
    while index < pending.count {
      let model = pending[index]
      index += 1
      guard seen.insert(ObjectIdentifier(model)).inserted else { continue }
      if let field = model.fields.first(where: { $0.originalName == name }) { return field }
      pending += model.bases.compactMap(\.source)
    }
    return nil
  }

  private mutating func flattenEnumerations() {
    for (index, model) in models.enumerated() where model.fields.isEmpty {
      let enums = model.bases.compactMap(\.source).filter { $0.kind == .enumeration }
      guard !enums.isEmpty else { continue }
      let flat = GeneratedModel(.enumeration, model.reference, fields: enums.flatMap(\.fields), at: model.location)
      flat.description = model.description
      models[index] = flat
    }
  }

  private mutating func passDefaults() {
    for model in models {
      for field in model.fields where !field.hasDefault {
        if let source = field.type.reference?.source, source.hasDefault {
          field.defaultValue = source.defaultValue ?? .null
        }
      }
    }
  }

  private mutating func nameEnumDefaults() {
    for model in models {
      for field in model.fields {
        guard let value = field.defaultValue, value.isTruthy else { continue }
        for type in field.type.all {
          guard let reference = type.reference, let source = reference.source, source.kind == .enumeration else {
            continue
          }
          func member(_ value: Value) -> Value? {
            source.fields.first { $0.defaultValue == value }.map {
              .symbol("\(type.alias ?? reference.shortName).\($0.name ?? "")")
            }
          }
          if case .list(let items) = value {
            let found = items.compactMap { member($0) }
            if !found.isEmpty { field.defaultValue = .list(found) }
          } else if let found = member(value) {
            field.defaultValue = found
          }
        }
      }
    }
  }

  private mutating func useLiterals() {
    for model in models {
      for field in model.fields where field.isRequired && field.type.literals.count == 1 {
        field.defaultValue = field.type.literals[0]
        field.isRequired = false
        if field.nullable != true { field.nullable = false }
      }
    }
  }
}
