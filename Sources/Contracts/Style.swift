/// How a generator was run, as far as its outputs show it: what it expresses and how it names.
public struct Style: Sendable, Hashable {
  /// Where a setting is known from.
  public enum Origin: String, Sendable, Hashable {
    /// The configuration's `generator.options` say it.
    case declared
    /// The outputs of the check show it.
    case inferred
    /// Nothing shows it; the generator's own default is taken, and it makes no difference for these outputs.
    case assumed
  }

  /// One setting: `use-annotated` is `no`.
  public struct Setting: Sendable, Hashable {
    /// What is set, in words close to the generator's own.
    public let name: String
    /// Its value.
    public let value: String
    /// Where it is known from.
    public let origin: Origin

    /// A setting.
    public init(_ name: String, _ value: String, _ origin: Origin) {
      self.name = name
      self.value = value
      self.origin = origin
    }
  }

  /// The generator's name.
  public let generator: String
  /// The settings, in a fixed order.
  public var settings: [Setting]
  /// What this style cannot express or what was not compared, a sentence each.
  public var notCompared: [String]

  /// A style.
  public init(generator: String, settings: [Setting] = [], notCompared: [String] = []) {
    self.generator = generator
    self.settings = settings
    self.notCompared = notCompared
  }

  /// The style in words, a line each, for `--verbose`.
  public var notes: [String] {
    settings.map { "\(generator): \($0.name) is \($0.value) (\($0.origin.rawValue))" }
      + notCompared.map { "not compared: \($0)" }
  }
}
