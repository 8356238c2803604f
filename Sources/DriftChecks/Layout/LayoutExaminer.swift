internal import DriftModel

/// Asks the rules of a layout, one after the other.
struct LayoutExaminer {
  private let layout: Layout
  let snapshot: any RepositorySnapshot
  private(set) var examination = Examination()
  private var obstacles = Obstacles()
  private var forbidden: Set<RepositoryPath> = []
  private var listing: TreeMap?

  /// How many files of one forbidden folder are told one by one.
  private static let singles = 5

  init(_ layout: Layout, _ snapshot: any RepositorySnapshot) {
    self.layout = layout
    self.snapshot = snapshot
  }

  /// The files that a pattern selects; nil if they cannot be listed, which is then said.
  mutating func files(_ pattern: PathPattern, at location: Location) -> [FileEntry]? {
    do throws(ReadFailure) {
      return try snapshot.files(matching: pattern).filter { file in !layout.except.contains { $0.matches(file.path) } }
    } catch {
      unverified(Unverified(error, at: location))
      return nil
    }
  }

  /// Whether `except` names a path.
  func leavesOut(_ path: RepositoryPath) -> Bool { layout.except.contains { $0.matches(path) } }

  /// The tree, listed when it is first needed.
  mutating func tree() -> TreeMap? {
    if let listing { return listing }
    do throws(ReadFailure) {
      listing = try TreeMap(snapshot)
    } catch {
      unverified(Unverified(error, at: Location(.root)))
    }
    return listing
  }

  mutating func unverified(_ obstacle: Unverified) {
    obstacles.add(obstacle)
    examination.unverified = obstacles.all
  }

  mutating func add(_ finding: Finding, about path: RepositoryPath) {
    examination.findings.append(inPlace(finding, path))
  }
  mutating func add(subject: String) { examination.subjects.append(subject) }
  mutating func select(_ label: String, _ rule: Located<PathPattern>, count: Int, allowsEmpty: Bool = false) {
    examination.selections.append(
      Selection(
        label, rule, count: count, allowsEmpty: allowsEmpty || layout.allowsEmpty))
  }

  // MARK: Bindings

  /// What `for-each` binds, each once, in the order of the paths.
  mutating func bindings() -> [LayoutBinding] {
    var seen: Set<Captures> = []
    var bindings: [LayoutBinding] = []
    for pattern in layout.forEach {
      guard let files = files(pattern.value, at: pattern.location) else { continue }
      select("for-each pattern", pattern, count: files.count)
      for file in files {
        guard let captures = pattern.value.captures(in: file.path), seen.insert(captures).inserted else { continue }
        bindings.append(LayoutBinding(captures: captures, witness: file))
      }
    }
    return bindings
  }

  // MARK: Required and forbidden files

  mutating func require(_ rule: Located<PathPattern>, _ binding: LayoutBinding) {
    guard let pattern = rule.value.bound(to: binding.captures) else { return }
    // What 'except' names is excused from being there, too.
    if pattern.isLiteral, layout.except.contains(where: { $0.matches(pattern.literalHead) }) { return }
    guard let found = files(pattern, at: rule.location) else { return }
    add(subject: "require \(pattern)")
    guard found.isEmpty else { return }
    var evidence: [Evidence] = []
    if let witness = binding.witness {
      evidence.append(Evidence("'\(witness.path)' asks for it", at: Location(witness.path)))
    }
    var remedies = [
      Remedy(
        pattern.isLiteral ? "add the file" : "add a file that matches",
        steps: [.instruction("write '\(pattern)', and add it")])
    ]
    if pattern.isLiteral, let tree = tree() {
      evidence += circumstances(of: pattern.literalHead, tree, &remedies)
    }
    evidence.append(Evidence("'require' names '\(rule.value)'", at: rule.location))
    let place = pattern.isLiteral ? pattern.literalHead : pattern.literalHead == .root ? nil : pattern.literalHead
    add(
      Finding(
        Layout.fileMissing,
        pattern.isLiteral ? "there is no file '\(pattern)'" : "no file matches '\(pattern)'",
        at: place.map { Location($0) } ?? rule.location, evidence: evidence, remedies: remedies),
      about: place ?? .root)
  }

  /// Why a file may be missing although somebody believes that it is there.
  private func circumstances(
    of path: RepositoryPath, _ tree: TreeMap, _ remedies: inout [Remedy]
  ) -> [Evidence] {
    var tree = tree
    if let other = tree.fileIgnoringCase(path) {
      remedies.insert(
        Remedy("give '\(other)' the right capitals", steps: [Git.step(["mv"], paths: [other, path])]), at: 0)
      return [Evidence("'\(other)' differs from it in capitals alone", at: Location(other))]
    }
    if tree.ignores(path) {
      remedies = [
        Remedy(
          "add it although git ignores it",
          steps: [.instruction("write '\(path)'"), Git.step(["add", "--force"], paths: [path])])
      ]
      return [Evidence("git ignores that path, so no commit would hold it")]
    }
    return []
  }

