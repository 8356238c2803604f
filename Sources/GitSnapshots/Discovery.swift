internal import CLibgit2

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Finds the repository that is meant, as git does, and never an embedded bare one.
struct Discovery {
  private let named: String?
  private let start: String

  init(_ request: SnapshotRequest) {
    named = request.repository
    start = request.start
  }

  /// Opens it; the notes say where it was found if that is not where the caller stands.
  func open() throws(GitProblem) -> (repository: GitRepository, notes: [String]) {
    if let named {
      guard Discovery.isFolder(named) else { throw GitProblem("there is no folder '\(named)'", exitStatus: 2) }
      if Discovery.isRepository(named) { return (try open(named), []) }
      let help =
        Discovery.enclosing(Discovery.absolute(named, from: start)).map {
          ["it lies in the repository '\($0)'; name that one with '--repository'"]
        } ?? []
      throw GitProblem("'\(named)' is not a git repository", help: help)
    }
    if let root = Discovery.enclosing(start) {
      let repository = try open(root)
      return (repository, root == start ? [] : ["the repository is '\(root)'"])
    }
    // A bare repository is taken only where nothing encloses it and the caller stands in it.
    if Discovery.isRepository(start) { return (try open(start), []) }
    throw GitProblem(
      "'\(start)' is not in a git repository",
      help: ["change into one, name one with '--repository DIR', or make one: git init"])
  }

  private func open(_ path: String) throws(GitProblem) -> GitRepository {
    do throws(GitError) {
      return try GitRepository(at: path)
    } catch {
      guard error.isForeignOwner else { throw Discovery.problem(error, path) }
      let folder = Discovery.absolute(path, from: start)
      guard Discovery.isTrusted(folder) else {
        throw GitProblem(
          "the repository '\(folder)' belongs to another user",
          help: [
            "if you trust it, say so to git: git config --global --add safe.directory '\(folder)'",
            "or pass '--trust-owner' to this run",
          ])
      }
      // git trusts it, in a form that this libgit2 does not know ('*', or a prefix ending in '/*').
      LibgitRuntime.trustEveryOwner()
      do throws(GitError) { return try GitRepository(at: path) } catch { throw Discovery.problem(error, path) }
    }
  }

  private static func problem(_ error: GitError, _ path: String) -> GitProblem {
    if error.message.contains("objectformat") {
      return GitProblem(
        "'\(path)' names its objects by SHA-256, which this version cannot read",
        help: ["only repositories with SHA-1 object names are supported"])
    }
    if error.message.contains("refstorage") {
      return GitProblem(
        "'\(path)' keeps its refs in a reftable, which this version cannot read",
        help: ["git refs migrate --ref-format=files"])
    }
    return GitProblem("cannot \(error.operation): \(error.message)")
  }

  // MARK: Folders

  /// The nearest folder from here up that has a `.git`.
  private static func enclosing(_ start: String) -> String? {
    var folder = start
    while true {
      if exists(folder + (folder.hasSuffix("/") ? ".git" : "/.git")) { return folder }
      guard folder != "/", let slash = folder.lastIndex(of: "/") else { return nil }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  /// Whether the folder has a `.git`, or is a git directory itself.
  private static func isRepository(_ folder: String) -> Bool {
    exists(folder + "/.git")
      || (exists(folder + "/HEAD") && isFolder(folder + "/objects") && isFolder(folder + "/refs"))
  }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func absolute(_ path: String, from start: String) -> String {
    guard let resolved = realpath(path, nil) else { return path.hasPrefix("/") ? path : start + "/" + path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  // MARK: Trust

  /// Whether git's own configuration (never the repository's) trusts a folder: git-config(1), `safe.directory`.
  private static func isTrusted(_ folder: String) -> Bool {
    var config: OpaquePointer?
    guard git_config_open_default(&config) == 0, let config else { return false }
    defer { git_config_free(config) }
    var iterator: OpaquePointer?
    guard git_config_multivar_iterator_new(&iterator, config, "safe.directory", nil) == 0, let iterator else {
      return false
    }
    defer { git_config_iterator_free(iterator) }
    var isTrusted = false
    var entry: UnsafeMutablePointer<git_config_entry>?
    while git_config_next(&entry, iterator) == 0, let found = entry {
      let value = String(cString: found.pointee.value)
      if value.isEmpty {
        isTrusted = false  // an empty value takes back those before it
      } else if value == "*" || value == folder || (value.hasSuffix("/*") && folder.hasPrefix(value.dropLast(1))) {
        isTrusted = true
      }
    }
    return isTrusted
  }
}
