import DriftModel
internal import Synchronization

/// Finds the style under which all outputs of a check are what the schemas say, or come nearest to it.
struct DatamodelInference: Sendable {
  typealias Case = DatamodelCase

  typealias Outcome = DatamodelOutcome

  private let subjects: [ContractSubject]
  private let library: SchemaLibrary
  private let declared: DatamodelOptions?
  private let workers: Workers
  let version: String?
  var cases: [Case] = []
  /// Schemas that are no JSON, which the generator reads as YAML then, and why they are none.
  private let noJSON: [(path: RepositoryPath, reason: String)]
  private var refused: [RepositoryPath: [Unverified]] = [:]
  let known = KnownOutcomes()
  var settledDoubts: Set<String> = []

  init(
    _ subjects: [ContractSubject], schemas: SchemaLibrary, options: [String]?, version: String?, workers: Workers
  ) {
    self.subjects = subjects
    self.workers = workers
    let (library, files) = schemas.fallingBackOnYAML()
    self.library = library
    let inputs = Set(subjects.flatMap(\.inputs))
    noJSON = files.filter { inputs.contains($0.path) }
    self.declared = options.map { DatamodelOptions($0, files: schemas.namedFiles) }
    self.version = version
    let read = workers.map(subjects.count) { DatamodelCase.read(subjects[$0], in: library) }
    for (subject, (found, refusal)) in zip(subjects, read) {
      if let found { cases.append(found) } else { refused[subject.output] = refusal.map { [$0] } }
    }
    DatamodelPackaging(library, subjects).apply(to: &cases)
  }

  mutating func judge() -> (judgements: [ContractJudgement], style: Style) {
    var (judgements, style) = judgeAll()
    style.settings += noJSON.map { path, reason in
      Style.Setting("the format of '\(path)'", "YAML, because \(reason)", .inferred)
    }
    return (judgements, style)
  }

  private mutating func judgeAll() -> (judgements: [ContractJudgement], style: Style) {
    let (seen, observed) = DatamodelObservation.style(cases.map(\.module))
    let start = versioned(seen)
    settledDoubts = DatamodelDoubts.settled(version: version, model: seen.model)
    guard let declared else {
      let found = search(from: start) { !($0 == "model" && observed.contains("model")) }
      return (
        judgements(found.outcomes, found.style, isNew: found.style.rules == .v72),
        DatamodelVariants.describe(found.style, settled: found.settled.union(observed))
      )
    }
    if !declared.problems.isEmpty || !declared.fileProblems.isEmpty {
      for subject in cases {
        var reasons = declared.fileProblems
        if !declared.problems.isEmpty {
          reasons.append(
            Unverified(declared.problems.joined(separator: "; "), at: Location(subject.subject.output)))
        }
        refused[subject.subject.output] = reasons
      }
      cases = []
    }
    var found = search(from: declared.complete(start)) {
      DatamodelOptions.versionDependent.contains($0) && !declared.stated.contains($0)
        && !($0 == "model" && observed.contains("model"))
    }
    var unstated: (names: [String], agreeing: Set<RepositoryPath>)?
    var isContradicted = false
    if found.cost > 0 {
      let isOpen = { (name: String) in
        !declared.stated.contains(name) && !(name == "model" && observed.contains("model"))
      }
      let wider = search(from: declared.applied(to: start), isOpen)
      if wider.cost < found.cost {
        let names = DatamodelVariants.differing(found.style, wider.style)
        let agreeing = zip(cases, wider.outcomes).filter { $1.isAgreement }.map(\.0.subject.output)
        unstated = (names, Set(agreeing))
        if wider.cost == 0, names.isEmpty { found = wider }
      } else {
        // What the outputs say under other options than the declared ones.
        let free = search(from: start) { !($0 == "model" && observed.contains("model")) }
        isContradicted = free.cost == 0 && free.outcomes.contains { $0.agreeing >= 5 }
      }
    }
    return (
      judgements(
        found.outcomes, found.style, isNew: found.style.rules == .v72 && !isContradicted,
        isContradicted: isContradicted,
        unstated: unstated),
      DatamodelVariants.describe(
        found.style, settled: found.settled.union(observed), declared: declared.stated)
    )
  }

