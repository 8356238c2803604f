/// The generator's rules for turning the schema's names into Python's.
final class GeneratedNames: Sendable {
  let style: DatamodelStyle
  /// Names that the committed file declares: of several plausible singulars of a word, the one that is there is taken.
  let declared: Set<String>

  init(style: DatamodelStyle, declared: Set<String>) {
    self.style = style
    self.declared = declared
  }

  static let keywords = KeywordTable<Void>([
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  ])

  /// What pydantic's base class defines, which a field must not hide.
  private static let modelMembers = KeywordTable<Void>([
    "construct", "copy", "dict", "from_orm", "json", "model_computed_fields", "model_config", "model_construct",
    "model_copy", "model_dump", "model_dump_json", "model_extra", "model_fields", "model_fields_set",
    "model_json_schema", "model_parametrized_name", "model_post_init", "model_rebuild", "model_validate",
    "model_validate_json", "model_validate_strings", "parse_file", "parse_obj", "parse_raw", "schema", "schema_json",
    "update_forward_refs", "validate",
  ])

  /// What the types that enumerations may extend define.
  private static let builtInAttributes: Set<String> = [
    "as_integer_ratio", "bit_count", "bit_length", "capitalize", "casefold", "center", "conjugate", "count", "decode",
    "denominator", "encode", "endswith", "expandtabs", "find", "format", "format_map", "from_bytes", "fromhex", "hex",
    "imag", "index", "is_integer", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower",
    "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans",
    "numerator", "partition", "real", "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust",
    "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "to_bytes",
    "translate", "upper", "zfill",
  ]

  var hasAffix: Bool { !style.classPrefix.isEmpty || !style.classSuffix.isEmpty }

  /// A class name with what is put before and behind it.
  func affixed(_ name: String, isEnumeration: Bool, isRoot: Bool) -> String {
    guard hasAffix, !(isRoot && style.className != nil),
      style.affixScope == "all" || (style.affixScope == "enums") == isEnumeration
    else { return name }
    return style.classPrefix + name + style.classSuffix
  }

  /// Whether a class name that was asked for stays as it is.
  func keeps(_ name: String) -> Bool {
    style.keepsLeadingUnderscore && name == style.className && name.hasPrefix("_")
  }

  /// A name's parts between dots: those in front are modules. Just one part, without dots, if they are none.
  func modules(in name: String) -> [String] {
    guard name.utf8.contains(UInt8(ascii: ".")) else { return [name] }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    switch style.dotsAreModules {
    case true?: return parts
    case nil where !style.strictDots || parts.allSatisfy { DatamodelParser.isIdentifier($0) }: return parts
    default: return [name.replacing(".", with: "_")]
    }
  }

  /// The modules in front of a name, with the dot behind them; empty if there are none.
  func modulePrefix(of name: String) -> String { modules(in: name).dropLast().map { $0 + "." }.joined() }

  enum Use {
    case field, enumeration, type, module
  }

  /// A name that Python accepts, unlike all of `excluded`.
  func valid(_ text: String, for use: Use, excluded: NameSet = NameSet()) -> String {
    var name = text
    if use == .enumeration, name == "mro" { name = "mro_" }
    if name.isEmpty { name = style.emptyName }
    if name.hasPrefix("#") {
      name.removeFirst()
      if name.isEmpty { name = style.emptyName }
    }
    if style.snakeCase, use != .type, use != .module, let delimiter = style.originalDelimiter {
      name = Self.upperCamel(name, delimiter: delimiter)
    }
    if !name.utf8.allSatisfy({ Self.isWord($0) }) {
      name = String(String.UnicodeScalarView(name.unicodeScalars.map { Self.isWord($0) ? $0 : "_" }))
    }
    if let first = name.unicodeScalars.first, Self.isNumeric(first) { name = "\(style.specialPrefix)_\(name)" }
    if style.removesSpecialPrefix {
      name = String(name.drop { $0 == "_" })
    } else if name.hasPrefix("_") {
      name = style.specialPrefix + name
    }
    let isUpper = style.capitaliseEnum && use == .enumeration
    if isUpper || style.snakeCase && use != .type && use != .module { name = Self.snakeCase(name) }
    let hidesAttribute =
      use == .enumeration && style.rules == .v72 && style.subclassEnum
      && Self.builtInAttributes.contains(isUpper ? name.uppercased() : name)
    let hidesMember =
      use == .field
      && (style.rules < .v72 || style.model.isPydantic
        ? Self.modelMembers.contains(name) : style.model == .msgspec && name == "field")
    if Self.keywords.contains(name) || hidesMember || hidesAttribute { name += "_" }
    let base = use == .type ? Self.upperCamel(name) : isUpper ? name.uppercased() : name
    var result = base
    var count = 1
    while Self.keywords.contains(result) || excluded.contains(result) || use == .enumeration && result == "mro" {
      result = use == .type ? "\(name)\(count)" : "\(name)_\(count)"
      count += 1
    }
    return result
  }

