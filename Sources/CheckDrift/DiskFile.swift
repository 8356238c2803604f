internal import DriftModel

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Why a file that the caller named could not be read or written.
public struct FileProblem: Error, Sendable, Hashable {
  /// One line: lower case, no full stop. Not escaped.
  public let message: String
  /// Whether the reason is that the file does not exist.
  public let isMissing: Bool
  /// Whether the reason is that nobody reads the other end of a pipe.
  let isClosedPipe: Bool

  init(_ message: String, number: Int32? = nil) {
    self.message = number.map { "\(message): \(String(cString: strerror($0)))" } ?? message
    self.isMissing = number == ENOENT
    self.isClosedPipe = number == EPIPE
  }
}

/// Files that the caller named, outside the snapshot: `--config FILE`, `--baseline FILE`, reports, and what `init`,
/// `record`, `baseline` and `fix` write.
public enum DiskFile {
  /// A file's bytes.
  ///
  /// - Parameter limit: how many bytes it may have.
  public static func read(_ path: String, limit: Int = 64 << 20) throws(FileProblem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem("cannot read '\(path)'", number: errno) }
    defer { close(descriptor) }
    return try contents(descriptor, name: path, limit: limit)
  }

  /// The bytes of a file below the repository's root; nil if it does not exist. No link is followed.
  public static func read(_ path: [UInt8], below root: String, limit: Int = 64 << 20) throws(FileProblem) -> [UInt8]? {
    let name = "\(root)\(String(decoding: path, as: UTF8.self))"
    do throws(FileProblem) {
      let folder = try FolderHandle(below: root, parentOf: path, name: name)
      return try folder.use { (folder, file) throws(FileProblem) in
        let descriptor = openat(folder, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProblem("cannot read '\(name)'", number: errno) }
        defer { close(descriptor) }
        return try contents(descriptor, name: name, limit: limit)
      }
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  private static func contents(_ descriptor: Int32, name: String, limit: Int) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileProblem("cannot read '\(name)'", number: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileProblem("cannot read '\(name)': it is a folder") }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let size = buffer.count
      let count = buffer.withUnsafeMutableBytes { fill(descriptor, $0.baseAddress, size) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileProblem("cannot read '\(name)'", number: errno) }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw FileProblem("cannot read '\(name)': it is larger than \(limit) bytes") }
    }
  }

  /// Writes a file as a whole: beside it first, then renamed over it, so that nobody sees half of it.
  ///
  /// Below the repository's root, whose contents may be hostile, no symbolic link is followed, neither in the file nor
  /// in a folder on the way. Elsewhere the caller's links are theirs; a device or a pipe is written to.
  /// - Parameters:
  ///   - path: absolute, or relative to the current directory.
  ///   - root: the checkout's folder, with or without a trailing `/`; nil if there is none.
  public static func write(_ bytes: [UInt8], to path: String, root: String?) throws(FileProblem) {
    let absolute = try absolute(path)
    if let root, let inside = pathBelow(root, absolute) {
      try write(bytes, at: inside, below: root)
      return
    }
    var status = stat()
    if stat(absolute, &status) == 0, status.st_mode & S_IFMT != S_IFREG, status.st_mode & S_IFMT != S_IFDIR {
      let descriptor = open(absolute, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileProblem("cannot write '\(path)'", number: errno) }
      defer { close(descriptor) }
      try Output.write(bytes, to: descriptor, name: path)
      return
    }
    let target = resolved(absolute) ?? absolute
    let slash = target.utf8.lastIndex(of: UInt8(ascii: "/")) ?? target.startIndex
    let parent = String(target[..<target.utf8.index(after: slash)])
    try write(bytes, at: Array(target.utf8[target.utf8.index(after: slash)...]), below: parent)
  }

  /// Writes a file below a folder as a whole, following no link.
  ///
  /// - Parameter path: relative to the folder, `/`-separated.
  public static func write(_ bytes: [UInt8], at path: [UInt8], below root: String) throws(FileProblem) {
    let name = "\(root.hasSuffix("/") ? root : root + "/")\(String(decoding: path, as: UTF8.self))"
    let folder = try FolderHandle(below: root, parentOf: path, name: name)
    try folder.use { (folder, file) throws(FileProblem) in try replace(file, in: folder, with: bytes, name: name) }
  }

  private static func replace(
    _ file: UnsafePointer<CChar>, in folder: Int32, with bytes: [UInt8], name: String
  ) throws(FileProblem) {
    var status = stat()
    let exists = fstatat(folder, file, &status, AT_SYMLINK_NOFOLLOW) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      throw FileProblem("cannot write '\(name)': it is not a regular file, and links are not followed")
    }
    let temporary = ".check-drift-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    let mode: mode_t = exists ? status.st_mode & 0o777 : 0o666
    let descriptor = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw FileProblem("cannot write '\(name)'", number: errno) }
    do throws(FileProblem) {
      if exists { _ = fchmod(descriptor, mode) }  // the umask may have taken bits that the file had
      try Output.write(bytes, to: descriptor, name: name)
    } catch {
      close(descriptor)
      unlinkat(folder, temporary, 0)
      throw error
    }
    guard close(descriptor) == 0, renameat(folder, temporary, folder, file) == 0 else {
      let number = errno
      unlinkat(folder, temporary, 0)
      throw FileProblem("cannot write '\(name)'", number: number)
    }
  }

  // MARK: Names

  /// The current directory, without links.
  public static func currentDirectory() throws(FileProblem) -> String {
    guard let found = getcwd(nil, 0) else { throw FileProblem("the current directory is gone", number: errno) }
    defer { free(found) }
    return String(cString: found)
  }

  /// A path from the root of the file system, `.` and `..` taken out by name.
  static func absolute(_ path: String) throws(FileProblem) -> String {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw FileProblem("'\(path)' is not the name of a file") }
    let whole = path.hasPrefix("/") ? path : try currentDirectory() + "/" + path
    var segments: [Substring.UTF8View.SubSequence] = []
    for segment in whole.utf8.split(separator: UInt8(ascii: "/")) where !segment.elementsEqual(".".utf8) {
      if segment.elementsEqual("..".utf8) { _ = segments.popLast() } else { segments.append(Substring(segment).utf8) }
    }
    return "/" + segments.map { String(Substring($0)) }.joined(separator: "/")
  }

  /// The rest of an absolute path below a folder, links in the folder's own name resolved; nil if it lies elsewhere.
  public static func pathBelow(_ folder: String, _ absolute: String) -> [UInt8]? {
    guard let root = resolved(folder) else { return nil }
    let bytes = Array(absolute.utf8)
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "/") && index + 1 < bytes.count {
      let prefix = index == 0 ? "/" : String(decoding: bytes[..<index], as: UTF8.self)
      if resolved(prefix) == root { return Array(bytes[(index + 1)...]) }
    }
    return nil
  }

  /// When a file below the repository's root was last written; nil if it does not exist. No link is followed.
  static func writingTime(of path: [UInt8], below root: String) -> FileTime? {
    let name = "\(root)\(String(decoding: path, as: UTF8.self))"
    guard let folder = try? FolderHandle(below: root, parentOf: path, name: name) else { return nil }
    let time = try? folder.use { (folder, file) throws(FileProblem) in
      var status = stat()
      guard fstatat(folder, file, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return FileTime?.none }
      #if canImport(Darwin)
        let written = status.st_mtimespec
      #else
        let written = status.st_mtim
      #endif
      return FileTime(seconds: Int(written.tv_sec), nanoseconds: Int(written.tv_nsec))
    }
    return time ?? nil
  }

  /// What a folder is called when no link is on the way; nil if it does not exist.
  static func withoutLinks(_ path: String) -> String? { resolved(path) }

  private static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}

