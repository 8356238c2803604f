internal import Documents
internal import DriftModel

/// Turns what a tool said into findings, and says why it may not be believed.
struct ToolJudge {
  private let check: ToolFindings
  private let capture: Capture
  private let snapshot: any RepositorySnapshot
  private var words: ToolWords
  private var locator: ToolLocator
  private var unverified: [Unverified] = []
  /// Reasons and places of what is in ``unverified``, so that each is told once.
  private var told: Set<Unverified> = []

  /// A result at its place.
  struct Placed: Sendable {
    var result: ToolResult
    /// Nil if it is about no file.
    var place: ToolLocator.Place?
    var related: [Evidence]
  }

  init(_ check: ToolFindings, _ capture: Capture, _ snapshot: any RepositorySnapshot) {
    self.check = check
    self.capture = capture
    self.snapshot = snapshot
    self.words = ToolWords(check, capture)
    self.locator = ToolLocator(snapshot, roots: (check.root.map { [$0] } ?? []) + capture.roots, folder: check.folder)
  }

  /// - Parameter selected: the files that the check says the tool looks at.
  mutating func examine(selected: [RepositoryPath], _ examination: inout Examination) {
    guard let report = read() else {
      examination.unverified += unverified
      examination.witnesses = [Witness(kind: check.format.rawValue, verdict: .unverified, notes: [words.origin])]
      return
    }
    if check.tool == nil, let name = report.tools.first?.name { words.tool = name }
    distrust(report)
    let (paths, named) = paths(report)
    let stale = staleFiles(among: Set(selected).union(named))
    if let gap = words.stale(stale) { add(gap) }
    let placed = place(report.results, paths, stale: stale)
    let findings = judge(placed)
    examination.findings += findings
    examination.unverified += unverified
    var seen = Set(examination.subjects)
    for path in named.sorted() where seen.insert(path.description).inserted {
      examination.subjects.append(path.description)
    }
    if examination.subjects.isEmpty { examination.subjects = [words.source] }
    let isOpen = findings.contains { $0.acceptance == nil }
    examination.witnesses = [
      Witness(
        kind: check.format.rawValue, verdict: isOpen ? .drift : unverified.isEmpty ? .clean : .unverified,
        notes: words.notes(report))
    ]
  }

  // MARK: Whether it may be believed

  /// The report; nil if there is none to be had, which then is among what is not verified.
  private mutating func read() -> ToolReport? {
    if case .output(_, let status) = capture.source, !check.statuses.contains(status) {
      add(words.failedRun(status))
      // What a run that failed printed is not a report, or only the beginning of one.
      return nil
    }
    guard !capture.bytes.allSatisfy({ $0 <= 0x20 }) else {
      if case .output(_, let status) = capture.source, status == 0, [.mypy, .gcc].contains(check.format) {
        return ToolReport(tools: [ToolName(name: words.tool)], showsItsEnd: true)
      }
      add(words.empty())
      return nil
    }
    do throws(DocumentProblem) {
      return try check.format.read(capture.bytes, file: words.file, tool: ToolName(name: words.tool))
    } catch {
      add(words.unreadable(error))
      return nil
    }
  }

  private mutating func distrust(_ report: ToolReport) {
    unverified += report.gaps.map(words.withRemedies)
    if let other = report.tools.first(where: { !isExpected($0) }), check.tool != nil { add(words.otherTool(other)) }
    if case .revision(let commit) = snapshot.tree { distrust(report.revisions, at: commit) }
    if snapshot.tree == .worktree, let head = snapshot.head { distrust(report.revisions, at: head) }
    switch capture.source {
    case .output(_, let status):
      if status != 0, report.results.isEmpty, report.gaps.isEmpty { add(words.contradiction(status)) }
      let known = check.tool.flatMap { KnownTool.all[$0] }
      if let words = known?.sayingNothingWasSeen, String(decoding: capture.remarks, as: UTF8.self).contains(words) {
        add(self.words.nothingSeen())
      }
    case .file:
      if !report.showsItsEnd { add(words.openEnd(report)) }
    }
  }

  private mutating func distrust(_ revisions: [String], at commit: ObjectID) {
    for revision in revisions {
      guard let stated = ObjectID(hexadecimal: revision), stated != commit else { continue }
      add(words.otherCommit(stated, commit))
    }
  }

