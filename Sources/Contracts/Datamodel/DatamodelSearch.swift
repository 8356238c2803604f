import DriftModel

/// One output under one style.
struct DatamodelOutcome {
  var differences: [ContractDifference] = []
  /// Methods that the generator does not write, where nobody says that it was run without a template of one's own.
  var unknownMethods: [ContractDifference] = []
  /// How many statements are the same.
  var agreeing = 0
  /// Why the output cannot be foretold.
  var refusal: DatamodelRefusal?
  /// Modules that the schemas ask for and nobody wrote, where outputs are the modules of one package.
  var missingFiles: [(path: RepositoryPath, difference: ContractDifference)] = []
  /// Modules that are left out because nothing is left to write into them.
  var needlessFiles: [RepositoryPath] = []

  /// Whether the output is what the style makes of the schema.
  var isAgreement: Bool { refusal == nil && differences.isEmpty }

  /// How badly the style fits. The square root has one output that fits nowhere, perhaps because it was edited, weigh less
  /// than many that fit nearly.
  var weight: Int { refusal == nil ? Int(1_000 * Double(differences.count).squareRoot()) : 4_000 }
}

/// The search for the style under which outputs are what their schemas say, or come nearest to it: one setting after
/// another is changed as long as that leaves fewer differences.
struct DatamodelSearch {
  struct Result {
    var style: DatamodelStyle
    /// One for each output, in their order.
    var outcomes: [DatamodelOutcome]
    /// The settings that were changed, by name.
    var settled: Set<String>

    var cost: Int { outcomes.reduce(0) { $0 + $1.weight } }
  }

  /// The outputs' sizes in bytes.
  let sizes: [Int]
  /// What an output, by its number, is under a style.
  let outcome: @Sendable (Int, DatamodelStyle) -> DatamodelOutcome
  /// Whether a setting, by its name, may be changed.
  let isOpen: (String) -> Bool
  /// Who finds out what outputs are.
  let workers: Workers

  /// How many of the smallest outputs the generator's rules are told from, and how many bytes of them; how many a setting
  /// is tried on first, and how many settings go on from there.
  private static let limits = (sample: 8, bytes: 60_000, cases: 2, variants: 4)

  /// Searches all settings under each of the generator's sets of rules, on few outputs, and then on all of them.
  func run(from start: DatamodelStyle) -> Result {
    let sample = self.sample
    let all = Array(sizes.indices)
    var styles = [start]
    if isOpen("rules") {
      for rules in [DatamodelStyle.Rules.v72, .v33, .v28, .v25] where rules != start.rules {
        var style = start
        style.rules = rules
        styles.append(style)
      }
    }
    var starts: [Result] = []
    for style in styles {
      starts.append(at(sample, style))
      // No other set of rules can fit better than one under which everything fits as it is.
      if starts.last?.cost == 0, let whole = whole(starts[starts.count - 1], sample, all) { return whole }
    }
    var found: [Result] = []
    // The likeliest set of rules first: most searches end with it.
    for index in starts.indices.sorted(by: { (starts[$0].cost, $0) < (starts[$1].cost, $1) }) {
      let result = climb(sample, from: starts[index])
      // Nothing can fit better than what fits everywhere. Small outputs often leave several sets of rules open.
      if result.cost == 0, let whole = whole(result, sample, all) { return whole }
      found.append(result)
    }
    let least = found.map(\.cost).min() ?? 0
    found.removeAll { $0.cost > least }
    guard let first = found.first else { return Result(style: start, outcomes: [], settled: []) }
    if sample.count == all.count { return first }
    let wide = found.map { at(all, $0.style, settled: $0.settled) }
    return climb(all, from: wide.min { $0.cost < $1.cost } ?? first)
  }

  /// What all outputs are under a style that fits some; nil if it does not fit them all.
  private func whole(_ result: Result, _ sample: [Int], _ all: [Int]) -> Result? {
    let whole = sample.count == all.count ? result : at(all, result.style, settled: result.settled)
    return whole.cost == 0 ? whole : nil
  }

  /// The smallest outputs, in the order of their numbers.
  private var sample: [Int] {
    var chosen: [Int] = []
    var total = 0
    for index in sizes.indices.sorted(by: { (sizes[$0], $0) < (sizes[$1], $1) }) {
      total += sizes[index]
      if !chosen.isEmpty, total > Self.limits.bytes || chosen.count == Self.limits.sample { break }
      chosen.append(index)
    }
    return chosen.sorted()
  }

  /// What outputs are under a style.
  private func at(_ cases: [Int], _ style: DatamodelStyle, settled: Set<String> = []) -> Result {
    let outcomes = workers.map(cases.count) { [outcome] in outcome(cases[$0], style) }
    return Result(style: style, outcomes: outcomes, settled: settled)
  }

  private func climb(_ cases: [Int], from start: Result) -> Result {
    var found = start
    var didImprove = found.cost > 0
    while didImprove {
      didImprove = false
      let variants = DatamodelVariants.all(of: found.style).filter { isOpen($0.name) }
      if let next = best(of: promising(variants, cases, found), cases, found) ?? best(of: variants, cases, found) {
        found = next
        didImprove = found.cost > 0
      }
    }
    return found
  }

  typealias Variant = (name: String, style: DatamodelStyle, isWeak: Bool, isRare: Bool)

  /// The variants that help most on the smallest outputs that differ; none if there are no more outputs than those.
  ///
  /// Large outputs are costly to foretell, and what the generator was told shows in small ones too.
  private func promising(_ variants: [Variant], _ cases: [Int], _ found: Result) -> [Variant] {
    let differing = cases.indices.filter { !found.outcomes[$0].isAgreement }
    guard differing.count > Self.limits.cases else { return [] }
    let sample = differing.sorted { (sizes[cases[$0]], $0) < (sizes[cases[$1]], $1) }.prefix(Self.limits.cases)
    let now = sample.reduce(0) { $0 + found.outcomes[$1].weight }
    let prices = workers.map(variants.count) { [outcome] index in
      sample.reduce(0) { $0 + outcome(cases[$1], variants[index].style).weight }
    }
    return prices.indices.filter { prices[$0] < now }.sorted { (prices[$0], $0) < (prices[$1], $1) }
      .prefix(Self.limits.variants).map { variants[$0] }
  }

  /// The variant that leaves the fewest differences; nil if none leaves fewer than there are.
  private func best(of variants: [Variant], _ cases: [Int], _ found: Result) -> Result? {
    var best: (result: Result, cost: Int)?
    let cost = found.cost
    let order = cases.indices.sorted {
      // Most variants do not help where there are differences, which shows without looking at the rest.
      (found.outcomes[$0].isAgreement ? 1 : 0, $0) < (found.outcomes[$1].isAgreement ? 1 : 0, $1)
    }
    for variant in variants {
      var tried = found.outcomes
      var price = 0
      for index in order where price < best?.cost ?? cost {
        tried[index] = outcome(cases[index], variant.style)
        price += tried[index].weight
      }
      guard price < best?.cost ?? cost else { continue }
      // A setting that explains a single difference away, and shows nowhere else, is no better than the difference.
      if variant.isRare || variant.isWeak && cases.count > 1, differences(found.outcomes) - differences(tried) < 2 {
        continue
      }
      best = (Result(style: variant.style, outcomes: tried, settled: found.settled.union([variant.name])), price)
    }
    return best?.result
  }

  private func differences(_ outcomes: [DatamodelOutcome]) -> Int {
    outcomes.reduce(0) { $0 + ($1.refusal == nil ? $1.differences.count : 1_000) }
  }
}
