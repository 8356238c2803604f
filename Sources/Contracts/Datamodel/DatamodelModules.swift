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

  /// The modules of what a parser read; nil if the generator itself would fail.
  static func all(of parser: DatamodelParser) -> [Module]? {
    guard let sorted = DatamodelOrder.sorted(parser.models, style: parser.style) else { return nil }
    return DatamodelModules(parser.style, parser.registry).write(sorted)
  }

  /// The path of a declaration's module; empty for the package's `__init__.py`.
  static func path(of model: GeneratedModel, _ style: DatamodelStyle) -> [String] {
    let names = model.reference.name.split(separator: ".", omittingEmptySubsequences: false).dropLast().map(String.init)
    guard let file = model.file else { return names }
    var folders = file.split(separator: "/").map(String.init)
    return folders.popLast().map { folders + [stem($0, style)] + names } ?? names
  }

  /// A file's name as a module's.
  static func stem(_ file: String, _ style: DatamodelStyle) -> String {
    var stem = file
    if let dot = file.lastIndex(of: "."), dot != file.startIndex { stem = String(file[..<dot]) }
    guard style.rules > .v25 else { return stem }
    let clean = String(
      stem.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    return clean.first?.isNumber == true ? "_\(clean)" : clean
  }

  private func precedes(_ left: [String], _ right: [String]) -> Bool {
    if style.rules > .v25, left.count != right.count { return left.count < right.count }
    return left.lexicographicallyPrecedes(right) { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }

  private func write(_ sorted: [GeneratedModel]) -> [Module] {
    var byPath: [[String]: [GeneratedModel]] = [:]
    for model in sorted { byPath[Self.path(of: model, style), default: []].append(model) }
    // The innermost modules come first, so that it is known which of the others are folders.
    var groups: [DatamodelCircles.Group] = []
    for path in byPath.keys.sorted(by: { precedes($1, $0) }) {
      var finisher = DatamodelFinisher(byPath[path] ?? [], style: style, registry: registry)
      finisher.name()
      groups.append((path, finisher.models))
    }
    let circles = style.rules == .v72 ? DatamodelCircles(groups, style: style) : nil

    var packages: Set<[String]> = []
    var modules: [Module] = []
    for (path, models) in circles?.groups ?? groups {
      var file = ["__init__.py"]
      var isInit = path.isEmpty
      if let last = path.last {
        for count in path.indices { packages.insert(Array(path[..<count])) }
        isInit = packages.contains(path)
        file = isInit ? path + ["__init__.py"] : path.dropLast() + ["\(last).py"]
      }
      var imports = DatamodelImports(style, isPackage: isInit && !path.isEmpty, made: Set(circles?.made ?? []))
      var finisher = DatamodelFinisher(models, style: style, registry: registry)
      finisher.finish { imports.name($0) }
      var imported = imports.imports
      if let forwarder = circles?.forwarders[path] {
        let here = isInit ? path + ["__init__"] : path
        let common = zip(here, forwarder.module).prefix { $0 == $1 }.count
        let from = String(repeating: ".", count: max(1, here.count - common)) + (forwarder.module.last ?? "")
        for (here, there) in forwarder.names { imported[here] = "\(from).\(there)" }
      }
      modules.append(Module(file: file.map(Self.fileName), contract: finisher.written, imports: imported))
    }
    return modules
  }

  private static func fileName(_ part: String) -> String {
    let part = part.replacing("-", with: "_")
    guard let dot = part.lastIndex(of: ".") else { return part }
    return String(part[..<dot]).replacing(".", with: "_") + part[dot...]
  }
}
