internal import CLibgit2
internal import DriftModel

/// What the index remembers of a file on disk, to tell whether it was touched since.
struct StatFacts: Sendable, Hashable {
  var modifiedSeconds: Int32 = 0
  var modifiedNanoseconds: UInt32 = 0
  var changedSeconds: Int32 = 0
  var changedNanoseconds: UInt32 = 0
  var inode: UInt32 = 0
  var size: UInt32 = 0
}

/// Every path of an index or a tree in one flat buffer, sorted by path bytes: a few large arrays instead of hundreds
/// of thousands of small ones.
struct PathTable: Sendable {
  /// Facts that only an index has.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8
    /// Conflicting stages: there is no one version of this path.
    static let unmerged = Flags(rawValue: 1)
    /// Outside the sparse checkout: read from the index if it is not on disk.
    static let skipWorktree = Flags(rawValue: 2)
    /// `git add --intent-to-add`: a path without content.
    static let intentToAdd = Flags(rawValue: 4)
  }

  private(set) var names: [UInt8] = []
  private(set) var ends: [UInt32] = []
  private(set) var modes: [UInt32] = []
  private(set) var ids: [ObjectIDBytes] = []
  private(set) var flags: [Flags] = []
  private(set) var stats: [StatFacts] = []
  /// The indices of the submodules' entries.
  private(set) var gitlinks: [Int] = []

  var count: Int { ends.count }

  /// - Parameter names: how many bytes all paths together may have.
  mutating func reserve(_ count: Int, names bytes: Int? = nil) {
    names.reserveCapacity(bytes ?? count * 48)
    ends.reserveCapacity(count)
    modes.reserveCapacity(count)
    ids.reserveCapacity(count)
    flags.reserveCapacity(count)
  }

  mutating func reserveStats(_ count: Int) { stats.reserveCapacity(count) }

  mutating func append(
    _ path: UnsafeBufferPointer<UInt8>, prefix: [UInt8] = [], mode: UInt32, id: git_oid, flags: Flags = [],
    stat: StatFacts? = nil
  ) {
    if mode & 0o170000 == 0o160000 { gitlinks.append(ends.count) }
    names.append(contentsOf: prefix)
    names.append(contentsOf: path)
    ends.append(UInt32(truncatingIfNeeded: names.count))
    modes.append(mode)
    ids.append(ObjectIDBytes(id))
    self.flags.append(flags)
    if let stat { stats.append(stat) }
  }

  // MARK: From an index, name by name

  /// How a name stands to the one before it.
  enum Order { case before, same, behind }

  /// Puts a name behind the last one, to be finished or dropped.
  ///
  /// - Parameters:
  ///   - rest: its bytes.
  ///   - dropping: how many bytes at the end of the last name it does not share; nil if it shares none.
  ///   - limit: how long it may be.
  /// - Returns: how it stands to the last one; nil if it is empty, too long, or shares more than there is.
  mutating func beginName(_ rest: UnsafeRawBufferPointer, dropping: Int?, limit: Int) -> Order? {
    let last = count == 0 ? 0..<0 : range(count - 1)
    let shared = dropping.map { last.count - $0 } ?? 0
    guard shared >= 0, shared + rest.count > 0, shared + rest.count <= limit else { return nil }
    let start = names.count
    if shared > 0 { names.append(contentsOf: names[last.lowerBound..<(last.lowerBound + shared)]) }
    names.append(contentsOf: rest.assumingMemoryBound(to: UInt8.self))
    guard count > 0 else { return .behind }
    return names.withUnsafeBytes { names in
      let previous = UnsafeRawBufferPointer(rebasing: names[last])
      let own = UnsafeRawBufferPointer(rebasing: names[start...])
      if Bytes.precedes(previous, own) { return .behind }
      return Bytes.precedes(own, previous) ? .before : .same
    }
  }

  /// Takes the name that was begun for the next entry's.
  mutating func finishName(mode: UInt32, id: git_oid, flags: Flags, stat: StatFacts) {
    if mode & 0o170000 == 0o160000 { gitlinks.append(ends.count) }
    ends.append(UInt32(truncatingIfNeeded: names.count))
    modes.append(mode)
    ids.append(ObjectIDBytes(id))
    self.flags.append(flags)
    stats.append(stat)
  }

  /// Takes back the name that was begun.
  mutating func dropName() { names.removeLast(names.count - (ends.last.map { Int($0) } ?? 0)) }

  // MARK: Looking up

  func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index]) }

  func bytes(_ index: Int) -> ArraySlice<UInt8> { names[range(index)] }

  /// An entry's path; nil for a name that no checkout could have.
  func path(_ index: Int) -> RepositoryPath? {
    names.withUnsafeBufferPointer { RepositoryPath(UnsafeBufferPointer(rebasing: $0[range(index)])) }
  }

  func kind(_ index: Int) -> FileEntry.Kind { FileEntry.Kind(mode: modes[index]) }

  /// The index of exactly this path; nil if it is not here.
  func index(of path: [UInt8]) -> Int? {
    let at = lowerBound(path)
    guard at < count, bytes(at).elementsEqual(path) else { return nil }
    return at
  }

  /// The same, looked for first where the one that was asked for last leaves off.
  ///
  /// - Parameter hint: the index that was found last.
  func index(of path: [UInt8], after hint: Int) -> Int? {
    let next = hint + 1
    if ends.indices.contains(next), Bytes.areEqual(bytes(next), path[...]) { return next }
    return index(of: path)
  }

  /// The entries at or below a folder; all of them for an empty one.
  func entries(inside folder: [UInt8]) -> Range<Int> {
    if folder.isEmpty { return 0..<count }
    if let exact = index(of: folder) { return exact..<(exact + 1) }
    let low = lowerBound(folder + [UInt8(ascii: "/")])
    let high = lowerBound(folder + [UInt8(ascii: "/") + 1])
    return low..<high
  }

  /// Whether an entry's path, with `prefix` before it, matches.
  func matches(_ index: Int, _ pattern: PathPattern, behind prefix: [UInt8]) -> Bool {
    names.withUnsafeBufferPointer { names in
      let own = UnsafeBufferPointer(rebasing: names[range(index)])
      return prefix.isEmpty ? pattern.matches(own) : (prefix + own).withUnsafeBufferPointer(pattern.matches)
    }
  }

  /// The first entry whose path is not before this one, by bytes.
  private func lowerBound(_ path: [UInt8]) -> Int {
    var low = 0
    var high = count
    names.withUnsafeBytes { names in
      path.withUnsafeBytes { path in
        while low < high {
          let middle = (low + high) / 2
          let own = UnsafeRawBufferPointer(rebasing: names[range(middle)])
          if Bytes.precedes(own, path) { low = middle + 1 } else { high = middle }
        }
      }
    }
    return low
  }
}

/// Twenty bytes without an allocation of their own.
struct ObjectIDBytes: Sendable, Hashable {
  private let words: (UInt64, UInt64, UInt32)

  init(_ oid: git_oid) {
    var oid = oid
    words = withUnsafeBytes(of: &oid) {
      (
        $0.loadUnaligned(as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
        $0.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
      )
    }
  }

  var objectID: ObjectID {
    var bytes = Array(repeating: UInt8(0), count: 20)
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: words.0, as: UInt64.self)
      $0.storeBytes(of: words.1, toByteOffset: 8, as: UInt64.self)
      $0.storeBytes(of: words.2, toByteOffset: 16, as: UInt32.self)
    }
    return ObjectID(bytes: bytes) ?? .zero
  }

  static func == (left: ObjectIDBytes, right: ObjectIDBytes) -> Bool { left.words == right.words }
  func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
  }
}

extension FileEntry.Kind {
  /// The kind that a git mode names.
  init(mode: UInt32) {
    self =
      switch mode & 0o170000 {
      case 0o160000: .submodule
      case 0o120000: .symbolicLink
      default: mode & 0o111 != 0 ? .executable : .file
      }
  }
}
