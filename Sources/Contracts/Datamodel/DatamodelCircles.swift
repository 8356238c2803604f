import DriftModel

/// Modules that need each other: newer versions of the generator put their declarations into one module that is called
/// `_internal`, and leave modules that only pass them on.
struct DatamodelCircles {
  typealias Path = [String]
  typealias Group = (path: Path, models: [GeneratedModel])

  /// Where what stood in a module went, and what it is called there.
  struct Forwarder {
    let module: Path
    /// The name in the module that passes it on, and the name in the other.
    let names: [(here: String, there: String)]
  }

  /// All modules, those that were made first.
  private(set) var groups: [Group]
  /// The modules that were made.
  private(set) var made: [Path] = []
  /// The modules that only pass on.
  private(set) var forwarders: [Path: Forwarder] = [:]

  init(_ groups: [Group], style: DatamodelStyle) {
    self.groups = groups
    let order = { (left: Path, right: Path) in
      left.lexicographicallyPrecedes(right) { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }
    let circles = Self.circles(in: groups)
    guard !circles.isEmpty else { return }
    var models = Dictionary(groups.map { ($0.path, $0.models) }, uniquingKeysWith: { first, _ in first })
    var existing = Set(models.keys)
    for circle in circles.map({ $0.sorted(by: order) }).sorted(by: { order($0[0], $1[0]) }) {
      let module = Self.module(for: circle, existing)
      existing.insert(module)
      made.append(module)
      var all: [GeneratedModel] = []
      var counts: [String: Int] = [:]
      for path in circle { for model in models[path] ?? [] { counts[model.reference.shortName, default: 0] += 1 } }
      var seen: [String: Int] = [:]
      for path in circle {
        var names: [(here: String, there: String)] = []
        for model in models[path] ?? [] {
          let here = model.reference.shortName
          let count = seen[here, default: 0]
          seen[here] = count + 1
          let there = counts[here, default: 0] > 1 && count > 0 ? "\(here)_\(count)" : here
          model.reference.name = there
          model.file = module.joined(separator: "/")
          model.ownModule = nil
          names.append((here, there))
          all.append(model)
        }
        models[path] = []
        forwarders[path] = Forwarder(module: module, names: names)
      }
      models[module] = Self.sorted(all, style)
    }
    made.sort(by: order)
    self.groups = made.map { ($0, models[$0] ?? []) } + groups.map { ($0.path, models[$0.path] ?? []) }
  }

  /// The sets of modules that need each other.
  private static func circles(in groups: [Group]) -> [[Path]] {
    var home: [ObjectIdentifier: Path] = [:]
    for (path, models) in groups { for model in models { home[ObjectIdentifier(model)] = path } }
    var needs: [Path: Set<Path>] = [:]
    for (path, models) in groups {
      needs[path] = []
      for model in models {
        let types = model.fields.flatMap(\.type.all).compactMap(\.reference)
        for reference in model.bases + types {
          if let source = reference.source, let other = home[ObjectIdentifier(source)], other != path {
            needs[path]?.insert(other)
          }
        }
      }
    }
    var reachable: [Path: Set<Path>] = [:]
    for path in needs.keys {
      var seen: Set<Path> = []
      var pending = Array(needs[path] ?? [])
      while let next = pending.popLast() {
        if seen.insert(next).inserted { pending += needs[next] ?? [] }
      }
      reachable[path] = seen
    }
    var done: Set<Path> = []
    var circles: [[Path]] = []
    for path in needs.keys where !done.contains(path) && reachable[path]?.contains(path) == true {
      let circle = (reachable[path] ?? []).filter { reachable[$0]?.contains(path) == true }
      done.formUnion(circle)
      circles.append(Array(circle))
    }
    return circles
  }

  private static func module(for circle: [Path], _ existing: Set<Path>) -> Path {
    // A module at the top counts as a folder of its own name.
    let folders = circle.map { $0.count > 1 ? Array($0.dropLast()) : $0 }
    var prefix = folders[0]
    for folder in folders { prefix = Array(zip(prefix, folder).prefix { $0 == $1 }.map(\.0)) }
    var name = "_internal"
    var count = 1
    while existing.contains(prefix + [name]) {
      name = "_internal_\(count)"
      count += 1
    }
    return prefix + [name]
  }

  /// What others extend comes first, and so does what root models name; circles stay as they are.
  private static func sorted(_ models: [GeneratedModel], _ style: DatamodelStyle) -> [GeneratedModel] {
    var waiting = models
    var sorted: [GeneratedModel] = []
    func needs(_ model: GeneratedModel, _ other: GeneratedModel) -> Bool {
      if model === other { return false }
      if model.bases.contains(where: { $0 === other.reference }) { return true }
      guard model.kind == .root, style.model == .pydantic2 else { return false }
      return model.fields.contains { $0.type.includes { $0.reference === other.reference } }
    }
    while let index = waiting.firstIndex(where: { model in !waiting.contains { needs(model, $0) } }) {
      sorted.append(waiting.remove(at: index))
    }
    return sorted + waiting
  }
}
