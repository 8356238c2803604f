/// A stretch of a text file. Lines and columns are 1-based, columns count UTF-8 bytes, the end is exclusive.
public struct Region: Sendable, Hashable {
  /// The line that the stretch begins on.
  public let line: Int
  /// The column of its first byte.
  public let column: Int
  /// The line that it ends on.
  public let endLine: Int
  /// The column just past its last byte.
  public let endColumn: Int

  /// A stretch from one position to just before another.
  public init(line: Int, column: Int, endLine: Int, endColumn: Int) {
    self.line = line
    self.column = column
    self.endLine = endLine
    self.endColumn = endColumn
  }

  /// A stretch of `length` bytes on one line.
  public init(line: Int, column: Int, length: Int) {
    self.init(line: line, column: column, endLine: line, endColumn: column + length)
  }
}

/// The name of a file that a message can point at.
public enum FileName: Sendable, Hashable {
  /// A file of the tree looked at; submodules' files by their path in the superproject.
  case repository(RepositoryPath)
  /// A file outside it, as the caller named it (`--config /tmp/rules.yml`).
  case external(String)

  /// The name as text, not escaped.
  public var text: String {
    switch self {
    case .repository(let path): path.description
    case .external(let name): name
    }
  }
}

/// Where a statement can be checked: a file, and if it is about a part of it, which.
public struct Location: Sendable, Hashable {
  /// The file.
  public let file: FileName
  /// The part of it; nil when the statement is about the file as a whole (it is missing, say).
  public let region: Region?

  /// A place in a file of the repository.
  public init(_ path: RepositoryPath, _ region: Region? = nil) {
    self.file = .repository(path)
    self.region = region
  }

  /// A place in any file.
  public init(file: FileName, region: Region?) {
    self.file = file
    self.region = region
  }

  /// The path, if the file belongs to the repository.
  public var path: RepositoryPath? {
    if case .repository(let path) = file { path } else { nil }
  }
}

/// Turns byte offsets of one file into lines and columns, by binary search over its line starts.
public struct LineIndex: Sendable {
  private let starts: [Int]

  /// Finds where the lines begin. A line ends after `\n`.
  public init(_ bytes: some Collection<UInt8>) {
    // Called from other modules this is generic code, which reads a byte at a time through a table of functions.
    self.starts =
      bytes.withContiguousStorageIfAvailable { LineIndex.starts(in: $0) }
      ?? Array(bytes).withUnsafeBufferPointer { LineIndex.starts(in: $0) }
  }

  private static func starts(in bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    var starts = [0]
    for offset in 0..<bytes.count where bytes[offset] == UInt8(ascii: "\n") { starts.append(offset + 1) }
    return starts
  }

  /// How many lines there are; what stands behind the last `\n` is one, be it empty.
  public var count: Int { starts.count }

  /// The offsets of a 1-based line's bytes, without what ends it, `\n` or `\r\n`.
  ///
  /// - Parameter bytes: the text that the lines were found in.
  public func range(ofLine line: Int, in bytes: [UInt8]) -> Range<Int> {
    let start = starts[line - 1]
    guard line < starts.count else { return start..<bytes.count }
    let end = starts[line] - 1
    return start..<(end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end)
  }

  /// The 1-based line and column of an offset; one past the end is allowed.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    let line = line(of: offset)
    return (line + 1, offset - starts[line] + 1)
  }

  /// The 0-based line of an offset.
  private func line(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The stretch that a range of offsets covers.
  public func region(of range: Range<Int>) -> Region {
    let first = line(of: range.lowerBound)
    // Nearly all stretches end on the line that they begin on.
    let isOneLine = first + 1 == starts.count || range.upperBound < starts[first + 1]
    let last = isOneLine ? first : line(of: range.upperBound)
    return Region(
      line: first + 1, column: range.lowerBound - starts[first] + 1, endLine: last + 1,
      endColumn: range.upperBound - starts[last] + 1)
  }
}
