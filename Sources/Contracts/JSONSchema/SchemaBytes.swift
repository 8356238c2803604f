/// What the bytes of a JSON document rule out, so that most documents need not be walked for it.
struct SchemaBytes {
  /// Whether a number may have an exponent.
  private(set) var mayHaveExponents = false
  /// Whether a reference may lead to another document.
  private(set) var mayReferElsewhere = false
  /// Whether a part of the document, besides itself, may have an identifier or an anchor.
  private(set) var mayNameParts = false

  /// What is known of a document that is no JSON: nothing.
  static let unknown: SchemaBytes = {
    var all = SchemaBytes()
    all.mayHaveExponents = true
    (all.mayReferElsewhere, all.mayNameParts) = (true, true)
    return all
  }()

  private init() {}

  /// Looks through the bytes once.
  ///
  /// - Parameter ownIdentifiers: how many identifiers the document itself has.
  init(_ bytes: [UInt8], ownIdentifiers: Int) {
    var identifiers = 0
    bytes.withUnsafeBufferPointer { bytes in
      func has(_ text: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<text.utf8CodeUnitCount where bytes[index + offset] != text.utf8Start[offset] { return false }
        return true
      }
      func isDigit(_ index: Int) -> Bool { index >= 0 && bytes[index] &- UInt8(ascii: "0") < 10 }
      for index in bytes.indices {
        switch bytes[index] {
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
          if isDigit(index - 1) { mayHaveExponents = true }
        case UInt8(ascii: "\\"):
          // A key may be written with escapes.
          if has("u", at: index + 1) { (mayReferElsewhere, mayNameParts) = (true, true) }
        case UInt8(ascii: "$"):
          if has("$ref\"", at: index), !Self.staysHere(bytes, index + 5) { mayReferElsewhere = true }
          if has("$id\"", at: index) { identifiers += 1 }
        case UInt8(ascii: "\""): if has("\"id\"", at: index) { identifiers += 1 }
        // `$anchor`, `$dynamicAnchor`
        case UInt8(ascii: "n"): if has("nchor", at: index) { mayNameParts = true }
        default: continue
        }
      }
    }
    if identifiers > ownIdentifiers { mayNameParts = true }
  }

  /// Whether a colon and a text stand here that begins with a mark, as a reference within the document does.
  private static func staysHere(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var index = start
    func skipBlanks() {
      while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
    }
    skipBlanks()
    guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return false }
    index += 1
    skipBlanks()
    return index + 1 < bytes.count && bytes[index] == UInt8(ascii: "\"") && bytes[index + 1] == UInt8(ascii: "#")
  }
}
