internal import DriftModel

/// `yarn.lock`, of yarn 1 and of later ones: both list, for every range that anybody asks for, what it was settled as.
struct YarnLock: DependencyLock {
  var contents: LockContents
  /// Positions in the packages, by `name@range`.
  private var descriptors: [String: Int] = [:]
  /// Folders of the workspace; empty where the file does not say (yarn 1).
  private var folders: Set<String> = []

  /// Only later ones than yarn 1 list the workspace, and they always list its root.
  var omitsMembers: Bool { folders.isEmpty }

  var namesRanges: Bool { true }

  init(_ text: ManifestText) {
    contents = LockContents(path: text.path, ecosystem: .npm, relock: "yarn install")
    var entry: Entry?
    for line in YarnLock.lines(of: text.bytes) {
      let words = String(decoding: text.bytes[line], as: UTF8.self)
      guard let first = words.utf8.first, first != UInt8(ascii: "#") else { continue }
      if first != UInt8(ascii: " ") {
        add(entry, text)
        entry = Entry(words, line)
      } else {
        entry?.read(words, line)
      }
    }
    add(entry, text)
  }

  /// The lines of one entry.
  private struct Entry {
    let descriptors: [String]
    let line: Range<Int>
    var version: String?
    var versionRange: Range<Int>?
    var resolution: String?
    var needs: [String] = []
    private var isInDependencies = false

    /// `"a@^1", b@2:`, or `? "..."` where the line is long.
    init(_ words: String, _ line: Range<Int>) {
      self.line = line
      var text = words[...]
      if text.hasPrefix("? ") { text = text.dropFirst(2) }
      if text.hasSuffix(":") { text = text.dropLast() }
      // A range may hold a comma of its own.
      descriptors = text.split(separator: ", ").map { piece in
        String(piece.trimmingBlanks.drop { $0 == "\"" }.reversed().drop { $0 == "\"" }.reversed())
      }
    }

    /// `  version "1.2.3"`, `  version: 1.2.3`, and the lists below `dependencies`.
    mutating func read(_ words: String, _ line: Range<Int>) {
      let indent = words.prefix { $0 == " " }.count
      if indent == 2 {
        let key = words.dropFirst(2).prefix { $0 != " " && $0 != ":" }
        let rest = words.dropFirst(2 + key.count)
        let value = rest.drop { $0 == ":" || $0 == " " }
        let start = line.upperBound - value.utf8.count
        let isQuoted = value.hasPrefix("\"")
        let bare = value.drop { $0 == "\"" }.prefix { $0 != "\"" }
        isInDependencies = key == "dependencies" || key == "optionalDependencies"
        if key == "version" {
          version = String(bare)
          let first = start + (isQuoted ? 1 : 0)
          versionRange = first..<(first + bare.utf8.count)
        } else if key == "resolution" {
          resolution = String(bare)
        }
      } else if indent == 4, isInDependencies {
        let name = words.drop { $0 == " " || $0 == "\"" }.prefix { $0 != " " && $0 != "\"" && $0 != ":" }
        needs.append(String(name))
      }
    }
  }

  private mutating func add(_ entry: Entry?, _ text: ManifestText) {
    guard let entry, let first = entry.descriptors.first, first != "__metadata", let name = YarnLock.name(of: first)
    else { return }
    let location = text.location(of: entry.versionRange ?? entry.line)
    let isLocal = entry.resolution?.contains("@workspace:") ?? false
    if isLocal {
      for descriptor in entry.descriptors {
        guard let mark = descriptor.firstRange(of: "@workspace:") else { continue }
        let folder = String(descriptor[mark.upperBound...])
        folders.insert(folder == "." ? "" : folder)
      }
    }
    for descriptor in entry.descriptors {
      descriptors[descriptor] = contents.packages.count
      // `patch:a@^1#a.patch::locator=...` says for whom, too.
      if let mark = descriptor.firstRange(of: "::") {
        descriptors[String(descriptor[..<mark.lowerBound])] = contents.packages.count
      }
    }
    let real = entry.resolution.flatMap(YarnLock.name) ?? YarnLock.target(of: first) ?? name
    contents.add(
      LockedPackage(
        real, in: .npm, version: isLocal ? nil : entry.version, at: location, isLocal: isLocal, needs: entry.needs))
  }

  /// `@scope/name` of `@scope/name@range`.
  private static func name(of descriptor: String) -> String? {
    guard let at = descriptor.dropFirst().firstIndex(of: "@") else { return nil }
    return String(descriptor[..<at])
  }

  /// The package that an alias means: `real` of `name@npm:real@1`.
  private static func target(of descriptor: String) -> String? {
    guard let mark = descriptor.firstRange(of: "@npm:"), let name = name(of: String(descriptor[mark.upperBound...]))
    else { return nil }
    return name
  }

  func covers(_ manifest: Manifest, root: Manifest?) -> Bool {
    guard manifest.path.lastSegment.elementsEqual("package.json".utf8),
      let folder = contents.relative(manifest.folder)
    else { return false }
    if folder.isEmpty || folders.contains(folder) { return true }
    return folders.isEmpty && root.map { Workspace.includes(manifest.folder, $0) } ?? false
  }

  func answer(for dependency: Dependency, of manifest: Manifest) -> LockAnswer {
    let key = dependency.key
    let range = dependency.requirement.text
    let target = dependency.alias == nil ? range : "npm:\(dependency.name)@\(range)"
    for descriptor in ["\(key)@\(target)", "\(key)@npm:\(range)", "\(key)@npm:\(dependency.name)@\(range)"] {
      if let index = descriptors[descriptor] { return LockAnswer(candidates: [contents.packages[index]]) }
    }
    // A package of the workspace satisfies any range that fits.
    let local = contents[dependency.package].filter(\.isLocal)
    return LockAnswer(candidates: local, isRequired: dependency.role == .needed)
  }

  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      lines.append(start..<(end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end))
      start = end + 1
    }
    return lines
  }
}
