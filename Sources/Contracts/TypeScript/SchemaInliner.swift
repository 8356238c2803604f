internal import DriftModel

/// Why there is nothing to compare an output with: the generator would refuse the schema, or its answer is not known.
struct ExpectationProblem: Error, Hashable, Sendable {
  /// One line: lower case, names in single quotes, no full stop.
  let message: String
  /// The part of the schema; nil if it is about the schema as a whole.
  let location: Location?

  init(_ message: String, at location: Location? = nil) {
    self.message = message
    self.location = location
  }
}

/// Puts the values that references name in the place of the references, so that the same schema is the same value
/// wherever it is used.
///
/// Follows json-schema-ref-parser, on which names and the identity of types depend: an ordinary reference is replaced
/// by what it names, one with other keys beside it by a new object that has both.
struct SchemaInliner {
  /// How deeply schemas may be nested once references are followed. The inliner and what follows it recurse.
  static let deepest = 400

  var graph: SchemaGraph
  /// The reference that each value was last named by.
  private(set) var names: [Int: String] = [:]

  private let library: SchemaLibrary
  private let keepingCircular: Bool
  private let remembering: Bool
  private var roots: [RepositoryPath: Int] = [:]
  private var processed: Set<Int> = []
  private var open: Set<Int> = []
  private var resolved: [Target: (value: Int, isCircular: Bool)] = [:]
  private var depth = 0

  /// Inlines one document.
  /// - Parameters:
  ///   - keepingCircular: whether what a circular reference led to is remembered too.
  ///   - remembering: whether what a reference led to is remembered at all; then its keys win over those that stand
  ///     beside a later reference to it.
  ///   - prepare: what is done to the document before its references are followed.
  /// - Returns: the graph, its root, and the names that references gave.
  static func inline(
    _ path: RepositoryPath, of library: SchemaLibrary, keepingCircular: Bool, remembering: Bool = true,
    preparing prepare: (inout SchemaGraph, Int) throws(ExpectationProblem) -> Void = { _, _ in }
  ) throws(ExpectationProblem) -> (graph: SchemaGraph, root: Int, names: [Int: String]) {
    var inliner = SchemaInliner(library, keepingCircular: keepingCircular, remembering: remembering)
    let root = try inliner.root(of: path)
    try prepare(&inliner.graph, root)
    let result = try inliner.crawl(root, in: path)
    return (inliner.graph, result.value, inliner.names)
  }

  private init(_ library: SchemaLibrary, keepingCircular: Bool, remembering: Bool) {
    self.library = library
    self.remembering = remembering
    self.keepingCircular = keepingCircular
    graph = SchemaGraph()
  }

  private mutating func root(of path: RepositoryPath) throws(ExpectationProblem) -> Int {
    if let root = roots[path] { return root }
    guard let document = library.documentAsRead(path) else {
      let problem = library.problems[path]
      throw ExpectationProblem(
        problem?.reason ?? "the schema '\(path)' could not be read", at: problem?.location ?? Location(path))
    }
    let root = graph.load(document.node)
    roots[path] = root
    return root
  }

  private func reference(_ value: Int) -> String? {
    guard let text = graph.string(value, "$ref"), !text.isEmpty else { return nil }
    // A plain fragment (`#name`) is no pointer: the generator leaves it alone.
    return text == "#" || text.hasPrefix("#/") || !text.hasPrefix("#") ? text : nil
  }

  private func problem(_ message: String, at value: Int) -> ExpectationProblem {
    let place = graph.member(value, "$ref").map { graph.valuePlaces[$0] } ?? graph.valuePlaces[value]
    return ExpectationProblem(message, at: graph.location(place))
  }

