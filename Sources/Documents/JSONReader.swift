import DriftModel

/// Reads JSON as RFC 8259 has it and nothing more: no comments, no trailing commas, no key twice. One pass, with a
/// stack of its own.
struct JSONReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let file: FileName
  private let limits: DocumentLimits
  private var offset = 0
  /// The current line and the offset that it begins at. Only blanks can hold a line's end.
  private var line = 1
  private var lineStart = 0
  private var nodes = 0
  private var open: [OpenCollection] = []

  private struct OpenCollection {
    let isObject: Bool
    let location: Location
    var items: [DocumentNode] = []
    var members: [DocumentNode.Member] = []
    var keys = KeySet()
    var key = ""
    var keyLocation: Location

    mutating func append(_ value: DocumentNode) {
      if isObject {
        if members.isEmpty { members.reserveCapacity(4) }
        members.append(.init(key: key, keyLocation: keyLocation, value: value))
      } else {
        items.append(value)
      }
    }
  }

  /// Reads a whole document.
  static func read(
    _ bytes: [UInt8], file: FileName, limits: DocumentLimits
  ) throws(DocumentProblem) -> DocumentNode {
    try bytes.withUnsafeBufferPointer { (bytes) throws(DocumentProblem) in
      try Encoding.check(bytes, as: .json, file: file)
      guard !bytes.starts(with: byteOrderMark) else {
        throw DocumentProblem(
          "the file begins with a byte order mark, which JSON does not allow",
          at: Encoding.place(of: 0, in: bytes, file: file, length: byteOrderMark.count),
          help: ["save the file as UTF-8 without a byte order mark"])
      }
      var reader = JSONReader(bytes: bytes, file: file, limits: limits)
      return try reader.readDocument()
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, file: FileName, limits: DocumentLimits) {
    self.bytes = bytes
    self.file = file
    self.limits = limits
  }

  private mutating func readDocument() throws(DocumentProblem) -> DocumentNode {
    skipBlanks()
    guard offset < bytes.count else {
      throw DocumentProblem(
        "the file holds no JSON value", at: Location(file: file, region: nil), help: ["it is empty"])
    }
    while true {
      guard let value = try readValueOrOpening() else { continue }
      guard let document = try place(value) else { continue }
      skipBlanks()
      guard offset == bytes.count else { throw unexpected("the end of the file") }
      return document
    }
  }

  /// Reads a scalar or an empty collection; opens any other collection, up to its first value, and returns nil.
  private mutating func readValueOrOpening() throws(DocumentProblem) -> DocumentNode? {
    skipBlanks()
    let start = offset
    switch peek() {
    case UInt8(ascii: "\""):
      let text = try readString()
      return try scalar(text, .quoted, from: start)
    case UInt8(ascii: "{"):
      try begin(isObject: true)
      guard peek() != UInt8(ascii: "}") else { return try finish() }
      try readKey()
      return nil
    case UInt8(ascii: "["):
      try begin(isObject: false)
      guard peek() != UInt8(ascii: "]") else { return try finish() }
      return nil
    case let byte? where byte == UInt8(ascii: "-") || JSONReader.isDigit(byte):
      try skipNumber()
      return try scalar(text(from: start), .plain, from: start)
    case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
      for word in ["true", "false", "null"] where matches(word) {
        offset += word.utf8.count
        return try scalar(word, .plain, from: start)
      }
      throw unexpected("a value")
    default: throw unexpected("a value")
    }
  }

  /// Puts a value where it belongs and reads on to where the next one begins.
  ///
  /// - Returns: the document, once its last collection is closed.
  private mutating func place(_ value: DocumentNode) throws(DocumentProblem) -> DocumentNode? {
    var value = value
    while let top = open.indices.last {
      let isObject = open[top].isObject
      open[top].append(value)
      skipBlanks()
      let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      switch peek() {
      case UInt8(ascii: ","):
        let comma = location(from: offset, to: offset + 1)
        offset += 1
        skipBlanks()
        guard peek() != closing else {
          throw DocumentProblem(
            "JSON allows no comma before '\(isObject ? "}" : "]")'", at: comma, help: ["remove the comma"])
        }
        if isObject { try readKey() }
        return nil
      case closing: value = try finish()
      default: throw unexpected(isObject ? "',' or '}'" : "',' or ']'")
      }
    }
    return value
  }

  private mutating func begin(isObject: Bool) throws(DocumentProblem) {
    let location = location(from: offset, to: offset + 1)
    guard open.count < limits.openCollections else {
      throw DocumentProblem(
        "the document is nested more than \(limits.openCollections) levels deep", at: location, isLimit: true)
    }
    try count(at: location)
    open.append(OpenCollection(isObject: isObject, location: location, keyLocation: location))
    offset += 1
    skipBlanks()
  }

  /// Closes the innermost collection; its closing bracket is the next byte.
  private mutating func finish() throws(DocumentProblem) -> DocumentNode {
    offset += 1
    guard let collection = open.popLast() else { throw unexpected("a value") }
    return DocumentNode(
      collection.isObject ? .mapping(collection.members) : .sequence(collection.items), at: collection.location)
  }

  private mutating func readKey() throws(DocumentProblem) {
    guard let top = open.indices.last, peek() == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
    let start = offset
    let key = try readString()
    let place = location(from: start, to: offset)
    if let first = open[top].keys.insert(key, at: place) {
      throw DocumentProblem(
        "the key '\(key)' stands here twice", at: place,
        help: ["it was first given on line \(first.line), column \(first.column)"])
    }
    open[top].key = key
    open[top].keyLocation = place
    skipBlanks()
    guard peek() == UInt8(ascii: ":") else { throw unexpected("':'") }
    offset += 1
  }

  private mutating func scalar(
    _ text: String, _ style: DocumentNode.ScalarStyle, from start: Int
  ) throws(DocumentProblem) -> DocumentNode {
    let location = location(from: start, to: offset)
    try count(at: location)
    return DocumentNode(.scalar(text, style: style), at: location, byteRange: start..<offset)
  }

  private mutating func count(at location: Location) throws(DocumentProblem) {
    nodes += 1
    guard nodes <= limits.nodes else {
      throw DocumentProblem("the document holds more than \(limits.nodes) values", at: location, isLimit: true)
    }
  }

  // MARK: tokens

  private func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func text(from start: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<offset]), as: UTF8.self)
  }

  private func matches(_ word: String) -> Bool {
    bytes.count - offset >= word.utf8.count && bytes[offset...].starts(with: word.utf8)
  }

  private mutating func skipBlanks() {
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "\n"):
        offset += 1
        line += 1
        lineStart = offset
      default: return
      }
    }
  }

  private mutating func skipNumber() throws(DocumentProblem) {
    if peek() == UInt8(ascii: "-") { offset += 1 }
    if peek() == UInt8(ascii: "0") {
      offset += 1
      if let next = peek(), JSONReader.isDigit(next) {
        throw problem("JSON numbers have no leading zeros", help: ["write it as a string if it is not a number"])
      }
    } else {
      try skipDigits()
    }
    if peek() == UInt8(ascii: ".") {
      offset += 1
      try skipDigits()
    }
    if let next = peek(), next | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset += 1 }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(DocumentProblem) {
    let start = offset
    while let byte = peek(), JSONReader.isDigit(byte) { offset += 1 }
    guard offset > start else { throw unexpected("a digit") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Reads a string whose opening quote is the next byte.
  private mutating func readString() throws(DocumentProblem) -> String {
    var strings = JSONStringReader(bytes: bytes, offset: offset + 1)
    do throws(JSONStringReader.Mistake) {
      let text = try strings.read()
      offset = strings.offset
      return text
    } catch {
      throw DocumentProblem(
        error.message, at: location(from: error.range.lowerBound, to: error.range.upperBound), help: error.help)
    }
  }

  // MARK: problems

  private func location(from start: Int, to end: Int) -> Location {
    Location(file: file, region: Region(line: line, column: start - lineStart + 1, length: end - start))
  }

  private func unexpected(_ expected: String) -> DocumentProblem {
    guard offset < bytes.count else { return problem("expected \(expected), found the end of the file") }
    var help: [String] = []
    switch bytes[offset] {
    case UInt8(ascii: "/"), UInt8(ascii: "#"): help = ["JSON has no comments"]
    case UInt8(ascii: "'"): help = ["JSON strings stand in double quotes"]
    default: break
    }
    return problem("expected \(expected), found \(JSONReader.name(of: bytes, at: offset))", help: help)
  }

  private func problem(_ message: String, help: [String] = []) -> DocumentProblem {
    let end = offset < bytes.count ? offset + JSONReader.length(of: bytes, at: offset) : offset
    return DocumentProblem(message, at: location(from: offset, to: end), help: help)
  }

  private static func length(of bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end - offset
  }

  /// A character for a message; control characters by their number.
  static func name(of bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> String {
    let byte = bytes[offset]
    guard byte >= 0x20, byte != 0x7F else {
      return "the control character U+00\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
    }
    let end = offset + length(of: bytes, at: offset)
    return "'\(String(decoding: bytes[offset..<end], as: UTF8.self))'"
  }
}
