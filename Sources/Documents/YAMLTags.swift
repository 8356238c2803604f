import DriftModel

/// The tags of YAML 1.2's core schema (section 10.3), and what a scalar must look like to carry them.
enum YAMLTags {
  private static let prefix = "tag:yaml.org,2002:"

  /// What a scalar with this style and tag may mean.
  ///
  /// - Throws: for a tag that the core schema does not have, or that does not fit.
  static func scalarStyle(
    of text: String, _ style: YAMLEvent.Style, tag: String?, at place: @autoclosure () -> Location
  ) throws(DocumentProblem) -> DocumentNode.ScalarStyle {
    guard let tag else { return style == .plain ? .plain : .quoted }
    guard tag != "!" else { return .quoted }
    let location = place()
    let isFitting: Bool
    switch try name(of: tag, at: location) {
    case "str": return .quoted
    case "null": isFitting = CoreSchema.isNull(text)
    case "bool": isFitting = CoreSchema.isBoolean(text)
    case "int": isFitting = CoreSchema.isInteger(text)
    case "float": isFitting = CoreSchema.isFloat(text)
    default: isFitting = false
    }
    guard isFitting else {
      throw DocumentProblem("the tag '\(shown(tag))' does not fit the value '\(text)'", at: location)
    }
    return .plain
  }

  /// Checks the tag of a collection.
  static func check(
    _ tag: String?, isMapping: Bool, at place: @autoclosure () -> Location
  ) throws(DocumentProblem) {
    guard let tag, tag != "!" else { return }
    let location = place()
    guard try name(of: tag, at: location) == (isMapping ? "map" : "seq") else {
      throw DocumentProblem(
        "the tag '\(shown(tag))' does not fit \(isMapping ? "a mapping" : "a list")", at: location)
    }
  }

  private static func name(of tag: String, at location: Location) throws(DocumentProblem) -> String {
    let name = String(tag.dropFirst(prefix.count))
    guard tag.hasPrefix(prefix), ["str", "null", "bool", "int", "float", "map", "seq"].contains(name) else {
      throw DocumentProblem(
        "the tag '\(shown(tag))' is not known", at: location,
        help: ["only the tags of YAML's core schema are read; if this is text that begins with '!', quote it"])
    }
    return name
  }

  private static func shown(_ tag: String) -> String {
    tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
  }
}

/// What plain scalars mean in YAML 1.2's core schema (section 10.3.2).
enum CoreSchema {
  /// Whether the text is null.
  static func isNull(_ text: String) -> Bool { ["", "~", "null", "Null", "NULL"].contains(text) }

  /// Whether the text is a Boolean.
  static func isBoolean(_ text: String) -> Bool {
    ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text)
  }

  /// Whether the text is an integer: decimal with a sign, `0o17` or `0xFF`.
  static func isInteger(_ text: String) -> Bool {
    if text.hasPrefix("0o") { return isNonEmpty(text.dropFirst(2)) { ("0"..."7").contains($0) } }
    if text.hasPrefix("0x") { return isNonEmpty(text.dropFirst(2)) { $0.isASCII && $0.isHexDigit } }
    return isNonEmpty(unsigned(text), isDigit)
  }

  /// Whether the text is a number with or without a fraction and an exponent, an infinity or not a number.
  static func isFloat(_ text: String) -> Bool {
    if [".nan", ".NaN", ".NAN"].contains(text) { return true }
    let number = unsigned(text)
    if [".inf", ".Inf", ".INF"].contains(String(number)) { return true }
    let parts = number.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
    if parts.count == 2, !isNonEmpty(unsigned(String(parts[1])), isDigit) { return false }
    guard let mantissa = parts.first else { return false }
    let digits = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return digits.allSatisfy { $0.allSatisfy(isDigit) } && digits.contains { !$0.isEmpty }
  }

  private static func unsigned(_ text: String) -> Substring {
    text.first == "+" || text.first == "-" ? text.dropFirst() : text[...]
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  private static func isNonEmpty(_ text: Substring, _ test: (Character) -> Bool) -> Bool {
    !text.isEmpty && text.allSatisfy(test)
  }
}
