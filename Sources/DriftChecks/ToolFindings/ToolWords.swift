internal import Documents
internal import DriftModel

/// What is said of a tool and its report.
struct ToolWords {
  private let check: ToolFindings
  private let capture: Capture
  /// What the tool is called where nothing is said of a single result.
  var tool: String

  init(_ check: ToolFindings, _ capture: Capture) {
    self.check = check
    self.capture = capture
    tool = check.tool ?? "the tool"
  }

  // MARK: The report

  /// The name that places in the report carry.
  var file: FileName {
    switch capture.source {
    case .file(let name, _): name
    case .output(let command, _): .external("output of \(command.words.first ?? tool)")
    }
  }

  /// The report as a subject.
  var source: String { file.text }

  /// Where it comes from, as a sentence.
  var origin: String {
    switch capture.source {
    case .file(let name, _): "read from '\(name.text)'"
    case .output(let command, let status): "'\(command.words.first ?? tool)' was run and ended with status \(status)"
    }
  }

  /// Where to point when the report as a whole is meant.
  private var place: Location {
    switch capture.source {
    case .file(let name, _): Location(file: name, region: nil)
    case .output: check.place
    }
  }

  /// `'ruff.json'`, or `what 'ruff' printed`.
  private var subject: String {
    switch capture.source {
    case .file(let name, _): "the report '\(name.text)'"
    case .output(let command, _): "what '\(command.words.first ?? tool)' printed"
    }
  }

  private var remark: String { ToolRemarks.last(of: capture.remarks).map { "; it said: \($0)" } ?? "" }

  /// How the report is written anew.
  private var again: [Remedy] {
    guard case .file = capture.source else {
      return [Remedy("see what it says", steps: [.instruction("run the command of 'run' by hand")])]
    }
    let step: RemedyStep =
      check.regenerate.map { .configured($0, directory: .root) }
      ?? .instruction("run \(tool) and let it write its report ('regenerate:' of the check can say how)")
    return [Remedy("write the report anew", steps: [step])]
  }

  func notes(_ report: ToolReport) -> [String] {
    let suppressed = report.results.count { $0.suppression != nil }
    let count = report.results.count - suppressed
    return report.tools.map { $0.version == nil ? "\($0.name), whose version is not stated" : $0.text }
      + [origin, "\(count) \(count == 1 ? "finding" : "findings"), \(suppressed) suppressed by the tool"] + report.notes
  }

  // MARK: Why it is not believed

  func failedRun(_ status: Int) -> Unverified {
    Unverified(
      "'\(tool)' ended with status \(status), which does not say that it looked\(remark)", at: check.place,
      remedies: again + [
        Remedy(
          "if that status means that it looked, say so", steps: [.instruction("add it to 'statuses' of the check")])
      ])
  }

  func empty() -> Unverified {
    Unverified(
      "\(subject) is empty, which says neither that all is well nor that the tool ran\(remark)", at: place,
      remedies: again)
  }

  func unreadable(_ problem: DocumentProblem) -> Unverified {
    let help = problem.help.map { Remedy($0) }
    return Unverified(
      "\(subject) cannot be read as \(check.format.rawValue): \(problem.message)\(remark)",
      at: isOutput ? check.place : problem.location, remedies: again + help)
  }

  func contradiction(_ status: Int) -> Unverified {
    Unverified(
      "'\(tool)' ended with status \(status) and reported nothing\(remark)", at: check.place,
      remedies: again)
  }

  func nothingSeen() -> Unverified {
    Unverified(
      "'\(tool)' found no file to look at\(remark)", at: check.place,
      remedies: [Remedy("name what is there", steps: [.instruction("correct the paths in 'run'")])])
  }

  /// What a reader did not understand or believe, with the way to a better report.
  func withRemedies(_ gap: Unverified) -> Unverified {
    gap.remedies.isEmpty
      ? Unverified(gap.reason, at: isOutput ? check.place : gap.location, remedies: again) : gap
  }

  func openEnd(_ report: ToolReport) -> Unverified {
    let what = report.results.isEmpty ? "nothing in it is a finding" : "it does not say that it is whole"
    let mypy = check.format == .mypy
    return Unverified(
      "\(subject) may be cut off: \(what)", at: place,
      remedies: [
        Remedy(
          mypy ? "let mypy write its closing line" : "use a format that has an end",
          steps: [
            .instruction(
              mypy
                ? "write the report as text, without '--no-error-summary'"
                : "let the tool write SARIF, or run it with 'run', whose status says that it looked")
          ])
      ])
  }

  func otherTool(_ other: ToolName) -> Unverified {
    Unverified("\(subject) is of '\(other.name)', and the check expects '\(tool)'", at: place)
  }

  func otherCommit(_ stated: ObjectID, _ commit: ObjectID) -> Unverified {
    Unverified(
      "\(subject) is about commit \(stated.short), and the one looked at is \(commit.short)", at: place,
      remedies: again)
  }

