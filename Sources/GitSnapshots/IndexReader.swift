internal import CLibgit2
internal import DriftModel

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads a repository's index into a table, once. The file is read, never rewritten.
enum IndexReader {
  /// The table, and when the index was written: an entry touched at that second or later may have changed unseen.
  static func read(_ repository: GitRepository) throws(GitError) -> (table: PathTable, writtenAt: (Int, Int)) {
    let path = repository.gitDirectory + "index"
    let writtenAt = DiskReader.modificationTime(path)
    // Opened by itself, not through the repository, which would keep it: this way its memory is given back.
    let index = IndexHandle(owning: try gitPointer("read the index") { git_index_open($0, path) })
    let count = git_index_entrycount(index.pointer)
    var table = PathTable()
    table.reserve(count)
    table.reserveStats(count)
    var last: UnsafePointer<CChar>?
    for position in 0..<count {
      guard let entry = git_index_get_byindex(index.pointer, position), let name = entry.pointee.path else { continue }
      let stage = (entry.pointee.flags >> 12) & 3
      // The stages of one conflict follow each other: the path is listed once.
      if stage > 0, let last, strcmp(last, name) == 0 { continue }
      last = name
      var flags: PathTable.Flags = stage > 0 ? .unmerged : []
      if entry.pointee.flags_extended & 0x4000 != 0 { flags.insert(.skipWorktree) }
      if entry.pointee.flags_extended & 0x2000 != 0 { flags.insert(.intentToAdd) }
      let stat = StatFacts(
        modifiedSeconds: entry.pointee.mtime.seconds, modifiedNanoseconds: entry.pointee.mtime.nanoseconds,
        changedSeconds: entry.pointee.ctime.seconds, changedNanoseconds: entry.pointee.ctime.nanoseconds,
        inode: entry.pointee.ino, size: entry.pointee.file_size)
      name.withMemoryRebound(to: UInt8.self, capacity: strlen(name)) {
        table.append(
          UnsafeBufferPointer(start: $0, count: strlen(name)), mode: entry.pointee.mode, id: entry.pointee.id,
          flags: flags, stat: stat)
      }
    }
    return (table, writtenAt)
  }
}
