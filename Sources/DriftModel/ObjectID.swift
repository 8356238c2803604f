/// The name of a git object: the SHA-1 of its type, size and bytes.
public struct ObjectID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The 20 bytes.
  public let bytes: [UInt8]

  /// Twenty zeros: git's name for "no object".
  public static let zero = ObjectID(trusted: Array(repeating: 0, count: 20))

  init(trusted bytes: [UInt8]) { self.bytes = bytes }

  /// Takes 20 bytes; nil for any other number.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 20 else { return nil }
    self.bytes = bytes
  }

  /// Takes 40 hexadecimal digits; nil for anything else.
  public init?(hexadecimal: some StringProtocol) {
    let digits = Array(hexadecimal.utf8)
    guard digits.count == 40 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    for index in stride(from: 0, to: 40, by: 2) {
      guard let high = ObjectID.value(of: digits[index]), let low = ObjectID.value(of: digits[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    self.bytes = bytes
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// 40 lower-case hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(40)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first ten digits, for messages. Not unique: never for finding an object.
  public var short: String { String(description.prefix(10)) }

  /// By bytes.
  public static func < (left: ObjectID, right: ObjectID) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}
