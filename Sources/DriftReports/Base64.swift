/// The bytes in base64 (RFC 4648, with padding).
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  result.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    var bits: UInt32 = 0
    for index in 0..<3 { bits = bits << 8 | UInt32(index < group.count ? group[start + index] : 0) }
    for index in 0..<4 {
      let digit = alphabet[Int(bits >> UInt32(18 - 6 * index) & 63)]
      result.append(index <= group.count ? digit : UInt8(ascii: "="))
    }
  }
  return String(decoding: result, as: UTF8.self)
}
