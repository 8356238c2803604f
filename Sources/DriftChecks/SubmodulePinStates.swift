internal import DriftModel

extension SubmodulePin {
  /// The finding about a submodule's state; none if all is well, or `clean: false` asks not to look.
  func stateFindings(_ subject: PinSubject, in snapshot: any RepositorySnapshot) -> [Finding] {
    guard let state = subject.submodule.state else { return [] }
    switch state {
    case .declaredButNotASubmodule: return [notASubmodule(subject, in: snapshot)]
    case .notDeclared: return [notDeclared(subject)]
    case .notInitialised: return [notInitialised(subject)]
    case .commitMissing: return [commitMissing(subject, in: snapshot.tree)]
    case .checkedOutElsewhere: return [checkedOutElsewhere(subject, in: snapshot)]
    case .edited: return mustBeClean ? [edited(subject)] : []
    }
  }

  private func notASubmodule(_ subject: PinSubject, in snapshot: any RepositorySnapshot) -> Finding {
    let path = subject.path
    let files = SubmodulePin.plainFiles(below: path, in: snapshot)
    let message =
      files.isEmpty
      ? "'\(path)' is declared in '.gitmodules', and no commit is recorded there"
      : "'\(path)' is declared in '.gitmodules', but plain files are committed there"
    var evidence: [Evidence?] = [
      subject.submodule.declaration.map { Evidence("'.gitmodules' declares the submodule '\(path)'", at: $0) }
    ]
    if let first = files.first {
      evidence.append(
        Evidence(
          "the tree has \(SubmodulePin.count(files.count, "plain file")) there, and no commit", at: Location(first)))
    } else {
      evidence.append(Evidence("the tree records no commit there", at: subject.location))
    }
    return subject.finding(
      Self.declaredButNotASubmodule, message, at: subject.submodule.declaration, evidence: evidence,
      remedies: [
        SubmodulePin.makeSubmodule(subject.submodule, branch: subject.branch, replacingFiles: !files.isEmpty),
        SubmodulePin.removeDeclaration(subject.submodule, keepingFiles: !files.isEmpty),
      ])
  }

  /// Empty also where they cannot be listed: the finding then says only that no commit is recorded.
  private static func plainFiles(below path: RepositoryPath, in snapshot: any RepositorySnapshot) -> [RepositoryPath] {
    guard let pattern = try? PathPattern(below: path) else { return [] }
    return ((try? snapshot.files(matching: pattern)) ?? []).map(\.path)
  }

  /// Turns plain files, or nothing, into the submodule that is declared. The files are kept beside it.
  static func makeSubmodule(_ submodule: Submodule, branch: String?, replacingFiles: Bool) -> Remedy {
    let path = SubmoduleSteps.relativePath(of: submodule)
    var steps: [RemedyStep] = []
    if replacingFiles {
      let aside = "\(Git.argument(submodule.path)).plain"
      steps.append(Git.step(["rm", "-r", "-q", "--cached"], in: submodule.parent, paths: [path]))
      steps.append(.command(["mv", Git.argument(submodule.path), aside]))
    }
    if let url = submodule.url.map(SubmoduleURL.init), url.objection == nil, let name = submodule.name {
      let branch = branch ?? submodule.branch.flatMap { BranchName.isValid($0) ? $0 : nil }
      let words = ["submodule", "add", "--force", "--name", name] + (branch.map { ["-b", $0] } ?? [])
      steps.append(.command(Git.command(words, in: submodule.parent) + ["--", url.text, path.description]))
    } else {
      steps.append(.instruction("add '\(path)' as a submodule with 'git submodule add', from a URL that is allowed"))
    }
    if replacingFiles {
      steps.append(
        .instruction(
          "compare '\(submodule.path).plain' with '\(submodule.path)': what only the copy has belongs into the"
            + " submodule's repository"))
    }
    return Remedy("make it a submodule again", steps: steps)
  }

