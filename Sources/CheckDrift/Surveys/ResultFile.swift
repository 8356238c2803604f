internal import DriftModel

/// The kept answers of one survey: a sorted table that is searched where it lies, without being read as a whole.
///
/// A magic word, a checksum of all that follows, the identity of survey and program, the number of entries, then the
/// keys in ascending order, the offsets of the answers (one more than there are keys), and the answers. Numbers are
/// little-endian. The checksum finds what a disk or a crash broke; it stops nobody who writes a false one, and the
/// folder's owner and mode say who could.
struct ResultFile: Sendable {
  private static let magic = Array("CDRIFT01".utf8)
  private static let headerLength = 8 + 8 + 20 + 4
  /// How large a file may be.
  static let sizeLimit = 64 << 20

  /// What the answers depend on besides the files.
  let identity: ObjectID
  private let bytes: [UInt8]
  private let count: Int

  /// No answers.
  init(empty identity: ObjectID) {
    self.identity = identity
    bytes = []
    count = 0
  }

  /// Takes a file's bytes; nil unless they are whole and of this identity.
  init?(_ bytes: [UInt8], identity: ObjectID) {
    guard bytes.count >= ResultFile.headerLength, bytes.starts(with: ResultFile.magic) else { return nil }
    let (checksum, count) = bytes.withUnsafeBytes { raw in
      (
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        Int(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 36, as: UInt32.self)))
      )
    }
    guard bytes[16..<36].elementsEqual(identity.bytes) else { return nil }
    let tables = count * ResultKey.length + (count + 1) * 4
    guard tables <= bytes.count - ResultFile.headerLength else { return nil }
    guard bytes.withUnsafeBytes({ Checksum.of($0.dropFirst(16)) }) == checksum else { return nil }
    self.identity = identity
    self.bytes = bytes
    self.count = count
  }

  /// Puts entries together, sorted by key. Later entries of equal keys are left out.
  static func bytes(
    identity: ObjectID, _ entries: [(key: ResultKey, answer: [UInt8])]
  ) -> [UInt8] {
    var sorted = entries.sorted { $0.key < $1.key }
    var last: ResultKey?
    sorted.removeAll { entry in
      defer { last = entry.key }
      return entry.key == last
    }
    var body = identity.bytes
    body.reserveCapacity(sorted.count * (ResultKey.length + 4) + 64)
    func put(_ number: Int) { withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) { body += $0 } }
    put(sorted.count)
    for entry in sorted { body += entry.key.bytes }
    var offset = 0
    put(offset)
    for entry in sorted {
      offset += entry.answer.count
      put(offset)
    }
    for entry in sorted { body += entry.answer }
    let checksum = body.withUnsafeBytes { Checksum.of($0[...]) }
    return withUnsafeBytes(of: checksum.littleEndian) { ResultFile.magic + Array($0) } + body
  }

  // MARK: Looking up

  /// The kept answer; nil if there is none, or none that can be believed.
  func answer(for key: ResultKey) -> FileAnswer? {
    guard let index = index(of: key) else { return nil }
    return bytes.withUnsafeBytes { raw in
      guard let range = range(of: index, raw) else { return nil }
      let size = key.bytes.withUnsafeBytes {
        Int(Int64(littleEndian: $0.loadUnaligned(fromByteOffset: 20, as: Int64.self)))
      }
      return FileAnswer(encoded: UnsafeRawBufferPointer(rebasing: raw[range]), size: size < 0 ? nil : size)
    }
  }

  /// Every entry, as it is stored.
  var entries: [(key: ResultKey, answer: [UInt8])] {
    bytes.withUnsafeBytes { raw in
      (0..<count).compactMap { index in
        let key = ResultFile.headerLength + index * ResultKey.length
        return range(of: index, raw).map {
          (ResultKey(stored: raw[key..<(key + ResultKey.length)]), Array(raw[$0]))
        }
      }
    }
  }

  private func index(of key: ResultKey) -> Int? {
    bytes.withUnsafeBytes { raw in
      key.bytes.withUnsafeBytes { wanted in
        var low = 0
        var high = count
        while low < high {
          let middle = (low + high) / 2
          let start = ResultFile.headerLength + middle * ResultKey.length
          let order = ResultFile.compare(raw, start, wanted)
          if order == 0 { return middle }
          if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
      }
    }
  }

  /// Compares eight bytes at a time.
  private static func compare(_ raw: UnsafeRawBufferPointer, _ start: Int, _ wanted: UnsafeRawBufferPointer) -> Int {
    for offset in stride(from: 0, to: ResultKey.length, by: 8) {
      let left = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: start + offset, as: UInt64.self))
      let right = UInt64(bigEndian: wanted.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      if left != right { return left < right ? -1 : 1 }
    }
    return 0
  }

  private func range(of index: Int, _ raw: UnsafeRawBufferPointer) -> Range<Int>? {
    let offsets = ResultFile.headerLength + count * ResultKey.length
    func offset(_ index: Int) -> Int {
      Int(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: offsets + 4 * index, as: UInt32.self)))
    }
    let answers = offsets + 4 * (count + 1)
    let (start, end) = (answers + offset(index), answers + offset(index + 1))
    return start <= end && end <= raw.count ? start..<end : nil
  }
}

/// A fast sum that tells apart what is not the same by accident. No forger is stopped by it.
enum Checksum {
  static func of(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(rebasing: bytes)
    let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    var lanes: (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
    var at = 0
    func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    func mixed(_ lane: UInt64, _ word: UInt64) -> UInt64 {
      let product = (lane ^ word) &* factor
      return product ^ (product >> 29)
    }
    while raw.count - at >= 32 {
      lanes.0 = mixed(lanes.0, word(at))
      lanes.1 = mixed(lanes.1, word(at + 8))
      lanes.2 = mixed(lanes.2, word(at + 16))
      lanes.3 = mixed(lanes.3, word(at + 24))
      at += 32
    }
    var sum = mixed(mixed(mixed(lanes.0, lanes.1), lanes.2), lanes.3)
    while at < raw.count {
      sum = mixed(sum, UInt64(raw[at]))
      at += 1
    }
    return mixed(sum, UInt64(raw.count))
  }
}
