internal import Documents
public import DriftModel

/// A `.check-drift.yml` that was read and understood.
public struct Configuration: Sendable {
  /// The checks, in the order of the file.
  public let checks: [ConfiguredCheck]

  /// The name of the file at the repository's root.
  public static let fileName = ".check-drift.yml"

  /// Every mistake of a configuration, sorted by place.
  public struct Problems: Error, Sendable {
    /// At least one.
    public let all: [ConfigProblem]
  }

  /// The kinds of DESIGN that this version does not have yet: named, so that nobody looks for a typing error.
  static let laterKinds = [
    "compose", "ddl-ownership", "migration-lineage", "models-agreement", "schema-agreement",
  ]

  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name, for messages.
  ///   - kinds: the kinds that it may name.
  /// - Throws: all mistakes at once.
  public init(_ bytes: [UInt8], file: FileName, kinds: [any Check.Type]) throws(Problems) {
    let document: DocumentNode
    do throws(DocumentProblem) {
      document = try Documents.read(bytes, as: .yaml, file: file)
    } catch {
      throw Problems(all: [ConfigProblem(error.message, at: error.location, help: error.help)])
    }
    var reader = ConfigurationReader(kinds: kinds)
    let checks = reader.read(document)
    guard reader.problems.isEmpty else {
      throw Problems(all: reader.problems.sorted(by: Configuration.precedes))
    }
    let generated = checks.compactMap { $0.check.generatedOutputs }
    self.checks = generated.isEmpty ? checks : checks.map { $0.leavingOut(generated) }
  }

  private static func precedes(_ left: ConfigProblem, _ right: ConfigProblem) -> Bool {
    let (one, other) = (left.location.region, right.location.region)
    return (one?.line ?? 0, one?.column ?? 0, left.message) < (other?.line ?? 0, other?.column ?? 0, right.message)
  }
}

/// Turns a document into checks, collecting every mistake on the way.
private struct ConfigurationReader {
  let kinds: [any Check.Type]
  private(set) var problems: [ConfigProblem] = []

  init(kinds: [any Check.Type]) { self.kinds = kinds }

  private static let version = Field(
    required: "version", "The version of the configuration's format: 1.", Codec<String>.text("a version"))

  mutating func read(_ document: DocumentNode) -> [ConfiguredCheck] {
    guard case .mapping = document.content else {
      complain("expected a mapping with 'version' and 'checks', found \(document.shapeName)", at: document.location)
      return []
    }
    // `checks` is read by hand below, entry by entry, so that a mistake in one does not hide those in the others.
    var values = FieldValues(document, fields: [Self.version], elsewhere: ["checks"])
    if let version = values.read(Self.version), version != "1" {
      values.complain(
        "version '\(version)' of the format is not known; this program reads version 1",
        at: document["version"]?.location)
    }
    problems += values.problems
    guard let list = document.member("checks") else {
      complain("'checks' is missing", at: document.location, help: ["a list of checks, each with a 'kind'"])
      return []
    }
    guard case .sequence(let entries) = list.value.content, !entries.isEmpty else {
      let found = if case .sequence = list.value.content { "an empty list" } else { list.value.shapeName }
      complain("expected a list of checks, found \(found)", at: list.value.location)
      return []
    }
    let checks = entries.compactMap { readCheck($0) }
    refuseEqualNames(entries)
    return checks
  }

  private mutating func readCheck(_ node: DocumentNode) -> ConfiguredCheck? {
    guard case .mapping = node.content else {
      complain("expected a mapping with a 'kind', found \(node.shapeName)", at: node.location)
      return nil
    }
    guard let type = readKind(node) else { return nil }
    let kind = type.description
    var common = FieldValues(node, fields: CommonFields.all, elsewhere: kind.fields.map(\.description.name))
    let name = common.read(CommonFields.name)
    let level = common.read(CommonFields.level)
    let levels = common.read(CommonFields.levels)
    let except = common.read(CommonFields.except)
    let allowsEmpty = common.read(CommonFields.allowEmpty)
    let because = common.read(CommonFields.because)
    let settings = readLevels(levels ?? [], of: kind, &common)
    problems += common.problems

    // Unknown keys were told above; here both sets are known.
    var own = FieldValues(
      node, fields: kind.fields, elsewhere: CommonFields.names + unknownKeys(of: node, kind: kind),
      except: except ?? [], allowsEmpty: allowsEmpty ?? false)
    let check = type.init(&own)
    problems += own.problems
    guard let check, let name, let level, let allowsEmpty, let except, let because else { return nil }
    return ConfiguredCheck(
      name: name ?? kind.name, kind: kind, check: check, level: level, levels: settings.levels,
      unverifiedLevel: settings.unverified, allowsEmpty: allowsEmpty, because: because, location: node.location,
      except: except)
  }

