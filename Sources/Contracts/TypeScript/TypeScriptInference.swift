internal import DriftModel

/// Finds the release and the options that explain all outputs of a check best.
///
/// Begins with what is declared, and the newest release's defaults for the rest. Another setting is taken only if the
/// outputs show it: if it explains differences in several outputs, or all differences of the only one, and makes no
/// output worse. One output that differs where others agree is drift, not style.
struct TypeScriptInference {
  private let cases: [TypeScriptCase]
  private let declared: TypeScriptDeclaration
  private let workers: Workers
  private var known: [TypeScriptStyle: [Int?]] = [:]
  private var settled: Set<String> = []

  init(_ cases: [TypeScriptCase], _ declared: TypeScriptDeclaration, _ workers: Workers) {
    self.cases = cases
    self.workers = workers
    self.declared = declared
  }

  /// How badly a style explains the outputs: for each, how many differences are left; nil where nothing was compared.
  private mutating func scores(_ style: TypeScriptStyle) -> [Int?] {
    if let scores = known[style] { return scores }
    let scores = workers.map(cases.count) { [cases] index -> Int? in
      let judgement = cases[index].judge(style)
      return judgement.unverified.isEmpty ? judgement.differences.count : nil
    }
    known[style] = scores
    return scores
  }

  /// The style that explains the outputs.
  mutating func infer() -> TypeScriptStyle {
    let recent = infer(fromEarly: false)
    guard mayBeEarly, !declared.hasRelease, remainder(recent.style) > 0 else {
      settled = recent.settled
      return recent.style
    }
    // Early releases know fewer types, and so explain a little of nearly everything: they must explain more.
    let early = infer(fromEarly: true)
    let best = remainder(early.style) < remainder(recent.style) ? early : recent
    settled = best.settled
    return best.style
  }

  /// How many differences a style leaves; what cannot be compared counts as many.
  private mutating func remainder(_ style: TypeScriptStyle) -> Int {
    scores(style).reduce(0) { $0 + ($1 ?? 1_000) }
  }

  private mutating func infer(fromEarly: Bool) -> (style: TypeScriptStyle, settled: Set<String>) {
    var style = declared.style
    var settled: Set<String> = []
    for _ in 0..<6 {
      let current = scores(style)
      let unexplained = current.count { $0 != 0 }
      // Nothing to explain, or one output alone that is not believed against the others.
      guard unexplained > 1 || unexplained == 1 && current.count < 3 else { break }
      var best: (style: TypeScriptStyle, gain: Int, name: String)?
      for (name, candidate) in candidates(beside: style, fromEarly: fromEarly) {
        let gain = gain(from: current, to: scores(candidate))
        if gain > best?.gain ?? 0 { best = (candidate, gain, name) }
      }
      guard let best else { break }
      style = best.style
      settled.insert(best.name)
    }
    return (style, settled)
  }

  /// How many differences a style explains that another does not; 0 if it is not shown to be the right one.
  private func gain(from current: [Int?], to other: [Int?]) -> Int {
    var gain = 0
    var improved = 0
    var agreeing = 0
    for (before, after) in zip(current, other) {
      if before == 0, after == 0 { agreeing += 1 }
      // An output that could be compared, and no longer can, speaks against a style.
      let (before, after) = (before ?? 1_000, after ?? 1_000)
      gain += before - after
      if after < before { improved += 1 }
      if after > before { gain -= 2 * (after - before) }
    }
    guard gain > 0 else { return 0 }
    // Where others agree already, one output alone is not believed.
    if agreeing >= 2, improved < 2 { return 0 }
    return gain
  }

  private func candidates(
    beside style: TypeScriptStyle, fromEarly: Bool
  ) -> [(name: String, style: TypeScriptStyle)] {
    var candidates: [(String, TypeScriptStyle)] = []
    func add(_ name: String, _ change: (inout TypeScriptStyle) -> Void) {
      var candidate = style
      change(&candidate)
      if candidate != style { candidates.append((name, candidate)) }
    }
    for endings in 1...5 { add("root name") { $0.rootName = .fileName(endings: endings) } }
    add("root name") { $0.rootName = .given("UnnamedRootOfThisSchema") }
    if !declared.hasRelease {
      for release in TypeScriptStyle.Release.allCases.reversed() where release >= .v10 || fromEarly {
        add("release") { $0.release = release }
      }
    }
    if style.release >= .v14 { add("references") { $0.keepsCircularReferences.toggle() } }
    if style.release == .v9 || style.release == .v10 { add("references") { $0.remembersReferences.toggle() } }
    if !declared.hasOptions {
      for option in TypeScriptOption.allCases {
        add(option.rawValue) { option.set(in: &$0, to: !option.value(in: style)) }
      }
      add("maxItems") { $0.maxItems = -1 }
    }
    return candidates
  }

  /// Whether the outputs can come from a release before 10, none of which wrote this into its banner.
  private var mayBeEarly: Bool {
    let mark = "eslint-disable".utf8
    return !cases.contains { one in
      let head = one.subject.bytes.prefix(400)
      return head.indices.contains { head[$0...].starts(with: mark) }
    }
  }

  /// What schema and output say differently in the style that was found.
  func judgement(of one: TypeScriptCase, _ style: TypeScriptStyle) -> ContractJudgement { one.judge(style) }

  /// The style in words.
  func description(of style: TypeScriptStyle) -> Style {
    func origin(_ name: String, _ isDeclared: Bool) -> Style.Origin {
      isDeclared ? .declared : settled.contains(name) ? .inferred : .assumed
    }
    var settings = [
      Style.Setting("release", Self.text(style.release), origin("release", declared.hasRelease))
    ]
    for option in TypeScriptOption.allCases {
      let value = option.value(in: style) ? "true" : "false"
      settings.append(Style.Setting(option.rawValue, value, origin(option.rawValue, declared.hasOptions)))
    }
    settings.append(Style.Setting("maxItems", "\(style.maxItems)", origin("maxItems", declared.hasOptions)))
    var result = Style(generator: JSONSchemaToTypeScript.name, settings: settings)
    switch style.rootName {
    case .fileName(let endings):
      result.settings.append(
        Style.Setting("root name", "the file's, without \(endings) endings", origin("root name", false)))
    case .given: result.notCompared.append("the name of a root that its schema does not name")
    }
    return result
  }

  private static func text(_ release: TypeScriptStyle.Release) -> String {
    switch release {
    case .v6: "6"
    case .v7: "7"
    case .v8: "8"
    case .v9: "9"
    case .v10: "10"
    case .v11: "11"
    case .v12: "12"
    case .v13: "13.0"
    case .v13Deprecation: "13.1"
    case .v14: "14"
    case .v15: "15"
    }
  }
}
