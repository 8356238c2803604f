internal import DriftModel

extension DependencyJudge {
  // MARK: Banned

  /// Looks for what must be nowhere.
  mutating func judgeBanned() {
    guard !check.banned.isEmpty else { return }
    let named = statements
    for ban in check.banned {
      for (manifest, dependency) in named
      where ban.package.matches(dependency.package) && dependency.role != .constraint && !isCompiled(dependency) {
        if case .inherited = dependency.requirement.meaning { continue }
        tellBanned(ban, dependency, of: manifest)
      }
      for lock in reading.locks { lookForBanned(ban, in: lock) }
    }
  }

  private mutating func tellBanned(_ ban: BannedPackage, _ dependency: Dependency, of manifest: Manifest) {
    let locks = reading.locks(of: manifest).filter {
      !$0.contents[dependency.package].isEmpty && holds(dependency, of: manifest, in: $0)
    }
    let instead = ban.instead.map { ": use \($0) instead" } ?? ""
    add(
      DependencyPins.bannedDependency,
      "\(DependencyWords.file(dependency)) names '\(dependency.name)', which is banned\(instead)",
      at: dependency.location, evidence: [DependencyWords.stated(dependency)] + DependencyJudge.facts(ban),
      remedies: [
        Remedy(
          "do without it",
          steps: [
            .instruction(
              "remove '\(dependency.key)' \(DependencyWords.place(dependency.location))"
                + (ban.instead.map { ", and use \($0) instead" } ?? ""))
          ] + locks.flatMap { DependencyWords.relock($0.contents).steps })
      ])
  }

  /// Whether what a manifest names is what a lock file holds: of a project beside its own, it holds but a part.
  private func holds(_ dependency: Dependency, of manifest: Manifest, in lock: any DependencyLock) -> Bool {
    !lock.reaches(manifest) || !lock.answer(for: dependency, of: manifest).candidates.isEmpty
  }

  private mutating func lookForBanned(_ ban: BannedPackage, in lock: any DependencyLock) {
    var seen: Set<PackageName> = []
    let direct = Set(
      reading.manifests.filter { manifest in
        reading.locks(of: manifest).contains { $0.contents.path == lock.contents.path }
      }.flatMap { manifest in
        manifest.dependencies.filter { $0.role != .constraint && holds($0, of: manifest, in: lock) }.map(\.package)
      })
    for entry in lock.contents.packages
    where ban.package.matches(entry.package) && !direct.contains(entry.package) && !entry.isSum(in: lock)
      && seen.insert(entry.package).inserted
    {
      let dependents = lock.contents.dependents(of: entry.package)
      let shown = dependents.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
      let more = dependents.count > 3 ? " and \(dependents.count - 3) more" : ""
      var evidence = [Evidence("is locked at \(DependencyWords.locked(entry))", at: entry.location)]
      if !dependents.isEmpty { evidence.append(Evidence("it is there because \(shown)\(more) needs it")) }
      let instead = ban.instead.map { ": use \($0) instead" } ?? ""
      add(
        DependencyPins.bannedDependency, "'\(lock.contents.path)' holds '\(entry.name)', which is banned\(instead)",
        at: entry.location, evidence: evidence + DependencyJudge.facts(ban),
        remedies: [
          Remedy(
            "do without what needs it",
            steps: [
              .instruction(
                dependents.isEmpty
                  ? "find out with the package manager what brings in '\(entry.name)'"
                  : "replace or update \(shown)\(more), so that '\(entry.name)' is not needed")
            ] + DependencyWords.relock(lock.contents).steps)
        ])
    }
  }

  private static func facts(_ ban: BannedPackage) -> [Evidence] {
    [Evidence("'\(ban.package.text)' is banned" + (ban.reason.map { ": \($0)" } ?? ""), at: ban.location)]
  }

  // MARK: Pinned

