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
    take(node, at: path) { SchemaLibrary.namesParts(bytes, except: $0) }
  }

  /// - Parameter namesParts: whether the document has more than so many identifiers.
  private mutating func take(_ node: DocumentNode, at path: RepositoryPath, namesParts: (Int) -> Bool) {
    let root = Schema(node, path: path, pointer: [])
    read[path] = root
    if !hasExponents { hasExponents = SchemaNumbers.hasExponent(node) }
    if let refusal = SchemaValidation.refusal(of: node) {
      problems[path] = refusal
      return
    }
    documents[path] = root
    let isNamed = root.string("$id") != nil || root.string("id") != nil
    let isDeep = DocumentFormat(endingOf: path) == .yaml || namesParts(isNamed ? 1 : 0)
    index(root, base: nil, isDeep: isDeep)
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
      library.take(node, at: path) { _ in true }
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

  /// Whether more than the document itself may have an identifier: most documents need not be walked for one.
  ///
  /// - Parameter own: how many identifiers the document itself has.
  private static func namesParts(_ bytes: [UInt8], except own: Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var identifiers = 0
      var index = 0
      while index + 3 < bytes.count {
        // `$id`, `"id`, and `nchor` of `$anchor` and `$dynamicAnchor`.
        if bytes[index + 1] == UInt8(ascii: "i"), bytes[index + 2] == UInt8(ascii: "d"),
          bytes[index + 3] == UInt8(ascii: "\""),
          bytes[index] == UInt8(ascii: "$") || bytes[index] == UInt8(ascii: "\"")
        {
          identifiers += 1
        } else if bytes[index + 1] == UInt8(ascii: "c"), bytes[index] == UInt8(ascii: "n"),
          bytes[index + 2] == UInt8(ascii: "h"),
          bytes[index + 3] == UInt8(ascii: "o")
        {
          return true
        }
        if identifiers > own { return true }
        index += 1
      }
      return false
    }
  }

  private mutating func index(_ root: Schema, base: String?, isDeep: Bool) {
    var pending: [(schema: Schema, base: String?)] = [(root, base)]
    while let (schema, base) = pending.popLast() {
      var base = base
      if let id = schema.string("$id") ?? (schema.has("$schema") || schema.pointer.isEmpty ? schema.string("id") : nil)
      {
        if id.hasPrefix("#") {
          anchors[schema.path, default: [:]][String(id.dropFirst())] = schema
        } else {
          let absolute = SchemaReference.resolve(id, against: base)
          for name in Set([id, absolute]) { claim(SchemaReference.withoutEmptyFragment(name), schema) }
          base = absolute
        }
      }
      for keyword in ["$anchor", "$dynamicAnchor"] {
        if let anchor = schema.string(keyword) {
          anchors[schema.path, default: [:]][anchor] = schema
          if let base { claim("\(SchemaReference.withoutFragment(base))#\(anchor)", schema) }
        }
      }
      if isDeep { for child in schema.children { pending.append((child, base)) } }
    }
  }

  /// The files of the repository that a document refers to by a relative path and that are not here yet, sorted.
  public func missingReferences(of path: RepositoryPath) -> [RepositoryPath] {
    guard let root = documents[path] ?? yaml[path].map({ Schema($0, path: path, pointer: []) }) else { return [] }
    var found: Set<RepositoryPath> = []
    var pending = [root.node]
    while let node = pending.popLast() {
      switch node.content {
      case .mapping(let members):
        for member in members {
          if member.key == "$ref", let text = member.value.scalar {
            let place = SchemaReference.split(text).place
            if !place.isEmpty, !SchemaReference.isAbsolute(place), resolve(place, from: root) == nil,
              let target = path.parent.resolving(SchemaReference.percentDecoded(place).utf8),
              documents[target] == nil, problems[target] == nil
            {
              found.insert(target)
            }
          }
          pending.append(member.value)
        }
      case .sequence(let items): pending += items
      case .scalar: continue
      }
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
