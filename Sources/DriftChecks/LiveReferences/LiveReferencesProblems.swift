internal import DriftModel

extension LiveReferences {
  static let referenceBroken = Problem(
    "reference-broken", "a link, or another place that takes nothing but a path, names one that is not in the tree",
    explanation: """
      The file was moved, renamed or deleted, and the document was not told; or the path has a slip of the pen. Whoever \
      follows it finds nothing. Where the history knows what became of the path, the finding says it; a file that was \
      renamed can be followed by 'check-drift fix'.
      """)

  static let mentionBroken = Problem(
    "mention-broken", "code or a command in a document names a path that is not in the tree",
    explanation: """
      Inline code and commands are read only where they can be nothing but a path of this repository: its first folder \
      is there, it ends as files do, and either a commit removed it or, in a README and its like, it lies beside files of \
      its kind. A reader who \
      copies the command will see it fail. A document that tells of the past is named in 'except'.
      """)

  static let anchorMissing = Problem(
    "anchor-missing", "a link names a heading that its document does not have",
    explanation: """
      The heading was reworded or removed. Browsers then show the top of the page and say nothing. Headings are named as \
      GitHub names them: lower case, blanks as '-', punctuation left out, '-1' behind the second of a name.
      """)

  static let lineBeyondEnd = Problem(
    "line-beyond-end", "a reference names a line behind the end of its file",
    explanation: """
      A line number is right until somebody edits the file. Here the file has become shorter than the number, so it \
      cannot be right any more; name a heading or a symbol instead, or a commit.
      """)

  static let patternMatchesNothing = Problem(
    "pattern-matches-nothing", "a pattern in CODEOWNERS or in a workflow's 'paths' matches no file",
    explanation: """
      The folder was renamed, and its owners are no longer asked, or the workflow no longer runs for it. Nobody notices, \
      because nothing fails.
      """)
}
