/// The files of a survey and what became of each, in the order of their listing.
///
/// Most files have nothing in them: whoever only wants to know of the others need not look at each.
public struct SurveyResult: Sendable, Hashable, Sequence {
  /// A file of which there is something to say.
  public struct Notable: Sendable, Hashable {
    /// Its place among the files, from 0.
    public let place: Int
    /// The file.
    public let file: FileEntry
    /// What became of it.
    public let outcome: FileOutcome
  }

  /// How many files were asked.
  public private(set) var count = 0
  /// The files of which there is something to say: those that could not be read, and those whose answer is not empty.
  public private(set) var notable: [Notable] = []
  /// The files as they were found, one group after the other: to put them into one array would take longer than to look
  /// at many of them.
  private var groups: [[FileEntry]] = []

  /// No file.
  public init() {}

  /// Some files and what became of them.
  public init(_ files: [FileEntry], notable outcomes: [(place: Int, outcome: FileOutcome)]) {
    count = files.count
    groups = files.isEmpty ? [] : [files]
    notable = outcomes.filter { $0.outcome != .answered(FileAnswer()) }.map { place, outcome in
      Notable(place: place, file: files[place], outcome: outcome)
    }
  }

  /// Adds the files of another result behind the others.
  public mutating func append(_ other: SurveyResult) {
    notable += other.notable.map { Notable(place: $0.place + count, file: $0.file, outcome: $0.outcome) }
    groups += other.groups
    count += other.count
  }

  /// The files.
  public var files: FlattenSequence<[[FileEntry]]> { groups.joined() }

  /// Each file with what became of it.
  public func makeIterator() -> AnyIterator<(file: FileEntry, outcome: FileOutcome)> {
    var files = groups.joined().makeIterator()
    var notable = notable.makeIterator()
    var next = notable.next()
    var place = 0
    return AnyIterator {
      guard let file = files.next() else { return nil }
      defer { place += 1 }
      guard let found = next, found.place == place else { return (file, .answered(FileAnswer())) }
      next = notable.next()
      return (file, found.outcome)
    }
  }

  /// Equal files with equal outcomes, however they were found.
  public static func == (left: SurveyResult, right: SurveyResult) -> Bool {
    left.notable == right.notable && left.files.elementsEqual(right.files)
  }

  /// As the equality.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(notable)
  }
}
