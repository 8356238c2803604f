import DriftModel

/// A value of a document that can be changed in place while schemas are put together.
final class BundleNode {
  private enum Content {
    case scalar(DocumentNode)
    case object([(key: String, keyLocation: Location, node: BundleNode)])
    case array([BundleNode])
  }

  let location: Location
  private var content: Content

  init(_ node: DocumentNode) {
    location = node.location
    switch node.content {
    case .scalar: content = .scalar(node)
    case .sequence(let items): content = .array(items.map { BundleNode($0) })
    case .mapping(let members): content = .object(members.map { ($0.key, $0.keyLocation, BundleNode($0.value)) })
    }
  }

  private init(_ content: Content, at location: Location) {
    self.content = content
    self.location = location
  }

  /// The text of `$ref`, if this is a reference that is followed: a pointer or another document, not an anchor.
  var reference: String? {
    get {
      guard case .scalar(let node)? = child("$ref")?.content, case .scalar(let text, .quoted) = node.content,
        !text.isEmpty, !text.hasPrefix("#") || text == "#" || text.hasPrefix("#/")
      else { return nil }
      return text
    }
    set {
      guard let newValue else { return }
      let node = BundleNode(DocumentNode(.scalar(newValue, style: .quoted), at: location))
      if child("$ref") != nil {
        replace("$ref", with: node)
      } else if case .object(let members) = content {
        content = .object(members + [("$ref", location, node)])
      }
    }
  }

  /// Whether other keywords stand beside `$ref`.
  var isExtended: Bool {
    guard case .object(let members) = content else { return false }
    return members.count > 1 && members.contains { $0.key == "$ref" }
  }

  /// The keys in the order in which references are looked for: definitions first, then the shorter ones.
  var sortedKeys: [String] {
    switch content {
    case .scalar: return []
    case .array(let items):
      return items.indices.map { "\($0)" }
    case .object(let members):
      func rank(_ key: String) -> Int { key == "definitions" || key == "$defs" ? -1 : key.utf16.count }
      return members.enumerated().sorted { (rank($0.element.key), $0.offset) < (rank($1.element.key), $1.offset) }
        .map(\.element.key)
    }
  }

  func child(_ key: String) -> BundleNode? {
    switch content {
    case .scalar: return nil
    case .array(let items):
      guard let index = Int(key), items.indices.contains(index) else { return nil }
      return items[index]
    case .object(let members): return members.first { $0.key == key }?.node
    }
  }

  func replace(_ key: String, with node: BundleNode) {
    switch content {
    case .scalar: return
    case .array(var items):
      if let index = Int(key), items.indices.contains(index) { items[index] = node }
      content = .array(items)
    case .object(var members):
      if let index = members.firstIndex(where: { $0.key == key }) { members[index].node = node }
      content = .object(members)
    }
  }

  /// The keywords beside `$ref`, and those of `other` that they do not give.
  func extending(_ other: BundleNode) -> BundleNode {
    guard case .object(let own) = content, case .object(let others) = other.content else { return other }
    let kept = own.filter { $0.key != "$ref" }
    return BundleNode(.object(kept + others.filter { member in !kept.contains { $0.key == member.key } }), at: location)
  }

  /// The value as a document that cannot be changed.
  func document(depth: Int) throws(SchemaBundleProblem) -> DocumentNode {
    guard depth < 400 else {
      throw SchemaBundleProblem(
        message: "the schemas are nested too deeply once they are put together", location: location)
    }
    switch content {
    case .scalar(let node): return node
    case .array(let items):
      var nodes: [DocumentNode] = []
      for item in items { nodes.append(try item.document(depth: depth + 1)) }
      return DocumentNode(.sequence(nodes), at: location)
    case .object(let members):
      var nodes: [DocumentNode.Member] = []
      for member in members {
        nodes.append(
          .init(key: member.key, keyLocation: member.keyLocation, value: try member.node.document(depth: depth + 1)))
      }
      return DocumentNode(.mapping(nodes), at: location)
    }
  }
}
