internal import DriftModel

/// SARIF 2.1.0 (OASIS), what any analyser may write: one or more runs, each of one tool.
enum SARIFReport {
  static func read(_ root: DocumentNode, tool: ToolName) -> ToolReport {
    var report = ToolReport()
    guard let runs = root.items("runs") else {
      report.add("the report is no SARIF: it has no list 'runs'", at: root.location)
      return report
    }
    guard root.text("version") == "2.1.0" else {
      let version = root.text("version").map { "'\($0)'" } ?? "none"
      report.add("the report states SARIF version \(version), and only '2.1.0' is read", at: root.location)
      return report
    }
    if runs.isEmpty { report.add("the report holds no run of a tool", at: root.location) }
    for run in runs { SARIFRun(run, tool: tool).read(into: &report) }
    return report
  }
}

/// One run: what the results in it refer to, and the results.
private struct SARIFRun {
  private let run: DocumentNode
  private let tool: ToolName
  private let rules: SARIFRules
  private let files: SARIFFiles

  init(_ run: DocumentNode, tool: ToolName) {
    self.run = run
    let driver = run["tool"]?["driver"]
    self.tool = ToolName(
      name: driver?.text("name") ?? tool.name,
      version: driver?.text("semanticVersion") ?? driver?.text("version") ?? driver?.text("dottedQuadFileVersion"))
    self.rules = SARIFRules(run)
    self.files = SARIFFiles(run)
  }

  func read(into report: inout ToolReport) {
    if !report.tools.contains(tool) { report.tools.append(tool) }
    readInvocations(into: &report)
    for control in run.items("versionControlProvenance") ?? [] {
      // What is mapped to a folder of its own is another repository.
      if control["mappedTo"] == nil, let revision = control.text("revisionId") { report.revisions.append(revision) }
    }
    report.lookedAt += files.targets
    if run["externalPropertyFileReferences"]?["results"] != nil {
      report.add("results of the report stand in other files, which are not read", at: run.location)
    }
    // Section 3.14.23: an empty list is a scan without results, none is no scan.
    guard let results = run.items("results") else {
      if run["externalPropertyFileReferences"]?["results"] == nil {
        report.add("a run of '\(tool.name)' in the report has no 'results': nothing was analysed", at: run.location)
      }
      return
    }
    var left: [String: Int] = [:]
    for result in results { read(result, &left, into: &report) }
    for (why, count) in left.sorted(by: { $0.key < $1.key }) {
      report.notes.append("\(count) \(count == 1 ? "result" : "results") of '\(tool.name)' \(why)")
    }
  }

  // MARK: Whether it looked

  private func readInvocations(into report: inout ToolReport) {
    for invocation in run.items("invocations") ?? [] {
      if invocation.flag("executionSuccessful") == false {
        let reason =
          invocation.text("processStartFailureMessage") ?? invocation.text("exitCodeDescription")
          ?? invocation.text("exitSignalName") ?? invocation.text("exitCode").map { "exit status \($0)" }
        report.add(
          "the report says that '\(tool.name)' did not run to its end" + (reason.map { ": \($0)" } ?? ""),
          at: invocation.location)
      }
      for key in ["toolExecutionNotifications", "toolConfigurationNotifications"] {
        for notification in invocation.items(key) ?? [] {
          let text = notification["message"].flatMap { rules.message($0, rule: nil) }.flatMap {
            ToolResult.lines(of: $0).first
          }
          guard notification.text("level") == "error", let text else { continue }
          report.add("'\(tool.name)' met an error: \(text)", at: notification.location)
        }
      }
    }
  }

  // MARK: Results

  private func read(_ result: DocumentNode, _ left: inout [String: Int], into report: inout ToolReport) {
    let kind = result.text("kind") ?? "fail"
    switch kind {
    case "fail", "review", "open": break
    case "pass", "notApplicable", "informational":
      left["of kind '\(kind)' report nothing wrong", default: 0] += 1
      return
    default:
      report.add("a result of unknown kind '\(kind)'", at: result.location)
      return
    }
    if result.text("baselineState") == "absent" {
      left["are no longer there ('baselineState: absent')", default: 0] += 1
      return
    }
    let rule = rules.rule(of: result)
    let id = result.text("ruleId") ?? result["rule"]?.text("id") ?? rule?.text("id")
    guard let message = result["message"].flatMap({ rules.message($0, rule: rule) }), !message.isEmpty else {
      report.add("a result of '\(tool.name)' has no message", at: result.location)
      return
    }
    var locations = (result.items("locations") ?? []).compactMap { files.place($0) }
    if locations.isEmpty, let target = result["analysisTarget"].flatMap({ files.file($0) }) {
      locations = [ToolPlace(file: target, span: nil)]
    }
    if kind == "open" {
      report.add("'\(tool.name)' could not decide: \(ToolResult.lines(of: message).first ?? "")", at: result.location)
      return
    }
    let related = (result.items("relatedLocations") ?? []).prefix(10).compactMap { node in
      files.place(node).map { place in
        (place, node["message"].flatMap { rules.message($0, rule: rule) } ?? "'\(tool.name)' refers to this")
      }
    }
    report.results.append(
      ToolResult(
        tool: tool, rule: id, severity: severity(of: result, rule), message: ToolResult.lines(of: message),
        place: locations.first, related: locations.dropFirst().prefix(10).map { ($0, "it is here too") } + related,
        suppression: suppression(of: result),
        suggestion: result.items("fixes")?.first?["description"].flatMap { rules.message($0, rule: rule) }
          .flatMap { ToolResult.lines(of: $0).first },
        url: rule?.text("helpUri")))
  }

