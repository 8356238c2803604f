internal import DriftModel

extension DependencyJudge {
  /// Holds every lock file against the manifests that it settles.
  mutating func compareLocks() {
    var used: Set<RepositoryPath> = []
    for manifest in reading.manifests {
      let locks = reading.locks(of: manifest)
      if locks.isEmpty, let (lock, root) = reading.missingLock(of: manifest) { tellMissing(manifest, lock, root) }
      for lock in locks {
        used.insert(lock.contents.path)
        compare(manifest, with: lock)
      }
    }
    guard !check.manifests.isEmpty else { return }
    for lock in reading.locks where !used.contains(lock.contents.path) {
      let folder = lock.contents.folder
      let manifest = reading.manifests.first { $0.folder == folder && $0.ecosystem == lock.contents.ecosystem }
      let other = manifest.flatMap { reading.locks(of: $0).first }
      let path = lock.contents.path
      if !(lock is RequirementsLock), let manifest, let other, used.contains(other.contents.path) {
        add(
          Unverified(
            "'\(path)' is not used: '\(manifest.path)' is settled by '\(other.contents.path)'", at: Location(path),
            remedies: [Remedy("remove it, or name it in 'except'")]))
        continue
      }
      guard !lock.contents.isOfProject else {
        add(
          Unverified(
            "no manifest that is selected is of a package that the Xcode project of '\(path)' names",
            at: Location(path),
            remedies: [
              Remedy(
                "select its packages in 'manifests', or, where all that it needs stands in the project file, name the lock"
                  + " file in 'except'")
            ]))
        continue
      }
      add(
        Unverified(
          "no manifest that is selected belongs to '\(path)'", at: Location(path),
          remedies: [Remedy("select its manifest in 'manifests', or name the lock file in 'except'")]))
    }
  }

  private mutating func compare(_ manifest: Manifest, with lock: any DependencyLock) {
    var seen: Set<String> = []
    for dependency in manifest.dependencies {
      guard isLocked(dependency, of: manifest) else { continue }
      guard let resolved = reading.resolved(dependency, of: manifest) else {
        tellInherited(dependency)
        continue
      }
      let answer = lock.answer(for: resolved.asked(by: dependency), of: manifest)
      let forced = override(of: dependency.package, manifest, lock)
      // What is forced stands there by that range, and not by the manifest's.
      let others = answer.candidates.isEmpty && lock.namesRanges ? lock.contents[dependency.package] : []
      if let forced, answer.candidates.isEmpty, lock.namesRanges, forced.requirement == nil || !others.isEmpty {
        if let requirement = forced.requirement { compare(others, forced, requirement, dependency, lock) }
        continue
      }
      if answer.candidates.isEmpty {
        let key = "\(dependency.key) \(dependency.requirement.text)"
        if answer.isRequired, answer.recorded?.isEmpty ?? true, isWanted(dependency, manifest),
          !(lock.omitsMembers && reading.hasMember(for: resolved.asked(by: dependency), of: lock)),
          seen.insert(key).inserted
        {
          tellNotLocked(dependency, manifest, lock)
        }
        continue
      }
      // A forced version is what counts, if it is known.
      if let forced {
        if let requirement = forced.requirement {
          compare(answer.candidates, forced, requirement, dependency, lock)
        }
        continue
      }
      if let records = answer.recorded {
        // A package that comes from a folder or a branch has the version that it has.
        if records.contains(where: { $0.requirement.meaning == .local }) { continue }
        guard judge(records, resolved, dependency, of: manifest, lock) else { continue }
      }
      judge(answer.candidates, resolved.requirement, resolved, lock)
    }
    tellLeftovers(manifest, lock)
  }

  /// What an override says of a package.
  private func override(
    of package: PackageName, _ manifest: Manifest, _ lock: any DependencyLock
  ) -> ForcedVersion? {
    for other in reading.manifests
    where other.ecosystem == manifest.ecosystem && other.folder.isInside(lock.contents.folder)
      && (manifest.folder.isInside(other.folder) || other.folder == lock.contents.folder && lock.reaches(manifest))
    {
      if let forced = other.overrides[package.identity] { return forced }
    }
    return nil
  }

  private func isLocked(_ dependency: Dependency, of manifest: Manifest) -> Bool {
    guard check.looksAt(dependency.package) else { return false }
    switch dependency.role {
    case .build, .peer, .constraint, .catalog: return false
    case .needed, .optional, .indirect: break
    }
    switch dependency.requirement.meaning {
    case .local, .unknown: return false
    default: return manifest.name.map { PackageName($0, in: manifest.ecosystem) } != dependency.package
    }
  }

