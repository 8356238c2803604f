import DriftModel

/// What one run of the generator reads: a file, or a folder of them.
struct DatamodelSources {
  /// One file that the generator was given.
  struct Source {
    /// Its path as the generator calls it: relative to ``base``.
    let name: String
    let root: Schema
  }

  /// The folder that paths are relative to: the one that was given, or that of the file that was.
  let base: RepositoryPath
  /// In the order in which they are read.
  let sources: [Source]
  /// Whether a folder was given, so that each of its files becomes a module.
  let isFolder: Bool
  let library: SchemaLibrary
  private let names: Set<String>

  /// A single file, which may have been changed on the way to the generator.
  init(_ root: Schema, in library: SchemaLibrary) {
    base = root.path.parent
    sources = [Source(name: String(decoding: root.path.lastSegment, as: UTF8.self), root: root)]
    isFolder = false
    self.library = library
    names = []
  }

  /// A folder.
  init(_ files: [Schema], below base: RepositoryPath, in library: SchemaLibrary) {
    self.base = base
    self.library = library
    isFolder = true
    // The generator sorts by the file's own name; where two have the same one, by what the system lists first.
    sources = files.sorted {
      let (left, right) = ($0.path.lastSegment, $1.path.lastSegment)
      return left.elementsEqual(right) ? $0.path < $1.path : left.lexicographicallyPrecedes(right)
    }.map { Source(name: Self.name(of: $0.path, below: base), root: $0) }
    names = Set(sources.map(\.name))
  }

  /// Whether a file will be, or was, read in its turn.
  func readsInTurn(_ name: String) -> Bool { names.contains(name) }

  /// Another document, by its path as the generator calls it.
  func document(_ name: String) -> Schema? {
    if let source = sources.first(where: { $0.name == name }) { return source.root }
    return path(name, in: base).flatMap { library.documentAsRead($0) }
  }

  /// The file that a relative reference in a folder leads to.
  func path(_ reference: String, in folder: RepositoryPath) -> RepositoryPath? { folder.resolving(reference.utf8) }

  /// The path of a file as the generator calls it: with `..` where it lies outside.
  func name(of path: RepositoryPath) -> String { Self.name(of: path, below: base) }

  private static func name(of path: RepositoryPath, below base: RepositoryPath) -> String {
    let (from, to) = (base.segments, path.segments)
    var common = 0
    while common < from.count, common < to.count, from[common].elementsEqual(to[common]) { common += 1 }
    let up = Array(repeating: "..", count: from.count - common)
    return (up + to[common...].map { String(decoding: $0, as: UTF8.self) }).joined(separator: "/")
  }
}

extension SchemaReference {
  /// The scheme and host of an address, and the segments of its path; nil for what is no address.
  static func address(_ reference: String) -> (host: String, path: [String])? {
    guard reference.hasPrefix("http://") || reference.hasPrefix("https://"),
      let start = reference.range(of: "://")
    else { return nil }
    var parts = reference[start.upperBound...].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let host = parts.removeFirst()
    return (reference[..<start.upperBound] + host, parts)
  }
}
