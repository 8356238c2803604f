public import DriftModel

/// Every kind of this version.
public enum Registry {
  /// By name.
  public static let kinds: [any Check.Type] = [
    DependencyPins.self,
    GeneratedCode.self,
    SubmodulePin.self,
    VersionAgreement.self,
  ]
}
