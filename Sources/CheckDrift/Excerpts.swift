internal import DriftModel
internal import DriftReports

/// Reads the source lines that locations point at, each file once.
struct Excerpts {
  /// How much of a line is kept, in bytes.
  static let longestLine = 400
  /// How many lines of a region are kept.
  static let mostLines = 5

  private let snapshot: any RepositorySnapshot
  private var files: [FileName: File?]

  private struct File {
    let bytes: [UInt8]
    let starts: [Int]
  }

  /// - Parameter known: bytes of files that were read already, and need not come from the snapshot.
  init(_ snapshot: any RepositorySnapshot, known: [FileName: [UInt8]] = [:]) {
    self.snapshot = snapshot
    self.files = known.mapValues { Excerpts.file($0) }
  }

  /// The lines for each location; locations without a region, or in files that cannot be read, have none.
  mutating func lines(for locations: [Location]) -> [Location: SourceLines] {
    var result: [Location: SourceLines] = [:]
    for location in locations where result[location] == nil {
      guard let region = location.region, let file = file(location.file) else { continue }
      let lines = Excerpts.lines(of: region, in: file)
      if !lines.isEmpty { result[location] = lines }
    }
    return result
  }

  /// The bytes of a file; nil if it cannot be read.
  mutating func bytes(of path: RepositoryPath) -> [UInt8]? { file(.repository(path))?.bytes }

  private mutating func file(_ name: FileName) -> File? {
    if let known = files[name] { return known }
    var file: File?
    if case .repository(let path) = name, let bytes = try? snapshot.contents(of: path) { file = Excerpts.file(bytes) }
    files[name] = .some(file)
    return file
  }

  private static func file(_ bytes: [UInt8]) -> File {
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    return File(bytes: bytes, starts: starts)
  }

  private static func lines(of region: Region, in file: File) -> SourceLines {
    guard region.line >= 1, region.line <= file.starts.count, region.endLine >= region.line else { return [] }
    // A line that is cut before what the statement is about shows something else.
    guard region.column <= longestLine else { return [] }
    // A region that ends before the first column of a line does not touch that line.
    let end = region.endColumn <= 1 && region.endLine > region.line ? region.endLine - 1 : region.endLine
    let last = min(end, file.starts.count, region.line + mostLines - 1)
    return (region.line...last).map { ($0, line($0, in: file)) }
  }

  private static func line(_ number: Int, in file: File) -> [UInt8] {
    let start = file.starts[number - 1]
    let isLast = number == file.starts.count
    var end = isLast ? file.bytes.count : file.starts[number] - 1
    if end > start, file.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    if end - start > longestLine {
      end = start + longestLine
      while end > start, file.bytes[end] & 0xC0 == 0x80 { end -= 1 }
    }
    return Array(file.bytes[start..<end])
  }
}
