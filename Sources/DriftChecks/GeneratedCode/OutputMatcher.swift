internal import DriftModel

/// Finds the outputs that inputs yield, rule by rule.
struct OutputMatcher {
  private let check: GeneratedCode
  private let sources: [InputSet]
  private let snapshot: any RepositorySnapshot

  private typealias Claim = (rule: OutputRule, inputs: [RepositoryPath])

  /// Who yields a path, for every path that is expected.
  private var claims: [RepositoryPath: [Claim]] = [:]
  /// What the rules' patterns match, whether expected or not.
  private var found: [RepositoryPath: FileEntry] = [:]
  /// Files that match a rule with captures, to be orphans unless somebody expects them.
  private var candidates: [(entry: FileEntry, rule: OutputRule, captures: Captures)] = []

  init(check: GeneratedCode, sources: [InputSet], snapshot: any RepositorySnapshot) {
    self.check = check
    self.sources = sources
    self.snapshot = snapshot
  }

  // MARK: Rules without wildcards

  /// Expects what a rule's captures yield, whether or not it is there.
  mutating func expect(_ rule: OutputRule, _ pairing: inout Pairing) throws(ReadFailure) {
    let pattern = rule.pattern.value
    try list(rule)
    guard sources.contains(where: { !$0.files.isEmpty }) else { return }
    var index = FeedingIndex(pattern.captureNames, of: sources)
    for binding in index.bindings {
      guard let path = pattern.path(for: binding.captures) else {
        pairing.unverified.append(
          Unverified(
            "output '\(pattern)' is no path for '\(binding.example)'", at: rule.pattern.location))
        continue
      }
      if check.leavesOut(path) { continue }
      let inputs = index.inputs(agreeingWith: binding.captures)
      if claims[path]?.contains(where: { $0.inputs == inputs }) == true { continue }
      claims[path, default: []].append((rule, inputs))
    }
  }

  // MARK: Rules with wildcards

  /// Takes the files that a rule matches, and misses those inputs that have none.
  mutating func find(_ rule: OutputRule, _ pairing: inout Pairing) throws(ReadFailure) {
    let pattern = rule.pattern.value
    let files = try list(rule)
    var index = FeedingIndex(pattern.captureNames, of: sources, transforms: pattern.transforms)
    var served: Set<[[UInt8]]> = []
    var count = 0
    for entry in files {
      let captures = pattern.captures(in: entry.path) ?? [:]
      let inputs = index.inputs(agreeingWith: captures)
      guard !inputs.isEmpty, index.isBound(captures) else { continue }
      served.insert(index.key(of: captures))
      count += 1
      // A rule that names the file exactly, or one before this, knows better who feeds it.
      if claims[entry.path] == nil { claims[entry.path] = [(rule, inputs)] }
    }
    guard !pattern.captureNames.isEmpty else {
      pairing.selections.append(
        Selection(
          "output", rule.pattern, count: count, allowsEmpty: check.allowsEmpty || !rule.isRequired))
      return
    }
    for binding in index.bindings where rule.isRequired && !served.contains(index.key(of: binding.captures)) {
      pairing.missing.append(
        Pairing.Missing(
          path: pattern.literalHead, pattern: OutputMatcher.fill(pattern, binding.captures),
          inputs: index.inputs(agreeingWith: binding.captures), rule: rule))
    }
  }

  // MARK: The end

  /// Turns claims into outputs, and what nobody claims into orphans.
  mutating func finish(_ pairing: inout Pairing) {
    for (path, claims) in claims.sorted(by: { $0.key < $1.key }) {
      guard let claim = claims.first else { continue }
      if claims.count > 1 {
        pairing.collisions.append(Pairing.Collision(path: path, claims: claims))
        continue
      }
      do throws(ReadFailure) {
        // A pattern enters no submodule that only its captures name; the path itself does.
        let listed = found[path]
        if let entry = if listed != nil { listed } else { try snapshot.entry(at: path) } {
          pairing.outputs.append(
            Output(
              path: path, inputs: claim.inputs, isTracked: entry.isTracked, isLink: entry.kind == .symbolicLink))
        } else if claim.rule.isRequired {
          pairing.missing.append(
            Pairing.Missing(path: path, pattern: nil, inputs: claim.inputs, rule: claim.rule))
        }
      } catch {
        pairing.unverified.append(Unverified(error, at: Location(path)))
      }
    }
    pairing.missing.sort { ($0.path, $0.pattern ?? "") < ($1.path, $1.pattern ?? "") }
    // Where an input pattern selected nothing, every output would look like an orphan: the empty pattern is the news.
    guard check.allowsEmpty || sources.allSatisfy({ !$0.files.isEmpty }) else { return }
    let inputs = Set(pairing.inputs + pairing.also)
    var seen: Set<RepositoryPath> = []
    for candidate in candidates.sorted(by: { $0.entry.path < $1.entry.path }) {
      let path = candidate.entry.path
      guard claims[path] == nil, !inputs.contains(path), seen.insert(path).inserted else { continue }
      pairing.orphans.append(
        Pairing.Orphan(
          path: path, isTracked: candidate.entry.isTracked, rule: candidate.rule, captures: candidate.captures))
    }
  }

