import Documents
public import DriftModel

/// What a schema's file says by itself, whatever other files there are.
public struct SchemaReading: Sendable {
  /// The document; nil if it cannot be read.
  let node: DocumentNode?
  /// Why it cannot be read, or is no JSON Schema.
  let problem: Unverified?
  /// The file as a reader of YAML takes it, if it is no JSON.
  let yaml: DocumentNode?
  /// What the document's bytes rule out.
  let bytes: SchemaBytes
  /// Whether it holds a number with an exponent.
  let hasExponents: Bool
  /// Absolute and written forms of `$id`, and of `$id#anchor`, in the order in which they are claimed.
  private(set) var identifiers: [(name: String, schema: Schema)] = []
  /// `#anchor` within the document.
  private(set) var anchors: [String: Schema] = [:]

  /// Reads a file.
  public init(_ bytes: [UInt8], at path: RepositoryPath) {
    let format = DocumentFormat(endingOf: path)
    do throws(DocumentProblem) {
      let node = try Documents.read(bytes, as: format ?? .json, file: .repository(path))
      let isNamed = node.string("$id") != nil || node.string("id") != nil
      self.init(
        node, at: path, format == .yaml ? .unknown : SchemaBytes(bytes, ownIdentifiers: isNamed ? 1 : 0))
    } catch {
      self.init(
        unreadable: Unverified(error.message, at: error.location),
        yaml: format == .json ? SchemaReading.yaml(bytes, at: path) : nil)
    }
  }

  /// What a document says that was read already.
  init(_ node: DocumentNode, at path: RepositoryPath, _ bytes: SchemaBytes) {
    self.node = node
    yaml = nil
    self.bytes = bytes
    hasExponents = bytes.mayHaveExponents && SchemaNumbers.hasExponent(node)
    problem = SchemaValidation.refusal(of: node)
    if problem == nil { index(Schema(node, path: path, pointer: []), isDeep: bytes.mayNameParts) }
  }

  private init(unreadable problem: Unverified, yaml: DocumentNode?) {
    node = nil
    self.problem = problem
    self.yaml = yaml
    bytes = .unknown
    hasExponents = false
  }

  /// A file that is no JSON, as a reader of YAML takes it; nil where readers of YAML might not agree.
  private static func yaml(_ bytes: [UInt8], at path: RepositoryPath) -> DocumentNode? {
    // Some refuse tabs wherever a token may begin.
    guard !bytes.contains(UInt8(ascii: "\t")) else { return nil }
    let node: DocumentNode
    do throws(DocumentProblem) {
      node = try Documents.read(bytes, as: .yaml, file: .repository(path))
    } catch {
      return nil
    }
    var pending = [node]
    while let node = pending.popLast() {
      switch node.content {
      case .mapping(let members): pending += members.map(\.value)
      case .sequence(let items): pending += items
      case .scalar(let text, .plain):
        // What is written without quotes, and is no value of JSON, is a text for some and a number or a date for others.
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let isOctal = digits.hasPrefix("0") && digits.dropFirst().first?.isNumber == true
        guard ["true", "false", "null"].contains(text) || Value(number: text) != nil && !isOctal else { return nil }
      case .scalar: continue
      }
    }
    return node
  }

  /// Notes the identifiers and anchors of a document.
  ///
  /// - Parameter isDeep: whether its parts may have any.
  private mutating func index(_ root: Schema, isDeep: Bool) {
    var pointer: [String] = []
    index(root.node, of: root, &pointer, base: nil, isDeep: isDeep)
  }

  /// Of equal anchors the first counts: the last parts are noted first.
  private mutating func index(
    _ node: DocumentNode, of root: Schema, _ pointer: inout [String], base: String?, isDeep: Bool
  ) {
    guard case .mapping(let members) = node.content else { return }
    var base = base
    if let id = node.string("$id") ?? (node.has("$schema") || pointer.isEmpty ? node.string("id") : nil) {
      let schema = Schema(node, path: root.path, pointer: pointer)
      if id.hasPrefix("#") {
        anchors[String(id.dropFirst())] = schema
      } else {
        let absolute = SchemaReference.resolve(id, against: base)
        for name in Set([id, absolute]) { identifiers.append((SchemaReference.withoutEmptyFragment(name), schema)) }
        base = absolute
      }
    }
    for keyword in ["$anchor", "$dynamicAnchor"] {
      if let anchor = node.string(keyword) {
        let schema = Schema(node, path: root.path, pointer: pointer)
        anchors[anchor] = schema
        if let base { identifiers.append(("\(SchemaReference.withoutFragment(base))#\(anchor)", schema)) }
      }
    }
    guard isDeep else { return }
    for index in members.indices.reversed() {
      guard let kind = SchemaChildren(members[index].key) else { continue }
      pointer.append(members[index].key)
      let value = members[index].value
      switch (kind, value.content) {
      case (.named, .mapping(let named)):
        for inner in named.reversed() {
          pointer.append(inner.key)
          self.index(inner.value, of: root, &pointer, base: base, isDeep: true)
          pointer.removeLast()
        }
      case (.listed, .sequence(let items)), (.items, .sequence(let items)):
        for (place, item) in items.enumerated().reversed() {
          pointer.append("\(place)")
          self.index(item, of: root, &pointer, base: base, isDeep: true)
          pointer.removeLast()
        }
      case (.single, .mapping), (.items, .mapping):
        self.index(value, of: root, &pointer, base: base, isDeep: true)
      default: break
      }
      pointer.removeLast()
    }
  }
}
