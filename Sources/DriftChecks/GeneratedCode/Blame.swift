internal import DriftModel

/// Answers who is wrong: what the evidence itself shows, else the side that changed since the reference tree (the base
/// if one is asked for, else HEAD).
struct Blame {
  private let snapshot: any RepositorySnapshot
  private var trees: ReferenceTrees

  /// Who has to change, what shows it, and the submodule whose state explains it all.
  struct Answer {
    var culprit: Culprit
    var evidence: [Evidence] = []
    var cause: RepositoryPath?
    /// Sources of the output, of this repository, that differ from HEAD: they belong into the same commit.
    var uncommittedSources: [RepositoryPath] = []
    /// Whether the output differs from HEAD and nothing that feeds it does: made right, there is nothing to commit.
    var isUncommittedEdit = false
  }

  init(_ snapshot: any RepositorySnapshot) {
    self.snapshot = snapshot
    self.trees = ReferenceTrees(snapshot)
  }

  /// Who is wrong about an output.
  ///
  /// - Parameters:
  ///   - sources: everything that feeds it.
  ///   - mover: the side that the evidence shows to have moved.
  mutating func answer(_ output: RepositoryPath, sources: [RepositoryPath], mover: Mover?) -> Answer {
    var answer: Answer =
      switch mover {
      case .output: Answer(culprit: .output)
      case .generator: Answer(culprit: .generator)
      case .inputs(let moved): blame(inputs: moved.isEmpty ? sources : moved, besides: output)
      case nil: compare(output, sources)
      }
    // What is found in a submodule that is not what the tree records is found because of that.
    if let cause = trees.owner(of: output).causingSubmodule { answer.cause = cause.path }
    if trees.isWithHead {
      answer.uncommittedSources = sources.filter { trees.owner(of: $0) == .here && trees.hasChanged($0) == true }
      answer.isUncommittedEdit =
        trees.hasChanged(output) == true && sources.allSatisfy { trees.hasChanged($0) == false }
    }
    return answer
  }

  // MARK: Inputs that moved

  /// An input in another repository moves when its pin does, or when its checkout is not what the pin says.
  private mutating func blame(inputs: [RepositoryPath], besides output: RepositoryPath) -> Answer {
    let holders = inputs.map { trees.owner(of: $0).submodule }
    guard let first = holders.first ?? nil, !output.isInside(first.path),
      holders.allSatisfy({ $0?.path == first.path })
    else { return Answer(culprit: .input) }
    if first.state == .checkedOutElsewhere { return elsewhere(first) }
    if let move = trees.move(of: first) { return Answer(culprit: .pin, evidence: [fact(move)]) }
    return Answer(culprit: .input, cause: first.state == .edited ? first.path : nil)
  }

  // MARK: The side that changed

  private mutating func compare(_ output: RepositoryPath, _ sources: [RepositoryPath]) -> Answer {
    for path in [output] + sources {
      if let submodule = trees.owner(of: path).submodule, submodule.state == .checkedOutElsewhere {
        return elsewhere(submodule)
      }
    }
    guard let outputChanged = trees.hasChanged(output) else { return Answer(culprit: .unknown) }
    var changed: [RepositoryPath] = []
    for source in sources {
      guard let hasChanged = trees.hasChanged(source) else { return Answer(culprit: .unknown) }
      if hasChanged { changed.append(source) }
    }
    let facts = [fact(output)] + self.facts(sources, changed: changed)
    if let move = commonMove(of: (outputChanged ? [output] : []) + changed) {
      return Answer(culprit: .pin, evidence: [fact(move)] + facts)
    }
    switch (outputChanged, changed.isEmpty) {
    case (true, true): return Answer(culprit: .output, evidence: facts)
    case (false, false):
      let causes = changed.map { trees.owner(of: $0).causingSubmodule?.path }
      return Answer(
        culprit: .input, evidence: facts, cause: causes.allSatisfy { $0 == causes.first } ? causes.first ?? nil : nil)
    default: return Answer(culprit: .unknown, evidence: facts)
    }
  }

  /// The submodule whose move brought all of these.
  private mutating func commonMove(of paths: [RepositoryPath]) -> ReferenceTrees.Move? {
    var common: ReferenceTrees.Move?
    for path in paths {
      guard let submodule = trees.owner(of: path).submodule, let move = trees.move(of: submodule) else { return nil }
      if let common, common.path != move.path { return nil }
      common = move
    }
    return common
  }

  // MARK: Facts

  private func elsewhere(_ submodule: Submodule) -> Answer {
    let read = submodule.read.map { "its checkout is at \($0.short)" } ?? "its checkout is at another commit"
    let recorded = submodule.recorded.map { ", the recorded commit is \($0.short)" } ?? ""
    return Answer(
      culprit: .pin, evidence: [Evidence(read + recorded, at: Location(submodule.path))], cause: submodule.path)
  }

  private func fact(_ move: ReferenceTrees.Move) -> Evidence {
    Evidence(
      "the submodule moved from \(move.before.short) to \(move.after.short) since \(trees.name)",
      at: Location(move.path))
  }

  private mutating func fact(_ path: RepositoryPath) -> Evidence {
    let name = trees.name
    let statement =
      switch trees.change(of: path) {
      case .added: "new since \(name)"
      case .removed: "it was here at \(name)"
      case .absent: "it was not here at \(name) either"
      case .changed: "changed since \(name)"
      case .unchanged, nil: "unchanged since \(name)"
      }
    return Evidence(statement, at: Location(path))
  }

  private mutating func facts(_ sources: [RepositoryPath], changed: [RepositoryPath]) -> [Evidence] {
    guard !changed.isEmpty else {
      guard let first = sources.first else { return [] }
      return sources.count == 1
        ? [fact(first)] : [Evidence("what feeds it is unchanged since \(trees.name)", at: Location(first))]
    }
    var facts = changed.prefix(5).map { fact($0) }
    if changed.count > 5 { facts.append(Evidence("and \(changed.count - 5) more that feed it changed")) }
    return facts
  }

  // MARK: Orphans

  /// Who is wrong about a file that looks like an output: the input that went away, or the file that came.
  ///
  /// - Parameter mover: the side that a receipt shows to have moved.
  mutating func answer(orphan: Pairing.Orphan, of check: GeneratedCode, mover: Mover?) -> Answer {
    var answer = Answer(culprit: .unknown)
    if let input = trees.formerInput(of: orphan, of: check) {
      answer = Answer(
        culprit: .input, evidence: [Evidence("it was here at \(trees.name), and yielded the file", at: Location(input))]
      )
    } else if trees.hasChanged(orphan.path) == true {
      answer = Answer(culprit: .output, evidence: [fact(orphan.path)])
      answer.isUncommittedEdit = trees.isWithHead
    } else {
      switch mover {
      case .inputs: answer.culprit = .input
      case .output: answer.culprit = .output
      case .generator, nil: break
      }
    }
    if let cause = trees.owner(of: orphan.path).causingSubmodule { answer.cause = cause.path }
    return answer
  }
}
