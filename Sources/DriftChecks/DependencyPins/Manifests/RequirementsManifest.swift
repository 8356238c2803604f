internal import DriftModel

/// Reads `requirements*.txt` and `*.in`, as pip does: continued lines, comments, hashes, and other files that a line
/// includes.
struct RequirementsManifest {
  private let snapshot: any RepositorySnapshot
  private var manifest: Manifest
  private static let fileLimit = 100

  /// Reads a file and those that it includes.
  static func read(_ text: ManifestText, in snapshot: any RepositorySnapshot) -> Manifest {
    var reader = RequirementsManifest(
      snapshot: snapshot, manifest: Manifest(path: text.path, ecosystem: .python))
    reader.add(text, role: .needed)
    return reader.manifest
  }

  /// A logical line: its text, continued lines joined, and the offset of each of its bytes.
  private struct Line {
    var bytes: [UInt8] = []
    var offsets: [Int] = []
  }

  private mutating func add(_ text: ManifestText, role: Dependency.Role) {
    for line in RequirementsManifest.lines(of: text.bytes) { add(line, text, role) }
  }

  private mutating func add(_ line: Line, _ text: ManifestText, _ role: Dependency.Role) {
    let words = String(decoding: line.bytes, as: UTF8.self)
    guard let first = line.offsets.first, let last = line.offsets.last else { return }
    let location = text.location(of: first..<(last + 1))
    if words.hasPrefix("-") || words.hasPrefix("[") {
      addOption(words, location, role)
      return
    }
    let requirement = RequirementsManifest.withoutOptions(words)
    let end = min(requirement.utf8.count, line.offsets.count)
    let place = text.location(of: first..<(line.offsets[max(0, end - 1)] + 1))
    guard !requirement.contains("${") else {
      manifest.obstacles.append(
        Unverified("'\(text.path)' takes a part of this requirement from the environment", at: place))
      return
    }
    if RequirementsManifest.isPath(requirement) { return }
    guard let parsed = PythonRequirement(requirement) else {
      manifest.obstacles.append(
        Unverified(
          "\(VersionText.quoted(Array(requirement.utf8))) in '\(text.path)' is no requirement that is understood",
          at: place))
      return
    }
    var site: RequirementSite?
    let range = parsed.specifierRange
    if parsed.url == nil, range.upperBound <= line.offsets.count, range.lowerBound > 0 {
      let start = range.isEmpty ? line.offsets[range.lowerBound - 1] + 1 : line.offsets[range.lowerBound]
      // Not across a continued line.
      if range.isEmpty || line.offsets[range.upperBound - 1] - start == range.count - 1 {
        site = text.site(at: start..<(start + range.count), .pep508)
      }
    }
    manifest.dependencies.append(
      Dependency(
        parsed.name, in: .python, parsed.requirement, role: role, condition: parsed.marker, at: place, site: site))
  }

  // MARK: Options

  private mutating func addOption(_ words: String, _ location: Location, _ role: Dependency.Role) {
    for (option, role) in [
      ("--requirement", role), ("-r", role), ("--constraint", .constraint), ("-c", Dependency.Role.constraint),
    ] {
      guard words.hasPrefix(option) else { continue }
      let rest = words.dropFirst(option.count)
      guard !option.hasPrefix("--") || rest.first == " " || rest.first == "=" || rest.first == "\t" else { continue }
      include(rest.drop { $0 == "=" || $0.isWhitespace }.trimmingBlanks, location, role)
      return
    }
    for option in ["--editable", "-e"] where words.hasPrefix(option) {
      let target = words.dropFirst(option.count).drop { $0 == "=" || $0.isWhitespace }.trimmingBlanks
      guard let mark = target.firstRange(of: "#egg=") else { return }
      let name = target[mark.upperBound...].prefix { $0 != "&" && $0 != "[" }
      manifest.dependencies.append(
        Dependency(String(name), in: .python, PythonRequirement.source(target), role: role, at: location))
      return
    }
    // Where to look for packages, and how to build them: nothing about versions.
  }

  private mutating func include(_ name: String, _ location: Location, _ role: Dependency.Role) {
    guard !name.hasPrefix("http:"), !name.hasPrefix("https:") else {
      manifest.obstacles.append(Unverified("what '\(name)' holds is not in this repository", at: location))
      return
    }
    guard let from = location.path, let path = from.parent.resolving(name.utf8) else {
      manifest.obstacles.append(Unverified("'\(name)' is not in this repository", at: location))
      return
    }
    guard path != manifest.path, manifest.included.count < RequirementsManifest.fileLimit,
      manifest.included.insert(path).inserted
    else { return }
    do throws(ReadFailure) {
      add(ManifestText(try snapshot.contents(of: path), of: path), role: role)
    } catch {
      manifest.obstacles.append(Unverified("'\(path)' is included, and cannot be read: \(error.reason)", at: location))
    }
  }

  // MARK: Text

  /// A line without its comment, blanks at its ends, and options behind the requirement.
  private static func withoutOptions(_ words: String) -> String {
    let cut = words.firstRange(of: " --")?.lowerBound ?? words.endIndex
    return words[..<cut].trimmingBlanks
  }

  /// A folder or an archive by its path or URL: it has no name that could be compared.
  private static func isPath(_ text: String) -> Bool {
    if text.hasPrefix(".") || text.hasPrefix("/") || text.hasPrefix("file:") { return true }
    let scheme = text.prefix { $0.isLetter || $0 == "+" }
    return !scheme.isEmpty && text.dropFirst(scheme.count).hasPrefix("://")
      || (text.hasSuffix(".whl") || text.hasSuffix(".tar.gz")) && !text.contains("@")
  }

  private static func lines(of bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    var line = Line()
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var range = start..<newline
      if let last = bytes[range].last, last == UInt8(ascii: "\r") { range = range.lowerBound..<(range.upperBound - 1) }
      start = newline + 1
      range = withoutComment(bytes, range)
      let isContinued = bytes[range].last == UInt8(ascii: "\\") && start < bytes.count
      if isContinued { range = range.lowerBound..<(range.upperBound - 1) }
      line.bytes += bytes[range]
      line.offsets += range
      guard !isContinued else { continue }
      lines.append(trimmed(line))
      line = Line()
    }
    if !line.bytes.isEmpty { lines.append(trimmed(line)) }
    return lines.filter { !$0.bytes.isEmpty }
  }

  /// A comment begins with `#` at the start of a line or behind a blank.
  private static func withoutComment(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    let hash = range.first { index in
      bytes[index] == UInt8(ascii: "#") && (index == range.lowerBound || bytes[index - 1] <= 0x20)
    }
    return hash.map { range.lowerBound..<$0 } ?? range
  }

  private static func trimmed(_ line: Line) -> Line {
    let first = line.bytes.firstIndex { $0 > 0x20 } ?? line.bytes.count
    let last = line.bytes.lastIndex { $0 > 0x20 } ?? first - 1
    return Line(bytes: Array(line.bytes[first..<(last + 1)]), offsets: Array(line.offsets[first..<(last + 1)]))
  }
}
