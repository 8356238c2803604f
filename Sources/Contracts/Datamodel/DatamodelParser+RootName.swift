/// What the class of a whole document is called.
extension DatamodelParser {
  /// The name of the schema's own class, before others take it.
  static func rootClassName(_ object: SchemaObject, _ style: DatamodelStyle) -> String {
    let name = style.className ?? object.title ?? "Model"
    return isIdentifier(name) ? name : className(ofTitle: name)
  }

  static func isIdentifier(_ name: String) -> Bool {
    if name.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F }), let first = name.utf8.first
    {
      return first &- 0x30 >= 10 && !GeneratedNames.keywords.contains(name)
    }
    guard let first = name.unicodeScalars.first else { return false }
    return (first.properties.isXIDStart || first == "_")
      && name.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
      && !GeneratedNames.keywords.contains(name)
  }

  /// A title as Python's `str.title` makes it, without what is no ASCII letter or digit.
  static func className(ofTitle title: String) -> String {
    var result = ""
    var isStart = true
    for scalar in title.unicodeScalars {
      guard scalar.isASCII else {
        isStart = true
        continue
      }
      let character = Character(scalar)
      if character.isLetter {
        result += isStart ? character.uppercased() : character.lowercased()
        isStart = false
      } else {
        if character.isNumber { result.append(character) }
        isStart = true
      }
    }
    return result
  }
}