  /// The style with the rules of the version that the generator has, if that is known.
  private func versioned(_ style: DatamodelStyle) -> DatamodelStyle {
    guard let minor = version?.split(separator: ".").dropFirst().first.flatMap({ Int($0) }), version?.first == "0"
    else { return style }
    var style = style
    style.rules = minor <= 25 ? .v25 : minor <= 32 ? .v28 : minor <= 35 ? .v33 : .v72
    return style
  }

  /// Changes one open setting after another as long as that leaves fewer differences.
  private func search(from start: DatamodelStyle, _ isOpen: @escaping (String) -> Bool) -> DatamodelSearch.Result {
    let isNamed = haveOwnClassNames
    return DatamodelSearch(
      sizes: cases.map(\.subject.bytes.count),
      outcome: { index, style in known.outcome(index, style) { outcome(cases[index], style) } },
      isOpen: { isOpen($0) && ($0 != "class-name" || isNamed) },
      workers: workers
    ).run(from: start)
  }

  /// Whether no output declares the class that its schema's title makes. Where some do, the others are renamed by mistake.
  private var haveOwnClassNames: Bool {
    cases.allSatisfy {
      !$0.declared.contains(titleName($0))
    }
  }

  /// The class that the schema's title makes.
  private func titleName(_ subject: Case) -> String {
    let style = DatamodelStyle()
    return GeneratedNames(style: style, declared: [])
      .valid(DatamodelParser.rootClassName(SchemaObject(subject.root.node), style), for: .type)
  }

  func outcome(_ subject: Case, _ style: DatamodelStyle) -> Outcome {
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
    let title = titleName(subject)
    guard differences.contains(where: { $0.problem == .typeMissing && $0.subject == title }) else { return nil }
    let extra = Set(differences.lazy.filter { $0.problem == .typeExtra }.map(\.subject))
    return subject.module.contract.declarations.last { $0.kind == .record && extra.contains($0.name) }?.name
  }

  private func plainOutcome(_ subject: Case, _ style: DatamodelStyle) -> Outcome {
    let style = style.settled
    do throws(DatamodelRefusal) {
      let expected =
        try subject.isModule || style.isFolder ? package(subject, style) : alone(subject, style)
      let contracts = [expected.contract, subject.module.contract]
      if style.model == .typedDict, let key = contracts.lazy.compactMap(Self.documentedKey).first {
        throw DatamodelRefusal(
          message: "what datamodel-code-generator writes is not known here: a description within 'TypedDict(...)'",
          location: key)
      }
      var comparison = ContractComparison(output: Location(subject.subject.output))
      comparison.compare(expected.contract, subject.module.contract)
      comparison.compareImports(
        expected.imports, subject.module.imports, at: Location(subject.subject.output), or: subject.document.location)
      let isUnknown = { (difference: ContractDifference) in
        declared == nil && difference.problem == .methodDiffers && difference.expected == nil
      }
      return Outcome(
        differences: comparison.differences.filter { !isUnknown($0) },
        unknownMethods: comparison.differences.filter(isUnknown), agreeing: comparison.agreeing,
        missingFiles: expected.missingFiles, needlessFiles: expected.needlessFiles)
    } catch {
      return Outcome(refusal: error)
    }
  }

  /// Where older versions would write a description between the keys of a call, which then is a part of the next key.
  private static func documentedKey(_ contract: Contract) -> Location? {
    contract.declarations.lazy.filter { $0.attributes.first == DatamodelWriter.callForm }.flatMap(\.members)
      .first { $0.description != nil || $0.name.utf8.contains(UInt8(ascii: "\n")) }?.location
  }

  /// What an output should be.
  private struct Expectation {
    var contract: Contract
    var imports: [String: String] = [:]
    var missingFiles: [(path: RepositoryPath, difference: ContractDifference)] = []
    var needlessFiles: [RepositoryPath] = []
  }

