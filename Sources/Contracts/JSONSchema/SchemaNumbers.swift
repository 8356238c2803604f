import DriftModel

/// A document as a program writes it that knows only one kind of number: `1.0` becomes `1`.
enum SchemaNumbers {
  static func rewritten(_ node: DocumentNode) -> DocumentNode {
    switch node.content {
    case .mapping(let members):
      return DocumentNode(
        .mapping(members.map { .init(key: $0.key, keyLocation: $0.keyLocation, value: rewritten($0.value)) }),
        at: node.location)
    case .sequence(let items): return DocumentNode(.sequence(items.map { rewritten($0) }), at: node.location)
    case .scalar(let text, .plain):
      guard case .number(let number)? = Value(number: text), abs(number) < 1e15, let whole = Int(exactly: number) else {
        return node
      }
      return DocumentNode(.scalar("\(whole)", style: .plain), at: node.location)
    case .scalar: return node
    }
  }
}
