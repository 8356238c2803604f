internal import DriftModel
internal import Synchronization

/// The superproject and its submodules as far as paths have led into them; each is opened once.
final class SubmoduleMounts: Sendable {
  /// A repository at its place in the superproject, opened or found wanting.
  struct Mount: Sendable {
    /// Its path; ``RepositoryPath/root`` for the superproject.
    var path: RepositoryPath = .root
    var parent: RepositoryPath = .root
    var declaration: Declaration?
    var recorded: ObjectID?
    var read: ObjectID?
    /// The first state that holds, `edited` left out: that one costs a look at every file.
    var state: SubmoduleState?
    var failure: ReadFailure?
    var source: (any TreeSource)?
    var place: RepositoryPlace?

    init(root: any TreeSource, place: RepositoryPlace) {
      source = root
      self.place = place
    }

    init(path: RepositoryPath, parent: RepositoryPath, recorded: ObjectID, declaration: Declaration?) {
      self.path = path
      self.parent = parent
      self.recorded = recorded
      self.declaration = declaration
    }
  }

  /// An entry of a `.gitmodules` file that git would follow.
  struct Declaration: Sendable {
    var entry: ModulesFile.Entry
    /// Its path in the superproject.
    var path: RepositoryPath
    var location: Location
    var urlLocation: Location?
  }

  private struct Known: Sendable {
    var mounts: [RepositoryPath: Mount] = [:]
    /// Folder to the innermost repository that holds it.
    var routes: [RepositoryPath: RepositoryPath] = [:]
    var declarations: [RepositoryPath: (followed: [Declaration], refused: [RefusedDeclaration])] = [:]
    var described: [RepositoryPath: Submodule] = [:]
  }

  private let root: Mount
  private let finder: SubmoduleFinder
  private let looksAtCheckouts: Bool
  private let branchName: String?
  private let known = Mutex(Known())
  // Held while a checkout is searched for edits: of two checks that ask at the same time one waits, instead of both
  // looking at every file.
  private let describing = Mutex(())

  init(root: Mount, finder: SubmoduleFinder, looksAtCheckouts: Bool, branchName: String?) {
    self.root = root
    self.finder = finder
    self.looksAtCheckouts = looksAtCheckouts
    self.branchName = branchName
  }

  /// The superproject's tree, if it is known that no path leads into another.
  var onlySource: (any TreeSource)? {
    guard let source = root.source, source.hasNoSubmodules else { return nil }
    return source
  }

  // MARK: From a path to its repository

  /// The innermost repository that holds a folder, readable or not.
  func mount(holding folder: RepositoryPath) throws(ReadFailure) -> Mount {
    let cached = known.withLock { known in known.routes[folder].flatMap { $0 == .root ? root : known.mounts[$0] } }
    if let cached { return cached }
    var current = root
    while let child = try child(of: current, towards: folder) {
      current = child
      if child.source == nil { break }
    }
    let found = current
    known.withLock { $0.routes[folder] = found.path }
    return found
  }

  private func child(of mount: Mount, towards folder: RepositoryPath) throws(ReadFailure) -> Mount? {
    guard let source = mount.source, let inside = folder.relative(to: mount.path) else { return nil }
    var relative = RepositoryPath.root
    for segment in inside.segments {
      guard let next = RepositoryPath(segment) else { return nil }
      relative = relative.appending(next)
      if let commit = try source.gitlink(at: relative) {
        return try self.mount(mount.path.appending(relative), relative: relative, recorded: commit, in: mount)
      }
    }
    return nil
  }

  private func mount(
    _ path: RepositoryPath, relative: RepositoryPath, recorded: ObjectID, in parent: Mount
  ) throws(ReadFailure) -> Mount {
    if let mount = known.withLock({ $0.mounts[path] }) { return mount }
    let declaration = try declarations(in: parent).followed.first { $0.path == path }
    var mount = Mount(path: path, parent: parent.path, recorded: recorded, declaration: declaration)
    do throws(ReadFailure) {
      try parent.source?.refuseUnmerged(at: relative)
      if let place = parent.place { open(&mount, relative: relative, in: place) }
    } catch {
      // Of the commits that a merge could not choose between, none is the recorded one.
      mount.recorded = nil
      mount.failure = error
    }
    let opened = mount
    known.withLock { $0.mounts[path] = opened }
    return mount
  }

  // MARK: Opening

  private func open(_ mount: inout Mount, relative: RepositoryPath, in parent: RepositoryPlace) {
    if mount.declaration == nil { mount.state = .notDeclared }
    do throws(GitError) {
      if looksAtCheckouts {
        try openCheckout(&mount, relative: relative, in: parent)
      } else {
        try openObjects(&mount, relative: relative, in: parent)
      }
    } catch {
      mount.failure = ReadFailure(
        .repository, "cannot \(error.operation): \(error.message)", at: Location(mount.path),
        remedies: error.isForeignOwner
          ? [GitEngine.trustRemedy(parent.checkout.map { $0.root + relative.description })] : [])
    }
  }

