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
  public mutating func add(_ bytes: [UInt8], at path: RepositoryPath) { add(SchemaReading(bytes, at: path), at: path) }

  /// Takes a document that was read. What could not be read, and what is no JSON Schema, goes into ``problems``.
  public mutating func add(_ reading: SchemaReading, at path: RepositoryPath) {
    if let node = reading.node {
      take(node, reading, at: path)
    } else {
      problems[path] = reading.problem
      yaml[path] = reading.yaml
    }
  }

  private mutating func take(_ node: DocumentNode, _ reading: SchemaReading, at path: RepositoryPath) {
    let root = Schema(node, path: path, pointer: [])
    read[path] = root
    hasExponents = hasExponents || reading.hasExponents
    if let problem = reading.problem {
      problems[path] = problem
      return
    }
    documents[path] = root
    seen[path] = reading.bytes
    for identifier in reading.identifiers { claim(identifier.name, identifier.schema) }
    if !reading.anchors.isEmpty { anchors[path] = reading.anchors }
  }

  /// The library as a program has it that reads a file as YAML where it is no JSON, and the files for which that matters,
  /// sorted, each with the reason why it is no JSON.
  func fallingBackOnYAML() -> (library: SchemaLibrary, files: [(path: RepositoryPath, reason: String)]) {
    var library = self
    var files: [(path: RepositoryPath, reason: String)] = []
    for (path, node) in yaml.sorted(by: { $0.key < $1.key }) {
      guard let problem = library.problems.removeValue(forKey: path) else { continue }
      files.append((path, problem.reason))
      library.take(node, SchemaReading(node, at: path, .unknown), at: path)
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
