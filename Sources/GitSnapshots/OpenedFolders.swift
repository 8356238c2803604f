internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The folders that files were read from last, opened, as neighbours are usually read one after the other.
final class OpenedFolders: Sendable {
  /// A folder that is closed when nobody reads from it any more.
  final class Folder: Sendable {
    let descriptor: Int32

    fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
  }

  /// How many are kept: for each thread that reads the way down to where it is.
  private static let limit = 64

  private let recent = Mutex<[(path: [UInt8], folder: Folder)]>([])

  /// The folder at a path.
  ///
  /// - Parameter open: opens it, where it is not open; what it returns is closed here.
  func folder<Failure: Error>(
    _ path: ArraySlice<UInt8>, _ open: () throws(Failure) -> Int32
  ) throws(Failure) -> Folder {
    let known = recent.withLock { recent in
      recent.last { Bytes.areEqual($0.path[...], path) }?.folder
    }
    if let known { return known }
    let folder = Folder(try open())
    recent.withLock { recent in
      if recent.count == OpenedFolders.limit { recent.removeFirst() }
      recent.append((Array(path), folder))
    }
    return folder
  }
}

/// Where one thread read last: the next file is mostly its neighbour, in the index and in its folder, and is found there
/// without a search, and without a lock that other threads want too.
final class ReadingPlace {
  /// Whose files it is about.
  let reader: DiskReader
  /// The index in the table of the file that was read last; -1 before the first.
  var position = -1
  private var path: [UInt8] = []
  private var folder: OpenedFolders.Folder?

  init(_ reader: DiskReader) { self.reader = reader }

  /// The opened folder at a path, if it is the one that was read from last; not to be closed.
  func descriptor(of path: ArraySlice<UInt8>) -> Int32? {
    guard let folder, Bytes.areEqual(self.path[...], path) else { return nil }
    return folder.descriptor
  }

  func remember(_ path: ArraySlice<UInt8>, _ folder: OpenedFolders.Folder) {
    self.path = Array(path)
    self.folder = folder
  }
}
