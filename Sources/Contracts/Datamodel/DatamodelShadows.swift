/// Fields whose names hide the types that they or others are declared with: since 0.26 or so the generator gives one of
/// the two another name.
struct DatamodelShadows {
  private let style: DatamodelStyle

  init(_ style: DatamodelStyle) { self.style = style }

  static let builtIn: Set<String> = ["str", "int", "float", "bool", "bytes", "list", "dict", "set", "None"]

  /// Renames what is imported from libraries, where a field has its name.
  ///
  /// - Parameter imported: the names of libraries that the module imports, for where schemas state types of others.
  func renameTypes(_ models: [GeneratedModel], imported: () -> Set<String>) {
    guard style.rules > .v25 else { return }
    if models.contains(where: { $0.fields.contains { $0.type.includes { $0.python != nil } } }) {
      var imports = DatamodelPythonImports(models, imported: imported(), style: style)
      return imports.apply()
    }
    if style.rules < .v72 {
      for field in models.lazy.flatMap(\.fields) {
        if let type = field.type.type, type == field.name { field.type.type = "\(type)_aliased" }
      }
      return
    }
    var used = NameSet()
    for field in models.lazy.flatMap(\.fields) {
      field.type.visit { type in
        if let name = type.type { used.insert(name) }
      }
    }
    var hiding = NameSet()
    for name in models.lazy.flatMap(\.fields).compactMap(\.name) where used.contains(name) {
      if !Self.builtIn.contains(name), !name.hasSuffix("_aliased") { hiding.insert(name) }
    }
    guard !hiding.isEmpty else { return }
    for field in models.lazy.flatMap(\.fields) {
      field.type.visit { type in
        if let name = type.type, hiding.contains(name) { type.type = "\(name)_aliased" }
      }
    }
  }

  /// Renames fields that are called like the types that they are declared with.
  func renameFields(_ models: [GeneratedModel]) {
    guard style.rules > .v25, style.model == .pydantic2 else { return }
    for model in models where model.kind != .enumeration {
      for field in model.fields {
        guard let name = field.name else { continue }
        let types = Set(field.type.all.compactMap { $0.reference?.shortName })
        if types.contains(name) {
          var count = 1
          while types.contains("\(name)_\(count)") { count += 1 }
          field.alias = name
          field.name = "\(name)_\(count)"
        } else if style.rules == .v72, hidesBuiltIn(name, field.type) {
          field.alias = field.alias ?? name
          field.name = "\(name)_"
        }
      }
    }
  }

  private func hidesBuiltIn(_ name: String, _ type: GeneratedType) -> Bool {
    let isBuiltIn = Self.builtIn.contains(name) || DatamodelPythonSymbols.isBuiltIn(name, style.pythonMinor ?? 10)
    guard isBuiltIn else { return false }
    return type.includes { part in
      if part.type == name, part.source == nil { return true }
      switch name {
      case "list": return part.isList && !part.isVariant
      case "dict": return part.isDict && !part.isVariant
      case "set": return part.isSet && !part.isVariant
      case "frozenset": return part.isSet && part.isVariant
      case "tuple": return part.isTuple
      default: return false
      }
    }
  }
}
