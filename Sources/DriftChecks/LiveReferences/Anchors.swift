internal import Documents
internal import DriftModel

/// What of a Markdown document a link may name behind `#`.
struct Anchors {
  /// A heading or an identifier, and where it is.
  struct Anchor {
    let name: String
    let offset: Int
  }

  /// In the order of the document, in lower case.
  private(set) var all: [Anchor] = []
  private var names: Set<String> = []
  /// Letters and digits of each name alone, for what other renderers would call the same heading.
  private var loose: [String: Anchor] = [:]

  init(_ document: MarkdownDocument, bytes: [UInt8], html: [HTMLScan]) {
    var counts: [String: Int] = [:]
    for heading in document.headings {
      let (text, explicit) = Anchors.splitIdentifier(heading.text)
      if let explicit { add(explicit, heading.offset) }
      // GitHub numbers equal names in the order of the document, whatever other headings are called.
      let slug = Anchors.slug(text)
      let count = counts[slug] ?? 0
      counts[slug] = count + 1
      add(count == 0 ? slug : "\(slug)-\(count)", heading.offset)
      // A reference that is resolved elsewhere, `[name][module.name]`, is read as its name there.
      if text.contains("][") { add(Anchors.slug(Anchors.withoutReferences(text)), heading.offset) }
    }
    for scan in html {
      for identifier in scan.identifiers { add(String(decoding: identifier, as: UTF8.self), 0) }
    }
    addTargets(bytes)
  }

  private mutating func add(_ name: String, _ offset: Int) {
    let anchor = Anchor(name: name.lowercased(), offset: offset)
    guard names.insert(anchor.name).inserted else { return }
    all.append(anchor)
    if loose[Anchors.loosened(anchor.name)] == nil { loose[Anchors.loosened(anchor.name)] = anchor }
  }

  /// Whether a link to the fragment finds something. Capitals do not count, as they do not for browsers' users.
  func holds(_ fragment: String) -> Bool {
    var wanted = fragment.lowercased()
    if names.contains(wanted) { return true }
    if wanted.hasPrefix("user-content-") { wanted.removeFirst("user-content-".count) }
    return wanted.isEmpty || wanted == "top" || names.contains(wanted)
  }

  /// An anchor that differs in punctuation alone.
  func nearly(_ fragment: String) -> Anchor? {
    let wanted = Anchors.loosened(fragment.lowercased())
    return wanted.isEmpty ? nil : loose[wanted]
  }

  /// Whether a fragment is made of a heading's name and of that of one below it: `assets-fonts`.
  func mayBeNested(_ fragment: String) -> Bool {
    let wanted = fragment.lowercased()
    return wanted.indices.contains { index in
      wanted[index] == "-" && names.contains(String(wanted[..<index]))
        && names.contains(String(wanted[wanted.index(after: index)...]))
    }
  }

  // MARK: Names

