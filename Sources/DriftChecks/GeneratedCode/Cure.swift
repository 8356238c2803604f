internal import DriftModel

/// What makes an output right again: steps that follow from which repository owns it.
struct Cure {
  let check: GeneratedCode
  /// Who owns the output.
  let owner: Owner
  /// The way into the submodule that owns it, and back; nil if none does.
  let way: SubmoduleSteps?
  /// Who is wrong, for what has to be in one commit.
  let blame: Blame.Answer
  let owners: Owners

  // MARK: Regenerating

  /// Regenerate where the outputs are owned, commit there, and bring it here.
  ///
  /// - Parameters:
  ///   - outputs: what will change, for commits here.
  ///   - sources: what feeds it: a submodule that moved belongs into the same commit.
  ///   - first: what a person has to do before, and its short form for the summary.
  func regenerate(
    _ outputs: [RepositoryPath], from sources: [RepositoryPath], first: (verb: String, step: RemedyStep)? = nil
  ) -> Remedy {
    let records = check.asks(for: .receipt)
    return publish(
      (first.map { [$0.step] } ?? []) + [regenerateStep] + (records ? [recordStep] : []),
      verbs: (first.map { [$0.verb] } ?? []) + ["regenerate"] + (records ? ["record"] : []),
      changing: few(outputs, orBelow: heads) + (records ? [receipt] : []) + movedSubmodules(of: sources),
      message: "Regenerate",
      undoesEdit: blame.isUncommittedEdit)
  }

  /// Record what is there, because the generator wrote it.
  ///
  /// - Parameter outputs: what has changed, for commits here.
  func record(_ outputs: [RepositoryPath]) -> Remedy {
    publish(
      [recordStep], verbs: ["record what the generator wrote"], changing: few(outputs, orBelow: heads) + [receipt],
      message: "Record generated code")
  }

  /// The folders that outputs lie in, for what concerns all of them.
  var heads: [RepositoryPath] { Cure.heads(of: check.outputs.map(\.pattern.value)) }

  private static func heads(of patterns: [PathPattern]) -> [RepositoryPath] {
    Set(patterns.map(\.literalHead).filter { $0 != .root }).sorted()
  }

  private var regenerateStep: RemedyStep {
    if let line = check.regenerate { return .configured(line, directory: owner.root) }
    let name = check.generator.map { "run \($0.name.value)" } ?? "run the generator"
    let place = owner.root == .root ? "" : " in '\(owner.root)'"
    return .instruction("\(name)\(place) ('regenerate:' of the check can say how)")
  }

  private var recordStep: RemedyStep {
    owner.root == .root
      ? .command(["check-drift", "record"])
      : .command(["check-drift", "record", "--repository", Git.argument(owner.root)])
  }

  /// Paths for `git add`; the folders that hold them, where they are too many to read.
  private func few(_ paths: [RepositoryPath], orBelow folders: [RepositoryPath]) -> [RepositoryPath] {
    paths.count <= 8 ? paths : folders.isEmpty ? Array(paths.prefix(8)) : folders
  }

  /// Inputs that are in no commit yet: what was generated from them belongs into theirs.
  private var uncommittedSources: [RepositoryPath] {
    few(
      blame.uncommittedSources.filter(\.isUTF8), orBelow: Cure.heads(of: (check.inputs + check.also).map(\.value)))
  }

  private var receipt: RepositoryPath { check.receipt?.value ?? ReceiptPlaces.usual(in: owner) }

  /// Submodules of this repository that feed the outputs: a new pin and what was generated from it are one change.
  private func movedSubmodules(of sources: [RepositoryPath]) -> [RepositoryPath] {
    guard case .here = owner else { return [] }
    var owners = owners
    var paths: Set<RepositoryPath> = []
    for source in sources {
      guard let submodule = try? owners.owner(of: source).submodule, submodule.parent == .root else { continue }
      paths.insert(submodule.path)
    }
    return paths.sorted()
  }

