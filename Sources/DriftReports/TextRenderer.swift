import DriftModel

/// For a person: each finding with its source, its evidence and the steps that mend it.
enum TextRenderer: Renderer {
  static func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    let families = SubmoduleFamilies(report.findings)
    var text = ""
    for (index, finding) in report.findings.enumerated() where !families.isFolded(index) {
      if finding.suppression != nil, !options.verbose { continue }
      var block = TextBlock(report: report, options: options)
      block.add(finding, consequences: families.consequences(of: index).map { report.findings[$0] })
      text += block.text + "\n"
    }
    for unverified in report.unverified where unverified.suppression == nil || options.verbose {
      var block = TextBlock(report: report, options: options)
      block.add(unverified)
      text += block.text + "\n"
    }
    if options.verbose, !options.quiet { text += checks(report) }
    if !options.quiet {
      let paint = TextStyle(color: options.color)
      for note in report.notes { text += paint.apply(.note, "note") + ": \(Escaping.visible(note))\n" }
      text += Wording.posture(report.posture) + "\n"
    }
    if !options.quiet || !Wording.isClean(report) { text += Wording.closing(report) + "\n" }
    return Array(text.utf8)
  }

  private static func checks(_ report: Report) -> String {
    var text = ""
    for check in report.checks {
      let verdict = Wording.verdict(of: check, in: report)
      text += "\(verdict): check '\(Escaping.visible(check.name))' (\(Escaping.visible(check.kind)))"
      text += " at \(Wording.line(check.location)), \(Wording.count(check.subjects.count, "subject"))\n"
      for witness in check.witnesses {
        let word = witness.verdict == .unverified ? "NOT VERIFIED" : witness.verdict.rawValue
        text += "  \(Escaping.visible(witness.kind)): \(word)\n"
        for note in witness.notes { text += "    = \(Escaping.visible(note))\n" }
      }
      for subject in check.subjects { text += "  - \(Escaping.visible(subject))\n" }
    }
    return text.isEmpty ? "" : text + "\n"
  }
}

/// Which findings are shown below the finding that states the condition of their submodule.
struct SubmoduleFamilies {
  private var parents: [Int: Int] = [:]
  private var children: [Int: [Int]] = [:]

  /// Finds for each consequence the finding that causes it, if that is shown itself.
  init(_ findings: [ReportedFinding]) {
    var heads: [RepositoryPath: Int] = [:]
    for (index, finding) in findings.enumerated() where finding.suppression == nil {
      guard let path = finding.submodule, finding.finding.consequenceOf == nil else { continue }
      let isState = SubmoduleState(rawValue: finding.finding.problem.id) != nil
      if heads[path] == nil || isState { heads[path] = index }
    }
    for (index, finding) in findings.enumerated() where finding.suppression == nil {
      guard let path = finding.finding.consequenceOf, let head = heads[path] else { continue }
      parents[index] = head
      children[head, default: []].append(index)
    }
  }

  /// Whether the finding is shown below another one.
  func isFolded(_ index: Int) -> Bool { parents[index] != nil }

  /// The findings to show below this one.
  func consequences(of index: Int) -> [Int] { children[index] ?? [] }
}

/// Terminal colours, or none.
struct TextStyle {
  let color: Bool

  enum Role: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;34"
    case unverified = "1;35"
    case help = "1;32"
    case frame = "34"
    case title = "1"
  }

  func apply(_ role: Role, _ text: String) -> String {
    color ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
  }
}
