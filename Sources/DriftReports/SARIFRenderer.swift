import DriftModel

/// SARIF 2.1.0 (OASIS), for code scanning.
///
/// What could not be looked at is a result of kind `open` (section 3.27.9: not enough information to decide), and
/// a notification of the invocation too, since most readers show results of kind `fail` only.
enum SARIFRenderer: Renderer {
  static func render(_ report: Report, options: RenderOptions) -> [UInt8] {
    let rules = Rules(report)
    let results =
      report.findings.map { finding($0, rules, report) } + report.unverified.map { unverified($0, rules, report) }
    let run: JSONValue = .object([
      (
        "tool",
        .object([
          (
            "driver",
            .object([
              ("name", .string("check-drift")), ("version", .string(report.toolVersion)),
              ("semanticVersion", .string(report.toolVersion)), ("rules", .array(rules.descriptors)),
            ])
          )
        ])
      ),
      ("columnKind", .string("unicodeCodePoints")),
      ("invocations", .array([invocation(report)])),
      ("results", .array(results)),
    ])
    return JSONWriter.bytes(
      of: .object([
        ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
        ("runs", .array([run])),
      ]))
  }

  // MARK: The run

  private static func invocation(_ report: Report) -> JSONValue {
    let open = report.unverified.filter { $0.suppression == nil }
    let failures: [JSONValue] = open.map { reported in
      .object([
        ("level", .string(reported.severity.rawValue)),
        ("message", message(reported.unverified.reason)),
        ("associatedRule", .object([("id", .string(reported.rule))])),
        ("locations", .array([location(reported.unverified.location, nil, reported.excerpts)])),
      ])
    }
    let notes: [JSONValue] = (report.notes + [Wording.posture(report.posture), Wording.closing(report)]).map { note in
      .object([("level", .string("note")), ("message", message(note))])
    }
    return .object([
      ("executionSuccessful", .boolean(report.exitStatus != 3)), ("exitCode", .integer(report.exitStatus)),
      ("toolExecutionNotifications", .array(failures + notes)),
    ])
  }

  // MARK: Results

  private static func finding(_ reported: ReportedFinding, _ rules: Rules, _ report: Report) -> JSONValue {
    let finding = reported.finding
    let help = finding.remedies.first.map { "\n\nhelp: " + Escaping.visible($0.summary) } ?? ""
    var members: [(key: String, value: JSONValue)] = [
      ("ruleId", .string(reported.rule)), ("ruleIndex", .integer(rules.index(of: reported.rule))),
      ("kind", .string("fail")), ("level", .string(reported.severity.rawValue)),
      ("message", .object([("text", .string(Escaping.visible(finding.message) + help))])),
      ("locations", .array([location(finding.location, nil, reported.excerpts)])),
    ]
    let related = finding.evidence.compactMap { evidence in
      evidence.location.map { location($0, evidence.statement, reported.excerpts) }
    }
    if !related.isEmpty { members.append(("relatedLocations", .array(related))) }
    let fixes = finding.remedies.compactMap { fix($0) }
    if !fixes.isEmpty { members.append(("fixes", .array(fixes))) }
    members += identity(reported.fingerprint, reported.suppression)
    members.append(
      (
        "properties",
        .object(
          [
            ("check", .string(reported.check)), ("level", .string(reported.level.rawValue)),
            ("blocking", .boolean(reported.isBlocking)), ("culprit", .optional(finding.culprit?.rawValue)),
            ("consequenceOf", .optional(finding.consequenceOf?.description)), ("because", .optional(reported.because)),
            ("evidence", .strings(finding.evidence.map(\.statement))),
            ("remedies", .array(finding.remedies.map { remedy($0, report) })),
          ] + origin(of: finding))
      ))
    return .object(members)
  }

  /// The other tool's own name for the rule: as a tag too, since readers filter by those.
  private static func origin(of finding: Finding) -> [(key: String, value: JSONValue)] {
    guard let rule = finding.rule else { return [] }
    return [
      ("tool", .string(rule.tool)), ("toolVersion", .optional(rule.version)), ("toolRule", .optional(rule.rule)),
      ("tags", .strings([rule.tool] + (rule.rule.map { ["\(rule.tool)/\($0)"] } ?? []))),
    ]
  }

