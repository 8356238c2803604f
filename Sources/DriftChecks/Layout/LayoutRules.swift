internal import DriftModel
internal import RegularExpressions

/// How names are written.
enum NameStyle: String, Sendable, CaseIterable {
  case snake, kebab, camel, pascal, lower
  case upperSnake = "upper-snake"

  /// Whether names in this style may be joined by `+`: so Swift and Objective-C call the file of an extension
  /// (`String+Trimming.swift`).
  private var joinsNames: Bool { self == .pascal }

  /// Whether a name is written so. Digits go with letters; letters beyond ASCII count as either case.
  func accepts(_ name: ArraySlice<UInt8>) -> Bool {
    let names = names(in: name)
    return names.count == 1 ? acceptsOne(name) : names.allSatisfy { !$0.isEmpty && acceptsOne($0) }
  }

  private func names(in name: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    joinsNames ? name.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false) : [name]
  }

  private func acceptsOne(_ name: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first, let last = name.last else { return true }
    let separator: UInt8? =
      switch self {
      case .snake, .upperSnake: UInt8(ascii: "_")
      case .kebab: UInt8(ascii: "-")
      case .camel, .pascal, .lower: nil
      }
    var previous: UInt8 = 0
    for byte in name {
      if byte == separator {
        if previous == separator { return false }
      } else if isUpper(byte) {
        if self == .snake || self == .kebab || self == .lower { return false }
      } else if isLower(byte) {
        if self == .upperSnake { return false }
      } else if !isDigit(byte), byte < 0x80 {
        return false
      }
      previous = byte
    }
    if first == separator || last == separator { return false }
    switch self {
    case .camel: return !isUpper(first)
    case .pascal: return !isLower(first)
    default: return true
    }
  }

  /// The name in this style.
  func rewrite(_ name: [UInt8]) -> [UInt8] {
    Array(names(in: name[...]).map { rewriteOne(Array($0)) }.joined(separator: [UInt8(ascii: "+")]))
  }

  private func rewriteOne(_ name: [UInt8]) -> [UInt8] {
    switch self {
    case .snake: CaptureTransform.snake.apply(to: name)
    case .kebab: CaptureTransform.kebab.apply(to: name)
    case .camel: CaptureTransform.camel.apply(to: name)
    case .pascal: CaptureTransform.pascal.apply(to: name)
    case .lower: CaptureTransform.lower.apply(to: name.filter { !"-_. ".utf8.contains($0) })
    case .upperSnake: CaptureTransform.upper.apply(to: CaptureTransform.snake.apply(to: name))
    }
  }

  private func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
  private func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
}

/// What some files or folders are called.
struct NamingRule: Sendable {
  let patterns: [Located<PathPattern>]
  let isAboutFolders: Bool
  /// Any of these; empty if `expression` says it.
  let styles: [NameStyle]
  let expression: RegularExpression?
  let allowsEmpty: Bool

  private static let list = Codec<Located<PathPattern>>.pattern().list(orOne: true)
  private static let filesField = Field(optional: "files", "The files whose names count.", list)
  private static let foldersField = Field(optional: "folders", "The folders whose names count.", list)
  private static let styleField = Field(
    optional: "style", "How they are written; of several, any.",
    Codec<String>.choice(NameStyle.allCases.map(\.rawValue)).list(orOne: true))
  private static let patternField = Field(
    optional: "pattern", "A regular expression that the whole name matches, its ending included.",
    Codec<RegularExpression>.regularExpression())
  private static let allowEmptyField = Field(
    "allow-empty", "Whether the rule may select nothing.", Codec<Bool>.boolean, default: false, defaultText: "false")

  static let codec = Codec<NamingRule>.object(
    [filesField, foldersField, styleField, patternField, allowEmptyField]
  ) { values in
    let files = values.read(filesField)
    let folders = values.read(foldersField)
    let styles = values.read(styleField)
    let pattern = values.read(patternField)
    let allowsEmpty = values.read(allowEmptyField)
    if (values.node["files"] == nil) == (values.node["folders"] == nil) {
      values.complain("a rule is about files or about folders", help: ["give either 'files' or 'folders'"])
    }
    if (values.node["style"] == nil) == (values.node["pattern"] == nil) {
      values.complain("nothing says how they are called", help: ["give either 'style' or 'pattern'"])
    }
    guard let files, let folders, let styles, let pattern, let allowsEmpty, let patterns = files ?? folders else {
      return nil
    }
    var expression: RegularExpression?
    if let pattern {
      do throws(RegularExpressionProblem) {
        expression = try RegularExpression("^(?:\(pattern.pattern))$")
      } catch {
        values.complain("pattern '\(pattern.pattern)': \(error.message)", at: values.location(of: "pattern"))
        return nil
      }
    }
    return NamingRule(
      patterns: patterns, isAboutFolders: files == nil, styles: (styles ?? []).compactMap(NameStyle.init),
      expression: expression, allowsEmpty: allowsEmpty)
  }

  /// Whether a path's last segment is called so.
  func accepts(_ name: ArraySlice<UInt8>) -> Bool {
    if let expression {
      return name.withUnsafeBufferPointer { expression.firstMatch(in: $0, range: 0..<$0.count) != nil }
    }
    let word = name[word(of: name)]
    return styles.contains { $0.accepts(word) }
  }

  /// The part of a name that its style is about: up to the first dot, without marks around it.
  func word(of name: ArraySlice<UInt8>) -> Range<Int> {
    var start = name.startIndex
    while start < name.endIndex, "._[({$@+~".utf8.contains(name[start]) { start += 1 }
    var end = name[start...].firstIndex(of: UInt8(ascii: ".")) ?? name.endIndex
    while end > start, "_])}".utf8.contains(name[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The name as the rule wants it; nil if the rule cannot tell.
  func rewritten(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    guard let style = styles.first else { return nil }
    let word = word(of: name)
    let new = style.rewrite(Array(name[word]))
    guard !new.isEmpty, style.accepts(new[...]) else { return nil }
    return Array(name[..<word.lowerBound]) + new + Array(name[word.upperBound...])
  }
}

/// What must stand at some paths.
struct TypeRule: Sendable {
  enum Wanted: String, Sendable, CaseIterable {
    case file, executable, link, folder, submodule
  }

  let patterns: [Located<PathPattern>]
  let type: Wanted
  let allowsEmpty: Bool

  private static let pathsField = Field(
    required: "paths", "The paths.", Codec<Located<PathPattern>>.pattern().list(orOne: true))
  private static let typeField = Field(
    required: "type", "What stands there.", Codec<String>.choice(Wanted.allCases.map(\.rawValue)))
  private static let allowEmptyField = Field(
    "allow-empty", "Whether the rule may select nothing.", Codec<Bool>.boolean, default: false, defaultText: "false")

  static let codec = Codec<TypeRule>.object([pathsField, typeField, allowEmptyField]) { values in
    let paths = values.read(pathsField)
    let type = values.read(typeField)
    let allowsEmpty = values.read(allowEmptyField)
    guard let paths, let type = type.flatMap(Wanted.init), let allowsEmpty else { return nil }
    return TypeRule(patterns: paths, type: type, allowsEmpty: allowsEmpty)
  }
}
