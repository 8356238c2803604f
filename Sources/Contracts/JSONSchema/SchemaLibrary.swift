import Documents
public import DriftModel

/// The schemas of a check and those that they refer to, found by path, by `$id` and by anchor. Nothing is fetched.
public struct SchemaLibrary: Sendable {
  private var documents: [RepositoryPath: Schema] = [:]
  /// Documents that could be read, whether or not they are JSON Schemas.
  private var read: [RepositoryPath: Schema] = [:]
  /// Absolute and written forms of `$id`, and of `$id#anchor`.
  private var identified: [String: Schema] = [:]
  /// `#anchor` within a document.
  private var anchors: [RepositoryPath: [String: Schema]] = [:]
  /// Identifiers that two documents claim; they lead nowhere.
  private var ambiguous: Set<String> = []
  /// What could not be read, by path.
  public private(set) var problems: [RepositoryPath: Unverified] = [:]

  /// The documents that the check feeds to the generator, sorted; the others are only referred to, or feed all outputs.
  public var inputs: [RepositoryPath] = []

  /// The files that the generator's options name, by the path that the options write.
  public private(set) var namedFiles: [String: NamedFile] = [:]

  /// Files that are no JSON, as a reader of YAML takes them.
  private var yaml: [RepositoryPath: DocumentNode] = [:]
  /// What the bytes of the documents rule out.
  private var seen: [RepositoryPath: SchemaBytes] = [:]
  /// Whether any document holds a number with an exponent, which readers of YAML and of JSON take differently.
  private(set) var hasExponents = false

  /// An empty library.
  public init() {}

  /// The paths of all documents, sorted.
  public var paths: [RepositoryPath] { documents.keys.sorted() }

  /// A document's root; nil if it is not here or could not be read.
  public func document(_ path: RepositoryPath) -> Schema? { documents[path] }

  /// A document's root although it may be no JSON Schema, for generators that accept more than that; nil if it is not
  /// here or is no document at all.
  func documentAsRead(_ path: RepositoryPath) -> Schema? { read[path] }

  /// What the bytes of a document rule out.
  func bytes(of path: RepositoryPath) -> SchemaBytes { seen[path] ?? .unknown }

  /// Reads a document. What cannot be read, and what is no JSON Schema, goes into ``problems``.
  public mutating func add(_ bytes: [UInt8], at path: RepositoryPath) {
    let node: DocumentNode
    do throws(DocumentProblem) {
      node = try Documents.read(
        bytes, as: DocumentFormat(endingOf: path) ?? .json, file: .repository(path))
    } catch {
      problems[path] = Unverified(error.message, at: error.location)
      if DocumentFormat(endingOf: path) == .json { yaml[path] = SchemaLibrary.yaml(bytes, at: path) }
      return
    }
    let isJSON = DocumentFormat(endingOf: path) != .yaml
    let isNamed = node.string("$id") != nil || node.string("id") != nil
    take(node, at: path, isJSON ? SchemaBytes(bytes, ownIdentifiers: isNamed ? 1 : 0) : .unknown)
  }

  private mutating func take(_ node: DocumentNode, at path: RepositoryPath, _ bytes: SchemaBytes) {
    let root = Schema(node, path: path, pointer: [])
    read[path] = root
    if !hasExponents, bytes.mayHaveExponents { hasExponents = SchemaNumbers.hasExponent(node) }
    if let refusal = SchemaValidation.refusal(of: node) {
      problems[path] = refusal
      return
    }
    documents[path] = root
    seen[path] = bytes
    index(root, isDeep: bytes.mayNameParts)
  }

  // MARK: files that are no JSON

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

  /// The library as a program has it that reads a file as YAML where it is no JSON, and the files for which that matters,
  /// sorted, each with the reason why it is no JSON.
  func fallingBackOnYAML() -> (library: SchemaLibrary, files: [(path: RepositoryPath, reason: String)]) {
    var library = self
    var files: [(path: RepositoryPath, reason: String)] = []
    for (path, node) in yaml.sorted(by: { $0.key < $1.key }) {
      guard let problem = library.problems.removeValue(forKey: path) else { continue }
      files.append((path, problem.reason))
      library.take(node, at: path, .unknown)
    }
    return (library, files)
  }

