internal import Documents
internal import DriftModel

/// What OpenAPI descriptions say of their own version: `info.version`. Reads each file once.
struct DocumentVersions {
  private let snapshot: any RepositorySnapshot
  private var known: [RepositoryPath: Stamp.Fact?] = [:]

  init(_ snapshot: any RepositorySnapshot) { self.snapshot = snapshot }

  /// The version of the one input that states one; nil if none does, or several do, or it cannot be read: a header's
  /// other parts are compared all the same.
  mutating func version(among inputs: [RepositoryPath]) -> Stamp.Fact? {
    var found: Stamp.Fact?
    for input in inputs {
      guard let fact = version(of: input) else { continue }
      guard found == nil else { return nil }
      found = fact
    }
    return found
  }

  private mutating func version(of path: RepositoryPath) -> Stamp.Fact? {
    if let known = known[path] { return known }
    let fact = DocumentVersions.read(path, in: snapshot)
    known[path] = .some(fact)
    return fact
  }

  private static func read(_ path: RepositoryPath, in snapshot: any RepositorySnapshot) -> Stamp.Fact? {
    guard let format = DocumentFormat(endingOf: path), let bytes = try? snapshot.contents(of: path),
      let document = try? Documents.read(bytes, as: format, file: .repository(path)),
      document["openapi"] ?? document["swagger"] != nil, let version = document["info"]?["version"],
      let text = version.scalar
    else { return nil }
    return Stamp.Fact(text: text, location: version.location)
  }
}

/// Files beside outputs that state the generator's version. Looks into each folder once.
struct VersionFiles {
  private let snapshot: any RepositorySnapshot
  private var known: [RepositoryPath: Stamp.Fact?] = [:]

  init(_ snapshot: any RepositorySnapshot) { self.snapshot = snapshot }

  /// The version in the nearest such file, in the output's folder or one above it.
  mutating func version(in file: RepositoryPath, above output: RepositoryPath) -> Stamp.Fact? {
    var folder = output.parent
    while true {
      if let fact = version(at: folder.appending(file)) { return fact }
      guard folder != .root else { return nil }
      folder = folder.parent
    }
  }

  private mutating func version(at path: RepositoryPath) -> Stamp.Fact? {
    if let known = known[path] { return known }
    var fact: Stamp.Fact?
    if let bytes = try? snapshot.contents(of: path) {
      let text = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
      if !text.isEmpty {
        fact = Stamp.Fact(
          text: text, location: Location(path, Region(line: 1, column: 1, length: text.utf8.count)))
      }
    }
    known[path] = .some(fact)
    return fact
  }
}