  mutating func forbid(_ rule: Located<PathPattern>, _ binding: LayoutBinding) {
    guard let pattern = rule.value.bound(to: binding.captures) else { return }
    guard let found = files(pattern, at: rule.location) else { return }
    add(subject: "forbid \(pattern)")
    let fresh = found.filter { forbidden.insert($0.path).inserted }
    let folders = fresh.count > Self.singles ? folder(of: pattern, fresh) : nil
    for (path, entries) in folders ?? fresh.map({ ($0.path, [$0]) }) {
      addForbidden(path, entries, rule)
    }
  }

  /// The folders that a pattern ends in with `/**`, and the files in them.
  private func folder(
    of pattern: PathPattern, _ files: [FileEntry]
  ) -> [(RepositoryPath, [FileEntry])]? {
    let segments = pattern.text.split(separator: "/")
    guard segments.last == "**", segments.count > 1, !segments.dropLast().contains("**") else { return nil }
    var groups: [RepositoryPath: [FileEntry]] = [:]
    for file in files {
      let head = file.path.segments.prefix(segments.count - 1)
      guard let folder = RepositoryPath(Array(head.joined(separator: [UInt8(ascii: "/")]))) else { return nil }
      groups[folder, default: []].append(file)
    }
    return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private mutating func addForbidden(_ path: RepositoryPath, _ entries: [FileEntry], _ rule: Located<PathPattern>) {
    let isTracked = entries.contains(where: \.isTracked)
    var evidence = [Evidence("'forbid' names '\(rule.value)'", at: rule.location)]
    if !isTracked { evidence.insert(Evidence("it is not added yet"), at: 0) }
    let count = entries.count
    let what = count > 1 ? "the folder '\(path)', with \(count) files," : "'\(path)'"
    let words = count > 1 ? ["rm", "-r"] : ["rm"]
    let submodule = (try? snapshot.submodule(containing: path))?.path ?? .root
    let own = path.relative(to: submodule) ?? path
    let rules = submodule == .root ? ".gitignore" : "\(submodule)/.gitignore"
    let ignore = RemedyStep.instruction("add '/\(own)' to '\(rules)'")
    let remedies =
      isTracked
      ? [
        Remedy("remove it", steps: [Git.step(words, paths: [path])]),
        Remedy("keep it on disk alone", steps: [Git.step(words + ["--cached"], paths: [path]), ignore]),
      ]
      : [
        Remedy("remove it", steps: [.command(["rm"] + (count > 1 ? ["-r"] : []) + ["--", path.description])]),
        Remedy("keep it on disk alone", steps: [ignore]),
      ]
    add(
      Finding(
        Layout.fileForbidden, "\(what) must not be there", at: Location(path), evidence: evidence, remedies: remedies),
      about: path)
  }

  // MARK: Submodules

  /// A finding in a submodule is made right in that repository, and marked as the consequence of its state.
  private func inPlace(_ finding: Finding, _ path: RepositoryPath) -> Finding {
    guard let submodule = try? snapshot.submodule(containing: path), submodule.path != path else { return finding }
    guard submodule.state != .declaredButNotASubmodule else { return finding.asConsequence(of: submodule.path) }
    let way = SubmoduleSteps(into: submodule, among: (try? snapshot.submodules()) ?? [])
    let own = path.relative(to: submodule.path) ?? path
    let remedies = finding.remedies.map { remedy in
      Remedy(
        "\(remedy.summary), in the submodule's repository, and bump '\(submodule.path)'",
        steps: way.enter + remedy.steps.map { LayoutExaminer.moved($0, into: submodule.path) }
          + way.publish("Put \(own) right"))
    }
    return Finding(
      finding.problem, finding.message, at: finding.location, culprit: finding.culprit, evidence: finding.evidence,
      remedies: remedies, consequenceOf: submodule.mayDeviate(at: path) ? submodule.path : nil)
  }

  /// A command of git on paths of a submodule, run there.
  private static func moved(_ step: RemedyStep, into submodule: RepositoryPath) -> RemedyStep {
    guard case .command(let words) = step, let dashes = words.firstIndex(of: "--") else { return step }
    let paths = words[(dashes + 1)...].compactMap { RepositoryPath($0) }
    guard words.first == "git" else { return step }
    let verbs = words[1..<dashes].filter { $0 != "--literal-pathspecs" }
    return Git.step(Array(verbs), in: submodule, paths: paths.map { $0.relative(to: submodule) ?? $0 })
  }
}
