internal import Documents

/// The addresses on the web that a document names, where they change what its code and commands mean.
struct Addresses {
  /// Names that a clone of something would get: the second and the last of an address's path.
  private let names: Set<[UInt8]>
  private let definitions: [[UInt8]: [UInt8]]
  private let bytes: [UInt8]

  init(_ document: MarkdownDocument, _ bytes: [UInt8]) {
    self.bytes = bytes
    var names: Set<[UInt8]> = []
    for link in document.links {
      guard let path = Addresses.path(of: link.destination) else { continue }
      let segments = path.split(separator: UInt8(ascii: "/"))
      for segment in [segments.dropFirst().first, segments.last] {
        guard let segment else { continue }
        names.insert(Array(segment.ends(with: ".git") ? segment.dropLast(4) : segment))
      }
    }
    self.names = names
    var definitions: [[UInt8]: [UInt8]] = [:]
    for link in document.links {
      guard let range = link.range, let label = Addresses.label(before: range.lowerBound, bytes) else { continue }
      definitions[label] = link.destination
    }
    self.definitions = definitions
  }

  /// Whether a folder at which a reader stands may be a clone of what the document links to.
  func mayBeClone(_ folder: [UInt8]) -> Bool {
    let name = folder.last == UInt8(ascii: "/") ? folder.dropLast() : folder[...]
    return !name.contains(UInt8(ascii: "/")) && names.contains(Array(name))
  }

  /// Whether code is the text of a link that leads to something else on the web than the path that it names.
  func isElsewhere(_ path: [UInt8], at range: Range<Int>) -> Bool {
    guard let destination = destination(around: range), Addresses.path(of: destination) != nil else { return false }
    let plain = path.starts(with: "./".utf8) ? path.dropFirst(2) : path[...]
    var goal = destination.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
    if goal.last == UInt8(ascii: "/"), plain.last != UInt8(ascii: "/") { goal.removeLast() }
    return !goal.suffix(plain.count).elementsEqual(plain)
  }

  // MARK: Reading

  /// What stands behind the host of an address; nil for what is none.
  private static func path(of address: [UInt8]) -> ArraySlice<UInt8>? {
    guard address.starts(with: "https://".utf8) || address.starts(with: "http://".utf8) else { return nil }
    let host = address.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
    return host.drop { $0 != UInt8(ascii: "/") }.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
  }

  /// The label in `[label]: destination`, in lower case.
  private static func label(before destination: Int, _ bytes: [UInt8]) -> [UInt8]? {
    var at = destination
    while at > 0, " \t<".utf8.contains(bytes[at - 1]) { at -= 1 }
    guard at > 2, bytes[at - 1] == UInt8(ascii: ":"), bytes[at - 2] == UInt8(ascii: "]") else { return nil }
    let end = at - 2
    var start = end
    while start > 0, end - start < labelLimit, bytes[start - 1] != UInt8(ascii: "[") { start -= 1 }
    return start > 0 && bytes[start - 1] == UInt8(ascii: "[") ? lowercased(bytes[start..<end]) : nil
  }

  /// How long labels and the texts of links are that are heeded; those of CommonMark have no more than 999 characters.
  private static let labelLimit = 999

  private static func lowercased(_ text: ArraySlice<UInt8>) -> [UInt8] {
    text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
  }

  /// The destination of the link that code stands in.
  private func destination(around range: Range<Int>) -> [UInt8]? {
    let brackets = "[]".utf8
    let before = bytes[..<range.lowerBound].suffix(Addresses.labelLimit)
    guard let open = before.lastIndex(where: { brackets.contains($0) }), bytes[open] == UInt8(ascii: "[") else {
      return nil
    }
    let behind = bytes[range.upperBound...].prefix(Addresses.labelLimit)
    guard let close = behind.firstIndex(where: { brackets.contains($0) }), bytes[close] == UInt8(ascii: "]"),
      close + 1 < bytes.count
    else { return nil }
    let rest = bytes[(close + 2)...].prefix(4 * Addresses.labelLimit)
    switch bytes[close + 1] {
    case UInt8(ascii: "("): return Array(rest.drop { $0 == UInt8(ascii: "<") }.prefix { !" \t\n)>".utf8.contains($0) })
    case UInt8(ascii: "["):
      let label = rest.prefix { $0 != UInt8(ascii: "]") }
      return definitions[Addresses.lowercased(label.isEmpty ? bytes[(open + 1)..<close] : label)]
    default: return definitions[Addresses.lowercased(bytes[(open + 1)..<close])]
    }
  }
}