  /// Looks for what has another version than the one that is pinned.
  mutating func judgePinned() {
    for pin in check.pinned {
      var count = 0
      for (_, dependency) in statements where pin.package.matches(dependency.package) && !isCompiled(dependency) {
        switch dependency.role {
        case .constraint, .peer, .build: judgeBound(dependency, pin)
        default: judge(dependency, pin)
        }
        count += 1
      }
      for lock in reading.locks where lock.contents.ecosystem != .go {
        for entry in lock.contents.packages where pin.package.matches(entry.package) {
          judge(entry, pin, lock.contents)
          count += 1
        }
      }
      add(
        Selection("pin of '\(pin.package.text)'", at: pin.location, count: count, allowsEmpty: check.allowsEmpty))
    }
  }

  private mutating func judge(_ dependency: Dependency, _ pin: PinnedPackage) {
    let requirement = dependency.requirement
    switch requirement.meaning {
    case .local, .inherited, .unknown: return
    case .semantic where dependency.package.ecosystem == .go:
      if pin.agrees(with: requirement.text, in: .go) { return }
    default:
      if let exact = requirement.exactVersion, pin.agrees(with: exact, in: dependency.package.ecosystem) { return }
    }
    let wanted = VersionText.quoted(Array(pin.version.utf8))
    let replacement = dependency.site.flatMap { site in site.exactly(pin.version).map { site.edit(to: $0) } }
    let told = replacement.map { String(decoding: $0.replacement, as: UTF8.self) } ?? pin.version
    let stated = "\(DependencyWords.file(dependency)) asks for \(requirement.shown) of '\(dependency.name)'"
    // `1.2` of Cargo is a range, and so is `from: "1.2.0"`.
    let allowsMore =
      dependency.package.ecosystem != .go && requirement.allows(pin.version) == true && !requirement.isAnyVersion
    add(
      DependencyPins.notAsPinned,
      allowsMore
        ? "\(stated), which allows more than \(wanted), to which it is pinned"
        : "\(stated), which is pinned to \(wanted)",
      at: dependency.location,
      evidence: [DependencyWords.stated(dependency), Evidence("is pinned to \(wanted)", at: pin.location)],
      remedies: [
        Remedy(
          "ask for exactly that version",
          steps: [
            .instruction(
              "ask for \(VersionText.quoted(Array(told.utf8))) of '\(dependency.name)'"
                + " \(DependencyWords.place(dependency.location))")
          ], edit: dependency.location.path.flatMap { isOwn($0) ? replacement : nil })
      ])
  }

  /// A range that tolerates, or bounds, need only allow the pinned version.
  private mutating func judgeBound(_ dependency: Dependency, _ pin: PinnedPackage) {
    guard dependency.requirement.allows(pin.version) == false else { return }
    let wanted = VersionText.quoted(Array(pin.version.utf8))
    add(
      DependencyPins.notAsPinned,
      "\(DependencyWords.file(dependency)) allows only \(dependency.requirement.shown) of '\(dependency.name)', which is"
        + " pinned to \(wanted)",
      at: dependency.location,
      evidence: [DependencyWords.stated(dependency), Evidence("is pinned to \(wanted)", at: pin.location)],
      remedies: [
        Remedy(
          "allow that version",
          steps: [.instruction("allow \(wanted) \(DependencyWords.place(dependency.location))")])
      ])
  }

  private mutating func judge(_ entry: LockedPackage, _ pin: PinnedPackage, _ lock: LockContents) {
    guard !entry.isLocal else { return }
    if let version = entry.version, pin.agrees(with: version, in: lock.ecosystem) { return }
    let wanted = VersionText.quoted(Array(pin.version.utf8))
    add(
      DependencyPins.notAsPinned,
      "'\(lock.path)' locks '\(entry.name)' at \(DependencyWords.locked(entry)), and it is pinned to \(wanted)",
      at: entry.location,
      evidence: [
        Evidence("is locked at \(DependencyWords.locked(entry))", at: entry.location),
        Evidence("is pinned to \(wanted)", at: pin.location),
      ], remedies: [DependencyWords.relock(lock)])
  }

  /// Whether a file is this repository's own, so that it can be changed here.
  private mutating func isOwn(_ path: RepositoryPath) -> Bool { places.isOwn(path) }
}

extension LockedPackage {
  /// Whether it says only that a version was looked at, not that it is used.
  fileprivate func isSum(in lock: any DependencyLock) -> Bool { lock.contents.ecosystem == .go }
}