  /// What the generator writes for the one schema.
  private func alone(_ subject: Case, _ style: DatamodelStyle) throws(DatamodelRefusal) -> Expectation {
    var root = style.rewrittenNumbers ? subject.rewritten : subject.root
    if style.followsReferences {
      root = subject.document
    } else if let problem = subject.bundleProblem {
      throw problem
    }
    var parser = DatamodelParser(
      style: style, root: root, library: library, names: GeneratedNames(style: style, declared: subject.declared))
    defer { parser.registry.dismantle() }
    try parser.parse()
    if let model = parser.models.first(where: { !DatamodelModules.path(of: $0, style).isEmpty }) {
      throw DatamodelRefusal(
        message: "what datamodel-code-generator writes is not known here: the name '\(model.reference.name)' spreads "
          + "the output over several modules", location: model.location)
    }
    var finisher = DatamodelFinisher(parser.models, style: style, registry: parser.registry)
    let expected = try finisher.contract()
    let stated = DatamodelPythonImports.stated(by: finisher.models)
    return Expectation(contract: expected, imports: finisher.validatorImports.merging(stated) { first, _ in first })
  }

  /// What the generator writes into this file when it writes a package.
  private func package(_ subject: Case, _ style: DatamodelStyle) throws(DatamodelRefusal) -> Expectation {
    guard let package = subject.package, let file = package.file(of: subject.subject.output) else {
      throw DatamodelRefusal(
        message: "not all schemas that the output was generated together with can be read",
        location: Location(subject.subject.output))
    }
    let outputs = cases.filter { $0.package === package }
    let modules = try package.modules(style, declared: outputs.reduce(into: []) { $0.formUnion($1.declared) })
    let module = modules.first { $0.file == file }
    var expectation = Expectation(contract: module?.contract ?? Contract(), imports: module?.imports ?? [:])
    // What is missing altogether is told once.
    guard outputs.first?.subject.output == subject.subject.output else { return expectation }
    let known = Set(subjects.map(\.output))
    for module in modules {
      guard let path = package.outputRoot.resolving(module.file.joined(separator: "/").utf8), !known.contains(path)
      else { continue }
      guard let first = module.contract.declarations.first else {
        if module.imports.isEmpty, module.file.last != "__init__.py" { expectation.needlessFiles.append(path) }
        continue
      }
      expectation.missingFiles.append(
        (
          path,
          ContractDifference(
            .typeMissing, first.name, expected: "a module with \(module.contract.declarations.count) declarations",
            at: first.location, found: nil, at: Location(path))
        ))
    }
    return expectation
  }

  private func judgements(
    _ outcomes: [Outcome], _ style: DatamodelStyle, isNew: Bool, isContradicted: Bool = false,
    unstated: (names: [String], agreeing: Set<RepositoryPath>)? = nil
  ) -> [ContractJudgement] {
    func isCorroborated(_ isBundled: Bool) -> Bool {
      zip(cases, outcomes).contains {
        (!isBundled || $0.isBundled) && $1.refusal == nil && $1.differences.isEmpty && $1.agreeing >= 5
      }
    }
    let (corroborated, bundleCorroborated) = (isCorroborated(false), isCorroborated(true))
    // Of a single output nobody can tell whether its class was renamed or given a name.
    let isNameless = style.ownClassNames && cases.count == 1
    var byPath: [RepositoryPath: ContractJudgement] = [:]
    for (index, (subject, outcome)) in zip(cases, outcomes).enumerated() {
      var judgement = ContractJudgement(output: subject.subject.output)
      if isNameless, let unnamed = unnamed(subject) { judgement.unverified.append(unnamed) }
      if let method = outcome.unknownMethods.first { judgement.unverified.append(unknown(method)) }
      if let refusal = outcome.refusal {
        judgement.unverified += [Unverified(refusal.message, at: refusal.location)]
      } else if let unstated, unstated.agreeing.contains(judgement.output), !outcome.isAgreement {
        judgement.doubtful = outcome.differences
        judgement.unverified += [undeclared(unstated.names, judgement.output)]
      } else if !isContradicted, !(subject.isBundled ? bundleCorroborated : corroborated), !isBelievable(outcome) {
        let (certain, open) = DatamodelCertainty.split(outcome.differences)
        judgement.differences = certain
        separateDoubts(&judgement, subject)
        judgement.doubtful += open
        if let first = open.first { judgement.unverified.append(unexplained(open.count, first, subject)) }
      } else {
        judgement.differences = outcome.differences
        if isNew { separateDoubts(&judgement, subject) }
        if !isContradicted { separateVersions(&judgement, index, outcome, style) }
      }
      if !outcome.missingFiles.isEmpty, agrees(subject.package, outcomes) {
        judgement.missingFiles = outcome.missingFiles
      }
      if !outcome.needlessFiles.isEmpty, mostlyAgrees(subject.package, outcomes) {
        judgement.needlessFiles = outcome.needlessFiles
      }
      byPath[judgement.output] = judgement
    }
    for (path, reasons) in refused { byPath[path] = ContractJudgement(output: path, unverified: reasons) }
    return subjects.map { byPath[$0.output] ?? ContractJudgement(output: $0.output) }
  }

