public import DriftModel

/// One JSON Schema, or a part of one, with its place in its document.
///
/// A view of the document: keywords are read when they are asked for, in any draft's spelling, and never changed.
public struct Schema: Sendable {
  /// The keywords, or `true`/`false`.
  public let node: DocumentNode
  /// The document that it stands in.
  public let path: RepositoryPath
  /// The keys and indices that lead to it from the document's root, as a JSON pointer spells them, unescaped.
  public let pointer: [String]

  /// A part of a document.
  public init(_ node: DocumentNode, path: RepositoryPath, pointer: [String]) {
    self.node = node
    self.path = path
    self.pointer = pointer
  }

  /// Where it stands.
  public var location: Location { node.location }

  /// The value of a schema that is only `true` or `false`; nil for any other.
  public var boolean: Bool? { node.schemaBoolean }

  /// The raw value of a keyword.
  public subscript(keyword: String) -> DocumentNode? { node[keyword] }

  /// Whether the keyword is there.
  public func has(_ keyword: String) -> Bool { node.has(keyword) }

  /// The keywords that are there, in order.
  public var keywords: [DocumentNode.Member] {
    if case .mapping(let members) = node.content { members } else { [] }
  }

  /// A string keyword; nil if it is missing or no string.
  public func string(_ keyword: String) -> String? { node.string(keyword) }

  /// A Boolean keyword; nil if it is missing or no Boolean.
  public func bool(_ keyword: String) -> Bool? { node.flag(keyword) }

  /// The value of a keyword; nil if it is missing.
  public func value(_ keyword: String) -> Value? { node[keyword].map { Value($0) } }

  /// The strings of a list keyword; empty if it is missing.
  public func strings(_ keyword: String) -> [String] { node.strings(keyword) }

  /// The names of `type`, whether one or a list; empty if there is none.
  public var types: [String] { node.types }

  /// The schema under a keyword; nil if the keyword is missing or is neither an object nor a Boolean.
  public func schema(_ keyword: String) -> Schema? {
    guard let child = node[keyword] else { return nil }
    let schema = Schema(child, path: path, pointer: pointer + [keyword])
    if case .mapping = child.content { return schema }
    return schema.boolean == nil ? nil : schema
  }

  /// The schemas of a list keyword (`allOf`, `prefixItems`), in order.
  public func schemas(_ keyword: String) -> [Schema] {
    guard case .sequence(let items)? = node.content(of: keyword) else { return [] }
    return items.enumerated().map { Schema($1, path: path, pointer: pointer + [keyword, "\($0)"]) }
  }

  /// The named schemas of a keyword (`properties`, `$defs`), in order.
  public func named(_ keyword: String) -> [(name: String, nameLocation: Location, schema: Schema)] {
    guard case .mapping(let members)? = node.content(of: keyword) else { return [] }
    return members.map {
      ($0.key, $0.keyLocation, Schema($0.value, path: path, pointer: pointer + [keyword, $0.key]))
    }
  }

  /// The part that a pointer's tokens lead to from here; nil if there is none.
  public func descendant(_ tokens: some Sequence<String>) -> Schema? {
    var node = node
    var pointer = pointer
    for token in tokens {
      switch node.content {
      case .mapping:
        guard let next = node[token] else { return nil }
        node = next
      case .sequence(let items):
        guard let index = Int(token), items.indices.contains(index) else { return nil }
        node = items[index]
      case .scalar: return nil
      }
      pointer.append(token)
    }
    return Schema(node, path: path, pointer: pointer)
  }
}

/// Keywords of a schema.
extension DocumentNode {
  /// The value of a schema that is only `true` or `false`; nil for any other.
  var schemaBoolean: Bool? {
    guard case .scalar(let text, .plain) = content else { return nil }
    return text == "true" ? true : text == "false" ? false : nil
  }

  /// A Boolean keyword; nil if it is missing or no Boolean.
  func flag(_ keyword: String) -> Bool? {
    guard case .scalar(let text, .plain)? = content(of: keyword) else { return nil }
    return text == "true" ? true : text == "false" ? false : nil
  }

  /// A string keyword; nil if it is missing or no string.
  func string(_ keyword: String) -> String? { has(keyword) ? self[keyword].flatMap(\.schemaText) : nil }

  /// The strings of a list keyword; empty if it is missing.
  func strings(_ keyword: String) -> [String] {
    guard case .sequence(let items)? = content(of: keyword) else { return [] }
    return items.compactMap(\.schemaText)
  }

  /// The names of `type`, whether one or a list; empty if there is none.
  var types: [String] { string("type").map { [$0] } ?? strings("type") }

  /// A string; YAML writes most of them without quotes.
  private var schemaText: String? {
    switch content {
    case .scalar(let text, .quoted): return text
    case .scalar(let text, .plain):
      let isOther = isNull || text == "true" || text == "false" || Value(number: text) != nil
      return isOther ? nil : text
    default: return nil
    }
  }
}
