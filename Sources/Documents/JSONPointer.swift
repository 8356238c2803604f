public import DriftModel

/// A path through a document's keys and positions, as RFC 6901 writes it: `/info/version`, `/items/0`.
///
/// `~0` stands for `~` and `~1` for `/` within a key; the empty text is the whole document.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
  /// The text as written.
  public let description: String
  /// The keys and positions, escapes resolved.
  public let tokens: [String]

  /// Reads a pointer.
  ///
  /// - Throws: what is wrong: no `/` at the start, or a `~` that neither `0` nor `1` follows.
  public init(_ text: String) throws(JSONPointerProblem) {
    self.description = text
    guard !text.isEmpty else {
      self.tokens = []
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else {
      throw JSONPointerProblem(message: "a JSON pointer begins with '/'", suggestion: "/" + text)
    }
    var tokens: [String] = []
    for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      tokens.append(try JSONPointer.unescape(Array(part)))
    }
    self.tokens = tokens
  }

  private static func unescape(_ part: [UInt8]) throws(JSONPointerProblem) -> String {
    guard part.contains(UInt8(ascii: "~")) else { return String(decoding: part, as: UTF8.self) }
    var result: [UInt8] = []
    var index = 0
    while index < part.count {
      guard part[index] == UInt8(ascii: "~") else {
        result.append(part[index])
        index += 1
        continue
      }
      switch index + 1 < part.count ? part[index + 1] : 0 {
      case UInt8(ascii: "0"): result.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): result.append(UInt8(ascii: "/"))
      default:
        throw JSONPointerProblem(
          message: "'~' stands before '0' or '1' in a JSON pointer: '~0' is '~' itself, '~1' is '/'", suggestion: nil)
      }
      index += 2
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The value that the pointer names; nil if the document has none there.
  public func resolve(in document: DocumentNode) -> DocumentNode? {
    let (node, unresolved) = nearest(in: document)
    return unresolved.isEmpty ? node : nil
  }

  /// The deepest value on the way that exists, and the keys that could not be followed from there: where a message
  /// about a missing value should point.
  public func nearest(in document: DocumentNode) -> (node: DocumentNode, unresolved: [String]) {
    var node = document
    for (index, token) in tokens.enumerated() {
      guard let next = JSONPointer.step(token, from: node) else { return (node, Array(tokens[index...])) }
      node = next
    }
    return (node, [])
  }

  private static func step(_ token: String, from node: DocumentNode) -> DocumentNode? {
    switch node.content {
    case .scalar: return nil
    case .mapping: return node[token]
    case .sequence(let items):
      // RFC 6901: digits without a leading zero. `-` names the element past the end, which never exists.
      let digits = token.utf8
      guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
        digits.count == 1 || digits.first != UInt8(ascii: "0"), let position = Int(token), position < items.count
      else { return nil }
      return items[position]
    }
  }

  /// Equal pointers name the same place in every document.
  public static func == (left: JSONPointer, right: JSONPointer) -> Bool { left.tokens == right.tokens }

  /// By the tokens.
  public func hash(into hasher: inout Hasher) { hasher.combine(tokens) }
}

/// What is wrong with the text of a JSON pointer.
public struct JSONPointerProblem: Error, Sendable, Hashable {
  /// One line: lower case, no full stop.
  public let message: String
  /// What was probably meant.
  public let suggestion: String?
}

extension Codec where Value == JSONPointer {
  /// A JSON pointer: `/version`, `/tool/poetry/version`. The empty pointer is written `''`.
  public static var jsonPointer: Codec<JSONPointer> {
    Codec<JSONPointer>(shape: .alternatives([.text(what: "a JSON pointer"), .choice([""])])) { node, problems in
      guard let text = node.scalar, !node.isNull else {
        problems.append(ConfigProblem("expected a JSON pointer, found \(node.shapeName)", at: node.location))
        return nil
      }
      do throws(JSONPointerProblem) {
        return try JSONPointer(text)
      } catch {
        let help = error.suggestion.map { ["did you mean '\($0)'?"] } ?? []
        problems.append(ConfigProblem("'\(text)': \(error.message)", at: node.location, help: help))
        return nil
      }
    }
  }
}
