/// Reads the text of a pattern into a program, a template and the facts that ``PathPattern`` shows.
struct PathPatternParser {
  private let bytes: [UInt8]
  private var at = 0

  private(set) var program: [PathInstruction] = []
  private(set) var template: [PathTemplateSegment] = []
  private(set) var captureNames: [String] = []
  private(set) var transforms: [String: CaptureTransform] = [:]
  private(set) var hasWildcards = false
  private(set) var isLiteral = true
  private(set) var literalHead = RepositoryPath.root

  private var pieces: [PathTemplateSegment.Piece] = []
  private let mayRepeat: Bool

  init(_ text: String, mayRepeat: Bool) {
    self.bytes = Array(text.utf8)
    self.mayRepeat = mayRepeat
  }

  mutating func parse() throws(PathPatternProblem) {
    guard !bytes.isEmpty else { throw problem("a pattern cannot be empty", at: 0) }
    guard bytes.first != UInt8(ascii: "/") else {
      throw problem("patterns are relative to the repository's root; remove the leading '/'", at: 0)
    }
    guard bytes.count <= 4096 else { throw problem("a pattern is at most 4096 bytes long", at: 4096) }
    while true {
      let start = at
      try parseSegment()
      if isLiteral { try extendHead(from: start) }
      guard at < bytes.count else { break }
      at += 1  // the `/`
      guard at < bytes.count else {
        throw problem("a pattern names files; to match everything below a folder end it with '/**'", at: at - 1)
      }
    }
    program.append(.accept)
  }

  // MARK: Segments

