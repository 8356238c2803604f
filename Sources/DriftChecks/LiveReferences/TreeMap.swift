internal import DriftModel

/// The paths of the tree looked at, listed once, so that thousands of references cost a look-up each.
struct TreeMap {
  /// What stands at a path.
  enum Standing {
    case file
    case folder
    case absent
    /// Nobody can tell.
    case unknown(ReadFailure)
  }

  private let snapshot: any RepositorySnapshot
  /// Every file of the superproject, sorted; submodules are among them.
  let files: [RepositoryPath]
  private let known: Set<RepositoryPath>
  private let folders: Set<RepositoryPath>
  private let submodules: Set<RepositoryPath>
  private let codeFolders: Set<RepositoryPath>
  private let links: Set<RepositoryPath>
  /// The folders that links lead to, as far as they were asked; nil for what leads elsewhere.
  private var goals: [RepositoryPath: RepositoryPath?] = [:]
  private var asked: [RepositoryPath: Standing] = [:]
  private let ignoreRules: IgnoreRules
  private var names: [[UInt8]: [RepositoryPath]]?
  private var folderNames: [[UInt8]: [RepositoryPath]]?
  private var lowercased: [[UInt8]: RepositoryPath]?

  init(_ snapshot: any RepositorySnapshot) throws(ReadFailure) {
    self.snapshot = snapshot
    let entries: [FileEntry]
    do {
      entries = try snapshot.files(matching: PathPattern("**"))
    } catch let failure as ReadFailure {
      throw failure
    } catch {
      entries = []
    }
    files = entries.map(\.path)
    known = Set(files)
    submodules = Set(entries.filter { $0.kind == .submodule }.map(\.path))
    codeFolders = Set(files.filter { PathGuess.isCode($0.lastSegment) }.map(\.parent))
    links = Set(entries.filter { $0.kind == .symbolicLink }.map(\.path))
    var folders: Set<RepositoryPath> = [.root]
    for file in files {
      var folder = file.parent
      while folders.insert(folder).inserted { folder = folder.parent }
    }
    self.folders = folders
    var rules = IgnoreRules()
    let ignoreFiles = files.filter { $0.lastSegment.elementsEqual(".gitignore".utf8) }
    for file in ignoreFiles.sorted(by: { ($0.segments.count, $0) < ($1.segments.count, $1) }) {
      // Without it less is known to be built, which at worst is one finding more.
      guard let bytes = try? snapshot.contents(of: file) else { continue }
      rules.add(bytes, in: file.parent)
    }
    ignoreRules = rules
  }

  /// What stands at a path; files that are not added yet count, what git ignores does not.
  mutating func standing(at path: RepositoryPath) -> Standing { standing(at: path, links: 0) }

  private mutating func standing(at path: RepositoryPath, links count: Int) -> Standing {
    if submodules.contains(path) { return .folder }
    if known.contains(path) { return .file }
    if folders.contains(path) { return .folder }
    if let standing = asked[path] { return standing }
    var standing = look(path)
    if case .absent = standing, let link = link(above: path) {
      // Nobody sees what lies behind a link that leads out of the tree.
      standing = .file
      if count < Self.linkLimit, let goal = goal(of: link), let rest = path.relative(to: link) {
        standing = self.standing(at: goal.appending(rest), links: count + 1)
      }
    }
    asked[path] = standing
    return standing
  }

  /// How many links a path may lead through.
  private static let linkLimit = 8

  private func link(above path: RepositoryPath) -> RepositoryPath? {
    guard !links.isEmpty else { return nil }
    var folder = path.parent
    while folder != .root {
      if links.contains(folder) { return folder }
      folder = folder.parent
    }
    return nil
  }

  /// The folder that a symbolic link leads to. Its id is that of its text, so the text is found by trying.
  private mutating func goal(of link: RepositoryPath) -> RepositoryPath? {
    if let known = goals[link] { return known }
    var goal: RepositoryPath?
    if let id = try? snapshot.objectID(of: link) {
      goal = folders.first { folder in
        let text = Resolving.relative(folder, from: link.parent)
        return [text, text + [UInt8(ascii: "/")], Array("./".utf8) + text].contains {
          (try? snapshot.blobID(of: $0)) == id
        }
      }
    }
    goals[link] = .some(goal)
    return goal
  }

  private func look(_ path: RepositoryPath) -> Standing {
    do {
      if let entry = try snapshot.entry(at: path) { return entry.kind == .submodule ? .folder : .file }
      // A listing costs a walk of the folder, so it is asked for only where one can hold something.
      if isInSubmodule(path) || snapshot.tree == .worktree, !ignores(path) {
        return try snapshot.files(matching: PathPattern(below: path)).isEmpty ? .absent : .folder
      }
      return .absent
    } catch let failure as ReadFailure {
      return .unknown(failure)
    } catch {
      return .absent
    }
  }