  /// What a field is called.
  struct FieldName {
    /// In the code.
    let name: String
    /// In the data, if that is another.
    var alias: String?
    /// In data that is read, where several names are taken.
    var choices: [String]?
    /// In data that is written, where an option says it.
    var written: String?
  }

  /// A field's names.
  ///
  /// - Parameter className: The class that options may speak of.
  func field(_ text: String, excluded: NameSet, in className: String? = nil) -> FieldName {
    var names = FieldName(name: "")
    switch DatamodelOverrides.entry(style.overrides.aliases, text, in: className) {
    case .name(let name): names = FieldName(name: name, alias: text)
    case .choices(let all):
      var seen: Set<String> = []
      names = FieldName(
        name: valid(all[0], for: .field, excluded: excluded),
        choices: ([text] + all).filter { seen.insert($0).inserted })
    case nil:
      let name = valid(text, for: .field, excluded: excluded)
      names = FieldName(name: name, alias: name == text || style.noAlias ? nil : text)
    }
    names.written = written(text, names.name, in: className)
    return names
  }

  /// What an option says that a field is called in data that is written.
  func written(_ text: String, _ name: String, in className: String?) -> String? {
    let entries = style.overrides.serializationAliases
    guard !entries.isEmpty else { return nil }
    let scoped = className.flatMap { entries["\($0).\(text)"] ?? entries["\($0).\(name)"] }
    return scoped ?? entries[text] ?? entries[name]
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isWord(UInt8(scalar.value)) }
    if "¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars.contains(scalar) { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      return true
    default: return false
    }
  }

  private static func isNumeric(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value &- 0x30 < 10 }
    switch scalar.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: return true
    default: return false
    }
  }

  /// `foo_bar` as `FooBar`; letters behind the first of each word stay.
  static func upperCamel(_ word: String, delimiter: String = "_") -> String {
    if delimiter == "_", word.utf8.allSatisfy({ $0 < 0x80 }) { return upperCamelASCII(word) }
    let hasPrefix = word.hasPrefix(delimiter)
    let rest = hasPrefix ? word.dropFirst() : word[...]
    return (hasPrefix ? "_" : "")
      + rest.split(separator: delimiter).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func upperCamelASCII(_ word: String) -> String {
    guard word.utf8.contains(UInt8(ascii: "_")) else {
      guard let first = word.utf8.first, (0x61...0x7A).contains(first) else { return word }
      return word.prefix(1).uppercased() + word.dropFirst()
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(word.utf8.count)
    if word.utf8.first == UInt8(ascii: "_") { bytes.append(UInt8(ascii: "_")) }
    var isAtStart = true
    for byte in word.utf8 {
      if byte == UInt8(ascii: "_") {
        isAtStart = true
      } else {
        bytes.append(isAtStart && (0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
        isAtStart = false
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A field's name as an alias generator of pydantic writes it.
  static func generated(_ name: String, by generator: String) -> String {
    func title(_ word: Substring) -> String { word.prefix(1).uppercased() + word.dropFirst().lowercased() }
    switch generator {
    case "to_snake": return snakeCase(name)
    case "to_pascal", "to_camel":
      let pascal = name.split(separator: "_").map { title($0) }.joined()
      return generator == "to_pascal" ? pascal : pascal.prefix(1).lowercased() + pascal.dropFirst()
    default: return name
    }
  }

  /// `fooBar` as `foo_bar`.
  static func snakeCase(_ word: String) -> String {
    // First pass: an underscore before an upper-case letter that lower-case ones follow.
    let letters = Array(word.unicodeScalars)
    func isUpper(_ scalar: Unicode.Scalar) -> Bool { (0x41...0x5A).contains(scalar.value) }
    func isLower(_ scalar: Unicode.Scalar) -> Bool { (0x61...0x7A).contains(scalar.value) }
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }
    var first: [Unicode.Scalar] = []
    var index = 0
    while index < letters.count {
      if index + 2 < letters.count + 0, letters[index] != "_", isUpper(letters[index + 1]), isLower(letters[index + 2])
      {
        first += [letters[index], "_", letters[index + 1]]
        index += 2
        while index < letters.count, isLower(letters[index]) {
          first.append(letters[index])
          index += 1
        }
      } else {
        first.append(letters[index])
        index += 1
      }
    }
    var second: [Unicode.Scalar] = []
    for (position, scalar) in first.enumerated() {
      if position > 0, isUpper(scalar), isLower(first[position - 1]) || isDigit(first[position - 1]) {
        second.append("_")
      }
      second.append(scalar)
    }
    return String(String.UnicodeScalarView(second)).lowercased()
  }

  /// The class for one item of a list with this class name.
  func singular(_ word: String, suffix: String) -> String {
    let candidates = Self.singulars(of: word)
    let all = candidates + ["\(word)\(suffix)"]
    func isDeclared(_ name: String) -> Bool {
      declared.contains(name)
        || declared.contains { other in
          other.hasPrefix(name) && !other.dropFirst(name.count).isEmpty
            && (other.dropFirst(name.count).allSatisfy(\.isNumber) || other.dropFirst(name.count) == "Model")
        }
    }
    return all.first(where: isDeclared) ?? all[0]
  }

  /// Plausible English singulars, the likeliest first; empty if the word looks singular.
  private static func singulars(of word: String) -> [String] {
    let lower = word.lowercased()
    func dropping(_ count: Int, _ ending: String = "") -> String { word.dropLast(count) + ending }
    let irregular = [
      "children": (3, ""), "people": (4, "rson"), "men": (2, "an"), "indices": (4, "ex"), "vertices": (4, "ex"),
      "matrices": (3, "x"), "criteria": (1, "on"), "phenomena": (1, "on"), "mice": (3, "ouse"), "feet": (3, "oot"),
      "teeth": (4, "ooth"), "geese": (4, "oose"), "data": (1, "um"), "media": (1, "um"),
    ]
    for (plural, change) in irregular where lower.hasSuffix(plural) {
      return [dropping(change.0, change.1)]
    }
    guard lower.hasSuffix("s"), lower.count > 1 else { return [] }
    if lower.hasSuffix("ss") || lower.hasSuffix("us") { return [] }
    if lower.hasSuffix("is") { return [] }
    if lower.hasSuffix("ies") { return lower.count > 4 ? [dropping(3, "y"), dropping(1)] : [dropping(1)] }
    if lower.hasSuffix("sses") || lower.hasSuffix("shes") || lower.hasSuffix("ches") || lower.hasSuffix("xes")
      || lower.hasSuffix("zzes")
    {
      return [dropping(2), dropping(1)]
    }
    if lower.hasSuffix("ses") { return [dropping(1), dropping(2), dropping(2, "is")] }
    if lower.hasSuffix("oes") { return [dropping(2), dropping(1)] }
    if lower.hasSuffix("ves") { return [dropping(1), dropping(3, "f"), dropping(3, "fe")] }
    if lower.hasSuffix("zes") { return [dropping(1), dropping(2)] }
    return [dropping(1)]
  }
}
