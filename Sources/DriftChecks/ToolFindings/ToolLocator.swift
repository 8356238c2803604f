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
      var text = try text(of: path)
      // What it counted on the way is for the next place in the file.
      defer { texts[path] = text }
      guard let region = text.region(offset: start, length: length, unit) else { throw .beyond(path) }
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
