/// How a captured name is rewritten in an output's path.
public enum CaptureTransform: String, Sendable, Hashable, CaseIterable {
  case snake, kebab, camel, pascal, lower, upper

  /// Applies the transform to one path segment's text. Words split at `-`, `_`, `.`, space and a change from lower to
  /// upper case; only ASCII letters change case.
  public func apply(to bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .lower: bytes.map(CaptureTransform.lowercase)
    case .upper: bytes.map(CaptureTransform.uppercase)
    case .snake: CaptureTransform.words(of: bytes).map { $0.map(CaptureTransform.lowercase) }.joined(by: "_")
    case .kebab: CaptureTransform.words(of: bytes).map { $0.map(CaptureTransform.lowercase) }.joined(by: "-")
    case .pascal: CaptureTransform.words(of: bytes).flatMap(CaptureTransform.capitalise)
    case .camel:
      CaptureTransform.words(of: bytes).enumerated().flatMap { index, word in
        index == 0 ? word.map(CaptureTransform.lowercase) : CaptureTransform.capitalise(word)
      }
    }
  }

  private static func words(of bytes: [UInt8]) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    for byte in bytes {
      if "-_. ".utf8.contains(byte) {
        if !word.isEmpty { words.append(word) }
        word = []
        continue
      }
      if let last = word.last, isLower(last), isUpper(byte) {
        words.append(word)
        word = []
      }
      word.append(byte)
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
  private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
  private static func lowercase(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte + 32 : byte }
  private static func uppercase(_ byte: UInt8) -> UInt8 { isLower(byte) ? byte - 32 : byte }
  private static func capitalise(_ word: [UInt8]) -> [UInt8] {
    guard let first = word.first else { return [] }
    return [uppercase(first)] + word.dropFirst().map(lowercase)
  }
}

extension [[UInt8]] {
  fileprivate func joined(by separator: String) -> [UInt8] { [UInt8](joined(separator: separator.utf8)) }
}

/// What a pattern's captures stood for in one path: name to bytes. Segments of a `{path...}` are joined by `/`.
public typealias Captures = [String: [UInt8]]

/// A glob over paths of the repository, with named captures: the only matcher there is.
///
/// `*` any bytes but `/`, `?` one character, `[a-z]` and `[!a-z]` one of a set, `**` any number of whole segments,
/// `{a,b}` either, `{name}` a capture of one or more bytes but `/`, `{path...}` a capture of whole segments (none
/// allowed where something follows), `\` makes the next character literal. Matching is byte-exact, covers the whole
/// path, is greedy from the left, and takes time proportional to pattern times path.
public struct PathPattern: Sendable, Hashable, CustomStringConvertible {
  /// The text as written.
  public let text: String
  let program: [PathInstruction]
  let template: [PathTemplateSegment]
  private let isIntricate: Bool
  private let literalTail: [UInt8]

  /// The folders before the first segment that is not literal; the whole path if all are.
  public let literalHead: RepositoryPath
  /// Whether the pattern names exactly one path.
  public let isLiteral: Bool
  /// The captures, in order.
  public let captureNames: [String]
  /// The transforms that captures carry; of one that stands here several times, the first.
  public let transforms: [String: CaptureTransform]
  /// Whether something besides captures varies, so that a path cannot be made of captures alone.
  public let hasWildcards: Bool

  /// Reads a pattern.
  ///
  /// - Parameter mayRepeat: whether a capture may stand in it more than once, each time with a transform of its own: for
  ///   patterns that captures are put into. Matched against a path, every further one is a `*`.
  /// - Throws: what is wrong, as one line: a capture twice, an unknown transform, a `..`, an absolute path, an
  ///   unclosed bracket, `**` within a segment.
  public init(_ text: String, mayRepeat: Bool = false) throws(PathPatternProblem) {
    var parser = PathPatternParser(text, mayRepeat: mayRepeat)
    try parser.parse()
    self.text = text
    self.program = parser.program
    self.template = parser.template
    self.captureNames = parser.captureNames
    self.transforms = parser.transforms
    self.hasWildcards = parser.hasWildcards
    self.isLiteral = parser.isLiteral
    self.literalHead = parser.literalHead
    self.isIntricate = program.count { $0.branches } > 2
    self.literalTail = PathPattern.literalTail(of: program)
  }

  /// A pattern that matches one path, whatever characters it holds.
  public init(literal path: RepositoryPath) {
    self.text = path.description
    self.program = path.bytes.map(PathInstruction.byte) + [.accept]
    self.template = path.segments.map { .pieces([.literal(Array($0))]) }
    self.captureNames = []
    self.transforms = [:]
    self.hasWildcards = false
    self.isLiteral = true
    self.literalHead = path
    self.isIntricate = false
    self.literalTail = path.bytes
  }

  /// The bytes that every match ends in. Behind alternatives the last bytes belong to one of them only.
  private static func literalTail(of program: [PathInstruction]) -> [UInt8] {
    if program.contains(where: { if case .split = $0 { true } else { false } }) { return [] }
    var tail: [UInt8] = []
    for instruction in program.dropLast().reversed() {
      guard case .byte(let byte) = instruction else { break }
      tail.append(byte)
    }
    return tail.reversed()
  }

