internal import DriftModel

extension LayoutExaminer {
  /// A larger file is data, which refers to nothing.
  private static let sizeLimit = 4 << 20

  /// Looks for folders that no file outside of them has a word for.
  mutating func judgeOrphans(_ patterns: [Located<PathPattern>]) {
    guard let tree = tree() else { return }
    var places: [(folder: RepositoryPath, pattern: Located<PathPattern>)] = []
    var seen: Set<RepositoryPath> = []
    for pattern in patterns {
      let folders = folders(pattern.value, tree).filter { !isHidden($0) || isAboutHidden(pattern.value) }
      select("orphans pattern", pattern, count: folders.count)
      for folder in folders where folder != .root && seen.insert(folder).inserted { places.append((folder, pattern)) }
    }
    for place in places { add(subject: "folder \(place.folder)") }
    var search = OrphanSearch(places.map(\.folder))
    // The configuration names the folders, and that is no use of them.
    let configuration = patterns.first?.location.path
    for file in tree.files where !search.isDone && file != configuration {
      search.read(path: file)
      guard !tree.isSubmodule(file) else { continue }
      do throws(ReadFailure) {
        let bytes = try snapshot.contents(of: file)
        if bytes.count <= Self.sizeLimit { search.read(bytes, of: file) }
      } catch {
        // A link to a folder says no more than its own path.
        if error.cause == .notAFile, (try? snapshot.entry(at: file))?.kind == .symbolicLink { continue }
        // What may refer to anything, and cannot be read, leaves every folder's fate open.
        if error.cause != .link && error.cause != .largeFilePointer {
          unverified(Unverified(error, at: Location(file)))
        }
      }
    }
    for (folder, pattern) in places where search.isOrphan(folder) {
      let count = tree.files(inside: folder).count
      add(
        Finding(
          Layout.folderOrphaned, "nothing outside of '\(folder)' refers to it", at: Location(folder),
          evidence: [
            Evidence("it holds \(count == 1 ? "1 file" : "\(count) files"), and no other file has its name in it"),
            Evidence("'orphans' names '\(pattern.value)'", at: pattern.location),
          ],
          remedies: [
            Remedy("remove it", steps: [Git.step(["rm", "-r"], paths: [folder])]),
            Remedy("if it stands by itself, say so", steps: [.instruction("name '\(folder)' in 'except'")]),
          ]),
        about: folder)
    }
  }
}

/// Whether programs that are called otherwise look for a folder: one whose name, or that of a folder around it, begins
/// with a dot (`.github/ISSUE_TEMPLATE`).
private func isHidden(_ folder: RepositoryPath) -> Bool {
  folder.segments.contains { $0.first == UInt8(ascii: ".") }
}

/// Whether a pattern names such folders itself.
private func isAboutHidden(_ pattern: PathPattern) -> Bool {
  pattern.description.split(separator: "/").contains { $0.hasPrefix(".") }
}

/// Searches texts for the names of folders, as whole words and whatever their capitals and separators.
private struct OrphanSearch {
  /// Folders by the words of their names, run together and hashed: a text has far too many words to keep each. Two words
  /// of one hash at worst hide an orphan.
  private var open: [UInt64: [RepositoryPath]] = [:]
  private var orphans: Set<RepositoryPath>

  init(_ folders: [RepositoryPath]) {
    orphans = Set(folders)
    for folder in folders {
      let key = OrphanSearch.key(folder.lastSegment)
      // A name that is no word can be written in too many ways to be looked for.
      if folder.lastSegment.contains(where: { !OrphanSearch.isOfWord($0) }) {
        orphans.remove(folder)
      } else {
        open[key, default: []].append(folder)
      }
    }
  }

  var isDone: Bool { orphans.isEmpty }
  func isOrphan(_ folder: RepositoryPath) -> Bool { orphans.contains(folder) }

  /// A path is text, too: `tests/parser` speaks of `src/parser`.
  mutating func read(path: RepositoryPath) { read(path.bytes, of: path) }

  mutating func read(_ bytes: [UInt8], of file: RepositoryPath) {
    var found: [RepositoryPath] = []
    bytes.withUnsafeBufferPointer { bytes in
      var at = 0
      while at < bytes.count {
        guard OrphanSearch.isOfWord(bytes[at]) else {
          // `packages/*`, in a list of workspaces or a command, names all that lies there.
          if bytes[at] == UInt8(ascii: "*"), at > 1, bytes[at - 1] == UInt8(ascii: "/") {
            let start = OrphanSearch.start(of: at - 2, bytes)
            found += folders(below: bytes[start...(at - 2)])
          }
          at += 1
          continue
        }
        var end = at + 1
        while end < bytes.count, OrphanSearch.isOfWord(bytes[end]) { end += 1 }
        if let folders = open[OrphanSearch.key(bytes[at..<end])] {
          found += folders.filter { !file.isInside($0) }
        } else if end - at < 200 {
          // `my_tool.py` and `my-tool.main` have the name as a part.
          for part in bytes[at..<end].split(separator: UInt8(ascii: ".")) {
            if let folders = open[OrphanSearch.key(part)] { found += folders.filter { !file.isInside($0) } }
          }
        }
        at = end
      }
    }
    for folder in found { close(folder) }
  }

  private func folders(below name: Slice<UnsafeBufferPointer<UInt8>>) -> [RepositoryPath] {
    orphans.filter { $0.parent != .root && $0.parent.lastSegment.elementsEqual(name) }
  }

  private mutating func close(_ folder: RepositoryPath) {
    guard orphans.remove(folder) != nil else { return }
    let key = OrphanSearch.key(folder.lastSegment)
    open[key]?.removeAll { $0 == folder }
    if open[key]?.isEmpty ?? false { open[key] = nil }
  }

  private static func start(of end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var start = end
    while start > 0, isOfWord(bytes[start - 1]) { start -= 1 }
    return start
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: ".")
  }

  /// A name in lower case without what separates its words, hashed (FNV-1a).
  private static func key(_ name: some Collection<UInt8>) -> UInt64 {
    var key: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name where byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-") && byte != UInt8(ascii: ".") {
      let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
      key = (key ^ UInt64(lower)) &* 0x100_0000_01b3
    }
    return key
  }
}
