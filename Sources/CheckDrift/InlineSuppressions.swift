internal import DriftModel
internal import DriftReports

/// The findings that comments in the files themselves accept, and what there is to say of such comments.
///
/// Only files in which something was found are read, which the excerpts read anyway: a comment in a file without
/// findings costs nothing, and is not known to be stale.
struct InlineSuppressions {
  private struct File {
    let directives: [InlineDirective]
    var used: Set<Int> = []
  }

  private let today: Day
  private let configured: [KindDescription]
  /// The names of problems and kinds; made when the first comment is found, which in most runs is never.
  private var known: Set<String> = []
  private let base: (any RepositorySnapshot)?
  private let isOn: Bool
  private var files: [RepositoryPath: File] = [:]

  init(_ request: RunRequest) {
    today = request.today
    isOn = request.acceptsInline
    base = if case .tree(let tree) = request.snapshot.base { tree } else { nil }
    configured = request.checks.map(\.kind)
  }

  /// Accepts one finding, if a comment on its line or on the line above does.
  ///
  /// - Parameter directives: gives a file's comments.
  mutating func accept(
    _ finding: Finding, of kind: String, _ directives: (RepositoryPath) -> [InlineDirective]
  ) -> Suppression? {
    guard isOn, let path = finding.location.path, let line = finding.location.region?.line else { return nil }
    if files[path] == nil {
      let directives = directives(path)
      files[path] = File(directives: directives)
      if !directives.isEmpty, known.isEmpty { learnNames() }
    }
    guard let file = files[path] else { return nil }
    for (index, directive) in file.directives.enumerated() where holds(directive) && directive.covers(line) {
      guard directive.accepts(finding.problem.id, of: kind) else { continue }
      files[path]?.used.insert(index)
      return Suppression(
        by: .inline, reason: directive.reason, until: directive.until?.description,
        location: Location(path, directive.region))
    }
    return nil
  }

  private mutating func learnNames() {
    for kind in Kinds.all + configured {
      known.insert(kind.name)
      for problem in kind.problems { known.formUnion([problem.id, "\(kind.name)/\(problem.id)"]) }
    }
  }

  private func holds(_ directive: InlineDirective) -> Bool {
    directive.mistake == nil && known.contains(directive.target) && directive.until.map { $0 >= today } ?? true
  }

  // MARK: Notes

  /// What there is to say of the comments: malformed, past their day, accepting nothing, new since the base.
  ///
  /// - Parameters:
  ///   - isPartial: whether only some checks were run, so that nothing can be said of what accepts nothing.
  ///   - verdicts: the checks; where one of the kind could not look, nothing is said either.
  func notes(isPartial: Bool, verdicts: [Report.CheckResult]) -> [String] {
    var notes: [String] = []
    for (path, file) in files.sorted(by: { $0.key < $1.key }) {
      let before = file.directives.isEmpty ? nil : baseTexts(path)
      for (index, directive) in file.directives.enumerated() {
        let place = "\(path):\(directive.region.line)"
        if let mistake = directive.mistake ?? unknown(directive.target) {
          notes.append("\(place): 'check-drift:allow' accepts nothing: \(mistake)")
        } else if let until = directive.until, until < today {
          notes.append("\(place): 'check-drift:allow \(directive.target)' held until \(until), which is past")
        } else if !file.used.contains(index) {
          guard !isPartial, !verdicts.contains(where: { $0.verdict == .unverified }) else { continue }
          notes.append("\(place): 'check-drift:allow \(directive.target)' accepts nothing any more: take it out")
        } else if let before, !before.contains(directive.text) {
          notes.append("\(place) accepts '\(directive.target)' since the base: \(directive.reason)")
        }
      }
    }
    return notes
  }

  private func unknown(_ target: String) -> String? {
    guard !known.contains(target) else { return nil }
    let help = closestName(to: target, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
    return "there is no problem or kind '\(target)'\(help)"
  }

  /// What the file's comments say at the base; nil if that is not asked.
  private func baseTexts(_ path: RepositoryPath) -> Set<[UInt8]>? {
    guard let base else { return nil }
    guard let bytes = try? base.contents(of: path) else { return [] }
    return Set(InlineDirective.read(bytes, in: path).map(\.text))
  }
}
