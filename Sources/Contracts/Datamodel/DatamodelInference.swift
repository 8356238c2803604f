import DriftModel

/// Finds the style under which all outputs of a check are what the schemas say, or come nearest to it.
struct DatamodelInference {
  /// One output, read.
  private struct Case {
    let subject: ContractSubject
    let module: PythonReader.Module
    let root: Schema
    /// The schema after a program that knows only one kind of number has written it.
    let rewritten: Schema
    let declared: Set<String>
    /// Whether other schemas were put into this one, which is itself a guess at how the generator was run.
    let isBundled: Bool
  }

  /// One output under one style.
  private struct Outcome {
    var differences: [ContractDifference] = []
    var agreeing = 0
    var refusal: DatamodelRefusal?
  }

  private let subjects: [ContractSubject]
  private let library: SchemaLibrary
  private let options: [String]?
  private var cases: [Case] = []
  private var refused: [RepositoryPath: Unverified] = [:]

  init(_ subjects: [ContractSubject], schemas: SchemaLibrary, options: [String]?, version: String?) {
    self.subjects = subjects
    self.library = schemas
    self.options = options
    for subject in subjects { read(subject) }
  }

  private mutating func read(_ subject: ContractSubject) {
    guard subject.inputs.count == 1, let input = subject.inputs.first else {
      refused[subject.output] = Unverified(
        "an output of several schemas is not compared by 'structure'", at: Location(subject.output))
      return
    }
    if let problem = library.problems[input] {
      refused[subject.output] = problem
      return
    }
    guard let document = library.document(input) else {
      refused[subject.output] = Unverified("the schema could not be read", at: Location(input))
      return
    }
    let root: Schema
    let isBundled = SchemaBundle.refersElsewhere(document)
    do throws(SchemaBundleProblem) {
      root = isBundled ? try SchemaBundle.bundle(document, in: library) : document
    } catch {
      refused[subject.output] = Unverified(error.message, at: error.location)
      return
    }
    let (module, refusal) = PythonReader.read(subject.bytes, at: subject.output)
    guard let module else {
      refused[subject.output] = refusal
      return
    }
    if let other = module.imports.values.filter({ $0.hasPrefix(".") }).min() {
      refused[subject.output] = Unverified(
        "the output imports '\(other)': schemas that were generated together as a package are not compared by 'structure'",
        at: Location(subject.output))
      return
    }
    cases.append(
      Case(
        subject: subject, module: module, root: root,
        rewritten: Schema(SchemaNumbers.rewritten(root.node), path: root.path, pointer: []),
        declared: Set(module.contract.declarations.map(\.name)),
        isBundled: isBundled))
  }

  mutating func judge() -> (judgements: [ContractJudgement], style: Style) {
    let (start, observed) = DatamodelObservation.style(cases.map(\.module))
    var style = start
    var outcomes = cases.map { outcome($0, style) }
    var cost = outcomes.reduce(0) { $0 + weight($1) }
    var settled: Set<String> = observed
    var didImprove = cost > 0
    while didImprove {
      didImprove = false
      let variants = DatamodelVariants.all(of: style).filter { $0.name != "model" || !observed.contains("model") }
      if let best = best(of: promising(variants, outcomes), outcomes, cost) ?? best(of: variants, outcomes, cost) {
        (style, outcomes, cost) = (best.style, best.outcomes, best.cost)
        settled.insert(best.name)
        didImprove = cost > 0
      }
    }
    return (judgements(outcomes, isNew: style.rules == .v72), DatamodelVariants.describe(style, settled: settled))
  }

  private typealias Variant = (name: String, style: DatamodelStyle, isWeak: Bool)

  /// How many of the smallest outputs a variant is tried on first, and how many variants go on from there.
  private static let sample = (cases: 2, variants: 4)

  /// The variants that help most on the smallest outputs that differ; none if there are no more outputs than those.
  ///
  /// Large outputs are costly to foretell, and what the generator was told shows in small ones too.
  private func promising(_ variants: [Variant], _ outcomes: [Outcome]) -> [Variant] {
    let differing = cases.indices.filter { weight(outcomes[$0]) > 0 }
    guard differing.count > Self.sample.cases else { return [] }
    let sample = differing.sorted { (cases[$0].subject.bytes.count, $0) < (cases[$1].subject.bytes.count, $1) }
      .prefix(Self.sample.cases)
    let now = sample.reduce(0) { $0 + weight(outcomes[$1]) }
    var prices: [(index: Int, price: Int)] = []
    for (index, variant) in variants.enumerated() {
      let price = sample.reduce(0) { $0 + weight(outcome(cases[$1], variant.style)) }
      if price < now { prices.append((index, price)) }
    }
    return prices.sorted { ($0.price, $0.index) < ($1.price, $1.index) }.prefix(Self.sample.variants)
      .map { variants[$0.index] }
  }

  /// The variant that leaves the fewest differences; nil if none leaves fewer than there are.
  private func best(
    of variants: [Variant], _ outcomes: [Outcome], _ cost: Int
  ) -> (name: String, style: DatamodelStyle, outcomes: [Outcome], cost: Int)? {
    var best: (name: String, style: DatamodelStyle, outcomes: [Outcome], cost: Int)?
    for variant in variants {
      // Most variants do not help where there are differences, which shows without looking at the rest.
      var tried = outcomes
      var price = 0
      let differing = cases.indices.filter { weight(outcomes[$0]) > 0 }
      for index in differing where price < best?.cost ?? cost {
        tried[index] = outcome(cases[index], variant.style)
        price += weight(tried[index])
      }
      guard price < best?.cost ?? cost else { continue }
      for index in cases.indices where weight(outcomes[index]) == 0 && price < best?.cost ?? cost {
        tried[index] = outcome(cases[index], variant.style)
        price += weight(tried[index])
      }
      // A setting that explains a single difference away, and shows nowhere else, is no better than the difference.
      let isBought = variant.isWeak && cases.count > 1 && cost - price < 2
      if price < best?.cost ?? cost, !isBought { best = (variant.name, variant.style, tried, price) }
    }
    return best
  }

