internal import DriftModel

extension DependencyJudge {
  /// Compares what manifests ask of each package.
  mutating func compareRequirements() {
    var groups: [GroupKey: [Dependency]] = [:]
    var order: [GroupKey] = []
    let bounds = boundsByName.union(statements.map(\.dependency).filter(isCompiled).map(\.location))
    for (manifest, dependency) in statements {
      tellUnknown(dependency)
      guard isCompared(dependency) else { continue }
      let key = GroupKey(dependency, of: manifest)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(dependency)
    }
    for key in order {
      guard let group = groups[key], group.count > 1 else { continue }
      guard group.count <= DependencyJudge.statementLimit else {
        add(
          Unverified(
            "'\(group[0].name)' is named more than \(DependencyJudge.statementLimit) times", at: group[0].location))
        continue
      }
      guard check.isIdentical else {
        compareCompatible(group)
        continue
      }
      let isBound = { (dependency: Dependency) in
        dependency.role == .peer || dependency.role == .constraint || bounds.contains(dependency.location)
      }
      compareIdentical(group.filter { !isBound($0) })
      compareCompatible(withBounds(group, isBound))
    }
  }

  /// What stands for one dependency: an alias and a catalog with a name of its own are for versions beside another.
  private struct GroupKey: Hashable {
    let package: PackageName
    let apart: String?

    init(_ dependency: Dependency, of manifest: Manifest) {
      package = dependency.package
      let catalog = dependency.role == .catalog && dependency.group != "catalog " ? dependency.group : nil
      // Cargo's renames are as often for the name alone.
      let isBeside =
        dependency.package.ecosystem != .cargo
        || manifest.dependencies.contains { $0.package == dependency.package && $0.key != dependency.key }
      let versioned = dependency.package.ecosystem == .swift ? dependency.group : nil
      apart = (isBeside ? dependency.alias : nil) ?? catalog ?? versioned
    }
  }

  private func isCompared(_ dependency: Dependency) -> Bool {
    guard check.looksAt(dependency.package), check.pin(of: dependency.package) == nil else { return false }
    switch dependency.role {
    case .build, .indirect: return false
    default: break
    }
    switch dependency.requirement.meaning {
    case .python, .semantic, .source: return true
    case .local, .inherited, .tag, .unknown: return false
    }
  }

  private mutating func tellUnknown(_ dependency: Dependency) {
    guard check.looksAt(dependency.package), case .unknown(let reason) = dependency.requirement.meaning,
      isNew(dependency.location)
    else { return }
    add(
      Unverified(
        "what \(DependencyWords.file(dependency)) asks of '\(dependency.name)' is not understood:"
          + " \(dependency.requirement.shown) is \(reason)", at: dependency.location))
  }

  /// Each statement is compared with each.
  private static let statementLimit = 1_000

  // MARK: Identical

  private mutating func compareIdentical(_ group: [Dependency]) {
    var classes: [[Dependency]] = []
    for dependency in group {
      if let index = classes.firstIndex(where: { $0[0].requirement.isIdentical(to: dependency.requirement) }) {
        classes[index].append(dependency)
      } else {
        classes.append([dependency])
      }
    }
    // What most ask for; of equals, what stands first. Who states no version is no example to follow.
    let stated = classes.filter { !$0[0].requirement.isAnyVersion }
    guard classes.count > 1, let most = stated.map(\.count).max(),
      let usual = stated.first(where: { $0.count == most }), let reference = usual.first
    else { return }
    for other in classes where other[0].location != reference.location {
      for dependency in other where isTogether(dependency, reference) {
        let others = group.filter { !$0.requirement.isIdentical(to: dependency.requirement) }
        tellDifference(dependency, usual, others)
      }
    }
  }

  private mutating func tellDifference(_ dependency: Dependency, _ usual: [Dependency], _ others: [Dependency]) {
    guard let reference = usual.first else { return }
    let wanted = reference.requirement.shown
    var evidence = [DependencyWords.stated(dependency)] + usual.prefix(3).map(DependencyWords.stated)
    if usual.count > 3 { evidence.append(Evidence("\(usual.count) statements ask for \(wanted)")) }
    var remedies = [
      Remedy(
        "ask for \(wanted) there as well",
        steps: [
          .instruction(
            "replace \(dependency.requirement.shown) with \(wanted) \(DependencyWords.place(dependency.location))")
        ])
    ]
    if !dependency.requirement.isAnyVersion {
      remedies.append(
        Remedy("or ask for \(dependency.requirement.shown) everywhere", steps: change(others, to: dependency)))
    }
    let stated = "\(DependencyWords.file(dependency)) asks for \(dependency.requirement.shown) of '\(dependency.name)'"
    add(
      DependencyPins.requirementDiffers,
      dependency.location.path == reference.location.path
        ? "\(stated)\(within(dependency)), and for \(wanted)\(within(reference))"
        : "\(stated), and \(DependencyWords.file(reference)) for \(wanted)",
      at: dependency.location, evidence: evidence, remedies: remedies)
  }

