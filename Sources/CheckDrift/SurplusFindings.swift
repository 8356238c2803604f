internal import DriftModel
internal import DriftReports

/// Findings of which the baseline accepts some equal ones, and fewer than there are.
///
/// Equal findings are counted, and which of them is new a count cannot tell: it accepts the first ones of a file, and a
/// new one above them is accepted in place of the last. So whoever reads of the last is shown all.
enum SurplusFindings {
  /// How many of the others are shown.
  private static let shown = 5

  /// Adds to each that is not accepted how many are, and where the others stand.
  static func explain(_ reported: inout [ReportedFinding]) {
    var equals: [String: [Int]] = [:]
    var accepted: [String: Int] = [:]
    for (index, finding) in reported.enumerated() {
      switch finding.suppression?.by {
      case .baseline: accepted[finding.fingerprint, default: 0] += 1
      case nil: break
      case .inline, .tool, .ratchet: continue
      }
      equals[finding.fingerprint, default: []].append(index)
    }
    for (fingerprint, known) in accepted {
      let all = equals[fingerprint] ?? []
      guard all.count > known else { continue }
      for index in all where reported[index].suppression == nil {
        let facts = facts(for: index, among: all, accepted: known, in: reported)
        reported[index].finding = reported[index].finding.adding(facts)
      }
    }
  }

  private static func facts(
    for index: Int, among all: [Int], accepted: Int, in reported: [ReportedFinding]
  ) -> [Evidence] {
    let new = all.count - accepted
    let others = all.prefix(shown + 1).filter { $0 != index }.prefix(shown)
    let head = Evidence(
      "the baseline accepts \(accepted) equal to this, and there are \(all.count): \(new == 1 ? "one is" : "\(new) are") new,"
        + " not necessarily this one")
    let places = others.map { Evidence("an equal one", at: reported[$0].finding.location) }
    let rest = all.count - 1 - places.count
    return [head] + places + (rest > 0 ? [Evidence("and \(rest) more")] : [])
  }
}
