import DriftModel

/// How one module of a package refers to the declarations of the others.
struct DatamodelImports {
  private let style: DatamodelStyle
  /// Whether the module is a folder's `__init__.py`, from which every way is one step longer.
  private let isPackage: Bool
  private let names: GeneratedNames
  private let made: Set<[String]>
  /// Names of the module by what stands for them: a declaration's place, or an import.
  private var byPath: [String: (wanted: String, name: String)] = [:]
  private var taken: Set<String> = []
  private var excluded: Set<String> = []
  /// What is imported from the other modules: `Pet_1` is `.shop.Pet`.
  private(set) var imports: [String: String] = [:]

  /// - Parameter made: modules that hold what needs each other; their declarations are imported one by one.
  init(_ style: DatamodelStyle, isPackage: Bool, made: Set<[String]>) {
    self.made = made
    self.style = style
    self.isPackage = isPackage
    names = GeneratedNames(style: style, declared: [])
  }

  /// Gives every reference to another module its name in this one, in the order in which the generator comes by them.
  mutating func name(_ models: [GeneratedModel]) {
    if style.rules > .v25 { excluded = Set(models.flatMap { $0.fields.compactMap(\.name) }) }
    for model in models { _ = reserve(model.reference.path, model.reference.shortName) }
    for model in models {
      let here = DatamodelModules.path(of: model, style).joined(separator: ".")
      for field in model.fields {
        for type in field.type.all {
          guard let reference = type.reference, isElsewhere(reference, models) else { continue }
          if let alias = alias(reference, from: here, model) { type.alias = alias }
        }
      }
      for base in model.bases where isElsewhere(base, models) {
        if let alias = baseAlias(base, from: here) { model.baseAliases[base.path] = alias }
      }
    }
  }

  /// Gives what took the place of another type its name in the module, as `_register_data_type_import` does: it does not
  /// ask what kind of module the declaration stands in.
  mutating func name(_ type: GeneratedType, in model: GeneratedModel) {
    guard let reference = type.reference else { return }
    let here = DatamodelModules.path(of: model, style).joined(separator: ".")
    let target = fullName(reference)
    let short = reference.shortName
    var (from, what) = Self.relative(here, target)
    if style.exactImports { (from, what) = exact(from, what, short, target, here) }
    guard !from.isEmpty, !what.isEmpty else { return }
    let alias = reserve("\(from)/\(what)", what)
    type.alias = short == what ? alias : "\(alias).\(short)"
    imports[alias] = Self.join(from, what)
  }

  /// What is imported, without what none of the declarations names after all.
  func needed(by models: [GeneratedModel]) -> [String: String] {
    var names: Set<Substring> = []
    func add(_ name: String) { names.insert(name[..<(name.utf8.firstIndex(of: UInt8(ascii: ".")) ?? name.endIndex)]) }
    for model in models {
      for base in model.bases { add(model.baseName(base)) }
      for type in model.fields.flatMap(\.type.all) {
        if let reference = type.reference { add(type.alias ?? reference.shortName) }
      }
    }
    return imports.filter { names.contains(Substring($0.key)) }
  }

  private func isElsewhere(_ reference: GeneratedReference, _ models: [GeneratedModel]) -> Bool {
    guard let source = reference.source else { return true }
    return !models.contains { $0 === source }
  }

  private mutating func reserve(_ path: String, _ wanted: String) -> String {
    let known = byPath[path]
    if let known, known.wanted == wanted || known.name == wanted { return known.name }
    let base = names.valid(wanted, for: .module)
    var name = base
    var count = 1
    while taken.contains(name) || excluded.contains(name) {
      name = "\(base)_\(count)"
      count += 1
    }
    // Older versions keep one name for a module, even where they import several declarations from it.
    if let known { taken.remove(known.name) }
    byPath[path] = (wanted, name)
    taken.insert(name)
    return name
  }

