internal import DriftModel

/// The files of a run: where its URIs lead, and how it counts columns.
struct SARIFFiles {
  private let unit: ColumnUnit
  private let artifacts: [DocumentNode]
  private let bases: [String: DocumentNode]

  /// Bases that usually stand for the folder that was looked at, where the run itself does not say what they are.
  private static let rootBases = ["%SRCROOT%", "SRCROOT", "PROJECTROOT", "ROOTPATH", "%PROJECTROOT%"]

  init(_ run: DocumentNode) {
    unit =
      switch run.text("columnKind") {
      case "utf16CodeUnits": .utf16
      case "unicodeCodePoints": .codePoints
      // Of those that do not say, some count bytes (bandit); ruff counts code points.
      default: run["tool"]?["driver"]?.text("name") == "ruff" ? .codePoints : .ascii
      }
    artifacts = run.items("artifacts") ?? []
    var bases: [String: DocumentNode] = [:]
    if case .mapping(let members)? = run["originalUriBaseIds"]?.content {
      for member in members { bases[member.key] = member.value }
    }
    self.bases = bases
  }

  /// The files that the run says it was meant to look at.
  var targets: [ToolFile] {
    artifacts.compactMap { artifact in
      let roles = artifact.items("roles")?.compactMap(\.scalar) ?? []
      guard roles.contains("analysisTarget") else { return nil }
      return artifact["location"].flatMap { file($0) }
    }
  }

  /// The place that a `location` names; nil if it names no file.
  func place(_ location: DocumentNode) -> ToolPlace? {
    guard let physical = location["physicalLocation"], let file = physical["artifactLocation"].flatMap({ file($0) })
    else { return nil }
    return ToolPlace(file: file, span: physical["region"].flatMap(span))
  }

  private func span(_ region: DocumentNode) -> ToolSpan? {
    if let line = region.number("startLine"), line > 0 {
      return .lines(
        line: line, column: region.number("startColumn"), endLine: region.number("endLine"),
        endColumn: region.number("endColumn"), unit)
    }
    if let offset = region.number("byteOffset"), offset >= 0 {
      return .offsets(start: offset, length: max(0, region.number("byteLength") ?? 0), .bytes)
    }
    if let offset = region.number("charOffset"), offset >= 0 {
      return .offsets(start: offset, length: max(0, region.number("charLength") ?? 0), unit)
    }
    return nil
  }

  /// The file that an `artifactLocation` names, as a path.
  func file(_ location: DocumentNode) -> ToolFile? {
    var location = location
    if location.text("uri") == nil, let index = location.number("index"), artifacts.indices.contains(index),
      let found = artifacts[index]["location"]
    {
      location = found
    }
    guard let uri = location.text("uri") else { return nil }
    let base = location.text("uriBaseId")
    let whole = SARIFFiles.path(resolve(uri, against: base, depth: 0))
    // A base that usually is the root is that, wherever the tool ran: what it was called there may be long gone.
    guard let base, SARIFFiles.rootBases.contains(base) else { return ToolFile(whole) }
    return ToolFile(whole, otherwise: SARIFFiles.path(uri))
  }

  private func resolve(_ uri: String, against base: String?, depth: Int) -> String {
    guard let base, SARIFFiles.scheme(of: uri) == nil, !uri.hasPrefix("/"), depth < 10 else { return uri }
    guard let definition = bases[base], let folder = definition.text("uri") else { return uri }
    let whole = resolve(folder, against: definition.text("uriBaseId"), depth: depth + 1)
    return whole.hasSuffix("/") ? whole + uri : whole + "/" + uri
  }

  /// The path of a URI: percent-encoding resolved, `file://` and this machine's name taken off. A URI of another
  /// scheme stays as it is, and is no path.
  static func path(_ uri: String) -> [UInt8] {
    guard let scheme = scheme(of: uri) else { return decoded(uri) }
    guard scheme == "file" else { return Array(uri.utf8) }
    var rest = uri.dropFirst("file:".count)
    if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      if rest.hasPrefix("localhost/") { rest = rest.dropFirst("localhost".count) }
    }
    return decoded(String(rest))
  }

  /// What stands before the first colon, if it can be a scheme (RFC 3986, section 3.1); one letter is a drive.
  static func scheme(of uri: String) -> String? {
    let head = uri.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    guard head.count > 1, head.first?.isLetter ?? false, uri[head.endIndex...].first == ":" else { return nil }
    return head.lowercased()
  }

  private static func decoded(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count, let high = digit(bytes[at + 1]),
        let low = digit(bytes[at + 2])
      {
        result.append(high << 4 | low)
        at += 3
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.flatMap { byte < 0x80 ? UInt8($0) : nil }
  }
}
