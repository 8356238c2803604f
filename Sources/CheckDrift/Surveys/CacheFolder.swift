#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A folder of this user's alone, and the files in it. Every name is looked up in the opened folder, and no link is
/// followed.
final class CacheFolder: Sendable {
  private let descriptor: Int32

  /// Opens it, or makes it.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - name: what the caller called it.
  init(_ path: String, name: String) throws(FileProblem) {
    CacheFolder.make(path)
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem("cannot open the cache '\(name)'", number: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileProblem("cannot open the cache '\(name)'", number: errno)
    }
    guard CacheFolder.isOwn(status) else {
      throw FileProblem(
        "the cache '\(name)' is not believed: it must belong to the user who runs this, and nobody else may write to it"
      )
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func isOwn(_ status: stat) -> Bool { status.st_uid == geteuid() && status.st_mode & 0o022 == 0 }

  private static func make(_ path: String) {
    let bytes = Array(path.utf8)
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
      mkdir(String(decoding: bytes[..<index], as: UTF8.self), 0o755)
    }
    mkdir(path, 0o700)
  }

  /// A file's bytes; nil if it is not there, too large, or not this user's.
  func read(_ name: String, limit: Int) -> [UInt8]? {
    let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, CacheFolder.isOwn(status),
      status.st_size <= limit
    else { return nil }
    let size = Int(status.st_size)
    var isWhole = true
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { room, filled in
      while filled < size {
        let count = fill(file, room.baseAddress?.advanced(by: filled), size - filled)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        filled += count
      }
      isWhole = filled == size
    }
    return isWhole ? bytes : nil
  }

  /// Writes a file beside, and renames it over: a reader sees the old or the new one. What fails is left undone.
  func write(_ bytes: [UInt8], as name: String) {
    let temporary = "\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    let file = openat(descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    let isWritten: Bool
    do throws(FileProblem) {
      try Output.write(bytes, to: file, name: name)
      isWritten = true
    } catch {
      isWritten = false
    }
    guard close(file) == 0, isWritten, renameat(descriptor, temporary, descriptor, name) == 0 else {
      unlinkat(descriptor, temporary, 0)
      return
    }
  }

  /// Removes the files that were written longest ago until what is left holds no more than `limit` bytes. Also removes
  /// what a run that was ended left behind. Files with other names are left alone.
  func trim(to limit: Int, ending: String) {
    var files: [(name: String, size: Int, time: Int)] = []
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let directory = fdopendir(copy) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      var status = stat()
      guard name.hasSuffix(ending) || name.hasSuffix(".tmp"),
        fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG
      else { continue }
      #if canImport(Darwin)
        let time = status.st_mtimespec.tv_sec
      #else
        let time = status.st_mtim.tv_sec
      #endif
      files.append((name, Int(status.st_size), time))
    }
    files.sort { ($0.time, $0.name) > ($1.time, $1.name) }
    let newest = files.first?.time ?? 0
    var total = 0
    for file in files {
      total += file.size
      let isLeftBehind = file.name.hasSuffix(".tmp") && file.time < newest - 3600
      if total > limit || isLeftBehind { unlinkat(descriptor, file.name, 0) }
    }
  }
}

/// `read`, which is also the name of a method here.
private func fill(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
