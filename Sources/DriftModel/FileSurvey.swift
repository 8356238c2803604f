#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// One question that is asked of many files, each by itself: what a kind wants to know of a file's text.
///
/// The answer for a file depends on nothing but ``kind``, ``identity``, what ``aspect`` says of the file's path, and
/// the file's bytes. So files can be asked at the same time, and answers can be kept between runs: ask with
/// ``RepositorySnapshot/survey(_:_:)``, and turn the marks into findings afterwards, where tree, dates and other files
/// may have a say.
public struct FileSurvey: Sendable {
  /// The kind that asks.
  public let kind: String
  /// Everything that answers depend on besides the file: the keys of the check that matter, in an order of their own,
  /// and the revision of the code that looks (`2 patterns [...]`). Equal identities must mean equal answers.
  public let identity: String
  /// What of a file's path answers depend on: the language that its ending names, say.
  public let aspect: @Sendable (RepositoryPath) -> String
  /// Looks at one file. May be called on several threads at once; must not keep the bytes.
  public let look: @Sendable (SurveyedFile) -> FileAnswer

  /// A question.
  ///
  /// - Parameter aspect: what of the path answers depend on; by default nothing.
  public init(
    kind: String, identity: String, aspect: @escaping @Sendable (RepositoryPath) -> String = { _ in "" },
    look: @escaping @Sendable (SurveyedFile) -> FileAnswer
  ) {
    self.kind = kind
    self.identity = identity
    self.aspect = aspect
    self.look = look
  }
}

/// A file that is being looked at.
public struct SurveyedFile {
  /// Its path: answers may depend only on what ``FileSurvey/aspect`` says of it.
  public let path: RepositoryPath
  /// Its bytes. The pointer dies when the look ends.
  public let bytes: UnsafeBufferPointer<UInt8>

  /// A file and its bytes.
  public init(path: RepositoryPath, bytes: UnsafeBufferPointer<UInt8>) {
    self.path = path
    self.bytes = bytes
  }

  /// Whether git and ripgrep would call it binary: a NUL among the first 8,000 bytes. Wraps `memchr`.
  public var isBinary: Bool {
    bytes.baseAddress.map { memchr($0, 0, min(bytes.count, 8000)) != nil } ?? false
  }
}

/// A stretch of a file that a kind wants to remember.
public struct FileMark: Sendable, Hashable {
  /// What it is, in the kind's own numbering: the position of a rule, a sort of suppression. Not negative.
  public let rule: Int
  /// Its byte offsets.
  public let range: Range<Int>
  /// The same as lines and columns.
  public let region: Region
  /// Further facts of the kind's own: the bytes themselves, a code, the text of a link.
  public let texts: [[UInt8]]

  /// A mark.
  public init(rule: Int, range: Range<Int>, region: Region, texts: [[UInt8]] = []) {
    self.rule = rule
    self.range = range
    self.region = region
    self.texts = texts
  }
}

/// A part of a file that could not be understood, and so was not looked at.
public struct FileDoubt: Sendable, Hashable {
  /// Why, as one line: lower case, no full stop, no line numbers.
  public let reason: String
  /// Where; nil for the file as a whole.
  public let region: Region?

  /// A doubt.
  public init(_ reason: String, at region: Region? = nil) {
    self.reason = reason
    self.region = region
  }
}

/// What a survey found in one file.
public struct FileAnswer: Sendable, Hashable {
  /// The marks, in the order in which the look gave them.
  public var marks: [FileMark]
  /// What could not be understood.
  public var doubts: [FileDoubt]
  /// Whether the file was left alone because it is not text.
  public var isBinary: Bool

  /// An answer; of a file in which there is nothing, to begin with.
  public init(marks: [FileMark] = [], doubts: [FileDoubt] = [], isBinary: Bool = false) {
    self.marks = marks
    self.doubts = doubts
    self.isBinary = isBinary
  }

  /// The answer for a file that is not text.
  public static let binary = FileAnswer(isBinary: true)
}

/// What became of one file of a survey.
public enum FileOutcome: Sendable, Hashable {
  /// It was looked at, now or in an earlier run.
  case answered(FileAnswer)
  /// It could not be read. One that ``RepositorySnapshot/listing(matching:)`` names and that is gone fails with
  /// `.notFound`.
  indirect case failed(ReadFailure)
}

/// What names a file's bytes without their being read.
public struct ContentKey: Sendable, Hashable {
  /// Git's blob id of what git stores.
  public let id: ObjectID
  /// The size of the bytes that ``RepositorySnapshot/contents(of:)`` would give, or -1 where those are the stored ones:
  /// a checkout may convert line ends, which changes the size.
  public let size: Int

  /// A key.
  public init(id: ObjectID, size: Int) {
    self.id = id
    self.size = size
  }
}

/// Room for the bytes of one file after another.
public struct ReadBuffer: ~Copyable {
  /// What whoever fills it wants to remember from one file to the next: mostly neighbours are read one after the other.
  public var memory: AnyObject?
  private var storage: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  /// Room that grows as needed.
  public init(capacity: Int = 1 << 16) { storage = .allocate(capacity: max(capacity, 1)) }

  deinit { storage.deallocate() }

  /// The bytes that were put in last.
  public var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: storage[..<count]) }

  /// Makes room for `size` bytes and lets `body` put bytes there.
  ///
  /// - Parameter body: returns how many it put there, at most `size`.
  public mutating func fill<Failure: Error>(
    upTo size: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Int
  ) throws(Failure) {
    count = 0
    if size > storage.count {
      storage.deallocate()
      storage = .allocate(capacity: max(size, 2 * storage.count))
    }
    count = min(max(try body(UnsafeMutableBufferPointer(rebasing: storage[..<size])), 0), size)
  }

  /// Replaces what is there.
  public mutating func fill(with bytes: [UInt8]) {
    fill(upTo: bytes.count) { room in
      _ = room.update(fromContentsOf: bytes)
      return bytes.count
    }
  }
}

extension RepositorySnapshot {
  /// Reads it anew, through ``contents(of:)``.
  public func read(_ path: RepositoryPath, into buffer: inout ReadBuffer) throws(ReadFailure) {
    buffer.fill(with: try contents(of: path))
  }

  /// Looks at each file.
  public func listing(matching pattern: PathPattern) throws(ReadFailure) -> FileListing {
    FileListing(try files(matching: pattern))
  }

  /// Nothing is known without reading.
  public func contentKey(of path: RepositoryPath) -> ContentKey? { nil }

  /// One file after the other, each read.
  public func survey(_ listing: FileListing, _ survey: FileSurvey) throws(ReadFailure) -> SurveyResult {
    var buffer = ReadBuffer()
    var outcomes: [(place: Int, outcome: FileOutcome)] = []
    let files = try listing.files()
    for (place, file) in files.enumerated() {
      do throws(ReadFailure) {
        try read(file.path, into: &buffer)
        outcomes.append((place, .answered(survey.look(SurveyedFile(path: file.path, bytes: buffer.bytes)))))
      } catch {
        outcomes.append((place, .failed(error)))
      }
    }
    return SurveyResult(files, notable: outcomes)
  }

  /// The same of files that are known, in their order.
  public func survey(_ files: [FileEntry], _ survey: FileSurvey) -> SurveyResult {
    do throws(ReadFailure) {
      return try self.survey(FileListing(files), survey)
    } catch {
      // A listing of what is known has nothing to fail at; should it fail, no file may seem to be asked.
      return SurveyResult(files, notable: files.indices.map { ($0, .failed(error)) })
    }
  }
}