  /// Whether a report of this tool is what the check expects: `ESLint` for `eslint`, `Semgrep OSS` for `semgrep`.
  private func isExpected(_ tool: ToolName) -> Bool {
    guard let wanted = check.tool?.lowercased() else { return true }
    let found = tool.name.lowercased()
    return found.contains(wanted) || wanted.contains(found)
  }

  /// The files that changed after the report was written.
  private func staleFiles(among paths: Set<RepositoryPath>) -> Set<RepositoryPath> {
    guard case .file(let name, let written) = capture.source else { return [] }
    if let written {
      return paths.filter { path in snapshot.writingTime(of: path).map { $0 > written } ?? false }
    }
    // A report that is committed with its files was checked out with them, in any order: there the question is whether
    // they changed since a commit, and it did not.
    guard case .repository(let report) = name, let reference = snapshot.reference, !differs(report, from: reference)
    else { return [] }
    return paths.filter { differs($0, from: reference) }
  }

  private func differs(_ path: RepositoryPath, from reference: any RepositorySnapshot) -> Bool {
    let now = try? snapshot.objectID(of: path)
    let before = try? reference.objectID(of: path)
    return now != before
  }

  // MARK: Places

  /// The path of each file that the report names, and those of them that a result or the report itself says were
  /// looked at.
  private mutating func paths(_ report: ToolReport) -> (paths: [ToolFile: RepositoryPath], named: Set<RepositoryPath>) {
    var paths: [ToolFile: RepositoryPath] = [:]
    var named: Set<RepositoryPath> = []
    for file in report.lookedAt + report.results.compactMap(\.place?.file) where paths[file] == nil {
      guard let path = try? locator.path(of: file) else { continue }
      paths[file] = path
      if !isExcepted(path), (try? snapshot.entry(at: path)) ?? nil != nil { named.insert(path) }
    }
    return (paths, named)
  }

  private func isExcepted(_ path: RepositoryPath) -> Bool { check.except.contains { $0.matches(path) } }

  private mutating func place(
    _ results: [ToolResult], _ paths: [ToolFile: RepositoryPath], stale: Set<RepositoryPath>
  ) -> [Placed] {
    var placed: [Placed] = []
    for result in results {
      guard let place = result.place else {
        placed.append(Placed(result: result, place: nil, related: []))
        continue
      }
      guard let path = paths[place.file] else {
        add(words.obstacle(.outside(place.file.text)))
        continue
      }
      // What is said of a file that changed since is not about what stands there now.
      if isExcepted(path) || stale.contains(path) { continue }
      do throws(ToolLocator.Obstacle) {
        let found = try locator.locate(place, at: path)
        placed.append(Placed(result: result, place: found, related: related(result)))
      } catch {
        add(words.obstacle(error))
      }
    }
    return placed
  }

  /// What is said of other places; those that are not to be found are told without a place.
  private mutating func related(_ result: ToolResult) -> [Evidence] {
    var evidence: [Evidence] = []
    for (place, statement) in result.related {
      let line = ToolResult.lines(of: statement).joined(separator: " ")
      let path = try? locator.path(of: place.file)
      let found = path.flatMap { path in try? locator.locate(place, at: path) }
      evidence.append(Evidence(line, at: found?.location))
    }
    return evidence
  }

  // MARK: Findings

  private func judge(_ placed: [Placed]) -> [Finding] {
    var counts: [Ratchet.Limit: [Placed]] = [:]
    var findings: [Finding] = []
    for item in placed {
      let finding = words.finding(item)
      guard item.result.suppression == nil, item.result.severity != .note,
        let limit = check.ratchet?.limit(of: item.result.rule)
      else {
        findings.append(finding)
        continue
      }
      counts[limit, default: []].append(item)
      findings.append(finding.accepted(Acceptance(by: .ratchet, location: limit.location)))
    }
    for limit in check.ratchet?.limits ?? [] {
      let items = counts[limit] ?? []
      if items.count > limit.number {
        findings.append(words.exceeded(limit, items, suspects: items.filter(isInChangedFile)))
      } else if items.count < limit.number, unverified.isEmpty {
        findings.append(words.slack(limit, items.count))
      }
    }
    return findings
  }

  /// Whether a result lies in a file that is not what it was at the base, or in HEAD.
  private func isInChangedFile(_ item: Placed) -> Bool {
    guard let path = item.place?.location.path, let reference = snapshot.reference else { return false }
    return differs(path, from: reference)
  }

  private mutating func add(_ gap: Unverified) {
    if told.insert(Unverified(gap.reason, at: gap.location)).inserted { unverified.append(gap) }
  }
}
