#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension DiskFile {
  /// What tells the running program from every other that was built: two builds of one version may look differently.
  /// Empty if the system does not say where the program lies.
  public static func ownProgram() -> String {
    #if canImport(Darwin)
      var size: UInt32 = 4096
      var name = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&name, &size) == 0 else { return "" }
      let path = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    #else
      let path = "/proc/self/exe"
    #endif
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_size > 0 else { return "" }
    let size = Int(status.st_size)
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else { return "" }
    defer { munmap(start, size) }
    return "\(size)-\(Checksum.of(UnsafeRawBufferPointer(start: start, count: size)[...]))"
  }
}
