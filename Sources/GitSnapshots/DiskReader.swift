internal import DriftModel
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads files below one folder, and never anything else: no symbolic link is followed, neither in the last segment
/// nor in a folder on the way.
final class DiskReader: Sendable {
  /// What stands at a path on disk.
  struct Status: Sendable {
    enum Kind: Sendable, Hashable {
      case file, executable, symbolicLink, folder, other
    }
    var kind: Kind
    var size: Int
    var facts: StatFacts
  }

  /// The folder, with a trailing `/`.
  let root: String
  /// The folder, opened, so that names are looked up from there; negative if it cannot be.
  private let folder: Int32

  // Folders that were seen to be folders, so that each is asked for once.
  private let verified = Mutex<Set<[UInt8]>>([])
  private let opened = OpenedFolders()

  init(root: String) {
    self.root = root.hasSuffix("/") ? root : root + "/"
    folder = open(self.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  deinit { if folder >= 0 { close(folder) } }

  /// What stands at a path; nil if nothing does, or only beyond a symbolic link. Wraps `lstat`.
  ///
  /// - Throws: the system's reason where it will not say: a folder that may not be searched hides what is in it, which
  ///   is not the same as its not being there.
  func status(_ path: [UInt8]) throws(SystemError) -> Status? {
    guard try foldersAreFolders(path) else { return nil }
    return try lstat(path)
  }

  /// A regular file's bytes. Wraps `openat` with `O_NOFOLLOW`, `fstat` and `read`.
  ///
  /// - Returns: nil if it is larger than `limit`.
  /// - Throws: the system's reason; a folder, device or pipe is `EINVAL`.
  func contents(_ path: [UInt8], limit: Int) throws(SystemError) -> [UInt8]? {
    var buffer = ReadBuffer(capacity: 1)
    return try read(path, into: &buffer, limit: limit) ? Array(buffer.bytes) : nil
  }

  /// The same, into a buffer that is used for many.
  ///
  /// - Parameters:
  ///   - expected: the size that git has noted, in bytes. A file that yields just as many is taken for the one that git
  ///     saw, without a question for its kind and size.
  ///   - place: where the caller read last.
  /// - Returns: whether the file is not larger than `limit`.
  func read(
    _ path: [UInt8], into buffer: inout ReadBuffer, limit: Int, expected: Int = 0, from place: ReadingPlace? = nil
  ) throws(SystemError) -> Bool {
    let descriptor = try descriptor(of: path, from: place)
    defer { close(descriptor) }
    if expected > 0, expected < limit {
      // One more byte than there should be shows whether there are more.
      try buffer.fill(upTo: expected + 1) { (room) throws(SystemError) in
        max(readBytes(descriptor, room.baseAddress, expected + 1), 0)
      }
      if buffer.bytes.count == expected { return true }
      guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw SystemError(number: EINVAL) }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemError(number: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(number: EINVAL) }
    let size = Int(status.st_size)
    guard size <= limit else { return false }
    try buffer.fill(upTo: size) { (room) throws(SystemError) in
      var filled = 0
      while filled < size {
        let count = readBytes(descriptor, room.baseAddress?.advanced(by: filled), size - filled)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw SystemError(number: errno) }
        guard count > 0 else { break }
        filled += count
      }
      return filled
    }
    return true
  }

  /// Opens what stands at a path, to be read and closed; neither it nor a folder on the way may be a symbolic link.
  private func descriptor(of path: [UInt8], from place: ReadingPlace?) throws(SystemError) -> Int32 {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let (parent, name) = DiskReader.split(path[...])
    let descriptor: Int32
    do throws(SystemError) {
      // The system looks a name up faster from its own folder than from the root.
      if let near = place?.descriptor(of: parent) {
        descriptor = withCPath(name) { openat(near, $0, flags) }
      } else {
        let holder = try openedFolder(parent)
        if let holder { place?.remember(parent, holder) }
        descriptor = withCPath(name) { openat(holder?.descriptor ?? folder, $0, flags) }
      }
    } catch {
      // A folder that may be searched, though not listed, cannot be opened.
      guard error.number == EACCES, try foldersAreFolders(path) else { throw error }
      descriptor = withCPath(path) { openat(folder, $0, flags) }
    }
    guard descriptor >= 0 else { throw SystemError(number: errno) }
    return descriptor
  }

  /// Where files were read into a buffer last, in this folder.
  func place(in buffer: inout ReadBuffer) -> ReadingPlace {
    if let known = buffer.memory as? ReadingPlace, known.reader === self { return known }
    let place = ReadingPlace(self)
    buffer.memory = place
    return place
  }

  /// A folder below the root, opened from the one that holds it; nil for the root.
  private func openedFolder(_ path: ArraySlice<UInt8>) throws(SystemError) -> OpenedFolders.Folder? {
    guard !path.isEmpty else { return nil }
    return try opened.folder(path) { () throws(SystemError) in
      let (parent, name) = DiskReader.split(path)
      let holder = try openedFolder(parent)
      let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
      let descriptor = withCPath(name) { openat(holder?.descriptor ?? folder, $0, flags) }
      guard descriptor >= 0 else { throw SystemError(number: errno) }
      return descriptor
    }
  }

  /// The folder that holds a path, empty for the root, and the path's last segment.
  private static func split(_ path: ArraySlice<UInt8>) -> (parent: ArraySlice<UInt8>, name: ArraySlice<UInt8>) {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return (path.prefix(0), path) }
    return (path[..<slash], path[(slash + 1)...])
  }