  private func openCheckout(
    _ mount: inout Mount, relative: RepositoryPath, in parent: RepositoryPlace
  ) throws(GitError) {
    guard let disk = parent.checkout, let repository = try SubmoduleFinder.checkedOut(relative, in: parent) else {
      mount.state = mount.state ?? .notInitialised
      return
    }
    let checkout = disk.root + relative.description
    mount.read = try repository.head()
    if let recorded = mount.recorded, !repository.has(recorded) {
      mount.state = mount.state ?? .commitMissing
    } else if mount.read != mount.recorded {
      mount.state = mount.state ?? .checkedOutElsewhere
    }
    mount.source = try WorktreeSource(repository, checkout: checkout, prefix: mount.path)
    mount.place = RepositoryPlace(repository: repository, checkout: DiskReader(root: checkout))
  }

  private func openObjects(
    _ mount: inout Mount, relative: RepositoryPath, in parent: RepositoryPlace
  ) throws(GitError) {
    guard let recorded = mount.recorded else { return }
    let (found, failure) = finder.candidates(
      mount.path, relative: relative, name: mount.declaration?.entry.name, in: parent)
    if let failure { throw failure }
    guard let repository = found.first(where: { $0.has(recorded) }) else {
      mount.state = mount.state ?? (found.isEmpty && parent.checkout != nil ? .notInitialised : .commitMissing)
      // Without the recorded commit the repository still answers for its branches.
      mount.place = found.first.map { RepositoryPlace(repository: $0, checkout: nil) }
      return
    }
    mount.read = recorded
    mount.source = CommitSource(repository, commit: recorded, prefix: mount.path)
    let checkout = repository.workDirectory.map { DiskReader(root: $0) }
    mount.place = RepositoryPlace(repository: repository, checkout: checkout)
  }

  // MARK: Declarations

  /// The entries of a repository's `.gitmodules`, those that git would refuse apart.
  func declarations(
    in mount: Mount
  ) throws(ReadFailure) -> (followed: [Declaration], refused: [RefusedDeclaration]) {
    if let declarations = known.withLock({ $0.declarations[mount.path] }) { return declarations }
    let declarations = try readDeclarations(in: mount)
    known.withLock { $0.declarations[mount.path] = declarations }
    return declarations
  }

  private func readDeclarations(
    in mount: Mount
  ) throws(ReadFailure) -> (followed: [Declaration], refused: [RefusedDeclaration]) {
    guard let source = mount.source, let own = RepositoryPath(".gitmodules") else { return ([], []) }
    let file = mount.path.appending(own)
    let bytes: [UInt8]
    do throws(ReadFailure) {
      guard case .bytes(let content) = try source.content(at: own) else {
        throw ReadFailure(.link, "'\(file)' is a symbolic link, which git does not follow", at: Location(file))
      }
      bytes = content
    } catch {
      guard error.cause == .notFound else { throw error }
      return ([], [])
    }
    let modules: ModulesFile
    do throws(ModulesFile.Problem) {
      modules = try ModulesFile(bytes)
    } catch {
      let region = Region(line: error.line, column: 1, length: 0)
      throw ReadFailure(.repository, "'\(file)' cannot be read: \(error.message)", at: Location(file, region))
    }
    var followed: [Declaration] = []
    var refused: [RefusedDeclaration] = []
    for entry in modules.entries {
      let location = Location(file, entry.region)
      if let part = ModulesFile.refusedPart(of: entry) {
        let value = part == .name ? entry.name : String(decoding: entry.path ?? [], as: UTF8.self)
        let place = part == .path ? entry.pathRegion.map { Location(file, $0) } ?? location : location
        refused.append(RefusedDeclaration(name: entry.name, part: part, value: value, location: place))
      } else if let path = entry.path.flatMap({ RepositoryPath($0) }) {
        followed.append(
          Declaration(
            entry: entry, path: mount.path.appending(path), location: location,
            urlLocation: entry.urlRegion.map { Location(file, $0) }))
      }
    }
    return (followed, refused)
  }

  // MARK: Descriptions

  /// Every submodule, nested ones after the one that holds them, sorted.
  func all() throws(ReadFailure) -> [Submodule] {
    var submodules: [Submodule] = []
    var pending = [root]
    while let mount = pending.popLast() {
      guard let source = mount.source else { continue }
      var recorded: Set<RepositoryPath> = []
      for (relative, commit) in try source.gitlinks() {
        let path = mount.path.appending(relative)
        recorded.insert(path)
        let child = try self.mount(path, relative: relative, recorded: commit, in: mount)
        if let submodule = try describe(child) { submodules.append(submodule) }
        pending.append(child)
      }
      for declaration in try declarations(in: mount).followed where !recorded.contains(declaration.path) {
        submodules.append(undeveloped(declaration, in: mount))
      }
    }
    return submodules.sorted { $0.path < $1.path }
  }

