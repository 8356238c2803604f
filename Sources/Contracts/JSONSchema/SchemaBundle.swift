import DriftModel

/// Why a schema and those that it refers to do not make one document.
struct SchemaBundleProblem: Error {
  let message: String
  let location: Location
}

/// A schema with those that it refers to in other documents put into it, as `json-schema-ref-parser` bundles them: the
/// whole of each at the place of the best reference to it, where all other references then point.
struct SchemaBundle {
  /// Whether a schema refers to any other document.
  static func refersElsewhere(_ root: Schema) -> Bool {
    root.node.forEachReference { text, node in
      if case .scalar(_, .quoted) = node.content { text.utf8.first != UInt8(ascii: "#") } else { false }
    }
  }

  /// The bundled schema; places in it are those of the documents that its parts come from.
  static func bundle(_ root: Schema, in library: SchemaLibrary) throws(SchemaBundleProblem) -> Schema {
    var bundle = SchemaBundle(root, library)
    try bundle.crawl(.root, file: bundle.rootFile, at: [], from: [], indirections: 0, depth: 0)
    try bundle.remap()
    return Schema(try bundle.tree.document(depth: 0), path: root.path, pointer: [])
  }

  /// A place in the tree that may hold a reference.
  private enum Spot {
    case root
    case member(BundleNode, String)
    case alone(BundleNode)
  }

  private struct Entry {
    var node: BundleNode
    let parent: BundleNode?
    let key: String
    let pathFromRoot: [String]
    let file: String
    let hash: [String]
    let value: BundleNode
    let isCircular: Bool
    let isExternal: Bool
    let indirections: Int
    let order: Int
  }

  private struct Key: Hashable {
    let parent: ObjectIdentifier
    let key: String
  }

  /// What a reference leads to.
  private struct Target {
    var file: String
    var path: [String]
    var value: BundleNode
    var indirections = 0
    var isCircular = false
  }

  private let library: SchemaLibrary
  private let root: Schema
  private let rootFile: String
  private var tree: BundleNode
  private var files: [String: (node: BundleNode, schema: Schema)] = [:]
  private var inventory: [Key: Entry] = [:]
  private var count = 0

  private init(_ root: Schema, _ library: SchemaLibrary) {
    self.root = root
    self.library = library
    self.rootFile = "/\(root.path)"
    self.tree = BundleNode(root.node)
    files[rootFile] = (tree, root)
  }

  private mutating func load(_ file: String, at location: Location) throws(SchemaBundleProblem) -> BundleNode {
    if let known = files[file] { return known.node }
    let found =
      SchemaReference.isAbsolute(file)
      ? library.resolve(file, from: root) : RepositoryPath(String(file.dropFirst())).flatMap { library.document($0) }
    guard let found else {
      throw SchemaBundleProblem(
        message:
          "the schema '\(SchemaReference.isAbsolute(file) ? file : String(file.dropFirst()))', which is referred to here, is not among the schemas of the check",
        location: location)
    }
    let node = BundleNode(found.node)
    files[file] = (node, found)
    return node
  }

  /// The file and pointer of a reference that stands in `file`.
  private func resolve(_ reference: String, in file: String) -> (file: String, path: [String]) {
    let (place, fragment) = SchemaReference.split(reference)
    let path = SchemaReference.tokens(fragment ?? "")
    if place.isEmpty { return (file, path) }
    if SchemaReference.isAbsolute(place) { return (place, path) }
    if SchemaReference.isAbsolute(file) { return (SchemaReference.resolve(place, against: file), path) }
    let folder = RepositoryPath(String(file.dropFirst()))?.parent ?? .root
    let target = folder.resolving(SchemaReference.percentDecoded(place).utf8)
    return (target.map { "/\($0)" } ?? place, path)
  }

  private mutating func follow(
    _ reference: String, in file: String, at location: Location, depth: Int
  ) throws(SchemaBundleProblem) -> Target {
    let (file, path) = resolve(reference, in: file)
    guard depth < 100 else { throw SchemaBundleProblem(message: "references lead in a circle", location: location) }
    var target = Target(file: file, path: [], value: try load(file, at: location))
    for index in 0...path.count {
      if let inner = target.value.reference {
        let next = resolve(inner, in: target.file)
        if next.file == target.file, next.path == target.path {
          target.isCircular = true
        } else {
          let resolved = try follow(inner, in: target.file, at: location, depth: depth + 1)
          target.indirections += resolved.indirections + 1
          if target.value.isExtended {
            target.value = target.value.extending(resolved.value)
          } else {
            target.file = resolved.file
            target.path = resolved.path
            target.value = resolved.value
          }
        }
      }
      guard index < path.count else { break }
      guard let next = target.value.child(path[index]) else {
        throw SchemaBundleProblem(message: "the reference '\(reference)' leads nowhere", location: location)
      }
      target.value = next
      target.path.append(path[index])
    }
    return target
  }