  /// The name that GitHub gives a heading: lower case, blanks made `-`, and only letters, marks, digits, `_` and `-`
  /// kept of all else.
  static func slug(_ text: String) -> String {
    var slug = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case " ", "-": slug += "-"
      case "_": slug += "_"
      default:
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
          .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .connectorPunctuation:
          // Marks are kept even where GitHub drops the emoji that they stand behind: U+FE0F of `⚙️` is in the name.
          slug += scalar.properties.lowercaseMapping
        default: break
        }
      }
    }
    return slug
  }

  /// `Title {#name}`, as several generators have it, and `{: #name}`.
  private static func splitIdentifier(_ text: String) -> (text: String, explicit: String?) {
    guard text.hasSuffix("}"), let open = text.lastIndex(of: "{") else { return (text, nil) }
    let inside = text[text.index(after: open)...].dropLast()
    guard let name = inside.split(whereSeparator: { " :".contains($0) }).first(where: { $0.hasPrefix("#") }) else {
      return (text, nil)
    }
    var title = text[..<open]
    while title.last == " " { title.removeLast() }
    return (String(title), String(name.dropFirst()))
  }

  /// The text with `[name]` in the place of `[name][reference]`.
  private static func withoutReferences(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "]"), rest[start...].hasPrefix("][") {
      result += rest[...start]
      rest = rest[rest.index(after: start)...]
      rest = rest.firstIndex(of: "]").map { rest[rest.index(after: $0)...] } ?? ""
    }
    return result + rest
  }

  private static func loosened(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }))
  }

  /// `(name)=` on a line of its own, as MyST names what follows; `[](){#name}` and `{ id="name" }`, as MkDocs does.
  private mutating func addTargets(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if line.first == UInt8(ascii: "("), let close = line.firstIndex(of: UInt8(ascii: ")")),
        line[(close + 1)...].starts(with: "=".utf8)
      {
        add(String(decoding: line[(line.startIndex + 1)..<close], as: UTF8.self), line.startIndex)
      }
      var rest = line[...]
      while let brace = rest.firstIndex(of: UInt8(ascii: "{")) {
        rest = rest[(brace + 1)...]
        guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { break }
        for word in rest[..<close].split(whereSeparator: { $0 == 32 || $0 == UInt8(ascii: ":") }) {
          if let name = Anchors.identifier(in: word) { add(name, brace) }
        }
      }
    }
  }

  /// The name that a word of a list of attributes gives: `#name`, `id=name`, `id="name"`.
  private static func identifier(in word: ArraySlice<UInt8>) -> String? {
    let signs = "\"'".utf8
    let name =
      word.first == UInt8(ascii: "#") ? word.dropFirst() : word.starts(with: "id=".utf8) ? word.dropFirst(3) : []
    let text = String(decoding: name.filter { !signs.contains($0) }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }

  /// Whether something in a document that is no heading reads as a name of several words does: the title of a tab, of a
  /// box or of a term, which generators give names, too.
  static func mayBeTitle(_ name: String, in bytes: [UInt8]) -> Bool {
    guard name.contains("-") else { return false }
    let wanted = loosened(name.lowercased())
    return bytes.split(separator: UInt8(ascii: "\n")).contains { line in
      // The text of the link itself reads so, too.
      guard line.count >= wanted.utf8.count, !["](", "href"].contains(where: { contains(Array(line), Array($0.utf8)) })
      else { return false }
      return line.split(whereSeparator: { "\"<>*|`{}".utf8.contains($0) }).contains { piece in
        piece.count >= wanted.utf8.count && piece.count < 4 * wanted.utf8.count
          && loosened(String(decoding: piece, as: UTF8.self).lowercased()) == wanted
      }
    }
  }

  /// Whether parts of a document come from elsewhere, so that what is not here may be there: it has marks of templates,
  /// includes or components, in whatever syntax.
  static func isAssembled(_ bytes: [UInt8]) -> Bool {
    ["{{", "{%", "--8<--", "\n:::", "\nimport ", "[[include"].contains { contains(bytes, Array($0.utf8)) }
      || bytes.split(separator: UInt8(ascii: "\n")).contains { isInclude($0) } || refersToAnother(bytes)
  }

  /// Whether the front matter names another document, `ref: react/guide.md`, of which this one has only what differs.
  private static func refersToAnother(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: "---".utf8) else { return false }
    for line in bytes.prefix(4096).split(separator: UInt8(ascii: "\n")).dropFirst() {
      if line.starts(with: "---".utf8) { return false }
      guard let end = line.lastIndex(where: { !" \r'\"".utf8.contains($0) }) else { continue }
      if line[...end].ends(with: ".md") || line[...end].ends(with: ".mdx") { return true }
    }
    return false
  }

  /// Whether a line begins with signs and a word that puts something there: `@@option x`, `!include x`, `.. include::`,
  /// `<!-- include`. `#include` is C.
  private static func isInclude(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == 32 || $0 == 9 }
    let signs = text.prefix { "@!<{[%.:$`- ".utf8.contains($0) }
    guard signs.contains(where: { "@!<{%.:$".utf8.contains($0) }) else { return false }
    let rest = text[signs.endIndex...].prefix(12).map { $0 | 0x20 }
    return ["include", "embed", "transclude", "snippet"].contains { rest.starts(with: $0.utf8) }
      || (signs.starts(with: "@@".utf8) && rest.first.map(isLetter) ?? false)
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first else { return false }
    var rest = bytes[...]
    while let start = rest.firstIndex(of: first) {
      if bytes[start...].starts(with: part) { return true }
      rest = rest[(start + 1)...]
    }
    return false
  }
}