  /// What a rule matches with its captures as wildcards, less what `except` leaves out.
  @discardableResult
  private mutating func list(_ rule: OutputRule) throws(ReadFailure) -> [FileEntry] {
    let pattern = rule.pattern.value
    let files = try snapshot.files(matching: pattern).filter { !check.leavesOut($0.path) }
    for entry in files {
      found[entry.path] = entry
      guard !pattern.captureNames.isEmpty else { continue }
      candidates.append((entry, rule, pattern.captures(in: entry.path) ?? [:]))
    }
    return files
  }

  /// The pattern's text with its captures filled in, for a message.
  private static func fill(_ pattern: PathPattern, _ captures: Captures) -> String {
    var text = pattern.text
    for (name, value) in captures {
      let value = String(decoding: value, as: UTF8.self)
      for spelling in ["{\(name)}", "{\(name)...}"] + CaptureTransform.allCases.map({ "{\(name):\($0.rawValue)}" }) {
        guard let range = text.firstRange(of: spelling) else { continue }
        text.replaceSubrange(range, with: value)
      }
    }
    return text
  }
}

/// Finds the inputs that agree with an output's captures, without comparing every input with every output.
struct FeedingIndex {
  /// One set of values for all captures of an output, and an input that has them.
  struct Binding {
    let captures: Captures
    let example: RepositoryPath
  }

  /// The inputs of one pattern by the values of the captures that it shares with the output.
  private struct Shared {
    let names: [String]
    let files: [[[UInt8]]: [RepositoryPath]]
  }

  private let names: [String]
  private let shared: [Shared]
  /// What was asked before: many outputs are fed by the same inputs, all of them above all.
  private var known: [[[UInt8]]: [RepositoryPath]] = [:]
  /// Every set of values that an input gives to all captures, sorted by values.
  let bindings: [Binding]
  private let keys: Set<[[UInt8]]>

  /// - Parameters:
  ///   - names: the output's captures.
  ///   - transforms: how inputs' values look in the output's path, where values are read off such paths.
  init(_ names: [String], of sources: [InputSet], transforms: [String: CaptureTransform] = [:]) {
    self.names = names
    var bindings: [[[UInt8]]: Binding] = [:]
    var shared: [Shared] = []
    for source in sources {
      let common = names.filter { source.pattern.captureNames.contains($0) }
      var files: [[[UInt8]]: [RepositoryPath]] = [:]
      for file in source.files {
        var captures: Captures = [:]
        for name in common {
          let value = file.captures[name] ?? []
          captures[name] = transforms[name].map { FeedingIndex.transform(value, $0) } ?? value
        }
        let key = common.map { captures[$0] ?? [] }
        files[key, default: []].append(file.path)
        guard common.count == names.count, bindings[key] == nil else { continue }
        bindings[key] = Binding(captures: captures, example: file.path)
      }
      shared.append(Shared(names: common, files: files))
    }
    self.shared = shared
    self.keys = Set(bindings.keys)
    self.bindings = bindings.sorted { left, right in
      left.key.lexicographicallyPrecedes(right.key) { $0.lexicographicallyPrecedes($1) }
    }.map(\.value)
  }

  /// The values of all captures, in the order of the pattern.
  func key(of captures: Captures) -> [[UInt8]] { names.map { captures[$0] ?? [] } }

  /// Whether an input gives exactly these values to all captures.
  func isBound(_ captures: Captures) -> Bool { names.isEmpty || keys.contains(key(of: captures)) }

  /// All inputs that agree on the captures that both have, sorted.
  mutating func inputs(agreeingWith captures: Captures) -> [RepositoryPath] {
    let key = key(of: captures)
    if let known = known[key] { return known }
    var paths: Set<RepositoryPath> = []
    for pattern in shared {
      paths.formUnion(pattern.files[pattern.names.map { captures[$0] ?? [] }] ?? [])
    }
    let sorted = paths.sorted()
    known[key] = sorted
    return sorted
  }

  /// A capture of whole segments is transformed segment by segment, as ``PathPattern/path(for:)`` does.
  private static func transform(_ value: [UInt8], _ transform: CaptureTransform) -> [UInt8] {
    Array(
      value.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        .map { transform.apply(to: Array($0)) }.joined(separator: [UInt8(ascii: "/")]))
  }
}