  func stale(_ paths: Set<RepositoryPath>) -> Unverified? {
    guard let first = paths.min() else { return nil }
    let others = paths.count - 1
    let more = others == 0 ? "" : others == 1 ? " and one other file" : " and \(others) other files"
    return Unverified("\(subject) is older than '\(first)'\(more)", at: place, remedies: again)
  }

  func obstacle(_ obstacle: ToolLocator.Obstacle) -> Unverified {
    switch obstacle {
    case .outside(let name):
      Unverified(
        "\(subject) names '\(name)', which lies outside the repository", at: place,
        remedies: [
          Remedy(
            "if it was written elsewhere, say what the repository was called there",
            steps: [.instruction("add 'root' (for absolute paths) or 'folder' (for relative ones) to the check")])
        ])
    case .absent(let path):
      Unverified(
        "\(subject) names '\(path)', which is not in the tree looked at", at: place,
        remedies: again + [
          Remedy("if the tool should not look at it", steps: [.instruction("tell the tool, or name it in 'except'")])
        ])
    case .beyond(let path):
      Unverified(
        "\(subject) names places in '\(path)' that are not there: the tool saw another file", at: Location(path),
        remedies: again)
    case .unreadable(let failure): Unverified(failure, at: place)
    }
  }

  private var isOutput: Bool { if case .output = capture.source { true } else { false } }

  // MARK: Findings

  func finding(_ item: ToolJudge.Placed) -> Finding {
    let result = item.result
    let problem =
      switch result.severity {
      case .error: ToolFindings.error
      case .warning: ToolFindings.warning
      case .note: ToolFindings.note
      }
    let source = isOutput ? nil : Location(file: file, region: nil)
    var evidence = result.message.dropFirst().map { Evidence($0) }
    if let remark = item.place?.remark { evidence.append(Evidence(remark)) }
    evidence += item.related
    evidence.append(Evidence("\(result.tool.text) reports it", at: source))
    if let url = result.url { evidence.append(Evidence("explained at \(url)")) }
    return Finding(
      problem, headline(result), at: item.place?.location ?? place, evidence: evidence, remedies: [remedy(result)],
      rule: ToolRule(tool: result.tool.name, version: result.tool.version, rule: result.rule),
      acceptance: result.suppression.map { Acceptance(by: .tool, reason: $0.reason) })
  }

  /// `ruff F401: 'os' imported but unused`.
  private func headline(_ result: ToolResult) -> String {
    let rule = result.rule.map { " \($0)" } ?? ""
    return "\(result.tool.name)\(rule): \(result.message.first ?? "no message")"
  }

  private func remedy(_ result: ToolResult) -> Remedy {
    if let suggestion = result.suggestion { return Remedy("as \(result.tool.name) suggests: \(suggestion)") }
    return Remedy("mend it, or tell \(result.tool.name) in its own way why it may stay")
  }

  // MARK: The ratchet

  private func under(_ limit: Ratchet.Limit) -> String { limit.rule.map { " under \($0)" } ?? "" }

  func exceeded(_ limit: Ratchet.Limit, _ items: [ToolJudge.Placed], suspects: [ToolJudge.Placed]) -> Finding {
    let shown = 20
    var evidence = [Evidence("at most \(limit.written) pass", at: limit.location)]
    if limit.number < limit.written { evidence.append(Evidence("at the base it was \(limit.number), which holds")) }
    evidence += suspects.prefix(shown).map { item in
      Evidence("in a file that changed: \(headline(item.result))", at: item.place?.location)
    }
    if suspects.count > shown { evidence.append(Evidence("and \(suspects.count - shown) more in files that changed")) }
    if suspects.isEmpty { evidence += counts(items).map { Evidence($0) } }
    let excess = items.count - limit.number
    return Finding(
      ToolFindings.exceeded,
      "\(tool) reports \(items.count) findings\(under(limit)), and at most \(limit.number) pass", at: limit.location,
      evidence: evidence,
      remedies: [
        Remedy(
          "mend \(excess == 1 ? "one" : "\(excess)") of them",
          steps: [.instruction("mend \(excess) or more; 'check-drift --verbose' lists all")])
      ])
  }

  /// `F401: 12`, the most frequent first.
  private func counts(_ items: [ToolJudge.Placed]) -> [String] {
    let counts = Dictionary(items.map { ($0.result.rule ?? "no rule", 1) }, uniquingKeysWith: +)
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return sorted.prefix(10).map { "\($0.key): \($0.value)" }
  }

  func slack(_ limit: Ratchet.Limit, _ count: Int) -> Finding {
    let findings = count == 1 ? "1 finding" : "\(count) findings"
    var edit: Edit?
    if let path = limit.location.path, let digits = limit.digits {
      edit = Edit(
        path: path, range: digits, expected: Array("\(limit.written)".utf8), replacement: Array("\(count)".utf8))
    }
    return Finding(
      ToolFindings.slack, "\(tool) reports \(findings)\(under(limit)), and \(limit.number) may pass",
      at: limit.location,
      remedies: [
        Remedy(
          "lower the number to \(count)", steps: [.instruction("write \(count) in place of \(limit.written)")],
          edit: edit)
      ])
  }
}
