internal import DriftModel

/// What a change does to the rules themselves: a pull request that turns a check off must not look like one that
/// agrees with it.
enum RuleChanges {
  /// A sentence for each check that was removed, lowered, narrowed or allowed to select nothing.
  static func describe(from old: [ConfiguredCheck], to new: [ConfiguredCheck]) -> [String] {
    old.flatMap { before -> [String] in
      let name = "check '\(before.name)' (\(before.kind.name))"
      guard let after = new.first(where: { $0.name == before.name && $0.kind.name == before.kind.name }) else {
        return ["\(name) was removed since the base"]
      }
      return lowered(from: before, to: after, name) + narrowed(from: before, to: after, name)
    }
  }

  private static func lowered(from old: ConfiguredCheck, to new: ConfiguredCheck, _ name: String) -> [String] {
    var notes: [String] = []
    for problem in new.kind.problems {
      let before = Judgement.level(of: problem, in: old)
      let after = Judgement.level(of: problem, in: new)
      guard let before, after.map({ $0 < before }) ?? true else { continue }
      notes.append(
        "\(name) reports '\(problem.id)' as \(after?.rawValue ?? "nothing (off)") since the base, as \(before.rawValue)"
          + " before")
    }
    // Where every problem was lowered in the same way, the check's own level was.
    if notes.count > 1, notes.count == new.kind.problems.count, new.level < old.level {
      notes = ["\(name) was lowered from \(old.level.rawValue) to \(new.level.rawValue) since the base"]
    }
    if new.unverifiedLevel < old.unverifiedLevel {
      notes.append("\(name) lets through what could not be looked at since the base")
    }
    return notes
  }

  private static func narrowed(from old: ConfiguredCheck, to new: ConfiguredCheck, _ name: String) -> [String] {
    let before = Set(old.except.map { "\($0.value)" })
    var notes = new.except.map { "\($0.value)" }.filter { !before.contains($0) }.map { pattern in
      "\(name) leaves out '\(pattern)' since the base"
    }
    let conceded = Set(old.check.concessions)
    notes += new.check.concessions.filter { !conceded.contains($0) }.map { "\(name) allows \($0) since the base" }
    if new.allowsEmpty, !old.allowsEmpty { notes.append("\(name) may select nothing since the base") }
    return notes
  }
}
