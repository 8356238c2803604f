internal import DriftModel

/// One element of `outputs:`.
struct OutputRule: Sendable {
  /// What the paths look like; its captures are bound by inputs.
  let pattern: Located<PathPattern>
  /// Whether every input must have one.
  let isRequired: Bool

  private static let patternCodec = Codec<Located<PathPattern>>.pattern(captures: true, transforms: true)

  private static let pathField = Field(
    required: "path", "What the paths look like: a pattern with captures of the inputs.", patternCodec)
  private static let requiredField = Field(
    "required", "Whether every input must have this output.", Codec<Bool>.boolean, default: true, defaultText: "true")

  /// A pattern, or `{ path: PATTERN, required: false }`.
  static let codec = Codec<OutputRule>(
    shape: .alternatives([patternCodec.shape, .object([pathField.description, requiredField.description])])
  ) { node, problems in
    guard case .mapping = node.content else {
      return patternCodec.decode(node, &problems).map { OutputRule(pattern: $0, isRequired: true) }
    }
    return Codec<OutputRule>.object([pathField, requiredField]) { values in
      let pattern = values.read(pathField)
      let isRequired = values.read(requiredField)
      guard let pattern, let isRequired else { return nil }
      return OutputRule(pattern: pattern, isRequired: isRequired)
    }.decode(node, &problems)
  }
}
