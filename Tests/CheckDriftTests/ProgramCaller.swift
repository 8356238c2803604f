import DriftTestSupport
import Foundation
import Testing

/// Calls the built program in repositories made for it.
protocol ProgramCaller {}

extension ProgramCaller {
  /// A repository whose README states another version than `version.json`.
  func repository(_ more: String = "") throws -> TemporaryRepository {
    let repository = try TemporaryRepository()
    try repository.write("{ \"version\": \"1.2.0\" }\n", to: "version.json")
    try repository.write("---\nversion: 1.1.0\n---\n# x\n", to: "README.md")
    try repository.write(
      """
      version: 1
      checks:
        - kind: version-agreement
          truth: { file: version.json, key: /version }
          consumers:
            - { frontmatter: README.md, key: /version }
      \(more)
      """, to: ".check-drift.yml")
    try repository.commit("First commit")
    return repository
  }

  func run(_ repository: TemporaryRepository, _ arguments: String...) throws -> ProcessOutcome {
    try repository.run(BuiltProgram.path, arguments)
  }

  func run(
    _ repository: TemporaryRepository, shell script: String
  ) throws -> String {
    try repository.shell(script, variables: ["DRIFT": BuiltProgram.path])
  }

  func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
