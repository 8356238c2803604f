/// How a path left the tree.
public struct Departure: Sendable, Hashable {
  /// The path that is gone: a file's or a folder's.
  public let path: RepositoryPath
  /// The commit that removed it.
  public let commit: ObjectID
  /// The first line of that commit's message.
  public let subject: String
  /// Where that commit moved what stood there, if most of it came to stand elsewhere.
  public let destination: RepositoryPath?

  /// A path, and the commit that took it away.
  public init(_ path: RepositoryPath, commit: ObjectID, subject: String, destination: RepositoryPath? = nil) {
    self.path = path
    self.commit = commit
    self.subject = subject
    self.destination = destination
  }

  /// The same of a submodule's path, as its superproject names it.
  public func seen(from folder: RepositoryPath) -> Departure {
    Departure(
      folder.appending(path), commit: commit, subject: subject, destination: destination.map(folder.appending))
  }
}

/// What the history tells of paths that the tree does not hold.
public struct Departures: Sendable, Hashable {
  private var byPath: [RepositoryPath: Departure] = [:]
  /// Whether the whole history was searched, so that a path without a departure never was in it.
  public var isComplete: Bool

  /// No departures yet.
  public init(isComplete: Bool = false) { self.isComplete = isComplete }

  /// Adds one, or puts it in the place of another of the same path.
  public mutating func add(_ departure: Departure) { byPath[departure.path] = departure }

  /// How a path left; nil if that is not known, or it never was there.
  public subscript(path: RepositoryPath) -> Departure? { byPath[path] }

  /// All, sorted by path.
  public var all: [Departure] { byPath.values.sorted { $0.path < $1.path } }
}