  /// Whether a lock file must have it: Go needs no sum for a module that is replaced by a folder.
  private func isWanted(_ dependency: Dependency, _ manifest: Manifest) -> Bool {
    manifest.ecosystem != .go || manifest.overrides[dependency.package.identity] == nil
  }

  // MARK: One dependency

  /// Whether any of the copied requirements is what the manifest states; a finding if none is.
  private mutating func judge(
    _ records: [RecordedRequirement], _ resolved: Dependency, _ dependency: Dependency, of manifest: Manifest,
    _ lock: any DependencyLock
  ) -> Bool {
    guard !records.isEmpty else {
      tellNotRecorded(dependency, lock)
      return false
    }
    let agrees = records.contains { record in
      // What a catalog says is no range that was copied.
      if case .inherited = record.requirement.meaning { return true }
      return record.requirement.isIdentical(to: resolved.requirement)
    }
    guard !agrees else { return true }
    // What the manifest states elsewhere was copied from there. Each copy, in each lock file, is told once.
    let others = manifest.dependencies.filter { $0.package == dependency.package }
    let stale = records.filter { record in !others.contains { record.requirement.isIdentical(to: $0.requirement) } }
    guard let first = (stale.isEmpty ? records : stale).first(where: { isNew($0.location) }) else { return false }
    let path = lock.contents.path
    add(
      DependencyPins.lockStale,
      "'\(path)' was written for \(first.requirement.shown) of '\(dependency.name)', and"
        + " \(DependencyWords.file(dependency)) asks for \(resolved.requirement.shown)",
      at: first.location,
      evidence: [
        Evidence("was written for \(first.requirement.shown)", at: first.location), DependencyWords.stated(resolved),
      ], remedies: [DependencyWords.relock(lock.contents)])
    return false
  }

  private mutating func judge(
    _ candidates: [LockedPackage], _ requirement: DependencyRequirement, _ dependency: Dependency,
    _ lock: any DependencyLock
  ) {
    guard check.pin(of: dependency.package) == nil, let first = candidates.first else { return }
    guard !candidates.contains(where: { $0.satisfies(requirement) != false }) else { return }
    guard isNew(dependency.location) else { return }
    let stated = DependencyWords.locked(first)
    let evidence =
      candidates.prefix(3).map { Evidence("is locked at \(DependencyWords.locked($0))", at: $0.location) }
      + [Evidence("asks for \(requirement.shown)", at: dependency.location)]
    add(
      DependencyPins.lockDiffers,
      "'\(lock.contents.path)' locks '\(dependency.name)' at \(stated), and \(DependencyWords.file(dependency)) asks for"
        + " \(requirement.shown)",
      at: first.location, evidence: evidence,
      remedies: [
        DependencyWords.relock(lock.contents),
        Remedy(
          "or ask for what is locked",
          steps: [.instruction("allow \(stated) \(DependencyWords.place(dependency.location))")]),
      ])
  }

  /// Holds what is locked against the version that is forced, which is one statement for all who need it.
  private mutating func compare(
    _ candidates: [LockedPackage], _ forced: ForcedVersion, _ requirement: DependencyRequirement,
    _ dependency: Dependency, _ lock: any DependencyLock
  ) {
    guard check.pin(of: dependency.package) == nil, let first = candidates.first else { return }
    guard !candidates.contains(where: { $0.satisfies(requirement) != false }), isNew(forced.location) else { return }
    let file = "'\(forced.location.path?.description ?? "")'"
    let stated = DependencyWords.locked(first)
    add(
      DependencyPins.lockDiffers,
      "'\(lock.contents.path)' locks '\(dependency.name)' at \(stated), and \(file) forces \(requirement.shown)",
      at: first.location,
      evidence: candidates.prefix(3).map { Evidence("is locked at \(DependencyWords.locked($0))", at: $0.location) }
        + [Evidence("forces \(requirement.shown)", at: forced.location)],
      remedies: [
        DependencyWords.relock(lock.contents),
        Remedy(
          "or force what is locked",
          steps: [.instruction("allow \(stated) \(DependencyWords.place(forced.location))")]),
      ])
  }

