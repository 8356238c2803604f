import Foundation
import Testing

@testable import DriftChecks

/// Our arithmetic of versions against what the libraries of each ecosystem answer: `Fixtures/dependency-pins/vectors`.
struct VersionVectorTests {
  /// One line: what was asked, of what, and the answer.
  struct Vector {
    let question: String
    let left: String
    let right: String
    let answer: Int
  }

  static func vectors(_ name: String) throws -> [Vector] {
    let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let path = here.path + "/Fixtures/dependency-pins/vectors/\(name).tsv"
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      let parts = $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let answer = try #require(parts.count == 4 ? Int(parts[3]) : nil, "\($0)")
      return Vector(question: parts[0], left: parts[1], right: parts[2], answer: answer)
    }
  }

  /// Asks every vector, and lists those that are answered otherwise.
  private func expectAll(_ name: String, _ answer: (Vector) -> Int?) throws {
    let vectors = try Self.vectors(name)
    #expect(vectors.count > 1000)
    let wrong = vectors.compactMap { vector -> String? in
      let found = answer(vector)
      guard found != vector.answer else { return nil }
      return "\(vector.question) '\(vector.left)' '\(vector.right)': \(vector.answer), not \(found ?? -9)"
    }
    #expect(wrong.count == 0, "\(wrong.count) of \(vectors.count):\n\(wrong.prefix(30).joined(separator: "\n"))")
  }

  @Test func python() throws {
    try expectAll("pep440") { vector in
      switch vector.question {
      case "contains":
        return PythonSpecifier(vector.left)?.allows(vector.right).map { $0 ? 1 : 0 }
      case "disjoint":
        guard let one = PythonSpecifier(vector.left)?.versions, let two = PythonSpecifier(vector.right)?.versions else {
          return nil
        }
        return one.intersection(two).isEmpty ? 1 : 0
      default:
        guard let one = PythonVersion(vector.left), let two = PythonVersion(vector.right) else { return nil }
        return one < two ? -1 : two < one ? 1 : one == two ? 0 : nil
      }
    }
  }

  @Test func npm() throws {
    try expectAll("npm") { vector in
      let range = SemanticRange(npm: vector.left)
      switch vector.question {
      case "valid": return range == nil ? 0 : 1
      case "contains":
        // What is no version satisfies nothing.
        guard let version = SemanticVersion(vector.right, prefixed: true) else { return 0 }
        return range.map { $0.allows(version) ? 1 : 0 }
      default:
        guard let range, let other = SemanticRange(npm: vector.right) else { return nil }
        return range.versions.intersection(other.versions).isEmpty ? 0 : 1
      }
    }
  }

  @Test func cargo() throws {
    try expectAll("cargo") { vector in
      let range = SemanticRange(cargo: vector.left)
      guard vector.question == "contains" else { return range == nil ? 0 : 1 }
      return SemanticVersion(vector.right).flatMap { version in range.map { $0.allows(version) ? 1 : 0 } }
    }
  }
}
