import DriftModel

/// The words that several formats share. Everything returned is already visible text, one line each.
enum Wording {
  /// `path:12:5`, or the path alone.
  static func place(_ location: Location) -> String {
    let file = Escaping.visible(location.file)
    guard let region = location.region else { return file }
    return "\(file):\(region.line):\(region.column)"
  }

  /// `path:12`: enough for a line of the configuration.
  static func line(_ location: Location) -> String {
    let file = Escaping.visible(location.file)
    return location.region.map { "\(file):\($0.line)" } ?? file
  }

  /// `1 error`, `2 errors`.
  static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
    number == 1 ? "1 \(singular)" : "\(number) \(plural ?? singular + "s")"
  }

  /// `posture: strict (--strict)`.
  static func posture(_ posture: Report.Posture) -> String {
    let why = Escaping.visible(posture.why)
    func word(_ isStrict: Bool) -> String { isStrict ? "strict" : "local" }
    if posture.codegenIsStrict == posture.guardrailsAreStrict {
      return "posture: " + (posture.codegenIsStrict ? "strict" : "local, nothing blocks") + " (\(why))"
    }
    let families = "codegen \(word(posture.codegenIsStrict)), guardrails \(word(posture.guardrailsAreStrict))"
    return "posture: \(families) (\(why))"
  }

  /// `checked 9 subjects in 3 checks: 1 error, 2 warnings, 1 clean, 1 NOT VERIFIED`.
  ///
  /// The word clean stands only for checks without any finding or failure to look, accepted ones included.
  static func closing(_ report: Report) -> String {
    let scope = "checked \(count(report.summary.subjects, "subject")) in \(count(report.checks.count, "check"))"
    guard !report.checks.isEmpty else { return scope + ": nothing was checked" }
    let open = report.findings.filter { $0.suppression == nil }
    let lowered = open.count { $0.isLowered }
    var parts: [String] = []
    func add(_ number: Int, _ text: String) { if number > 0 { parts.append(text) } }
    let errors = report.summary.errors - lowered
    add(errors, count(errors, "error"))
    let warnings = report.summary.warnings + lowered
    let ofThem = lowered == warnings ? (lowered == 1 ? "an error" : "errors") : "\(lowered) of them errors"
    add(warnings, count(warnings, "warning") + (lowered > 0 ? " (\(ofThem) in strict)" : ""))
    add(report.summary.notes, count(report.summary.notes, "note"))
    let clean = report.checks.count { isClean($0, in: report) }
    if clean == report.checks.count { return scope + ": clean" }
    add(clean, "\(clean) clean")
    add(report.summary.unverified, "\(report.summary.unverified) NOT VERIFIED")
    add(report.summary.suppressed, "\(report.summary.suppressed) accepted")
    let consequences = open.count { $0.finding.consequenceOf != nil }
    let tail = consequences > 0 ? "; \(count(consequences, "follows", "follow")) from the state of a submodule" : ""
    return scope + ": " + parts.joined(separator: ", ") + tail
  }

  /// Whether something was checked and nothing at all was found, accepted or not.
  static func isClean(_ report: Report) -> Bool {
    !report.checks.isEmpty && report.checks.allSatisfy { isClean($0, in: report) }
  }

  /// Whether nothing at all was found by a check, accepted or not.
  static func isClean(_ check: Report.CheckResult, in report: Report) -> Bool {
    check.verdict == .clean && check.findings == 0 && !report.unverified.contains { $0.check == check.name }
  }

  /// What a check says, for a list of checks.
  static func verdict(of check: Report.CheckResult, in report: Report) -> String {
    switch check.verdict {
    case .clean: isClean(check, in: report) ? "clean" : "accepted"
    case .drift: "drift"
    case .unverified: "NOT VERIFIED"
    }
  }

  /// A step as one line that can be copied into a shell; what only a person can do, or what cannot be shown
  /// faithfully, as a comment there.
  static func step(_ step: RemedyStep, configuration: FileName?) -> String {
    switch step {
    case .command(let words):
      if let line = Escaping.shell(words) { return line }
      let list = words.dropFirst().map { "'\(Escaping.visible($0))'" }.joined(separator: ", ")
      let program = Escaping.visible(words.first ?? "")
      return "# run '\(program)' with the arguments \(list) (they hold characters that cannot be shown here)"
    case .configured(let line, let directory):
      let origin = "# from " + (configuration.map { Escaping.visible($0) } ?? "the configuration")
      let isRoot = directory.bytes.isEmpty
      guard Escaping.isFaithful(line), let folder = directory.isUTF8 ? Escaping.shell([directory.description]) : nil
      else {
        let place = isRoot ? "at the repository's root" : "in '\(Escaping.visible(directory.bytes))'"
        return "# run '\(Escaping.visible(line))' \(place) (it holds characters that cannot be shown here),"
          + origin.dropFirst()
      }
      let visible = Escaping.masked(line)
      if isRoot {
        // More than one command may change the folder or a variable for the lines pasted after it.
        let isCompound = visible.utf8.contains { "&|;()".utf8.contains($0) }
        return (isCompound ? "(\(visible))" : visible) + "    \(origin)"
      }
      return "(cd \(directory.bytes.first == UInt8(ascii: "-") ? "-- " : "")\(folder) && \(visible))    \(origin)"
    case .instruction(let sentence): return "# \(Escaping.visible(sentence))"
    }
  }

  /// A fact, and its place if that is not the finding's own.
  static func fact(_ evidence: Evidence, of finding: Finding) -> String {
    let statement = Escaping.visible(evidence.statement)
    guard let location = evidence.location, !isToldAlready(location, by: finding) else { return statement }
    return "\(statement) (\(place(location)))"
  }

  /// Whether a place says nothing beyond the finding's own.
  static func isToldAlready(_ location: Location, by finding: Finding) -> Bool {
    location == finding.location || (location.region == nil && location.file == finding.location.file)
  }

  /// `accepted by the baseline until 2026-12-31: legacy`.
  static func suppression(_ suppression: Suppression) -> String {
    let means =
      switch suppression.by {
      case .baseline: "accepted by the baseline"
      case .inline: "accepted in the file"
      case .tool: "suppressed by the tool"
      case .ratchet: "let pass by 'at-most'"
      }
    let until = suppression.until.map { " until \(Escaping.visible($0))" } ?? ""
    return means + until + (suppression.reason.map { ": \(Escaping.visible($0))" } ?? "")
  }
}

extension ReportedFinding {
  /// Whether it is an error that this posture lets pass: shown as a warning by formats that only know severities.
  var isLowered: Bool { level == .error && !isBlocking && suppression == nil }

  /// The level in words of formats that only know severities.
  var severity: Level { isLowered ? .warning : level }

  /// `generated-code/output-edited`.
  var rule: String { "\(kind)/\(finding.problem.id)" }
}

extension ReportedUnverified {
  /// The level in words of formats that only know severities.
  var severity: Level { isBlocking ? .error : .warning }

  /// `generated-code/unverified`.
  var rule: String { "\(kind)/unverified" }
}
