internal import DriftModel
internal import RegularExpressions

extension LayoutExaminer {
  /// Holds the names of files or folders to their style.
  mutating func judge(_ rule: NamingRule) {
    guard let tree = tree() else { return }
    var named: Set<RepositoryPath> = []
    for pattern in rule.patterns {
      let paths: [(path: RepositoryPath, isTracked: Bool)]
      if rule.isAboutFolders {
        paths = folders(pattern.value, tree).map { ($0, true) }
      } else {
        guard let files = files(pattern.value, at: pattern.location) else { continue }
        paths = files.map { ($0.path, $0.isTracked) }
      }
      select("naming pattern", pattern, count: paths.count, allowsEmpty: rule.allowsEmpty)
      for (path, isTracked) in paths where named.insert(path).inserted {
        add(subject: "name \(path)")
        if !rule.accepts(path.lastSegment) { addName(path, isTracked: isTracked, rule, pattern, tree) }
      }
    }
  }

  /// The folders that a pattern matches, less those that `except` names.
  func folders(_ pattern: PathPattern, _ tree: TreeMap) -> [RepositoryPath] {
    tree.allFolders.filter { folder in pattern.matches(folder) && !leavesOut(folder) }.sorted()
  }

  private mutating func addName(
    _ path: RepositoryPath, isTracked: Bool, _ rule: NamingRule, _ pattern: Located<PathPattern>, _ tree: TreeMap
  ) {
    let what = rule.isAboutFolders ? "the folder" : "the file"
    let wanted: String
    if let expression = rule.expression {
      let text = expression.pattern.dropFirst("^(?:".count).dropLast(")$".count)
      wanted = "does not match '\(text)'"
    } else {
      wanted = "is not written in " + rule.styles.map { "'\($0.rawValue)'" }.joined(separator: " or ")
    }
    var remedies: [Remedy] = []
    var tree = tree
    if let name = rule.rewritten(path.lastSegment), let own = RepositoryPath(name), own.isUTF8, path.isUTF8 {
      let new = path.parent.appending(own)
      let isFree = !tree.exists(new)
      if isFree, isTracked {
        remedies.append(
          Remedy("rename it, and what refers to it", steps: [Git.step(["mv"], paths: [path, new])]))
      }
    }
    if remedies.isEmpty {
      remedies.append(Remedy("rename it, and what refers to it", steps: [.instruction("rename '\(path)'")]))
    }
    remedies.append(
      Remedy("if it is called so on purpose, say so", steps: [.instruction("name '\(path)' in 'except'")]))
    add(
      Finding(
        Layout.nameStyle, "the name of \(what) '\(path)' \(wanted)", at: Location(path),
        evidence: [Evidence("'naming' names '\(pattern.value)'", at: pattern.location)], remedies: remedies),
      about: path)
  }

  // MARK: Types

  /// Holds what stands at some paths to its type.
  mutating func judge(_ rule: TypeRule) {
    guard let tree = tree() else { return }
    for pattern in rule.patterns {
      guard let files = files(pattern.value, at: pattern.location) else { continue }
      // A pattern that names one path, and one about folders, may meet a folder.
      let isAboutFolders = rule.type == .folder || rule.type == .submodule || pattern.value.isLiteral
      let folders = isAboutFolders ? folders(pattern.value, tree).filter { !tree.isSubmodule($0) } : []
      if pattern.value.isLiteral, files.isEmpty, folders.isEmpty {
        addMissing(rule, pattern)
        continue
      }
      select("type pattern", pattern, count: files.count + folders.count, allowsEmpty: rule.allowsEmpty)
      for file in files {
        add(subject: "type \(file.path)")
        let found = TypeRule.Wanted(file.kind)
        if found != rule.type { addType(file.path, found, isTracked: file.isTracked, rule, pattern) }
      }
      for folder in folders {
        add(subject: "type \(folder)")
        if rule.type != .folder { addType(folder, .folder, isTracked: true, rule, pattern) }
      }
    }
  }

  private mutating func addMissing(_ rule: TypeRule, _ pattern: Located<PathPattern>) {
    let path = pattern.value.literalHead
    guard !leavesOut(path) else { return }
    add(subject: "type \(path)")
    add(
      Finding(
        Layout.fileMissing, "there is no \(rule.type.noun) '\(path)'", at: Location(path),
        evidence: [Evidence("'types' names '\(pattern.value)'", at: pattern.location)],
        remedies: [Remedy("add it", steps: [.instruction("make '\(path)' a \(rule.type.noun)")])]),
      about: path)
  }

  private mutating func addType(
    _ path: RepositoryPath, _ found: TypeRule.Wanted, isTracked: Bool, _ rule: TypeRule, _ pattern: Located<PathPattern>
  ) {
    add(
      Finding(
        Layout.fileTypeDiffers, "'\(path)' is a \(found.noun), and must be a \(rule.type.noun)", at: Location(path),
        evidence: [Evidence("'types' names '\(pattern.value)'", at: pattern.location)],
        remedies: [TypeRule.remedy(path, from: found, to: rule.type, isTracked: isTracked)]),
      about: path)
  }
}

extension TypeRule.Wanted {
  fileprivate init(_ kind: FileEntry.Kind) {
    self =
      switch kind {
      case .file: .file
      case .executable: .executable
      case .symbolicLink: .link
      case .submodule: .submodule
      }
  }

  fileprivate var noun: String {
    switch self {
    case .file: "plain file"
    case .executable: "program that may be run"
    case .link: "symbolic link"
    case .folder: "plain folder"
    case .submodule: "submodule"
    }
  }
}

extension TypeRule {
  fileprivate static func remedy(
    _ path: RepositoryPath, from found: Wanted, to wanted: Wanted, isTracked: Bool
  ) -> Remedy {
    switch (found, wanted) {
    case (.file, .executable), (.executable, .file):
      let mode = wanted == .executable ? "+x" : "-x"
      let disk = RemedyStep.command(["chmod", mode, "--", path.description])
      let index = Git.step(["update-index", "--chmod=\(mode)"], paths: [path])
      return Remedy(
        wanted == .executable ? "let it be run" : "let it be a plain file", steps: isTracked ? [disk, index] : [disk])
    case (.folder, .submodule):
      return Remedy(
        "make it a submodule",
        steps: [
          Git.step(["rm", "-r", "--cached"], paths: [path]),
          .instruction("move '\(path)' out of the way, and add it with 'git submodule add URL \(path)'"),
        ])
    case (.submodule, .folder):
      return Remedy(
        "make it a plain folder",
        steps: [
          Git.step(["rm", "--cached"], paths: [path]),
          .instruction("remove the entry of '\(path)' from '.gitmodules', and its '.git'; add its files"),
        ])
    default:
      return Remedy("put a \(wanted.noun) there", steps: [.instruction("make '\(path)' a \(wanted.noun)")])
    }
  }
}
