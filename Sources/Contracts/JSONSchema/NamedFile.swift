public import DriftModel

/// A file that an option of a generator names, as far as it could be read.
public enum NamedFile: Sendable {
  /// What it holds.
  case document(DocumentNode)
  /// Why it could not be read, which says what option names it.
  case unreadable(Unverified)
}
