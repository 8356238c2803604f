import DriftModel

/// The text of a `$ref` or `$id`: the part of RFC 3986 and RFC 6901 that schemas use.
enum SchemaReference {
  /// The part before `#` and the part behind it, the latter percent-decoded; nil if there is no `#`.
  static func split(_ reference: String) -> (place: String, fragment: String?) {
    guard let mark = reference.utf8.firstIndex(of: UInt8(ascii: "#")) else { return (reference, nil) }
    return (String(reference[..<mark]), percentDecoded(String(reference[reference.index(after: mark)...])))
  }

  /// The tokens of a JSON pointer, unescaped.
  static func tokens(_ pointer: String) -> [String] {
    pointer.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst().map { bytes in
      let token = Substring(bytes)
      guard bytes.contains(UInt8(ascii: "~")) else { return String(token) }
      var text = ""
      var escaped = false
      for character in token {
        if escaped {
          text += character == "0" ? "~" : character == "1" ? "/" : "~\(character)"
          escaped = false
        } else if character == "~" {
          escaped = true
        } else {
          text.append(character)
        }
      }
      return escaped ? text + "~" : text
    }
  }

  /// Whether the reference names a scheme: `https://...`, `urn:...`.
  static func isAbsolute(_ reference: String) -> Bool {
    guard let colon = reference.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = reference.utf8[..<colon]
    return !scheme.isEmpty
      && scheme.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2B
          || $0 == 0x2D || $0 == 0x2E
      }
  }

  /// The reference with `base`'s scheme, host and folder where it has none of its own.
  static func resolve(_ reference: String, against base: String?) -> String {
    guard let base, isAbsolute(base), !isAbsolute(reference) else { return reference }
    let clean = withoutFragment(base)
    if reference.isEmpty { return clean }
    if reference.hasPrefix("#") { return clean + reference }
    guard let authority = clean.range(of: "://") else { return reference }
    let pathStart = clean[authority.upperBound...].firstIndex(of: "/") ?? clean.endIndex
    if reference.hasPrefix("/") { return String(clean[..<pathStart]) + reference }
    var segments = clean[pathStart...].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if !segments.isEmpty { segments.removeLast() }
    if segments.isEmpty { segments = [""] }
    for segment in reference.split(separator: "/", omittingEmptySubsequences: false) {
      if segment == "." { continue }
      if segment == ".." {
        if segments.count > 1 { segments.removeLast() }
      } else {
        segments.append(String(segment))
      }
    }
    return String(clean[..<pathStart]) + segments.joined(separator: "/")
  }

  /// The text before `#`.
  static func withoutFragment(_ reference: String) -> String {
    reference.utf8.firstIndex(of: UInt8(ascii: "#")).map { String(reference[..<$0]) } ?? reference
  }

  /// `http://example.com/a#` as `http://example.com/a`.
  static func withoutEmptyFragment(_ reference: String) -> String {
    reference.hasSuffix("#") ? String(reference.dropLast()) : reference
  }

  /// The text with `%41` read as `A`; what is not UTF-8 then becomes U+FFFD.
  static func percentDecoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension DocumentNode {
  /// Calls for every `$ref` that is a scalar, with its text and the scalar, until the call says that this is enough.
  ///
  /// - Returns: whether it said so.
  @discardableResult func forEachReference(_ isEnough: (String, DocumentNode) -> Bool) -> Bool {
    switch content {
    case .mapping(let members):
      for index in members.indices {
        switch members[index].value.content {
        case .scalar(let text, _):
          if members[index].key == "$ref", isEnough(text, members[index].value) { return true }
        case .mapping, .sequence: if members[index].value.forEachReference(isEnough) { return true }
        }
      }
    case .sequence(let items): return items.contains { $0.forEachReference(isEnough) }
    case .scalar: break
    }
    return false
  }
}

extension String {
  /// What stands behind the last dot; all of it if there is none.
  var behindLastDot: String {
    utf8.lastIndex(of: UInt8(ascii: ".")).map { String(self[utf8.index(after: $0)...]) } ?? self
  }
}

extension StringProtocol {
  /// The first place where `needle` stands, compared byte by byte.
  func range(of needle: String) -> Range<String.Index>? {
    let bytes = needle.utf8
    guard !bytes.isEmpty else { return nil }
    let first = bytes[bytes.startIndex]
    var start = utf8.startIndex
    while let found = utf8[start...].firstIndex(of: first) {
      if utf8[found...].starts(with: bytes),
        let end = utf8.index(found, offsetBy: bytes.count, limitedBy: utf8.endIndex)
      {
        return found..<end
      }
      start = utf8.index(after: found)
    }
    return nil
  }
}
