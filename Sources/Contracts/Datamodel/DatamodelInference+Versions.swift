import DriftModel

/// Differences that may be no more than the version of the generator.
extension DatamodelInference {
  /// Takes out what may be no more than the version of the generator.
  func separateDoubts(_ judgement: inout ContractJudgement, _ subject: Case) {
    guard !judgement.differences.isEmpty else { return }
    let places =
      subject.package?.doubts(but: settledDoubts) ?? DatamodelDoubts.all(in: subject.root, but: settledDoubts)
    // What rules say of such constructs is followed exactly.
    let doubt = { (difference: ContractDifference) in
      difference.subject.range(of: ".__json_schema_") == nil ? places[difference.expectedLocation] : nil
    }
    var told: Set<Location> = []
    for difference in judgement.differences {
      guard let reason = doubt(difference) else { continue }
      judgement.doubtful.append(difference)
      guard told.insert(difference.expectedLocation).inserted else { continue }
      judgement.unverified.append(
        Unverified(
          "versions of datamodel-code-generator write \(reason) differently, and '\(difference.subject)' is not what is known of them",
          at: difference.expectedLocation))
    }
    judgement.differences.removeAll { doubt($0) != nil }
  }

  /// What the words of a statement differ in that is there.
  private static let wordings: Set<ContractDifference.Problem> = [
    .typeDiffers, .referenceDiffers, .requiredDiffers, .nullabilityDiffers, .defaultDiffers,
  ]

  /// Takes out what another version of the generator would have written, unless it is known which one wrote it and that
  /// all of that is followed here.
  func separateVersions(
    _ judgement: inout ContractJudgement, _ index: Int, _ found: DatamodelOutcome, _ style: DatamodelStyle
  ) {
    guard !judgement.differences.isEmpty, !DatamodelDoubts.isFollowed(version) else { return }
    var written: Set<String> = []
    if DatamodelDoubts.isAncient(version) { written.formUnion(judgement.differences.map(\.subject)) }
    if style.model == .typedDict, style.rules < .v72 {
      // Versions before 0.50 or so began to write constants here, each a little more of them.
      let places = DatamodelDoubts.constants(in: cases[index].root)
      for difference in judgement.differences where places.contains(difference.expectedLocation) {
        written.insert(difference.subject)
      }
    }
    for rules in DatamodelStyle.Rules.allCases where rules != style.rules {
      var other = style
      other.rules = rules
      let rewritten = known.outcome(index, other) { outcome(cases[index], other) }
      // Of a set of rules under which most of the output would be another nothing is learnt.
      guard rewritten.refusal == nil, rewritten.agreeing * 2 >= found.agreeing else { continue }
      let differing = Set(rewritten.differences.map(\.subject))
      if !style.model.isPydantic {
        // Versions between those that are followed mix what these write, where many rules meet in one statement.
        let other = Dictionary(
          rewritten.differences.map { ($0.subject, ($0.problem, $0.expected)) }, uniquingKeysWith: { first, _ in first }
        )
        for difference in judgement.differences where Self.wordings.contains(difference.problem) {
          if let (problem, expected) = other[difference.subject],
            problem != difference.problem || expected != difference.expected
          {
            written.insert(difference.subject)
          }
        }
      }
      for difference in judgement.differences where !differing.contains(difference.subject) {
        // Members are compared where their declarations can be.
        if !differing.contains(String(difference.subject.prefix { $0 != "." })) { written.insert(difference.subject) }
      }
    }
    let versional = judgement.differences.filter { written.contains($0.subject) }
    guard let first = versional.first else { return }
    judgement.differences.removeAll { written.contains($0.subject) }
    judgement.doubtful += versional
    judgement.unverified.append(
      Unverified(
        "\(versional.count == 1 ? "a statement is" : "\(versional.count) statements are") what other versions of "
          + "datamodel-code-generator write than the likeliest one, first '\(first.subject)' (\(first.problem.rawValue))",
        at: first.foundLocation,
        remedies: [
          Remedy(
            "state the version that wrote the outputs, as 'generator: { name: datamodel-code-generator, version: ... }'"
          )
        ]))
  }
}
