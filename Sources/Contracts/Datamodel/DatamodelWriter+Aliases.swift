import DriftModel

/// What a field of pydantic is called in the data, where options say more than one name.
extension DatamodelWriter {
  /// Replaces `alias` by what is read and what is written, as `DataModelField._process_data_in_str` does.
  func nameInData(_ field: GeneratedField, _ data: inout NamedValues) {
    let alias = data["alias"]
    let own = field.name.map { Value.string($0) }
    if let choices = field.choices {
      data["alias"] = nil
      data["validation_alias"] = .call("AliasChoices", choices.map { Value.Argument(nil, .string($0)) })
      let written = field.written.map { .string($0) } ?? alias ?? choices.first.map { .string($0) }
      if style.serializationAlias, let written, written != own { data["serialization_alias"] = written }
    }
    if let written = field.written, .string(written) != own || alias != nil {
      data["serialization_alias"] = .string(written)
    }
    if style.serializationAlias, let alias = data.removeValue(forKey: "alias") {
      let written = field.written.map { .string($0) } ?? alias
      if written != own { data["serialization_alias"] = written }
    }
  }

  /// Whether newer versions write `Field(None)` for what can be nothing but null, as `_requires_null_default_field` says.
  func needsNullDefault(_ field: GeneratedField) -> Bool {
    style.rules == .v72 && style.model == .pydantic2 && !style.missingSentinel && !field.isRequired
      && (field.defaultValue ?? .null) == .null && field.type.type == "None"
  }
}
