/// A JSON pointer as the generator takes it apart: keys with slashes need no escaping where they look like an address.
struct SchemaPointer {
  /// The keys, unescaped.
  let keys: [String]
  /// The same keys as they are written.
  let written: [String]

  /// - Parameter pointer: the text behind `#`.
  init(_ pointer: String, in document: Schema) {
    let parts = pointer.utf8.drop { $0 == UInt8(ascii: "/") }
      .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    guard
      pointer.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "%") })
    else {
      (keys, written) = (parts, parts)
      return
    }
    guard pointer.range(of: "://") != nil || pointer.range(of: "~1") != nil else {
      (keys, written) = (parts.map(Self.unescaped), parts)
      return
    }
    var keys: [String] = []
    var written: [String] = []
    var current: Schema? = document
    var index = 0
    while index < parts.count {
      // A key as it stands, else the longest run of parts that is one; see `_split_json_pointer`.
      let ends = [index + 1] + (index + 1...parts.count).reversed()
      let end =
        ends.first { end in
          current?.descendant([Self.unescaped(parts[index..<end].joined(separator: "/"))]) != nil
        } ?? index + 1
      let text = parts[index..<end].joined(separator: "/")
      keys.append(Self.unescaped(text))
      written.append(text)
      current = current?.descendant([Self.unescaped(text)])
      index = end
    }
    (self.keys, self.written) = (keys, written)
  }

  private static func unescaped(_ token: String) -> String {
    guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "%") }) else { return token }
    return decoded(token)
  }

  private static func decoded(_ token: String) -> String {
    SchemaReference.tokens("/" + SchemaReference.percentDecoded(token).replacing("/", with: "~1")).first ?? token
  }

  /// What it leads to; nil if that is nothing.
  func target(in document: Schema) -> Schema? { document.descendant(keys) }
}