  private static func unverified(_ reported: ReportedUnverified, _ rules: Rules, _ report: Report) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("ruleId", .string(reported.rule)), ("ruleIndex", .integer(rules.index(of: reported.rule))),
      ("kind", .string("open")), ("level", .string("none")),
      ("message", .object([("text", .string("not verified: " + Escaping.visible(reported.unverified.reason)))])),
      ("locations", .array([location(reported.unverified.location, nil, reported.excerpts)])),
    ]
    members += identity(reported.fingerprint, reported.suppression)
    members.append(
      (
        "properties",
        .object([
          ("check", .string(reported.check)), ("level", .string(reported.level.rawValue)),
          ("blocking", .boolean(reported.isBlocking)),
          ("remedies", .array(reported.unverified.remedies.map { remedy($0, report) })),
        ])
      ))
    return .object(members)
  }

  private static func identity(_ fingerprint: String, _ suppression: Suppression?) -> [(key: String, value: JSONValue)]
  {
    [
      ("partialFingerprints", .object([("checkDrift/v1", .string(fingerprint))])),
      ("suppressions", .array(suppression.map { [self.suppression($0)] } ?? [])),
    ]
  }

  private static func suppression(_ suppression: Suppression) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("kind", .string(suppression.by == .inline ? "inSource" : "external")), ("status", .string("accepted")),
    ]
    if let reason = suppression.reason { members.append(("justification", .string(Escaping.visible(reason)))) }
    if let place = suppression.location { members.append(("location", location(place, nil, [:]))) }
    if let until = suppression.until {
      members.append(("properties", .object([("until", .string(until))])))
    }
    return .object(members)
  }

  private static func remedy(_ remedy: Remedy, _ report: Report) -> JSONValue {
    .object([
      ("summary", .string(Escaping.visible(remedy.summary))),
      ("steps", .strings(remedy.steps.map { Wording.step($0, configuration: report.configuration.name) })),
    ])
  }

  private static func fix(_ remedy: Remedy) -> JSONValue? {
    guard let edit = remedy.edit else { return nil }
    let text = String(decoding: edit.replacement, as: UTF8.self)
    let content: JSONValue =
      text.utf8.elementsEqual(edit.replacement)
      ? .object([("text", .string(text))]) : .object([("binary", .string(base64(edit.replacement)))])
    let region: JSONValue = .object([
      ("byteOffset", .integer(edit.range.lowerBound)), ("byteLength", .integer(edit.range.count)),
    ])
    return .object([
      ("description", message(remedy.summary)),
      (
        "artifactChanges",
        .array([
          .object([
            ("artifactLocation", artifact(.repository(edit.path))),
            ("replacements", .array([.object([("deletedRegion", region), ("insertedContent", content)])])),
          ])
        ])
      ),
    ])
  }

  // MARK: Places

  private static func location(
    _ location: Location, _ statement: String?, _ excerpts: [Location: SourceLines]
  ) -> JSONValue {
    var physical: [(key: String, value: JSONValue)] = [("artifactLocation", artifact(location.file))]
    if let region = location.region {
      physical.append(("region", .object(columns(of: region, in: excerpts[location] ?? []))))
    }
    var members: [(key: String, value: JSONValue)] = [("physicalLocation", .object(physical))]
    if let statement { members.append(("message", message(statement))) }
    return .object(members)
  }

  private static func artifact(_ file: FileName) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [("uri", .string(Escaping.uri(file)))]
    if case .repository = file { members.append(("uriBaseId", .string("%SRCROOT%"))) }
    return .object(members)
  }

  /// SARIF counts code points and we count bytes: without the line's text the columns are left out, not guessed.
  private static func columns(of region: Region, in lines: SourceLines) -> [(key: String, value: JSONValue)] {
    var members: [(key: String, value: JSONValue)] = [("startLine", .integer(region.line))]
    let start = column(region.column, of: lines.first { $0.line == region.line }?.text)
    let end = column(region.endColumn, of: lines.first { $0.line == region.endLine }?.text)
    if let start, end != nil || region.line != region.endLine { members.append(("startColumn", .integer(start))) }
    members.append(("endLine", .integer(region.endLine)))
    if let end, start != nil || region.line != region.endLine { members.append(("endColumn", .integer(end))) }
    return members
  }

  private static func column(_ column: Int, of line: [UInt8]?) -> Int? {
    guard let line, column >= 1, column - 1 <= line.count else { return nil }
    return String(decoding: line[..<(column - 1)], as: UTF8.self).unicodeScalars.count + 1
  }

  private static func message(_ text: String) -> JSONValue { .object([("text", .string(Escaping.visible(text)))]) }

  // MARK: Rules

  /// The descriptors of the rules that occur, sorted by id.
  private struct Rules {
    let descriptors: [JSONValue]
    private let indices: [String: Int]

    init(_ report: Report) {
      var rules: [String: JSONValue] = [:]
      for reported in report.findings {
        rules[reported.rule] = Rules.descriptor(reported.rule, reported.finding.problem)
      }
      for reported in report.unverified {
        rules[reported.rule] = .object([
          ("id", .string(reported.rule)), ("shortDescription", message("something could not be looked at")),
          ("fullDescription", message("What could not be looked at is neither clean nor wrong: it is not verified.")),
        ])
      }
      let ids = rules.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      descriptors = ids.compactMap { rules[$0] }
      indices = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    }

    func index(of rule: String) -> Int { indices[rule] ?? -1 }

    private static func descriptor(_ id: String, _ problem: Problem) -> JSONValue {
      .object([
        ("id", .string(id)), ("shortDescription", message(problem.summary)),
        ("fullDescription", message(problem.explanation)), ("help", message(problem.explanation)),
        ("defaultConfiguration", .object([("level", .string(problem.defaultLevel.rawValue))])),
      ])
    }
  }
}
