internal import DriftModel

/// Which values of a document are meant: a JSON pointer in which `*` stands for any key or position and `**` for any
/// number of them.
struct PointerPattern: Sendable, Hashable {
  private enum Step: Sendable, Hashable {
    case key(String)
    case any
    case deep
  }

  /// As written.
  let text: String
  let location: Location
  private let steps: [Step]

  /// A pointer with wildcards: `/notes/*/text`, `/**/description`. The empty one is the whole document.
  static let codec = Codec<PointerPattern>(shape: .alternatives([.text(what: "a JSON pointer"), .choice([""])])) {
    node, problems in
    guard let text = node.scalar, !node.isNull || text.isEmpty else {
      problems.append(ConfigProblem("expected a JSON pointer, found \(node.shapeName)", at: node.location))
      return nil
    }
    guard text.isEmpty || text.hasPrefix("/") else {
      problems.append(
        ConfigProblem(
          "'\(text)': a JSON pointer begins with '/'", at: node.location, help: ["did you mean '/\(text)'?"]))
      return nil
    }
    var steps: [Step] = []
    for part in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      switch part {
      case "*": steps.append(.any)
      case "**": if steps.last != .deep { steps.append(.deep) }
      default:
        guard let key = unescaped(part) else {
          problems.append(
            ConfigProblem(
              "'\(text)': '~' stands before '0' or '1' in a JSON pointer: '~0' is '~' itself, '~1' is '/'",
              at: node.location))
          return nil
        }
        steps.append(.key(key))
      }
    }
    return PointerPattern(text: text, location: node.location, steps: steps)
  }

  private static func unescaped(_ part: Substring) -> String? {
    var result = ""
    var rest = part[...]
    while let tilde = rest.firstIndex(of: "~") {
      result += rest[..<tilde]
      let code = rest.index(after: tilde)
      guard code < rest.endIndex, rest[code] == "0" || rest[code] == "1" else { return nil }
      result += rest[code] == "0" ? "~" : "/"
      rest = rest[rest.index(after: code)...]
    }
    return result + rest
  }

  /// Calls `visit` with every scalar that the pointer names, or that lies in what it names. A scalar that several ways
  /// lead to may come more than once.
  ///
  /// - Returns: whether the pointer names anything.
  func forEachScalar(in document: DocumentNode, _ visit: (DocumentNode) -> Void) -> Bool {
    follow(steps[...], document, visit)
  }

  private func follow(_ steps: ArraySlice<Step>, _ node: DocumentNode, _ visit: (DocumentNode) -> Void) -> Bool {
    guard let step = steps.first else {
      PointerPattern.scalars(of: node, visit)
      return true
    }
    let rest = steps.dropFirst()
    switch step {
    case .key(let key):
      switch node.content {
      case .scalar: return false
      case .mapping: return node[key].map { follow(rest, $0, visit) } ?? false
      case .sequence(let items):
        guard let position = Int(key), String(position) == key, items.indices.contains(position) else { return false }
        return follow(rest, items[position], visit)
      }
    case .any: return PointerPattern.children(of: node).reduce(false) { follow(rest, $1, visit) || $0 }
    case .deep:
      let here = follow(rest, node, visit)
      return PointerPattern.children(of: node).reduce(here) { follow(steps, $1, visit) || $0 }
    }
  }

  private static func children(of node: DocumentNode) -> [DocumentNode] {
    switch node.content {
    case .scalar: []
    case .sequence(let items): items
    case .mapping(let members): members.map(\.value)
    }
  }

  private static func scalars(of node: DocumentNode, _ visit: (DocumentNode) -> Void) {
    if node.scalar != nil { visit(node) }
    for child in children(of: node) { scalars(of: child, visit) }
  }
}
