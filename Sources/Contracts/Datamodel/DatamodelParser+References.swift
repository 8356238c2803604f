import DriftModel

/// What references lead to, in this document and in others.
extension DatamodelParser {
  /// The path of the table that a reference to another document leads to.
  func external(_ reference: String, _ object: SchemaObject) throws(DatamodelRefusal) -> String {
    let (place, pointer) = Self.split(reference)
    if let path = absolute(place) { return "\(sources.name(of: path))#\(pointer)" }
    let folder = sources.path(rootName, in: sources.base)?.parent ?? sources.base
    if SchemaReference.address(place) == nil {
      guard !SchemaReference.isAbsolute(place), let path = sources.path(place, in: folder) else {
        throw refusal("the reference '\(reference)'", object)
      }
      return "\(sources.name(of: path))#\(pointer)"
    }
    // An address is sought beside this document, as far away as it is from this document's own address.
    guard let own = root.string("$id").flatMap(SchemaReference.address), let other = SchemaReference.address(place),
      own.host == other.host
    else { throw refusal("the reference '\(reference)', which is fetched from elsewhere", object) }
    let (from, to) = (own.path.dropLast(), other.path.dropLast())
    let common = zip(from, to).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: from.count - common) + to.dropFirst(common) + other.path.suffix(1)
    guard let path = sources.path(steps.joined(separator: "/"), in: folder),
      sources.document(sources.name(of: path)) != nil
    else { throw refusal("the reference '\(reference)', which is fetched from elsewhere", object) }
    return "\(sources.name(of: path))#\(pointer)"
  }

  /// The file that `/schemas/pet.json` leads to, where the document's own identifier says what stands for the folder of
  /// the schemas; models `_get_path_absolute_local_file`.
  private func absolute(_ place: String) -> RepositoryPath? {
    guard isNew, place.hasPrefix("/"), let id = root.string("$id") ?? root.string("id") else { return nil }
    var own = SchemaReference.withoutFragment(id)
    if let address = SchemaReference.address(own) { own = "/" + address.path.joined(separator: "/") }
    guard own.hasSuffix("/\(rootName)") else { return nil }
    let prefix = own.dropLast(rootName.count)
    guard place.hasPrefix(prefix) else { return nil }
    let rest = place.dropFirst(prefix.count).drop { $0 == "/" }
    guard !rest.isEmpty, let path = sources.path(String(rest), in: sources.base), path.isInside(sources.base),
      sources.document(sources.name(of: path)) != nil
    else { return nil }
    return path
  }

  /// What a `$ref` leads to; nil if it leads nowhere.
  ///
  /// - Parameter object: where it stands, if that is known.
  func target(of ref: String, at object: SchemaObject? = nil) throws(DatamodelRefusal) -> SchemaObject? {
    var local = ref
    if let id = root.string("$id"), local.hasPrefix(id + "#") || local == id {
      local = String(local.dropFirst(id.count))
    }
    if local.isEmpty || local == "#" || local == "#/" { return SchemaObject(root.node) }
    guard local.hasPrefix("#") else { return try foreignTarget(of: local, at: object) }
    if !local.hasPrefix("#/") {
      guard let target = library.resolve(local, from: root), target.path == root.path else { return nil }
      return SchemaObject(target.node)
    }
    return SchemaPointer(String(local.dropFirst()), in: root).target(in: root).map { SchemaObject($0.node) }
  }

  /// The schema with what its `$ref` leads to put into it; the schema itself if that refers to itself.
  func mergedReference(_ object: SchemaObject) throws(DatamodelRefusal) -> SchemaObject {
    guard let ref = object.ref, let target = try target(of: ref, at: object), target.boolean == nil else {
      return object
    }
    if isImported(target) { throw refusal("'x-python-import' beside what is said where it is used", object) }
    if try isCircular(ref) { return object }
    let merged = SchemaObject(SchemaObject.merged(target.dumped(), object.dumped(without: ["$ref"])))
    return merged.setting([("$ref", nil)])
  }

  private func isCircular(_ ref: String) throws(DatamodelRefusal) -> Bool {
    let wanted = try resolve(ref, SchemaObject(root.node)).path
    var seen: Set<String> = [wanted]
    // Each document that is come by has its own way of reading references.
    var readers = [self]
    var pending: [(node: DocumentNode, reader: Int)] = []
    func add(_ ref: String, _ reader: Int, _ path: String) throws(DatamodelRefusal) {
      guard let target = try readers[reader].target(of: ref) else { return }
      let document = SchemaReference.withoutFragment(path)
      var index = reader
      if readers[reader].rootName != document {
        index = readers.firstIndex { $0.rootName == document } ?? readers.count
        if index == readers.count { readers.append(readers[reader].reading(document)) }
      }
      pending.append((target.node, index))
    }
    try add(ref, 0, wanted)
    while let (node, reader) = pending.popLast() {
      switch node.content {
      case .mapping(let members):
        let object = SchemaObject(node)
        if let inner = object.ref {
          let path = try readers[reader].resolve(inner, object).path
          if path == wanted { return true }
          if seen.insert(path).inserted { try add(inner, reader, path) }
        }
        for member in members { pending.append((member.value, reader)) }
      case .sequence(let items): for item in items { pending.append((item, reader)) }
      case .scalar: continue
      }
    }
    return false
  }

  /// What a reference to another document leads to; nil if it leads nowhere.
  private func foreignTarget(
    of reference: String, at object: SchemaObject? = nil
  ) throws(DatamodelRefusal) -> SchemaObject? {
    let (place, pointer) = Self.split(try external(reference, object ?? SchemaObject(root.node)))
    guard let document = sources.document(place).map(asRead) else { return nil }
    if pointer.isEmpty { return SchemaObject(document.node) }
    return SchemaPointer(pointer, in: document).target(in: document).map { SchemaObject($0.node) }
  }

  /// The same parser at another document.
  func reading(_ name: String) -> DatamodelParser {
    guard name != rootName, let document = sources.document(name) else { return self }
    var other = self
    (other.root, other.rootName) = (asRead(document), name)
    return other
  }

  private static func split(_ reference: String) -> (place: String, pointer: String) {
    guard let mark = reference.utf8.firstIndex(of: UInt8(ascii: "#")) else { return (reference, "") }
    return (String(reference[..<mark]), String(reference[reference.utf8.index(after: mark)...]))
  }

  /// Reads what a reference leads to: now, or in its turn if it is in this document or another that was given.
  mutating func follow(
    _ reference: GeneratedReference, isLocal: Bool, _ object: SchemaObject
  ) throws(DatamodelRefusal) {
    let (place, pointer) = Self.split(reference.path)
    guard !isLocal, !sources.readsInTurn(place) else {
      reserved[place, default: []].insert(reference.path)
      return
    }
    guard let document = sources.document(place) else {
      throw refusal("'\(place)', which is not among the schemas of the check", object)
    }
    guard depth < 100 else { throw refusal("documents that refer to each other more than 100 times", object) }
    let (here, hereName) = (root, rootName)
    defer { (root, rootName) = (here, hereName) }
    (root, rootName) = (asRead(document), place)
    try parseFile(reference.name, pointer: pointer.isEmpty ? nil : pointer)
    reference.isLoaded = true
  }
}