  private mutating func crawl(
    _ spot: Spot, file: String, at path: [String], from pathFromRoot: [String], indirections: Int, depth: Int
  ) throws(SchemaBundleProblem) {
    let node =
      switch spot {
      case .root: tree
      case .member(let parent, let key): parent.child(key) ?? parent
      case .alone(let node): node
      }
    count += 1
    guard count < 200_000, depth < 400 else {
      throw SchemaBundleProblem(
        message: "the schemas refer to each other too often to be put together", location: node.location)
    }
    if node.reference != nil {
      return try record(spot, node, file: file, from: pathFromRoot, indirections: indirections, depth: depth)
    }
    for key in node.sortedKeys {
      try crawl(
        .member(node, key), file: file, at: path + [key], from: pathFromRoot + [key], indirections: indirections,
        depth: depth + 1)
    }
  }

  private mutating func record(
    _ spot: Spot, _ node: BundleNode, file: String, from pathFromRoot: [String], indirections: Int, depth: Int
  ) throws(SchemaBundleProblem) {
    guard let reference = node.reference else { return }
    let target = try follow(reference, in: file, at: node.location, depth: 0)
    let indirections = indirections + target.indirections
    let isExternal = target.file != rootFile
    var parent: BundleNode?
    var name = ""
    if case .member(let holder, let key) = spot {
      parent = holder
      name = key
    }
    let key = Key(parent: ObjectIdentifier(parent ?? node), key: parent == nil ? "\u{0}" : name)
    let existing = inventory[key]
    if let existing, pathFromRoot.count >= existing.pathFromRoot.count, indirections >= existing.indirections { return }
    inventory[key] = Entry(
      node: node, parent: parent, key: name, pathFromRoot: pathFromRoot, file: target.file, hash: target.path,
      value: target.value, isCircular: target.isCircular, isExternal: isExternal, indirections: indirections,
      order: count)
    if existing == nil || isExternal {
      try crawl(
        .alone(target.value), file: target.file, at: target.path, from: pathFromRoot, indirections: indirections + 1,
        depth: depth + 1)
    }
  }

  private static func text(_ path: [String]) -> String {
    "#" + path.map { "/" + encoded($0) }.joined()
  }

  private static func encoded(_ token: String) -> String {
    var result = ""
    for byte in token.utf8 {
      switch byte {
      case UInt8(ascii: "~"): result += "~0"
      // The bundler writes '/' as '~1'; what else it percent-encodes means the same.
      case UInt8(ascii: "/"): result += "~1"
      default: result.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return token.utf8.allSatisfy { $0 < 0x80 } ? result : token
  }

  private static func definitionsIndex(_ path: [String]) -> Int {
    var index = 0
    var found = -1
    for token in path {
      if token.hasPrefix("definitions") || token.hasPrefix("$defs") { found = index }
      index += token.utf16.count + 1
    }
    return found
  }

  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    if left.file != right.file { return left.file.utf8.lexicographicallyPrecedes(right.file.utf8) }
    let (first, second) = (text(left.hash), text(right.hash))
    if first != second { return first.utf8.lexicographicallyPrecedes(second.utf8) }
    if left.isCircular != right.isCircular { return left.isCircular }
    if left.node.isExtended != right.node.isExtended { return right.node.isExtended }
    if left.indirections != right.indirections { return left.indirections < right.indirections }
    if left.pathFromRoot.count != right.pathFromRoot.count { return left.pathFromRoot.count < right.pathFromRoot.count }
    let (near, far) = (definitionsIndex(left.pathFromRoot), definitionsIndex(right.pathFromRoot))
    if near != far { return near > far }
    let (short, long) = (text(left.pathFromRoot).utf16.count, text(right.pathFromRoot).utf16.count)
    return short != long ? short < long : left.order < right.order
  }

  private mutating func remap() throws(SchemaBundleProblem) {
    var file = ""
    var hash: [String] = []
    var place: [String] = []
    var isFirst = true
    for entry in inventory.values.sorted(by: Self.precedes) {
      if !entry.isExternal {
        entry.node.reference = Self.text(entry.hash)
      } else if !isFirst, entry.file == file, entry.hash.starts(with: hash) {
        entry.node.reference = Self.text(place + entry.hash.dropFirst(hash.count))
      } else {
        isFirst = false
        file = entry.file
        hash = entry.hash
        place = entry.pathFromRoot
        let value = entry.node.isExtended ? entry.node.extending(entry.value) : entry.value
        if let parent = entry.parent {
          parent.replace(entry.key, with: value)
        } else if entry.node === tree {
          tree = value
        } else {
          throw SchemaBundleProblem(
            message: "a reference to a reference cannot be put together", location: entry.node.location)
        }
        if entry.isCircular { value.reference = Self.text(entry.pathFromRoot) }
      }
    }
  }
}