  private func weight(_ outcome: Outcome) -> Int { outcome.refusal == nil ? outcome.differences.count : 1_000 }

  private func outcome(_ subject: Case, _ style: DatamodelStyle) -> Outcome {
    guard style.ownClassNames, let name = ownClassName(subject, style) else { return plainOutcome(subject, style) }
    var named = style
    named.className = name
    return plainOutcome(subject, named)
  }

  /// The last class that the output declares and the schema does not ask for, where the class that the schema's title
  /// makes is missing.
  private func ownClassName(_ subject: Case, _ style: DatamodelStyle) -> String? {
    var plain = style
    plain.ownClassNames = false
    let differences = plainOutcome(subject, plain).differences
    let title = DatamodelParser.rootClassName(SchemaObject(subject.root.node), style)
    guard differences.contains(where: { $0.problem == .typeMissing && $0.subject == title }) else { return nil }
    let extra = Set(differences.lazy.filter { $0.problem == .typeExtra }.map(\.subject))
    return subject.module.contract.declarations.last { $0.kind == .record && extra.contains($0.name) }?.name
  }

  private func plainOutcome(_ subject: Case, _ style: DatamodelStyle) -> Outcome {
    guard style.model.isKnown else {
      return Outcome(
        refusal: DatamodelRefusal(
          message: "what datamodel-code-generator writes as '\(style.model.rawValue)' is not known here",
          location: Location(subject.subject.output)))
    }
    var parser = DatamodelParser(
      style: style, root: style.rewrittenNumbers ? subject.rewritten : subject.root, library: library,
      names: GeneratedNames(style: style, declared: subject.declared))
    defer { parser.registry.dismantle() }
    do throws(DatamodelRefusal) {
      try parser.parse()
    } catch {
      return Outcome(refusal: error)
    }
    var finisher = DatamodelFinisher(parser.models, style: style, registry: parser.registry)
    guard let expected = finisher.contract() else {
      return Outcome(
        refusal: DatamodelRefusal(
          message: "what datamodel-code-generator writes is not known here: references that cannot be ordered",
          location: subject.root.location))
    }
    var comparison = ContractComparison(output: Location(subject.subject.output))
    comparison.compare(expected, subject.module.contract)
    return Outcome(differences: comparison.differences, agreeing: comparison.agreeing)
  }

  private func judgements(_ outcomes: [Outcome], isNew: Bool) -> [ContractJudgement] {
    func isCorroborated(_ isBundled: Bool) -> Bool {
      zip(cases, outcomes).contains {
        (!isBundled || $0.isBundled) && $1.refusal == nil && $1.differences.isEmpty && $1.agreeing >= 5
      }
    }
    let (corroborated, bundleCorroborated) = (isCorroborated(false), isCorroborated(true))
    var byPath: [RepositoryPath: ContractJudgement] = [:]
    for (subject, outcome) in zip(cases, outcomes) {
      var judgement = ContractJudgement(output: subject.subject.output)
      if let refusal = outcome.refusal {
        judgement.unverified = [Unverified(refusal.message, at: refusal.location)]
      } else if !(subject.isBundled ? bundleCorroborated : corroborated), !isBelievable(outcome) {
        judgement.doubtful = outcome.differences
        let first = outcome.differences.first.map { ", first '\($0.subject)' (\($0.problem.rawValue))" } ?? ""
        judgement.unverified = [
          Unverified(
            "the generator's options cannot be told from this output: under the likeliest ones "
              + "\(outcome.differences.count) statements differ\(first)",
            at: Location(subject.subject.output),
            remedies: [
              Remedy("state the options that the generator was run with, as 'generator: { options: [...] }'")
            ])
        ]
      } else {
        judgement.differences = outcome.differences
        if isNew { separateDoubts(&judgement, subject) }
      }
      byPath[judgement.output] = judgement
    }
    for (path, reason) in refused { byPath[path] = ContractJudgement(output: path, unverified: [reason]) }
    return subjects.map { byPath[$0.output] ?? ContractJudgement(output: $0.output) }
  }

  /// Takes out what may be no more than the version of the generator.
  private func separateDoubts(_ judgement: inout ContractJudgement, _ subject: Case) {
    guard !judgement.differences.isEmpty else { return }
    let doubts = DatamodelDoubts.all(in: subject.root)
    for difference in judgement.differences {
      guard let doubt = doubts[difference.expectedLocation] else { continue }
      judgement.doubtful.append(difference)
      judgement.unverified.append(
        Unverified(
          "versions of datamodel-code-generator write \(doubt) differently, and '\(difference.subject)' is not what is known of them",
          at: difference.expectedLocation))
    }
    judgement.differences.removeAll { doubts[$0.expectedLocation] != nil }
  }

  /// Whether an output agrees with its schema so widely that what differs is no matter of style.
  private func isBelievable(_ outcome: Outcome) -> Bool {
    if outcome.differences.isEmpty { return true }
    // The order of declarations is an option, and versions break cycles differently.
    if outcome.differences.contains(where: { $0.problem == .orderDiffers }) { return false }
    return outcome.agreeing >= 10 && outcome.differences.count * 8 <= outcome.agreeing
  }
}
