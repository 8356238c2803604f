internal import Documents
internal import DriftModel
internal import RegularExpressions

/// A version that a file or a path states, as written.
struct VersionStatement: Sendable, Hashable {
  /// The bytes of the value, quotes and escapes resolved.
  let value: [UInt8]
  /// Where exactly it stands.
  let location: Location
  /// The file.
  let file: FileEntry
  /// How it can be replaced; nil where only a person can.
  let site: EditSite?
  /// For a version in a path.
  var place: VersionPlace?
}

/// The folder or file whose name states a version.
struct VersionPlace: Sendable, Hashable {
  let path: RepositoryPath
  /// Whether the last segment of ``path`` holds the version; otherwise it is only known to stand somewhere in it.
  let isLastSegment: Bool
  /// How many of the selected files it stands for.
  let files: Int
}

/// A file that was looked at and states no version, or nothing that can be one.
struct VersionGap: Sendable {
  enum Fault: Sendable { case missing, malformed }
  let fault: Fault
  /// A sentence about the file, for a message.
  let message: String
  /// Where in the file a version is wanted, as the end of a sentence: `at '/version' in 'a.json'`.
  let wanted: String
  let location: Location
  let file: FileEntry
  /// A key that is there and may have been meant.
  var similarKey: String? = nil
}

/// What the files of one source say.
struct VersionReading: Sendable {
  var statements: [VersionStatement] = []
  var gaps: [VersionGap] = []
  var unverified: [Unverified] = []
  /// Patterns that could be asked, and how many files each selects.
  var selections: [(pattern: Located<PathPattern>, count: Int)] = []
  /// What was looked at, as subjects.
  var subjects: [String] = []
}

/// Reads the versions that a source states. Nothing is judged here.
struct VersionReader {
  let snapshot: any RepositorySnapshot
  /// What the whole check leaves out.
  let except: [PathPattern]

  /// More statements than this in one file are not versions.
  private static let statementLimit = 1000

  func read(_ source: VersionSource, except own: [PathPattern] = []) -> VersionReading {
    var reading = VersionReading()
    var seen: Set<RepositoryPath> = []
    var files: [FileEntry] = []
    for pattern in source.patterns {
      do throws(ReadFailure) {
        let found = try snapshot.files(matching: pattern.value).filter { file in
          file.kind != .submodule && !(except + own).contains { $0.matches(file.path) }
        }
        reading.selections.append((pattern, found.count))
        files += found.filter { seen.insert($0.path).inserted }
      } catch {
        reading.unverified.append(Unverified(error, at: pattern.location))
      }
    }
    if case .path(let capture) = source.form, let pattern = source.patterns.first {
      readPaths(files, pattern.value, capture, &reading)
      return reading
    }
    for file in files {
      reading.subjects.append(source.key.map { "\(file.path)#\($0)" } ?? file.path.description)
      do throws(ReadFailure) {
        try read(file, as: source.form, &reading)
      } catch {
        reading.unverified.append(Unverified(error, at: Location(file.path)))
      }
    }
    return reading
  }

  private func read(
    _ file: FileEntry, as form: VersionSource.Form, _ reading: inout VersionReading
  ) throws(ReadFailure) {
    let bytes = try snapshot.contents(of: file.path)
    do throws(DocumentProblem) {
      switch form {
      case .text(let pattern): readText(bytes, of: file, pattern, &reading)
      case .frontmatter(let key, let part):
        guard let root = try Documents.frontmatter(of: bytes, file: .repository(file.path)) else {
          let message = "'\(file.path)' has no front matter, so it states no version at '\(key)'"
          let wanted = "at '\(key)' in a front matter of '\(file.path)'"
          reading.gaps.append(
            VersionGap(fault: .missing, message: message, wanted: wanted, location: Location(file.path), file: file))
          return
        }
        readValue(
          at: key, part, of: VersionDocument(root: root, bytes: bytes, format: .yaml, file: file),
          wanted: "at '\(key)' in the front matter of '\(file.path)'", &reading)
      case .file(let key, let part):
        guard let format = DocumentFormat(endingOf: file.path) else {
          reading.unverified.append(
            Unverified(
              "'\(file.path)' is neither JSON, YAML nor TOML by its ending, so '\(key)' cannot be looked up",
              at: Location(file.path), remedies: [Remedy("read it with 'text' and 'pattern' instead of 'file'")]))
          return
        }
        let root = try Documents.read(bytes, as: format, file: .repository(file.path))
        readValue(
          at: key, part, of: VersionDocument(root: root, bytes: bytes, format: format, file: file),
          wanted: "at '\(key)' in '\(file.path)'", &reading)
      case .path: break
      }
    } catch {
      // Its help is for whoever writes a configuration, not for the owner of this file.
      reading.unverified.append(Unverified("'\(file.path)' cannot be read: \(error.message)", at: error.location))
    }
  }

