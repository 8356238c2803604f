import DriftModel

/// References to other documents.
extension DatamodelParser {
  /// The path of the table that a reference to another document leads to.
  func external(_ reference: String, _ object: SchemaObject) throws(DatamodelRefusal) -> String {
    let (place, pointer) = Self.split(reference)
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

  private static func split(_ reference: String) -> (place: String, pointer: String) {
    guard let mark = reference.firstIndex(of: "#") else { return (reference, "") }
    return (String(reference[..<mark]), String(reference[reference.index(after: mark)...]))
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
    (root, rootName) = (document, place)
    try parseFile(reference.name, pointer: pointer.isEmpty ? nil : pointer)
    reference.isLoaded = true
  }
}