  /// The entries that git would refuse, of every repository that can be read.
  func refused() throws(ReadFailure) -> [RefusedDeclaration] {
    var refused: [RefusedDeclaration] = []
    var pending = [root]
    while let mount = pending.popLast() {
      guard let source = mount.source else { continue }
      refused += try declarations(in: mount).refused
      for (relative, commit) in try source.gitlinks() {
        pending.append(try self.mount(mount.path.appending(relative), relative: relative, recorded: commit, in: mount))
      }
    }
    return refused.sorted {
      ($0.location.path ?? .root, $0.location.region?.line ?? 0) < (
        $1.location.path ?? .root, $1.location.region?.line ?? 0
      )
    }
  }

  /// A submodule's facts, local edits included; nil for the superproject.
  func describe(_ mount: Mount) throws(ReadFailure) -> Submodule? {
    guard mount.path != .root else { return nil }
    if let submodule = known.withLock({ $0.described[mount.path] }) { return submodule }
    return try describing.withLock { (_) throws(ReadFailure) in
      if let submodule = known.withLock({ $0.described[mount.path] }) { return submodule }
      let submodule = lookInto(mount)
      known.withLock { $0.described[mount.path] = submodule }
      return submodule
    }
  }

  private func lookInto(_ mount: Mount) -> Submodule {
    var state = mount.state
    var failure = mount.failure
    var edits: [RepositoryPath] = []
    if state == nil || state == .checkedOutElsewhere, let source = mount.source as? WorktreeSource,
      let head = mount.read
    {
      do throws(ReadFailure) {
        edits = try source.edits(since: head, limit: 100)
        if !edits.isEmpty { state = state ?? .edited }
      } catch {
        failure = failure ?? error
      }
    }
    let submodule = Submodule(
      path: mount.path, parent: mount.parent, name: mount.declaration?.entry.name, url: mount.declaration?.entry.url,
      branch: branch(of: mount.declaration), remoteBranch: mount.place?.repository.remoteBranch(),
      declaration: mount.declaration?.location,
      urlLocation: mount.declaration?.urlLocation, recorded: mount.recorded,
      read: mount.source == nil ? nil : mount.read,
      state: state, edits: edits, isReadable: mount.source != nil, failure: failure)
    return submodule
  }

  /// The declaration whose path holds plain files, if `path` lies below one.
  func declarationWithoutSubmodule(containing path: RepositoryPath) throws(ReadFailure) -> Submodule? {
    let mount = try mount(holding: path)
    let declaration = try declarations(in: mount).followed.first { path.isInside($0.path) && $0.path != mount.path }
    return declaration.map { undeveloped($0, in: mount) }
  }

  private func undeveloped(_ declaration: Declaration, in mount: Mount) -> Submodule {
    Submodule(
      path: declaration.path, parent: mount.path, name: declaration.entry.name, url: declaration.entry.url,
      branch: branch(of: declaration), declaration: declaration.location, urlLocation: declaration.urlLocation,
      state: .declaredButNotASubmodule)
  }

  /// `branch = .` stands for the branch that the superproject is on (gitmodules(5)). Where it is on none the dot stays:
  /// a branch is named, and which one cannot be known.
  private func branch(of declaration: Declaration?) -> String? {
    guard let branch = declaration?.entry.branch else { return nil }
    return branch == "." ? branchName ?? branch : branch
  }
}

extension SubmoduleMounts.Mount {
  /// The tree, or why there is none.
  func readableSource() throws(ReadFailure) -> any TreeSource {
    if let source { return source }
    if let failure { throw failure }
    throw unreadable()
  }

  /// The repository, which may be there although the recorded commit is not.
  func openRepository() throws(ReadFailure) -> GitRepository {
    if let place { return place.repository }
    if let failure { throw failure }
    throw unreadable()
  }

  private func unreadable() -> ReadFailure {
    let state = state ?? .commitMissing
    let folder = parent == .root ? [] : ["-C", parent.description]
    let relative = path.relative(to: parent) ?? path
    let location = declaration?.location ?? Location(path)
    switch state {
    case .notInitialised, .notDeclared:
      return ReadFailure(
        .submodule(path, state), "submodule '\(path)' is \(state == .notDeclared ? "not declared" : "not initialised")",
        at: location,
        remedies: [
          Remedy(
            "fill the submodule's folder",
            commands: [["git"] + folder + ["submodule", "update", "--init", "--", relative.description]])
        ])
    default:
      let commit = recorded?.short ?? "?"
      return ReadFailure(
        .submodule(path, state), "the recorded commit \(commit) of submodule '\(path)' is not among its objects",
        at: location,
        remedies: [
          Remedy(
            "fetch it, or name the repository that has it with '--submodule-objects \(path)=GITDIR'",
            commands: [["git"] + folder + ["submodule", "update", "--init", "--", relative.description]])
        ])
    }
  }
}
