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
    flag("use-serialization-alias") { $0.serializationAlias = true },
    value("original-field-name-delimiter") { style, values in
      style.originalDelimiter = values[0]
      return !values[0].isEmpty
    },
  ]

  /// A JSON string; nil for all else.
  private static func text(_ node: DocumentNode) -> String? {
    if case .scalar(let text, .quoted) = node.content { text } else { nil }
  }
}