  /// ` in line 4`: which of a file's statements.
  private func within(_ dependency: Dependency) -> String {
    dependency.location.region.map { " in line \($0.line)" } ?? ""
  }

  /// The first few changes that make others ask for what one does.
  private func change(_ others: [Dependency], to dependency: Dependency) -> [RemedyStep] {
    let steps = others.prefix(5).map { other in
      RemedyStep.instruction(
        "replace \(other.requirement.shown) with \(dependency.requirement.shown)"
          + " \(DependencyWords.place(other.location))")
    }
    return others.count > 5 ? steps + [.instruction("and so in \(others.count - 5) more places")] : steps
  }

  // MARK: Compatible

  /// Peer ranges and constraints, which need not be identical, and one statement of each kind for them to meet.
  private func withBounds(_ group: [Dependency], _ isBound: (Dependency) -> Bool) -> [Dependency] {
    // Constraints that nobody needs to meet yet must still leave a version.
    guard let first = group.first(where: { !isBound($0) }) else { return group.filter { $0.role != .peer } }
    return [first] + group.filter(isBound)
  }

  /// Where files named `constraints*.txt` state something: pip is given those as constraints (`-c`) on its command
  /// line as often as by another file. What another file includes as requirements (`-r`) is needed like any other.
  private var boundsByName: Set<Location> {
    var bounds: Set<Location> = []
    for manifest in reading.manifests where manifest.ecosystem == .python {
      let name = manifest.path.lastSegment
      guard name.starts(with: "constraints".utf8), name.suffix(4).elementsEqual(".txt".utf8) else { continue }
      bounds.formUnion(manifest.dependencies.map(\.location))
    }
    for manifest in reading.manifests {
      for dependency in manifest.dependencies
      where dependency.role != .constraint && dependency.location.path != manifest.path {
        bounds.remove(dependency.location)
      }
    }
    return bounds
  }

  private mutating func compareCompatible(_ group: [Dependency]) {
    guard group.count > 1 else { return }
    // Those that most others can stand beside come first.
    let friends = group.map { one in group.filter { !conflict(one, $0) }.count }
    guard friends.contains(where: { $0 < group.count }) else { return }
    let order = group.indices.sorted { (-friends[$0], $0) < (-friends[$1], $1) }
    var accepted: [Dependency] = []
    for index in order {
      let dependency = group[index]
      if let other = accepted.first(where: { conflict(dependency, $0) }) {
        tellConflict(dependency, other)
      } else {
        accepted.append(dependency)
      }
    }
  }

  private mutating func tellConflict(_ dependency: Dependency, _ other: Dependency) {
    let (mine, theirs) = (dependency.requirement.shown, other.requirement.shown)
    add(
      DependencyPins.requirementsConflict,
      "no version of '\(dependency.name)' is what \(DependencyWords.file(dependency)) asks for, \(mine), and what"
        + " \(DependencyWords.file(other)) does, \(theirs)",
      at: dependency.location, evidence: [DependencyWords.stated(dependency), DependencyWords.stated(other)],
      remedies: [
        Remedy(
          "ask for versions that both allow",
          steps: [
            .instruction(
              "change \(mine) \(DependencyWords.place(dependency.location)), or \(theirs)"
                + " \(DependencyWords.place(other.location))")
          ])
      ])
  }

  private func conflict(_ one: Dependency, _ other: Dependency) -> Bool {
    one.location != other.location && isTogether(one, other) && one.requirement.excludes(other.requirement)
      // That is for the lock file to say.
      && !isCompiled(one, from: other) && !isCompiled(other, from: one)
  }

  /// Whether two statements can hold at the same time. Two different conditions may exclude each other.
  private func isTogether(_ one: Dependency, _ other: Dependency) -> Bool {
    one.condition == nil || other.condition == nil || one.condition == other.condition
  }
}

extension DependencyRequirement {
  /// Whether no version is stated, or `*`.
  var isAnyVersion: Bool { text.isEmpty || text == "*" }

  /// Whether two requirements allow the same, whatever they are written like.
  func isIdentical(to other: DependencyRequirement) -> Bool {
    switch (meaning, other.meaning) {
    case (.python(let one), .python(let other)):
      if let mine = one.versions, let theirs = other.versions { return mine == theirs }
      return one == other
    case (.semantic(let one), .semantic(let other)): return one == other
    default: return meaning == other.meaning
    }
  }

  /// Whether no version is allowed by both. What cannot be told is not.
  func excludes(_ other: DependencyRequirement) -> Bool {
    switch (meaning, other.meaning) {
    case (.python(let one), .python(let other)):
      guard let mine = one.versions, let theirs = other.versions else { return false }
      return mine.intersection(theirs).isEmpty
    case (.semantic(let one), .semantic(let other)): return one.versions.intersection(other.versions).isEmpty
    case (.source(let one, let reference), .source(let other, let another)):
      return Ecosystem.swiftIdentity(of: one) == Ecosystem.swiftIdentity(of: other) && reference != nil
        && another != nil && reference != another
    default: return false
    }
  }
}