  /// A symbolic link's target. Wraps `readlink`.
  func linkTarget(_ path: [UInt8]) throws(SystemError) -> [UInt8] {
    guard try foldersAreFolders(path) else { throw SystemError(number: ENOENT) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = withCPath(path) { name in
      buffer.withUnsafeMutableBufferPointer { target in
        target.withMemoryRebound(to: CChar.self) { chars in
          chars.baseAddress.map { readlinkat(folder, name, $0, chars.count) } ?? -1
        }
      }
    }
    guard count >= 0 else { throw SystemError(number: errno) }
    return Array(buffer.prefix(count))
  }

  /// The names in a folder, sorted, without `.`, `..` and `.git`. Wraps `opendir` and `readdir`.
  func names(in folder: [UInt8]) throws(SystemError) -> [(name: [UInt8], kind: Status.Kind)] {
    if !folder.isEmpty {
      guard try status(folder)?.kind == .folder else { return [] }
    }
    let descriptor = withCPath(folder) { openat(self.folder, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
    guard descriptor >= 0, let directory = fdopendir(descriptor) else { throw SystemError(number: errno) }
    defer { closedir(directory) }
    var names: [(name: [UInt8], kind: Status.Kind)] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard RepositoryPath(name) != nil else { continue }  // `.`, `..`, `.git`
      let kind: Status.Kind? =
        switch Int32(entry.pointee.d_type) {
        case Int32(DT_DIR): .folder
        case Int32(DT_REG): .file
        case Int32(DT_LNK): .symbolicLink
        case Int32(DT_UNKNOWN): try lstat(folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name)?.kind
        default: .other
        }
      if let kind { names.append((name, kind)) }
    }
    return names.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// When a file was last written, seconds and nanoseconds; zeros if it is not there.
  static func modificationTime(_ path: String) -> (Int, Int) {
    var status = stat()
    guard stat(path, &status) == 0 else { return (0, 0) }
    #if canImport(Darwin)
      return (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
    #else
      return (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    #endif
  }

  /// A file's path, if it lies in exactly this folder, however either is written; nil if it lies elsewhere.
  static func place(of path: String, in folder: String) -> String? {
    guard let slash = path.lastIndex(of: "/"), let parent = realpath(String(path[...slash]), nil) else { return nil }
    defer { free(parent) }
    guard let wanted = realpath(folder, nil) else { return nil }
    defer { free(wanted) }
    return strcmp(parent, wanted) == 0 ? path : nil
  }

  /// Whether there is a file that is not empty.
  static func hasContent(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
  }

  private func foldersAreFolders(_ path: [UInt8]) throws(SystemError) -> Bool {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return true }
    let folder = Array(path[..<slash])
    if verified.withLock({ $0.contains(folder) }) { return true }
    guard try foldersAreFolders(folder), try lstat(folder)?.kind == .folder else { return false }
    verified.withLock { _ = $0.insert(folder) }
    return true
  }

  private func lstat(_ path: [UInt8]) throws(SystemError) -> Status? {
    var status = stat()
    guard withCPath(path, { fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else {
      let number = errno
      // A name that is too long for this file system is not there either: an index may hold any.
      if number == ENOENT || number == ENOTDIR || number == ENAMETOOLONG { return nil }
      throw SystemError(number: number)
    }
    let kind: Status.Kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: status.st_mode & 0o100 != 0 ? .executable : .file
      case S_IFLNK: .symbolicLink
      case S_IFDIR: .folder
      default: .other
      }
    #if canImport(Darwin)
      let modified = status.st_mtimespec
      let changed = status.st_ctimespec
    #else
      let modified = status.st_mtim
      let changed = status.st_ctim
    #endif
    let facts = StatFacts(
      modifiedSeconds: Int32(truncatingIfNeeded: modified.tv_sec),
      modifiedNanoseconds: UInt32(truncatingIfNeeded: modified.tv_nsec),
      changedSeconds: Int32(truncatingIfNeeded: changed.tv_sec),
      changedNanoseconds: UInt32(truncatingIfNeeded: changed.tv_nsec), inode: UInt32(truncatingIfNeeded: status.st_ino),
      size: UInt32(truncatingIfNeeded: status.st_size))
    return Status(kind: kind, size: Int(status.st_size), facts: facts)
  }

  private func withCPath<Value>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Value) -> Value {
    withCPath(path[...], body)
  }

  private func withCPath<Value>(_ path: ArraySlice<UInt8>, _ body: (UnsafePointer<CChar>) -> Value) -> Value {
    // The folder itself is `.`.
    let name = path.isEmpty ? [UInt8(ascii: ".")] : path
    return withUnsafeTemporaryAllocation(byteCount: name.count + 1, alignment: 1) { room in
      room.copyBytes(from: name)
      room[name.count] = 0
      return room.withMemoryRebound(to: CChar.self) { chars in
        // Room for the NUL was asked for, so it has a base address.
        chars.baseAddress.map { body($0) } ?? body("")
      }
    }
  }
}

/// `read`, which is also the name of a method here.
private func readBytes(_ descriptor: Int32, _ room: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
  read(descriptor, room, count)
}

/// A system call's `errno`.
struct SystemError: Error, Sendable, Hashable {
  let number: Int32
  /// The system's sentence for it. Wraps `strerror`.
  var message: String { String(cString: strerror(number)) }
}
