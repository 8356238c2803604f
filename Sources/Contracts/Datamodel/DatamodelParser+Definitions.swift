import DriftModel

/// The definitions that newer versions of the generator read, whether or not anything refers to them.
extension DatamodelParser {
  mutating func parseDefinitions(_ keyword: String) throws(DatamodelRefusal) {
    for (name, schema, path) in definitions(root.named(keyword), [keyword]) {
      let path = [rootName, "#/\(path[0])"] + path.dropFirst()
      guard registry[GeneratedRegistry.join(path)]?.isLoaded != true else { continue }
      if case .mapping = schema.node.content {
        try parseObject(name, SchemaObject(schema.node), path)
      } else {
        _ = try currentRoot(name, SchemaObject(Self.node([:], schema.location)), path)
      }
    }
    try parseReserved()
  }

  /// Definitions, and those within definitions that only hold others.
  private func definitions(
    _ named: [(name: String, nameLocation: Location, schema: Schema)], _ path: [String]
  ) -> [(name: String, schema: Schema, path: [String])] {
    var all: [(name: String, schema: Schema, path: [String])] = []
    for (name, _, schema) in named {
      let path = path + [name]
      let object = SchemaObject(schema.node)
      var inner: [(name: String, schema: Schema, path: [String])] = []
      if case .mapping = schema.node.content, !object.saysAnything, path.count < 20 {
        for keyword in ["definitions", "$defs"] { inner += definitions(schema.named(keyword), path + [keyword]) }
        if Self.isVersion(name) {
          for member in schema.keywords where !object.isKeyword(member.key) && !member.key.hasPrefix("x-") {
            let child = Schema(member.value, path: schema.path, pointer: schema.pointer + [member.key])
            if case .sequence = member.value.content { continue }
            if case .scalar = member.value.content, child.boolean == nil { continue }
            inner += definitions([(member.key, member.keyLocation, child)], path)
          }
        }
      }
      all += inner.isEmpty ? [(name, schema, path)] : inner
    }
    return all
  }

  /// `v2`, `V1.1`.
  private static func isVersion(_ name: String) -> Bool {
    guard let first = name.utf8.first, first | 0x20 == UInt8(ascii: "v") else { return false }
    let parts = name.utf8.dropFirst().split(omittingEmptySubsequences: false) { [0x2E, 0x5F, 0x2D].contains($0) }
    return !parts.isEmpty && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