/// `read`, which is also the name of functions here.
private func fill(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

/// An open folder, reached without following a link, and the name of a file in it.
private struct FolderHandle: ~Copyable {
  let descriptor: Int32
  private let last: [CChar]

  /// Opens the folder that holds `path` below `root`.
  init(below root: String, parentOf path: [UInt8], name: String) throws(FileProblem) {
    let segments = path.split(separator: UInt8(ascii: "/"))
    guard let file = segments.last, !path.contains(0), !segments.contains(where: { $0.elementsEqual("..".utf8) }) else {
      throw FileProblem("'\(name)' is not the name of a file")
    }
    var current = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard current >= 0 else { throw FileProblem("cannot open '\(root)'", number: errno) }
    for segment in segments.dropLast() {
      let next = FolderHandle.terminated(segment).withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { openat(current, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) } ?? -1
      }
      let number = errno
      close(current)
      guard next >= 0 else {
        let folder = String(decoding: segment, as: UTF8.self)
        if number == ELOOP || number == ENOTDIR {
          throw FileProblem("cannot reach '\(name)': '\(folder)' is not a folder, and links are not followed")
        }
        throw FileProblem("cannot reach '\(name)': folder '\(folder)'", number: number)
      }
      current = next
    }
    descriptor = current
    last = FolderHandle.terminated(file)
  }

  deinit { close(descriptor) }

  /// Hands out the folder and the file's name, for as long as `body` runs.
  borrowing func use<Result>(
    _ body: (Int32, UnsafePointer<CChar>) throws(FileProblem) -> Result
  ) throws(FileProblem) -> Result {
    let (folder, name) = (descriptor, last)
    return try name.withUnsafeBufferPointer { (buffer) throws(FileProblem) in
      guard let start = buffer.baseAddress else { throw FileProblem("a file without a name") }
      return try body(folder, start)
    }
  }

  private static func terminated(_ bytes: ArraySlice<UInt8>) -> [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }
}