  private mutating func readKind(_ node: DocumentNode) -> (any Check.Type)? {
    guard let value = node["kind"] else {
      complain("'kind' is missing", at: node.location, help: ["kinds: \(names.joined(separator: ", "))"])
      return nil
    }
    guard let name = value.scalar, !value.isNull else {
      complain("expected the name of a kind, found \(value.shapeName)", at: value.location)
      return nil
    }
    if let type = kinds.first(where: { $0.description.name == name }) { return type }
    if Configuration.laterKinds.contains(name) {
      complain(
        "kind '\(name)' is not in this version yet", at: value.location,
        help: ["kinds: \(names.joined(separator: ", "))"])
    } else {
      let suggestion = closestName(to: name, among: names).map { "did you mean '\($0)'?" }
      complain(
        "unknown kind '\(name)'", at: value.location, help: [suggestion ?? "kinds: \(names.joined(separator: ", "))"])
    }
    return nil
  }

  private func readLevels(
    _ rules: [LevelRule], of kind: KindDescription, _ values: inout FieldValues
  ) -> (levels: [String: LevelSetting], unverified: Level) {
    let known = kind.problems.map(\.id)
    var settings: [String: LevelSetting] = [:]
    var unverified = Level.error
    for rule in rules {
      if rule.problem == "unverified" {
        switch rule.setting {
        case .level(.error): unverified = .error
        case .level(.warning): unverified = .warning
        case .level(.note), .off:
          values.complain(
            "'unverified' can be 'error' or 'warning', nothing less", at: rule.location,
            help: ["what was not looked at must not pass for clean; 'warning' keeps it out of the exit status"])
        }
      } else if known.contains(rule.problem) {
        settings[rule.problem] = rule.setting
      } else {
        let suggestion = closestName(to: rule.problem, among: known + ["unverified"]).map { "did you mean '\($0)'?" }
        values.complain(
          "kind '\(kind.name)' has no problem '\(rule.problem)'", at: rule.location,
          help: [suggestion ?? "its problems: \(known.joined(separator: ", "))"])
      }
    }
    return (settings, unverified)
  }

  private mutating func refuseEqualNames(_ entries: [DocumentNode]) {
    var first: [String: DocumentNode] = [:]
    for entry in entries {
      guard let kind = entry["kind"]?.scalar else { continue }
      let given = entry["name"]?.scalar
      let name = given ?? kind
      guard let earlier = first[name] else {
        first[name] = entry
        continue
      }
      let line = earlier.location.region.map { " (line \($0.line))" } ?? ""
      if given == nil, earlier["name"] == nil {
        complain("two checks of kind '\(kind)' have no name\(line)", at: entry.location, help: ["add `name:` to both"])
      } else {
        let place = entry["name"]?.location ?? entry.location
        complain("another check is called '\(name)' already\(line)", at: place, help: ["names are unique"])
      }
    }
  }

  private func unknownKeys(of node: DocumentNode, kind: KindDescription) -> [String] {
    guard case .mapping(let members) = node.content else { return [] }
    let known = CommonFields.names + kind.fields.map(\.description.name)
    return members.map(\.key).filter { !known.contains($0) }
  }

  private var names: [String] { kinds.map { $0.description.name } }

  private mutating func complain(_ message: String, at location: Location, help: [String] = []) {
    problems.append(ConfigProblem(message, at: location, help: help))
  }
}
