/// The generator's table of reserved names, by the place in the schema that each stands for.
final class GeneratedRegistry {
  let names: GeneratedNames
  private(set) var references: [String: GeneratedReference] = [:]
  private var taken: [String: Int] = [:]
  /// The paths in the order in which they were reserved.
  private var order: [String] = []

  init(_ names: GeneratedNames) { self.names = names }

  /// Breaks the cycles between references and declarations, so that all of it can be freed.
  func dismantle() {
    for reference in references.values {
      reference.source = nil
      reference.children = []
      reference.modelChildren = []
    }
    references = [:]
    order = []
  }

  static func join(_ path: [String]) -> String {
    var joined = ""
    for part in path where !part.isEmpty {
      if !joined.isEmpty, !part.hasPrefix("#") { joined += "/" }
      joined += part
    }
    return joined.utf8.contains(UInt8(ascii: "#")) ? joined : joined + "#"
  }

  func rename(_ reference: GeneratedReference, to name: String) {
    release(reference.name, for: name)
    reference.name = name
    taken[name, default: 0] += 1
  }

  /// Renames what stands behind the modules of a name.
  func rename(_ reference: GeneratedReference, toShort name: String) {
    release(reference.name)
    reference.shortName = name
    taken[reference.name, default: 0] += 1
  }

  /// Frees a name. Newer versions forget it even where something else has it too; see `_update_reference_name`.
  private func release(_ name: String, for new: String? = nil) {
    if names.style.rules == .v72 {
      if name != new { taken[name] = nil }
    } else if let count = taken[name] {
      taken[name] = count > 1 ? count - 1 : nil
    }
  }

  subscript(path: String) -> GeneratedReference? { references[path] }

  func delete(_ path: String) {
    if let old = references.removeValue(forKey: path) { release(old.name) }
  }

  private func insert(_ reference: GeneratedReference) {
    if references.updateValue(reference, forKey: reference.path) == nil { order.append(reference.path) }
    taken[reference.name, default: 0] += 1
  }