  // MARK: Text

  private func readText(
    _ bytes: [UInt8], of file: FileEntry, _ pattern: RegularExpression, _ reading: inout VersionReading
  ) {
    let matches = pattern.lineMatches(in: bytes, limit: Self.statementLimit + 1)
    guard matches.count <= Self.statementLimit else {
      reading.unverified.append(tooMany(pattern, "in '\(file.path)'", at: Location(file.path)))
      return
    }
    var isStated = false
    for match in matches {
      guard let range = match.groups.dropFirst().first ?? nil else { continue }
      isStated = true
      let region = Region(line: match.line, column: match.column(of: range.lowerBound), length: range.count)
      reading.statements.append(
        VersionStatement(
          value: Array(bytes[range]), location: Location(file.path, region), file: file,
          site: EditSite(text: bytes, match: match, group: range, pattern: pattern)))
    }
    if !isStated {
      let message = "'\(file.path)' states no version: nothing in it matches '\(pattern.pattern)'"
      reading.gaps.append(
        VersionGap(
          fault: .missing, message: message, wanted: "in '\(file.path)' where '\(pattern.pattern)' finds it",
          location: Location(file.path), file: file))
    }
  }

  private func tooMany(_ pattern: RegularExpression, _ place: String, at location: Location) -> Unverified {
    Unverified("'\(pattern.pattern)' matches more than \(Self.statementLimit) times \(place)", at: location)
  }

  // MARK: Documents

  private func readValue(
    at key: JSONPointer, _ part: RegularExpression?, of document: VersionDocument, wanted: String,
    _ reading: inout VersionReading
  ) {
    let file = document.file
    func gap(_ fault: VersionGap.Fault, _ what: String, _ node: DocumentNode, similarKey: String? = nil) {
      reading.gaps.append(
        VersionGap(
          fault: fault, message: what, wanted: wanted, location: node.location, file: file, similarKey: similarKey))
    }
    let (node, unresolved) = key.nearest(in: document.root)
    if let first = unresolved.first {
      let similar = closestName(to: first, among: node.keys)
      return gap(.missing, "'\(file.path)' states no version: it has no '\(key)'", node, similarKey: similar)
    }
    if node.isNull || node.scalar == "" {
      return gap(.missing, "'\(file.path)' states no version: '\(key)' is empty", node)
    }
    guard let text = node.scalar else {
      return gap(.malformed, "'\(key)' in '\(file.path)' is \(node.shapeName), not a version", node)
    }
    let value = Array(text.utf8)
    guard let part else {
      reading.statements.append(
        VersionStatement(value: value, location: node.location, file: file, site: document.site(of: node)))
      return
    }
    let matches = part.lineMatches(in: value, limit: Self.statementLimit + 1)
    guard matches.count <= Self.statementLimit else {
      reading.unverified.append(tooMany(part, "in '\(key)' of '\(file.path)'", at: node.location))
      return
    }
    let groups = matches.compactMap { $0.groups.dropFirst().first ?? nil }
    if groups.isEmpty {
      let shown = VersionText.quoted(value)
      return gap(
        .missing, "'\(file.path)' states no version: \(shown) at '\(key)' does not match '\(part.pattern)'", node)
    }
    for group in groups {
      let range = document.range(of: group, in: value, of: node)
      reading.statements.append(
        VersionStatement(
          value: Array(value[group]), location: range.map(document.location) ?? node.location, file: file,
          site: range.flatMap { document.site(of: $0, in: value, at: group, part) }))
    }
  }

