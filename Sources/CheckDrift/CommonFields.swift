internal import DriftModel

/// One line of `levels:`.
struct LevelRule: Sendable {
  let problem: String
  let setting: LevelSetting
  let location: Location
}

/// The keys that every check has, whatever its kind.
enum CommonFields {
  static let kind = Field(required: "kind", "What must hold: one of the kinds.", Codec<String>.text("a kind"))

  static let name = Field(
    optional: "name", "What reports call the check; unique. Without it the kind's name.", Codec<String>.text("a name"))

  static let level = Field(
    "level", "How much its findings matter; only errors block.", Codec<Level>.level, default: .error,
    defaultText: "error")

  static let levels = Field(
    "levels", "Levels of single problems, or 'off'; 'unverified' takes 'error' or 'warning'.",
    Codec<[LevelRule]>.levels, default: [], defaultText: "{}")

  static let except = Field(
    "except", "Patterns of paths that the check leaves out.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true), default: [], defaultText: "[]")

  static let allowEmpty = Field(
    "allow-empty", "Whether the check may select nothing.", Codec<Bool>.boolean, default: false, defaultText: "false")

  static let because = Field(
    optional: "because", "Why the check is there: a sentence that is shown with its findings.",
    Codec<String>.text("a sentence"))

  static let all: [any AnyField] = [kind, name, level, levels, except, allowEmpty, because]
  static let names = all.map(\.description.name)
}

extension Codec where Value == Level {
  fileprivate static var level: Codec<Level> {
    let words = Codec<String>.choice(Level.allCases.reversed().map(\.rawValue))
    return Codec(shape: words.shape) { node, problems in words.decode(node, &problems).flatMap(Level.init(rawValue:)) }
  }
}

extension Codec where Value == [LevelRule] {
  /// A mapping of problems to levels; whether the kind has such problems is asked later, when the kind is known.
  fileprivate static var levels: Self {
    let words = Codec<String>.choice(Level.allCases.reversed().map(\.rawValue) + ["off"])
    return Codec(shape: .dictionary(keys: "problem", values: words.shape)) { node, problems in
      guard case .mapping(let members) = node.content else {
        problems.append(
          ConfigProblem("expected a mapping of problems to levels, found \(node.shapeName)", at: node.location))
        return nil
      }
      return members.compactMap { member in
        guard let word = words.decode(member.value, &problems) else { return nil }
        let setting = Level(rawValue: word).map { LevelSetting.level($0) } ?? .off
        return LevelRule(problem: member.key, setting: setting, location: member.keyLocation)
      }
    }
  }
}
