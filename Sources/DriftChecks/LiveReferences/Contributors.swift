/// The tables that the robot of All Contributors writes.
enum Contributors {
  /// Where the tables of a document are, each from its first mark to its last, in order.
  static func tables(in bytes: [UInt8]) -> [Range<Int>] {
    var tables: [Range<Int>] = []
    var start: Int?
    var at = 0
    while let open = bytes[at...].firstIndex(of: UInt8(ascii: "<")) {
      let rest = bytes[open...]
      if rest.starts(with: "<!-- ALL-CONTRIBUTORS-LIST:START".utf8) {
        start = open
      } else if let first = start, rest.starts(with: "<!-- ALL-CONTRIBUTORS-LIST:END -->".utf8) {
        tables.append(first..<open)
        start = nil
      }
      at = open + 1
    }
    return tables
  }

  /// Whether a link's fragment is a kind of contribution and a login: `ideas-login`.
  static func isContribution(_ fragment: [UInt8]) -> Bool {
    let kind = fragment.prefix { isLetter($0) || isDigit($0) }
    let rest = fragment[kind.endIndex...]
    return !kind.isEmpty && rest.first == UInt8(ascii: "-") && rest.count > 1
  }
}
