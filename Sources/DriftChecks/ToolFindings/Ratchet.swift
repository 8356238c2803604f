internal import DriftModel

/// How many findings a check lets pass: all together, or by the tool's rules.
struct Ratchet: Sendable {
  /// One number of the configuration.
  struct Limit: Sendable, Hashable {
    /// The tool's rule; nil if all together are meant.
    let rule: String?
    let number: Int
    /// The number as the configuration has it; ``number`` is less where the one of the base holds.
    let written: Int
    let location: Location
    /// Where its digits stand, for `check-drift fix`; nil if that is not known.
    let digits: Range<Int>?
  }

  let limits: [Limit]

  /// The same limits, none of them higher than at the base, and a sentence about each that is: a ratchet only shrinks.
  func limited(to base: Ratchet) -> (ratchet: Ratchet, notes: [String]) {
    var notes: [String] = []
    let limits = limits.map { limit -> Limit in
      guard let old = base.limits.first(where: { $0.rule == limit.rule }), old.number < limit.number else {
        return limit
      }
      let what = limit.rule.map { " of '\($0)'" } ?? ""
      notes.append(
        "lets \(limit.number)\(what) pass, and \(old.number) at the base: a ratchet only shrinks, so that holds")
      return Limit(
        rule: limit.rule, number: old.number, written: limit.written, location: limit.location, digits: limit.digits)
    }
    return (Ratchet(limits: limits), notes)
  }

  /// The limit that findings under a rule count towards; nil if none does.
  func limit(of rule: String?) -> Limit? {
    if let all = limits.first(where: { $0.rule == nil }) { return all }
    return rule.flatMap { rule in limits.first { $0.rule == rule } }
  }
}

extension Codec where Value == Ratchet {
  /// A number, or a mapping of rules to numbers.
  static var ratchet: Codec<Ratchet> {
    let number = Codec<Int>.integer(minimum: 0)
    let shape = Shape.alternatives([number.shape, .dictionary(keys: "rule", values: number.shape)])
    return Codec(shape: shape) { node, problems in
      func limit(_ rule: String?, _ node: DocumentNode, _ problems: inout [ConfigProblem]) -> Ratchet.Limit? {
        number.decode(node, &problems).map {
          Ratchet.Limit(rule: rule, number: $0, written: $0, location: node.location, digits: node.byteRange)
        }
      }
      guard case .mapping(let members) = node.content else {
        return limit(nil, node, &problems).map { Ratchet(limits: [$0]) }
      }
      let limits = members.map { limit($0.key, $0.value, &problems) }
      let good = limits.compactMap(\.self)
      return good.count == limits.count ? Ratchet(limits: good) : nil
    }
  }
}
