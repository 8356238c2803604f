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

  /// A document as a reader takes it that knows `1e5` for a number, in the form that any other takes for one too:
  /// `1.0e+5`.
  ///
  /// - Parameter isYAML: whether YAML's rules decide, under which `1.5e5` is a text.
  static func floating(_ node: DocumentNode, isYAML: Bool) -> DocumentNode {
    switch node.content {
    case .mapping(let members):
      return DocumentNode(
        .mapping(
          members.map { .init(key: $0.key, keyLocation: $0.keyLocation, value: floating($0.value, isYAML: isYAML)) }),
        at: node.location)
    case .sequence(let items):
      return DocumentNode(.sequence(items.map { floating($0, isYAML: isYAML) }), at: node.location)
    case .scalar(let text, .plain):
      guard let mark = exponent(in: text) else { return node }
      let digits = text[..<mark]
      let power = text[text.index(after: mark)...]
      if isYAML, digits.utf8.contains(UInt8(ascii: ".")) { return node }
      let isSigned = power.hasPrefix("-") || power.hasPrefix("+")
      let full = digits.utf8.contains(UInt8(ascii: ".")) ? String(digits) : "\(digits).0"
      return DocumentNode(.scalar("\(full)e\(isSigned ? "" : "+")\(power)", style: .plain), at: node.location)
    case .scalar: return node
    }
  }

  /// Whether a number with an exponent stands anywhere in a document.
  static func hasExponent(_ node: DocumentNode) -> Bool {
    var pending = [node]
    while let node = pending.popLast() {
      switch node.content {
      case .mapping(let members): pending += members.map(\.value)
      case .sequence(let items): pending += items
      case .scalar(let text, .plain): if exponent(in: text) != nil { return true }
      case .scalar: continue
      }
    }
    return false
  }

  /// Where the exponent of a number begins; nil for what is no number or has none.
  private static func exponent(in text: String) -> String.Index? {
    guard let mark = text.utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), Value(number: text) != nil else {
      return nil
    }
    return mark
  }
}
