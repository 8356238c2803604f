internal import DriftModel

/// Holds what manifests, lock files and headers state against each other. One mistake is one finding: what `pinned`
/// says of a package is not also said by comparing.
struct DependencyJudge {
  let check: DependencyPins
  let reading: DependencyReading
  var places: DependencyPlaces
  private(set) var findings: [Finding] = []
  private var obstacles: Obstacles
  private var subjects: [String]
  private var selections: [Selection]
  private var told: Set<Location> = []
  /// Requirements files that are looked at as lock files: what includes one (`-r`) does not state anew what is in it.
  private let compiled: Set<RepositoryPath>

  init(check: DependencyPins, reading: DependencyReading, places: DependencyPlaces) {
    self.check = check
    self.reading = reading
    self.places = places
    obstacles = reading.obstacles
    subjects = reading.subjects
    selections = reading.selections
    compiled = Set(reading.locks.filter { $0 is RequirementsLock }.map(\.contents.path))
      .subtracting(reading.manifests.map(\.path))
    for pattern in check.packages where !pattern.value.isNegative {
      let names = Set(reading.packages.filter(pattern.value.matches))
      selections.append(
        Selection(
          "package '\(pattern.value.text)'", at: pattern.location, count: names.count, allowsEmpty: check.allowsEmpty))
    }
  }

  /// What was seen.
  var examination: Examination {
    Examination(
      subjects: subjects, findings: findings, unverified: obstacles.all + places.obstacles, selections: selections)
  }

  mutating func add(
    _ problem: Problem, _ message: String, at location: Location, evidence: [Evidence], remedies: [Remedy]
  ) {
    let remedies = remedies.map { remedy in location.path.map { places.inPlace(remedy, at: $0) } ?? remedy }
    let consequence = location.path.flatMap { places.cause(at: $0) }
    var evidence = evidence
    if let path = location.path, places.isUntracked(path) {
      evidence.append(Evidence("the file is not added yet", at: Location(path)))
    }
    findings.append(
      Finding(problem, message, at: location, evidence: evidence, remedies: remedies).asConsequence(of: consequence))
  }

  mutating func add(_ reason: Unverified) { obstacles.add(reason) }

  mutating func add(_ selection: Selection) { selections.append(selection) }

  mutating func addSubject(_ name: String) { if !subjects.contains(name) { subjects.append(name) } }

  /// Whether a place is told of for the first time.
  mutating func isNew(_ location: Location) -> Bool { told.insert(location).inserted }

  /// Whether a tool wrote a statement, so that it is looked at where its lock file is.
  func isCompiled(_ dependency: Dependency) -> Bool { dependency.location.path.map(compiled.contains) ?? false }

  /// Whether a tool wrote a statement from another's file.
  func isCompiled(_ dependency: Dependency, from other: Dependency) -> Bool {
    guard isCompiled(dependency), let path = dependency.location.path else { return false }
    return RequirementsLock.input(of: path) == other.location.path
  }

  /// Every statement of every manifest, each place once, with the manifest that makes it.
  var statements: [(manifest: Manifest, dependency: Dependency)] {
    var seen: Set<Location> = []
    return reading.manifests.flatMap { manifest in
      manifest.dependencies.filter { seen.insert($0.location).inserted || $0.role == .catalog }.map { (manifest, $0) }
    }
  }
}

extension DependencyReading {
  /// Every package that anything names.
  var packages: Set<PackageName> {
    var names = Set(manifests.flatMap { $0.dependencies.map(\.package) })
    for lock in locks { names.formUnion(lock.contents.packages.map(\.package)) }
    return names
  }
}

/// Words that findings share.
enum DependencyWords {
  /// The file that states it, in quotes: an included one where that is it.
  static func file(_ dependency: Dependency) -> String { "'\(dependency.location.path?.description ?? "")'" }

  /// `asks for '>=2.5' of 'pydantic'`, or of a catalog, `keeps`.
  static func stated(_ dependency: Dependency) -> Evidence {
    var text = "asks for \(dependency.requirement.shown)"
    if dependency.role == .catalog { text = "keeps \(dependency.requirement.shown) for its members" }
    if let condition = dependency.condition { text += " where \(VersionText.quoted(Array(condition.utf8))) holds" }
    return Evidence(text, at: dependency.location)
  }

  static func locked(_ package: LockedPackage) -> String {
    if let version = package.version { return VersionText.quoted(Array(version.utf8)) }
    return package.references.first.map { VersionText.quoted(Array($0.utf8)) } ?? "no version"
  }

  /// `in line 4 of 'a/package.json'`.
  static func place(_ location: Location) -> String {
    let line = location.region.map { "in line \($0.line) of " } ?? "in "
    return line + "'\(location.path?.description ?? "")'"
  }

  /// Run the lock file's tool.
  static func relock(_ lock: LockContents) -> Remedy {
    let folder = lock.folder == .root ? "" : " in '\(lock.folder)'"
    return Remedy(
      "write '\(lock.path)' anew",
      steps: [.instruction("run \(lock.relock.contains("'") ? lock.relock : "'\(lock.relock)'")\(folder)")])
  }
}

/// In which submodules files lie, so that remedies lead there and back.
struct DependencyPlaces {
  private let snapshot: any RepositorySnapshot
  private var submodules: [RepositoryPath: Submodule?] = [:]
  /// Submodules that could not be asked about.
  private(set) var obstacles: [Unverified] = []

  init(_ snapshot: any RepositorySnapshot) { self.snapshot = snapshot }

  /// Whether git does not know a file yet.
  func isUntracked(_ path: RepositoryPath) -> Bool {
    do throws(ReadFailure) {
      return try snapshot.entry(at: path)?.isTracked == false
    } catch {
      return false
    }
  }

  /// The submodule whose state explains what is found in a file.
  mutating func cause(at path: RepositoryPath) -> RepositoryPath? {
    submodule(of: path).flatMap { $0.mayDeviate(at: path) ? $0.path : nil }
  }

  /// The remedy where the file lies: as it is in this repository; in a submodule, the way there and back around it.
  mutating func inPlace(_ remedy: Remedy, at path: RepositoryPath) -> Remedy {
    guard let submodule = submodule(of: path) else { return remedy }
    // Where they cannot be listed the way leads into the submodule alone, which is most of it.
    let all = (try? snapshot.submodules()) ?? []
    let way = SubmoduleSteps(into: submodule, among: all)
    return Remedy(
      "\(remedy.summary), in the submodule's repository, and bump '\(submodule.path)'",
      steps: way.enter + remedy.steps + way.publish("Put dependencies right"))
  }

  /// Whether a file is this repository's own, so that it can be changed here.
  mutating func isOwn(_ path: RepositoryPath) -> Bool { submodule(of: path) == nil }

  private mutating func submodule(of path: RepositoryPath) -> Submodule? {
    let folder = path.parent
    if let known = submodules[folder] { return known }
    var found: Submodule?
    do throws(ReadFailure) {
      found = try snapshot.submodule(containing: path)
    } catch {
      obstacles.append(Unverified(error, at: Location(path)))
    }
    submodules[folder] = .some(found)
    return found
  }
}
