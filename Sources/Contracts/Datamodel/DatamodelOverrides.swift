import DriftModel

/// What options, or files that they name, say of single fields and classes.
///
/// Keys are names of properties, or `Class.property` for those of one class, which win.
struct DatamodelOverrides: Sendable, Hashable {
  /// What a property is called in the code: `--aliases`.
  enum Alias: Sendable, Hashable {
    /// This.
    case name(String)
    /// The first of these; data may have any of them, or the property's own name.
    case choices([String])
  }

  var aliases: [String: Alias] = [:]
  /// What a field is called in data that is written: `--serialization-aliases`.
  var serializationAliases: [String: String] = [:]
  /// Defaults in place of those that schemas state: `--default-values`.
  var defaults: [String: Value] = [:]
  /// Keywords of a class, by its name: a part of `--extra-template-data`.
  var classKeywords: [String: [DatamodelOverrides.Keyword]] = [:]

  /// Functions that check the values of fields, by the name of the class: `--validators`.
  var validators: [String: [Validator]] = [:]

  struct Validator: Sendable, Hashable {
    let fields: [String]
    /// The path of the function: `app.checks.is_even`.
    let function: String
    /// `before`, `after`, `wrap` or `plain`.
    let mode: String
  }

  struct Keyword: Sendable, Hashable {
    let name: String
    let value: Value
  }

  /// What of this cannot be followed in a style; nil if all can.
  func obstacle(_ style: DatamodelStyle) -> String? {
    let hasChoices = aliases.values.contains { if case .choices = $0 { true } else { false } }
    if hasChoices, style.model.usesPydantic, style.model != .pydantic2 || style.rules < .v72 {
      return "several names for a field in '--aliases'"
    }
    if !serializationAliases.isEmpty || style.serializationAlias, style.model.usesPydantic,
      style.model != .pydantic2 || style.rules < .v72
    {
      return "names for writing only"
    }
    if !classKeywords.isEmpty, style.model != .msgspec || style.rules < .v72 {
      return "'base_class_kwargs' in '--extra-template-data'"
    }
    if !validators.isEmpty, style.model != .pydantic2 || style.rules < .v72 { return "'--validators'" }
    if style.schemaValidators, style.model != .pydantic2 || style.rules < .v72 {
      return "'--generate-schema-validators'"
    }
    if style.readWriteModels, style.rules < .v72 { return "'--read-only-write-only-model-type'" }
    if !defaults.isEmpty, style.rules < .v72 { return "'--default-values'" }
    return nil
  }

  /// What is said of a property, first of that of one class.
  static func entry<Entry>(_ entries: [String: Entry], _ property: String, in className: String?) -> Entry? {
    guard !entries.isEmpty else { return nil }
    return className.flatMap { entries["\($0).\(property)"] } ?? entries[property]
  }
}

extension DatamodelOptionTable {
  /// Options that take a JSON object, or name a file that holds one.
  static let overrides: [Option] = [
    map("aliases") { style, members in
      for member in members {
        if let name = text(member.value) {
          style.overrides.aliases[member.key] = .name(name)
        } else if case .sequence(let items) = member.value.content {
          let names = items.compactMap { text($0) }
          guard names.count == items.count else { return false }
          // An empty list says nothing.
          if !names.isEmpty { style.overrides.aliases[member.key] = .choices(names) }
        } else {
          return false
        }
      }
      return true
    },
    map("serialization-aliases") { style, members in
      for member in members {
        guard let name = text(member.value) else { return false }
        style.overrides.serializationAliases[member.key] = name
      }
      return true
    },
    map("default-values") { style, members in
      for member in members { style.overrides.defaults[member.key] = Value(yaml: member.value) }
      return true
    },
    map("extra-template-data") { style, members in
      for member in members {
        guard !member.key.utf8.contains(UInt8(ascii: "#")), case .mapping(let data) = member.value.content,
          data.count == 1, data[0].key == "base_class_kwargs",
          case .mapping(let keywords) = data[0].value.content
        else { return false }
        style.overrides.classKeywords[member.key] = keywords.filter { DatamodelParser.isIdentifier($0.key) }.map {
          DatamodelOverrides.Keyword(name: $0.key, value: Value(yaml: $0.value))
        }
      }
      return true
    },
    map("validators") { style, members in
      for member in members {
        guard !member.key.utf8.contains(UInt8(ascii: "#")), let validators = validators(member.value) else {
          return false
        }
        style.overrides.validators[member.key] = validators
      }
      return true
    },
    flag("generate-schema-validators", "schema-validator-type") { $0.schemaValidators = true },
    value("schema-validator-type") { style, values in
      style.schemaValidators = true
      return values[0] == "pydantic-v2"
    },
    value("schema-validator-base-class-name") { style, values in
      if DatamodelParser.isIdentifier(values[0]) { style.validatorBase = values[0] }
      return true
    },
    value("read-only-write-only-model-type") { style, values in
      style.readWriteModels = true
      return values[0] == "all"
    },
    flag("use-root-model-sequence-interface") { $0.sequenceInterface = true },
    flag("use-serialization-alias") { $0.serializationAlias = true },
    value("original-field-name-delimiter") { style, values in
      style.originalDelimiter = values[0]
      return !values[0].isEmpty
    },
  ]

  /// The validators of a class; nil if the generator would not take them.
  private static func validators(_ node: DocumentNode) -> [DatamodelOverrides.Validator]? {
    guard case .sequence(let items)? = node["validators"]?.content else { return nil }
    var validators: [DatamodelOverrides.Validator] = []
    for item in items {
      guard case .mapping = item.content, let function = item["function"].flatMap({ text($0) }),
        function.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({
          DatamodelParser.isIdentifier(String($0))
        }), function.utf8.contains(UInt8(ascii: "."))
      else { return nil }
      var mode = "after"
      if let node = item["mode"] {
        guard let text = text(node), ["before", "after", "wrap", "plain"].contains(text) else { return nil }
        mode = text
      }
      var fields: [String] = []
      if case .sequence(let names)? = item["fields"]?.content { fields = names.compactMap { text($0) } }
      if fields.isEmpty, let name = item["field"].flatMap({ text($0) }) { fields = [name] }
      guard fields.allSatisfy({ DatamodelParser.isIdentifier($0) }) else { return nil }
      if !fields.isEmpty {
        validators.append(DatamodelOverrides.Validator(fields: fields, function: function, mode: mode))
      }
    }
    return validators
  }

  /// A JSON string; nil for all else.
  private static func text(_ node: DocumentNode) -> String? {
    if case .scalar(let text, .quoted) = node.content { text } else { nil }
  }
}
