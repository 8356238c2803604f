internal import DriftChecks
public import DriftModel
public import DriftReports

/// Findings, and failures to look, that somebody accepted: `.check-drift.baseline.json`.
public struct Baseline: Sendable {
  /// The usual name.
  public static let usualName = ".check-drift.baseline.json"

  /// What is accepted. Only fingerprint, count and day decide; the rest is for the reader of the file.
  public struct Entry: Sendable, Hashable {
    /// What names it across runs.
    public var fingerprint: String
    /// How many equal ones are accepted.
    public var count: Int
    /// The kind of the check.
    public var kind: String
    /// The problem's id, or `unverified`.
    public var problem: String
    /// The file.
    public var path: String
    /// What is stated.
    public var message: String
    /// Why it is accepted.
    public var reason: String?
    /// The last day on which it is.
    public var until: Day?
    /// Its line in the file; nil for an entry that is not written yet.
    public var location: Location?

    /// An entry; see the properties.
    public init(
      fingerprint: String, count: Int, kind: String, problem: String, path: String, message: String,
      reason: String? = nil, until: Day? = nil, location: Location? = nil
    ) {
      self.fingerprint = fingerprint
      self.count = count
      self.kind = kind
      self.problem = problem
      self.path = path
      self.message = message
      self.reason = reason
      self.until = until
      self.location = location
    }
  }

  /// The file that it was read from, or will be written to.
  public var file: FileName
  /// What is accepted.
  public var entries: [Entry]

  /// A baseline of these entries.
  public init(file: FileName, entries: [Entry]) {
    self.file = file
    self.entries = entries
  }

  /// Accepts everything that a report says, what is accepted already included.
  ///
  /// Failures to read what a tool found are not accepted.
  ///
  /// - Parameter old: where reasons and days of entries that stay come from. An entry whose kind could not look
  ///   everywhere stays too: that it matches nothing may be for want of looking.
  public init(accepting report: Report, file: FileName, keeping old: Baseline?) {
    var entries: [String: Entry] = [:]
    func add(_ entry: Entry) { entries[entry.fingerprint, default: entry].count += 1 }
    // What a comment accepts where it stands needs no second acceptance.
    for reported in report.findings where reported.suppression?.by != .inline {
      add(
        Entry(
          fingerprint: reported.fingerprint, count: 0, kind: reported.kind, problem: reported.finding.problem.id,
          path: reported.finding.location.file.text, message: reported.finding.message))
    }
    // A tool's report that could not be read whole hides findings, each time others: that cannot be accepted once.
    for reported in report.unverified where reported.kind != ToolFindings.description.name {
      add(
        Entry(
          fingerprint: reported.fingerprint, count: 0, kind: reported.kind, problem: "unverified",
          path: reported.unverified.location.file.text, message: reported.unverified.reason))
    }
    let blind = Set(report.checks.filter { $0.verdict == .unverified }.map(\.kind))
    for entry in old?.entries ?? [] {
      guard entries[entry.fingerprint] != nil else {
        if blind.contains(entry.kind) { entries[entry.fingerprint] = entry }
        continue
      }
      entries[entry.fingerprint]?.reason = entry.reason
      entries[entry.fingerprint]?.until = entry.until
    }
    self.init(file: file, entries: Array(entries.values))
  }

  /// The file's bytes: sorted by path, kind, problem and message, one line an entry, so that merges are readable.
  public func text() -> [UInt8] {
    let sorted = entries.sorted { left, right in
      func key(_ entry: Entry) -> [String] {
        [entry.path, entry.kind, entry.problem, entry.message, entry.fingerprint]
      }
      return key(left).lexicographicallyPrecedes(key(right)) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    let lines = sorted.map { entry in
      "    "
        + JSONWriter.line(
          of: .object([
            ("fingerprint", .string(entry.fingerprint)), ("count", .integer(entry.count)),
            ("kind", .string(entry.kind)),
            ("problem", .string(entry.problem)), ("path", .string(entry.path)), ("message", .string(entry.message)),
            ("reason", .optional(entry.reason)), ("until", .optional(entry.until?.description)),
          ]))
    }
    let body = lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n  ]"
    return Array("{\n  \"version\": 1,\n  \"entries\": \(body)\n}\n".utf8)
  }
}

// MARK: Growth

extension Baseline {
  /// The baseline as far as it holds against the one of the base: for no problem of a kind may it accept more.
  ///
  /// A new entry is fine as long as the problem's total does not grow, so that a file can be renamed.
  /// - Returns: the entries that count, and a sentence about each kind and problem that grew.
  func limited(to base: Baseline) -> (baseline: Baseline, notes: [String]) {
    func totals(_ entries: [Entry]) -> [String: Int] {
      entries.reduce(into: [:]) { $0["\($1.kind)/\($1.problem)", default: 0] += $1.count }
    }
    let before = totals(base.entries)
    let now = totals(entries)
    let grown = now.filter { $0.value > before[$0.key, default: 0] }
    guard !grown.isEmpty else { return (self, []) }
    let known = base.entries.reduce(into: [String: Int]()) { $0[$1.fingerprint, default: 0] += $1.count }
    var limited = self
    limited.entries = entries.compactMap { entry in
      guard grown["\(entry.kind)/\(entry.problem)"] != nil else { return entry }
      var entry = entry
      entry.count = min(entry.count, known[entry.fingerprint] ?? 0)
      return entry.count > 0 ? entry : nil
    }
    let notes = grown.keys.sorted().map { problem in
      "the baseline accepts \(now[problem] ?? 0) of \(problem), and \(before[problem] ?? 0) at the base: a baseline only"
        + " shrinks, so what is new accepts nothing"
    }
    return (limited, notes)
  }
}