  private mutating func crawl(_ value: Int, in document: RepositoryPath) throws(ExpectationProblem) -> (
    value: Int, isCircular: Bool
  ) {
    guard !processed.contains(value) else { return (value, false) }
    switch graph.contents[value] {
    case .array, .object: break
    default: return (value, false)
    }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw problem("schemas nest more than \(Self.deepest) deep here", at: value)
    }
    open.insert(value)
    defer { open.remove(value) }
    processed.insert(value)
    if let reference = reference(value) { return try follow(value, reference, in: document) }
    var isCircular = false
    for (position, child) in graph.children(value).enumerated() {
      if let reference = reference(child) {
        let target = try follow(child, reference, in: document)
        isCircular = isCircular || target.isCircular
        if target.value != child {
          graph.replaceChild(of: value, at: position, with: target.value)
          names[target.value] = reference
        }
      } else if open.contains(child) {
        isCircular = true
      } else {
        isCircular = try crawl(child, in: document).isCircular || isCircular
      }
    }
    return (value, isCircular)
  }

  private mutating func follow(
    _ value: Int, _ reference: String, in document: RepositoryPath
  ) throws(ExpectationProblem) -> (value: Int, isCircular: Bool) {
    let target = try locate(reference, of: value, in: document)
    let isExtended = (graph.members(value)?.count ?? 0) > 1
    let key = target
    if remembering, let known = resolved[key], keepingCircular || !known.isCircular {
      guard isExtended else { return known }
      return (merge(known.value, under: value, targetWins: true), known.isCircular)
    }
    let (found, foundIn) = try resolve(target, of: value)
    if found == value { throw problem("the reference '\(reference)' leads back to itself", at: value) }
    var isCircular = open.contains(found)
    var result = isExtended && graph.isObject(found) ? merge(found, under: value, targetWins: false) : found
    if !isCircular {
      let crawled = try crawl(result, in: foundIn)
      isCircular = crawled.isCircular
      result = crawled.value
    }
    if !isExtended { resolved[key] = (result, isCircular) }
    return (result, isCircular)
  }

  /// A new object with the keys of a reference and those of what it names.
  private mutating func merge(_ target: Int, under reference: Int, targetWins: Bool) -> Int {
    let own = graph.members(reference) ?? SchemaGraph.Members()
    let theirs = graph.members(target) ?? SchemaGraph.Members()
    var merged = SchemaGraph.Members()
    for (winner, isReference) in targetWins ? [(theirs, false), (own, true)] : [(own, true), (theirs, false)] {
      for position in 0..<winner.count where !(isReference && winner.keys[position] == "$ref") {
        guard merged.position(of: winner.keys[position]) == nil else { continue }
        merged.set(winner.keys[position], winner.values[position], place: winner.places[position])
      }
    }
    return graph.add(.object(merged), place: graph.valuePlaces[reference])
  }

  // MARK: Pointers

  private struct Target: Hashable {
    var document: RepositoryPath
    /// Keys and indices, unescaped.
    var pointer: [String]
  }

  private mutating func locate(
    _ reference: String, of value: Int, in document: RepositoryPath
  ) throws(ExpectationProblem) -> Target {
    let (place, fragment) = SchemaReference.split(reference)
    let pointer = SchemaReference.tokens(fragment ?? "")
    if let fragment, !fragment.isEmpty, !fragment.hasPrefix("/") {
      throw problem("the generator cannot follow '\(reference)': it reads JSON pointers alone", at: value)
    }
    if place.isEmpty { return Target(document: document, pointer: pointer) }
    guard let start = library.documentAsRead(document), let found = library.resolve(place, from: start) else {
      throw problem("the reference '\(reference)' leads to no schema of this check", at: value)
    }
    return Target(document: found.path, pointer: found.pointer + pointer)
  }

  private mutating func resolve(
    _ target: Target, of reference: Int
  ) throws(ExpectationProblem) -> (value: Int, document: RepositoryPath) {
    var value = try root(of: target.document)
    var document = target.document
    for key in target.pointer {
      (value, document) = try settle(value, in: document, for: reference)
      let child: Int? =
        switch graph.contents[value] {
        case .object(let members): members[key]
        case .array(let items): Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil }
        default: nil
        }
      guard let child else {
        let pointer = target.pointer.joined(separator: "/")
        throw problem("the reference to '/\(pointer)' leads nowhere: there is no '\(key)'", at: reference)
      }
      value = child
    }
    return try settle(value, in: document, for: reference)
  }

  /// What a reference that is met on the way leads to; any other value is itself.
  private mutating func settle(
    _ value: Int, in document: RepositoryPath, for start: Int
  ) throws(ExpectationProblem) -> (value: Int, document: RepositoryPath) {
    guard value != start, let next = reference(value) else { return (value, document) }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw problem("the reference '\(next)' leads back to itself, or through too many others", at: value)
    }
    let (found, foundIn) = try resolve(try locate(next, of: value, in: document), of: start)
    guard (graph.members(value)?.count ?? 0) > 1, graph.isObject(found) else { return (found, foundIn) }
    return (merge(found, under: value, targetWins: false), document)
  }
}
