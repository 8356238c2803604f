import DriftModel

/// The package that one run of the generator writes: which declaration stands in which module, and what each module
/// calls those of the others.
struct DatamodelModules {
  /// One module.
  struct Module {
    /// Its file, as the segments of a path below the folder that was written to.
    let file: [String]
    let contract: Contract
    /// What it imports from the package's other modules, as ``PythonReader/Module/imports`` states it.
    let imports: [String: String]
  }

  private let style: DatamodelStyle
  private let registry: GeneratedRegistry

  private init(_ style: DatamodelStyle, _ registry: GeneratedRegistry) {
    self.style = style
    self.registry = registry
  }

  /// The modules of what a parser read.
  static func all(of parser: DatamodelParser) throws(DatamodelRefusal) -> [Module] {
    let sorted = try DatamodelOrder.all(parser.models, style: parser.style)
    return try DatamodelModules(parser.style, parser.registry).write(sorted)
  }

  /// The path of a declaration's module; empty for the package's `__init__.py`.
  static func path(of model: GeneratedModel, _ style: DatamodelStyle) -> [String] {
    if let own = model.ownModule { return own }
    let name = model.reference.name
    let names =
      name.utf8.contains(UInt8(ascii: "."))
      ? name.split(separator: ".", omittingEmptySubsequences: false).dropLast().map(String.init) : []
    guard let file = model.file else { return names }
    var folders = file.split(separator: "/").map(String.init)
    return folders.popLast().map { folders + [stem($0, style)] + names } ?? names
  }

  /// A file's name as a module's.
  static func stem(_ file: String, _ style: DatamodelStyle) -> String {
    var stem = file
    if let dot = file.lastIndex(of: "."), dot != file.startIndex { stem = String(file[..<dot]) }
    guard style.rules > .v25 else { return stem }
    let keepsDots = style.dotsAreModules == true
    let clean = String(
      stem.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "." && keepsDots) ? $0 : "_" })
    return clean.first?.isNumber == true ? "_\(clean)" : clean
  }

  private func precedes(_ left: [String], _ right: [String]) -> Bool {
    if style.rules > .v25, left.count != right.count { return left.count < right.count }
    return left.lexicographicallyPrecedes(right) { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }

  /// The declarations of each module, the innermost modules first, so that it is known which of the others are folders.
  private func groups(of sorted: [GeneratedModel]) throws(DatamodelRefusal) -> [DatamodelCircles.Group] {
    var byPath: [[String]: [GeneratedModel]] = [:]
    for model in sorted {
      if style.splitsModules {
        model.ownModule = Self.path(of: model, style) + [GeneratedNames.snakeCase(model.reference.shortName)]
      }
      byPath[Self.path(of: model, style), default: []].append(model)
    }
    var groups: [DatamodelCircles.Group] = []
    for path in byPath.keys.sorted(by: { precedes($1, $0) }) {
      var finisher = DatamodelFinisher(byPath[path] ?? [], style: style, registry: registry)
      finisher.name()
      groups.append((path, finisher.models))
    }
    return try DatamodelSharing(style).apply(to: groups)
  }

  private func write(_ sorted: [GeneratedModel]) throws(DatamodelRefusal) -> [Module] {
    let groups = try groups(of: sorted)
    let circles = style.rules == .v72 ? DatamodelCircles(groups, style: style) : nil
    let all = circles?.groups ?? groups
    let everything = all.flatMap(\.models)

    var packages: Set<[String]> = []
    var drafts: [(path: [String], file: [String], isInit: Bool, finisher: DatamodelFinisher)] = []
    var base: (file: [String], index: Int)?
    for (path, models) in all {
      var file = ["__init__.py"]
      var isInit = path.isEmpty
      if let last = path.last {
        for count in path.indices { packages.insert(Array(path[..<count])) }
        isInit = packages.contains(path)
        file = isInit ? path + ["__init__.py"] : path.dropLast() + ["\(last).py"]
      }
      var finisher = DatamodelFinisher(models, style: style, registry: registry)
      finisher.others = everything
      finisher.imports = DatamodelImports(style, isPackage: isInit && !path.isEmpty, made: Set(circles?.made ?? []))
      // The base class of all records stands in the first module with a record that extends no other.
      finisher.hasBaseElsewhere =
        base != nil || !models.contains { $0.kind == .record && !$0.bases.contains { $0.source?.kind == .record } }
      try finisher.refuseCircularRoots()
      finisher.finish()
      if base == nil, finisher.models.contains(where: \.isGenericBase) { base = (file, drafts.count) }
      drafts.append((path, file, isInit, finisher))
    }
    var unused = drafts.flatMap(\.finisher.unused)
    // What was moved to another module is not looked for there.
    if let circles, !circles.made.isEmpty { unused = [] }
    if style.sharesModels { unused.removeAll { $0.file == "\(style.sharedModule).py" } }

    var modules: [Module] = []
    for index in drafts.indices {
      drafts[index].finisher.drop(unused)
      let (path, file, isInit, finisher) = drafts[index]
      var imported = finisher.imports?.needed(by: finisher.models) ?? [:]
      imported.merge(DatamodelPythonImports.stated(by: finisher.models)) { first, _ in first }
      if let forwarder = circles?.forwarders[path] {
        let here = isInit ? path + ["__init__"] : path
        let common = zip(here, forwarder.module).prefix { $0 == $1 }.count
        let from = String(repeating: ".", count: max(1, here.count - common)) + (forwarder.module.last ?? "")
        for (here, there) in forwarder.names { imported[here] = "\(from).\(there)" }
      }
      imported.merge(finisher.validatorImports) { own, _ in own }
      if let base, base.index != index, finisher.models.contains(where: { $0.kind == .record && $0.bases.isEmpty }) {
        imported["BaseModel"] = importOfBase(from: base.file, in: file)
      }
      modules.append(Module(file: try self.file(file, finisher.models), contract: finisher.written, imports: imported))
    }
    return modules
  }

  /// Where `__apply_generic_base_class` takes the base class of all records from.
  private func importOfBase(from base: [String], in file: [String]) -> String {
    let folders = [file, base].map { $0.dropLast().joined(separator: ".") }
    let way = DatamodelImports.relative(folders[0], folders[1]).from
    let module = String((base.last ?? "").replacing(".py", with: ""))
    return (way.hasSuffix(".") ? way : way + ".") + module + ".BaseModel"
  }

  /// The file as it is called in the end; see `_normalize_result_module_path` and `__postprocess_result_modules`.
  private func file(_ parts: [String], _ models: [GeneratedModel]) throws(DatamodelRefusal) -> [String] {
    let parts = parts.map { $0.replacing("-", with: "_") }
    guard style.dotsAreModules == true else { return parts.map(Self.fileName) }
    if let model = models.first, parts.last == "__init__.py" {
      throw DatamodelRefusal(
        message: "what datamodel-code-generator writes is not known here: declarations in an '__init__.py' with "
          + "'--treat-dot-as-module', which it copies to the others", location: model.location)
    }
    var words = parts.flatMap { $0.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }
    if let ending = words.popLast(), let name = words.popLast() { words.append("\(name).\(ending)") }
    return words
  }

  private static func fileName(_ part: String) -> String {
    guard let dot = part.lastIndex(of: ".") else { return part }
    return String(part[..<dot]).replacing(".", with: "_") + part[dot...]
  }
}
