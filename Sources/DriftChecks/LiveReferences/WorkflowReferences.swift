internal import Documents
internal import DriftModel

/// The paths that a workflow or a composite action names.
struct WorkflowReferences {
  private(set) var references: [Reference] = []
  private(set) var filters: [PatternReference] = []

  private let bytes: [UInt8]
  private let lines: [Int]

  init(_ bytes: [UInt8], file: RepositoryPath) throws(DocumentProblem) {
    self.bytes = bytes
    var lines = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { lines.append(offset + 1) }
    self.lines = lines
    let root = try Documents.read(bytes, as: .yaml, file: .repository(file))
    addFilters(root["on"])
    let folder = WorkflowReferences.literal(root["defaults"]?["run"]?["working-directory"])
    if case .mapping(let jobs)? = root["jobs"]?.content {
      for job in jobs {
        addUses(job.value["uses"])
        addSteps(
          job.value["steps"],
          folder: WorkflowReferences.literal(job.value["defaults"]?["run"]?["working-directory"]) ?? folder)
      }
    }
    addSteps(root["runs"]?["steps"], folder: nil)
  }

  // MARK: Filters

  private mutating func addFilters(_ events: DocumentNode?) {
    guard case .mapping(let events)? = events?.content else { return }
    for event in events {
      guard case .sequence(let patterns)? = event.value["paths"]?.content else { continue }
      for pattern in patterns {
        guard let text = pattern.scalar, !text.hasPrefix("!"), !text.contains("${{"), let glob = Glob(filter: text.utf8)
        else { continue }
        filters.append(
          PatternReference(
            text: Array(text.utf8), glob: glob, range: WorkflowReferences.inner(pattern, bytes),
            line: pattern.location.region?.line ?? 0, holder: "the filter of '\(event.key)'"))
      }
    }
  }

  /// The bytes of a scalar without its quotes.
  private static func inner(_ node: DocumentNode, _ bytes: [UInt8]) -> Range<Int>? {
    guard let range = node.byteRange, let text = node.scalar else { return nil }
    for quote in [0, 1] where range.count == text.utf8.count + 2 * quote {
      let inner = (range.lowerBound + quote)..<(range.upperBound - quote)
      if bytes[inner].elementsEqual(text.utf8) { return inner }
    }
    return nil
  }

  // MARK: Steps

  /// A local action or workflow; both are named from the root.
  private mutating func addUses(_ node: DocumentNode?) {
    guard let node, let text = node.scalar, text.hasPrefix("./"), !Target.isPlaceholder(Array(text.utf8)) else {
      return
    }
    references.append(
      Reference(
        .workflows, Array(text.utf8), at: WorkflowReferences.inner(node, bytes), offset: offset(of: node), from: [.root]
      ))
  }

  private mutating func addSteps(_ node: DocumentNode?, folder: RepositoryPath?) {
    guard case .sequence(let steps)? = node?.content else { return }
    // Where something else is checked out, or nothing is, paths are not this repository's.
    let checkouts = steps.filter { $0["uses"]?.scalar?.hasPrefix("actions/checkout@") ?? false }
    let isForeign = checkouts.contains {
      $0["with"]?["repository"] != nil || $0["with"]?["path"] != nil || $0["with"]?["ref"] != nil
    }
    var before = ""
    for step in steps {
      if !isForeign {
        addUses(step["uses"])
        addFolder(step["working-directory"], before: before)
        addCommands(step, folder: folder, before: before)
      }
      before += (step["run"]?.scalar ?? "") + "\n"
      if case .mapping(let inputs)? = step["with"]?.content {
        before += inputs.compactMap(\.value.scalar).joined(separator: "\n") + "\n"
      }
    }
  }

  /// A folder that the step runs in, unless an earlier one may have made it.
  private mutating func addFolder(_ node: DocumentNode?, before: String) {
    guard let node, let path = WorkflowReferences.literal(node), path != .root,
      !WorkflowReferences.mayMake(path, before)
    else { return }
    references.append(
      Reference(
        .workflows, path.bytes, at: WorkflowReferences.inner(node, bytes), offset: offset(of: node), from: [.root]))
  }

  private static func literal(_ node: DocumentNode?) -> RepositoryPath? {
    // What begins at the machine's root is outside of the repository.
    guard let text = node?.scalar, !text.hasPrefix("/"), !Target.isPlaceholder(Array(text.utf8)) else { return nil }
    return Resolving.path(text.utf8, from: .root)
  }

  /// Whether earlier steps speak of a path's last name: they may make it, unpack it or clone it.
  private static func mayMake(_ path: RepositoryPath, _ before: String) -> Bool {
    let all = before.utf8
    return Target.contains(Array(all), String(decoding: path.lastSegment, as: UTF8.self))
      || path.segments.first.map { Target.contains(Array(all), String(decoding: $0, as: UTF8.self)) } ?? false
  }

  private mutating func addCommands(_ step: DocumentNode, folder: RepositoryPath?, before: String) {
    guard let node = step["run"], let script = node.scalar, let first = node.location.region?.line else { return }
    if let shell = step["shell"]?.scalar, !["bash", "sh"].contains(shell) { return }
    var folders = [RepositoryPath.root]
    if let own = step["working-directory"] {
      guard let path = WorkflowReferences.literal(own) else { return }
      folders = [path]
    } else if let folder {
      folders = [folder]
    }
    var place = ShellLine.Place.start
    var made = before
    for (index, line) in script.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let text = Array(line.utf8)
      // A block begins on the line below its key; where it is folded the lines are others, and nothing is found there.
      let number = script.contains("\n") ? first + index + 1 : first
      let shell = ShellLine(text[...], startingAt: 0, place: place)
      place = shell.place
      for (place, mention) in shell.mentions {
        guard let range = find(mention.word, inLine: number),
          let reference = CommandPaths.reference(
            ShellLine.Mention(word: mention.word, range: range, isFolder: mention.isFolder), place, from: folders,
            .workflows),
          let path = RepositoryPath(mention.word.drop { "./".utf8.contains($0) }),
          !WorkflowReferences.mayMake(path, made)
        else { continue }
        references.append(reference)
      }
      made += line + "\n"
    }
  }

  private func find(_ word: [UInt8], inLine number: Int) -> Range<Int>? {
    guard number >= 1, number <= lines.count else { return nil }
    let start = lines[number - 1]
    let end = number < lines.count ? lines[number] : bytes.count
    guard end - start >= word.count else { return nil }
    let at = (start...(end - word.count)).first { bytes[$0...].starts(with: word) }
    return at.map { $0..<($0 + word.count) }
  }

  private func offset(of node: DocumentNode) -> Int {
    guard let line = node.location.region?.line, line >= 1, line <= lines.count else { return 0 }
    return lines[line - 1]
  }
}
