internal import DriftModel

/// A source file as a header names it: relative to wherever the generator ran.
struct StampedSource: Sendable {
  /// Segments joined by `/`, without those that only say where the generator stood.
  private let name: [UInt8]
  private let isAbsolute: Bool

  /// - Returns: nil if the text names no file: standard input, a URL, a package.
  init?(_ text: String) {
    guard !text.isEmpty, !text.hasPrefix("<"), !text.contains("://") else { return nil }
    // mockgen on Windows writes `..\dog.go`.
    let bytes = text.utf8.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    let parts = bytes.split(separator: UInt8(ascii: "/")).map(Array.init)
    // `./` and `../` in front say where the generator stood, not what it read.
    let rest = parts.drop { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    guard !rest.isEmpty else { return nil }
    self.name = Array(rest.joined(separator: [UInt8(ascii: "/")]))
    self.isAbsolute = bytes.first == UInt8(ascii: "/") || (parts.first?.last == UInt8(ascii: ":"))
  }

  /// Whether this can be the name of an input: whole segments at the end of its path. An absolute name may lead
  /// through folders above the repository, so there the input's path has to be at the end of the name.
  func agrees(with path: RepositoryPath) -> Bool {
    StampedSource.ends(path.bytes, in: name)
      || (isAbsolute && StampedSource.ends(name, in: path.bytes))
  }

  private static func ends(_ path: [UInt8], in tail: [UInt8]) -> Bool {
    guard path.count > tail.count else { return path == tail }
    return path.suffix(tail.count).elementsEqual(tail) && path[path.count - tail.count - 1] == UInt8(ascii: "/")
  }
}
