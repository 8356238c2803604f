internal import Documents
internal import DriftModel
internal import RegularExpressions

/// Where a version is stated: in a structured document, in text, or in a path.
struct VersionSource: Sendable {
  /// How to find the statement in what the patterns select.
  enum Form: Sendable {
    /// A value of the front matter that a document begins with; with a pattern, the part of the value in its group.
    case frontmatter(key: JSONPointer, part: RegularExpression?)
    /// A value of a JSON, YAML or TOML document; with a pattern, the part of the value in its group.
    case file(key: JSONPointer, part: RegularExpression?)
    /// Every match of a regular expression's group, line by line.
    case text(RegularExpression)
    /// What a capture of the pattern stands for.
    case path(capture: String)
  }

  let form: Form
  /// Which files; one for ``Form/path(capture:)``.
  let patterns: [Located<PathPattern>]

  /// The key that is looked up, if there is one.
  var key: JSONPointer? {
    switch form {
    case .frontmatter(let key, _), .file(let key, _): key
    case .text, .path: nil
    }
  }
}

/// Something that must state the version.
struct VersionConsumer: Sendable {
  let source: VersionSource
  /// Whether a file that does not state it is a finding.
  let isRequired: Bool
  let allowsEmpty: Bool
  let except: [PathPattern]
}

// MARK: Keys

extension VersionSource {
  private static let frontmatterField = Field(
    optional: "frontmatter", "Documents whose front matter states it under 'key'.", patternList)
  private static let fileField = Field(
    optional: "file", "JSON, YAML or TOML files, by their ending, that state it under 'key'.", patternList)
  private static let textField = Field(optional: "text", "Files that state it wherever 'pattern' matches.", patternList)
  private static let pathField = Field(
    optional: "path", "A pattern whose 'capture' is the version: 'docs/schema/{version}/*'.",
    Codec<Located<PathPattern>>.pattern(captures: true))
  private static let keyField = Field(
    optional: "key", "The JSON pointer of the value: '/schemaVersion'.", Codec<JSONPointer>.jsonPointer)
  private static let patternField = Field(
    optional: "pattern",
    "A regular expression with one group, the version; searched line by line, with 'key' in the value alone.",
    Codec<RegularExpression>.regularExpression(groups: 1))
  private static let captureField = Field(
    optional: "capture", "Which capture of 'path' is the version; needed where it has several.",
    Codec<String>.text("a capture's name"))

  private static var patternList: Codec<[Located<PathPattern>]> {
    Codec<Located<PathPattern>>.pattern().list(orOne: true)
  }

  static let fields: [any AnyField] = [
    frontmatterField, fileField, textField, pathField, keyField, patternField, captureField,
  ]

  /// Reads the keys; what does not fit together is among the values' problems.
  init?(_ values: inout FieldValues) {
    let frontmatter = values.read(Self.frontmatterField)
    let file = values.read(Self.fileField)
    let text = values.read(Self.textField)
    let path = values.read(Self.pathField)
    let key = values.read(Self.keyField)
    let pattern = values.read(Self.patternField)
    let capture = values.read(Self.captureField)
    let places = ["frontmatter", "file", "text", "path"].filter { values.node.member($0) != nil }
    guard places.count == 1, let place = places.first else {
      let names = "'frontmatter', 'file', 'text' and 'path'"
      values.complain(
        places.isEmpty ? "nothing says where the version is stated" : "a version is stated in one place only",
        at: places.last.map(values.location), help: ["give exactly one of \(names)"])
      return nil
    }
    Self.complainAboutKeys(of: place, &values)
    guard let frontmatter, let file, let text, let path, let key, let pattern, let capture else { return nil }
    if let patterns = frontmatter, let key {
      self.init(form: .frontmatter(key: key, part: pattern), patterns: patterns)
    } else if let patterns = file, let key {
      self.init(form: .file(key: key, part: pattern), patterns: patterns)
    } else if let patterns = text, let pattern {
      self.init(form: .text(pattern), patterns: patterns)
    } else if let path, let name = Self.capture(capture, of: path, &values) {
      self.init(form: .path(capture: name), patterns: [path])
    } else {
      return nil
    }
  }

  /// Which keys go with which place.
  private static func complainAboutKeys(of place: String, _ values: inout FieldValues) {
    let rules: (needed: [String], allowed: [String]) =
      switch place {
      case "frontmatter", "file": (["key"], ["key", "pattern"])
      case "text": (["pattern"], ["pattern"])
      default: ([], ["capture"])
      }
    for key in rules.needed where values.node.member(key) == nil {
      values.complain("'\(place)' needs '\(key)'", at: values.location(of: place))
    }
    for key in ["key", "pattern", "capture"] where !rules.allowed.contains(key) && values.node.member(key) != nil {
      let help =
        place == "text" && key == "key" ? ["a value under a key is looked up in a 'file' or 'frontmatter'"] : []
      values.complain("'\(key)' has no meaning with '\(place)'", at: values.location(of: key), help: help)
    }
  }

  private static func capture(
    _ name: String?, of path: Located<PathPattern>, _ values: inout FieldValues
  ) -> String? {
    let names = path.value.captureNames
    if let name {
      guard !names.contains(name) else { return name }
      let hint = closestName(to: name, among: names).map { ["did you mean '\($0)'?"] } ?? []
      values.complain("the pattern has no capture '{\(name)}'", at: values.location(of: "capture"), help: hint)
      return nil
    }
    guard names.count == 1 else {
      values.complain(
        names.isEmpty ? "no capture says which part of the path is the version" : "the pattern has several captures",
        at: path.location, help: names.isEmpty ? ["write it as '{version}'"] : ["name one with 'capture'"])
      return nil
    }
    return names.first
  }

  /// The codec of a truth.
  static var codec: Codec<VersionSource> { Codec<VersionSource>.object(fields) { VersionSource(&$0) } }
}

extension VersionConsumer {
  private static let requiredField = Field(
    "required", "Whether a file that does not state the version is a finding.", Codec<Bool>.boolean, default: true,
    defaultText: "true")
  private static let allowEmptyField = Field(
    "allow-empty", "Whether this consumer may select nothing.", Codec<Bool>.boolean, default: false,
    defaultText: "false")
  private static let exceptField = Field(
    "except", "Files that this consumer leaves out.", Codec<Located<PathPattern>>.pattern().list(orOne: true),
    default: [], defaultText: nil)

  /// The codec of a consumer.
  static var codec: Codec<VersionConsumer> {
    let own: [any AnyField] = [requiredField, allowEmptyField, exceptField]
    return Codec<VersionConsumer>.object(VersionSource.fields + own) { values in
      let isRequired = values.read(requiredField)
      let allowsEmpty = values.read(allowEmptyField)
      let except = values.read(exceptField)
      guard let source = VersionSource(&values), let isRequired, let allowsEmpty, let except else { return nil }
      return VersionConsumer(
        source: source, isRequired: isRequired, allowsEmpty: allowsEmpty, except: except.map(\.value))
    }
  }
}
