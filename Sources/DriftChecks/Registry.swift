public import DriftModel

/// Every kind of this version.
public enum Registry {
  /// By name.
  public static let kinds: [any Check.Type] = [
    BlanketSuppression.self,
    DependencyPins.self,
    ForbiddenText.self,
    GeneratedCode.self,
    Layout.self,
    LiveReferences.self,
    SubmodulePin.self,
    ToolFindings.self,
    VersionAgreement.self,
  ]
}