  /// Whether the whole path matches.
  public func matches(_ path: RepositoryPath) -> Bool { path.bytes.withUnsafeBufferPointer(matches) }

  /// Whether the whole path, given as its bytes, matches.
  public func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    if isLiteral { return path.elementsEqual(literalHead.bytes) }
    // Most paths already end in something else.
    var back = 1
    while back <= literalTail.count {
      guard back <= path.count, path[path.count - back] == literalTail[literalTail.count - back] else { return false }
      back += 1
    }
    var matcher = PathMatcher(program, wanted: false, remembers: isIntricate)
    return matcher.run(path)
  }

  /// The captures if the whole path matches, else nil.
  public func captures(in path: RepositoryPath) -> Captures? {
    path.bytes.withUnsafeBufferPointer { bytes in
      var matcher = PathMatcher(program, wanted: true, remembers: isIntricate)
      guard matcher.run(bytes) else { return nil }
      var captures: Captures = [:]
      for (index, name) in captureNames.enumerated() {
        let range = matcher.ranges[index]
        captures[name] = Array(bytes[range])
      }
      return captures
    }
  }

  /// The path that the captures yield, transforms applied.
  ///
  /// - Returns: nil if a capture is not bound, the pattern has wildcards, or the result cannot be a path.
  public func path(for captures: Captures) -> RepositoryPath? {
    guard !hasWildcards else { return nil }
    var segments: [[UInt8]] = []
    for segment in template {
      switch segment {
      case .folders(let name):
        guard let value = captures[name] else { return nil }
        let transform = transforms[name]
        for part in value.split(separator: UInt8(ascii: "/")) {
          segments.append(transform?.apply(to: Array(part)) ?? Array(part))
        }
      case .pieces(let pieces):
        var bytes: [UInt8] = []
        for piece in pieces {
          switch piece {
          case .literal(let literal): bytes += literal
          case .capture(let name):
            guard let value = captures[name] else { return nil }
            bytes += transforms[name]?.apply(to: value) ?? value
          }
        }
        segments.append(bytes)
      }
    }
    return RepositoryPath(Array(segments.joined(separator: [UInt8(ascii: "/")])))
  }

  /// The text as written.
  public var description: String { text }

  /// Equal texts are equal patterns.
  public static func == (left: PathPattern, right: PathPattern) -> Bool { left.text == right.text }

  /// By the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// What is wrong with the text of a pattern.
public struct PathPatternProblem: Error, Sendable, Hashable {
  /// One line: lower case, no full stop.
  public let message: String
  /// The 0-based byte offset in the pattern that it is about.
  public let offset: Int
}

/// A segment of the path that a pattern without wildcards yields.
enum PathTemplateSegment: Sendable, Hashable {
  enum Piece: Sendable, Hashable {
    case literal([UInt8])
    case capture(String)
  }
  case pieces([Piece])
  case folders(String)
}

/// One instruction of a compiled pattern. `split` and `jump` name instructions by index.
enum PathInstruction: Sendable, Hashable {
  /// This byte.
  case byte(UInt8)
  /// One character (a UTF-8 sequence, or one byte that begins none), not `/`.
  case anyCharacter
  /// One byte of a set; never `/`.
  case set(ByteSet)
  /// Any number of bytes but `/`, as many as possible.
  case star
  /// Any number of `segment/`, as many as possible. Stands only where a segment begins.
  case folders
  /// Everything that is left, at least one byte.
  case rest
  /// Try each of these in order.
  case split([Int])
  /// Go there.
  case jump(Int)
  /// Capture `index` begins here; it ends here, less the given number of bytes (the `/` after `{path...}`).
  case captureStart(Int)
  case captureEnd(Int, trimmingSlash: Bool)
  /// The path must end here.
  case accept

  /// Whether the matcher may go on from here in more than one way.
  var branches: Bool {
    switch self {
    case .star, .folders, .split: true
    default: false
    }
  }
}

/// A set of byte values.
struct ByteSet: Sendable, Hashable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  mutating func insert(_ byte: UInt8) {
    let bit: UInt64 = 1 << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: words.0 |= bit
    case 1: words.1 |= bit
    case 2: words.2 |= bit
    default: words.3 |= bit
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    let bit: UInt64 = 1 << UInt64(byte & 63)
    return switch byte >> 6 {
    case 0: words.0 & bit != 0
    case 1: words.1 & bit != 0
    case 2: words.2 & bit != 0
    default: words.3 & bit != 0
    }
  }

  mutating func invert() { words = (~words.0, ~words.1, ~words.2, ~words.3) }

  static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }
  func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension PathPattern {
  /// Whether the first segment already stands for any folders, so that the pattern names no folder to look in.
  public var listsWholeTree: Bool {
    switch program.first {
    case .folders?, .rest?: true
    case .captureStart?: program.count > 1 && (program[1] == .folders || program[1] == .rest)
    default: false
    }
  }

  /// How many folders deep a match can lie below the literal head; `Int.max` if any.
  public var depthBelowHead: Int {
    if program.contains(where: { $0 == .folders || $0 == .rest }) { return .max }
    return program.count { $0 == .byte(UInt8(ascii: "/")) } + 1 - literalHead.segments.count
  }
}
