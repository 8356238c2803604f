/// Finds the user information of URLs, so that it can be masked.
enum Credentials {
  /// The byte ranges between `://` and the `@` of every URL that carries a secret, in order.
  ///
  /// A bare user name is no secret for SSH, where it is part of every address; elsewhere it may be a token.
  static func ranges(in bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var at = 0
    // Where the stretch ends that may be one URL, and its last `@`: the same for every `://` in it.
    var end = 0
    var sign: Int?
    while let colon = bytes[at...].firstIndex(of: UInt8(ascii: ":")) {
      at = colon + 1
      guard bytes[at...].starts(with: "//".utf8) else { continue }
      let start = colon + 3
      at = start
      if start >= end {
        end = bytes[start...].firstIndex(where: endsURL) ?? bytes.count
        sign = bytes[start..<end].lastIndex(of: UInt8(ascii: "@"))
      }
      guard let sign, sign >= start, let secret = secret(in: bytes[start..<end], lastSign: sign) else { continue }
      at = secret.upperBound
      let isSSH = scheme(before: colon, in: bytes).hasSuffix("ssh")
      if isSSH, !bytes[secret].contains(UInt8(ascii: ":")) { continue }
      ranges.append(secret)
    }
    return ranges
  }

  private static func secret(in url: ArraySlice<UInt8>, lastSign: Int) -> Range<Int>? {
    let endOfAuthority = url.firstIndex { [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
    let authority = url[..<(endOfAuthority ?? url.endIndex)]
    if let sign = authority.lastIndex(of: UInt8(ascii: "@")) {
      return sign > url.startIndex ? url.startIndex..<sign : nil
    }
    // `https://user:pa/ss@host`: not a URL, but a secret all the same. What follows the last colon is no port.
    guard let colon = authority.lastIndex(of: UInt8(ascii: ":")),
      !authority[(colon + 1)...].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return url.startIndex..<lastSign
  }

  private static func scheme(before colon: Int, in bytes: [UInt8]) -> String {
    let letters = bytes[..<colon].reversed().prefix { byte in
      let letter = byte | 0x20
      return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) || byte == UInt8(ascii: "+")
    }
    return String(decoding: letters.reversed(), as: UTF8.self).lowercased()
  }

  private static func endsURL(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0x7F || "\"'`<>".utf8.contains(byte)
  }
}
