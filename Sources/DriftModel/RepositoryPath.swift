/// A path inside the repository: relative, `/`-separated, compared byte by byte, never absolute and never with `..`.
///
/// Git paths are bytes, not text: they need not be UTF-8, and two that Unicode calls equal are different files.
public struct RepositoryPath: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The bytes as git stores them, without a leading or trailing `/`. Empty only for ``root``.
  public let bytes: [UInt8]

  /// The repository's root folder.
  public static let root = RepositoryPath(trusted: [])

  private init(trusted bytes: [UInt8]) { self.bytes = bytes }

  /// Takes the bytes if they can name a file inside a repository.
  ///
  /// - Returns: nil for an empty or absolute path, an empty segment, `.`, `..`, `.git` (in any case) or a NUL.
  public init?(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.withUnsafeBufferPointer({ RepositoryPath.isAllowed($0) }) else { return nil }
    self.bytes = bytes
  }

  /// The same for bytes in memory: of the tens of thousands of paths of a large repository.
  public init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard RepositoryPath.isAllowed(bytes) else { return nil }
    self.bytes = Array(bytes)
  }

  /// Whether the bytes may be a path: large repositories have tens of thousands of them.
  private static func isAllowed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    for index in bytes.indices {
      if bytes[index] == 0 { return false }
      guard bytes[index] == UInt8(ascii: "/") else { continue }
      guard isAllowed(segment: UnsafeBufferPointer(rebasing: bytes[start..<index])) else { return false }
      start = index + 1
    }
    // Empty where there are no bytes at all, too.
    return isAllowed(segment: UnsafeBufferPointer(rebasing: bytes[start...]))
  }

  /// Takes a string's UTF-8 bytes; see ``init(_:)-(Collection<UInt8>)``.
  public init?(_ string: String) { self.init(string.utf8) }

  /// Whether the bytes may be one segment of a path: not empty, not `.`, `..` or `.git`.
  private static func isAllowed(segment: UnsafeBufferPointer<UInt8>) -> Bool {
    switch segment.count {
    case 0: return false
    case 1: return segment.first != UInt8(ascii: ".")
    case 2: return !segment.elementsEqual("..".utf8)
    case 4: return !segment.map({ $0 | 0x20 }).elementsEqual(".git".utf8)
    default: return true
    }
  }

  /// The segments, from the root down.
  public var segments: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "/")) }

  /// The last segment.
  public var lastSegment: ArraySlice<UInt8> {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
    return bytes[(slash + 1)...]
  }

  /// The folder that holds this path; ``root`` for a path of one segment.
  public var parent: RepositoryPath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return .root }
    return RepositoryPath(trusted: Array(bytes[..<slash]))
  }

  /// Whether this path is `folder` or lies below it. Everything is in ``root``.
  public func isInside(_ folder: RepositoryPath) -> Bool {
    folder.bytes.isEmpty
      || (bytes.starts(with: folder.bytes)
        && (bytes.count == folder.bytes.count || bytes[folder.bytes.count] == UInt8(ascii: "/")))
  }

  /// The same file seen from `folder`; nil if it does not lie below it.
  public func relative(to folder: RepositoryPath) -> RepositoryPath? {
    guard !folder.bytes.isEmpty else { return self }
    guard isInside(folder), bytes.count > folder.bytes.count else { return nil }
    return RepositoryPath(trusted: Array(bytes[(folder.bytes.count + 1)...]))
  }

  /// `other` taken as relative to this folder.
  public func appending(_ other: RepositoryPath) -> RepositoryPath {
    if bytes.isEmpty { return other }
    if other.bytes.isEmpty { return self }
    return RepositoryPath(trusted: bytes + [UInt8(ascii: "/")] + other.bytes)
  }

  /// `relative` (which may hold `.` and `..`, as a symbolic link's target may) resolved from this folder.
  ///
  /// - Returns: nil if it is absolute or leaves the repository.
  public func resolving(_ relative: some Collection<UInt8>) -> RepositoryPath? {
    guard let first = relative.first, first != UInt8(ascii: "/") else { return nil }
    var result = segments
    for segment in Array(relative).split(separator: UInt8(ascii: "/")) {
      if segment.elementsEqual(".".utf8) { continue }
      if segment.elementsEqual("..".utf8) {
        guard result.popLast() != nil else { return nil }
      } else {
        result.append(segment)
      }
    }
    return RepositoryPath(Array(result.joined(separator: [UInt8(ascii: "/")])))
  }

  /// The path as text; bytes that are not UTF-8 become U+FFFD. For messages: never for finding a file.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether ``description`` lost nothing.
  public var isUTF8: Bool { description.utf8.elementsEqual(bytes) }

  /// By bytes, as git orders them.
  public static func < (left: RepositoryPath, right: RepositoryPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
