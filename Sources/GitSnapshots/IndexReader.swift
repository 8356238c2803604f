internal import CLibgit2
internal import DriftModel

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A repository's index as a table, read once. The file is never rewritten.
struct IndexContents: Sendable {
  var table: PathTable
  /// The tree that the index stands for, if git has noted it and nothing was staged since.
  var cachedTree: ObjectID?
  /// When the file was written, seconds and nanoseconds: a file touched then or later may have changed unseen.
  var writtenAt: (Int, Int)

  /// Reads the index; there need not be one.
  init(of repository: GitRepository) throws(GitError) {
    let path = repository.gitDirectory + "index"
    writtenAt = DiskReader.modificationTime(path)
    if let file = IndexContents.map(path, IndexFile.init) {
      table = file.table
      cachedTree = file.cachedTree
    } else {
      table = try IndexContents.readByLibgit2(path)
    }
  }

  /// Runs `body` on the file's bytes; nil if there is no such file. Wraps `mmap`.
  private static func map<Value>(_ path: String, _ body: (UnsafeRawBufferPointer) -> Value?) -> Value? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { return nil }
    let size = Int(status.st_size)
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else { return nil }
    defer { munmap(start, size) }
    return body(UnsafeRawBufferPointer(start: start, count: size))
  }

  /// Wraps `git_index_open`: by itself, not through the repository, which would keep it and its memory.
  static func readByLibgit2(_ path: String) throws(GitError) -> PathTable {
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
    return table
  }
}
