import DriftModel

/// Everything, for programs. The shape is part of the contract: `schemas/report.schema.json` describes it.
enum JSONRenderer: Renderer {
  static func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    JSONWriter.bytes(of: document(report, listsSubjects: options.verbose))
  }

  private static func document(_ report: Report, listsSubjects: Bool) -> JSONValue {
    .object([
      ("reportVersion", .integer(1)),
      ("tool", .object([("name", .string("check-drift")), ("version", .string(report.toolVersion))])),
      (
        "repository",
        .object([
          ("tree", .string(report.tree.name)), ("head", id(report.head)), ("base", id(report.base)),
          ("baseAsked", .boolean(report.baseWasAsked)),
        ])
      ),
      ("today", .string(report.today)),
      (
        "config",
        .object(
          names(report.configuration.name, key: "path")
            + [("digest", .string(report.configuration.digest.description))])
      ),
      ("posture", posture(report.posture)),
      ("verdict", .string(report.verdict.rawValue)),
      ("exitStatus", .integer(report.exitStatus)),
      ("summary", summary(report.summary)),
      ("submodules", .array(report.submodules.map(submodule))),
      (
        "checks",
        .array(
          report.checks.map { check in
            self.check(
              check, unverified: report.unverified.count { $0.check == check.name }, listsSubjects: listsSubjects)
          })
      ),
      ("findings", .array(report.findings.map(finding))),
      ("unverified", .array(report.unverified.map(unverified))),
      ("notes", .strings(report.notes)),
    ])
  }

  // MARK: The run

  private static func posture(_ posture: Report.Posture) -> JSONValue {
    .object([
      ("codegen", .string(posture.codegenIsStrict ? "strict" : "local")),
      ("guardrails", .string(posture.guardrailsAreStrict ? "strict" : "local")),
      ("why", .string(posture.why)),
    ])
  }

  private static func summary(_ summary: Report.Summary) -> JSONValue {
    .object([
      ("errors", .integer(summary.errors)), ("warnings", .integer(summary.warnings)),
      ("notes", .integer(summary.notes)), ("blocking", .integer(summary.blocking)),
      ("suppressed", .integer(summary.suppressed)), ("unverified", .integer(summary.unverified)),
      ("subjects", .integer(summary.subjects)),
    ])
  }

  private static func submodule(_ submodule: Submodule) -> JSONValue {
    .object(
      names(.repository(submodule.path), key: "path") + [
        ("recorded", id(submodule.recorded)), ("read", id(submodule.read)),
        ("state", .optional(submodule.state?.rawValue)),
      ])
  }

  private static func check(_ check: Report.CheckResult, unverified: Int, listsSubjects: Bool) -> JSONValue {
    .object(
      [
        ("name", .string(check.name)), ("kind", .string(check.kind)), ("verdict", .string(check.verdict.rawValue)),
        ("subjects", .integer(check.subjects.count)), ("level", .string(check.level.rawValue)),
        ("evidence", .array(check.witnesses.map(witness))), ("findings", .integer(check.findings)),
        ("unverified", .integer(unverified)), ("location", location(check.location)),
      ] + (listsSubjects ? [("subjectList", .strings(Array(check.subjects)))] : []))
  }

  private static func witness(_ witness: Witness) -> JSONValue {
    .object([
      ("kind", .string(witness.kind)), ("verdict", .string(witness.verdict.rawValue)),
      ("notes", .strings(witness.notes)),
    ])
  }

  // MARK: Findings

  private static func finding(_ reported: ReportedFinding) -> JSONValue {
    let finding = reported.finding
    let rule = finding.rule.map { rule in
      [
        (
          "rule",
          JSONValue.object([
            ("tool", .string(rule.tool)), ("version", .optional(rule.version)), ("id", .optional(rule.rule)),
          ])
        )
      ]
    }
    return .object(
      [
        ("check", .string(reported.check)), ("kind", .string(reported.kind)), ("problem", .string(finding.problem.id)),
        ("level", .string(reported.level.rawValue)), ("blocking", .boolean(reported.isBlocking)),
        ("culprit", .optional(finding.culprit?.rawValue)),
        ("consequenceOf", .optional(finding.consequenceOf?.description)),
        ("message", .string(finding.message)), ("because", .optional(reported.because)),
        ("location", location(finding.location)),
        ("evidence", .array(finding.evidence.map(evidence))),
        ("remedies", .array(finding.remedies.enumerated().map { remedy($1, isUsual: $0 == 0) })),
        ("fingerprint", .string(reported.fingerprint)),
        ("suppressed", suppression(reported.suppression)),
      ] + (rule ?? []))
  }

  private static func unverified(_ reported: ReportedUnverified) -> JSONValue {
    .object([
      ("check", .string(reported.check)), ("kind", .string(reported.kind)),
      ("level", .string(reported.level.rawValue)), ("blocking", .boolean(reported.isBlocking)),
      ("reason", .string(reported.unverified.reason)), ("because", .optional(reported.because)),
      ("location", location(reported.unverified.location)),
      ("remedies", .array(reported.unverified.remedies.map { remedy($0, isUsual: false) })),
      ("fingerprint", .string(reported.fingerprint)),
      ("suppressed", suppression(reported.suppression)),
    ])
  }

  private static func evidence(_ evidence: Evidence) -> JSONValue {
    .object([
      ("location", evidence.location.map(location) ?? .null), ("statement", .string(evidence.statement)),
    ])
  }

  /// - Parameter isUsual: whether it is a finding's first: `fix` makes no choice between alternatives.
  private static func remedy(_ remedy: Remedy, isUsual: Bool) -> JSONValue {
    .object([
      ("summary", .string(remedy.summary)), ("commands", .array(remedy.commands.map { .strings($0) })),
      ("steps", .array(remedy.steps.map(step))), ("fixable", .boolean(isUsual && remedy.edit != nil)),
    ])
  }

  private static func step(_ step: RemedyStep) -> JSONValue {
    switch step {
    case .command(let words): .object([("command", .strings(words))])
    case .configured(let line, let directory):
      .object(
        [("configured", .string(line))] + names(.repository(directory), key: "directory")
          + [("from", .string("configuration"))])
    case .instruction(let sentence): .object([("instruction", .string(sentence))])
    }
  }

  private static func suppression(_ suppression: Suppression?) -> JSONValue {
    guard let suppression else { return .null }
    return .object([
      ("by", .string(suppression.by.rawValue)), ("reason", .optional(suppression.reason)),
      ("until", .optional(suppression.until)), ("location", suppression.location.map(location) ?? .null),
    ])
  }

  // MARK: Places

  private static func location(_ location: Location) -> JSONValue {
    var members = names(location.file, key: "path")
    if let region = location.region {
      members += [
        ("line", .integer(region.line)), ("column", .integer(region.column)), ("endLine", .integer(region.endLine)),
        ("endColumn", .integer(region.endColumn)),
      ]
    }
    return .object(members)
  }

  /// The name as text, and its bytes in base64 where the text lost some.
  private static func names(_ file: FileName, key: String) -> [(key: String, value: JSONValue)] {
    guard case .repository(let path) = file else { return [(key, .string(file.text))] }
    let name = (key, JSONValue.string(path.bytes.isEmpty ? "." : path.description))
    return path.isUTF8 ? [name] : [name, (key + "Bytes", .string(base64(path.bytes)))]
  }

  private static func id(_ id: ObjectID?) -> JSONValue { .optional(id?.description) }
}
