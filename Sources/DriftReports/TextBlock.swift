import DriftModel

/// One finding, or one failure to look, as text.
struct TextBlock {
  private let report: Report?
  private let options: RenderOptions
  private let style: TextStyle
  private var margin = 1

  /// What has been added, every line ended.
  private(set) var text = ""

  /// - Parameter report: where the findings come from; nil for complaints, which come from no report.
  init(report: Report? = nil, options: RenderOptions) {
    self.report = report
    self.options = options
    self.style = TextStyle(color: options.color)
  }

  // MARK: Whole blocks

  mutating func add(_ reported: ReportedFinding, consequences: [ReportedFinding]) {
    let finding = reported.finding
    margin = TextBlock.margin(for: [finding.location] + finding.evidence.compactMap(\.location), reported.excerpts)
    headline(of: reported)
    source(at: finding.location, reported.excerpts)
    for evidence in finding.evidence { add(evidence, of: finding, reported.excerpts) }
    if let suppression = reported.suppression { fact(Wording.suppression(suppression)) }
    let culprit = finding.culprit.map { ", culprit: \($0.rawValue)" } ?? ""
    fact(origin(of: reported.check, reported.level) + culprit)
    if let because = reported.because { fact("because \(Escaping.visible(because))") }
    if !consequences.isEmpty { add(consequences) }
    add(finding.remedies)
  }

  mutating func add(_ reported: ReportedUnverified) {
    let unverified = reported.unverified
    margin = TextBlock.margin(for: [unverified.location], reported.excerpts)
    let word = style.apply(.unverified, "unverified[\(Escaping.visible(reported.kind))]")
    line(word + ": " + style.apply(.title, Escaping.visible(unverified.reason)))
    source(at: unverified.location, reported.excerpts)
    if let suppression = reported.suppression { fact(Wording.suppression(suppression)) }
    let exempt = reported.level == .error ? "" : " (not in the exit status)"
    fact(origin(of: reported.check, reported.level) + exempt)
    if let because = reported.because { fact("because \(Escaping.visible(because))") }
    add(unverified.remedies)
  }

  mutating func add(_ complaint: Complaint, _ level: Level) {
    let excerpts = complaint.location.map { [$0: complaint.lines] } ?? [:]
    margin = TextBlock.margin(for: complaint.location.map { [$0] } ?? [], excerpts)
    let message = style.apply(.title, Escaping.visible(complaint.message))
    line(style.apply(TextBlock.role(of: level), level.rawValue) + ": " + message)
    if let location = complaint.location { source(at: location, excerpts) }
    for help in complaint.help { line(indent(2) + style.apply(.help, "help") + ": " + Escaping.visible(help)) }
  }

  // MARK: Parts

  private mutating func headline(of reported: ReportedFinding) {
    let severity = reported.severity
    let role = TextBlock.role(of: severity)
    let word = reported.suppression == nil ? severity.rawValue : "accepted"
    let name = style.apply(role, "\(word)[\(Escaping.visible(reported.rule))]")
    let strict = reported.isLowered ? " (error in strict)" : ""
    line(name + ": " + style.apply(.title, Escaping.visible(reported.finding.message)) + strict)
  }

  private mutating func source(at location: Location, _ excerpts: [Location: SourceLines]) {
    line(indent(margin) + style.apply(.frame, "-->") + " " + Wording.place(location))
    guard let region = location.region, let lines = excerpts[location], !lines.isEmpty else { return }
    let room = options.width.map { max(20, $0 - margin - 9) }
    line(frame())
    for part in Excerpt(lines, of: region, width: room).lines {
      switch part {
      case .source(let number, let text):
        let digits = String(number)
        let gutter = indent(margin - digits.count) + digits
        line(style.apply(.frame, gutter + " |") + (text.isEmpty ? "" : " " + text))
      case .marker(let marker): line(frame() + " " + style.apply(.error, marker))
      case .gap: line(indent(margin) + style.apply(.frame, "..."))
      }
    }
  }

  private mutating func add(_ evidence: Evidence, of finding: Finding, _ excerpts: [Location: SourceLines]) {
    guard let location = evidence.location, !Wording.isToldAlready(location, by: finding),
      location.region != nil, !(excerpts[location] ?? []).isEmpty
    else { return fact(Wording.fact(evidence, of: finding)) }
    fact(Escaping.visible(evidence.statement))
    source(at: location, excerpts)
  }

  private mutating func add(_ consequences: [ReportedFinding]) {
    // What they are is worth a line each, in so far as they are few: the reader came for one of them, perhaps.
    let shown = options.verbose ? consequences.count : min(consequences.count, 3)
    fact("\(Wording.count(consequences.count, "finding follows", "findings follow")) from this:")
    for reported in consequences.prefix(shown) {
      let head = "\(reported.severity.rawValue)[\(Escaping.visible(reported.rule))]"
      let place = Wording.place(reported.finding.location)
      line(indent(margin + 5) + "\(head): \(Escaping.visible(reported.finding.message)) (\(place))")
    }
    if shown < consequences.count {
      line(indent(margin + 5) + "and \(consequences.count - shown) more (--verbose lists them)")
    }
  }

  private mutating func add(_ remedies: [Remedy]) {
    for (index, remedy) in remedies.enumerated() {
      let title = remedies.count == 1 ? "help" : "help (\(index + 1) of \(remedies.count))"
      let fix = index > 0 || remedy.edit == nil ? "" : " ('check-drift fix' does it)"
      line(indent(2) + style.apply(.help, title) + ": " + Escaping.visible(remedy.summary) + fix)
      for step in remedy.steps { line(indent(6) + Wording.step(step, configuration: report?.configuration.name)) }
    }
  }

  private mutating func fact(_ sentence: String) {
    line(indent(margin + 1) + style.apply(.frame, "=") + " " + sentence)
  }

  private func origin(of check: String, _ level: Level) -> String {
    let place = report?.checks.first { $0.name == check }.map { " at \(Wording.line($0.location))" } ?? ""
    return "check '\(Escaping.visible(check))'\(place), level \(level.rawValue)"
  }

  private static func role(of level: Level) -> TextStyle.Role {
    switch level {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  // MARK: Lines

  private mutating func line(_ content: String) { text += content + "\n" }

  private func frame() -> String { indent(margin + 1) + style.apply(.frame, "|") }

  private func indent(_ columns: Int) -> String { String(repeating: " ", count: max(0, columns)) }

  /// The digits of the highest line number that is shown, so that all excerpts of a block align.
  private static func margin(for locations: [Location], _ excerpts: [Location: SourceLines]) -> Int {
    let numbers = locations.flatMap { excerpts[$0]?.map(\.line) ?? [] }
    return max(2, String(numbers.max() ?? 0).count)
  }
}