  private static func removeDeclaration(_ submodule: Submodule, keepingFiles: Bool) -> Remedy {
    Remedy(
      keepingFiles ? "keep the plain files, and remove the entry" : "remove the entry",
      steps: [
        Git.step(
          ["config", "-f", ".gitmodules", "--remove-section", "submodule.\(submodule.name ?? "")"],
          in: submodule.parent),
        Git.step(["add", ".gitmodules"], in: submodule.parent),
        .instruction("take '\(submodule.path)' out of this check's 'path', which may select nothing without it"),
      ])
  }

  private func notDeclared(_ subject: PinSubject) -> Finding {
    let submodule = subject.submodule
    let path = SubmoduleSteps.relativePath(of: submodule)
    let name = submodule.name ?? path.description
    let declare = Remedy(
      "declare where it comes from",
      steps: [
        Git.declare("path", path.description, of: name, in: submodule.parent),
        .instruction(
          "state the URL that everybody can clone it from:"
            + " git \(SubmodulePin.inside(submodule.parent))config -f .gitmodules 'submodule.\(name).url' URL"),
        Git.step(["add", ".gitmodules"], in: submodule.parent),
      ])
    let forget = Remedy(
      "stop recording it; the folder stays as it is",
      steps: [
        Git.step(["rm", "--cached"], in: submodule.parent, paths: [path]),
        .instruction("take '\(subject.path)' out of this check's 'path', which may select nothing without it"),
      ])
    return subject.finding(
      Self.notDeclared, "a commit is recorded at '\(subject.path)', and '.gitmodules' does not say where it comes from",
      evidence: [
        subject.recordedFact,
        Evidence("'.gitmodules' has no entry with the path '\(path)'", at: gitmodules(of: subject)),
      ],
      // Git refuses an entry whose path looks like an option.
      remedies: path.bytes.first == UInt8(ascii: "-") ? [forget] : [declare, forget])
  }

  private static func inside(_ parent: RepositoryPath) -> String {
    parent == .root ? "" : "-C '\(Git.argument(parent))' "
  }

  private func gitmodules(of subject: PinSubject) -> Location? {
    RepositoryPath(".gitmodules").map { Location(subject.submodule.parent.appending($0)) }
  }

  private func notInitialised(_ subject: PinSubject) -> Finding {
    subject.finding(
      Self.notInitialised, "'\(subject.path)' was never filled: the clone was made without its submodules",
      evidence: [subject.recordedFact, Evidence("nothing is checked out there", at: subject.location)],
      remedies: [Remedy("fetch it", steps: [SubmoduleSteps.update(subject.submodule)])])
  }

  private func commitMissing(_ subject: PinSubject, in tree: TreeSelection) -> Finding {
    let commit = subject.submodule.recorded?.description ?? "HEAD"
    let push = Remedy(
      "if the remote does not have it, push it from the clone in which it was made",
      steps: [
        .instruction("in that clone's '\(subject.path)': git push origin \(commit):refs/heads/BRANCH"),
        SubmoduleSteps.update(subject.submodule),
      ])
    var remedies: [Remedy]
    if case .revision = tree {
      remedies = [
        Remedy(
          "say where its objects are, if there is no checkout",
          steps: [.instruction("call check-drift with --submodule-objects '\(subject.path)=GITDIR'")]),
        Remedy("fetch the recorded commit", steps: [Git.step(["fetch", "origin", commit], in: subject.path)]),
      ]
    } else {
      remedies = [Remedy("fetch the recorded commit", steps: [SubmoduleSteps.update(subject.submodule)]), push]
      if subject.submodule.read != nil {
        remedies.append(Remedy("record what is checked out instead", steps: subject.steps.record))
      }
    }
    return subject.finding(
      Self.commitMissing, "the commit recorded for '\(subject.path)' is nowhere to be found",
      evidence: [subject.recordedFact, subject.checkoutFact], remedies: remedies)
  }

