internal import DriftChecks
public import DriftModel

/// What this version can check.
public enum Kinds {
  /// Every kind, by name.
  public static var all: [KindDescription] { Registry.kinds.map { $0.description } }

  /// The keys that every check takes beside those of its kind.
  public static var commonKeys: [FieldShape] { CommonFields.all.map(\.description) }
}