  /// Reads a JSON file that an option names.
  ///
  /// - Parameters:
  ///   - path: Where it lies.
  ///   - option: The option, and the path as the option writes it.
  public mutating func add(_ bytes: [UInt8], at path: RepositoryPath, named option: (name: String, path: String)) {
    do throws(DocumentProblem) {
      namedFiles[option.path] = .document(try Documents.read(bytes, as: .json, file: .repository(path)))
    } catch {
      refuse(option, Unverified(error.message, at: error.location))
    }
  }

  /// Keeps why a file that an option names cannot be read.
  public mutating func refuse(_ option: (name: String, path: String), _ reason: Unverified) {
    namedFiles[option.path] = .unreadable(
      Unverified(
        "'\(option.name) \(option.path)': \(reason.reason)", at: reason.location, remedies: reason.remedies,
        submodule: reason.submodule))
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
        anchors[root.path, default: [:]][String(id.dropFirst())] = schema
      } else {
        let absolute = SchemaReference.resolve(id, against: base)
        for name in Set([id, absolute]) { claim(SchemaReference.withoutEmptyFragment(name), schema) }
        base = absolute
      }
    }
    for keyword in ["$anchor", "$dynamicAnchor"] {
      if let anchor = node.string(keyword) {
        let schema = Schema(node, path: root.path, pointer: pointer)
        anchors[root.path, default: [:]][anchor] = schema
        if let base { claim("\(SchemaReference.withoutFragment(base))#\(anchor)", schema) }
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

  /// The files of the repository that a document refers to by a relative path and that are not here yet, sorted.
  public func missingReferences(of path: RepositoryPath) -> [RepositoryPath] {
    guard let root = documents[path] ?? yaml[path].map({ Schema($0, path: path, pointer: []) }) else { return [] }
    guard self.bytes(of: path).mayReferElsewhere else { return [] }
    var found: Set<RepositoryPath> = []
    root.node.forEachReference { text, _ in
      // What begins with a mark stays within the document.
      guard text.utf8.first != UInt8(ascii: "#") else { return false }
      let place = SchemaReference.split(text).place
      if !place.isEmpty, !SchemaReference.isAbsolute(place), resolve(place, from: root) == nil,
        let target = path.parent.resolving(SchemaReference.percentDecoded(place).utf8),
        documents[target] == nil, problems[target] == nil
      {
        found.insert(target)
      }
      return false
    }
    return found.sorted()
  }

  private mutating func claim(_ name: String, _ schema: Schema) {
    if let other = identified[name], other.location != schema.location { ambiguous.insert(name) }
    identified[name] = schema
  }

  /// What a `$ref` leads to.
  ///
  /// - Returns: the schema; nil if it is not here, or if two documents claim its identifier.
  public func resolve(_ reference: String, from schema: Schema) -> Schema? {
    let (place, fragment) = SchemaReference.split(reference)
    guard let target = place.isEmpty ? base(of: schema) : document(named: place, from: schema) else { return nil }
    guard let fragment, !fragment.isEmpty else { return target }
    if fragment.hasPrefix("/") {
      return target.descendant(SchemaReference.tokens(fragment))
    }
    if let anchor = anchors[target.path]?[fragment] { return anchor }
    return nil
  }

  /// The document, or the embedded resource with its own `$id`, that a bare fragment is relative to.
  private func base(of schema: Schema) -> Schema? { documents[schema.path] }

  private func document(named place: String, from schema: Schema) -> Schema? {
    let base = documents[schema.path].flatMap { $0.string("$id") ?? $0.string("id") }
    for name in [place, SchemaReference.resolve(place, against: base)] where !ambiguous.contains(name) {
      if let found = identified[name] { return found }
    }
    if SchemaReference.isAbsolute(place) { return nil }
    let decoded = SchemaReference.percentDecoded(place)
    guard let path = schema.path.parent.resolving(decoded.utf8) else { return nil }
    return documents[path]
  }
}
