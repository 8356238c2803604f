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

  /// Calls `visit` with every scalar that the pointer names, or that lies in what it names, in the order of the document
  /// and each once. Takes time in proportion to the document and the pointer, however many ways lead to a value.
  ///
  /// - Returns: whether the pointer names anything.
  func forEachScalar(in document: DocumentNode, _ visit: (DocumentNode) -> Void) -> Bool {
    walk(document, [0], isWithin: false, visit)
  }

  /// Looks at a value and what lies in it.
  ///
  /// - Parameters:
  ///   - reached: how many steps may have led here; more than one number where `**` leaves it open.
  ///   - isWithin: whether it lies in what the pointer names.
  private func walk(
    _ node: DocumentNode, _ reached: Set<Int>, isWithin: Bool, _ visit: (DocumentNode) -> Void
  ) -> Bool {
    var here = reached
    // `**` may stand for nothing; no two of them stand side by side.
    for index in reached where index < steps.count && steps[index] == .deep { here.insert(index + 1) }
    let isNamed = here.contains(steps.count)
    var namesAny = isNamed
    func descend(_ child: DocumentNode, _ leads: (Step) -> Bool) {
      var next: Set<Int> = []
      for index in here where index < steps.count {
        if steps[index] == .deep { next.insert(index) } else if leads(steps[index]) { next.insert(index + 1) }
      }
      guard !next.isEmpty || isNamed || isWithin else { return }
      if walk(child, next, isWithin: isNamed || isWithin, visit) { namesAny = true }
    }
    switch node.content {
    case .scalar: if isNamed || isWithin { visit(node) }
    case .mapping(let members):
      for member in members { descend(member.value) { $0 == .any || $0 == .key(member.key) } }
    case .sequence(let items):
      for (position, item) in items.enumerated() { descend(item) { $0 == .any || $0 == .key(String(position)) } }
    }
    return namesAny
  }
}
