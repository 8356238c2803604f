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
