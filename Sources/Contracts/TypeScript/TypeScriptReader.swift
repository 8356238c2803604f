/// Reads the declarations of a TypeScript file: interfaces, type aliases and enumerations, as generators write them.
///
/// Anything else is a located problem, never skipped. Any bytes end in a tree or in a problem: nesting is limited, and
/// every step of the reader uses a token up.
struct TypeScriptReader {
  /// How deeply types may nest. The reader recurses, and stacks of other threads can be as small as 512 KiB.
  static let deepest = 200
  /// How many bytes a file may hold: offsets are kept in 32 bits.
  static let longest = 1 << 30

  var tokenizer: TypeScriptTokenizer
  var token: TypeScriptToken
  var tree: TypeScriptTree
  /// Children and members of the nodes that are not finished yet, innermost last.
  var openChildren: [Int32] = []
  var openMembers: [TypeScriptTree.Member] = []
  var depth = 0
  /// Past the last byte of the token before the current one.
  var previousEnd: Int32 = 0

  /// Reads a whole file.
  static func read(_ source: [UInt8]) throws(TypeScriptProblem) -> TypeScriptTree {
    guard source.count < longest else { throw TypeScriptProblem("the file is too long to be read", 0..<0) }
    if let invalid = firstInvalidByte(of: source) {
      throw TypeScriptProblem("the file is not UTF-8", invalid..<(invalid + 1))
    }
    var reader = try TypeScriptReader(source)
    try reader.readFile()
    reader.tree.documentation = reader.tokenizer.documentation
    return reader.tree
  }

  private init(_ source: [UInt8]) throws(TypeScriptProblem) {
    tokenizer = TypeScriptTokenizer(source)
    tree = TypeScriptTree(source: source)
    tree.nodes.reserveCapacity(source.count / 16)
    token = try tokenizer.next()
  }

  /// The offset of the first byte that is no UTF-8; nil if all are.
  private static func firstInvalidByte(of source: [UInt8]) -> Int? {
    guard let first = source.firstIndex(where: { $0 >= 0x80 }) else { return nil }
    var decoder = Unicode.UTF8.ForwardParser()
    var bytes = source[first...].makeIterator()
    var offset = first
    while true {
      switch decoder.parseScalar(from: &bytes) {
      case .valid(let scalar): offset += scalar.count
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }

  // MARK: Tokens

  var here: Int32 { Int32(truncatingIfNeeded: token.start) }

  mutating func advance() throws(TypeScriptProblem) {
    previousEnd = Int32(truncatingIfNeeded: token.end)
    token = try tokenizer.next()
  }

  /// Whether the current token is this word.
  func isWord(_ word: StaticString) -> Bool {
    guard token.kind == .name, token.end - token.start == word.utf8CodeUnitCount else { return false }
    for step in 0..<word.utf8CodeUnitCount where tree.source[token.start + step] != word.utf8Start[step] {
      return false
    }
    return true
  }

  mutating func take(_ kind: TypeScriptTokenKind) throws(TypeScriptProblem) -> Bool {
    guard token.kind == kind else { return false }
    try advance()
    return true
  }

  mutating func expect(_ kind: TypeScriptTokenKind, _ what: String) throws(TypeScriptProblem) {
    guard try take(kind) else { throw unreadable(expected: what) }
  }

  func unreadable(expected what: String) -> TypeScriptProblem {
    guard token.kind != .end else {
      return TypeScriptProblem("the file ends where \(what) was expected", token.start..<token.end)
    }
    let shown = String(decoding: tree.source[token.start..<min(token.end, token.start + 40)], as: UTF8.self)
    return TypeScriptProblem("cannot read '\(shown)' where \(what) was expected", token.start..<token.end)
  }

  // MARK: Declarations

  private mutating func readFile() throws(TypeScriptProblem) {
    while token.kind != .end {
      if tree.declarations.isEmpty { tree.leadingDocumentation = tokenizer.documentation.count }
      if try take(.semicolon) { continue }
      try readDeclaration()
    }
    if tree.declarations.isEmpty { tree.leadingDocumentation = tokenizer.documentation.count }
  }

  private mutating func readDeclaration() throws(TypeScriptProblem) {
    var declaration = TypeScriptTree.Declaration(kind: .alias)
    declaration.start = here
    declaration.documentation = token.documentation
    if isWord("export") {
      declaration.isExported = true
      try advance()
    }
    if isWord("declare") {
      declaration.isDeclared = true
      try advance()
    }
    if isWord("const") {
      declaration.isConstant = true
      try advance()
      guard isWord("enum") else { throw unreadable(expected: "an enumeration") }
    }
    if isWord("interface") {
      try advance()
      declaration.kind = .interface
      try readName(of: &declaration)
      try readInterface(&declaration)
    } else if isWord("type") {
      try advance()
      try readName(of: &declaration)
      try expect(.equals, "'='")
      declaration.type = try readType()
      declaration.end = previousEnd
      guard try take(.semicolon) || token.startsLine else { throw unreadable(expected: "the end of a declaration") }
    } else if isWord("enum") {
      try advance()
      declaration.kind = .enumeration
      try readName(of: &declaration)
      try readEnumeration(&declaration)
    } else {
      throw unreadable(expected: "an interface, a type alias or an enumeration")
    }
    tree.declarations.append(declaration)
  }

  private mutating func readName(of declaration: inout TypeScriptTree.Declaration) throws(TypeScriptProblem) {
    guard token.kind == .name else { throw unreadable(expected: "a name") }
    declaration.nameStart = here
    try advance()
    declaration.nameEnd = previousEnd
    if token.kind == .angleOpen {
      throw TypeScriptProblem("cannot read a declaration with type parameters", token.start..<token.end)
    }
  }

  private mutating func readInterface(_ declaration: inout TypeScriptTree.Declaration) throws(TypeScriptProblem) {
    if isWord("extends") {
      try advance()
      var extended: [Int32] = []
      repeat {
        guard token.kind == .name else { throw unreadable(expected: "the name of an interface") }
        extended.append(try readPrimary())
      } while try take(.comma)
      let first = Int32(tree.children.count)
      tree.children.append(contentsOf: extended)
      declaration.extended = first..<Int32(tree.children.count)
    }
    guard token.kind == .braceOpen else { throw unreadable(expected: "'{'") }
    declaration.type = try readObject()
    declaration.end = previousEnd
  }

  private mutating func readEnumeration(_ declaration: inout TypeScriptTree.Declaration) throws(TypeScriptProblem) {
    try expect(.braceOpen, "'{'")
    let first = Int32(tree.enumMembers.count)
    while token.kind != .braceClose {
      guard let kind = memberNameKind else { throw unreadable(expected: "the name of a member") }
      var member = TypeScriptTree.EnumMember(
        nameStart: here, nameEnd: 0, nameKind: kind, documentation: token.documentation)
      try advance()
      member.nameEnd = previousEnd
      if try take(.equals) { member.value = try readPrimary() }
      member.end = previousEnd
      tree.enumMembers.append(member)
      if try take(.comma) { continue }
      guard token.kind == .braceClose else { throw unreadable(expected: "',' or '}'") }
    }
    try expect(.braceClose, "'}'")
    declaration.enumMembers = first..<Int32(tree.enumMembers.count)
    declaration.end = previousEnd
  }

  /// How the current token would be read as a member's name; nil if it cannot be one.
  var memberNameKind: TypeScriptTree.NameKind? {
    switch token.kind {
    case .name: .plain
    case .string: .string
    case .number: .number
    default: nil
    }
  }
}
