internal import DriftModel

/// An entry of `allow`: suppressions that may stand although they name no rule, and why.
struct SuppressionAllowance: Sendable {
  let files: [Located<PathPattern>]
  /// Which suppressions; empty for all.
  let sorts: [SuppressionSort]
  let reason: String
  /// The last day on which it holds.
  let until: Day?
  let location: Location

  private static let filesField = Field(
    required: "files", "Where: a pattern or a list of them.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true))
  private static let suppressionsField = Field(
    "suppressions", "Which; all if it is left out.",
    Codec<String>.choice(SuppressionSort.allCases.map(\.rawValue)).list(orOne: true), default: [], defaultText: nil)
  private static let reasonField = Field(required: "reason", "Why it may be so.", Codec<String>.text("a reason"))
  private static let untilField = Field(optional: "until", "The last day on which it may be so.", Codec<Day>.day)

  static let codec = Codec<Located<SuppressionAllowance>>(
    shape: body.shape,
    decode: { node, problems in body.decode(node, &problems).map { Located($0.at(node.location), at: node.location) } })

  private static let body = Codec<SuppressionAllowance>.object(
    [filesField, suppressionsField, reasonField, untilField]
  ) { values in
    let files = values.read(filesField)
    let sorts = values.read(suppressionsField)
    let reason = values.read(reasonField)
    let until = values.read(untilField)
    guard let files, let sorts, let reason, let until else { return nil }
    return SuppressionAllowance(
      files: files, sorts: sorts.compactMap(SuppressionSort.init), reason: reason, until: until,
      location: values.node.location)
  }

  private func at(_ location: Location) -> SuppressionAllowance {
    SuppressionAllowance(files: files, sorts: sorts, reason: reason, until: until, location: location)
  }

  func covers(_ sort: SuppressionSort, in path: RepositoryPath) -> Bool {
    (sorts.isEmpty || sorts.contains(sort)) && files.contains { $0.value.matches(path) }
  }
}
