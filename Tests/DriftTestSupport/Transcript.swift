public import DriftModel

extension Examination {
  /// Everything that a check said, as text to compare: subjects, selections, then findings and failures to look with
  /// their evidence and remedies, then witnesses, in the order in which the check gave them.
  public var transcript: String {
    var lines = ["looked at: \(subjects.isEmpty ? "nothing" : subjects.joined(separator: ", "))"]
    lines += selections.map { selection in
      let place = Transcript.place(selection.location)
      return "\(selection.label) at \(place): \(selection.count)\(selection.allowsEmpty ? ", may be none" : "")"
    }
    for finding in findings {
      lines.append("\(finding.problem.id) at \(Transcript.place(finding.location)): \(finding.message)")
      if let culprit = finding.culprit { lines.append("  culprit: \(culprit.rawValue)") }
      if let submodule = finding.consequenceOf { lines.append("  consequence of: \(submodule)") }
      lines += finding.evidence.map(Transcript.line)
      lines += finding.remedies.flatMap(Transcript.lines)
    }
    for unverified in unverified {
      lines.append("unverified at \(Transcript.place(unverified.location)): \(unverified.reason)")
      if let submodule = unverified.submodule { lines.append("  because of: \(submodule)") }
      lines += unverified.remedies.flatMap(Transcript.lines)
    }
    for witness in witnesses {
      lines.append("\(witness.kind) says \(witness.verdict.rawValue)")
      lines += witness.notes.map { "  \($0)" }
    }
    return lines.joined(separator: "\n")
  }
}

private enum Transcript {
  static func line(_ evidence: Evidence) -> String {
    "  = \(evidence.statement)\(evidence.location.map { " (\(place($0)))" } ?? "")"
  }

  static func lines(_ remedy: Remedy) -> [String] {
    var lines = ["  \(remedy.summary):"]
    for step in remedy.steps {
      switch step {
      case .command(let words): lines.append("    $ " + words.joined(separator: " "))
      case .configured(let line, let directory): lines.append("    $ cd \(directory) && \(line)")
      case .instruction(let sentence): lines.append("    # \(sentence)")
      }
    }
    if let edit = remedy.edit {
      let (old, new) = (
        String(decoding: edit.expected, as: UTF8.self), String(decoding: edit.replacement, as: UTF8.self)
      )
      lines.append("    edit \(edit.path) \(edit.range): \(old) -> \(new)")
    }
    return lines
  }

  static func place(_ location: Location) -> String {
    guard let region = location.region else { return location.file.text }
    let end = region.endLine == region.line ? "\(region.endColumn)" : "\(region.endLine):\(region.endColumn)"
    return "\(location.file.text):\(region.line):\(region.column)-\(end)"
  }
}
