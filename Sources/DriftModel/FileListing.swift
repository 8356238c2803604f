/// The files that a pattern selects, each made when it is asked for: so that many threads can list and look at the same
/// time.
///
/// There are as many places as there may be files; some hold none. The order of the places is that of the paths.
public struct FileListing: Sendable {
  /// How many places there are.
  public let count: Int
  private let make: @Sendable (Int) throws(ReadFailure) -> FileEntry?

  /// A listing.
  ///
  /// - Parameters:
  ///   - count: how many places there are.
  ///   - make: gives the file at a place; may be called on several threads at once.
  public init(count: Int, _ make: @escaping @Sendable (Int) throws(ReadFailure) -> FileEntry?) {
    self.count = count
    self.make = make
  }

  /// A listing of files that are known, sorted by path.
  public init(_ files: [FileEntry]) { self.init(count: files.count) { files[$0] } }

  /// The file at a place; nil if there is none.
  /// - Throws: `.repository` if a name there could be none of a checkout's.
  public func file(at place: Int) throws(ReadFailure) -> FileEntry? { try make(place) }

  /// The same without the files that are not wanted.
  public func filter(_ isWanted: @escaping @Sendable (FileEntry) -> Bool) -> FileListing {
    FileListing(count: count) { [make] (place) throws(ReadFailure) in
      guard let file = try make(place), isWanted(file) else { return nil }
      return file
    }
  }

  /// All files.
  /// - Throws: as ``file(at:)``, for the first place that does.
  public func files() throws(ReadFailure) -> [FileEntry] {
    var files: [FileEntry] = []
    files.reserveCapacity(count)
    for place in 0..<count {
      if let file = try make(place) { files.append(file) }
    }
    return files
  }
}
