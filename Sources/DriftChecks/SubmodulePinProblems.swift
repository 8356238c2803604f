internal import DriftModel

extension SubmodulePin {
  /// What there is to say about each of ``SubmoduleState``: one problem of the same name for each.
  static func problem(of state: SubmoduleState) -> Problem {
    switch state {
    case .declaredButNotASubmodule: declaredButNotASubmodule
    case .notDeclared: notDeclared
    case .notInitialised: notInitialised
    case .commitMissing: commitMissing
    case .checkedOutElsewhere: checkedOutElsewhere
    case .edited: edited
    }
  }

  static let declaredButNotASubmodule = Problem(
    "declared-but-not-a-submodule", "'.gitmodules' has an entry, and no commit is recorded at its path",
    explanation: """
      Somebody copied the files in and committed them, or removed the submodule and forgot its entry. Plain files look \
      like the submodule and are not: they do not move with it, and nobody can say which commit they are.
      """)

  static let notDeclared = Problem(
    "not-declared", "a commit is recorded, and '.gitmodules' does not say where it comes from",
    explanation: """
      A fresh clone cannot fill the folder, because git knows the commit but no URL. The usual cause is 'git add' on a \
      folder that is a repository of its own.
      """)

  static let notInitialised = Problem(
    "not-initialised", "the submodule's folder was never filled",
    explanation: """
      The repository was cloned without its submodules. Every check that reads files in there can say nothing until \
      they are fetched; a pattern that matches nothing must not look like success.
      """)

  static let commitMissing = Problem(
    "commit-missing", "the recorded commit is nowhere to be found",
    explanation: """
      The commit that the tree records is in none of the places where its objects could be. It was never fetched, was \
      never pushed by the one who recorded it, or was rewritten away.
      """)

  static let checkedOutElsewhere = Problem(
    "checked-out-elsewhere", "the checkout is at another commit than the one recorded",
    explanation: """
      What is built and tested here is not what a fresh clone gets. Either the move is wanted and was not added yet, or \
      the recorded commit moved (a pull, a merge) and the checkout did not follow.
      """)

  static let edited = Problem(
    "edited", "the checkout holds local changes or untracked files",
    explanation: """
      What is built and tested here is in no commit, so nobody else has it. Changes belong into the repository that owns \
      the files, and reach this one as a new pin.
      """)

  static let notOnBranch = Problem(
    "not-on-branch", "the recorded commit is not in the history of its branch",
    explanation: """
      The pin points at work that was never merged, or that was rewritten. It can disappear from the remote, and it is \
      silently undone when somebody moves the pin to the branch. The branch is the one last fetched.
      """)

  static let behind = Problem(
    "behind", "the recorded commit is too many commits behind its branch",
    explanation: """
      The branch moved on by more than 'max-behind' commits. The longer a pin waits, the more arrives with its next move.
      """)

  static let movedBack = Problem(
    "moved-back", "the new pin is not a descendant of the one that the base records",
    explanation: """
      The change replaces the pin with a commit that does not contain the old one. The usual cause is a merge or a \
      'git add .' with a checkout that was not up to date, which undoes somebody else's bump. Asked only with '--base'.
      """)

  static let urlNotAllowed = Problem(
    "url-not-allowed", "the submodule comes from a place that is not allowed",
    explanation: """
      A submodule's code is built and run like the repository's own, so its URL deserves a reviewer. A URL or path that \
      begins with '-', leaves the repository or carries credentials is reported whatever is allowed: git refuses it, or \
      everybody who can read the repository can read the secret.
      """)
}
