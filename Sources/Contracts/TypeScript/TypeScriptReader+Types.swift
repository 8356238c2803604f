/// Type expressions.
extension TypeScriptReader {
  typealias Kind = TypeScriptTree.Kind

  /// Reads a type.
  /// - Returns: the number of its node.
  mutating func readType() throws(TypeScriptProblem) -> Int32 {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw TypeScriptProblem("types nest more than \(Self.deepest) deep here", token.start..<token.end)
    }
    let type = try readJoined(.union, by: .pipe)
    if isWord("extends"), !token.startsLine {
      throw TypeScriptProblem("cannot read a conditional type", token.start..<token.end)
    }
    return type
  }

  /// A union of intersections, or an intersection of what is simpler still. A leading bar or ampersand is layout.
  private mutating func readJoined(_ kind: Kind, by separator: TypeScriptTokenKind) throws(TypeScriptProblem) -> Int32 {
    let start = here
    _ = try take(separator)
    let first = kind == .union ? try readJoined(.intersection, by: .ampersand) : try readPrefixed()
    guard token.kind == separator else { return first }
    let base = openChildren.count
    openChildren.append(first)
    while try take(separator) {
      openChildren.append(kind == .union ? try readJoined(.intersection, by: .ampersand) : try readPrefixed())
    }
    return close(kind, from: start, base: base)
  }

  private mutating func readPrefixed() throws(TypeScriptProblem) -> Int32 {
    guard isWord("keyof") || isWord("typeof") || isWord("readonly") || isWord("unique") else {
      return try readPostfixed()
    }
    let start = here
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw TypeScriptProblem("types nest more than \(Self.deepest) deep here", token.start..<token.end)
    }
    try advance()
    let base = openChildren.count
    openChildren.append(try readPrefixed())
    return close(.prefixed, from: start, base: base)
  }

  private mutating func readPostfixed() throws(TypeScriptProblem) -> Int32 {
    let start = here
    var type = try readPrimary()
    // A bracket on a line of its own begins an index signature: members may be separated by a line's end alone.
    while token.kind == .bracketOpen, !token.startsLine {
      try advance()
      let base = openChildren.count
      openChildren.append(type)
      if try take(.bracketClose) {
        type = close(.array, from: start, base: base)
      } else {
        openChildren.append(try readType())
        try expect(.bracketClose, "']'")
        type = close(.indexed, from: start, base: base)
      }
    }
    return type
  }

  /// Reads a type that needs no parentheses before `[]`.
  mutating func readPrimary() throws(TypeScriptProblem) -> Int32 {
    let start = here
    switch token.kind {
    case .name: return try readReference()
    case .string: return try readLeaf(.string, from: start)
    case .number: return try readLeaf(.number, from: start)
    case .template: return try readLeaf(.template, from: start)
    case .minus:
      try advance()
      guard token.kind == .number else { throw unreadable(expected: "a number") }
      return try readLeaf(.number, from: start)
    case .braceOpen: return try readObject()
    case .bracketOpen: return try readTuple()
    case .parenOpen:
      if try beginsFunction() { return try readFunction() }
      try advance()
      let type = try readType()
      try expect(.parenClose, "')'")
      return type
    default: throw unreadable(expected: "a type")
    }
  }

  private mutating func readLeaf(_ kind: Kind, from start: Int32) throws(TypeScriptProblem) -> Int32 {
    try advance()
    return add(kind, from: start)
  }

  private mutating func readReference() throws(TypeScriptProblem) -> Int32 {
    let start = here
    if isWord("import"), let type = try readImport(from: start) { return type }
    for word in ["asserts", "infer", "new", "abstract"] as [StaticString] where isWord(word) {
      // Each is an ordinary name too; what tells them apart is what follows.
      let saved = (tokenizer, token, previousEnd)
      try advance()
      let isConstruct = token.kind == .name && !token.startsLine || token.kind == .parenOpen
      (tokenizer, token, previousEnd) = saved
      if isConstruct { throw unreadable(expected: "a type") }
    }
    try advance()
    return try readQualifiers(from: start)
  }

  /// The names behind dots and the arguments of a reference whose first name was read.
  private mutating func readQualifiers(from start: Int32) throws(TypeScriptProblem) -> Int32 {
    while token.kind == .dot {
      try advance()
      guard token.kind == .name else { throw unreadable(expected: "a name") }
      try advance()
    }
    guard token.kind == .angleOpen, !token.startsLine else { return add(.name, from: start) }
    try advance()
    let base = openChildren.count
    repeat { openChildren.append(try readType()) } while try take(.comma)
    try expect(.angleClose, "'>'")
    return close(.name, from: start, base: base)
  }

  /// Reads `import("module").Name<T>`, as a schema's own text may say it.
  /// - Returns: nil if this is a type named `import`.
  private mutating func readImport(from start: Int32) throws(TypeScriptProblem) -> Int32? {
    let saved = (tokenizer, token, previousEnd)
    try advance()
    guard token.kind == .parenOpen else {
      (tokenizer, token, previousEnd) = saved
      return nil
    }
    try advance()
    guard token.kind == .string else { throw unreadable(expected: "the name of a module") }
    try advance()
    try expect(.parenClose, "')'")
    return try readQualifiers(from: start)
  }

  private mutating func readTuple() throws(TypeScriptProblem) -> Int32 {
    let start = here
    try advance()
    let base = openChildren.count
    while token.kind != .bracketClose {
      openChildren.append(try readElement())
      if try take(.comma) { continue }
      guard token.kind == .bracketClose else { throw unreadable(expected: "',' or ']'") }
    }
    try advance()
    return close(.tuple, from: start, base: base)
  }

  /// An element of a tuple: `T`, `T?`, `...T`, `name: T`, `name?: T`, `...name: T`.
  private mutating func readElement() throws(TypeScriptProblem) -> Int32 {
    let start = here
    if try take(.ellipsis) {
      let base = openChildren.count
      openChildren.append(try readElement(from: here))
      return close(.rest, from: start, base: base)
    }
    return try readElement(from: start)
  }

  private mutating func readElement(from start: Int32) throws(TypeScriptProblem) -> Int32 {
    let base = openChildren.count
    if token.kind == .name {
      let saved = (tokenizer, token, previousEnd)
      let name = here
      try advance()
      let nameEnd = previousEnd
      let isOptional = try take(.question)
      if try take(.colon) {
        openChildren.append(Int32(tree.nodes.count))
        tree.nodes.append(TypeScriptTree.Node(kind: .name, start: name, end: nameEnd))
        let type = try readType()
        if isOptional {
          let inner = openChildren.count
          openChildren.append(type)
          openChildren.append(close(.optional, from: start, base: inner))
        } else {
          openChildren.append(type)
        }
        return close(.labelled, from: start, base: base)
      }
      (tokenizer, token, previousEnd) = saved
    }
    let type = try readType()
    guard try take(.question) else { return type }
    openChildren.append(type)
    return close(.optional, from: start, base: base)
  }

  /// Whether the parenthesis here opens the parameters of a function type.
  private mutating func beginsFunction() throws(TypeScriptProblem) -> Bool {
    let saved = (tokenizer, token, previousEnd)
    defer { (tokenizer, token, previousEnd) = saved }
    try advance()
    switch token.kind {
    case .parenClose, .ellipsis: return true
    case .name:
      try advance()
      switch token.kind {
      case .colon, .comma, .question, .equals: return true
      case .parenClose:
        try advance()
        return token.kind == .arrow
      default: return false
      }
    default: return false
    }
  }

  private mutating func readFunction() throws(TypeScriptProblem) -> Int32 {
    let start = here
    try advance()
    let base = openChildren.count
    while token.kind != .parenClose {
      openChildren.append(try readElement())
      if try take(.comma) { continue }
      guard token.kind == .parenClose else { throw unreadable(expected: "',' or ')'") }
    }
    try advance()
    try expect(.arrow, "'=>'")
    openChildren.append(try readType())
    return close(.function, from: start, base: base)
  }

  // MARK: Objects

  /// Reads `{ ... }` with its members.
  mutating func readObject() throws(TypeScriptProblem) -> Int32 {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw TypeScriptProblem("types nest more than \(Self.deepest) deep here", token.start..<token.end)
    }
    let start = here
    try advance()
    let base = openMembers.count
    while token.kind != .braceClose {
      openMembers.append(try readMember())
      if try take(.semicolon) { continue }
      if try take(.comma) { continue }
      guard token.kind == .braceClose || token.startsLine else { throw unreadable(expected: "';' or '}'") }
    }
    try advance()
    let number = Int32(tree.nodes.count)
    tree.nodes.append(
      TypeScriptTree.Node(
        kind: .object, start: start, end: previousEnd, first: Int32(tree.members.count),
        count: Int32(openMembers.count - base)))
    tree.members.append(contentsOf: openMembers[base...])
    openMembers.removeLast(openMembers.count - base)
    return number
  }

  private mutating func readMember() throws(TypeScriptProblem) -> TypeScriptTree.Member {
    let documentation = token.documentation
    var isReadonly = false
    if isWord("readonly") {
      let saved = (tokenizer, token, previousEnd)
      try advance()
      isReadonly = token.kind == .name || token.kind == .string || token.kind == .bracketOpen
      if !isReadonly { (tokenizer, token, previousEnd) = saved }
    }
    var member = TypeScriptTree.Member(
      kind: .property, isReadonly: isReadonly, nameStart: here, nameEnd: 0, nameKind: .plain,
      documentation: documentation)
    if token.kind == .bracketOpen {
      try readIndexKey(of: &member)
    } else {
      guard let kind = memberNameKind else { throw unreadable(expected: "a member") }
      member.nameKind = kind
      try advance()
      member.nameEnd = previousEnd
      member.isOptional = try take(.question)
    }
    if token.kind == .parenOpen || token.kind == .angleOpen {
      throw TypeScriptProblem("cannot read a method", token.start..<token.end)
    }
    try expect(.colon, "':'")
    member.type = try readType()
    member.end = previousEnd
    return member
  }

  private mutating func readIndexKey(of member: inout TypeScriptTree.Member) throws(TypeScriptProblem) {
    let start = token.start
    try advance()
    guard token.kind == .name else {
      throw TypeScriptProblem("cannot read a computed member", start..<token.end)
    }
    try advance()
    guard token.kind == .colon else {
      throw TypeScriptProblem("cannot read a mapped or computed member", start..<token.end)
    }
    try advance()
    member.kind = .index
    member.key = try readType()
    try expect(.bracketClose, "']'")
    member.nameEnd = previousEnd
  }

  // MARK: Nodes

  private mutating func add(_ kind: Kind, from start: Int32) -> Int32 {
    tree.nodes.append(TypeScriptTree.Node(kind: kind, start: start, end: previousEnd))
    return Int32(tree.nodes.count - 1)
  }

  /// Makes a node of the open children from `base` on.
  private mutating func close(_ kind: Kind, from start: Int32, base: Int) -> Int32 {
    tree.nodes.append(
      TypeScriptTree.Node(
        kind: kind, start: start, end: previousEnd, first: Int32(tree.children.count),
        count: Int32(openChildren.count - base)))
    tree.children.append(contentsOf: openChildren[base...])
    openChildren.removeLast(openChildren.count - base)
    return Int32(tree.nodes.count - 1)
  }
}
