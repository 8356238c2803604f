internal import CLibgit2
internal import DriftModel

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads git's index file, versions 2 to 4, straight into a table.
///
/// libgit2 verifies the file's checksum and makes an object of each entry, which for 50,000 files takes longer than all
/// the rest of a run; git itself does neither. What this does not understand (another version, an extension that must
/// not be ignored, anything out of bounds) it leaves to libgit2, whose words then reach the user. The format is
/// described in git's gitformat-index(5).
struct IndexFile {
  /// The entries.
  private(set) var table = PathTable()
  /// The tree that the whole index would be written as, if git has noted it and nothing was staged since.
  private(set) var cachedTree: ObjectID?

  private let bytes: UnsafeRawBufferPointer
  private var at = 12

  /// Reads the file's bytes; nil if libgit2 has to.
  init?(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    guard bytes.count >= 12 + 20, bytes.prefix(4).elementsEqual("DIRC".utf8) else { return nil }
    let version = word(4)
    guard (2...4).contains(version) else { return nil }
    let count = Int(word(8))
    // The smallest entry takes 63 bytes: a count that cannot be true must not reserve memory.
    guard count <= bytes.count / 63 else { return nil }
    // What is not the entries' fixed part is mostly their names.
    table.reserve(count, names: bytes.count - 62 * count)
    table.reserveStats(count)
    guard readEntries(count, version: version), readExtensions() else { return nil }
  }

  private func word(_ offset: Int) -> UInt32 {
    UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  private func half(_ offset: Int) -> UInt16 {
    UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  /// The checksum's offset: nothing may reach into it.
  private var end: Int { bytes.count - 20 }

  private mutating func readEntries(_ count: Int, version: UInt32) -> Bool {
    for _ in 0..<count {
      let start = at
      guard start + 62 <= end else { return false }
      let bits = half(start + 60)
      var extended: UInt16 = 0
      at = start + 62
      if bits & 0x4000 != 0 {
        guard version >= 3, at + 2 <= end else { return false }
        extended = half(at)
        at += 2
      }
      guard let order = readPath(compressed: version == 4) else { return false }
      if version < 4 {
        // Entries are padded with NULs to a multiple of eight bytes, at least one.
        at = start + ((at - 1 - start) / 8 + 1) * 8
        guard at <= end else { return false }
      }
      let stage = (bits >> 12) & 3
      // Sorted by path, then stage; the stages of one conflict are listed as one.
      switch order {
      case .behind: finish(start: start, stage: stage, extended: extended)
      case .same where stage > 0: table.dropName()
      case .same, .before: return false
      }
    }
    return true
  }

  private mutating func finish(start: Int, stage: UInt16, extended: UInt16) {
    var flags: PathTable.Flags = stage > 0 ? .unmerged : []
    if extended & 0x4000 != 0 { flags.insert(.skipWorktree) }
    if extended & 0x2000 != 0 { flags.insert(.intentToAdd) }
    let stat = StatFacts(
      modifiedSeconds: Int32(bitPattern: word(start + 8)), modifiedNanoseconds: word(start + 12),
      changedSeconds: Int32(bitPattern: word(start)), changedNanoseconds: word(start + 4), inode: word(start + 20),
      size: word(start + 36))
    table.finishName(
      mode: word(start + 24), id: bytes.loadUnaligned(fromByteOffset: start + 40, as: git_oid.self), flags: flags,
      stat: stat)
  }

  /// Reads a name that ends in a NUL; in version 4 the part that it shares with the name before is left out.
  ///
  /// - Returns: where it stands beside the name before; nil if it is broken.
  private mutating func readPath(compressed: Bool) -> PathTable.Order? {
    var dropped: Int?
    if compressed {
      guard let count = readVariableLength() else { return nil }
      dropped = count
    }
    guard let base = bytes.baseAddress, at < end, let stop = memchr(base + at, 0, end - at) else { return nil }
    let length = UnsafeRawPointer(stop) - (base + at)
    let rest = UnsafeRawBufferPointer(rebasing: bytes[at..<(at + length)])
    at += length + 1
    return table.beginName(rest, dropping: dropped, limit: 1 << 16)
  }

  /// The "offset encoding" of pack files: seven bits a byte, most significant first, one added at each step.
  private mutating func readVariableLength() -> Int? {
    var value = 0
    for step in 0..<4 {
      guard at < end else { return nil }
      let byte = Int(bytes[at])
      at += 1
      value = (step == 0 ? 0 : (value + 1) << 7) + byte & 0x7F
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }

  private mutating func readExtensions() -> Bool {
    while at < end {
      guard at + 8 <= end else { return false }
      let name = bytes[at..<(at + 4)]
      let size = Int(word(at + 4))
      at += 8
      guard size <= end - at else { return false }
      // An extension whose name begins with a capital letter may be ignored; any other changes what the entries mean.
      guard let first = name.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else { return false }
      if name.elementsEqual("TREE".utf8) { readCachedTree(bytes[at..<(at + size)]) }
      at += size
    }
    return at == end
  }

  /// The first record of the cache tree is the root's: an empty name, a NUL, "<entries> <subtrees>\n" and, unless the
  /// number of entries is -1, its id.
  private mutating func readCachedTree(_ content: Slice<UnsafeRawBufferPointer>) {
    guard content.first == 0, let line = content.firstIndex(of: UInt8(ascii: "\n")) else { return }
    guard content[content.startIndex + 1] != UInt8(ascii: "-"), content.endIndex - line > 20 else { return }
    cachedTree = ObjectID(bytes: Array(content[(line + 1)..<(line + 21)]))
  }
}
