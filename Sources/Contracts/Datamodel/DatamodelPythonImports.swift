/// The names that imports get in a module where schemas state types in Python's words; models the generator's
/// `_python_type_imports.py`.
struct DatamodelPythonImports {
  private let style: DatamodelStyle
  private let models: [GeneratedModel]
  /// What is imported anyway, by the name that it has.
  private var ordinary: [String: Set<PythonImport>] = [:]
  /// What those types need, by the name that it has, in order.
  private var bound: [(name: String, imports: [PythonImport])] = []
  /// Types that are called like a field.
  private var hidden: [PythonImport] = []
  private var reserved: Set<String>
  private var used: Set<String>
  private var aliases: [PythonImport: String] = [:]

  /// - Parameter imported: the names of libraries that the module imports for all else.
  init(_ models: [GeneratedModel], imported: Set<String>, style: DatamodelStyle) {
    self.style = style
    self.models = models
    let fields = Set(models.flatMap { $0.fields.compactMap(\.name) })
    reserved = fields.union(models.map(\.reference.shortName))
    used = reserved
    for type in models.flatMap(\.fields).flatMap(\.type.all) { collect(type, fields) }
    let known = Set(bound.flatMap(\.imports))
    for name in imported {
      let source = PythonImport(module: module(of: name), name: name)
      if !known.contains(source) { note(source, as: name) }
    }
  }

  private mutating func note(_ source: PythonImport, as name: String) {
    ordinary[name, default: []].insert(source)
    used.insert(name)
  }

  private mutating func collect(_ type: GeneratedType, _ fields: Set<String>) {
    if let python = type.python {
      for (source, name) in python.imports {
        used.insert(name)
        if let index = bound.firstIndex(where: { $0.name == name }) {
          if !bound[index].imports.contains(source) { bound[index].imports.append(source) }
        } else {
          bound.append((name, [source]))
        }
      }
      for case .name(let name) in python.leaves { reserve(name) }
    } else if let name = type.type, let source = type.source ?? library(name) {
      note(source, as: name)
      if fields.contains(name), !hidden.contains(source) { hidden.append(source) }
    } else if let name = type.alias ?? type.type {
      reserve(String(name.prefix { $0 != "." }))
    }
  }

  private mutating func reserve(_ name: String) {
    reserved.insert(name)
    used.insert(name)
  }

  private func library(_ name: String) -> PythonImport? {
    DatamodelShadows.builtIn.contains(name) ? nil : PythonImport(module: module(of: name), name: name)
  }

  private static let modules: [String: String] = {
    var modules: [String: String] = [:]
    for (module, names) in [
      ("typing", "Any Optional Union List Dict Set FrozenSet Tuple Literal Annotated TypedDict ClassVar"),
      ("enum", "Enum StrEnum IntEnum"), ("datetime", "date datetime time timedelta"), ("decimal", "Decimal"),
      ("uuid", "UUID"), ("pathlib", "Path"), ("ipaddress", "IPv4Address IPv6Address IPv4Network IPv6Network"),
      ("msgspec", "Struct UNSET UnsetType Meta convert"),
    ] {
      for name in names.split(separator: " ") { modules[String(name)] = module }
    }
    return modules
  }()

  /// The module of a name that the generator itself imports.
  private func module(of name: String) -> String {
    switch name {
    case "Mapping", "Sequence": style.standardCollections ? "collections.abc" : "typing"
    case "NotRequired": (style.pythonMinor ?? 10) >= 11 ? "typing" : "typing_extensions"
    case "dataclass": style.model == .dataclass ? "dataclasses" : "pydantic.dataclasses"
    case "field": style.model == .msgspec ? "msgspec" : "dataclasses"
    default: Self.modules[name] ?? "pydantic"
    }
  }

  private mutating func alias(_ source: PythonImport, isField: Bool) {
    var alias = "\(source.name)\(isField ? "_aliased" : "_1")"
    var count = 1
    while used.contains(alias) {
      count += 1
      alias = isField ? alias + "_" : "\(source.name)_\(count)"
    }
    aliases[source] = alias
    used.insert(alias)
  }

  /// Gives the types of all fields the names under which the module can import them.
  mutating func apply() {
    for source in hidden { alias(source, isField: true) }
    for (name, imports) in bound {
      let others = ordinary[name] ?? []
      var isKept = false
      for source in imports where aliases[source] == nil {
        if others.contains(source) || !isKept && !reserved.contains(name) && others.isEmpty {
          isKept = true
        } else {
          alias(source, isField: reserved.contains(name) && !isKept)
        }
      }
    }
    guard !aliases.isEmpty else { return }
    for type in models.flatMap(\.fields).flatMap(\.type.all) {
      if let python = type.python {
        let renamed = python.rewritten { leaf in
          if case .bound(_, let source) = leaf, let alias = aliases[source] { .bound(alias, source) } else { leaf }
        }
        type.python = renamed
        type.type = renamed.text
      } else if let name = type.type, let source = type.source ?? library(name), let alias = aliases[source] {
        type.type = alias
      }
    }
  }

  /// Where the names come from that schemas say are imported, by what the module calls them.
  static func stated(by models: [GeneratedModel]) -> [String: String] {
    var imports: [String: String] = [:]
    for model in models {
      for field in model.fields {
        field.type.visit { type in
          if let python = type.python {
            for (source, name) in python.imports { imports[name] = source.path }
          } else if let source = type.source, let name = type.type {
            imports[name] = source.path
          }
        }
      }
    }
    return imports
  }
}
