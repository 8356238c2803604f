package import DriftModel

/// What `fix` did, for a person.
package struct FixReport {
  /// An edit that was made, or would be.
  package struct Change {
    /// The file.
    package let path: RepositoryPath
    /// The line, 1-based.
    package let line: Int
    /// What was replaced by what.
    package let expected: [UInt8]
    package let replacement: [UInt8]
    /// What it does.
    package let summary: String

    package init(path: RepositoryPath, line: Int, expected: [UInt8], replacement: [UInt8], summary: String) {
      self.path = path
      self.line = line
      self.expected = expected
      self.replacement = replacement
      self.summary = summary
    }
  }

  /// The edits, in order.
  package var changes: [Change]
  /// Why others were not made.
  package var refusals: [String]
  /// How many findings are left for a person.
  package var remaining: Int
  /// Whether nothing was written.
  package var isDryRun: Bool

  package init(changes: [Change], refusals: [String], remaining: Int, isDryRun: Bool) {
    self.changes = changes
    self.refusals = refusals
    self.remaining = remaining
    self.isDryRun = isDryRun
  }

  /// The lines to print.
  package var text: String {
    var text = ""
    for change in changes {
      text += "\(Escaping.visible(change.path.bytes)):\(change.line): \(Escaping.visible(change.summary))\n"
      text += "  - \(Escaping.visible(change.expected))\n  + \(Escaping.visible(change.replacement))\n"
    }
    for reason in refusals { text += "left alone: \(Escaping.visible(reason))\n" }
    let files = Set(changes.map(\.path)).count
    let edits = Wording.count(changes.count, "edit")
    text +=
      changes.isEmpty
      ? "nothing to edit" : "\(edits) \(isDryRun ? "to make" : "made") in \(Wording.count(files, "file"))"
    if remaining > 0 {
      let verb = remaining == 1 ? "needs" : "need"
      text += "; \(Wording.count(remaining, "finding")) \(verb) a decision: run 'check-drift'"
    }
    return text + "\n"
  }
}
