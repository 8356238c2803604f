public import DriftModel
package import DriftReports

/// What every check of a configuration derives from what.
public struct DerivationGraph: Sendable {
  /// The pairs of each check, in the order of the configuration; those of one check sorted.
  public let parts: [(check: String, kind: String, derivations: [Derivation])]
  /// Why some are missing, a sentence each.
  public let failures: [String]

  /// Asks each check.
  public init(_ request: RunRequest) {
    var parts: [(check: String, kind: String, derivations: [Derivation])] = []
    var failures: [String] = []
    for check in request.checks {
      do throws(ReadFailure) {
        let found = Set(try check.check.derivations(in: request.snapshot)).sorted {
          ($0.source, $0.derived) < ($1.source, $1.derived)
        }
        parts.append((check.name, check.kind.name, found))
      } catch {
        failures.append("check '\(check.name)': \(error.reason)")
      }
    }
    self.parts = parts
    self.failures = failures
  }

  /// The same as a picture.
  package var picture: GraphPicture {
    GraphPicture(
      parts.map { part in
        GraphPicture.Part(
          check: part.check, kind: part.kind, edges: part.derivations.map { ($0.source, $0.derived) })
      })
  }
}
