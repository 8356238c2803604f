extension Codec {
  /// The same values, as optional ones.
  var optional: Codec<Value?> {
    Codec<Value?>(shape: shape) { [decode] node, problems in
      decode(node, &problems).map { .some($0) }
    }
  }

  /// The same values, with their places.
  public var located: Codec<Located<Value>> {
    Codec<Located<Value>>(shape: shape) { [decode] node, problems in
      decode(node, &problems).map { Located($0, at: node.location) }
    }
  }

  /// A list of these; with `orOne` a single one stands for a list of one. An empty list is a mistake.
  public func list(orOne: Bool = false) -> Codec<[Value]> {
    Codec<[Value]>(shape: .list(shape, orOne: orOne)) { [decode] node, problems in
      guard case .sequence(let nodes) = node.content else {
        guard orOne else {
          problems.append(ConfigProblem("expected a list, found \(node.shapeName)", at: node.location))
          return nil
        }
        return decode(node, &problems).map { [$0] }
      }
      guard !nodes.isEmpty else {
        problems.append(ConfigProblem("an empty list selects nothing", at: node.location))
        return nil
      }
      let values = nodes.map { decode($0, &problems) }
      let good = values.compactMap(\.self)
      return good.count == values.count ? good : nil
    }
  }
}

extension Codec where Value == String {
  /// Text that is not empty.
  public static func text(_ what: String) -> Codec<String> {
    Codec(shape: .text(what: what)) { node, problems in
      guard let text = node.scalar, !node.isNull else {
        var help: [String] = []
        if case .mapping = node.content {
          help = ["if the value begins with '{' or '[', write it in single quotes"]
        }
        problems.append(ConfigProblem("expected \(what), found \(node.shapeName)", at: node.location, help: help))
        return nil
      }
      guard !text.isEmpty else {
        problems.append(ConfigProblem("expected \(what), found an empty value", at: node.location))
        return nil
      }
      return text
    }
  }

  /// Text that may be empty, if it is written as `''`.
  public static func textOrNone(_ what: String) -> Codec<String> {
    Codec(shape: .textOrNone(what: what)) { node, problems in
      if node.scalar == "", !node.isNull { return "" }
      return Codec<String>.text(what).decode(node, &problems)
    }
  }

  /// One of a few words.
  public static func choice(_ words: [String]) -> Codec<String> {
    Codec(shape: .choice(words)) { node, problems in
      guard let text = node.scalar, words.contains(text) else {
        let found = node.scalar.map { "'\($0)'" } ?? node.shapeName
        let hint = node.scalar.flatMap { closestName(to: $0, among: words) }.map { ["did you mean '\($0)'?"] } ?? []
        let list = words.map { "'\($0)'" }.joined(separator: ", ")
        problems.append(ConfigProblem("expected one of \(list), found \(found)", at: node.location, help: hint))
        return nil
      }
      return text
    }
  }
}

extension Codec where Value == Bool {
  /// `true` or `false`, as YAML 1.2's core schema writes them.
  public static var boolean: Codec<Bool> {
    Codec(shape: .boolean) { node, problems in
      if case .scalar(let text, .plain) = node.content {
        if ["true", "True", "TRUE"].contains(text) { return true }
        if ["false", "False", "FALSE"].contains(text) { return false }
      }
      let found = node.scalar.map { "'\($0)'" } ?? node.shapeName
      problems.append(ConfigProblem("expected true or false, found \(found)", at: node.location))
      return nil
    }
  }
}

extension Codec where Value == Int {
  /// Beyond all that anybody counts here; sums of such numbers, one for each line of a file, are numbers still.
  private static var largestInteger: Int { 1_000_000_000 }

  /// A whole number, at most a milliard.
  public static func integer(minimum: Int) -> Codec<Int> {
    Codec(shape: .integer(minimum: minimum)) { node, problems in
      if case .scalar(let text, .plain) = node.content, let number = Int(text), number >= minimum {
        if number <= largestInteger { return number }
        problems.append(ConfigProblem("\(number) is too large: at most \(largestInteger)", at: node.location))
        return nil
      }
      let found = node.scalar.map { "'\($0)'" } ?? node.shapeName
      problems.append(
        ConfigProblem("expected a whole number of at least \(minimum), found \(found)", at: node.location))
      return nil
    }
  }
}

extension Codec where Value == Day {
  /// A date.
  public static var day: Codec<Day> {
    Codec(shape: .text(what: "a date as 2026-12-31")) { node, problems in
      guard let text = Codec<String>.text("a date").decode(node, &problems) else { return nil }
      guard let day = Day(text) else {
        problems.append(
          ConfigProblem("expected a date, found '\(text)'", at: node.location, help: ["write it as 2026-12-31"]))
        return nil
      }
      return day
    }
  }
}

extension Codec where Value == Located<PathPattern> {
  /// A pattern; captures and transforms are allowed where the kind says so.
  ///
  /// - Parameters:
  ///   - captures: whether `{name}` may stand in it.
  ///   - transforms: whether `{name:snake}` may.
  ///   - repeats: whether a capture may stand in it more than once.
  public static func pattern(
    captures: Bool = false, transforms: Bool = false, repeats: Bool = false
  ) -> Codec<Located<PathPattern>> {
    Codec(shape: .text(what: captures ? "a pattern with captures" : "a pattern")) { node, problems in
      guard let text = Codec<String>.text("a pattern").decode(node, &problems) else { return nil }
      let pattern: PathPattern
      do throws(PathPatternProblem) {
        pattern = try PathPattern(text, mayRepeat: repeats)
      } catch {
        problems.append(ConfigProblem("pattern '\(text)': \(error.message)", at: node.location))
        return nil
      }
      if !captures, let name = pattern.captureNames.first {
        problems.append(
          ConfigProblem(
            "pattern '\(text)': a capture '{\(name)}' has no meaning here", at: node.location,
            help: ["use '*', or '\\{' for the character itself"]))
        return nil
      }
      if !transforms, let name = pattern.transforms.keys.sorted().first, let transform = pattern.transforms[name] {
        problems.append(
          ConfigProblem(
            "pattern '\(text)': the transform ':\(transform.rawValue)' belongs into 'outputs'", at: node.location,
            help: ["capture '{\(name)}' here, and transform it where it is used"]))
        return nil
      }
      return Located(pattern, at: node.location)
    }
  }
}

extension Codec where Value == RepositoryPath {
  /// One path, taken literally.
  public static var path: Codec<RepositoryPath> {
    Codec(shape: .text(what: "a path")) { node, problems in
      guard let text = Codec<String>.text("a path").decode(node, &problems) else { return nil }
      guard let path = RepositoryPath(text) else {
        problems.append(
          ConfigProblem(
            "'\(text)' is not a path inside the repository", at: node.location,
            help: ["paths are relative to the repository's root, without '.', '..' or a trailing '/'"]))
        return nil
      }
      return path
    }
  }
}

extension Codec {
  /// A mapping with its own keys.
  ///
  /// - Parameter build: reads the keys; nil after a mistake.
  public static func object(
    _ fields: [any AnyField], _ build: @escaping @Sendable (inout FieldValues) -> Value?
  ) -> Codec<Value> {
    Codec(shape: .object(fields.map(\.description))) { node, problems in
      guard case .mapping = node.content else {
        problems.append(ConfigProblem("expected a mapping, found \(node.shapeName)", at: node.location))
        return nil
      }
      var values = FieldValues(node, fields: fields)
      let value = build(&values)
      problems += values.problems
      return values.problems.isEmpty ? value : nil
    }
  }
}
