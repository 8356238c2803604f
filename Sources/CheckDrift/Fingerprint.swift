internal import DriftModel

/// Names a finding across runs: by kind, problem, path and what is stated, so that it survives edits elsewhere in the
/// file and a renamed check. Equal ones are told apart by counting.
struct Fingerprint {
  /// Git's blob id of some bytes: the only digest at hand, and the same on every machine.
  let blobID: @Sendable ([UInt8]) -> ObjectID

  func of(_ finding: Finding, kind: String) -> String {
    digest(kind: kind, problem: finding.problem.id, finding.location.file, finding.message)
  }

  func of(_ unverified: Unverified, kind: String) -> String {
    digest(kind: kind, problem: "unverified", unverified.location.file, unverified.reason)
  }

  private func digest(kind: String, problem: String, _ file: FileName, _ statement: String) -> String {
    let path =
      switch file {
      case .repository(let path): path.bytes
      case .external(let name): Array(name.utf8)
      }
    let words = statement.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map { Array($0) }
    let parts = [Array(kind.utf8), Array(problem.utf8), path, Array(words.joined(separator: [0x20]))]
    return String(blobID(Array(parts.joined(separator: [0]))).description.prefix(24))
  }
}
