internal import DriftModel

/// A module of Python, or a name in one, by its full name.
struct DottedName: Sendable, Hashable {
  /// `["jsonschema", "RefResolver"]`.
  let parts: [String]

  /// A dotted name.
  static let codec = Codec<DottedName>(shape: .text(what: "a dotted name of Python")) { node, problems in
    guard let text = Codec<String>.text("a dotted name of Python").decode(node, &problems) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy(isIdentifier) else {
      problems.append(
        ConfigProblem(
          "'\(text)' is not a dotted name of Python", at: node.location,
          help: ["it is the name's full one, as in 'import package.module': 'jsonschema.RefResolver'"]))
      return nil
    }
    return DottedName(parts: parts)
  }

  private static func isIdentifier(_ part: String) -> Bool {
    guard let first = part.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return part.utf8.allSatisfy { PythonTokens.isWord($0) }
  }
}
