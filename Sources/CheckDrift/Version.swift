/// The version of the program, of the schemas and of the documentation.
public enum Version {
  /// As `version.json` states it; check-drift checks that on itself.
  public static let current = "0.1.0"
}
