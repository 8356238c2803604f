import DriftModel

/// Reads TOML 1.0, and of 1.1 what 1.0 only forbids (line breaks and a last comma in inline tables, times without
/// seconds, `\e` and `\x`). Scalars that are not strings keep the text that was written.
///
/// Ours, because TOMLKit keeps no positions and no order, cuts text at a NUL, and aborts on some documents: on a header
/// of 200,000 parts the stack overflows, and a misplaced character can fail an assertion within toml++.
struct TOMLReader {
  private var scanner: TOMLScanner
  private var tree: TOMLTree

  /// Reads a whole document. An empty one is an empty mapping.
  static func read(
    _ bytes: [UInt8], file: FileName, limits: DocumentLimits
  ) throws(DocumentProblem) -> DocumentNode {
    try bytes.withUnsafeBufferPointer { (bytes) throws(DocumentProblem) in
      try Encoding.check(bytes, as: .toml, file: file)
      let scanner = TOMLScanner(bytes, file: file)
      var reader = TOMLReader(scanner: scanner, tree: TOMLTree(at: scanner.location(0..<0), limits: limits))
      try reader.readDocument()
      return reader.tree.document()
    }
  }

  private mutating func readDocument() throws(DocumentProblem) {
    var table = TOMLTree.root
    while true {
      try scanner.skipBlankLines()
      guard let byte = scanner.peek() else { return }
      if byte == UInt8(ascii: "[") {
        table = try readHeader()
      } else {
        let slot = try readKey(in: table)
        let value = try readValue(for: slot)
        tree.put(value, into: slot)
      }
      try scanner.finishLine()
    }
  }

  /// Reads `[a.b]` or `[[a.b]]` and gives the table that the following lines fill.
  private mutating func readHeader() throws(DocumentProblem) -> Int {
    let start = scanner.offset
    scanner.offset += 1
    let isArray = scanner.peek() == UInt8(ascii: "[")
    if isArray { scanner.offset += 1 }
    let path = try scanner.readPath()
    try scanner.expect("]")
    if isArray { try scanner.expect("]", afterBlanks: false) }
    let location = scanner.location(start..<scanner.offset)
    return isArray ? try tree.appendTable(path, at: location) : try tree.openTable(path, at: location)
  }

  /// Reads `a.b =` and makes the place for its value.
  private mutating func readKey(in table: Int) throws(DocumentProblem) -> TOMLTree.Slot {
    let path = try scanner.readPath()
    try scanner.expect("=")
    scanner.skipBlanks()
    return try tree.slot(for: path, in: table)
  }

  /// Reads a value, with a stack of its own for arrays and inline tables.
  private mutating func readValue(for slot: TOMLTree.Slot) throws(DocumentProblem) -> TOMLTree.Value {
    var slots: [TOMLTree.Slot] = []
    var open: [Int] = []
    var parent = slot.table
    while true {
      let start = scanner.offset
      var value: TOMLTree.Value
      switch scanner.peek() {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        let isTable = scanner.peek() == UInt8(ascii: "{")
        scanner.offset += 1
        let collection = try tree.add(
          isTable ? .inlineTable : .list, at: scanner.location(start..<scanner.offset), below: parent)
        try scanner.skipBlankLines()
        guard scanner.peek() == UInt8(ascii: isTable ? "}" : "]") else {
          open.append(collection)
          parent = collection
          if isTable {
            slots.append(try readKey(in: collection))
            parent = slots.last?.table ?? collection
          }
          continue
        }
        scanner.offset += 1
        tree.close(collection)
        value = .collection(collection)
      default:
        let scalar = try scanner.readScalar()
        try tree.count(at: scalar.location)
        value = .scalar(scalar)
      }
      guard try finish(&value, &open, &slots) else { return value }
      parent = open.last ?? parent
      if let last = open.last, tree.isTable(last) {
        slots.append(try readKey(in: last))
        parent = slots.last?.table ?? last
      }
    }
  }

  /// Puts a value into the collections that are open, closing those that end behind it.
  ///
  /// - Returns: whether another value or key follows; if not, `value` is the whole of it.
  private mutating func finish(
    _ value: inout TOMLTree.Value, _ open: inout [Int], _ slots: inout [TOMLTree.Slot]
  ) throws(DocumentProblem) -> Bool {
    while let collection = open.last {
      let isTable = tree.isTable(collection)
      if !isTable {
        tree.append(value, to: collection)
      } else if let slot = slots.popLast() {
        tree.put(value, into: slot)
      }
      let closing = UInt8(ascii: isTable ? "}" : "]")
      try scanner.skipBlankLines()
      let hasComma = scanner.peek() == UInt8(ascii: ",")
      if hasComma {
        scanner.offset += 1
        try scanner.skipBlankLines()
      }
      guard scanner.peek() == closing else {
        if hasComma { return true }
        throw scanner.unexpected(isTable ? "',' or '}'" : "',' or ']'")
      }
      scanner.offset += 1
      tree.close(collection)
      open.removeLast()
      value = .collection(collection)
    }
    return false
  }
}