  /// Whether all that is there of a package is what the schemas say, so that what is not there is missing indeed.
  private func agrees(_ package: DatamodelPackage?, _ outcomes: [Outcome]) -> Bool {
    let members = zip(cases, outcomes).filter { $0.0.package === package }.map(\.1)
    return members.allSatisfy(\.isAgreement) && members.reduce(0) { $0 + $1.agreeing } >= 3
  }

  /// Whether the style explains most of what is there of a package: then it tells which modules are left out, too.
  private func mostlyAgrees(_ package: DatamodelPackage?, _ outcomes: [Outcome]) -> Bool {
    let members = zip(cases, outcomes).filter { $0.0.package === package }.map(\.1)
    let agreeing = members.filter(\.isAgreement)
    return agreeing.count * 4 >= members.count * 3 && agreeing.reduce(0) { $0 + $1.agreeing } >= 3
  }

  private func unexplained(_ count: Int, _ first: ContractDifference, _ subject: Case) -> Unverified {
    Unverified(
      "the generator's options cannot be told from this output: under the likeliest ones "
        + "\(count) statements differ, first '\(first.subject)' (\(first.problem.rawValue))",
      at: Location(subject.subject.output),
      remedies: [Remedy("state the options that the generator was run with, as 'generator: { options: [...] }'")])
  }

  private func unknown(_ method: ContractDifference) -> Unverified {
    Unverified(
      "a method stands here, '\(method.subject)', that the generator writes under no option that the outputs show",
      at: method.foundLocation,
      remedies: [Remedy("state the options that the generator was run with, as 'generator: { options: [...] }'")])
  }

  private func unnamed(_ subject: Case) -> Unverified? {
    let title = titleName(subject)
    return Unverified(
      "the schema makes a class '\(title)', which the output has under another name: was it renamed, or is it '--class-name'?",
      at: Location(subject.subject.output),
      remedies: [Remedy("state '--class-name NAME' in 'generator: { options: [...] }', or run the generator again")])
  }

  private func undeclared(_ names: [String], _ output: RepositoryPath) -> Unverified {
    Unverified(
      "the output is what datamodel-code-generator writes with another setting of "
        + (names.isEmpty
          ? "something that 'generator.options' does not say" : names.map { "'\($0)'" }.joined(separator: ", "))
        + " than 'generator.options' says",
      at: Location(output),
      remedies: [Remedy("state all options in 'generator.options', or run the generator again with these alone")])
  }

  /// Whether an output agrees with its schema so widely that what differs is no matter of style.
  private func isBelievable(_ outcome: Outcome) -> Bool {
    if outcome.differences.isEmpty { return true }
    // The order of declarations is an option, and versions break cycles differently.
    if outcome.differences.contains(where: { $0.problem == .orderDiffers }) { return false }
    return outcome.agreeing >= 10 && outcome.differences.count * 8 <= outcome.agreeing
  }
}

/// What was found out already, for searches come back to the same styles.
final class KnownOutcomes: Sendable {
  private let outcomes = Mutex<[DatamodelStyle: [Int: DatamodelOutcome]]>([:])

  func outcome(_ index: Int, _ style: DatamodelStyle, _ find: () -> DatamodelOutcome) -> DatamodelOutcome {
    if let known = outcomes.withLock({ $0[style]?[index] }) { return known }
    let found = find()
    outcomes.withLock { $0[style, default: [:]][index] = found }
    return found
  }
}