  private func fullName(_ reference: GeneratedReference) -> String {
    let path = reference.source.map { DatamodelModules.path(of: $0, style) } ?? []
    return (path + [reference.shortName]).joined(separator: ".")
  }

  private mutating func alias(_ reference: GeneratedReference, from here: String, _ model: GeneratedModel) -> String? {
    let target = fullName(reference)
    let short = reference.shortName
    var (from, what) = Self.relative(here, target)
    var path = "\(from)/\(what)"
    if style.exactImports { (from, what) = exact(from, what, short, target, here) }
    if style.exactImports, style.rules > .v25 { path = "\(from)/\(what)" }
    what = what.replacing("-", with: "_")
    let module = DatamodelModules.path(of: model, style)
    if style.rules == .v25, module.count > 1, let last = module.last, last.utf8.contains(UInt8(ascii: ".")) {
      from = String(from.dropFirst(last.utf8.count { $0 == UInt8(ascii: ".") }))
    }
    let targetModule = target.split(separator: ".").dropLast().map(String.init)
    let needsName = what == short && targetModule.last == what || made.contains(targetModule)
    if style.rules == .v72, !style.exactImports, !from.isEmpty, needsName {
      from = Self.join(from, what)
      what = short
      path = "\(from)/\(what)"
    }
    let alias = reserve(path, what)
    note(alias, from, what, target, here)
    guard !from.isEmpty, !what.isEmpty, alias != short else { return nil }
    return short == what ? alias : "\(alias).\(short)"
  }

  /// What is imported where declarations are imported rather than their modules.
  private func exact(
    _ from: String, _ what: String, _ short: String, _ target: String, _ here: String
  ) -> (from: String, what: String) {
    if style.rules == .v72, Self.isAncestor(target, of: here) { return (from, what) }
    let isDots = style.rules == .v72 ? from.allSatisfy { $0 == "." } : from == "."
    return (isDots ? from + what : "\(from).\(what)", short)
  }

  private mutating func baseAlias(_ reference: GeneratedReference, from here: String) -> String? {
    let target = fullName(reference)
    let short = reference.shortName
    let (left, right) = Self.relative(here, target)
    let from = style.rules == .v72 && Self.isAncestor(target, of: here) ? left : Self.join(left, right)
    let alias = reserve("\(from)/\(short)", short)
    note(alias, from, short, target, here)
    return !from.isEmpty && alias != short ? alias : nil
  }

  private mutating func note(_ alias: String, _ from: String, _ what: String, _ target: String, _ here: String) {
    guard !from.isEmpty else { return }
    let isBelow = style.rules == .v72 && target.hasPrefix("\(here).")
    let from = isPackage && !isBelow ? ".\(from)" : from
    imports[alias] = Self.join(from, what)
  }

  private static func join(_ left: String, _ right: String) -> String {
    left.hasSuffix(".") ? left + right : "\(left).\(right)"
  }

  /// Whether a declaration stands in the `__init__.py` of a folder that a module lies in.
  private static func isAncestor(_ reference: String, of module: String) -> Bool {
    let here = module.isEmpty ? [] : module.split(separator: ".", omittingEmptySubsequences: false)
    let there = reference.split(separator: ".", omittingEmptySubsequences: false).dropLast()
    return there.count < here.count && here.starts(with: there)
  }

  /// The way from a module to a declaration: what to import from, and what to import.
  static func relative(_ module: String, _ reference: String) -> (from: String, what: String) {
    let here = module.isEmpty ? [] : module.split(separator: ".", omittingEmptySubsequences: false)
    var there = reference.split(separator: ".", omittingEmptySubsequences: false)
    let name = there.popLast() ?? ""
    if here == there { return ("", "") }
    let common = zip(here, there).prefix { $0 == $1 }.count
    var left = String(repeating: ".", count: here.count - common)
    if left.isEmpty { left = "." }
    var rest = there.dropFirst(common)
    guard let right = rest.popLast() else { return (left, String(name)) }
    return (left + rest.joined(separator: "."), String(right))
  }
}