  // MARK: Copying

  /// Copy the original again.
  func copy(_ original: RepositoryPath, to output: RepositoryPath, isMissing: Bool = false) -> Remedy {
    if check.regenerate != nil { return regenerate([output], from: [original]) }
    let records = check.asks(for: .receipt)
    let makeFolder = RemedyStep.command(["mkdir", "-p", "--", output.parent.description])
    return publish(
      (isMissing && output.parent != .root ? [makeFolder] : [])
        + [.command(["cp", "--", original.description, output.description])] + (records ? [recordStep] : []),
      verbs: ["copy '\(original)' again"] + (records ? ["record"] : []),
      changing: [output] + (records ? [receipt] : []) + movedSubmodules(of: [original]), naming: [original],
      message: "Copy \(original) again", undoesEdit: blame.isUncommittedEdit)
  }

  // MARK: Deleting

  /// Delete a file that nothing yields.
  func delete(_ orphan: RepositoryPath, isTracked: Bool) -> Remedy {
    guard isTracked || !orphan.isUTF8 else {
      return Remedy("delete '\(orphan)'", commands: [["rm", "--", orphan.description]])
    }
    let name = orphan.relative(to: owner.root) ?? orphan
    return publish(
      // Git keeps what was added and never committed, unless it is forced.
      [Git.step(["rm"] + (blame.isUncommittedEdit ? ["--force"] : []), in: owner.root, paths: [name])],
      verbs: ["delete '\(orphan)'"], changing: [], naming: [orphan], message: "Delete \(name), which nothing generates",
      undoesEdit: blame.isUncommittedEdit)
  }

  // MARK: Bringing it here

  /// Commit the change where it is owned, and bring it to this repository.
  ///
  /// - Parameters:
  ///   - others: further files that the steps name.
  ///   - undoesEdit: whether afterwards everything may be as it was last committed, so that there is nothing to
  ///     commit.
  private func publish(
    _ steps: [RemedyStep], verbs: [String], changing paths: [RepositoryPath], naming others: [RepositoryPath] = [],
    message: String, undoesEdit: Bool = false
  ) -> Remedy {
    guard (paths + others + [owner.root]).allSatisfy(\.isUTF8) else {
      return Remedy(
        "\(Cure.list(verbs)), where the file is owned",
        steps: [.instruction("the name of a file is not UTF-8, so its commands cannot be printed")])
    }
    switch owner {
    case .here:
      let all = paths + uncommittedSources.filter { !paths.contains($0) }
      let add = all.isEmpty ? [] : [Git.step(["add"], paths: all)]
      guard !undoesEdit else { return Remedy("\(Cure.list(verbs)) here", steps: steps + add) }
      return Remedy(
        "\(Cure.list(verbs + ["commit"])) here", steps: steps + add + [Git.step(["commit", "-m", message])])
    case .submodule(let submodule):
      if undoesEdit, submodule.state == .edited {
        return Remedy("\(Cure.list(verbs)) in '\(submodule.path)'", steps: steps)
      }
      return Remedy(
        "\(Cure.list(verbs)) in '\(submodule.path)', commit there, and bump the submodule here",
        steps: there(steps, message))
    case .plainFiles(let submodule):
      let first = RemedyStep.instruction(
        "make '\(submodule.path)' a submodule again first: plain files are committed where '.gitmodules' declares one")
      return Remedy(
        "make '\(submodule.path)' a submodule again, \(Cure.list(verbs)) there, and bump the submodule here",
        steps: [first] + there(steps, message))
    }
  }

  private func there(_ steps: [RemedyStep], _ message: String) -> [RemedyStep] {
    (way?.enter ?? []) + steps + (way?.publish(message) ?? [])
  }

  /// `a, b and c`.
  private static func list(_ verbs: [String]) -> String {
    guard let last = verbs.last, verbs.count > 1 else { return verbs.first ?? "" }
    return verbs.dropLast().joined(separator: ", ") + " and " + last
  }
}
