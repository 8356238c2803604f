internal import DriftModel

/// What an answer is kept under: the file's bytes, by git's name for them, and what of its path matters.
struct ResultKey: Sendable, Hashable, Comparable {
  /// Object id, size, aspect's digest.
  let bytes: [UInt8]

  /// 20 bytes of the object id, 8 of the size, 20 of the aspect's digest.
  static let length = 48

  init(_ content: ContentKey, aspect: [UInt8]) {
    var bytes = content.id.bytes
    bytes.reserveCapacity(ResultKey.length)
    withUnsafeBytes(of: Int64(content.size).littleEndian) { bytes += $0 }
    bytes += aspect
    self.bytes = bytes
  }

  /// A key of a file of results.
  init(stored bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  static func < (left: ResultKey, right: ResultKey) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }

  /// Digests of what a survey says of paths; most files share a few.
  struct Aspects {
    private let survey: FileSurvey
    private var known: [String: [UInt8]] = [:]

    init(_ survey: FileSurvey) { self.survey = survey }

    /// The digest of what is said of a path, by git's blob ids; nil if it cannot be made.
    mutating func digest(of path: RepositoryPath, _ blobID: ([UInt8]) -> ObjectID?) -> [UInt8]? {
      let aspect = survey.aspect(path)
      if let known = known[aspect] { return known }
      guard let digest = blobID(Array(aspect.utf8))?.bytes else { return nil }
      if known.count < 1000 { known[aspect] = digest }
      return digest
    }
  }
}
