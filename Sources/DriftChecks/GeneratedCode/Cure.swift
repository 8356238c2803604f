internal import DriftModel

/// What makes an output right again: steps that follow from which repository owns it.
struct Cure {
  let check: GeneratedCode
  /// Who owns the output.
  let owner: Owner
  let snapshot: any RepositorySnapshot

  // MARK: Regenerating

  /// Regenerate where the outputs are owned, commit there, and bring it here.
  ///
  /// - Parameters:
  ///   - outputs: what will change, for commits here.
  ///   - sources: what feeds it: a submodule that moved belongs into the same commit.
  ///   - summary: what to do first, if more than regenerating: `move the edit into the input`.
  func regenerate(
    _ outputs: [RepositoryPath], from sources: [RepositoryPath], first: RemedyStep? = nil, summary: String? = nil
  ) -> Remedy {
    let records = check.asks(for: .receipt)
    let steps = (first.map { [$0] } ?? []) + [regenerateStep] + (records ? [recordStep] : [])
    let verb = records ? "regenerate, record" : "regenerate"
    return publish(
      steps, changing: few(outputs) + (records ? [receipt] : []) + movedSubmodules(of: sources),
      summary: summary.map { "\($0), \(verb)" } ?? verb, message: "Regenerate")
  }

  /// Record what is there, because the generator wrote it.
  ///
  /// - Parameter outputs: what has changed, for commits here.
  func record(_ outputs: [RepositoryPath]) -> Remedy {
    publish(
      [recordStep], changing: few(outputs) + [receipt], summary: "record, if the outputs are what the generator writes",
      message: "Record generated code")
  }

  /// The folders that outputs lie in, for what concerns all of them.
  var heads: [RepositoryPath] {
    Set(check.outputs.map(\.pattern.value.literalHead).filter { $0 != .root }).sorted()
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

  /// The outputs for `git add`; the folders that hold them, where they are too many to read.
  private func few(_ outputs: [RepositoryPath]) -> [RepositoryPath] {
    outputs.count <= 8 ? outputs : heads.isEmpty ? Array(outputs.prefix(8)) : heads
  }

  private var receipt: RepositoryPath { check.receipt?.value ?? ReceiptPlaces.usual(in: owner) }

  /// Submodules of this repository that feed the outputs: a new pin and what was generated from it are one change.
  private func movedSubmodules(of sources: [RepositoryPath]) -> [RepositoryPath] {
    guard case .here = owner else { return [] }
    var owners = Owners(snapshot)
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
    if check.regenerate != nil { return regenerate([output], from: [original], summary: nil) }
    let records = check.asks(for: .receipt)
    return publish(
      (isMissing && output.parent != .root ? [.command(["mkdir", "-p", "--", output.parent.description])] : [])
        + [.command(["cp", "--", original.description, output.description])] + (records ? [recordStep] : []),
      changing: [output] + (records ? [receipt] : []) + movedSubmodules(of: [original]),
      summary: "copy '\(original)' again",
      message: "Copy \(original) again")
  }

  // MARK: Deleting

  /// Delete a file that nothing yields.
  func delete(_ orphan: RepositoryPath, isTracked: Bool) -> Remedy {
    guard isTracked else {
      return Remedy("delete '\(orphan)'", commands: [["rm", "--", orphan.description]])
    }
    let name = orphan.relative(to: owner.root) ?? orphan
    return publish(
      [Git.step(["rm"], in: owner.root, paths: [name])], changing: [], summary: "delete '\(orphan)'",
      message: "Delete \(name), which nothing generates")
  }

  // MARK: Bringing it here

  /// Commit the change where it is owned, and bring it to this repository.
  private func publish(
    _ steps: [RemedyStep], changing paths: [RepositoryPath], summary: String, message: String
  ) -> Remedy {
    switch owner {
    case .here:
      let add = paths.isEmpty ? [] : [Git.step(["add"], paths: paths)]
      let comma = summary.contains(",") ? "," : ""
      return Remedy("\(summary)\(comma) and commit here", steps: steps + add + [Git.step(["commit", "-m", message])])
    case .submodule(let submodule):
      let way = way(into: submodule)
      return Remedy(
        "\(summary) in '\(submodule.path)', commit there, and bump the submodule here",
        steps: way.enter + steps + way.publish(message))
    case .plainFiles(let submodule):
      let way = way(into: submodule)
      return Remedy(
        "make '\(submodule.path)' a submodule again, \(summary) there, and bump the submodule here",
        steps: [
          .instruction(
            "make '\(submodule.path)' a submodule again first: plain files are committed where '.gitmodules' "
              + "declares one")
        ] + way.enter + steps + way.publish(message))
    }
  }

  private func way(into submodule: Submodule) -> SubmoduleSteps {
    let all = (try? snapshot.submodules()) ?? []
    return SubmoduleSteps(into: submodule, among: all)
  }
}
