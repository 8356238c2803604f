internal import DriftModel

extension Layout {
  static let fileMissing = Problem(
    "file-missing", "a file that must be there is not",
    explanation: """
      A rule of the repository says that the file is there: a licence, a README, the Dockerfile of each component. \
      Somebody added a component without it, or moved or removed it. Where git ignores the path, it may be on disk and \
      in no commit.
      """)

  static let fileForbidden = Problem(
    "file-forbidden", "a file is where none may be",
    explanation: """
      A rule of the repository says that nothing of that name is there: a compose file at the root where each component \
      owns its services, a lock file where another tool keeps it. A tool that was run in the wrong folder is the usual \
      cause.
      """)

  static let nameStyle = Problem(
    "name-style", "a file or folder is not called as its neighbours are",
    explanation: """
      Names of one style can be guessed and completed; names that differ in capitals alone collide on file systems that \
      do not tell them apart. What counts is the name up to its first dot, without marks such as '_', '[' and '+' \
      around it.
      """)

  static let fileTypeDiffers = Problem(
    "file-type-differs", "what stands at a path is of another type than it must be",
    explanation: """
      A script that is not executable fails where it is called; a submodule that became a plain folder is a copy that \
      nobody updates; a link that became a file is two truths. The types are those that git stores.
      """)

  static let folderOrphaned = Problem(
    "folder-orphaned", "nothing outside of a folder refers to it",
    explanation: """
      No file outside of the folder has its name in it, in any writing, and none names all folders beside it with a \
      '*'. What nobody builds, tests, documents or imports is often what a move left behind. A folder that people find \
      by themselves is named in 'except'.
      """)
}
