internal import DriftModel

/// Finds the places that a tool names in the tree looked at, and counts as we do: lines from 1, columns in bytes.
struct ToolLocator {
  /// Why a place is not to be found.
  enum Obstacle: Error, Sendable, Hashable {
    /// The name leads out of the repository, or is no path.
    case outside(String)
    /// There is no such file in the tree looked at.
    case absent(RepositoryPath)
    /// The file has no such line or column: it is not the one that the tool saw.
    case beyond(RepositoryPath)
    /// The file cannot be read.
    case unreadable(ReadFailure)
  }

  /// A place that was found.
  struct Place: Sendable, Hashable {
    var location: Location
    /// What the location does not say: a cell of a notebook, a line that is counted otherwise.
    var remark: String?
  }

  private let snapshot: any RepositorySnapshot
  /// The absolute names of the repository's root, without a `/` at their end.
  private let roots: [[UInt8]]
  private let folder: RepositoryPath
  private var texts: [RepositoryPath: ToolText] = [:]
  private var entries: [RepositoryPath: Bool] = [:]

  /// - Parameters:
  ///   - roots: absolute names of the repository's root, here or where the tool ran.
  ///   - folder: where relative names begin.
  init(_ snapshot: any RepositorySnapshot, roots: [String], folder: RepositoryPath) {
    self.snapshot = snapshot
    self.folder = folder
    self.roots = roots.map { root in
      var bytes = Array(root.utf8)
      while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
      return bytes
    }
  }

  /// The path that a tool means.
  func path(of file: ToolFile) throws(Obstacle) -> RepositoryPath {
    if let path = path(of: file.name, from: folder) { return path }
    if let otherwise = file.otherwise, let path = path(of: otherwise, from: .root) { return path }
    throw .outside(file.text)
  }

  private func path(of name: [UInt8], from folder: RepositoryPath) -> RepositoryPath? {
    guard name.first == UInt8(ascii: "/") else { return folder.resolving(name) }
    for root in roots where name.count > root.count + 1 && name.starts(with: root) {
      if name[root.count] == UInt8(ascii: "/") { return RepositoryPath.root.resolving(name[(root.count + 1)...]) }
    }
    return nil
  }

  /// The place that a tool means, in a file of the tree looked at.
  mutating func locate(_ place: ToolPlace, at path: RepositoryPath) throws(Obstacle) -> Place {
    guard try exists(path) else { throw .absent(path) }
    switch place.span {
    case nil: return Place(location: Location(path))
    case .cell(let number): return Place(location: Location(path), remark: "in cell \(number) of the notebook")
    case .lines(let line, let column, let endLine, let endColumn, let unit):
      let text = try text(of: path)
      // Lines of a notebook are those of a cell, or of its text put together, and seldom those of the file.
      if path.bytes.suffix(6).elementsEqual(".ipynb".utf8) {
        return Place(location: Location(path), remark: "on line \(line) of the notebook, as the tool counts lines")
      }
      if let odd = text.firstOddLine, line > odd {
        return Place(location: Location(path), remark: "on line \(line), as the tool counts lines")
      }
      guard
        let region = text.region(line: line, column: column, endLine: endLine, endColumn: endColumn, unit)
      else { throw .beyond(path) }
      return Place(location: Location(path, region))
    case .offsets(let start, let length, let unit):
      guard let region = try text(of: path).region(offset: start, length: length, unit) else { throw .beyond(path) }
      return Place(location: Location(path, region))
    }
  }

  private mutating func exists(_ path: RepositoryPath) throws(Obstacle) -> Bool {
    if let known = entries[path] { return known }
    do throws(ReadFailure) {
      let entry = try snapshot.entry(at: path)
      let found = entry.map { $0.kind != .submodule } ?? false
      entries[path] = found
      return found
    } catch {
      throw .unreadable(error)
    }
  }

  private mutating func text(of path: RepositoryPath) throws(Obstacle) -> ToolText {
    if let known = texts[path] { return known }
    do throws(ReadFailure) {
      let text = ToolText(try snapshot.contents(of: path))
      texts[path] = text
      return text
    } catch {
      throw .unreadable(error)
    }
  }
}

