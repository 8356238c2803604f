import DriftModel

/// A document as a program writes it that knows only one kind of number: `1.0` becomes `1`.
enum SchemaNumbers {
  static func rewritten(_ node: DocumentNode) -> DocumentNode {
    holds(node, where: { shortened($0) != nil }) ? written(node) : node
  }

  private static func written(_ node: DocumentNode) -> DocumentNode {
    switch node.content {
    case .mapping(let members):
      return DocumentNode(
        .mapping(members.map { .init(key: $0.key, keyLocation: $0.keyLocation, value: written($0.value)) }),
        at: node.location)
    case .sequence(let items): return DocumentNode(.sequence(items.map { written($0) }), at: node.location)
    case .scalar(let text, .plain):
      return shortened(text).map { DocumentNode(.scalar($0, style: .plain), at: node.location) } ?? node
    case .scalar: return node
    }
  }

  /// A number as such a program writes it; nil for what stays as it is.
  private static func shortened(_ text: String) -> String? {
    // A whole number without a point or an exponent is written as it is, and a word is none.
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }),
      case .number(let number)? = Value(number: text), abs(number) < 1e15, let whole = Int(exactly: number)
    else { return nil }
    return "\(whole)"
  }

  /// Whether a plain scalar anywhere in a document is meant.
  private static func holds(_ node: DocumentNode, where isMeant: (String) -> Bool) -> Bool {
    switch node.content {
    case .mapping(let members): members.contains { holds($0.value, where: isMeant) }
    case .sequence(let items): items.contains { holds($0, where: isMeant) }
    case .scalar(let text, .plain): isMeant(text)
    case .scalar: false
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
    holds(node) { exponent(in: $0) != nil }
  }

  /// Where the exponent of a number begins; nil for what is no number or has none.
  private static func exponent(in text: String) -> String.Index? {
    guard let mark = text.utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), Value(number: text) != nil else {
      return nil
    }
    return mark
  }
}