  private mutating func tellNotLocked(_ dependency: Dependency, _ manifest: Manifest, _ lock: any DependencyLock) {
    guard isNew(dependency.location) else { return }
    var versions: Set<String?> = []
    let others = lock.contents[dependency.package].filter { versions.insert($0.version).inserted }
    var evidence = [DependencyWords.stated(dependency)]
    evidence += others.prefix(3).map {
      Evidence("the lock file has \(DependencyWords.locked($0)), for others", at: $0.location)
    }
    if others.isEmpty { evidence.append(Evidence("has no '\(dependency.key)'", at: Location(lock.contents.path))) }
    add(
      DependencyPins.notLocked,
      "\(DependencyWords.file(dependency)) needs '\(dependency.key)', and '\(lock.contents.path)' does not have it for"
        + " \(dependency.requirement.shown)",
      at: dependency.location, evidence: evidence, remedies: [DependencyWords.relock(lock.contents)])
  }

  /// In the lock file because others need it, and not for this manifest.
  private mutating func tellNotRecorded(_ dependency: Dependency, _ lock: any DependencyLock) {
    guard isNew(dependency.location) else { return }
    add(
      DependencyPins.notLocked,
      "\(DependencyWords.file(dependency)) needs '\(dependency.key)', and '\(lock.contents.path)' was written before it"
        + " did",
      at: dependency.location,
      evidence: [
        DependencyWords.stated(dependency),
        Evidence("copies no requirement for '\(dependency.key)'", at: Location(lock.contents.path)),
      ], remedies: [DependencyWords.relock(lock.contents)])
  }

  /// Requirements that a lock file copied from a manifest that no longer states them.
  private mutating func tellLeftovers(_ manifest: Manifest, _ lock: any DependencyLock) {
    let named = Set(manifest.dependencies.map(\.package))
    var seen: Set<PackageName> = []
    for record in lock.records(of: manifest) ?? [] {
      guard check.looksAt(record.package), !named.contains(record.package),
        manifest.name.map({ PackageName($0, in: manifest.ecosystem) }) != record.package,
        seen.insert(record.package).inserted
      else { continue }
      add(
        DependencyPins.lockStale,
        "'\(lock.contents.path)' was written when '\(manifest.path)' still needed '\(record.package.identity)'",
        at: record.location,
        evidence: [
          Evidence("was written for \(record.requirement.shown)", at: record.location),
          Evidence("does not name '\(record.package.identity)'", at: Location(manifest.path)),
        ], remedies: [DependencyWords.relock(lock.contents)])
    }
  }

  // MARK: Whole manifests

  private mutating func tellMissing(_ manifest: Manifest, _ lock: any DependencyLock, _ root: Manifest) {
    add(
      DependencyPins.notLocked,
      "'\(lock.contents.path)' does not know '\(manifest.path)', which belongs to its workspace",
      at: Location(manifest.path),
      evidence: [
        Evidence("names '\(manifest.folder)' as a member", at: Location(root.path)),
        Evidence("has no entry for '\(manifest.folder)'", at: Location(lock.contents.path)),
      ],
      remedies: [
        DependencyWords.relock(lock.contents),
        Remedy(
          "or leave it out of the workspace",
          steps: [.instruction("leave '\(manifest.folder)' out of what '\(root.path)' names")]),
      ])
  }

  private mutating func tellInherited(_ dependency: Dependency) {
    guard let path = dependency.location.path, isNew(Location(path)) else { return }
    add(
      Unverified(
        "'\(path)' inherits '\(dependency.name)' from a workspace whose manifest is not selected",
        at: dependency.location,
        remedies: [
          Remedy(
            dependency.package.ecosystem == .npm
              ? "select what keeps the catalog in 'manifests': 'pnpm-workspace.yaml', '.yarnrc.yml' or the workspace's"
                + " 'package.json'" : "select the workspace's own manifest in 'manifests'")
        ]))
  }
}

extension Dependency {
  /// The same with the key, role and group of the statement that inherits it.
  fileprivate func asked(by other: Dependency) -> Dependency {
    Dependency(
      name, in: package.ecosystem, requirement, role: other.role, group: other.group, condition: other.condition,
      alias: other.key == name ? nil : other.key, at: other.location)
  }
}

extension LockedPackage {
  /// Whether it is what a requirement asks for; nil if that cannot be told.
  fileprivate func satisfies(_ requirement: DependencyRequirement) -> Bool? {
    // Where there is nothing but pre-releases, they are what any version means.
    if requirement.isAnyVersion { return true }
    switch requirement.meaning {
    case .source(_, let reference):
      // Another place than a branch, tag or commit.
      guard package.ecosystem == .swift, let reference, !references.isEmpty else { return nil }
      return references.contains(reference)
    case .python, .semantic:
      guard let version else { return isLocal || references.isEmpty ? nil : false }
      return requirement.allows(version)
    default: return nil
    }
  }
}