  private mutating func parseSegment() throws(PathPatternProblem) {
    let start = at
    pieces = []
    if try parseWholeSegments() { return }
    while at < bytes.count, bytes[at] != UInt8(ascii: "/") {
      switch bytes[at] {
      case UInt8(ascii: "*"):
        if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "*") {
          throw problem("'**' stands for whole segments; write it between slashes", at: at)
        }
        program.append(.star)
        varies()
        at += 1
      case UInt8(ascii: "?"):
        program.append(.anyCharacter)
        varies()
        at += 1
      case UInt8(ascii: "["): try parseSet()
      case UInt8(ascii: "{"): try parseBraces()
      case UInt8(ascii: "}"): throw problem("'}' without '{'; write '\\}' for the character itself", at: at)
      default: literal(try parseCharacter())
      }
    }
    let text = bytes[start..<at]
    guard !text.isEmpty else { throw problem("'//' holds an empty segment", at: start) }
    if text.elementsEqual(".".utf8) || text.elementsEqual("..".utf8) {
      throw problem("'\(String(decoding: text, as: UTF8.self))' is not allowed; paths start at the root", at: start)
    }
    if at < bytes.count { program.append(.byte(UInt8(ascii: "/"))) }
    template.append(.pieces(pieces))
  }

  /// `**` and `{path...}`, which take the place of whole segments and of the slash after them.
  private mutating func parseWholeSegments() throws(PathPatternProblem) -> Bool {
    let end = bytes[at...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
    let segment = bytes[at..<end]
    let isLast = end == bytes.count
    if segment.elementsEqual("**".utf8) {
      program.append(isLast ? .rest : .folders)
      varies()
      at = end
      return true
    }
    guard segment.first == UInt8(ascii: "{"), segment.last == UInt8(ascii: "}"),
      let dots = PathPatternParser.offset(of: "...", in: segment)
    else { return false }
    let start = at
    let name = segment[(segment.startIndex + 1)..<dots]
    let suffix = segment[(dots + 3)..<(segment.endIndex - 1)]
    guard suffix.isEmpty || suffix.first == UInt8(ascii: ":") else { return false }
    let index = try declare(name, transform: suffix.isEmpty ? nil : suffix.dropFirst(), at: start)
    isLiteral = false
    if let index { program.append(.captureStart(index)) }
    program.append(isLast ? .rest : .folders)
    if let index { program.append(.captureEnd(index, trimmingSlash: !isLast)) }
    template.append(.folders(String(decoding: name, as: UTF8.self)))
    at = end
    return true
  }

  // MARK: Parts of a segment

  private mutating func parseCharacter() throws(PathPatternProblem) -> UInt8 {
    if bytes[at] == UInt8(ascii: "\\") {
      guard at + 1 < bytes.count else { throw problem("'\\' at the end makes nothing literal", at: at) }
      at += 1
    }
    guard bytes[at] != 0 else { throw problem("a path cannot hold a NUL", at: at) }
    at += 1
    return bytes[at - 1]
  }

  private mutating func parseSet() throws(PathPatternProblem) {
    let start = at
    at += 1
    var set = ByteSet()
    var inverted = false
    if at < bytes.count, bytes[at] == UInt8(ascii: "!") || bytes[at] == UInt8(ascii: "^") {
      inverted = true
      at += 1
    }
    var first = true
    while true {
      guard at < bytes.count, bytes[at] != UInt8(ascii: "/") else {
        throw problem("'[' without ']'; write '\\[' for the character itself", at: start)
      }
      if bytes[at] == UInt8(ascii: "]"), !first { break }
      first = false
      let low = try parseCharacter()
      var high = low
      if at + 1 < bytes.count, bytes[at] == UInt8(ascii: "-"), bytes[at + 1] != UInt8(ascii: "]") {
        at += 1
        high = try parseCharacter()
        guard low <= high else { throw problem("the range runs backwards", at: start) }
      }
      for byte in low...high { set.insert(byte) }
    }
    at += 1
    if inverted { set.invert() }
    program.append(.set(set))
    varies()
  }

  private mutating func parseBraces() throws(PathPatternProblem) {
    let start = at
    guard let end = closingBrace() else {
      throw problem("'{' without '}'; write '\\{' for the character itself", at: start)
    }
    let inside = bytes[(start + 1)..<end]
    if inside.contains(UInt8(ascii: ",")) {
      try parseAlternatives(upTo: end)
      return
    }
    if PathPatternParser.offset(of: "...", in: inside) != nil {
      throw problem("'{\(String(decoding: inside, as: UTF8.self))}' stands for whole segments", at: start)
    }
    let parts = inside.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first else { throw problem("'{}' is not a capture", at: start) }
    let index = try declare(name, transform: parts.count > 1 ? parts[1] : nil, at: start)
    isLiteral = false
    if let index { program.append(.captureStart(index)) }
    program += [.anyCharacter, .star]
    if let index { program.append(.captureEnd(index, trimmingSlash: false)) }
    pieces.append(.capture(String(decoding: name, as: UTF8.self)))
    at = end + 1
  }

  private mutating func parseAlternatives(upTo end: Int) throws(PathPatternProblem) {
    let split = program.count
    program.append(.split([]))
    var targets = [program.count]
    var jumps: [Int] = []
    at += 1
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: ","):
        jumps.append(program.count)
        program.append(.jump(0))
        targets.append(program.count)
        at += 1
      case UInt8(ascii: "{"):
        throw problem("braces with a comma cannot hold captures or further braces", at: at)
      case UInt8(ascii: "/"): throw problem("an alternative cannot hold a '/'", at: at)
      case UInt8(ascii: "*"):
        program.append(.star)
        at += 1
      case UInt8(ascii: "?"):
        program.append(.anyCharacter)
        at += 1
      case UInt8(ascii: "["): try parseSet()
      default: program.append(.byte(try parseCharacter()))
      }
    }
    program[split] = .split(targets)
    for jump in jumps { program[jump] = .jump(program.count) }
    varies()
    at = end + 1
  }

  private func closingBrace() -> Int? {
    var index = at + 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "}"): return index
      default: break
      }
      index += 1
    }
    return nil
  }

  // MARK: Facts

  /// Notes a capture and its transform.
  ///
  /// - Returns: its position; nil for one that stands here again.
  private mutating func declare(
    _ name: ArraySlice<UInt8>, transform: ArraySlice<UInt8>?, at start: Int
  ) throws(PathPatternProblem) -> Int? {
    let text = String(decoding: name, as: UTF8.self)
    let isName =
      name.first.map { PathPatternParser.isLetter($0) } ?? false
      && name.allSatisfy { PathPatternParser.isLetter($0) || (48...57).contains($0) || $0 == 45 }
    guard isName else {
      throw problem("'{\(text)}' is not a capture: a name has letters, digits, '-' and '_'", at: start)
    }
    let isKnown = captureNames.contains(text)
    guard !isKnown || mayRepeat else {
      throw problem(
        "the capture '{\(text)}' stands here twice, which only a pattern that captures are put into can take", at: start
      )
    }
    if let transform {
      let wanted = String(decoding: transform, as: UTF8.self)
      guard let known = CaptureTransform(rawValue: wanted) else {
        let names = CaptureTransform.allCases.map(\.rawValue)
        let hint = closestName(to: wanted, among: names).map { "; did you mean ':\($0)'?" } ?? ""
        throw problem("':\(wanted)' is not a transform (\(names.joined(separator: ", ")))\(hint)", at: start)
      }
      if transforms[text] == nil { transforms[text] = known }
    }
    if isKnown {
      // What it stands for is not compared when a path is matched.
      varies()
      return nil
    }
    captureNames.append(text)
    return captureNames.count - 1
  }

  private mutating func literal(_ byte: UInt8) {
    program.append(.byte(byte))
    if case .literal(let bytes)? = pieces.last {
      pieces[pieces.count - 1] = .literal(bytes + [byte])
    } else {
      pieces.append(.literal([byte]))
    }
  }

  private mutating func varies() {
    hasWildcards = true
    isLiteral = false
  }

  private mutating func extendHead(from start: Int) throws(PathPatternProblem) {
    var segment: [UInt8] = []
    for case .literal(let bytes) in pieces { segment += bytes }
    guard let path = RepositoryPath(segment) else {
      throw problem("'\(String(decoding: segment, as: UTF8.self))' cannot be part of a path in a repository", at: start)
    }
    literalHead = literalHead.appending(path)
  }

  private func problem(_ message: String, at offset: Int) -> PathPatternProblem {
    PathPatternProblem(message: message, offset: offset)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }

  private static func offset(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - wanted.count)).first {
      bytes[$0..<($0 + wanted.count)].elementsEqual(wanted)
    }
  }
}
