/// What the configuration says of how json-schema-to-typescript was run.
struct TypeScriptDeclaration {
  /// The style as far as it is declared; the generator's own defaults beside that.
  private(set) var style = TypeScriptStyle()
  /// The release, if it is known.
  private(set) var hasRelease = false
  /// Whether the options are declared; those that are not named then have their defaults.
  private(set) var hasOptions = false
  /// What could not be understood, as reasons.
  private(set) var problems: [String] = []

  /// Reads a version such as `15.0.4` and options such as `--unknownAny=false` or `--no-additionalProperties`.
  init(options: [String]?, version: String?) {
    if let version {
      if let release = TypeScriptStyle.Release(version: version) {
        style.release = release
        hasRelease = true
      } else {
        problems.append(
          "what json-schema-to-typescript \(version) writes is not known; known are releases 6 to 15")
      }
    }
    guard let options else { return }
    hasOptions = true
    var waiting = options[...]
    while let option = waiting.popFirst() {
      guard option.hasPrefix("-") else { continue }
      var name = String(option.drop { $0 == "-" })
      var value: String?
      if let equals = name.firstIndex(of: "=") {
        value = String(name[name.index(after: equals)...])
        name = String(name[..<equals])
      }
      read(name, value, &waiting)
    }
  }

  private mutating func read(_ name: String, _ given: String?, _ waiting: inout ArraySlice<String>) {
    let isNegated = name.hasPrefix("no-")
    let name = isNegated ? String(name.dropFirst(3)) : name
    if Self.irrelevant.contains(String(name.prefix { $0 != "." })) {
      if given == nil, let next = waiting.first, !next.hasPrefix("-") { waiting.removeFirst() }
      return
    }
    if name == "maxItems" {
      let text = given ?? waiting.popFirst() ?? ""
      guard let number = Int(text), number >= -1 else {
        problems.append("the declared option '--maxItems' has no number, but '\(text)'")
        return
      }
      style.maxItems = number
      return
    }
    guard let option = TypeScriptOption.allCases.first(where: { $0.rawValue == name }) else {
      problems.append("the declared option '--\(name)' is not known")
      return
    }
    var value = given
    if value == nil, let next = waiting.first, next == "true" || next == "false" { value = waiting.popFirst() }
    option.set(in: &style, to: (value != "false") != isNegated)
  }

  /// Options that change layout alone, or where files are looked for.
  private static let irrelevant: Set<String> = [
    "input", "i", "output", "o", "cwd", "format", "bannerComment", "help", "h", "$refOptions", "style",
  ]
}

/// The options that are on or off.
enum TypeScriptOption: String, CaseIterable, Sendable {
  case additionalProperties, declareExternallyReferenced, enableConstEnums, inferStringEnumKeysFromValues
  case ignoreMinAndMaxItems, strictIndexSignatures, unreachableDefinitions, unknownAny

  private var path: WritableKeyPath<TypeScriptStyle, Bool> {
    switch self {
    case .additionalProperties: \.additionalProperties
    case .declareExternallyReferenced: \.declareExternallyReferenced
    case .enableConstEnums: \.enableConstEnums
    case .inferStringEnumKeysFromValues: \.inferStringEnumKeysFromValues
    case .ignoreMinAndMaxItems: \.ignoreMinAndMaxItems
    case .strictIndexSignatures: \.strictIndexSignatures
    case .unreachableDefinitions: \.unreachableDefinitions
    case .unknownAny: \.unknownAny
    }
  }

  func set(in style: inout TypeScriptStyle, to value: Bool) { style[keyPath: path] = value }

  func value(in style: TypeScriptStyle) -> Bool { style[keyPath: path] }
}