  // MARK: Paths

  /// Files that state their version in the same folder's name, or that share it, are one statement.
  private func readPaths(
    _ files: [FileEntry], _ pattern: PathPattern, _ capture: String, _ reading: inout VersionReading
  ) {
    let segment = VersionReader.segment(of: capture, in: pattern)
    var order: [RepositoryPath] = []
    var groups: [RepositoryPath: (value: [UInt8], first: FileEntry, count: Int)] = [:]
    for file in files {
      guard let value = pattern.captures(in: file.path)?[capture] else { continue }
      var place = file.path
      if let segment {
        let segments = file.path.segments.prefix(segment + 1)
        place = RepositoryPath(Array(segments.joined(separator: [UInt8(ascii: "/")]))) ?? file.path
      }
      if groups[place] == nil { order.append(place) }
      groups[place] = (value, groups[place]?.first ?? file, (groups[place]?.count ?? 0) + 1)
    }
    for place in order {
      guard let group = groups[place] else { continue }
      reading.subjects.append(place.description)
      var statement = VersionStatement(
        value: group.value, location: Location(group.first.path), file: group.first, site: nil)
      statement.place = VersionPlace(path: place, isLastSegment: segment != nil, files: group.count)
      reading.statements.append(statement)
    }
  }

  /// Which segment of a path the capture stands in; nil where the segments before it are not a fixed number.
  static func segment(of capture: String, in pattern: PathPattern) -> Int? {
    let segments = pattern.text.split(separator: "/", omittingEmptySubsequences: false)
    guard let index = segments.firstIndex(where: { $0.contains("{\(capture)}") }) else { return nil }
    let isFixed = segments[..<index].allSatisfy { $0 != "**" && !$0.contains("...}") && !$0.contains("\\") }
    // Alternatives may hold slashes, which the split cuts through.
    return isFixed && !segments[..<index].contains(where: { $0.contains("{") && !$0.contains("}") }) ? index : nil
  }
}

extension DocumentNode {
  /// The keys of a mapping, in the order of the document.
  fileprivate var keys: [String] {
    guard case .mapping(let members) = content else { return [] }
    return members.map(\.key)
  }
}

/// A document that was read, with the bytes it was read from.
struct VersionDocument {
  let root: DocumentNode
  let bytes: [UInt8]
  let format: DocumentFormat
  let file: FileEntry

  /// How to replace a whole scalar.
  func site(of node: DocumentNode) -> EditSite? {
    guard let range = node.byteRange, case .scalar(let text, let style) = node.content else { return nil }
    return EditSite(scalar: text, style: style, written: Array(bytes[range]), at: range, format: format)
  }

  /// The offsets in the file of a part of a scalar; nil if the scalar is not written as it reads.
  func range(of part: Range<Int>, in value: [UInt8], of node: DocumentNode) -> Range<Int>? {
    guard let range = node.byteRange else { return nil }
    for quote in [0, 1] where range.count == value.count + 2 * quote {
      let start = range.lowerBound + quote
      guard bytes[start..<(start + value.count)].elementsEqual(value) else { continue }
      return (start + part.lowerBound)..<(start + part.upperBound)
    }
    return nil
  }

  /// How to replace a part of a scalar, so that the pattern still finds it.
  func site(of range: Range<Int>, in value: [UInt8], at group: Range<Int>, _ part: RegularExpression) -> EditSite? {
    EditSite(range: range, context: value, group: group, pattern: part)
  }

  func location(of range: Range<Int>) -> Location { Location(file.path, LineIndex(bytes).region(of: range)) }
}
