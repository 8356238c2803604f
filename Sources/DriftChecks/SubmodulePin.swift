public import DriftModel

/// Whether `.gitmodules`, the recorded commit and the checkout of a submodule agree, and whether the pin is where it
/// should be on its branch.
///
/// Subjects are submodules. Each has at most one finding about its state; the questions about history are asked of the
/// recorded commit, whatever is checked out.
public struct SubmodulePin: Check {
  private static let pathField = Field(
    required: "path",
    "Which submodules: a pattern, or a list of them, over the paths that '.gitmodules' declares or the tree records.",
    Codec<Located<PathPattern>>.pattern().list(orOne: true))

  private static let branchField = Field(
    optional: "branch",
    "The branch that the recorded commit must be on, as last fetched; without it the one that '.gitmodules' names.",
    Codec<String>.branchName.located)

  private static let maxBehindField = Field(
    optional: "max-behind", "How many commits the recorded commit may be behind its branch.",
    Codec<Int>.integer(minimum: 0).located)

  private static let allowedURLsField = Field(
    optional: "allowed-urls",
    "Where submodules may come from: '*' stands for a part of a URL, '**' for any number, all else for itself.",
    Codec<String>.text("a URL").located.list(orOne: true))

  private static let cleanField = Field(
    "clean", "Whether local changes and untracked files in the checkout are a finding.", Codec<Bool>.boolean,
    default: true, defaultText: "true")

  public static let description = KindDescription(
    name: "submodule-pin",
    summary:
      "'.gitmodules', the recorded commit and the checkout agree, and the pin is where it should be on its branch",
    family: .codegen,
    fields: [pathField, branchField, maxBehindField, allowedURLsField, cleanField],
    problems: [
      declaredButNotASubmodule, notDeclared, notInitialised, commitMissing, checkedOutElsewhere, edited, notOnBranch,
      behind, movedBack, urlNotAllowed,
    ])

  let patterns: [Located<PathPattern>]
  let except: [PathPattern]
  let allowsEmpty: Bool
  let branch: String?
  let maxBehind: Located<Int>?
  let allowedURLs: [Located<URLPattern>]?
  let mustBeClean: Bool

  public init?(_ values: inout FieldValues) {
    let patterns = values.read(Self.pathField)
    let branch = values.read(Self.branchField)
    let maxBehind = values.read(Self.maxBehindField)
    let allowedURLs = values.read(Self.allowedURLsField)
    let clean = values.read(Self.cleanField)
    guard let patterns, let branch, let maxBehind, let allowedURLs, let clean else { return nil }
    self.patterns = patterns
    self.except = values.except.map(\.value)
    self.allowsEmpty = values.allowsEmpty
    self.branch = branch?.value
    self.maxBehind = maxBehind
    self.allowedURLs = allowedURLs?.map { Located(URLPattern($0.value), at: $0.location) }
    self.mustBeClean = clean
  }

  public func examine(_ snapshot: any RepositorySnapshot) throws(ReadFailure) -> Examination {
    let all = try snapshot.submodules()
    var examination = Examination()
    var selected: [Submodule] = []
    for pattern in patterns {
      let matching = all.filter { submodule in
        pattern.value.matches(submodule.path) && !except.contains { $0.matches(submodule.path) }
      }
      if matching.isEmpty, let blocked = SubmodulePin.submodule(hiding: pattern.value, among: all) {
        examination.unverified.append(blocked)
        continue
      }
      examination.selections.append(
        Selection(
          "pattern '\(pattern.value)'", at: pattern.location, count: matching.count, allowsEmpty: allowsEmpty))
      selected += matching.filter { submodule in !selected.contains { $0.path == submodule.path } }
    }

    let base = baseSubmodules(snapshot.base, &examination)
    for submodule in selected.sorted(by: { $0.path < $1.path }) {
      examination.subjects.append(submodule.path.description)
      let subject = PinSubject(submodule: submodule, all: all, branch: branch)
      examination.findings += stateFindings(subject, in: snapshot)
      if let finding = urlFinding(subject) { examination.findings.append(finding) }
      if let failure = submodule.failure { examination.unverified.append(Unverified(failure, at: subject.location)) }
      askAboutHistory(subject, base: base, in: snapshot, &examination)
    }
    examination.findings += try snapshot.refusedDeclarations().map(SubmodulePin.finding)
    return examination
  }

  /// A pattern that can only select submodules below one that cannot be read.
  private static func submodule(hiding pattern: PathPattern, among all: [Submodule]) -> Unverified? {
    guard
      let outer = all.first(where: {
        !$0.isReadable && pattern.literalHead.isInside($0.path) && pattern.literalHead != $0.path
      })
    else { return nil }
    let state = outer.state.map { " (\($0.rawValue))" } ?? ""
    return Unverified(
      "submodules below '\(outer.path)' cannot be seen, because it cannot be read\(state)", at: Location(outer.path),
      remedies: outer.state == .notInitialised ? [Remedy("fetch it", steps: [SubmoduleSteps.update(outer)])] : [],
      submodule: outer.path)
  }
}

/// A submodule that a check selected, and what its findings need to know.
struct PinSubject {
  let submodule: Submodule
  /// All submodules of the snapshot.
  let all: [Submodule]
  /// The branch that the configuration names.
  let branch: String?

  var path: RepositoryPath { submodule.path }
  var location: Location { Location(submodule.path) }

  /// The way into the submodule's branch and back.
  var steps: SubmoduleSteps { SubmoduleSteps(into: submodule, branch: branch, among: all) }

  /// `the tree records 3e94…`; nil where nothing is recorded.
  var recordedFact: Evidence? {
    submodule.recorded.map { Evidence("the tree records \($0)", at: location) }
  }

  /// `the checkout is at 77c1…`; nil where nothing is checked out.
  var checkoutFact: Evidence? {
    submodule.read.map { Evidence("the checkout is at \($0)", at: location) }
  }

  /// A finding about the submodule. Where its path is not UTF-8 no command can name it, so none is offered.
  func finding(
    _ problem: Problem, _ message: String, at place: Location? = nil, culprit: Culprit? = nil, evidence: [Evidence?],
    remedies: [Remedy]
  ) -> Finding {
    Finding(
      problem, message, at: place ?? location, culprit: culprit, evidence: evidence.compactMap(\.self),
      remedies: path.isUTF8 ? remedies : remedies.map(PinSubject.withoutCommands))
  }

  private static func withoutCommands(_ remedy: Remedy) -> Remedy {
    let told = "the path is not UTF-8, so its commands cannot be printed"
    let steps = remedy.steps.filter { if case .instruction = $0 { true } else { false } }
    return Remedy(remedy.summary, steps: [.instruction(told)] + steps)
  }
}

extension Codec where Value == String {
  /// The name of a branch, without `refs/heads/` and without the remote.
  static var branchName: Codec<String> {
    Codec(shape: .text(what: "a branch name")) { node, problems in
      guard let text = Codec<String>.text("a branch name").decode(node, &problems) else { return nil }
      guard BranchName.isValid(text) else {
        problems.append(ConfigProblem("'\(text)' is not the name of a branch", at: node.location))
        return nil
      }
      if let prefix = ["origin/", "refs/heads/", "refs/remotes/origin/"].first(where: { text.hasPrefix($0) }) {
        problems.append(
          ConfigProblem(
            "'\(text)' is more than the name of a branch", at: node.location,
            help: ["it is looked up as 'origin/<branch>' of the submodule: write '\(text.dropFirst(prefix.count))'"]))
        return nil
      }
      return text
    }
  }
}
