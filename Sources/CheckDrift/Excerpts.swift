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

  private struct File: Sendable {
    let bytes: [UInt8]
    let index: LineIndex
    /// The comments in it that accept findings.
    var directives: [InlineDirective] = []
  }

  /// - Parameter known: bytes of files that were read already, and need not come from the snapshot.
  init(_ snapshot: any RepositorySnapshot, known: [FileName: [UInt8]] = [:]) {
    self.snapshot = snapshot
    var files: [FileName: File?] = [:]
    for (name, bytes) in known { files[name] = .some(Excerpts.file(bytes, named: name)) }
    self.files = files
  }

  /// Reads files that will be asked for, on all threads that are free.
  mutating func read(_ names: Set<FileName>, _ crew: Crew) {
    let unread = names.filter { files[$0] == nil }.sorted { $0.text < $1.text }
    let read = crew.map(unread) { [snapshot] in Excerpts.read($0, in: snapshot) }
    for (name, file) in zip(unread, read) { files[name] = .some(file) }
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

  /// The comments of a file that accept findings, in order; none if it cannot be read.
  mutating func directives(in path: RepositoryPath) -> [InlineDirective] {
    file(.repository(path))?.directives ?? []
  }

  private mutating func file(_ name: FileName) -> File? {
    if let known = files[name] { return known }
    let file = Excerpts.read(name, in: snapshot)
    files[name] = .some(file)
    return file
  }

  private static func read(_ name: FileName, in snapshot: any RepositorySnapshot) -> File? {
    guard case .repository(let path) = name, let bytes = try? snapshot.contents(of: path) else { return nil }
    return file(bytes, named: name)
  }

  private static func file(_ bytes: [UInt8], named name: FileName) -> File {
    let index = LineIndex(bytes)
    // Of a file outside the repository nobody asks.
    guard case .repository(let path) = name else { return File(bytes: bytes, index: index) }
    return File(bytes: bytes, index: index, directives: InlineDirective.read(bytes, in: path))
  }

  private static func lines(of region: Region, in file: File) -> SourceLines {
    guard region.line >= 1, region.line <= file.index.count, region.endLine >= region.line else { return [] }
    // A line that is cut before what the statement is about shows something else.
    guard region.column <= longestLine else { return [] }
    // A region that ends before the first column of a line does not touch that line.
    let end = region.endColumn <= 1 && region.endLine > region.line ? region.endLine - 1 : region.endLine
    let last = min(end, file.index.count, region.line + mostLines - 1)
    return (region.line...last).map { ($0, line($0, in: file)) }
  }

  private static func line(_ number: Int, in file: File) -> [UInt8] {
    let line = file.index.range(ofLine: number, in: file.bytes)
    guard line.count > longestLine else { return Array(file.bytes[line]) }
    var end = line.lowerBound + longestLine
    while end > line.lowerBound, file.bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(file.bytes[line.lowerBound..<end])
  }
}
