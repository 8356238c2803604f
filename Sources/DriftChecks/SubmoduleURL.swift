/// The URL of a submodule, as `.gitmodules` states it, and what about it is never acceptable.
struct SubmoduleURL {
  /// As written. May carry credentials: show ``masked``.
  let text: String

  private let bytes: [UInt8]
  /// The scheme in lower case and the offset of the authority; nil for paths and for `host:path`.
  private let scheme: (name: String, authority: Int)?

  init(_ text: String) {
    self.text = text
    let bytes = Array(text.utf8)
    self.bytes = bytes
    self.scheme = SubmoduleURL.scheme(of: bytes)
  }

  /// What is wrong with it whatever the configuration allows, as the end of a sentence; nil if nothing is.
  var objection: String? {
    if bytes.first == UInt8(ascii: "-") { return "begins with '-', which programs take for an option" }
    if holdsControlCharacters { return "holds a control character" }
    if runsCommand { return "names a program to run instead of a repository" }
    if let first = host?.first, first == UInt8(ascii: "-") {
      return "has a host that begins with '-', which programs take for an option"
    }
    if credentials != nil { return "carries credentials" }
    return nil
  }

  /// The text with credentials replaced by `***`.
  var masked: String {
    guard let credentials else { return text }
    return String(
      decoding: bytes[..<credentials.lowerBound] + "***".utf8 + bytes[credentials.upperBound...], as: UTF8.self)
  }

  /// The URL without credentials and the `@` behind them; the text itself if it carries none.
  var withoutCredentials: String {
    guard let credentials else { return text }
    return String(decoding: bytes[..<credentials.lowerBound] + bytes[(credentials.upperBound + 1)...], as: UTF8.self)
  }

  /// Whether it carries credentials.
  var carriesCredentials: Bool { credentials != nil }

  /// The offsets of the user information, if it is secret: it holds a password, or stands in a URL whose scheme does
  /// not need a user (`https://TOKEN@host` is how tokens are passed).
  private var credentials: Range<Int>? {
    guard let scheme else { return nil }
    if let sign = bytes[authority].lastIndex(of: UInt8(ascii: "@")) {
      guard sign > scheme.authority else { return nil }
      let user = scheme.authority..<sign
      return scheme.name.hasSuffix("ssh") && !bytes[user].contains(UInt8(ascii: ":")) ? nil : user
    }
    // `https://user:pa/ss@host` is no URL, but a secret all the same: what follows the last colon is no port.
    guard let colon = bytes[authority].lastIndex(of: UInt8(ascii: ":")),
      !bytes[(colon + 1)..<authority.upperBound].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      bytes[scheme.authority] != UInt8(ascii: "["), let sign = bytes.lastIndex(of: UInt8(ascii: "@"))
    else { return nil }
    return scheme.authority..<sign
  }

  /// `ext::COMMAND` and `fd::N`: transports that are not addresses.
  private var runsCommand: Bool {
    let lower = text.lowercased()
    return lower.hasPrefix("ext::") || lower.hasPrefix("fd::")
  }

  /// Control characters, and those that git would decode: a line break in a URL forges lines for credential helpers.
  private var holdsControlCharacters: Bool {
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return true }
    let lower = text.lowercased()
    return scheme != nil && ["%0a", "%0d", "%00"].contains { lower.contains($0) }
  }

  private var authority: Range<Int> {
    guard let scheme else { return 0..<0 }
    let rest = bytes[scheme.authority...]
    return scheme.authority..<(rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex)
  }

  /// The host, with its port; of `user@host:path` too.
  private var host: ArraySlice<UInt8>? {
    let address: ArraySlice<UInt8>
    if scheme != nil {
      address = bytes[authority]
    } else {
      let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
      let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
      guard let colon, colon < slash else { return nil }
      address = bytes[..<colon]
    }
    guard let sign = address.lastIndex(of: UInt8(ascii: "@")) else { return address }
    return address[(sign + 1)...]
  }

  private static func scheme(of bytes: [UInt8]) -> (name: String, authority: Int)? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[(colon + 1)...].starts(with: "//".utf8) else {
      return nil
    }
    let name = bytes[..<colon]
    guard !name.contains(UInt8(ascii: "/")) else { return nil }
    return (String(decoding: name, as: UTF8.self).lowercased(), colon + 3)
  }
}

/// One entry of `allowed-urls`: `*` stands for characters of one part of a URL, `**` for any, all else for itself.
struct URLPattern: Sendable, Hashable {
  /// As written.
  let text: String

  private enum Piece: Sendable, Hashable {
    case literal([UInt8])
    /// One or more characters other than `/ ? # @ : \`.
    case part
    /// Any characters.
    case anything
  }

  private let pieces: [Piece]

  init(_ text: String) {
    self.text = text
    var pieces: [Piece] = []
    var literal: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "*") else {
        literal.append(byte)
        continue
      }
      if !literal.isEmpty { pieces.append(.literal(literal)) }
      literal = []
      let isDouble = rest.first == UInt8(ascii: "*")
      if isDouble { rest = rest.dropFirst() }
      pieces.append(isDouble ? .anything : .part)
    }
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    self.pieces = pieces
  }

  /// Whether the whole URL matches. One that climbs with `..` behind its start never does: what it names is not what
  /// its first part says.
  func matches(_ url: String) -> Bool {
    guard !URLPattern.climbs(url) else { return false }
    let bytes = Array(url.utf8)
    // The offsets that the pieces so far can reach: time is the product of the two lengths, whatever is written.
    var reached: Set<Int> = [0]
    for piece in pieces {
      var next: Set<Int> = []
      for start in reached {
        switch piece {
        case .literal(let literal):
          if bytes[start...].starts(with: literal) { next.insert(start + literal.count) }
        case .part:
          var end = start
          while end < bytes.count, !"/?#@:\\".utf8.contains(bytes[end]) {
            end += 1
            guard next.insert(end).inserted else { break }
          }
        case .anything:
          var end = start
          while end <= bytes.count, next.insert(end).inserted { end += 1 }
        }
      }
      reached = next
    }
    return reached.contains(bytes.count)
  }

  /// Whether a `..` (or `%2e%2e`, which servers decode) stands behind the beginning; relative URLs may begin with it.
  private static func climbs(_ url: String) -> Bool {
    var segments = url.lowercased().split(separator: "/", omittingEmptySubsequences: false)[...]
    segments = segments.drop { $0 == ".." || $0 == "." }
    return segments.contains { segment in
      var dots = 0
      var rest = segment[...]
      while !rest.isEmpty {
        guard let prefix = [".", "%2e"].first(where: { rest.hasPrefix($0) }) else { return false }
        rest = rest.dropFirst(prefix.count)
        dots += 1
      }
      return dots == 2
    }
  }
}
