internal import DriftModel
internal import RegularExpressions

/// One text or name that must not be there, and what is to be used instead.
struct ForbiddenEntry: Sendable {
  /// What is looked for.
  enum Form: Sendable {
    case literal
    case pattern(RegularExpression)
    case name(DottedName)
  }

  let form: Form
  /// As written.
  let text: String
  /// What is to be used instead, as a sentence's end; nil to take the check's.
  let instead: String?
  /// What `check-drift fix` puts there.
  let replacement: [UInt8]?
  /// Why.
  let because: String?
  let location: Location

  /// `literal 'x'`, `pattern 'x'` or `name 'x'`.
  var label: String {
    switch form {
    case .literal: "literal '\(text)'"
    case .pattern: "pattern '\(text)'"
    case .name: "name '\(text)'"
    }
  }

  /// What the text search looks for: the entry itself, or what announces it.
  var needle: TextSearch.Needle {
    switch form {
    case .literal: .literal(Array(text.utf8))
    case .pattern(let expression): .expression(expression)
    case .name(let name): .literal(Array((name.parts.last ?? "").utf8))
    }
  }
}

// MARK: Reading

extension ForbiddenEntry {
  private static let insteadField = Field(
    optional: "instead", "What to use instead, for the message.", Codec<String>.text("what to use instead"))
  private static let becauseField = Field(
    optional: "because", "Why, for the message.", Codec<String>.text("a reason"))
  private static let replaceField = Field(
    optional: "replace", "The text that 'check-drift fix' puts there.",
    Codec<String>(shape: .alternatives([.text(what: "a text"), .choice([""])])) { node, problems in
      guard let text = node.scalar, !node.isNull || text.isEmpty else {
        problems.append(ConfigProblem("expected a text, found \(node.shapeName)", at: node.location))
        return nil
      }
      return text
    })

  /// Literals: a text, or a mapping with `literal`.
  static let literals = codec(
    "literal", "The text, taken as it is.",
    Codec<String>(shape: .text(what: "a text")) { node, problems in
      guard let text = Codec<String>.text("a text").decode(node, &problems) else { return nil }
      guard !text.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == 0 }) else {
        problems.append(
          ConfigProblem(
            "a text of more than one line is not found: lines are searched one by one", at: node.location,
            help: ["name the part that stands on one line"]))
        return nil
      }
      return text
    }
  ) { text, _, _ in (.literal, text) }

  /// Patterns: a regular expression, or a mapping with `pattern`.
  static let patterns = codec(
    "pattern", "A regular expression, searched line by line.", Codec<RegularExpression>.regularExpression()
  ) { expression, location, problems in
    let matchesNothing = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { room in
      expression.firstMatch(in: UnsafeBufferPointer(rebasing: room[..<0]), range: 0..<0) != nil
    }
    guard !matchesNothing else {
      problems.append(
        ConfigProblem(
          "pattern '\(expression.pattern)' matches an empty line, and so every line", at: location,
          help: ["write '+' where something has to be there, not '*'"]))
      return nil
    }
    return (.pattern(expression), expression.pattern)
  }

  /// Names: a dotted name, or a mapping with `name`.
  static let names = codec(
    "name", "A module, or a name in one: 'package.module.name'.", DottedName.codec, replaces: false
  ) { name, _, _ in (.name(name), name.parts.joined(separator: ".")) }

  private static func codec<Value: Sendable>(
    _ key: String, _ summary: String, _ codec: Codec<Value>, replaces: Bool = true,
    _ form: @escaping @Sendable (Value, Location, inout [ConfigProblem]) -> (form: Form, text: String)?
  ) -> Codec<[ForbiddenEntry]> {
    let valueField = Field(required: key, summary, codec)
    let fields: [any AnyField] =
      [valueField, insteadField] + (replaces ? [replaceField] : []) + [becauseField]
    let shape = Shape.alternatives([codec.shape, .object(fields.map(\.description))])
    return Codec<ForbiddenEntry>(shape: shape) { node, problems in
      guard case .mapping = node.content else {
        guard let value = codec.decode(node, &problems), let form = form(value, node.location, &problems) else {
          return nil
        }
        return ForbiddenEntry(
          form: form.form, text: form.text, instead: nil, replacement: nil, because: nil, location: node.location)
      }
      return Codec<ForbiddenEntry>.object(fields) { values in
        let value = values.read(valueField)
        let instead = values.read(insteadField)
        let because = values.read(becauseField)
        let replacement = replaces ? values.read(replaceField) : .some(nil)
        guard let value, let instead, let because, let replacement else { return nil }
        var mistakes: [ConfigProblem] = []
        let formed = form(value, values.location(of: key), &mistakes)
        for mistake in mistakes { values.complain(mistake.message, at: mistake.location, help: mistake.help) }
        guard let formed else { return nil }
        let entry = ForbiddenEntry(
          form: formed.form, text: formed.text, instead: instead, replacement: replacement.map { Array($0.utf8) },
          because: because, location: values.node[key]?.location ?? values.location(of: key))
        if let replacement, entry.isFound(in: replacement) {
          values.complain(
            "the replacement '\(replacement)' is itself forbidden by the \(entry.label)",
            at: values.location(of: "replace"))
        }
        return entry
      }.decode(node, &problems)
    }.list(orOne: true)
  }

  private func isFound(in text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { !TextSearch([needle]).matches(in: $0, limit: 1).all.isEmpty }
  }
}