  private func isInSubmodule(_ path: RepositoryPath) -> Bool {
    var folder = path.parent
    while folder != .root {
      if submodules.contains(folder) { return true }
      folder = folder.parent
    }
    return false
  }

  mutating func exists(_ path: RepositoryPath) -> Bool {
    switch standing(at: path) {
    case .file, .folder: true
    case .absent, .unknown: false
    }
  }

  /// Whether the path is a folder of the tree, submodules included.
  func isFolder(_ path: RepositoryPath) -> Bool { folders.contains(path) || submodules.contains(path) }

  /// Whether `.gitignore` leaves the path out: it is built, or private to a checkout.
  func ignores(_ path: RepositoryPath) -> Bool { ignoreRules.ignores(path) }

  /// Whether the path is, or lies in, a folder that the tree does not hold and that `.gitignore` leaves out entries of:
  /// what lies there is made, or private to a checkout.
  func ignoresInside(_ path: RepositoryPath) -> Bool {
    var folder = path
    while folder != .root {
      if !isFolder(folder), ignoreRules.speaksOfEntries(of: folder) { return true }
      folder = folder.parent
    }
    return false
  }

  /// Whether `.gitignore` leaves the path out as seen from a folder further down.
  func ignoresDeeper(_ path: RepositoryPath) -> Bool { ignoreRules.ignoresDeeper(path) }

  /// The files at or below a folder, sorted.
  func files(inside folder: RepositoryPath) -> ArraySlice<RepositoryPath> {
    if folder == .root { return files[...] }
    let low = lowerBound(folder.bytes + [UInt8(ascii: "/")])
    let high = lowerBound(folder.bytes + [UInt8(ascii: "/") + 1])
    return files[low..<high]
  }

  private func lowerBound(_ bytes: [UInt8]) -> Int {
    var low = 0
    var high = files.count
    while low < high {
      let middle = (low + high) / 2
      if files[middle].bytes.lexicographicallyPrecedes(bytes) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The files of a name, sorted.
  mutating func files(named name: some Collection<UInt8>) -> [RepositoryPath] {
    let index = names ?? Dictionary(grouping: files) { Array($0.lastSegment) }
    names = index
    return index[Array(name)] ?? []
  }

  /// The one file that has the last two names of a path, below the same first folder: what was moved deeper.
  mutating func elsewhere(_ path: RepositoryPath) -> RepositoryPath? {
    let segments = path.segments
    guard segments.count > 2, let first = segments.first else { return nil }
    let tail = [UInt8(ascii: "/")] + segments.suffix(2).joined(separator: [UInt8(ascii: "/")])
    let found = files(named: path.lastSegment).filter { file in
      file.segments.first?.elementsEqual(first) ?? false && file.bytes.suffix(tail.count).elementsEqual(tail)
    }
    return found.count == 1 ? found.first : nil
  }

  /// Whether a folder itself holds files of code.
  func holdsCode(_ folder: RepositoryPath) -> Bool { codeFolders.contains(folder) }

  /// The folders of a name.
  mutating func folders(named name: some Collection<UInt8>) -> [RepositoryPath] {
    let index = folderNames ?? Dictionary(grouping: folders) { Array($0.lastSegment) }
    folderNames = index
    return index[Array(name)] ?? []
  }

  /// The folders that hold files, at any depth, and those that are submodules; in no order.
  var allFolders: Set<RepositoryPath> { folders.union(submodules).subtracting([.root]) }

  /// Whether a submodule is recorded at the path.
  func isSubmodule(_ path: RepositoryPath) -> Bool { submodules.contains(path) }

  /// Where submodules are.
  var submodulePaths: Set<RepositoryPath> { submodules }

  /// Whether a file that is not added yet matches.
  func untrackedMatch(_ glob: Glob) -> Bool {
    guard snapshot.tree == .worktree, glob.head != .root, let below = try? PathPattern(below: glob.head),
      let found = try? snapshot.files(matching: below)
    else { return false }
    return found.contains { glob.matches($0.path.bytes) }
  }

  /// A file whose path differs in capitals alone.
  mutating func fileIgnoringCase(_ path: RepositoryPath) -> RepositoryPath? {
    let index =
      lowercased
      ?? Dictionary(files.map { (TreeMap.lowercased($0.bytes), $0) }, uniquingKeysWith: { first, _ in first })
    lowercased = index
    return index[TreeMap.lowercased(path.bytes)]
  }

  private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
  }
}