  private func checkedOutElsewhere(_ subject: PinSubject, in snapshot: any RepositorySnapshot) -> Finding {
    let submodule = subject.submodule
    let move = Move(of: subject, in: snapshot)
    var evidence = [
      subject.recordedFact,
      subject.checkoutFact ?? Evidence("the checkout is at another commit", at: subject.location),
    ]
    if move.isBack {
      evidence.append(Evidence("the recorded commit is newer: the checkout did not follow it", at: subject.location))
    }
    evidence += SubmodulePin.editFacts(subject)
    let stash = submodule.edits.isEmpty ? [] : [SubmodulePin.stash(subject)]
    let rescue = move.mayLoseCommit ? submodule.read.map { [SubmodulePin.keep($0, in: subject.path)] } ?? [] : []
    let keep = Remedy("keep the move: record the commit that is checked out", steps: subject.steps.record)
    let drop = Remedy(
      "drop the move: check out the commit that is recorded",
      steps: stash + rescue + [SubmoduleSteps.update(submodule)])
    return subject.finding(
      Self.checkedOutElsewhere, "'\(subject.path)' is checked out at another commit than the one recorded",
      evidence: evidence, remedies: move.isBack ? [drop, keep] : [keep, drop])
  }

  /// How the commit that is checked out stands to the others.
  private struct Move {
    /// Whether the recorded commit contains it.
    let isBack: Bool
    /// Whether nothing is known that would keep it if the checkout left it. What cannot be asked is not known.
    let mayLoseCommit: Bool

    init(of subject: PinSubject, in snapshot: any RepositorySnapshot) {
      guard let checkedOut = subject.submodule.read, let recorded = subject.submodule.recorded else {
        (isBack, mayLoseCommit) = (false, false)
        return
      }
      isBack = (try? snapshot.isDescendant(recorded, of: checkedOut, in: subject.submodule)) ?? false
      var isOnBranch = false
      if let branch = subject.branch ?? subject.submodule.branch,
        let relation = try? snapshot.relation(of: subject.submodule.recording(checkedOut), toBranch: branch)
      {
        switch relation {
        case .tip, .behind: isOnBranch = true
        case .notOnBranch: break
        }
      }
      mayLoseCommit = !isBack && !isOnBranch
    }
  }

  /// A branch that keeps a commit, named after it.
  static func keep(_ commit: ObjectID, in path: RepositoryPath) -> RemedyStep {
    Git.step(["branch", "--force", "kept-\(commit.short)", commit.description], in: path)
  }

  private func edited(_ subject: PinSubject) -> Finding {
    subject.finding(
      Self.edited, "'\(subject.path)' holds changes that are in no commit",
      evidence: [subject.recordedFact] + SubmodulePin.editFacts(subject),
      remedies: [
        Remedy(
          "commit the changes where they belong, and bump the pin",
          steps: subject.steps.enter + subject.steps.publish(nil)),
        Remedy("put the changes aside", steps: [SubmodulePin.stash(subject)]),
      ])
  }

  private static func stash(_ subject: PinSubject) -> RemedyStep {
    Git.step(["stash", "push", "--include-untracked"], in: subject.path)
  }

  /// How many edits evidence names one by one.
  private static let shownEdits = 5

  private static func editFacts(_ subject: PinSubject) -> [Evidence?] {
    let edits = subject.submodule.edits
    var facts = edits.prefix(shownEdits).map { Evidence("'\($0)' is changed, deleted or untracked", at: Location($0)) }
    if edits.count > shownEdits {
      facts.append(Evidence("and \(count(edits.count - shownEdits, "more file")), like them", at: subject.location))
    }
    return facts
  }

  static func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
}

extension Submodule {
  /// The same submodule with another recorded commit: to ask about a commit that is not recorded.
  fileprivate func recording(_ commit: ObjectID) -> Submodule {
    Submodule(
      path: path, parent: parent, name: name, url: url, branch: branch, declaration: declaration,
      urlLocation: urlLocation, recorded: commit, read: read, state: state, edits: edits, isReadable: isReadable)
  }
}

extension PathPattern {
  /// Everything below a folder. Fails for a folder whose name is not UTF-8, which no pattern can state.
  init(below folder: RepositoryPath) throws(PathPatternProblem) {
    var text = ""
    for character in folder.description.unicodeScalars {
      if "*?[]{}\\".unicodeScalars.contains(character) { text += "\\" }
      text.unicodeScalars.append(character)
    }
    try self.init(text + "/**")
  }
}