  /// Section 3.27.10: a result's own level, else what the run or the rule says, else `warning`.
  private func severity(of result: DocumentNode, _ rule: DocumentNode?) -> ToolSeverity {
    switch result.text("level") ?? rules.configuredLevel(of: rule) ?? rule?["defaultConfiguration"]?.text("level") {
    case "error": .error
    case "note", "none": .note
    default: .warning
    }
  }

  /// Section 3.27.23: suppressed if there is a suppression and none that was rejected or is under review.
  private func suppression(of result: DocumentNode) -> ToolSuppression? {
    guard let all = result.items("suppressions"), !all.isEmpty,
      all.allSatisfy({ ($0.text("status") ?? "accepted") == "accepted" })
    else { return nil }
    let reason = all.compactMap { $0.text("justification") }.first { !$0.isEmpty }
    let isInSource = all.contains { $0.text("kind") == "inSource" }
    return ToolSuppression(reason: reason ?? (isInSource ? "a remark in the source" : nil))
  }
}

/// The rules of a run, and the texts that results name instead of repeating them.
struct SARIFRules {
  private let components: [DocumentNode]
  private let byID: [String: DocumentNode]
  private let overrides: [String: String]

  init(_ run: DocumentNode) {
    let tool = run["tool"]
    components = (tool?["driver"].map { [$0] } ?? []) + (tool?.items("extensions") ?? [])
    var byID: [String: DocumentNode] = [:]
    for component in components {
      for rule in component.items("rules") ?? [] {
        if let id = rule.text("id"), byID[id] == nil { byID[id] = rule }
      }
    }
    self.byID = byID
    var overrides: [String: String] = [:]
    for invocation in run.items("invocations") ?? [] {
      for override in invocation.items("ruleConfigurationOverrides") ?? [] {
        guard let level = override["configuration"]?.text("level") else { continue }
        if let id = override["descriptor"]?.text("id") { overrides[id] = level }
      }
    }
    self.overrides = overrides
  }

  /// The rule that a result refers to: by index, in the component that it names; else by id, where `CA1000/1` is a
  /// case of `CA1000`.
  func rule(of result: DocumentNode) -> DocumentNode? {
    let reference = result["rule"]
    if let index = reference?.number("index") ?? result.number("ruleIndex"), index >= 0 {
      // The driver comes first; the extensions are counted by themselves.
      let component = reference?["toolComponent"]?.number("index").map { $0 + 1 } ?? 0
      if components.indices.contains(component), let rules = components[component].items("rules"),
        rules.indices.contains(index)
      {
        return rules[index]
      }
    }
    guard var id = result.text("ruleId") ?? reference?.text("id") else { return nil }
    while true {
      if let rule = byID[id] { return rule }
      guard let slash = id.lastIndex(of: "/") else { return nil }
      id = String(id[..<slash])
    }
  }

  /// What the caller of the tool said of a rule's level.
  func configuredLevel(of rule: DocumentNode?) -> String? { rule?.text("id").flatMap { overrides[$0] } }

  /// The text of a message (section 3.11): its own, or the one that it names, its placeholders filled.
  func message(_ message: DocumentNode, rule: DocumentNode?) -> String? {
    var text = message.text("text") ?? message.text("markdown")
    if text == nil, let id = message.text("id") {
      text = rule?["messageStrings"]?[id]?.text("text")
      for component in components where text == nil { text = component["globalMessageStrings"]?[id]?.text("text") }
    }
    guard let text else { return nil }
    return SARIFRules.fill(text, (message.items("arguments") ?? []).map { $0.scalar ?? "" })
  }

  /// `{0}` is the first argument, `{{` a brace. Without arguments the text means itself: many tools write code there.
  private static func fill(_ text: String, _ arguments: [String]) -> String {
    guard !arguments.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      result += rest[..<brace]
      let next = rest[rest.index(after: brace)...]
      if next.first == rest[brace] {
        result.append(rest[brace])
        rest = next.dropFirst()
        continue
      }
      let digits = next.prefix { $0.isASCII && $0.isNumber }
      if rest[brace] == "{", let number = Int(digits), arguments.indices.contains(number),
        next[digits.endIndex...].first == "}"
      {
        result += arguments[number]
        rest = next[digits.endIndex...].dropFirst()
      } else {
        result.append(rest[brace])
        rest = next
      }
    }
    return result + rest
  }
}