/// A file's text, to count in it as tools do.
struct ToolText: Sendable {
  private let bytes: [UInt8]
  /// Where each line begins; a line ends after `\n`.
  private let starts: [Int]
  /// The first line that holds what some tools take for a line's end and we do not; nil if none does.
  let firstOddLine: Int?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    var odd: Int?
    bytes.withUnsafeBufferPointer { bytes in
      for (at, byte) in bytes.enumerated() {
        switch byte {
        case UInt8(ascii: "\n"): starts.append(at + 1)
        case UInt8(ascii: "\r") where odd == nil && (at + 1 == bytes.count || bytes[at + 1] != UInt8(ascii: "\n")):
          odd = starts.count
        // U+2028 and U+2029.
        case 0xE2 where odd == nil && at + 2 < bytes.count && bytes[at + 1] == 0x80 && bytes[at + 2] & 0xFE == 0xA8:
          odd = starts.count
        default: break
        }
      }
    }
    self.starts = starts
    firstOddLine = odd
  }

  /// A stretch in our way of counting; nil if the file has no such line, or the line no such column.
  func region(line: Int, column: Int?, endLine: Int?, endColumn: Int?, _ unit: ColumnUnit) -> Region? {
    guard let first = self.line(line) else { return nil }
    guard let column, let start = offset(of: column, in: first, unit) else {
      // Without a column, or with one that cannot be trusted, the line is what is known. One that is beyond the line
      // however it is counted is another matter.
      guard column == nil || unit == .ascii || unit == .uncertain || column ?? 0 <= first.count + 3 else { return nil }
      let indentation = bytes[first].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
      return Region(line: line, column: indentation + 1, length: first.count - indentation)
    }
    let startColumn = start - first.lowerBound + 1
    let last = max(line, endLine ?? line)
    // Where a tool gives no end, what it means is the character that it points at.
    let single = Region(line: line, column: startColumn, length: characterLength(at: start, in: first))
    guard endLine != nil || endColumn != nil, let end = self.line(last) else { return single }
    guard let endColumn else { return Region(line: line, column: startColumn, endLine: last, endColumn: end.count + 1) }
    // The end may lie behind the line's own end: it is exclusive, and the line's end may count.
    let endOffset = offset(of: endColumn, in: end, unit) ?? end.upperBound
    guard last > line || endOffset > start else { return Region(line: line, column: startColumn, length: 0) }
    return Region(line: line, column: startColumn, endLine: last, endColumn: endOffset - end.lowerBound + 1)
  }

  /// A stretch by offsets from the start of the file; nil if it leads out of it.
  func region(offset: Int, length: Int, _ unit: ColumnUnit) -> Region? {
    let (end, overflow) = offset.addingReportingOverflow(length)
    guard !overflow else { return nil }
    guard unit != .ascii, unit != .uncertain else { return nil }
    guard unit != .bytes else {
      return end <= bytes.count ? LineIndex(bytes).region(of: offset..<end) : nil
    }
    guard let start = self.offset(of: offset + 1, in: 0..<bytes.count, unit),
      let stop = self.offset(of: end + 1, in: 0..<bytes.count, unit)
    else { return nil }
    return LineIndex(bytes).region(of: start..<stop)
  }

  /// The offsets of a line's bytes, without what ends it. The line behind a last `\n` counts: tools point there.
  private func line(_ number: Int) -> Range<Int>? {
    guard number >= 1, number <= starts.count else { return nil }
    let start = starts[number - 1]
    guard number < starts.count else { return start..<bytes.count }
    let end = starts[number] - 1
    return start..<(end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end)
  }

  /// The offset that a column from 1 stands for; nil if it lies more than its end behind the line, or if columns that
  /// are counted in different ways would differ there.
  private func offset(of column: Int, in line: Range<Int>, _ unit: ColumnUnit) -> Int? {
    guard column >= 1 else { return nil }
    var at = line.lowerBound
    // A byte order mark is no part of the text to those who count characters.
    if at == 0, unit != .bytes, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = min(3, line.upperBound) }
    var left = column - 1
    while left > 0, at < line.upperBound {
      let byte = bytes[at]
      switch unit {
      case .bytes:
        let step = min(left, line.upperBound - at)
        at += step
        left -= step
      case .ascii, .uncertain:
        guard byte < 0x80, unit == .ascii || byte != UInt8(ascii: "\t") else { return nil }
        at += 1
        left -= 1
      case .codePoints, .utf16:
        let length = characterLength(at: at, in: line)
        let width = unit == .utf16 && length == 4 ? 2 : 1
        // Inside a surrogate pair: the character that it belongs to.
        guard left >= width else { return at }
        at += length
        left -= width
      }
    }
    // What ends the line is one or two characters more.
    return left <= 2 ? at : nil
  }

  /// The length of the character at an offset: 0 at the line's end.
  private func characterLength(at offset: Int, in line: Range<Int>) -> Int {
    guard offset < line.upperBound else { return 0 }
    let length =
      switch bytes[offset] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    guard length > 1, offset + length <= line.upperBound,
      bytes[(offset + 1)..<(offset + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
    else { return 1 }
    return length
  }
}
