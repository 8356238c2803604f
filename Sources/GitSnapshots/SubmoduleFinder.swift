internal import DriftModel

/// Where a repository's checkout and its submodules' repositories lie.
struct RepositoryPlace: Sendable {
  let repository: GitRepository
  /// The checkout, if it is to be looked at or into; nil where there is none.
  let checkout: DiskReader?
}

/// Finds the repository that holds a submodule's objects. It opens what is there; nothing is fetched.
struct SubmoduleFinder: Sendable {
  /// `--submodule-objects`: path in the superproject to a git directory.
  let objects: [RepositoryPath: String]

  /// The repositories that could hold the submodule's objects, the checkout's own first.
  ///
  /// - Parameters:
  ///   - path: its path in the superproject.
  ///   - relative: its path in the repository that records it.
  ///   - name: its name in `.gitmodules`, already known to be harmless.
  func candidates(
    _ path: RepositoryPath, relative: RepositoryPath, name: String?, in parent: RepositoryPlace
  ) -> (found: [GitRepository], failure: GitError?) {
    var found: [GitRepository] = []
    var failure: GitError?
    func take(_ open: () throws(GitError) -> GitRepository?) {
      do throws(GitError) {
        if let repository = try open() { found.append(repository) }
      } catch {
        if !error.isNotFound { failure = failure ?? error }
      }
    }
    take { () throws(GitError) in try SubmoduleFinder.checkedOut(relative, in: parent) }
    if let name {
      for folder in Set([parent.repository.gitDirectory, parent.repository.commonDirectory]).sorted() {
        take { () throws(GitError) in try GitRepository(at: folder + "modules/" + name) }
      }
    }
    if let folder = objects[path] { take { () throws(GitError) in try GitRepository(at: folder) } }
    return (found, found.isEmpty ? failure : nil)
  }

  /// The repository of the submodule's own checkout; nil if its folder was never filled.
  static func checkedOut(_ relative: RepositoryPath, in parent: RepositoryPlace) throws(GitError) -> GitRepository? {
    guard let disk = parent.checkout else { return nil }
    do throws(SystemError) {
      guard try disk.status(relative.bytes + Array("/.git".utf8)) != nil else { return nil }
    } catch {
      throw GitError(code: -1, message: error.message, operation: "look into '\(relative)'")
    }
    let folder = disk.root + relative.description
    return try GitRepository(at: folder, checkout: folder)
  }
}
