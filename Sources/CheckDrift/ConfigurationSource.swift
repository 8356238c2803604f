internal import DriftChecks
internal import DriftModel
internal import DriftReports
internal import GitSnapshots

/// Where the configuration comes from: the tree looked at, a file on disk, or a commit.
struct ConfigurationSource {
  private let repository: OpenedRepository
  private let named: String?
  private let directory: String

  /// - Parameters:
  ///   - named: what `--config` says; nil for the usual name in the tree looked at.
  ///   - directory: where a relative name begins.
  init(repository: OpenedRepository, named: String?, in directory: String) {
    self.repository = repository
    self.named = named
    self.directory = directory
  }

  /// The configuration's name and bytes, and the checks in it.
  func read() throws(RunFailure) -> (source: (name: FileName, bytes: [UInt8]), checks: [ConfiguredCheck]) {
    let (name, bytes) = try load()
    return ((name, bytes), try ConfigurationSource.parse(bytes, name, repository.snapshot))
  }

  /// The checks of a configuration.
  static func parse(
    _ bytes: [UInt8], _ name: FileName, _ snapshot: any RepositorySnapshot
  ) throws(RunFailure) -> [ConfiguredCheck] {
    do throws(Configuration.Problems) {
      return try Configuration(bytes, file: name, kinds: Registry.kinds).checks
    } catch {
      throw RunFailure(error.all, in: name, bytes: bytes, snapshot: snapshot)
    }
  }

  private func load() throws(RunFailure) -> (FileName, [UInt8]) {
    guard let named else { return try usual() }
    do throws(FileProblem) {
      return (name(of: named), try DiskFile.read(named))
    } catch {
      // A file of that name wins; only where there is none may it be a revision's.
      guard error.isMissing, let revision = try inRevision(named) else { throw RunFailure(error) }
      return revision
    }
  }

  private func usual() throws(RunFailure) -> (FileName, [UInt8]) {
    guard let path = RepositoryPath(Configuration.fileName) else { throw RunFailure("no configuration") }
    do throws(ReadFailure) {
      return (.repository(path), try repository.snapshot.contents(of: path))
    } catch {
      guard error.cause == .notFound else {
        throw RunFailure("cannot read the configuration: \(error.reason)", exitStatus: 3)
      }
      let tree = repository.snapshot.tree == .worktree ? "" : " in the tree looked at"
      throw RunFailure(
        "there is no '\(path)'\(tree), so nothing is known of what must agree",
        help: ["write one: check-drift init", "or name one: check-drift --config FILE"])
    }
  }

  private func inRevision(_ name: String) throws(RunFailure) -> (FileName, [UInt8])? {
    guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")), colon > name.startIndex,
      let path = RepositoryPath(name.utf8[name.utf8.index(after: colon)...])
    else { return nil }
    do throws(GitProblem) {
      return (.external(name), try repository.contents(of: path, at: String(name[..<colon])))
    } catch {
      throw RunFailure(error)
    }
  }

  /// A file of the checkout is called as the repository calls it, so that every format can point at it.
  private func name(of file: String) -> FileName {
    let absolute = file.hasPrefix("/") ? file : directory + "/" + file
    guard !repository.isBare, let clean = try? DiskFile.absolute(absolute),
      let below = DiskFile.pathBelow(repository.root, clean), let path = RepositoryPath(below)
    else { return .external(file) }
    return .repository(path)
  }
}
