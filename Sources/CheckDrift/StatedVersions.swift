internal import Documents
internal import DriftModel

/// Finds where a repository usually states its version, for a first configuration.
enum StatedVersions {
  /// A file and a key in it.
  struct Place {
    let file: String
    let pointer: [String]
    let isFrontmatter: Bool

    /// As a truth or a consumer of `version-agreement`.
    var yaml: String {
      let key = pointer.map { "/" + $0 }.joined()
      return isFrontmatter ? "{ frontmatter: \(file), key: \(key) }" : "{ file: \(file), key: \(key) }"
    }
  }

  /// In the order of preference as a source of truth.
  private static let candidates = [
    Place(file: "version.json", pointer: ["version"], isFrontmatter: false),
    Place(file: "version.json", pointer: ["schemaVersion"], isFrontmatter: false),
    Place(file: "package.json", pointer: ["version"], isFrontmatter: false),
    Place(file: "pyproject.toml", pointer: ["project", "version"], isFrontmatter: false),
    Place(file: "pyproject.toml", pointer: ["tool", "poetry", "version"], isFrontmatter: false),
    Place(file: "Cargo.toml", pointer: ["package", "version"], isFrontmatter: false),
    Place(file: "README.md", pointer: ["version"], isFrontmatter: true),
  ]

  /// The places that state one; what cannot be read states none.
  static func find(in snapshot: any RepositorySnapshot) -> [Place] {
    candidates.filter { place in
      guard let path = RepositoryPath(place.file), let bytes = try? snapshot.contents(of: path) else { return false }
      let document: DocumentNode? =
        if place.isFrontmatter {
          (try? Documents.frontmatter(of: bytes, file: .repository(path))).flatMap(\.self)
        } else {
          DocumentFormat(endingOf: path).flatMap { try? Documents.read(bytes, as: $0, file: .repository(path)) }
        }
      let value = place.pointer.reduce(document) { $0?[$1] }
      return value.map { !$0.isNull && $0.scalar != nil } ?? false
    }
  }
}