  /// The reference for a `$ref` that was resolved to a path of this table.
  ///
  /// - Parameter document: the name of the document that it stands in.
  func refer(to path: String, written: String, from document: String) -> GeneratedReference {
    if let known = references[path] { return known }
    let slash = written.utf8.lastIndex(of: UInt8(ascii: "/"))
    let last = slash.map { String(written[written.utf8.index(after: $0)...]) } ?? written
    var name = last
    if path.hasSuffix("#") {
      name = last.hasSuffix("#") ? String(last.dropLast()) : last
      if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = String(name[..<dot]) }
    }
    // Names are free for the definitions of the document itself.
    let isForeign = names.style.namingStrategy == "primary-first" && Self.document(of: path) != document
    var own = className(name, isUnique: isForeign).name
    if !names.style.modelNames.isEmpty {
      let fragment = path.firstIndex(of: "#").map { String(path[$0...]) } ?? path
      own = [path, fragment, own, name].lazy.compactMap({ self.names.style.modelNames[$0] }).first ?? own
    }
    let reference = GeneratedReference(path: path, originalName: name, name: own, isLoaded: false)
    insert(reference)
    return reference
  }

  /// Reserves a name for a place, or returns what is reserved for it.
  func add(
    _ path: [String], _ originalName: String, isSingular: Bool = false, isUnique: Bool = true, suffix: String = "Item",
    isLoaded: Bool = false, isEnumeration: Bool = false
  ) -> GeneratedReference {
    let joined = Self.join(path)
    let known = references[joined]
    if let known {
      let wasLoaded = known.isLoaded
      if isLoaded, !known.isLoaded { known.isLoaded = true }
      let isNamedAnew = names.style.affixScope != "all" && names.hasAffix && !wasLoaded
      if !isNamedAnew, originalName.isEmpty || originalName == known.originalName || originalName == known.name {
        return known
      }
    }
    if names.style.namingStrategy == "primary-first", Self.isPrimary(path) { giveWay(to: originalName, at: joined) }
    var (name, duplicate) = className(
      scoped(originalName, path), isUnique: isUnique, reserved: known?.name, isSingular: isSingular, suffix: suffix,
      isEnumeration: isEnumeration, isRoot: joined.hasSuffix("#"))
    if !names.style.modelNames.isEmpty {
      let fragment = joined.firstIndex(of: "#").map { String(joined[$0...]) } ?? joined
      if let mapped = [joined, fragment, name, originalName].lazy.compactMap({ self.names.style.modelNames[$0] }).first
      {
        (name, duplicate) = (mapped, nil)
      }
    }
    if let known {
      known.originalName = originalName
      rename(known, to: name)
      known.isLoaded = isLoaded
      known.duplicateName = duplicate
      return known
    }
    let reference = GeneratedReference(
      path: joined, originalName: originalName, name: name, duplicateName: duplicate, isLoaded: isLoaded)
    insert(reference)
    return reference
  }

  /// The name with that of what it stands in, where a strategy asks for it.
  private func scoped(_ name: String, _ path: [String]) -> String {
    guard ["parent-prefixed", "full-path"].contains(names.style.namingStrategy), let parent = parent(of: path) else {
      return name
    }
    if names.style.namingStrategy == "parent-prefixed" { return "\(parent.name)_\(name)" }
    return parent.name + GeneratedNames.upperCamel(name)
  }

  private static func document(of path: String) -> String { SchemaReference.withoutFragment(path) }

  /// Whether a place is a definition of its document, rather than something within one.
  private static func isPrimary(_ path: [String]) -> Bool {
    let joined = path.joined(separator: "/")
    return ["#/definitions/", "#/components/schemas/", "#/$defs/"].contains { keyword in
      guard let range = joined.range(of: keyword) else { return false }
      return !joined[range.upperBound...].utf8.contains(UInt8(ascii: "/"))
    }
  }

  /// `--naming-strategy primary-first`: what another document refers to, or declares, leaves its name to a definition.
  private func giveWay(to name: String, at path: String) {
    let document = Self.document(of: path)
    for other in order where other != path && Self.document(of: other) != document {
      guard let reference = references[other], reference.name == name else { continue }
      reference.duplicateName = name
      return rename(reference, to: unique(name, marker: names.style.duplicateSuffix))
    }
  }

  private func parent(of path: [String]) -> GeneratedReference? {
    var path = path
    while path.count > 1 {
      path.removeLast()
      if let reference = references[Self.join(path)] { return reference }
    }
    return nil
  }

  /// A class name, and the one that it would be if nothing else had it.
  func className(
    _ text: String, isUnique: Bool, reserved: String? = nil, isSingular: Bool = false, suffix: String = "Item",
    isEnumeration: Bool = false, isRoot: Bool = false
  ) -> (name: String, duplicate: String?) {
    // What stands before a dot names modules.
    let parts = names.modules(in: text)
    let prefix = parts.dropLast().map { names.valid($0, for: .module) + "." }.joined()
    let last = parts.last ?? ""
    var name = names.keeps(last) ? last : names.valid(last, for: .type)
    if isSingular { name = names.singular(name, suffix: suffix) }
    name = names.affixed(name, isEnumeration: isEnumeration, isRoot: isRoot)
    guard isUnique, reserved != name else { return (isUnique ? name : prefix + name, nil) }
    let style = names.style
    let marker = isEnumeration && !style.duplicateEnumSuffix.isEmpty ? style.duplicateEnumSuffix : style.duplicateSuffix
    let unique = unique(name, marker: marker)
    return (prefix + unique, unique == name ? nil : name)
  }

  /// A name like this one that nothing else has.
  private func unique(_ name: String, marker: String) -> String {
    var unique = name
    var count = 1
    while taken[unique] != nil {
      unique = marker.isEmpty ? "\(name)\(count)" : count == 1 ? name + marker : "\(name)\(marker)\(count - 1)"
      count += 1
    }
    return unique
  }
}
