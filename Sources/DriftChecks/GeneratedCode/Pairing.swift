internal import DriftModel

/// An output that a check expects and that is there.
struct Output: Sendable {
  /// Its path.
  let path: RepositoryPath
  /// The inputs that feed it, sorted.
  let inputs: [RepositoryPath]
  /// Whether git knows it.
  let isTracked: Bool
  /// Whether it is read through a symbolic link.
  let isLink: Bool

  /// `'gen/a.py'`, and whether it is committed at all: for messages.
  var name: String { Output.name(path, isTracked: isTracked) }

  /// A file's name in messages.
  static func name(_ path: RepositoryPath, isTracked: Bool) -> String {
    isTracked ? "'\(path)'" : "'\(path)' (not added yet)"
  }
}

/// Which inputs feed which outputs, and what is wrong with that alone.
struct Pairing {
  /// An expected output that is not there.
  struct Missing {
    /// Its path; for an output with wildcards the folder that it should lie in.
    let path: RepositoryPath
    /// What its name should look like, if it has wildcards: the pattern with its captures filled in.
    let pattern: String?
    let inputs: [RepositoryPath]
    let rule: OutputRule
  }

  /// A file that looks like an output and has no input.
  struct Orphan {
    let path: RepositoryPath
    let isTracked: Bool
    let rule: OutputRule
    /// What its captures stand for; transformed as the rule says.
    let captures: Captures
  }

  /// An output that more than one set of inputs yields.
  struct Collision {
    let path: RepositoryPath
    /// Each way in which it comes about: by which rule, and from what.
    let claims: [(rule: OutputRule, inputs: [RepositoryPath])]
  }

  /// Expected and there, sorted by path.
  var outputs: [Output] = []
  var missing: [Missing] = []
  var orphans: [Orphan] = []
  var collisions: [Collision] = []
  /// All inputs, sorted.
  var inputs: [RepositoryPath] = []
  /// Files that feed every output, sorted.
  var also: [RepositoryPath] = []
  /// What is read through a symbolic link, among inputs and `also`.
  var links: Set<RepositoryPath> = []
  /// How much each pattern selected.
  var selections: [Selection] = []
  /// What stands in the way of a single output.
  var unverified: [Unverified] = []

  /// Everything that feeds an output: its inputs, and what feeds all, sorted and each once.
  func sources(of output: Output) -> [RepositoryPath] {
    also.isEmpty ? output.inputs : Array(Set(output.inputs + also)).sorted()
  }
}

extension GeneratedCode {
  /// Pairs inputs with outputs.
  ///
  /// - Throws: what makes the whole check pointless: a submodule that cannot be read.
  func pair(in snapshot: any RepositorySnapshot) throws(ReadFailure) -> Pairing {
    var pairing = Pairing()
    let sources = try selectInputs(in: snapshot, &pairing)
    for pattern in also {
      let files = try select(pattern, in: snapshot)
      pairing.selections.append(
        Selection("also", pattern, count: files.count, allowsEmpty: allowsEmpty))
      pairing.also += files.map(\.path)
      pairing.links.formUnion(files.filter { $0.kind == .symbolicLink }.map(\.path))
    }
    pairing.also = Array(Set(pairing.also)).sorted()

    var matcher = OutputMatcher(check: self, sources: sources, snapshot: snapshot)
    // A file that one rule names exactly is that rule's, even if another's wildcards match it too.
    for rule in outputs where !rule.pattern.value.hasWildcards { try matcher.expect(rule, &pairing) }
    for rule in outputs where rule.pattern.value.hasWildcards { try matcher.find(rule, &pairing) }
    matcher.finish(&pairing)
    return pairing
  }

  /// The files of each input pattern with their captures, in the order of the patterns.
  private func selectInputs(
    in snapshot: any RepositorySnapshot, _ pairing: inout Pairing
  ) throws(ReadFailure) -> [InputSet] {
    var sets: [InputSet] = []
    for pattern in inputs {
      let files = try select(pattern, in: snapshot)
      pairing.selections.append(
        Selection("input", pattern, count: files.count, allowsEmpty: allowsEmpty))
      pairing.inputs += files.map(\.path)
      pairing.links.formUnion(files.filter { $0.kind == .symbolicLink }.map(\.path))
      sets.append(
        InputSet(
          pattern: pattern.value,
          files: files.map { (path: $0.path, captures: pattern.value.captures(in: $0.path) ?? [:]) }))
    }
    pairing.inputs = Array(Set(pairing.inputs)).sorted()
    return sets
  }

  private func select(
    _ pattern: Located<PathPattern>, in snapshot: any RepositorySnapshot
  ) throws(ReadFailure) -> [FileEntry] {
    try snapshot.files(matching: pattern.value).filter { !leavesOut($0.path) }
  }
}

/// The files of one input pattern.
struct InputSet {
  let pattern: PathPattern
  let files: [(path: RepositoryPath, captures: Captures)]
}
