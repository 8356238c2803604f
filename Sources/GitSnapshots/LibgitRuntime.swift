private import CLibgit2
private import CLibgit2Support

/// libgit2, started once per process and never shut down: the process ends soon after its last use.
enum LibgitRuntime {
  /// Starts libgit2, and refuses a version whose index or tree functions differ from what this was tested with.
  ///
  /// Wraps `git_libgit2_init` and `git_libgit2_version`.
  static func start() throws(GitError) { try outcome.get() }

  private static let outcome: Result<Void, GitError> = {
    let count = git_libgit2_init()
    guard count > 0 else { return .failure(GitError.last(code: count, operation: "start libgit2")) }
    var major: Int32 = 0
    var minor: Int32 = 0
    var patch: Int32 = 0
    git_libgit2_version(&major, &minor, &patch)
    guard (major, minor) >= (1, 1) else {
      let message = "libgit2 \(major).\(minor).\(patch) is too old; at least 1.1 is needed"
      return .failure(GitError(code: -1, message: message, operation: "start libgit2"))
    }
    // An old libgit2 that does not know the option only refuses more repositories than it has to.
    _ = check_drift_accept_harmless_extensions()
    return .success(())
  }()

  /// Turns the ownership check off for the whole process. The caller asked for it with `--trust-owner`, or git's own
  /// configuration trusts the folder in a way that this libgit2 does not understand.
  static func trustEveryOwner() { _ = check_drift_set_owner_validation(0) }
}
