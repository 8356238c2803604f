internal import DriftModel

extension DependencyPins {
  static let requirementDiffers = Problem(
    "requirement-differs", "manifests ask for different versions of one package",
    explanation: """
      With 'require: identical' all manifests must allow the same versions of a package. Somebody raised it in one and \
      not in the others, so parts of one repository are built and tested with different versions.
      """)

  static let requirementsConflict = Problem(
    "requirements-conflict", "no version of a package satisfies all manifests",
    explanation: """
      The ranges that manifests state do not meet. What cannot be installed together is never tested together, and each \
      part works only where the others are not.
      """)

  static let lockDiffers = Problem(
    "lock-differs", "a lock file holds a version that its manifest does not allow",
    explanation: """
      The manifest was changed and the lock file was not written anew, or it was edited or merged by hand. Tools either \
      refuse to install, or silently install something else than what was reviewed.
      """)

  static let lockStale = Problem(
    "lock-stale", "a lock file was written for other requirements than its manifest states",
    explanation: """
      Some lock files keep a copy of the requirements that they were written for. The copy is not what the manifest \
      says now, so a strict install (uv sync --locked, pnpm install --frozen-lockfile) refuses it, even where the version \
      in it would do.
      """)

  static let notLocked = Problem(
    "not-locked", "a manifest needs a package that its lock file does not have",
    explanation: """
      A dependency, or a whole member of the workspace, was added and the lock file was not written anew. Every install \
      settles on whatever is newest that day, or fails.
      """)

  static let bannedDependency = Problem(
    "banned-dependency", "a package stands where it is banned",
    explanation: """
      The configuration bans this package. It is named by a manifest, or a lock file brings it in because something else \
      needs it.
      """)

  static let notAsPinned = Problem(
    "not-as-pinned", "a package has another version than the one that is pinned",
    explanation: """
      The configuration says which version this package must have, exactly. A manifest that allows others, and a lock file \
      that holds another, do not keep the pin.
      """)

  static let stampDiffers = Problem(
    "stamp-differs", "a generated file was written by another version of its generator than the one that is pinned",
    explanation: """
      The header of a generated file states the version of the generator that wrote it. Manifests and lock files say which \
      version is installed. Where they part, whoever generates next changes files that nobody meant to change.
      """)
}
