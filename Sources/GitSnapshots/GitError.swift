private import CLibgit2

/// A libgit2 call that failed: its status, its message, and what was being done.
struct GitError: Error, Sendable, Hashable {
  /// libgit2's status, a `git_error_code`; negative.
  let code: Int32
  /// libgit2's message, or ours where it gives none. Not escaped.
  let message: String
  /// What was tried, as an infinitive: `read the index`.
  let operation: String

  /// Takes the message that libgit2 keeps for this thread. Call it before anything else runs on the thread.
  ///
  /// Wraps `git_error_last`.
  static func last(code: Int32, operation: String) -> GitError {
    var message = "libgit2 gives no reason (status \(code))"
    if let error = git_error_last(), let text = error.pointee.message { message = String(cString: text) }
    return GitError(code: code, message: message, operation: operation)
  }

  /// Another user owns the repository. libgit2 1.5 reports that as "not found" where git's configuration has no
  /// `safe.directory` at all; the status proper is GIT_EOWNER, -36, which older headers do not define.
  var isForeignOwner: Bool { code == -36 || message.contains("'safe.directory'") }
  var isNotFound: Bool { code == GIT_ENOTFOUND.rawValue && !isForeignOwner }
  /// An object is not here. Where libgit2 meets that while it compares histories it passes on a plain -1.
  var isMissingObject: Bool { isNotFound || message.hasPrefix("object not found") }
}

/// Calls a libgit2 function and throws if its status is negative.
///
/// - Returns: the status.
@discardableResult
func git(_ operation: @autoclosure () -> String, _ call: () -> Int32) throws(GitError) -> Int32 {
  let status = call()
  guard status >= 0 else { throw GitError.last(code: status, operation: operation()) }
  return status
}

/// Calls a libgit2 function that gives out a pointer, and throws if it gives none.
func gitPointer(
  _ operation: @autoclosure () -> String, _ call: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
) throws(GitError) -> OpaquePointer {
  var pointer: OpaquePointer?
  let status = call(&pointer)
  guard status >= 0, let pointer else { throw GitError.last(code: status, operation: operation()) }
  return pointer
}
